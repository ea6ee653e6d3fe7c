"""A canvas whose pages say what they show: structure elements, marked content, our own fonts, shared forms.

ReportLab knows neither tags nor glyph numbers. This canvas keeps its drawing operators and its document writer, and
writes its own page objects, which are shorter than ReportLab's and free of its un-embedded Helvetica.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference, pdfdocEnc
from reportlab.pdfbase.pdfdoc import format as format_object
from reportlab.pdfgen.canvas import Canvas

from documents.embedding import FONT_NAMES, UsedGlyphs, font_objects, raw_stream, stream
from documents.fonts import UNITS
from documents.pictures import Picture, picture_objects
from documents.typeset import Line

PDF_VERSION = (1, 7)


def number(value: float) -> str:
    """Write a number as PDF wants it, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def hex_text(text: str) -> str:
    """Write a text as a PDF string that any reader understands."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def text_operators(line: Line, x: float, y: float, size: float, tracking: float = 0.0) -> str:
    """Return the operators that draw a line with its baseline starting at x, y; `tracking` points between letters."""
    out = [f"BT {number(x)} {number(y)} Td"]
    if tracking:
        out.append(f"{number(tracking)} Tc")
    for run in line.runs:
        out.append(f"/{FONT_NAMES[run.face]} {number(size)} Tf")
        for show in run.shows:
            if show.actual_text:
                out.append(f"/Span<</ActualText{hex_text(show.actual_text)}>>BDC")
            for rise, argument in show.parts:
                shown = f"[{argument}]TJ"
                out.append(f"{number(rise * size / UNITS)} Ts {shown} 0 Ts" if rise else shown)
            if show.actual_text:
                out.append("EMC")
    out.append("0 Tc ET" if tracking else "ET")
    return " ".join(out)


def actual_text(lines: Sequence[Line]) -> str:
    """Return the tag entry that tells the text of lines read from right to left, "" for all others."""
    if not any(line.is_reversed for line in lines):
        return ""
    return f"/ActualText{hex_text(' '.join(line.text for line in lines))}"


@lru_cache(maxsize=128)
def _form(content: str, width: float, height: float, fonts: int) -> bytes:
    """Return the body of a form; kept, because ornaments are the same in one file after another."""
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(width)} {number(height)}]"
    return stream(content.encode("latin-1"), f"{box}/Resources<</Font {fonts} 0 R>>")


@dataclass(slots=True, eq=False)
class _Raw:
    """A PDF object whose bytes we write ourselves."""

    body: bytes = b""


@dataclass(slots=True, eq=False)
class _Element:
    """One structure element: its role, its place in the tree, and its marked content when it has some itself."""

    raw: _Raw
    number: int
    role: str
    parent: int
    entries: str = ""
    page: int = 0
    mark: int = -1
    kids: list[int] = field(default_factory=list)

    def body(self) -> bytes:
        """Return the element's dictionary."""
        at = f"/Pg {self.page} 0 R/K {self.mark}" if self.mark >= 0 else ""
        kids = f"/K[{' '.join([f'{kid} 0 R' for kid in self.kids])}]" if self.kids else ""
        return f"<</S/{self.role}/P {self.parent} 0 R{at}{kids}{self.entries}>>".encode("latin-1")


class TaggedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A ReportLab canvas for pages in points, with tags and with text drawn as glyphs."""

    def __init__(self, language: str) -> None:
        super().__init__(BytesIO(), pageCompression=1, invariant=1, pdfVersion=PDF_VERSION, lang=language)
        self._used = UsedGlyphs()
        self._raws: dict[int, _Raw] = {}
        self._fonts, self._fonts_number = self._reserve()
        self._tree, self._tree_number = self._reserve()
        self._document = self._element("Document", self._tree_number)
        self._open = [self._document]
        self._elements = [self._document]
        self._marks_of_pages: list[list[int]] = []
        self._forms: dict[str, tuple[str, int]] = {}
        self._stencils: dict[bytes, int] = {}
        self._images: dict[str, int] = {}
        self._pages_number = self._number(self._doc.Pages)

    def _make_preamble(self) -> None:
        """Start pages empty: ReportLab would name Helvetica here, which nothing embeds."""
        self._preamble = ""

    def _reserve(self, body: bytes = b"") -> tuple[_Raw, int]:
        """Add an object to the document and return it with its number.

        ReportLab's document is only told that the number is taken, which the tags of large sheets feel.
        """
        self._doc.objectcounter += 1
        raw, at = _Raw(body), self._doc.objectcounter
        self._raws[at] = raw
        return raw, at

    def _reference(self, at: int) -> PDFObjectReference:
        """Return what ReportLab takes for a reference to one of our objects."""
        name = f"R{at}"
        self._doc.idToObjectNumberAndVersion[name] = (at, 0)
        return PDFObjectReference(name)

    def _number(self, thing: PDFObject) -> int:
        """Return the object number of a part of the document, giving it one if it has none yet."""
        return int(self._doc.idToObjectNumberAndVersion[self._doc.Reference(thing).name][0])

    # Tags

    def _element(self, role: str, parent: int, entries: str = "") -> _Element:
        raw, number_ = self._reserve()
        return _Element(raw, number_, role, parent, entries)

    def _child(self, role: str, entries: str, alternative: str) -> _Element:
        """Add an element under the open one."""
        parent = self._open[-1]
        if alternative:
            entries += f"/Alt{hex_text(alternative)}"
        element = self._element(role, parent.number, entries)
        parent.kids.append(element.number)
        self._elements.append(element)
        return element

    @contextmanager
    def group(self, role: str) -> Iterator[None]:
        """Open an element that holds other elements (Sect, Table, TR ...)."""
        self._open.append(self._child(role, "", ""))
        try:
            yield
        finally:
            self._open.pop()

    def mark(self, role: str, content: str, *, alternative: str = "", entries: str = "") -> None:
        """Draw operators as the content of a new element; without operators the element is empty."""
        element = self._child(role, entries, alternative)
        if content:
            element.page, element.mark = self._page_number, len(self._marks)
            self._code.append(f"/{role}<</MCID {element.mark}>>BDC {content} EMC")
            self._marks.append(element.number)

    def artifact(self, content: str) -> None:
        """Draw what is only ornament: a screen reader passes over it."""
        self._code.append(f"/Artifact BMC {content} EMC")

    # Content

    def note_glyphs(self, lines: Sequence[Line]) -> None:
        """Have the glyphs of these lines embedded."""
        self._used.note(lines)

    def shared(self, content: str, width: float, height: float, lines: Sequence[Line] = ()) -> str:
        """Return the operators that draw `content`, stored once for all pages that show the same.

        `lines` are the texts in it, whose glyphs will be embedded.
        """
        known = self._forms.get(content)
        if known is None:
            self._used.note(lines)
            body = _form(content, width, height, self._fonts_number)
            known = self._forms[content] = (f"X{len(self._forms)}", self._reserve(body)[1])
        self._page_xobjects[known[0]] = known[1]
        return f"/{known[0]} Do"

    def stencil(self, bits: bytes, width: int, height: int) -> str:
        """Store a 1-bit mask and return the operators that paint it into the unit square."""
        known = self._stencils.get(bits)
        if known is None:
            entries = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ImageMask true/BitsPerComponent 1"
            known = self._stencils[bits] = self._reserve(stream(bits, entries))[1]
        self._page_xobjects[f"M{known}"] = known
        return f"/M{known} Do"

    def image(self, picture: Picture) -> str:
        """Store a picture, once for all pages, and return the operators that paint it into the unit square."""
        known = self._images.get(picture.sha256)
        if known is None:
            entries, colours, mask = picture_objects(picture)
            if mask:
                own = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
                body = raw_stream(mask, f"{own}/ColorSpace/DeviceGray/Filter/FlateDecode")
                entries += f"/SMask {self._reserve(body)[1]} 0 R"
            known = self._images[picture.sha256] = self._reserve(raw_stream(colours, entries))[1]
        self._page_xobjects[f"I{known}"] = known
        return f"/I{known} Do"

    @contextmanager
    def moved(self, right: float, up: float) -> Iterator[None]:
        """Draw what comes inside the block this much further to the right and up."""
        if right or up:
            self._code.append(f"q 1 0 0 1 {number(right)} {number(up)} cm")
        yield
        if right or up:
            self._code.append("Q")

    # Pages

    def begin_page(self, width: float, height: float) -> None:
        """Start a page of this size in points."""
        self._pagesize = (width, height)
        self._page, self._page_number = self._reserve()
        self._marks: list[int] = []
        self._page_xobjects: dict[str, int] = {}

    def end_page(self) -> None:
        """Close the page that has been drawn."""
        _, content_number = self._reserve(stream("\n".join(self._code).encode("latin-1")))
        xobjects = "".join([f"/{name} {at} 0 R" for name, at in self._page_xobjects.items()])
        width, height = self._pagesize
        self._page.body = (
            f"<</Type/Page/Parent {self._pages_number} 0 R/MediaBox[0 0 {number(width)} {number(height)}]"
            f"/Contents {content_number} 0 R/Resources<</Font {self._fonts_number} 0 R/XObject<<{xobjects}>>>>"
            f"/StructParents {len(self._marks_of_pages)}/Tabs/S>>"
        ).encode("latin-1")
        self._doc.Pages.addPage(self._reference(self._page_number))
        self._marks_of_pages.append(self._marks)
        self._restartAccumulators()
        self.init_graphics_state()

    def pdf(self) -> bytes:
        """Return the whole document, tagged, its fonts embedded; archive.finish makes it PDF/A."""
        self._write_fonts()
        self._write_tree()
        return self._file()

    def _file(self) -> bytes:
        """Write the file: our objects as they are, ReportLab's own as it formats them."""
        doc = self._doc
        doc.Catalog.Outlines, doc.info.invariant = None, doc.invariant
        catalog, info = self._number(doc.Catalog), self._number(doc.info)
        parts = [b"%%PDF-%d.%d\n%%\223\214\213\236\n" % PDF_VERSION]
        offsets, offset, at = [], len(parts[0]), 0
        while at < doc.objectcounter:  # formatting one object may add another
            at += 1
            raw = self._raws.get(at)
            body = raw.body if raw else pdfdocEnc(format_object(doc.idToObject[doc.numberToId[at]], doc, toplevel=1))
            part = b"%d 0 obj\n%b\nendobj\n" % (at, body)
            offsets.append(offset)
            offset += len(part)
            parts.append(part)
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (at + 1))
        parts += [b"%010d 00000 n \n" % each for each in offsets]
        parts.append(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (at + 1, catalog, info, offset)
        )
        return b"".join(parts)

    def _write_fonts(self) -> None:
        names = []
        for face, glyphs in self._used.faces():
            objects = font_objects(face, glyphs, self._doc.objectcounter + 1)
            names.append(f"/{FONT_NAMES[face]} {self._doc.objectcounter + 1} 0 R")
            for body in objects:
                self._reserve(body)
        self._fonts.body = f"<<{''.join(names)}>>".encode()

    def _write_tree(self) -> None:
        for element in self._elements:
            element.raw.body = element.body()
        pages = " ".join(
            f"{index}[{' '.join([f'{element} 0 R' for element in marks])}]"
            for index, marks in enumerate(self._marks_of_pages)
        )
        self._tree.body = (
            f"<</Type/StructTreeRoot/K[{self._document.number} 0 R]/ParentTree<</Nums[{pages}]>>"
            f"/ParentTreeNextKey {len(self._marks_of_pages)}>>"
        ).encode()
        self._doc.Catalog.StructTreeRoot = self._reference(self._tree_number)
        self._doc.Catalog.MarkInfo = self._reference(self._reserve(b"<</Marked true>>")[1])
