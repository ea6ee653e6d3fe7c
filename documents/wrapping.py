"""Running text broken into lines of one size: filled from the first, at spaces, else after hyphens, else anywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from documents.fonts import UNITS, Weight
from documents.typeset import Line, shape

_AFTER_HYPHEN = re.compile(r"(?<=[\-\u2010\u2013/@._])(?=.)")
_SPACE = " "


def wrapped(text: str, weight: Weight, size: float, width: float) -> list[Line]:
    """Break a text into lines no wider than `width` points. Raises UserError (character_missing)."""
    limit = int(width * UNITS / size)
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += _filled(paragraph, weight, limit)
    return [shape(line, weight) for line in lines]


def _filled(text: str, weight: Weight, limit: int) -> Iterator[str]:
    """Yield lines as full as they can be; the space at which one is broken is left out."""
    line = ""
    for word in text.split(_SPACE):
        longer = f"{line}{_SPACE}{word}" if line else word
        if shape(longer, weight).width <= limit:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _cut(word, weight, limit)
        yield from whole
    if line:
        yield line


def _cut(word: str, weight: Weight, limit: int) -> list[str]:
    """Cut a word that is wider than a line: after hyphens where that does, else between two letters."""
    if shape(word, weight).width <= limit:
        return [word]
    pieces = [""]
    for part in _AFTER_HYPHEN.split(word):
        for piece in [part] if shape(part, weight).width <= limit else _letters(part):
            if pieces[-1] and shape(pieces[-1] + piece, weight).width > limit:
                pieces.append("")
            pieces[-1] += piece
    return pieces


def _letters(text: str) -> Iterator[str]:
    """Yield letters, each with its marks."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield text[start:place]
            start = place
