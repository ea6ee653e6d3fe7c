"""A canvas whose pages say what they show: structure elements, marked content, our own fonts, shared forms.

ReportLab knows neither tags nor glyph numbers. This canvas keeps its drawing operators and its document writer, and
writes its own page objects, which are shorter than ReportLab's and free of its un-embedded Helvetica.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference, pdfdocEnc
from reportlab.pdfbase.pdfdoc import format as format_object
from reportlab.pdfgen.canvas import Canvas

from documents.embedding import FONT_NAMES, UsedGlyphs, font_objects, raw_stream, stream
from documents.marks import Group, Mark, PagePattern, ends, marked, references
from documents.operators import number
from documents.pictures import Picture, picture_objects
from documents.typeset import Line

PDF_VERSION = (1, 7)


@lru_cache(maxsize=128)
def _form(content: str, width: float, height: float, fonts: int) -> bytes:
    """Return the body of a form; kept, because ornaments are the same in one file after another."""
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {number(width)} {number(height)}]"
    return stream(content.encode("latin-1"), f"{box}/Resources<</Font {fonts} 0 R>>")


def _operators(code: Sequence[str], effort: int = zlib.Z_BEST_COMPRESSION) -> bytes:
    """Return the body of a stream of operators."""
    return stream("\n".join(code).encode("latin-1"), effort=effort)


class TaggedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A ReportLab canvas for pages in points, with tags and with text drawn as glyphs."""

    def __init__(self, language: str) -> None:
        super().__init__(BytesIO(), pageCompression=1, invariant=1, pdfVersion=PDF_VERSION, lang=language)
        self._used = UsedGlyphs()
        self._bodies: dict[int, bytes] = {}
        self._fonts = self._reserve()
        self._resources = self._reserve()
        self._tree = self._reserve()
        self._document = Group(self._reserve(), "Document", self._tree)
        self._open = [self._document]
        self._marks_of_pages: list[str] = []
        self._forms: dict[str, str] = {}
        self._images: dict[str, str] = {}
        self._xobjects: list[str] = []
        self._streams: dict[tuple[str, ...], int] = {}
        self._own_from, self._own_to = sys.maxsize, 0  # places in the code of the open page
        self._pages_number = self._number(self._doc.Pages)

    def _make_preamble(self) -> None:
        """Start pages empty: ReportLab would name Helvetica here, which nothing embeds."""
        self._preamble = ""

    def _reserve(self, body: bytes = b"") -> int:
        """Add an object to the document and return its number; without a body it gets one later.

        ReportLab's document is only told that the number is taken, which the tags of large sheets feel.
        """
        self._doc.objectcounter += 1
        at: int = self._doc.objectcounter
        self._bodies[at] = body
        return at

    def _reference(self, at: int) -> PDFObjectReference:
        """Return what ReportLab takes for a reference to one of our objects."""
        name = f"R{at}"
        self._doc.idToObjectNumberAndVersion[name] = (at, 0)
        return PDFObjectReference(name)

    def _number(self, thing: PDFObject) -> int:
        """Return the object number of a part of the document, giving it one if it has none yet."""
        return int(self._doc.idToObjectNumberAndVersion[self._doc.Reference(thing).name][0])

    # Tags

    @contextmanager
    def group(self, role: str) -> Iterator[None]:
        """Open an element that holds other elements (Sect, Table, TR ...)."""
        group = Group(self._reserve(), role, self._open[-1].number)
        self._open[-1].kids.append(group.number)
        self._open.append(group)
        try:
            yield
        finally:
            self._open.pop()
            self._bodies[group.number] = group.body()

    def mark(self, role: str, content: str, alternative: str = "", entries: str = "", *, repeats: bool = False) -> None:
        """Draw a mark."""
        self.draw(Mark(role, content, alternative, entries, repeats))

    def draw(self, mark: Mark) -> None:
        """Draw operators as the content of a new element."""
        group, at, page = self._open[-1], self._reserve(), ""
        start, end = ends(mark, len(self._marks))
        if mark.content:
            page = f"/Pg {self._page} 0 R"
            self._draw(marked(mark, len(self._marks)), mark.repeats)
            self._marks.append(at)
        group.kids.append(at)
        self._bodies[at] = start + f"/P {group.number} 0 R{page}".encode() + end

    def artifact(self, content: str, *, repeats: bool = False) -> None:
        """Draw what is only ornament: a screen reader passes over it."""
        self._draw(f"/Artifact BMC {content} EMC", repeats)

    def _draw(self, content: str, repeats: bool) -> None:
        """Add operators to the page; `repeats` when other pages are likely to have the same in the same place."""
        if not repeats:
            self._own_from = min(self._own_from, len(self._code))
            self._own_to = len(self._code) + 1
        self._code.append(content)

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
            body = _form(content, width, height, self._fonts)
            known = self._forms[content] = self._named(f"X{len(self._forms)}", body)
        return known

    def image(self, picture: Picture) -> str:
        """Store a picture, once for all pages, and return the operators that paint it into the unit square."""
        known = self._images.get(picture.sha256)
        if known is None:
            entries, colours, mask = picture_objects(picture)
            if mask:
                own = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
                body = raw_stream(mask, f"{own}/ColorSpace/DeviceGray/Filter/FlateDecode")
                entries += f"/SMask {self._reserve(body)} 0 R"
            known = self._images[picture.sha256] = self._named(f"I{len(self._images)}", raw_stream(colours, entries))
        return known

    def _named(self, name: str, body: bytes) -> str:
        """Store what all pages may paint under a name, and return the operators that do."""
        self._xobjects.append(f"/{name} {self._reserve(body)} 0 R")
        return f"/{name} Do"

    @contextmanager
    def moved(self, right: float, up: float) -> Iterator[None]:
        """Draw what comes inside the block this much further to the right and up."""
        if right or up:
            self._draw(f"q 1 0 0 1 {number(right)} {number(up)} cm", repeats=False)
        yield
        if right or up:
            self._draw("Q", repeats=False)

    # Pages

    def begin_page(self, width: float, height: float) -> None:
        """Start a page of this size in points."""
        self._size = (width, height)
        self._page = self._reserve()
        self._marks: list[int] = []
        self._own_from, self._own_to = sys.maxsize, 0

    def end_page(self) -> None:
        """Close the page that has been drawn.

        What comes before and after all that is its own is stored once for the pages that have the same there.
        """
        before, own, after = self._parts()
        streams = (self._repeated(before), self._reserve(_operators(own)) if own else 0, self._repeated(after))
        self._add_page(self._page, self._size, streams, f"[{references(self._marks)}]")
        self._restartAccumulators()
        self.init_graphics_state()

    def pattern(self, role: str, marks: Sequence[Mark]) -> PagePattern:
        """Return the pattern of the open page, where these marks were drawn last, as a group of this role."""
        before, own, after = self._parts()
        first = len(self._code) - len(marks) - len(before)
        return PagePattern(
            size=self._size,
            before=self._repeated(before),
            between=tuple(own),
            after=self._repeated(after),
            role=role,
            elements=tuple(ends(mark, place) for place, mark in enumerate(marks)),
            own=tuple((place, first + place) for place, mark in enumerate(marks) if not mark.repeats),
        )

    def page_like(self, pattern: PagePattern, own: Iterable[Mark]) -> None:
        """Add a page of this pattern with its own marks in their places."""
        page, stream_, group, kids = [self._reserve() for _ in range(4)]
        first = self._doc.objectcounter + 1
        self._doc.objectcounter += len(pattern.elements)
        between = f"/P {group} 0 R/Pg {page} 0 R".encode()
        for at, (start, end) in enumerate(pattern.elements, first):
            self._bodies[at] = start + between + end
        code = list(pattern.between)
        for (place, line), mark in zip(pattern.own, own, strict=True):
            code[line] = marked(mark, place)
            self._bodies[first + place] = between.join(ends(mark, place))
        self._bodies[stream_] = _operators(code, zlib.Z_BEST_SPEED)  # a QR code does not compress, the rest is short
        self._bodies[kids] = f"[{references(range(first, first + len(pattern.elements)))}]".encode()
        parent = self._open[-1]
        self._bodies[group] = f"<</S/{pattern.role}/P {parent.number} 0 R/K {kids} 0 R>>".encode("latin-1")
        parent.kids.append(group)
        self._add_page(page, pattern.size, (pattern.before, stream_, pattern.after), f"{kids} 0 R")

    def _parts(self) -> tuple[list[str], list[str], list[str]]:
        """Return the operators of the open page: those before all that is its own, that, and those after it."""
        start = min(self._own_from, len(self._code))
        end = max(self._own_to, start)
        return self._code[:start], self._code[start:end], self._code[end:]

    def _repeated(self, code: Sequence[str]) -> int:
        """Return the number of the stream that draws this, 0 where there is nothing to draw."""
        key = tuple(code)
        if key and key not in self._streams:
            self._streams[key] = self._reserve(_operators(code))
        return self._streams.get(key, 0)

    def _add_page(self, at: int, size: tuple[float, float], streams: Iterable[int], marks: str) -> None:
        """Add a page of these streams; `marks` is an array of the elements of its marks, in their order."""
        self._bodies[at] = (
            f"<</Type/Page/Parent {self._pages_number} 0 R/MediaBox[0 0 {number(size[0])} {number(size[1])}]"
            f"/Contents[{references(filter(None, streams))}]/Resources {self._resources} 0 R"
            f"/StructParents {len(self._marks_of_pages)}/Tabs/S>>"
        ).encode("latin-1")
        self._doc.Pages.addPage(self._reference(at))
        self._marks_of_pages.append(marks)

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
            body = self._bodies.get(at)
            if body is None:
                body = pdfdocEnc(format_object(doc.idToObject[doc.numberToId[at]], doc, toplevel=1))
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
        self._bodies[self._fonts] = f"<<{''.join(names)}>>".encode()
        self._bodies[self._resources] = f"<</Font {self._fonts} 0 R/XObject<<{''.join(self._xobjects)}>>>>".encode()

    def _write_tree(self) -> None:
        self._bodies[self._document.number] = self._document.body()
        pages = " ".join([f"{index} {marks}" for index, marks in enumerate(self._marks_of_pages)])
        self._bodies[self._tree] = (
            f"<</Type/StructTreeRoot/K[{self._document.number} 0 R]/ParentTree<</Nums[{pages}]>>"
            f"/ParentTreeNextKey {len(self._marks_of_pages)}>>"
        ).encode()
        self._doc.Catalog.StructTreeRoot = self._reference(self._tree)
        self._doc.Catalog.MarkInfo = self._reference(self._reserve(b"<</Marked true>>"))
