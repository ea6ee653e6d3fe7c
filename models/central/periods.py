"""Periods as people write them, and how the days of one are covered."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from models.problem import refusal

_DAY = timedelta(days=1)
SCHOOL_YEAR = (9, 1)  # month and day


class Span(NamedTuple):
    """Days that follow each other, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, other: Span) -> bool:
        """Tell whether another span lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Span) -> bool:
        """Tell whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last


def read_period(text: str, school_year: tuple[int, int] = SCHOOL_YEAR) -> Span:
    """Read 2026, 2026-05, 2026-Q2 (or T2), 2025-2026 (a school year), 2026-01-01/2026-03-31.

    Raises UserError period_unreadable or period_reversed.
    """
    word = text.strip().upper()
    try:
        found = _read(word, school_year)
    except ValueError:
        found = None
    if found is None:
        raise refusal("period_unreadable", text=text)
    if found.last < found.first:
        raise refusal("period_reversed", first=found.first, last=found.last)
    return found


def _read(word: str, school_year: tuple[int, int]) -> Span | None:
    if re.fullmatch(r"\d{4}", word):
        return Span(date(int(word), 1, 1), date(int(word), 12, 31))
    if found := re.fullmatch(r"(\d{4})-(\d{2})", word):
        return months(int(found[1]), int(found[2]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-[QT]([1-4])", word):
        last = 3 * int(found[2])
        return months(int(found[1]), last - 2, last)
    if found := re.fullmatch(r"(\d{4})-(\d{4})", word):
        first, after = date(int(found[1]), *school_year), date(int(found[2]), *school_year)
        return Span(first, after - _DAY) if after.year == first.year + 1 else None
    if found := re.fullmatch(r"([\d-]{10})/([\d-]{10})", word):
        return Span(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    return None


def months(year: int, first: int, last: int) -> Span:
    """Return whole months of a year."""
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def month_of(day: date) -> Span:
    """Return the whole month of a day."""
    return months(day.year, day.month, day.month)


def months_in(span: Span) -> list[Span]:
    """Return the months that lie wholly in a span."""
    found, day = [], span.first
    while day <= span.last:
        month = month_of(day)
        if span.holds(month):
            found.append(month)
        day = month.last + _DAY
    return found


def uncovered(span: Span, covering: Iterable[Span]) -> list[Span]:
    """Return the days of a span that none of the others has, as few spans as possible."""
    found, day = [], span.first
    for other in sorted(covering):
        if other.last < day or other.first > span.last:
            continue
        if other.first > day:
            found.append(Span(day, other.first - _DAY))
        day = max(day, other.last + _DAY)
    if day <= span.last:
        found.append(Span(day, span.last))
    return found
