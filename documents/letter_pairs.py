"""Plain Latin text shaped from what HarfBuzz says of two letters at a time, each pair asked for once.

Kerning is all that happens between Latin letters that are one glyph each, and it concerns two of them. Whatever is not
as simple as that is left to the whole shaping: marks, ligatures, other scripts.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from documents.fonts import Face

FEATURES = {"dlig": False, "liga": False}  # dlig rewrites محمد; a Latin fi ligature only harms copying

_LATIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010\u2012-\u2015\u2018-\u201d\u2020\u2022\u2026\u202f\u20ac]+"
)
Reading = tuple[int, str]
_Piece = tuple[str, int]  # what is drawn of a letter before the next one, and how far that one stands
_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)", "\r": r"\r"})  # what means something in a PDF string


@cache
def code(glyph: int) -> str:
    """Return a glyph in a PDF string: its number in two bytes, each as the character of Latin-1."""
    return glyph.to_bytes(2, "big").decode("latin-1").translate(_ESCAPED)


class _Letters(dict[str, Reading]):
    """The glyph of each letter that a reader takes for that very letter; all others stand for what is not simple."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, letter: str) -> Reading:
        glyph = self._face.font.get_nominal_glyph(ord(letter))
        simple = glyph is not None and self._face.text_of_glyph.get(glyph) == letter
        found = (glyph, letter) if simple and glyph is not None else _NOT_SIMPLE
        self[letter] = found
        return found


class _Pairs(dict[tuple[str, str], _Piece]):
    """How the first of two letters is drawn before the second."""

    def __init__(self, face: Face, letters: _Letters) -> None:
        self._face, self._letters = face, letters

    def __missing__(self, pair: tuple[str, str]) -> _Piece:
        self[pair] = found = self._asked(pair)
        return found

    def _asked(self, pair: tuple[str, str]) -> _Piece:
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str("".join(pair))
        buffer.guess_segment_properties()
        buffer.direction, buffer.script = "ltr", "Latn"
        hb.shape(self._face.font, buffer, FEATURES)
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        if _NOT_SIMPLE in (self._letters[pair[0]], self._letters[pair[1]]) or len(glyphs) != 2:
            return _NO_PIECE
        first, second = buffer.glyph_positions
        moved = first.x_offset or first.y_offset or second.x_offset or second.y_offset
        changed = glyphs != [self._letters[letter][0] for letter in pair]
        if moved or changed or second.x_advance != self._face.widths[glyphs[1]]:
            return _NO_PIECE
        kern = first.x_advance - self._face.widths[glyphs[0]]
        drawn = code(glyphs[0])
        return f"{drawn}){-kern}(" if kern else drawn, first.x_advance


_NOT_SIMPLE: Reading = (-1, "")
_NO_PIECE: _Piece = ("", -1)


@cache
def _tables(face: Face) -> tuple[_Letters, _Pairs]:
    letters = _Letters(face)
    return letters, _Pairs(face, letters)


def paired(text: str, face: Face) -> tuple[str, tuple[Reading, ...], int] | None:
    """Return the TJ argument, the glyphs with their letters, and the advance; nothing for what is not plain Latin."""
    if not _LATIN.fullmatch(text):
        return None
    letters, pairs = _tables(face)
    readings = tuple([letters[letter] for letter in text])
    pieces = [pairs[pair] for pair in pairwise(text)]
    if _NOT_SIMPLE in readings or _NO_PIECE in pieces:
        return None
    last = readings[-1][0]
    argument = "".join([piece for piece, _advance in pieces])
    advance = sum([advance for _piece, advance in pieces]) + face.widths[last]
    return f"({argument}{code(last)})", readings, advance
