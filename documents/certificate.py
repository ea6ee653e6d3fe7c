"""Certificates: frozen facts and a layout -> the bytes of a PDF. Pure: no clock, no file, no chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

from documents import archive
from documents.facts import CertificateFacts, Print
from documents.fitting import CAP_HEIGHT, LEADING, block_height, fit
from documents.layout import MILLIMETRE, Layout, SealBox, TextBox
from documents.ornament import colour_operators, ornament_operators
from documents.seal import Code, encode
from documents.tagged import TaggedCanvas, actual_text, number, text_operators
from documents.typeset import Line, shape
from documents.wording import Wordings, watermark, wordings
from models.problem import Problem, UserError, refusal, refuse_if_any
from resources.i18n import language

_WATERMARK_ANGLE = 24  # degrees
_WATERMARK_SHARE = 0.66  # of the page's width that it may take

# These differ from one certificate to the next; all else is stored once and shared by the pages that say the same.
_OWN_TO_EACH = frozenset({"name", "number", "replaces", "status"})


def draw(prints: Sequence[tuple[CertificateFacts, Print]], layout: Layout) -> bytes:
    """Return one PDF/A-2b with a page for each certificate. Raises UserError when a text cannot be printed whole."""
    book = CertificateBook(layout)
    for facts, printing in prints:
        book.add(facts, printing)
    return book.finish()


def problems(facts: CertificateFacts, printing: Print, layout: Layout) -> list[Problem]:
    """Return what would keep this certificate from being printed whole: to be told before printing."""
    return _place_all(layout, wordings(facts, printing))[1]


class CertificateBook:
    """A PDF of certificates that grows page by page."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._canvas: TaggedCanvas | None = None
        self._titles: list[str] = []
        self._author = self._language = ""

    def add(self, facts: CertificateFacts, printing: Print) -> None:
        """Add a page. Raises UserError (character_missing, text_does_not_fit, seal_too_long); the book is as before."""
        texts = wordings(facts, printing)
        placed, found = _place_all(self._layout, texts)
        refuse_if_any(found)
        code = encode(facts.seal) if facts.seal else None
        if self._canvas is None:
            self._canvas = TaggedCanvas(facts.language)
            self._author, self._language = facts.association.name, facts.language
        self._titles.append(texts["title"][0] if self._titles else f"{texts['title'][0]} – {facts.name}")
        self._draw_page(self._canvas, placed, watermark(facts, printing), code, facts)

    def drawn(self) -> bytes:
        """Return the tagged pages before they are made PDF/A."""
        if self._canvas is None:
            raise ValueError("a PDF needs at least one page")
        return self._canvas.pdf()

    def finish(self) -> bytes:
        """Return the finished PDF; the book takes no more pages."""
        title = self._titles[0] if len(self._titles) == 1 else self._titles[-1]
        return archive.finish(self.drawn(), title=title, author=self._author, language=self._language)

    def _draw_page(
        self,
        canvas: TaggedCanvas,
        placed: Mapping[TextBox, _Placed],
        mark: str,
        code: Code | None,
        facts: CertificateFacts,
    ) -> None:
        width, height = self._layout.width * MILLIMETRE, self._layout.height * MILLIMETRE
        canvas.begin_page(width, height)
        canvas.artifact(canvas.shared(ornament_operators(self._layout), width, height))
        with canvas.group("Sect"):
            if mark:
                across = _watermark_operators(mark, self._layout)
                canvas.mark("P", canvas.shared(across, width, height, [shape(mark, "bold")]))
            for box in self._layout.boxes:
                if isinstance(box, SealBox):
                    if code is not None:
                        self._draw_seal(canvas, box, code, facts)
                elif box in placed:
                    text = placed[box]
                    if box.field in _OWN_TO_EACH:
                        canvas.note_glyphs(text.lines)
                        content = text.content
                    else:
                        content = canvas.shared(text.content, width, height, text.lines)
                    canvas.mark("H1" if box.field == "title" else "P", content, entries=text.spoken)
        canvas.end_page()

    def _draw_seal(self, canvas: TaggedCanvas, box: SealBox, code: Code, facts: CertificateFacts) -> None:
        side, x = box.size * MILLIMETRE, box.x * MILLIMETRE
        y = (self._layout.height - box.y) * MILLIMETRE - side
        place = f"{number(side)} 0 0 {number(side)} {number(x)} {number(y)}"
        paint = canvas.stencil(code.bits, code.side, code.side)
        say = language(facts.language)
        canvas.mark(
            "Figure",
            f"q {colour_operators(box.colour)} {place} cm {paint} Q",
            alternative=say("QR code: seal of certificate No. {number}", number=facts.number),
            entries=f"/A<</O/Layout/BBox[{' '.join(map(number, (x, y, x + side, y + side)))}]>>",
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """The text of a box ready to be drawn; `spoken` is the tag's entry for a reader that needs the text told."""

    content: str
    lines: tuple[Line, ...]
    spoken: str
    last_baseline: float


def _place_all(layout: Layout, texts: Mapping[str, Wordings]) -> tuple[dict[TextBox, _Placed], list[Problem]]:
    """Place every text of a page; return the boxes that have one, and what is wrong."""
    placed: dict[TextBox, _Placed] = {}
    found: list[Problem] = []
    last_baseline = layout.height * MILLIMETRE
    for box in layout.boxes:
        if isinstance(box, TextBox) and texts.get(box.field):
            start = last_baseline if box.anchor == "below" else layout.height * MILLIMETRE
            try:
                placed[box] = _place(box, texts[box.field], start)
            except UserError as error:
                found += [problem for problem in error.problems if problem not in found]
            else:
                last_baseline = placed[box].last_baseline
    return placed, found


@lru_cache(maxsize=4096)
def _place(box: TextBox, texts: Wordings, start: float) -> _Placed:
    """Place the first wording that fits its box, measured downwards from `start`.

    Raises UserError (character_missing, text_does_not_fit).
    """
    width, height = box.width * MILLIMETRE, box.height * MILLIMETRE
    for text in texts:
        fitted = fit(
            text,
            box.font,
            size=box.size,
            width=width,
            height=height,
            lines=box.lines,
            one_line_down_to=box.one_line_down_to,
        )
        if fitted is not None:
            break
    else:
        raise refusal("text_does_not_fit", field=box.field, text=texts[-1])
    x, top = box.x * MILLIMETRE, start - box.y * MILLIMETRE
    block = block_height(len(fitted.lines), fitted.size)
    baseline = top - fitted.size * CAP_HEIGHT
    baseline -= {"top": 0.0, "below": 0.0, "middle": (height - block) / 2, "bottom": height - block}[box.anchor]
    content = [colour_operators(box.colour)]
    for index, line in enumerate(fitted.lines):
        free = width - line.width_at(fitted.size)
        left = x + {"left": 0.0, "centre": free / 2, "right": free}[box.align]
        is_last = index == len(fitted.lines) - 1
        shown = line if is_last or line.is_reversed else shape(line.text + fitted.joint, box.font)
        content.append(text_operators(shown, left, baseline - index * LEADING * fitted.size, fitted.size))
    last = baseline - block + fitted.size * CAP_HEIGHT
    return _Placed("\n".join(content), fitted.lines, actual_text(fitted.lines), last)


@lru_cache(maxsize=16)
def _watermark_operators(word: str, layout: Layout) -> str:
    """Return the operators that set a word across the page, under everything else."""
    line = shape(word, "bold")
    width, height = layout.width * MILLIMETRE, layout.height * MILLIMETRE
    size = min(layout.watermark.size, width * _WATERMARK_SHARE / line.width_at(1))
    across, up = cos(radians(_WATERMARK_ANGLE)), sin(radians(_WATERMARK_ANGLE))
    turn = f"{across:.4f} {up:.4f} {-up:.4f} {across:.4f} {number(width / 2)} {number(height / 2)} cm"
    text = text_operators(line, -line.width_at(size) / 2, -size * CAP_HEIGHT / 2, size)
    return f"q {colour_operators(layout.watermark.colour)} {turn} {text} Q"
