"""Dates and hours as people write them, in French and in English: day first, never swapped, never invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from exchange.sheet_cells import Cell, cell_text
from exchange.spoken_dates import spoken_date
from models.names import fold
from models.problem import Problem

OLDEST_YEAR = 1900
_YEARS_AHEAD = 20  # a two-digit year of a session may lie this far in the future
_EXCEL_EPOCH = date(1899, 12, 30)
_OLDEST_BIRTH_SERIAL = 3654  # 1910-01-02
_SERIALS = range(366, 73_051)  # 1901-01-01 to 2100-01-01; below, Excel's invented 29 February 1900

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin june jun",
            "juillet juil jul july",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "lundi lun monday mon",
            "mardi tuesday tue",
            "mercredi mer wednesday wed",
            "jeudi jeu thursday thu",
            "vendredi ven friday fri",
            "samedi sam saturday sat",
            "dimanche dim sunday sun",
        )
    )
    for name in names.split()
}
_OFFSETS = {
    "avant hier": -2,
    "hier": -1,
    "yesterday": -1,
    "aujourd hui": 0,
    "aujourdhui": 0,
    "today": 0,
    "demain": 1,
    "tomorrow": 1,
    "apres demain": 2,
    "day after tomorrow": 2,
}
_HOUR = r"(?:[ t](?:a )?\d{1,2} ?[h:]? ?\d{0,2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]m)?(?:z|[+-]\d{2}:?\d{2})?)?"
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.\- ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_HOUR}$")
_ISO = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_HOUR}$")
_WORDED = re.compile(rf"(\d{{1,2}})(?:er|st|nd|rd|th)?[ -](?:of )?([a-z]+)\.?(?:,? |-)(\d{{4}}|\d{{2}}){_HOUR}$")
_ENGLISH = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:(?:er|st|nd|rd|th)?[ -](?:of )?([a-z]+)\.?|[/.\-](\d{1,2}))$")
_MONTH_YEAR = re.compile(r"(?:(\d{1,2})[/.-]|([a-z]+)\.? )(\d{4})$")
# « mar. » is Tuesday before « 12 mai », and March before « 12, 2026 ».
_WEEKDAY = re.compile(
    r"(?:le |the )?(?:(?:" + "|".join(_DAYS) + r")[.,]? (?=\d|[a-z]+\.? \d)|mar\.? (?=\d+(?:er)? [a-z]))"
)
_BARE = re.compile(r"[\d/.:-]+")
_AT = re.compile(r"^(?:a|at|vers) (?=\S)")
_SAID = tuple(
    (re.compile(said), written)
    for said, written in (
        (r"^(?:midi|noon)\b", "12h"), (r"^(?:minuit|midnight)\b", "0h"), (r" ?heures?(?![a-z]) ?", "h"),
        (r" ?et demie?$", "30"), (r" ?et quart$", "15"), (r" ?trente$", "30"),
    )
)  # fmt: skip
_TIME = re.compile(r"(\d{1,2})(?: ?[h:.,] ?(\d{2})?| ?(\d{2}))?(?: ?(?:min|mn))?(?: ?([ap])\.? ?m\.?)?$")


def full_year(two_digits: int, latest: int) -> int:
    """Return the latest year not after `latest` that ends in two given digits."""
    year = latest - latest % 100 + two_digits
    return year if year <= latest else year - 100


def date_value(cell: Cell, *, today: date) -> tuple[date | None, Problem | None]:
    """Read a date: day first, month names, two-digit years, Excel's day numbers, a date with its hour."""
    found = _read_date(cell, today.year + _YEARS_AHEAD)
    text = cell_text(cell)
    return (found, None) if found or not text else (None, Problem("date", "date_unreadable", {"text": text}))


def birth_year(cell: Cell, *, today: date) -> tuple[int | None, Problem | None]:
    """Read a year of birth, or take the year of a date of birth; an age is refused: it changes every year."""
    text = cell_text(cell)
    if not text:
        return None, None
    year = _read_year(cell, text, today)
    if year is None:
        code = "birth_year_is_age" if re.search(r"\d ?(?:ans?|years?|y)\b", text.lower()) else "birth_year_unreadable"
        return None, Problem("birth_year", code, {"text": text})
    if not OLDEST_YEAR <= year <= today.year:
        return None, Problem(
            "birth_year", "birth_year_impossible", {"year": year, "from": OLDEST_YEAR, "to": today.year}
        )
    return year, None


