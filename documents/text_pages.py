"""Papers that are read: headings, paragraphs, points, facts in rows and tables, over as many A4 pages as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from typing import Any

from documents import archive, example_mark
from documents.fitting import CAP_HEIGHT
from documents.fonts import WEIGHTS, Weight
from documents.layout import MILLIMETRE
from documents.tagged import TaggedCanvas, actual_text, number, text_operators
from documents.typeset import Line, missing_characters, shape
from documents.wrapping import wrapped
from resources.i18n import Language, language

WIDTH, HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE
MARGIN = 20 * MILLIMETRE
TEXT_SIZE = 10.5

_TOP = HEIGHT - 18 * MILLIMETRE
_BOTTOM = 20 * MILLIMETRE
_FOOT = 10 * MILLIMETRE
_FOOT_SIZE = 8.0
_LEADING = 1.4
_TITLE, _SECTION, _NOTE = 1.75, 1.2, 0.86  # shares of the size of the text
_KEY = 0.32  # share of the width that the names of facts take
_POINT = "–"
_MOST_LINES = 15  # of one piece: what is longer may be parted by the end of a page
_HAIR, _RULE = 0.3, 0.9
_ROW_SCOPE, _COLUMN_SCOPE = "/A<</O/Table/Scope/Row>>", "/A<</O/Table/Scope/Column>>"


@dataclass(frozen=True, slots=True)
class Title:
    """What the paper is; `under` is a line below it, such as whom it is about."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; `is_minor` for a part of a section."""

    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is kept."""

    text: str
    weight: Weight = "regular"
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Several things, each on its own."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Named values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `shares` are the widths of its columns. Its head is on every page."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


Block = Title | Section | Paragraph | Points | Facts | Grid


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
    _Drawer(canvas, paper).draw(_pages(_strips(paper.blocks, size)))
    return archive.finish(canvas.pdf(), title=paper.title, author=paper.author, language=paper.language)


def draw_on_one_page(paper: Paper, sizes: Sequence[float]) -> bytes:
    """Return the paper in the first of these sizes that needs one page, in the last one where none does."""
    fitting = (size for size in sizes if len(_pages(_strips(paper.blocks, size))) == 1)
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


@dataclass(frozen=True, slots=True)
class _Cell:
    """Lines of one element, `x` from the left margin."""

    role: str
    lines: tuple[Line, ...]
    x: float
    size: float
    entries: str = ""


@dataclass(frozen=True, slots=True)
class _Strip:
    """What the end of a page never parts. `above` is left out at the top of a page; `rule` is drawn below."""

    cells: tuple[_Cell, ...]
    height: float
    above: float = 0.0
    rule: float = 0.0
    keeps_next: bool = False
    group: int = -1  # the table or list it belongs to
    role: str = ""  # of the group: Table, L
    head: _Strip | None = None


def _strips(blocks: Iterable[Block], size: float) -> list[_Strip]:
    """Turn blocks into strips, each with the number of its block."""
    made: list[_Strip] = []
    for place, block in enumerate(blocks):
        strips = [replace(strip, group=place) if strip.role else strip for strip in _of_block(block, size)]
        for near_an_end in {0, len(strips) - 2} if len(strips) > 1 else ():  # never one row alone on a page
            strips[near_an_end] = replace(strips[near_an_end], keeps_next=True)
        made += strips
    return made


def _of_block(block: Block, size: float) -> Iterator[_Strip]:
    width = WIDTH - 2 * MARGIN
    match block:
        case Title(text, under):
            yield from _text("H1", text, size * _TITLE, width, weight="bold", above=0, keeps=True)
            if under:
                yield from _text("P", under, size * _SECTION, width, above=size * 0.5, keeps=True)
        case Section(text, is_minor):
            heading, level = (1.0, "H3") if is_minor else (_SECTION, "H2")
            above = size * (0.9 if is_minor else 1.8)
            parts = list(_text(level, text, size * heading, width, weight="bold", above=above, keeps=True))
            yield from parts if is_minor else [*parts[:-1], replace(parts[-1], rule=_RULE)]
        case Paragraph(text, weight, is_note):
            yield from _text("P", text, size * (_NOTE if is_note else 1), width, weight=weight, above=size * 0.6)
        case Points(texts):
            yield from (strip for text in texts for strip in _point(text, size, width))
        case Facts(rows):
            shares = (_KEY, 1 - _KEY)
            yield from (strip for row in rows for strip in _row(row, shares, size, width, is_head=False))
        case Grid(headers, rows, shares):
            (head,) = _row(headers, shares, size * _NOTE, width, is_head=True)
            yield replace(head, above=size * 0.6)
            for row in rows:
                cells = _row(row, shares, size * _NOTE, width, is_head=False)
                yield from (replace(part, head=head) for part in cells)


def _text(
    role: str, text: str, size: float, width: float, *, weight: Weight = "regular", above: float, keeps: bool = False
) -> Iterator[_Strip]:
    """Cut a text into strips of a few lines."""
    for place, lines in enumerate(_portions(wrapped(text, weight, size, width))):
        cell = _Cell(role, lines, 0, size)
        yield _Strip((cell,), _high(lines, size), above=0 if place else above, keeps_next=keeps)


def _point(text: str, size: float, width: float) -> Iterator[_Strip]:
    indent = size * 1.2
    for place, lines in enumerate(_portions(wrapped(text, "regular", size, width - indent))):
        sign = () if place else (shape(_POINT),)
        cells = (_Cell("Lbl", sign, 0, size), _Cell("LBody", lines, indent, size))
        yield _Strip(cells, _high(lines, size), above=0 if place else size * 0.35, role="L")


def _row(
    texts: Sequence[str], shares: Sequence[float], size: float, width: float, *, is_head: bool
) -> Iterator[_Strip]:
    """Cut a row of a table into strips; the first cell names the row."""
    gap = size * 0.8
    columns = []
    for place, (text, share) in enumerate(zip(texts, shares, strict=True)):
        weight: Weight = "bold" if is_head or (len(texts) == 2 and not place) else "regular"
        columns.append(list(_portions(wrapped(text, weight, size, share * width - gap), all_at_once=is_head)))
    count = max(len(portions) for portions in columns)
    for part in range(count):
        cells, x = [], 0.0
        for place, (portions, share) in enumerate(zip(columns, shares, strict=True)):
            lines = portions[part] if part < len(portions) else ()
            scope = _COLUMN_SCOPE if is_head else "" if place else _ROW_SCOPE
            cells.append(_Cell("TH" if scope else "TD", lines, x, size, scope))
            x += share * width
        is_last = part == count - 1
        height = max(_high(cell.lines, size) for cell in cells) + (size * 0.35 if is_last else 0.0)
        rule = _RULE if is_head else _HAIR if is_last else 0.0
        above = 0.0 if part else size * 0.4
        yield _Strip(tuple(cells), height, above=above, rule=rule, keeps_next=is_head, role="Table")


def _portions(lines: Sequence[Line], *, all_at_once: bool = False) -> Iterator[tuple[Line, ...]]:
    step = len(lines) if all_at_once else _MOST_LINES
    yield from (tuple(lines[start : start + step]) for start in range(0, max(len(lines), 1), max(step, 1)))


def _high(lines: Sequence[Line], size: float) -> float:
    return len(lines) * size * _LEADING


def _pages(strips: Sequence[_Strip]) -> list[list[_Strip]]:
    """Put strips on pages; a heading stays with what it is over, and a table that goes on has its head again."""
    pages: list[list[_Strip]] = [[]]
    left = _TOP - _BOTTOM
    for start, chain in _chains(strips):
        needed = sum(strip.height + strip.above for strip in chain)
        if needed > left and pages[-1]:
            pages.append([])
            left = _TOP - _BOTTOM
            head = chain[0].head
            if head is not None and strips[start - 1].group == chain[0].group:
                again = replace(head, above=0.0, role="", head=None)  # without a role: only an ornament
                pages[-1].append(again)
                left -= again.height
        placed = chain if pages[-1] else [replace(chain[0], above=0.0), *chain[1:]]
        pages[-1] += placed
        left -= sum(strip.height + strip.above for strip in placed)
    return pages


def _chains(strips: Sequence[_Strip]) -> Iterator[tuple[int, list[_Strip]]]:
    """Yield what stays together, with the place of its first strip."""
    held: list[_Strip] = []
    for place, strip in enumerate(strips):
        held.append(strip)
        if not strip.keeps_next or place == len(strips) - 1:
            yield place - len(held) + 1, held
            held = []


class _Drawer:
    """Draws pages of strips; `y` counts upwards from the bottom, as in PDF."""

    def __init__(self, canvas: TaggedCanvas, paper: Paper) -> None:
        self._canvas = canvas
        self._paper = paper
        self._say: Language = language(paper.language)

    def draw(self, pages: Sequence[Sequence[_Strip]]) -> None:
        """Draw all pages; a table or list that goes on is one element over several of them."""
        group = -1
        with ExitStack() as stack:
            for place, strips in enumerate(pages, 1):
                self._canvas.begin_page(WIDTH, HEIGHT)
                if self._paper.is_example:
                    example_mark.draw(self._canvas, self._say, WIDTH, HEIGHT)
                y = _TOP
                for strip in strips:
                    is_repeated = strip.cells[0].role == "TH" and not strip.role
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

    def _strip(self, strip: _Strip, top: float, *, is_repeated: bool) -> None:
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
        if strip.rule:
            y = number(top - strip.height)
            line = f"{number(MARGIN)} {y} m {number(WIDTH - MARGIN)} {y} l S"
            self._canvas.artifact(f"0 G {number(strip.rule)} w {line}")

    def _written(self, cell: _Cell, top: float) -> str:
        """Return the operators of a cell's lines."""
        self._canvas.note_glyphs(cell.lines)
        baseline = top - cell.size * (CAP_HEIGHT + (_LEADING - CAP_HEIGHT) / 2)
        content = [
            text_operators(line, MARGIN + cell.x, baseline - place * cell.size * _LEADING, cell.size)
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
            drawn.append(text_operators(line, MARGIN, _FOOT + place * _FOOT_SIZE * _LEADING, _FOOT_SIZE))
        self._canvas.note_glyphs([pages, *lines])
        self._canvas.artifact("0 g " + " ".join(drawn))
