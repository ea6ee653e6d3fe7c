"""Fitting a text to a box: shrunk by exact ratio, then broken into balanced lines, never smaller than can be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Literal

from documents.fonts import UNITS, Weight
from documents.typeset import Line, shape

FLOOR = 10.0  # points: no text is shrunk below
CAP_HEIGHT = 0.714  # of Noto Sans, as a share of its size
LEADING = 1.3  # from baseline to baseline, as a share of the size

Breaks = Literal["spaces", "hyphens", "anywhere"]

_SPACE = " "
_BREAKS: tuple[Breaks, ...] = ("spaces", "hyphens", "anywhere")
_AFTER_BREAK = re.compile(r"(?<=[ \-\u2010\u2013/])(?=.)")
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit their box, the size in points at which they do, and what was between two lines in the text."""

    lines: tuple[Line, ...]
    size: float
    joint: str = ""


def fit(
    text: str,
    weight: Weight,
    *,
    size: float,
    width: float,
    height: float = inf,
    lines: int = 2,
    one_line_down_to: float = FLOOR,
    whole_words: bool = False,
) -> Fitted | None:
    """Fit a text to a box in points, or return None.

    One line shrinks by exact ratio down to `one_line_down_to`; then the number of balanced lines that can be largest,
    never smaller than FLOOR (or than `size`, when that is smaller still). Lines break at spaces; where that does not
    do, also after hyphens; where that does not do either, anywhere, unless words are to stay whole.
    """
    whole = shape(text, weight)
    if whole.width_at(size) <= width and block_height(1, size) <= height:  # as nearly all names do
        return Fitted((whole,), size, _SPACE)
    best: Fitted | None = None
    for breaks in _BREAKS[: 1 if lines == 1 else 2 if whole_words else 3]:
        best = _largest(text, weight, size, width, height, lines, one_line_down_to, breaks)
        if best.size >= min(FLOOR, size) - _HAIR:
            return best
    return None


def _largest(
    text: str, weight: Weight, size: float, width: float, height: float, lines: int, enough: float, breaks: Breaks
) -> Fitted:
    """Return the text in the number of lines that can be largest, in one line when that is large enough."""
    best: Fitted | None = None
    most = text.count(_SPACE) + 1 if breaks == "spaces" else lines
    for count in range(1, min(lines, most) + 1):
        texts = balanced(text, weight, count, breaks) if count > 1 else [text]
        parts = [shape(part, weight) for part in texts]
        widest = max(part.width for part in parts) * size / UNITS
        tallest = block_height(len(parts), size)
        joint = _joint(text, count, breaks)
        fitted = Fitted(tuple(parts), size * min(1.0, width / max(widest, _HAIR), height / tallest), joint)
        if best is None or fitted.size > best.size + _HAIR:
            best = fitted
        if best.size >= min(enough, size):
            break
    assert best is not None  # there is at least one line
    return best


def block_height(lines: int, size: float) -> float:
    """Return the height of some lines from the top of their first capitals to the last baseline."""
    return size * (CAP_HEIGHT + (lines - 1) * LEADING)


def balanced(text: str, weight: Weight, count: int, breaks: Breaks = "spaces") -> list[str]:
    """Break a text into at most `count` lines so that the widest is as narrow as it can be."""
    joint = _joint(text, count, breaks)
    words = text.split(joint) if joint else _AFTER_BREAK.split(text) if breaks == "hyphens" else _cut_long(text, count)
    widths = [shape(word, weight).width for word in words]
    space = shape(_SPACE, weight).width if joint else 0
    low, high = max(widths), sum(widths) + space * (len(words) - 1)
    while low < high:  # the narrowest width that needs no more than `count` lines
        middle = (low + high) // 2
        if len(_filled(words, widths, space, middle)) <= count:
            high = middle
        else:
            low = middle + 1
    return [joint.join(group) for group in _filled(words, widths, space, high)]


def _joint(text: str, count: int, breaks: Breaks) -> str:
    """Return what is left out between two of `count` lines: a space; nothing when there are too few of them."""
    return _SPACE if breaks == "spaces" and text.count(_SPACE) >= count - 1 else ""


def _cut_long(text: str, count: int) -> list[str]:
    """Cut a text without enough spaces into equal parts, never between a letter and its marks."""
    starts = [i for i, character in enumerate(text) if not unicodedata.combining(character)]
    cuts = [starts[len(starts) * part // count] for part in range(count)] + [len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _filled(words: Sequence[str], widths: Sequence[int], space: int, limit: int) -> list[list[str]]:
    """Fill lines of `limit` greedily."""
    groups: list[list[str]] = []
    used = 0
    for word, width in zip(words, widths, strict=True):
        if groups and used + space + width <= limit:
            groups[-1].append(word)
            used += space + width
        else:
            groups.append([word])
            used = width
    return groups
