"""Days as people say them: in two weeks, lundi en huit, le 20 – in French and in English, folded, seen from today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

_NUMBERS = {
    name: number
    for number, names in (
        (1, "un une a an one"), (2, "deux two"), (3, "trois three"), (4, "quatre four"), (5, "cinq five"),
        (6, "six"), (7, "sept seven"), (8, "huit eight"), (9, "neuf nine"), (10, "dix ten"), (15, "quinze fifteen"),
    )
    for name in names.split()
}  # fmt: skip
_SAID = {8: 7, 15: 14}  # « dans huit jours » is a week, « dans quinze jours » two
_AHEAD = re.compile(r"(?:dans |d ici |in )?(\d{1,3}|[a-z]+) (jours?|days?|semaines?|weeks?|mois|months?)$")
_NEXT = {
    "semaine prochaine": "1 week", "la semaine prochaine": "1 week", "next week": "1 week",
    "mois prochain": "1 month", "le mois prochain": "1 month", "next month": "1 month",
}  # fmt: skip
_WEEKDAY_LATER = re.compile(r"(?:le |on )?([a-z]+) (en huit|en 8|week|en quinze|en 15)$")
_WEEK_ON = re.compile(r"a week on ([a-z]+)$")
_DAY_OF_MONTH = re.compile(r"(?:le |the )(\d{1,2})(?:er|st|nd|rd|th)?$")


def spoken_date(text: str, today: date, weekdays: Mapping[str, int]) -> date | None:
    """Read a folded text that counts from today, or names a day of the month to come."""
    text = _NEXT.get(text, text)
    if found := _AHEAD.match(text):
        return _ahead(found[1], found[2], today)
    if (found := _WEEKDAY_LATER.match(text)) and found[1] in weekdays:
        return _after(_next(weekdays[found[1]], today), 7 if found[2] in ("en huit", "en 8", "week") else 14)
    if (found := _WEEK_ON.match(text)) and found[1] in weekdays:
        return _after(_next(weekdays[found[1]], today), 7)
    if found := _DAY_OF_MONTH.match(text):
        return _day_of_month(int(found[1]), today)
    return None


def _ahead(number: str, unit: str, today: date) -> date | None:
    count = int(number) if number.isdigit() else _NUMBERS.get(number)
    if count is None:
        return None
    if unit.startswith("m"):
        return _months_later(today, count)
    if unit.startswith("jour"):
        count = _SAID.get(count, count)
    return _after(today, count if unit.startswith(("jour", "day")) else 7 * count)


def _next(weekday: int, today: date) -> date:
    return _after(today, (weekday - today.weekday() - 1) % 7 + 1) or today


def _after(day: date | None, days: int) -> date | None:
    try:
        return None if day is None else day + timedelta(days)
    except OverflowError:
        return None


def _months_later(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_of_month(number: int, today: date) -> date | None:
    """Return the first such day from today on; some months have no 31st."""
    for months in range(3):
        start = _months_later(today.replace(day=1), months)
        if start is None:
            return None
        if 1 <= number <= monthrange(start.year, start.month)[1] and start.replace(day=number) >= today:
            return start.replace(day=number)
    return None