def _read_year(cell: Cell, text: str, today: date) -> int | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= _OLDEST_BIRTH_SERIAL:
        born = _from_serial(cell)
        return born.year if born else None
    simple = _simple(text)
    if len(simple) in {2, 4} and simple.isascii() and simple.isdigit():
        return int(simple) if len(simple) == 4 else full_year(int(simple), today.year)
    found = _read_date(cell, today.year)
    if found:
        return found.year
    month = _MONTH_YEAR.match(simple)
    return int(month[3]) if month and (_MONTHS.get(month[2]) or 1 <= int(month[1] or 0) <= 12) else None


def _simple(text: str) -> str:
    """Return text without accents and case; spaces, digits and the signs of dates and hours stay."""
    if text.isascii() and _BARE.fullmatch(text):
        return text
    lowered = re.sub(r"[\u2010-\u2014\u2212]", "-", text.strip().lower()).replace("\u00a0", " ").replace("\u202f", " ")
    plain = lowered if lowered.isascii() else "".join(fold(c) if c.isalpha() else c for c in lowered)
    plain = re.sub(r"\s*([/])\s*", r"\1", re.sub(r"\s+", " ", plain))
    return re.sub(r"^(?:(?:nee?|born) )?(?:(?:le|en|on|in|the) )?(?=\d)", "", plain)


def _read_date(cell: Cell, latest: int) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _from_serial(int(cell)) if abs(cell) < 1e9 else None
    if len(cell) > 60:
        return None
    text = _WEEKDAY.sub("", _simple(cell))
    if len(text) == 5 and text.isascii() and text.isdigit():
        return _from_serial(int(text))
    return _from_numbers(text, latest) or _from_words(text, latest)


def _from_serial(number: int) -> date | None:
    return _EXCEL_EPOCH + timedelta(number) if number in _SERIALS else None


def _from_numbers(text: str, latest: int) -> date | None:
    if found := _NUMERIC.match(text):
        return _day(_year(found[4], latest), int(found[3]), int(found[1]))
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    return None


def _from_words(text: str, latest: int) -> date | None:
    if (found := _WORDED.match(text)) and found[2] in _MONTHS:
        return _day(_year(found[3], latest), _MONTHS[found[2]], int(found[1]))
    if (found := _ENGLISH.match(text)) and found[1] in _MONTHS and found[3]:
        return _day(int(found[3]), _MONTHS[found[1]], int(found[2]))
    return None


def _year(text: str, latest: int) -> int:
    return int(text) if len(text) == 4 else full_year(int(text), latest)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def typed_date(text: str, today: date) -> date | None:
    """Read a date typed in the window: 14/6/25, 14 juin, demain, lundi, dans 2 semaines, and the same in English.

    Without a year it is the nearest such day before or after today; a weekday alone is the next one after today.
    """
    if len(text) > 60:
        return None
    simple = _simple(text)
    folded = fold(simple)
    if folded in _OFFSETS:
        return _shift(today, _OFFSETS[folded])
    weekday = re.fullmatch(r"(next |last )?(\w+?)( prochaine?| dernier)?", folded)
    if weekday and weekday[2] in _DAYS:
        ahead = (_DAYS[weekday[2]] - today.weekday() - 1) % 7 + 1
        is_past = weekday[1] == "last " or weekday[3] == " dernier"
        return _shift(today, (ahead - 7 or -7) if is_past else ahead)
    if spoken := spoken_date(fold(text), today, _DAYS):
        return spoken
    simple = _WEEKDAY.sub("", simple)
    if re.fullmatch(r"\d{5}", simple):
        return None
    return _read_date(simple, today.year + _YEARS_AHEAD) or _nearest(simple, today)


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def _nearest(text: str, today: date) -> date | None:
    if found := _DAY_MONTH.match(text):
        month, day = int(found[3]) if found[3] else _MONTHS.get(found[2], 0), int(found[1])
    elif found := _ENGLISH.match(text):
        month, day = _MONTHS.get(found[1], 0), int(found[2])
    else:
        return None
    days = (_day(year, month, day) for year in range(max(today.year - 4, 1), today.year + 5))
    distance: Callable[[date], int] = lambda found: abs((found - today).days)  # noqa: E731  # the key of min, typed
    return min((day for day in days if day), key=distance, default=None)


def typed_time(text: str) -> time | None:
    """Read an hour typed in the window: 14h, 14h30, 14:30, 1430, 14 heures 30, 2 pm, midi et demi, noon."""
    simple = _AT.sub("", _simple(text))
    for said, written in _SAID:
        simple = said.sub(written, simple)
    if len(simple) == 3 and simple.isascii() and simple.isdigit():
        simple = f"0{simple}"
    found = _TIME.match(simple)
    if found is None or not simple.isascii():
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
