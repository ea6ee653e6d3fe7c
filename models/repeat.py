"""The repeat rule: on which days sessions are held, from a first day on, with days left out.

Pure, and about days alone: hours stay those of the wall clock, whatever the clocks do between two sessions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from models.calendar_days import DayFacts
from models.problem import Problem

MOST_SESSIONS = 200
MOST_BETWEEN = 52
"""Weeks or months between two sessions."""

LONGEST = 366 * 10
"""Days after which no more session is looked for."""

WEEK = timedelta(days=7)
LAST = -1
"""The last such weekday of a month."""


class Unit(StrEnum):
    """How a session comes again."""

    ONCE = "once"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Rule:
    """From `first` on: every so many weeks on these weekdays, or months on the nth such one; N times or until a day.

    `weekdays` (Monday is 0) are that of the first day when none is said; `nth` is 1 to 4, LAST, or 0 for that of the
    first day. The days left out do not count among `times`.
    """

    first: date
    unit: Unit = Unit.ONCE
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    nth: int = 0
    times: int | None = None
    until: date | None = None
    without_public: bool = False
    without_school: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day the rule falls on, what it is, and whether a session is held then."""

    date: date
    facts: DayFacts
    is_kept: bool


Known = Callable[[date], DayFacts]


def nothing_known(_day: date) -> DayFacts:
    """Take every day as an ordinary one."""
    return DayFacts()


def check(rule: Rule) -> list[Problem]:
    """Return what is wrong with a rule, before its days are looked for."""
    if rule.unit == Unit.ONCE:
        return []
    problems = _outside("every", rule.every, MOST_BETWEEN)
    if rule.times is not None:
        problems += _outside("times", rule.times, MOST_SESSIONS)
    elif rule.until is None:
        problems.append(Problem("times", "repeat_endless"))
    if rule.until is not None and rule.until < rule.first:
        problems.append(Problem("until", "repeat_ends_before", {"until": rule.until, "first": rule.first}))
    return problems


def _outside(name: str, number: int, most: int) -> list[Problem]:
    if number < 1:
        return [Problem(name, "number_too_small", {"value": number, "least": 1})]
    if number > most:
        return [Problem(name, "number_too_large", {"value": number, "most": most})]
    return []


def days(
    rule: Rule, *, left_out: Collection[date] = (), kept: Collection[date] = (), known: Known = nothing_known
) -> list[Day]:
    """Return each day the rule falls on, in order, with what it is; `kept` are holidays that are kept all the same.

    A session held just once is never left out. At most MOST_SESSIONS + 1 days are kept: one more than allowed says
    that there are too many.
    """
    if rule.unit == Unit.ONCE:
        return [Day(rule.first, known(rule.first), is_kept=rule.first not in left_out)]
    wanted = MOST_SESSIONS + 1 if rule.times is None else min(rule.times, MOST_SESSIONS + 1)
    found: list[Day] = []
    held = 0
    for day in _falls_on(rule):
        facts = known(day)
        is_off = (rule.without_public and facts.public_holiday) or (rule.without_school and facts.school_holiday)
        is_kept = day not in left_out and (not is_off or day in kept)
        found.append(Day(day, facts, is_kept))
        held += is_kept
        if held >= wanted:
            break
    return found


def dates(
    rule: Rule, left_out: Collection[date] = (), *, kept: Collection[date] = (), known: Known = nothing_known
) -> list[date]:
    """Return the days on which a session is held."""
    return [day.date for day in days(rule, left_out=left_out, kept=kept, known=known) if day.is_kept]


def count_problems(held: Collection[date]) -> list[Problem]:
    """Return what is wrong with how many sessions a rule makes."""
    if not held:
        return [Problem("", "repeat_none")]
    return [Problem("", "repeat_too_many", {"most": MOST_SESSIONS})] if len(held) > MOST_SESSIONS else []


def _falls_on(rule: Rule) -> Iterator[date]:
    """Give the days of a rule without an end, up to `until` and the horizon."""
    last = rule.first + timedelta(min(LONGEST, (date.max - rule.first).days))
    if rule.until is not None:
        last = min(last, rule.until)
    by_unit = _weekly(rule, last) if rule.unit == Unit.WEEK else _monthly(rule, last)
    return takewhile(lambda day: day <= last, (day for day in by_unit if day >= rule.first))


def _weekly(rule: Rule, last: date) -> Iterator[date]:
    """Weeks are counted from the Monday of the first one."""
    weekdays = sorted(rule.weekdays or {rule.first.weekday()})
    monday = rule.first.toordinal() - rule.first.weekday()
    while monday <= last.toordinal():
        yield from (date.fromordinal(monday + each) for each in weekdays if monday + each <= date.max.toordinal())
        monday += 7 * max(rule.every, 1)


def _monthly(rule: Rule, last: date) -> Iterator[date]:
    weekdays = rule.weekdays or {rule.first.weekday()}
    nth = rule.nth or nth_of(rule.first)
    month = rule.first.year * 12 + rule.first.month - 1
    while month <= last.year * 12 + last.month - 1:
        start = date(month // 12, month % 12 + 1, 1)
        yield from sorted(_nth_weekday(start, weekday, nth) for weekday in weekdays)
        month += max(rule.every, 1)


def nth_of(day: date) -> int:
    """Return which such weekday of its month a day is: 1 to 4, or LAST for a fifth one."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else LAST


def _nth_weekday(start: date, weekday: int, nth: int) -> date:
    """Return the nth such weekday of the month that begins on `start`."""
    first = start.toordinal() + (weekday - start.weekday()) % 7
    if nth != LAST:
        return date.fromordinal(first + 7 * (nth - 1))
    fifth = first + 28
    is_inside = fifth <= date.max.toordinal() and date.fromordinal(fifth).month == start.month
    return date.fromordinal(fifth if is_inside else first + 21)
