"""The rows of a sign-in sheet: those expected, blank ones for who turns up, and who waits for a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.facts import SheetFacts
from documents.fitting import Fitted, block_height
from documents.layout import MILLIMETRE
from documents.page_text import INSET, fit_stepwise
from documents.sheet_plan import BLANK_ROWS, FOOT, ROW, TIGHT_ROW, Column, Columns, names_of, row_ranges
from resources.i18n import Language

_TEXT = 11.0
_PADDING = 3.5 * MILLIMETRE  # above and below a name of several lines, together
_MOST_LINES = 12  # a name of 120 wide letters in the narrowest column takes nine
_NAME_STEPS = ((_TEXT, _MOST_LINES),)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; without a name it is for someone who turns up, a band names the rows below it.

    `needed` is the height without which its name would not fit; `crossed` are the columns that are not signed.
    """

    number: str
    name: Fitted | None = None
    needed: float = 0.0
    crossed: frozenset[int] = frozenset()
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """The rows of one page, each as high as this page's rows are."""

    rows: Sequence[Row]
    heights: Sequence[float]
    is_last: bool


def portions(facts: SheetFacts, group: Sequence[Column], grid: Columns, room: float, say: Language) -> list[Portion]:
    """Return the rows of a group of sessions page by page, closer to each other where that saves a page."""
    rows = _rows(facts, group, grid, room, say)
    heights = [max(ROW, row.needed) for row in rows]
    ranges = row_ranges(heights, room)
    tight = [max(TIGHT_ROW, row.needed) for row in rows]
    tight_ranges = row_ranges(tight, room) if len(ranges) > 1 else ranges
    if len(tight_ranges) < len(ranges):
        heights, ranges = tight, tight_ranges
    return [
        Portion(rows[each.start : each.stop], heights[each.start : each.stop], each.stop == len(rows))
        for each in ranges
    ]


def _rows(facts: SheetFacts, group: Sequence[Column], grid: Columns, room: float, say: Language) -> list[Row]:
    width = grid.name[1] - 2 * INSET
    people = names_of(facts, group)
    rows = [_named(str(place), name, width, crossed) for place, (name, crossed) in enumerate(people, 1)]
    last = len(rows)
    rows += [Row(str(last + place)) for place in range(1, _blank(facts, room) + 1)]
    if facts.waiting:
        band = fit_stepwise(say("Waiting list, in its order"), "bold", width, ((10.0, 2), (8.0, 4)))
        rows.append(Row("", band, is_band=True))
        rows += [_named(str(place), name, width) for place, name in enumerate(facts.waiting, 1)]
    return rows


def _named(number: str, name: str, width: float, crossed: frozenset[int] = frozenset()) -> Row:
    """Fit a name to its column; one of several lines makes its row higher."""
    fitted = fit_stepwise(name, "regular", width, _NAME_STEPS)
    return Row(number, fitted, block_height(len(fitted.lines), fitted.size) + _PADDING, crossed)


def _blank(facts: SheetFacts, room: float) -> int:
    """Return how many rows are left for those who turn up."""
    if facts.blank_rows is not None:
        return max(facts.blank_rows, 0)
    return BLANK_ROWS if facts.names or facts.waiting else int((room - FOOT) // ROW)
