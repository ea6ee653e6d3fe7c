"""How a sign-in sheet falls into pages: which rows and which sessions stand on each. Lengths in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from documents.facts import SessionFacts, SheetFacts
from documents.layout import MILLIMETRE

COLUMNS_ON_A_PAGE = 4
ROW = 9 * MILLIMETRE  # a signature needs 8 mm at least; a long name makes its row higher
TIGHT_ROW = 8.1 * MILLIMETRE  # where that saves a page
MARGIN = 14 * MILLIMETRE
SHORT_HEAD = 41 * MILLIMETRE  # from the top of the page to the header row of the table, at least: beside the code
HEAD_ROW = 11 * MILLIMETRE
NOTICE = 18.8 * MILLIMETRE  # at the bottom of every page
FOOT = 38 * MILLIMETRE  # count, remarks and the trainer's signature, on the last page
LEAST_ON_LAST = 5  # rows on a last page, so that no page has the foot and hardly anything else

BLANK_ROWS, MOST_BLANK_ROWS = 5, 500
HALF_DAY = 4 * 60  # minutes: a longer session across noon is signed twice

Part = Literal["", "morning", "afternoon"]

_A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
_NUMBER_COLUMN = 12 * MILLIMETRE
_NAME_SHARE = {1: 0.5, 2: 0.42, 3: 0.38, 4: 0.36}  # of the width left beside the number
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Column:
    """What is signed in one column: a session, or the morning or afternoon of one; `place` is its session's."""

    place: int
    session: SessionFacts
    part: Part = ""


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


def columns(facts: SheetFacts, signatures: int) -> Columns:
    """Share the width out among number, name and signatures; without sessions there is one column to date."""
    count = max(signatures, 1)
    width = page_size(facts)[0] - 2 * MARGIN
    left = MARGIN + _NUMBER_COLUMN
    name = (width - _NUMBER_COLUMN) * _NAME_SHARE[count]
    each = (width - _NUMBER_COLUMN - name) / count
    edges = tuple((left + name + each * index, each) for index in range(count))
    return Columns((MARGIN, _NUMBER_COLUMN), (left, name), edges)


def is_signed_twice(session: SessionFacts) -> bool:
    """Tell whether a session is a day with a noon in it, signed in the morning and in the afternoon."""
    minutes = (session.end.hour - session.start.hour) * 60 + session.end.minute - session.start.minute
    return minutes > HALF_DAY and session.start < _NOON < session.end


def column_groups(facts: SheetFacts) -> list[tuple[Column, ...]]:
    """Return the columns that stand beside each other; without any, one group to fill in by hand.

    There are at most four, shared evenly where that takes no more pages: five sessions are three and two.
    """
    signed: list[tuple[Column, ...]] = []
    for place, session in enumerate(facts.sessions):
        parts: tuple[Part, ...] = ("morning", "afternoon") if facts.half_days and is_signed_twice(session) else ("",)
        signed.append(tuple(Column(place, session, part) for part in parts))
    tried = [_grouped(signed, most) for most in range(COLUMNS_ON_A_PAGE, 1, -1)]
    return [groups for groups in tried if len(groups) == len(tried[0])][-1]


def _grouped(signed: Sequence[tuple[Column, ...]], most: int) -> list[tuple[Column, ...]]:
    groups: list[tuple[Column, ...]] = [()]
    for columns_of_session in signed:
        if len(groups[-1]) + len(columns_of_session) > most:
            groups.append(())
        groups[-1] += columns_of_session
    return groups


def names_of(facts: SheetFacts, group: Sequence[Column]) -> list[tuple[str, frozenset[int]]]:
    """Return who is expected at any session of a group, each with the columns of it that they do not sign."""
    if not any(facts.skipped):
        return [(name, frozenset()) for name in facts.names]
    found = []
    for name, skipped in zip(facts.names, facts.skipped, strict=True):
        crossed = frozenset(index for index, column in enumerate(group) if column.place in skipped)
        if not group or len(crossed) < len(group):
            found.append((name, crossed))
    return found


def room(page_height: float, head: float) -> float:
    """Return the height that the rows of a page share, with the foot on the last one."""
    return page_height - head - HEAD_ROW - NOTICE


def row_ranges(heights: Sequence[float], room: float) -> list[range]:
    """Cut rows into pages of this height; the last keeps room for the foot and has some rows of its own."""
    ranges, start, left = [], 0, sum(heights)
    while left > room - FOOT:
        end, used = start + 1, heights[start]
        while end < len(heights) - 1 and used + heights[end] <= room:
            used += heights[end]
            end += 1
        ranges.append(range(start, end))
        start, left = end, left - used
    while ranges and _may_lend(ranges[-1], range(start, len(heights)), heights, room):
        start -= 1
        ranges[-1] = range(ranges[-1].start, start)
    return [*ranges, range(start, len(heights))]


def _may_lend(before: range, last: range, heights: Sequence[float], room: float) -> bool:
    """Tell whether the last page is too empty and may take a row of the page before."""
    wanted = len(last) < LEAST_ON_LAST < len(before)
    return wanted and sum(heights[before.stop - 1 : last.stop]) <= room - FOOT
