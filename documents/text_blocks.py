"""What papers that are read consist of: headings, paragraphs, facts, tables, lines to write on, boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass

from documents.fonts import Weight


@dataclass(frozen=True, slots=True)
class Title:
    """What the paper is; `under` is a line below it, such as whom it is about."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; `is_minor` for a part of a section."""

    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is kept."""

    text: str
    weight: Weight = "regular"
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Several things, each on its own."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Named values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `shares` are the widths of its columns. Its head is on every page.

    Columns in `right` hold numbers, set against their right edge; `is_airy` leaves room to write by hand.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    right: frozenset[int] = frozenset()
    is_airy: bool = False


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to write on side by side, each under what belongs there; `is_tall` leaves room for a signature."""

    labels: tuple[str, ...]
    shares: tuple[float, ...] = (1.0,)
    is_tall: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick after what they answer; without a label they take the whole width."""

    label: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows starts on a page of its own, such as the back of a form."""


Block = Title | Section | Paragraph | Points | Facts | Grid | Blanks | Ticks | NewPage
