"""Papers that are read or filled in by hand, over as many A4 pages as they need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from typing import Any

from documents import archive, example_mark
from documents.fitting import CAP_HEIGHT
from documents.fonts import WEIGHTS
from documents.layout import MILLIMETRE
from documents.operators import actual_text, number, text_operators
from documents.tagged import TaggedCanvas
from documents.text_blocks import Block
from documents.text_strips import HEIGHT, LEADING, MARGIN, TOP, WIDTH, Cell, Shape, Strip, pages_of, strips_of
from documents.typeset import missing_characters, shape
from documents.wrapping import wrapped
from resources.i18n import Language, language

TEXT_SIZE = 10.5

_FOOT = 10 * MILLIMETRE
_FOOT_SIZE = 8.0
_TO_FILL = 0.5  # how strong lines to write on and boxes to tick are


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: what it says, in which language, whose it is, and what stands at the foot of each page."""

    title: str
    author: str
    language: str
    blocks: tuple[Block, ...]
    foot: str = ""
    is_example: bool = False


def draw(paper: Paper, size: float = TEXT_SIZE) -> bytes:
    """Return the paper as PDF/A-2b, its text `size` points high. Raises UserError (character_missing)."""
    canvas = TaggedCanvas(paper.language)
    _Drawer(canvas, paper).draw(pages_of(strips_of(paper.blocks, size)))
    return archive.finish(canvas.pdf(), title=paper.title, author=paper.author, language=paper.language)


def draw_on_pages(count: int, paper: Paper, sizes: Sequence[float]) -> bytes:
    """Return the paper in the first of these sizes that needs so many pages, in the last one where none does."""
    fitting = (size for size in sizes if len(pages_of(strips_of(paper.blocks, size))) <= count)
    return draw(paper, next(fitting, sizes[-1]))


def spelled_out(paper: Paper) -> Paper:
    """Return the paper with each letter that no font can draw written as its code: [U+1F600]."""
    blocks = []
    for block in paper.blocks:
        texts = {each.name: _spelled(getattr(block, each.name)) for each in fields(block) if each.name != "weight"}
        blocks.append(replace(block, **texts))
    return replace(paper, blocks=tuple(blocks), foot=_spelled(paper.foot))


def _spelled(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_spelled, value))
    if isinstance(value, str):
        lost = {each.values["character"]: f"[{each.values['code']}]" for line in value.splitlines()
                for weight in WEIGHTS for each in missing_characters(line, weight)}  # fmt: skip
        return "".join(lost.get(letter, letter) for letter in value) if lost else value
    return value


class _Drawer:
    """Draws pages of strips; `y` counts upwards from the bottom, as in PDF."""

    def __init__(self, canvas: TaggedCanvas, paper: Paper) -> None:
        self._canvas = canvas
        self._paper = paper
        self._say: Language = language(paper.language)

    def draw(self, pages: Sequence[Sequence[Strip]]) -> None:
        """Draw all pages; a table or list that goes on is one element over several of them."""
        group = -1
        with ExitStack() as stack:
            for place, strips in enumerate(pages, 1):
                self._canvas.begin_page(WIDTH, HEIGHT)
                if self._paper.is_example:
                    example_mark.draw(self._canvas, self._say, WIDTH, HEIGHT)
                y = TOP
                for strip in strips:
                    is_repeated = bool(strip.cells) and strip.cells[0].role == "TH" and not strip.role
                    if strip.group != group and not is_repeated:
                        stack.close()
                        if strip.role:
                            stack.enter_context(self._canvas.group(strip.role))
                        group = strip.group
                    y -= strip.above
                    self._strip(strip, y, is_repeated=is_repeated)
                    y -= strip.height
                self._foot(place, len(pages))
                self._canvas.end_page()

    def _strip(self, strip: Strip, top: float, *, is_repeated: bool) -> None:
        parts = {"Table": "TR", "L": "LI"}
        with ExitStack() as stack:
            if strip.role:
                stack.enter_context(self._canvas.group(parts[strip.role]))
            for cell in strip.cells:
                content = self._written(cell, top)
                if is_repeated:
                    self._canvas.artifact(content)
                elif content or strip.role == "Table":
                    self._canvas.mark(cell.role, content, entries=cell.entries + actual_text(cell.lines))
        self._shapes(strip.shapes, top)
        if strip.rule:
            y = number(top - strip.height)
            line = f"{number(MARGIN)} {y} m {number(WIDTH - MARGIN)} {y} l S"
            self._canvas.artifact(f"0 G {number(strip.rule)} w {line}")

    def _shapes(self, shapes: Sequence[Shape], top: float) -> None:
        """Draw lines to write on and boxes to tick."""
        drawn = []
        for each in shapes:
            left, low = MARGIN + each.x, top - each.down - each.height
            if each.height:
                drawn.append(f"{number(left)} {number(low)} {number(each.width)} {number(each.height)} re")
            else:
                drawn.append(f"{number(left)} {number(low)} m {number(left + each.width)} {number(low)} l")
        if drawn:
            self._canvas.artifact(f"0 G {_TO_FILL} w {' '.join(drawn)} S")

    def _written(self, cell: Cell, top: float) -> str:
        """Return the operators of a cell's lines."""
        self._canvas.note_glyphs(cell.lines)
        baseline = top - cell.down - cell.size * (CAP_HEIGHT + (LEADING - CAP_HEIGHT) / 2)
        content = [
            text_operators(line, MARGIN + cell.x, baseline - place * cell.size * LEADING, cell.size)
            for place, line in enumerate(cell.lines)
        ]
        return "0 g " + " ".join(content) if content else ""

    def _foot(self, page: int, count: int) -> None:
        """Say whose paper it is and which page; a screen reader passes over it."""
        pages = shape(self._say("Page {page} of {pages}", page=page, pages=count))
        right = WIDTH - MARGIN - pages.width_at(_FOOT_SIZE)
        room = right - MARGIN - 8 * MILLIMETRE
        lines = wrapped(self._paper.foot, "regular", _FOOT_SIZE, room)[:2]
        drawn = [text_operators(pages, right, _FOOT, _FOOT_SIZE)]
        for place, line in enumerate(reversed(lines)):
            drawn.append(text_operators(line, MARGIN, _FOOT + place * _FOOT_SIZE * LEADING, _FOOT_SIZE))
        self._canvas.note_glyphs([pages, *lines])
        self._canvas.artifact("0 g " + " ".join(drawn))
