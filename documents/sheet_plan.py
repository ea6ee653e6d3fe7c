"""How a sign-in sheet falls into pages: which rows and which sessions stand on each. Lengths in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.facts import SessionFacts, SheetFacts
from documents.layout import MILLIMETRE

SESSIONS_ON_A_PAGE = 4
ROW = 9 * MILLIMETRE  # a signature needs 8 mm at least; a long name makes its row higher
MARGIN = 14 * MILLIMETRE
HEAD = 49 * MILLIMETRE  # from the top of the page to the header row of the table
HEAD_ROW = 11 * MILLIMETRE
NOTICE = 18.8 * MILLIMETRE  # at the bottom of every page
FOOT = 38 * MILLIMETRE  # count, remarks and the trainer's signature, on the last page

_A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
_NUMBER_COLUMN = 12 * MILLIMETRE
_NAME_SHARE = {1: 0.5, 2: 0.42, 3: 0.38, 4: 0.36}  # of the width left beside the number


@dataclass(frozen=True, slots=True)
class Columns:
    """The left edge and width of each column."""

    number: tuple[float, float]
    name: tuple[float, float]
    sessions: tuple[tuple[float, float], ...]

    @property
    def edges(self) -> tuple[float, ...]:
        """All vertical edges, from left to right."""
        last_left, last_width = self.sessions[-1]
        return (self.number[0], self.name[0], *(left for left, _ in self.sessions), last_left + last_width)


def page_size(facts: SheetFacts) -> tuple[float, float]:
    """Return width and height of the pages."""
    return _A4 if facts.orientation == "portrait" else (_A4[1], _A4[0])


def columns(facts: SheetFacts, sessions: int) -> Columns:
    """Share the width out among number, name and session columns; without sessions there is one column to date."""
    count = max(sessions, 1)
    width = page_size(facts)[0] - 2 * MARGIN
    left = MARGIN + _NUMBER_COLUMN
    name = (width - _NUMBER_COLUMN) * _NAME_SHARE[count]
    each = (width - _NUMBER_COLUMN - name) / count
    signatures = tuple((left + name + each * index, each) for index in range(count))
    return Columns((MARGIN, _NUMBER_COLUMN), (left, name), signatures)


def session_groups(facts: SheetFacts) -> list[tuple[SessionFacts, ...]]:
    """Return the sessions that stand beside each other, at most four; without any, one group to fill in by hand."""
    starts = range(0, max(len(facts.sessions), 1), SESSIONS_ON_A_PAGE)
    return [facts.sessions[start : start + SESSIONS_ON_A_PAGE] for start in starts]


def row_ranges(heights: Sequence[float], page_height: float) -> list[range]:
    """Cut rows into pages; the last one keeps room for the foot and never comes without a row of its own."""
    room = page_height - HEAD - HEAD_ROW - NOTICE
    ranges, start = [], 0
    while sum(heights[start:]) > room - FOOT:
        end, used = start + 1, heights[start]
        while end < len(heights) - 1 and used + heights[end] <= room:
            used += heights[end]
            end += 1
        ranges.append(range(start, end))
        start = end
    return [*ranges, range(start, len(heights))]
