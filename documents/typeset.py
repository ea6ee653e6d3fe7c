"""Text to glyphs: font fallback by character, shaping and bidi.

The text is data from beginning to end: nothing in it is ever read as markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from documents.fonts import UNITS, Face, Weight, chain
from documents.letter_pairs import FEATURES, code, paired
from models.problem import Problem, UserError

if TYPE_CHECKING:
    import uharfbuzz

# The blocks that Unicode keeps for scripts written from right to left (DerivedBidiClass.txt, defaults R and AL).
_RIGHT_TO_LEFT_BLOCKS = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEFT_OUT_BY_BIDI = frozenset({"BN", "RLE", "LRE", "RLO", "LRO", "PDF"})
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A), "\u200b")  # cleaned away at entry, and unknown to the bidi library
_INVISIBLE = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0x00AD})  # joiners and soft breaks: shape, but draw nothing


@dataclass(frozen=True, slots=True)
class Show:
    """Glyphs shown together: TJ arguments, each with its rise above the baseline in thousandths of the size.

    `actual_text` is the stored text where a reader could not work it out from the glyphs, otherwise "".
    """

    parts: tuple[tuple[int, str], ...]
    actual_text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs of one face in one direction, in drawing order; `readings` is what each glyph may be taken for."""

    face: Face
    shows: tuple[Show, ...]
    readings: tuple[tuple[int, str], ...]
    is_reversed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One shaped line, independent of its size; `width` in thousandths of the type size."""

    text: str
    runs: tuple[Run, ...]
    width: int

    @property
    def is_reversed(self) -> bool:
        """Tell whether some of it is read from right to left."""
        return any(run.is_reversed for run in self.runs)

    def width_at(self, size: float) -> float:
        """Return the width in points at a type size."""
        return self.width * size / UNITS


def missing_characters(text: str, weight: Weight = "regular") -> list[Problem]:
    """Return one problem for each character that no bundled font can draw."""
    if not set(map(ord, text)).difference(_drawable(weight)):
        return []
    lost = dict.fromkeys(character for character in text if ord(character) not in _drawable(weight))
    return [Problem("", "character_missing", {"character": c, "code": f"U+{ord(c):04X}", "text": text}) for c in lost]


@cache
def _drawable(weight: Weight) -> frozenset[int]:
    return _INVISIBLE.union(*(face.characters for face in chain(weight)))


@lru_cache(maxsize=8192)
def shape(text: str, weight: Weight = "regular") -> Line:
    """Turn one line of text into glyphs. Raises UserError (character_missing) rather than draw a blank."""
    face = chain(weight)[0]
    plain = paired(text, face)
    if plain is not None:
        argument, readings, width = plain
        return Line(text, (Run(face, (Show(((0, argument),)),), readings, is_reversed=False),), width)
    lost = missing_characters(text, weight)
    if lost:
        raise UserError(*lost)
    runs, width = [], 0
    for piece, face, is_reversed in _pieces(text, weight):
        run, advance = _shape_run(piece, face, is_reversed)
        runs.append(run)
        width += advance
    return Line(text, tuple(runs), width)


def _pieces(text: str, weight: Weight) -> list[tuple[str, Face, bool]]:
    """Cut a text into pieces of one face and one direction, in the order in which they are drawn."""
    first = chain(weight)[0]
    if not _RIGHT_TO_LEFT_BLOCKS.search(text) and first.characters.issuperset(map(ord, text)):
        return [(text, first, False)] if text else []
    levels = _bidi_levels(text)
    faces = _faces_for(text, chain(weight))
    pieces: list[tuple[str, Face, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (faces[end], levels[end]) != (faces[start], levels[start]):
            pieces.append((text[start:end], faces[start], levels[start]))
            start = end
    for level in range(max(levels, default=0), 0, -1):  # rule L2 of the Unicode bidi algorithm
        pieces = list(_reversed_from(level, pieces))
    return [(piece, face, level % 2 == 1) for piece, face, level in pieces]


def _reversed_from(level: int, pieces: Sequence[tuple[str, Face, int]]) -> Iterator[tuple[str, Face, int]]:
    """Reverse each sequence of pieces whose level is at least `level`."""
    held: list[tuple[str, Face, int]] = []
    for piece in pieces:
        if piece[2] >= level:
            held.append(piece)
        else:
            yield from reversed(held)
            held = []
            yield piece
    yield from reversed(held)


def _bidi_levels(text: str) -> list[int]:
    """Return the embedding level of each character; the first strong letter gives the base direction."""
    if not _RIGHT_TO_LEFT_BLOCKS.search(text):
        return [0] * len(text)
    from bidi import algorithm

    text = text.translate(_ISOLATES)
    base = algorithm.get_base_level(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    resolved = iter([int(character["level"]) for character in storage["chars"]])
    levels: list[int] = []
    for character in text:  # the algorithm drops joiners: they go with the letter before
        is_dropped = unicodedata.bidirectional(character) in _LEFT_OUT_BY_BIDI
        levels.append((levels[-1] if levels else base) if is_dropped else next(resolved))
    return levels


def _faces_for(text: str, faces: Sequence[Face]) -> list[Face]:
    """Choose a face for each character: marks and spaces stay with the letter before when its face has them."""
    chosen: list[Face] = []
    for character in text:
        code = ord(character)
        follows = code in _INVISIBLE or unicodedata.category(character) in ("Mn", "Mc", "Me", "Zs")
        if chosen and follows and (code in _INVISIBLE or code in chosen[-1].characters):
            chosen.append(chosen[-1])
        else:
            chosen.append(next((face for face in faces if code in face.characters), faces[0]))
    return chosen


def _shape_run(text: str, face: Face, is_reversed: bool) -> tuple[Run, int]:
    """Shape a piece; return it with its advance in thousandths."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_reversed else "ltr"
    hb.shape(face.font, buffer, FEATURES)
    simple = None if is_reversed else _simple_run(text, face, buffer)
    if simple is not None:
        return simple
    starts = [info.cluster for info in buffer.glyph_infos]
    ends = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], len(text)], strict=True))
    writer = _ShowWriter(face)
    for start, members in groupby(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True), lambda g: g[0].cluster):
        glyphs = [Glyph(info.codepoint, place.x_advance, place.x_offset, place.y_offset) for info, place in members]
        writer.add(glyphs, text[start : ends[start]])
    return Run(face, *writer.finish(), is_reversed), writer.pen


