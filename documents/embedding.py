"""The fonts of one PDF: the glyphs it uses of each face, subset and embedded as Identity-H (glyph numbers as codes)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256

from documents.fonts import UNITS, Face, all_faces
from documents.typeset import Line

FONT_NAMES = {face: f"F{index}" for index, face in enumerate(all_faces())}  # names in content streams, always the same

_NOT_FOR_PDF = ("GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "STAT", "DSIG")
_SYMBOLIC = 4
_UPRIGHT, _ITALIC_ANGLE = 0, -12
_UNICODE_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{entries}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_CMAP_CHUNK = 100  # a CMap takes at most so many entries at a time


class UsedGlyphs:
    """The glyphs a document has drawn, face by face, each with the text a reader may take it for."""

    def __init__(self) -> None:
        self._faces: dict[Face, dict[int, str]] = {}

    def note(self, lines: Iterable[Line]) -> None:
        """Take note of all glyphs of some lines."""
        for line in lines:
            for run in line.runs:
                known = self._faces.get(run.face)
                if known is None:
                    known = self._faces[run.face] = {}
                known.update([reading for reading in run.readings if reading[0] not in known])

    def faces(self) -> list[tuple[Face, Mapping[int, str]]]:
        """Return the faces used, in a fixed order, with their glyphs in order."""
        return [(face, dict(sorted(self._faces[face].items()))) for face in all_faces() if face in self._faces]


def subset(face: Face, glyphs: Iterable[int]) -> bytes:
    """Return a font file of these glyphs under their old numbers, without what only shaping needs."""
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _NOT_FOR_PDF)
    return bytes(hb.subset(face.face, wanted).blob.data)


def unicode_map(glyphs: Mapping[int, str]) -> bytes:
    """Return the ToUnicode CMap of the glyphs whose text is known."""
    rows = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in glyphs.items() if text]
    chunks = [rows[start : start + _CMAP_CHUNK] for start in range(0, len(rows), _CMAP_CHUNK)]
    entries = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return _UNICODE_CMAP.format(entries=entries).encode("ascii")


def stream(content: bytes, entries: str = "", effort: int = zlib.Z_BEST_COMPRESSION) -> bytes:
    """Return the body of a compressed PDF stream with further dictionary entries."""
    return raw_stream(zlib.compress(content, effort), f"/Filter/FlateDecode{entries}")


def raw_stream(content: bytes, entries: str) -> bytes:
    """Return the body of a PDF stream whose bytes stay as they are."""
    return f"<</Length {len(content)}{entries}>>\nstream\n".encode("latin-1") + content + b"\nendstream"


def font_objects(face: Face, glyphs: Mapping[int, str], first: int) -> list[bytes]:
    """Return the five PDF objects of an embedded face, to be numbered from `first` on; the first is the font."""
    program = subset(face, glyphs)
    digest = sha256(",".join(map(str, glyphs)).encode()).digest()
    name = "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + "+" + face.name
    widths = " ".join(f"{glyph}[{face.widths[glyph]}]" for glyph in glyphs)
    extents = face.font.get_font_extents("ltr")
    angle = _ITALIC_ANGLE if face.name.endswith("Italic") else _UPRIGHT
    return [
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{first + 1} 0 R]/ToUnicode {first + 4} 0 R>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {first + 2} 0 R/DW {UNITS}/W[{widths}]>>".encode(),
        f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/ItalicAngle {angle}/Ascent {extents.ascender}"
        f"/Descent {extents.descender}/CapHeight 714/StemV 80/FontBBox[-{UNITS} -{UNITS} {3 * UNITS} {2 * UNITS}]"
        f"/FontFile2 {first + 3} 0 R>>".encode(),
        stream(program, f"/Length1 {len(program)}"),
        stream(unicode_map(glyphs)),
    ]
