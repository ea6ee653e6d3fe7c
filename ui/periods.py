"""Owns the periods that are chosen by name, this or the last of each kind: pure functions over days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from resources.i18n import N_

MonthDay = tuple[int, int]
TEXTS = {
    "month": (N_("This month"), N_("Last month")),
    "quarter": (N_("This quarter"), N_("Last quarter")),
    "school_year": (N_("This school year"), N_("Last school year")),
    "civil_year": (N_("This year"), N_("Last year")),
}
USUAL = ("last_quarter", "last_month", "last_civil_year", "last_school_year")


@dataclass(frozen=True, slots=True)
class Preset:
    """One period that can be chosen by its name; `text` is marked for translation."""

    code: str
    text: str
    first: date
    last: date


def presets(kinds: Sequence[str], today: date, school_year_starts: MonthDay) -> list[Preset]:
    """Return this and the last period of each kind the programme asks for."""
    found = []
    for kind in kinds:
        if kind in TEXTS:
            first, last = period_around(kind, today, school_year_starts)
            before = period_around(kind, first - timedelta(days=1), school_year_starts)
            found.append(Preset(f"this_{kind}", TEXTS[kind][0], first, last))
            found.append(Preset(f"last_{kind}", TEXTS[kind][1], *before))
    return found


def usual(found: Sequence[Preset]) -> Preset | None:
    """Return the period that is most likely to be handed over: the last one that is over."""
    by_code = {each.code: each for each in found}
    return next((by_code[code] for code in USUAL if code in by_code), None)


def period_around(kind: str, day: date, school_year_starts: MonthDay) -> tuple[date, date]:
    """Return first and last day of the month, quarter, school year or civil year that holds a day."""
    match kind:
        case "month":
            return _months(day.year, day.month, 1)
        case "quarter":
            return quarter_around(day)
        case "school_year":
            return _school_year(day, school_year_starts)
        case _:
            return _months(day.year, 1, 12)


def quarter_around(day: date) -> tuple[date, date]:
    """Return first and last day of the quarter that holds a day."""
    return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)


def _school_year(day: date, starts: MonthDay) -> tuple[date, date]:
    year = day.year if (day.month, day.day) >= starts else day.year - 1
    return date(year, *starts), date(year + 1, *starts) - timedelta(days=1)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    end = year * 12 + month - 1 + count
    return date(year, month, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