def _simple_run(text: str, face: Face, buffer: uharfbuzz.Buffer) -> tuple[Run, int] | None:
    """Return the run at once when each letter is one glyph that tells it, on the baseline: nearly all there is."""
    glyphs = [info.codepoint for info in buffer.glyph_infos]
    told = face.text_of_glyph
    if len(glyphs) != len(text) or "".join([told.get(glyph, "") for glyph in glyphs]) != text:
        return None
    advances, offsets = [], False
    for place in buffer.glyph_positions:
        advances.append(place.x_advance)
        offsets = offsets or bool(place.x_offset or place.y_offset)
    if offsets:
        return None
    out = []
    for glyph, advance in zip(glyphs, advances, strict=True):
        kern = face.widths[glyph] - advance
        out.append(f"{code(glyph)}){kern}(" if kern else code(glyph))
    readings = tuple(zip(glyphs, text, strict=True))
    return Run(face, (Show(((0, f"({''.join(out)})"),)),), readings, is_reversed=False), sum(advances)


class Glyph(NamedTuple):
    """A glyph and how it is placed, in thousandths of the type size."""

    number: int
    advance: int
    right: int
    up: int


class _ShowWriter:
    """Writes clusters of glyphs as TJ arguments; `pen` is where the next one belongs, in thousandths."""

    def __init__(self, face: Face) -> None:
        self.pen = 0
        self._face = face
        self._cursor = self._rise = 0
        self._codes: list[str] = []
        self._out: list[str] = []
        self._parts: list[tuple[int, str]] = []
        self._shows: list[Show] = []
        self._readings: list[tuple[int, str]] = []

    def add(self, glyphs: Sequence[Glyph], text: str) -> None:
        """Write one cluster that stands for `text`."""
        readings = [self._face.text_of_glyph.get(glyph.number, "") for glyph in glyphs]
        is_plain = "".join(readings) == text
        if not is_plain:
            self._end_show("")
        for glyph, reading in zip(glyphs, readings, strict=True):
            if glyph.up != self._rise:
                self._end_part()
                self._rise = glyph.up
            self._move(self.pen + glyph.right)
            self._codes.append(code(glyph.number))
            self._cursor += self._face.widths[glyph.number]
            self.pen += glyph.advance
            self._readings.append((glyph.number, reading or text))
        if not is_plain:
            self._end_show(text)

    def finish(self) -> tuple[tuple[Show, ...], tuple[tuple[int, str], ...]]:
        """Return what has been written, the text cursor at the pen."""
        self._move(self.pen)
        self._end_show("")
        return tuple(self._shows), tuple(self._readings)

    def _end_show(self, actual_text: str) -> None:
        self._end_part()
        if self._parts:
            self._shows.append(Show(tuple(self._parts), actual_text))
            self._parts = []

    def _end_part(self) -> None:
        self._close()
        if self._out:
            self._parts.append((self._rise, "".join(self._out)))
            self._out = []

    def _move(self, target: int) -> None:
        if target != self._cursor:
            self._close()
            self._out.append(str(self._cursor - target))
            self._cursor = target

    def _close(self) -> None:
        if self._codes:
            self._out.append(f"({''.join(self._codes)})")
            self._codes = []
