"""Certificates: frozen facts and a layout -> the bytes of a PDF. Pure: no clock, no file, no chance."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin

from documents import archive
from documents.facts import CertificateFacts, Print
from documents.fitting import CAP_HEIGHT
from documents.layout import MILLIMETRE, Layout, PictureBox, SealBox, Sheet, TextBox
from documents.marks import Mark, PagePattern
from documents.operators import number, stencil, text_operators
from documents.ornament import colour_operators, ornament_operators, sheet_operators
from documents.pictures import Picture
from documents.placing import Placed, place_all
from documents.seal import Code, encode
from documents.tagged import TaggedCanvas
from documents.typeset import shape
from documents.wording import picture_told, watermark, wordings
from models.problem import Problem, refuse_if_any
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
    return place_all(layout, wordings(facts, printing, layout))[1]


class CertificateBook:
    """A PDF of certificates that grows page by page; a layout of several on a sheet fills the sheet first."""

    def __init__(self, layout: Layout | None = None) -> None:
        self._layout = layout
        self._canvas: TaggedCanvas | None = None
        self._titles: list[str] = []
        self._author = self._language = ""
        self._open: Layout | None = None  # the layout of the sheet that is not closed yet
        self._taken = 0  # places of it
        self._patterns: dict[Hashable, PagePattern] = {}

    def add(self, facts: CertificateFacts, printing: Print, layout: Layout | None = None) -> None:
        """Add a certificate, in another layout when one is given.

        Raises UserError (character_missing, text_does_not_fit, seal_too_long); the book is as before.
        """
        layout = layout or self._layout
        if layout is None:
            raise ValueError("a certificate needs a layout")
        texts = wordings(facts, printing, layout)
        placed, found = place_all(layout, texts)
        refuse_if_any(found)
        code = encode(facts.seal) if facts.seal else None
        if self._canvas is None:
            self._canvas = TaggedCanvas(facts.language)
            self._author, self._language = facts.association.name, facts.language
        self._titles.append(texts["title"][0] if self._titles else f"{texts['title'][0]} – {facts.name}")
        page = _Page(self._canvas, layout, placed, facts, watermark(facts, printing), code)
        if layout.sheet is None:
            self._add_page(self._canvas, page)
        else:
            self._add_to_sheet(self._canvas, page, layout.sheet)

    def drawn(self) -> bytes:
        """Return the tagged pages before they are made PDF/A."""
        if self._canvas is None:
            raise ValueError("a PDF needs at least one page")
        self._close_sheet(self._canvas)
        return self._canvas.pdf()

    def finish(self) -> bytes:
        """Return the finished PDF; the book takes no more pages."""
        title = self._titles[0] if len(self._titles) == 1 else self._titles[-1]
        return archive.finish(self.drawn(), title=title, author=self._author, language=self._language)

    def _add_page(self, canvas: TaggedCanvas, page: _Page) -> None:
        """Draw a certificate on its own page: its own marks only, if one of its kind was drawn before."""
        self._close_sheet(canvas)
        kind = page.kind()
        if kind in self._patterns:
            canvas.page_like(self._patterns[kind], page.own_marks())
            return
        canvas.begin_page(page.layout.width * MILLIMETRE, page.layout.height * MILLIMETRE)
        self._patterns[kind] = canvas.pattern("Sect", page.draw())
        canvas.end_page()

    def _add_to_sheet(self, canvas: TaggedCanvas, page: _Page, sheet: Sheet) -> None:
        """Draw a certificate in the next place of its sheet, on a new one where there is no room."""
        if self._open is not page.layout or self._taken == len(sheet.places):
            self._close_sheet(canvas)
            width, height = sheet.width * MILLIMETRE, sheet.height * MILLIMETRE
            canvas.begin_page(width, height)
            if sheet.shapes:
                canvas.artifact(canvas.shared(sheet_operators(page.layout), width, height), repeats=True)
            self._open, self._taken = page.layout, 0
        x, y = sheet.places[self._taken]
        self._taken += 1
        page.right, page.up = x * MILLIMETRE, (sheet.height - y - page.layout.height) * MILLIMETRE
        with canvas.moved(page.right, page.up):
            page.draw()

    def _close_sheet(self, canvas: TaggedCanvas) -> None:
        if self._open is not None:
            canvas.end_page()
        self._open = None


@dataclass(slots=True)
class _Page:
    """One certificate to be drawn; `right` and `up` are where its page lies on the sheet."""

    canvas: TaggedCanvas
    layout: Layout
    placed: Mapping[TextBox, Placed]
    facts: CertificateFacts
    watermark: str
    code: Code | None
    right: float = 0.0
    up: float = 0.0

    def draw(self) -> list[Mark]:
        """Draw everything; return the marks, which are a Sect of the page."""
        for content in self.background():
            self.canvas.artifact(content, repeats=True)
        marks = list(self.marks())
        with self.canvas.group("Sect"):
            for mark in marks:
                self.canvas.draw(mark)
        return marks

    def kind(self) -> Hashable:
        """Return what pages have in common that differ only in what is own to each certificate."""
        facts = self.facts
        texts = [box if box.field in _OWN_TO_EACH else placed for box, placed in self.placed.items()]
        told = (facts.language, facts.association, facts.signatory, facts.second_signatory)
        return (self.layout, self.watermark, self.code is None, told, *texts)

    def background(self) -> Iterator[str]:
        """Return what lies under everything and says nothing: a picture, ornaments."""
        canvas, layout = self.canvas, self.layout
        width, height = layout.width * MILLIMETRE, layout.height * MILLIMETRE
        if "background" in layout.pictures:
            yield _background(canvas, layout.pictures["background"], width, height)
        if layout.shapes:
            yield canvas.shared(ornament_operators(layout), width, height)

    def marks(self) -> Iterator[Mark]:
        """Return the watermark and the boxes in their order."""
        width, height = self.layout.width * MILLIMETRE, self.layout.height * MILLIMETRE
        if self.watermark:
            across = _watermark_operators(self.watermark, self.layout)
            content = self.canvas.shared(across, width, height, [shape(self.watermark, "bold")])
            yield Mark("P", content, repeats=True)
        for box in self.layout.boxes:
            if isinstance(box, PictureBox):
                yield from self._picture(box)
            elif isinstance(box, SealBox) or box.field in _OWN_TO_EACH:
                yield from self._own(box)
            elif box in self.placed:
                text = self.placed[box]
                content = self.canvas.shared(text.content, width, height, text.lines)
                yield Mark("H1" if box.field == "title" else "P", content, entries=text.spoken, repeats=True)

    def own_marks(self) -> Iterator[Mark]:
        """Return those of the marks that are own to each certificate."""
        for box in self.layout.boxes:
            if isinstance(box, SealBox) or (isinstance(box, TextBox) and box.field in _OWN_TO_EACH):
                yield from self._own(box)

    def _own(self, box: SealBox | TextBox) -> Iterator[Mark]:
        if isinstance(box, SealBox):
            if self.code is not None:
                yield self._seal(box, self.code)
        elif box in self.placed:
            text = self.placed[box]
            self.canvas.note_glyphs(text.lines)
            yield Mark("P", text.content, entries=text.spoken)

    def _seal(self, box: SealBox, code: Code) -> Mark:
        side, x = box.size * MILLIMETRE, box.x * MILLIMETRE
        y = (self.layout.height - box.y) * MILLIMETRE - side
        squares = stencil(code.bits, code.side, code.side)
        paint = f"q {colour_operators(box.colour)} {_frame(x, y, side, side)} cm {squares} Q"
        say = language(self.facts.language)
        told = say("QR code: seal of certificate No. {number}", number=self.facts.number)
        return Mark("Figure", paint, told, self._bounds(x, y, side, side))

    def _picture(self, box: PictureBox) -> Iterator[Mark]:
        signs = (self.facts.signatory.name, self.facts.second_signatory.name)
        picture = self.layout.picture(box, signs)
        if picture is None:
            return
        width, height = box.width * MILLIMETRE, box.height * MILLIMETRE
        scale = min(width / picture.width, height / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        x = box.x * MILLIMETRE + {"left": 0.0, "centre": 0.5, "right": 1.0}[box.align] * (width - wide)
        down = {"top": 0.0, "below": 0.0, "middle": 0.5, "bottom": 1.0}[box.anchor] * (height - high)
        y = (self.layout.height - box.y) * MILLIMETRE - down - high
        paint = f"q {_frame(x, y, wide, high)} cm {self.canvas.image(picture)} Q"
        yield Mark("Figure", paint, picture_told(box.field, self.facts), self._bounds(x, y, wide, high), repeats=True)

    def _bounds(self, x: float, y: float, width: float, height: float) -> str:
        """Return the tag entry that says where a picture stands on the sheet."""
        x, y = x + self.right, y + self.up
        bounds = " ".join(map(number, (x, y, x + width, y + height)))
        return f"/A<</O/Layout/BBox[{bounds}]>>"


def _frame(x: float, y: float, width: float, height: float) -> str:
    """Return the numbers of the matrix that puts the unit square there."""
    return f"{number(width)} 0 0 {number(height)} {number(x)} {number(y)}"


def _background(canvas: TaggedCanvas, picture: Picture, width: float, height: float) -> str:
    """Return the operators that fill the page with a picture, in its own proportions, cut at the edges."""
    scale = max(width / picture.width, height / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    place = _frame((width - wide) / 2, (height - high) / 2, wide, high)
    return f"q 0 0 {number(width)} {number(height)} re W n {place} cm {canvas.image(picture)} Q"


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
