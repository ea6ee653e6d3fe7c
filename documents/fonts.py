"""The bundled fonts: which face draws a character, and what HarfBuzz and the PDF need of each face."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import resources

if TYPE_CHECKING:
    import uharfbuzz

Weight = Literal["regular", "bold", "italic"]
WEIGHTS: tuple[Weight, ...] = ("regular", "bold", "italic")

FOLDER = Path(resources.__file__).with_name("fonts")
_MERE_FORMS = ("<initial>", "<medial>", "<final>", "<isolated>")  # of Arabic letters: nobody types these code points
_JOINER = "\u200d"  # makes an Arabic letter take its joined form
UNITS = 1000  # HarfBuzz and the PDF count in thousandths of the type size

# Weight -> the files tried in this order for each character. Arabic and Hebrew know no italic.
_CHAINS: dict[Weight, tuple[str, ...]] = {
    "regular": ("NotoSans-Regular", "NotoNaskhArabic-Regular", "NotoSansHebrew-Regular"),
    "bold": ("NotoSans-Bold", "NotoNaskhArabic-Bold", "NotoSansHebrew-Bold"),
    "italic": ("NotoSans-Italic", "NotoNaskhArabic-Regular", "NotoSansHebrew-Regular"),
}


@dataclass(frozen=True, eq=False)
class Face:
    """One font file; `name` is both its file name and its name in the PDF."""

    name: str

    @cached_property
    def font(self) -> uharfbuzz.Font:
        """The font for shaping, in thousandths of the type size."""
        import uharfbuzz as hb

        font = hb.Font(self.face)
        font.scale = (UNITS, UNITS)
        return font

    @cached_property
    def face(self) -> uharfbuzz.Face:
        """The opened font file."""
        import uharfbuzz as hb

        return hb.Face(hb.Blob.from_file_path(str(FOLDER / f"{self.name}.ttf")))

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points this face can draw."""
        return frozenset(self.face.unicodes)

    @cached_property
    def text_of_glyph(self) -> dict[int, str]:
        """The character a reader extracts for a glyph: of code points that share it the lowest, never a mere form."""
        shown: dict[int, str] = {}
        for code in sorted(self.characters):
            if unicodedata.decomposition(chr(code)).startswith(_MERE_FORMS):
                continue
            glyph = self.font.get_nominal_glyph(code)
            if glyph is not None:
                shown.setdefault(glyph, chr(code))
        for letter in map(chr, sorted(self.characters)):
            if unicodedata.bidirectional(letter) == "AL":
                for glyph in self._joined_forms(letter):
                    shown.setdefault(glyph, letter)
        return shown

    def _joined_forms(self, letter: str) -> list[int]:
        """Return the glyphs that a letter takes at the start, in the middle and at the end of a word."""
        import uharfbuzz as hb

        forms = []
        for text in (letter + _JOINER, _JOINER + letter + _JOINER, _JOINER + letter):
            buffer = hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            hb.shape(self.font, buffer, {"dlig": False, "liga": False})
            invisible = self.font.get_nominal_glyph(ord(" "))  # what HarfBuzz draws for a joiner
            drawn = [i.codepoint for i in buffer.glyph_infos if text[i.cluster] == letter and i.codepoint != invisible]
            if len(drawn) == 1:
                forms += drawn
        return forms

    @cached_property
    def widths(self) -> Sequence[int]:
        """The advance of each glyph in thousandths of the type size."""
        return [int(self.font.get_glyph_h_advance(glyph)) for glyph in range(self.face.glyph_count)]


@cache
def _face(name: str) -> Face:
    return Face(name)


@cache
def chain(weight: Weight) -> tuple[Face, ...]:
    """Return the faces of a weight in the order in which they are asked for a character."""
    return tuple(_face(name) for name in _CHAINS[weight])


@cache
def all_faces() -> tuple[Face, ...]:
    """Return every face once, in a fixed order."""
    return tuple(dict.fromkeys(face for weight in WEIGHTS for face in chain(weight)))
