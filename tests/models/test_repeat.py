"""The repeat rule: the days people mean, as many as they asked for, and never one that was left out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import calendar_days, repeat
from models.calendar_days import DayFacts
from models.repeat import LAST, MOST_SESSIONS, Rule, Unit, dates, days
from models.sessions import length

TUESDAY = date(2026, 5, 12)
MONDAY, THURSDAY = 0, 3


def known(day: date) -> DayFacts:
    return calendar_days.facts(day, day, postcode="35200")[day]


def test_once_is_the_first_day_alone() -> None:
    assert dates(Rule(TUESDAY)) == [TUESDAY]


def test_a_session_held_once_may_be_on_a_holiday() -> None:
    ascension = date(2026, 5, 14)
    assert dates(Rule(ascension, without_public=True), known=known) == [ascension]


def test_each_week_is_the_weekday_of_the_first_day() -> None:
    assert dates(Rule(TUESDAY, Unit.WEEK, times=3)) == [TUESDAY, date(2026, 5, 19), date(2026, 5, 26)]


def test_two_days_of_every_second_week() -> None:
    rule = Rule(TUESDAY, Unit.WEEK, every=2, weekdays=frozenset({MONDAY, THURSDAY}), times=4)
    assert dates(rule) == [date(2026, 5, 14), date(2026, 5, 25), date(2026, 5, 28), date(2026, 6, 8)]


def test_until_a_day_which_is_included() -> None:
    assert dates(Rule(TUESDAY, Unit.WEEK, until=date(2026, 5, 26)))[-1] == date(2026, 5, 26)
    assert dates(Rule(TUESDAY, Unit.WEEK, until=date(2026, 5, 25)))[-1] == date(2026, 5, 19)


def test_the_second_tuesday_of_each_month() -> None:
    assert dates(Rule(TUESDAY, Unit.MONTH, times=4)) == [
        TUESDAY, date(2026, 6, 9), date(2026, 7, 14), date(2026, 8, 11),
    ]  # fmt: skip


def test_a_fifth_weekday_means_the_last_one_of_the_month() -> None:
    assert dates(Rule(date(2026, 6, 30), Unit.MONTH, times=3)) == [
        date(2026, 6, 30), date(2026, 7, 28), date(2026, 8, 25),
    ]  # fmt: skip


def test_a_month_whose_day_is_over_is_passed() -> None:
    rule = Rule(TUESDAY, Unit.MONTH, weekdays=frozenset({MONDAY}), nth=1, times=2)
    assert dates(rule) == [date(2026, 6, 1), date(2026, 7, 6)]


def test_holidays_are_left_out_and_replaced_when_a_number_was_asked_for() -> None:
    rule = Rule(date(2026, 5, 7), Unit.WEEK, times=3, without_public=True)  # Thursdays: Ascension is the 14th
    assert dates(rule, known=known) == [date(2026, 5, 7), date(2026, 5, 21), date(2026, 5, 28)]
    shown = days(rule, known=known)
    assert [(each.facts.public_holiday, each.is_kept) for each in shown][:2] == [("", True), ("Ascension Day", False)]


def test_school_holidays_are_left_out_on_demand() -> None:
    rule = Rule(date(2026, 2, 10), Unit.WEEK, times=4, without_school=True)  # zone B: 14 February to 1 March
    assert dates(rule, known=known) == [date(2026, 2, 10), date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)]


def test_a_holiday_can_be_kept_all_the_same() -> None:
    ascension = date(2026, 5, 14)
    rule = Rule(date(2026, 5, 7), Unit.WEEK, until=date(2026, 5, 21), without_public=True)
    assert dates(rule, known=known, kept={ascension}) == [date(2026, 5, 7), ascension, date(2026, 5, 21)]


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        (Rule(TUESDAY, every=0), []),
        (Rule(TUESDAY, Unit.WEEK), ["repeat_endless"]),
        (Rule(TUESDAY, Unit.WEEK, every=0, times=2), ["number_too_small"]),
        (Rule(TUESDAY, Unit.WEEK, every=53, times=2), ["number_too_large"]),
        (Rule(TUESDAY, Unit.MONTH, times=0), ["number_too_small"]),
        (Rule(TUESDAY, Unit.WEEK, times=MOST_SESSIONS + 1), ["number_too_large"]),
        (Rule(TUESDAY, Unit.WEEK, until=date(2026, 5, 11)), ["repeat_ends_before"]),
    ],
)
def test_a_rule_that_cannot_be_right_is_told(rule: Rule, codes: list[str]) -> None:
    assert [each.code for each in repeat.check(rule)] == codes


def test_more_than_two_hundred_sessions_are_refused_and_none_is_told() -> None:
    every_day = Rule(TUESDAY, Unit.WEEK, weekdays=frozenset(range(7)), until=date(2027, 5, 12))
    assert [each.code for each in repeat.count_problems(dates(every_day))] == ["repeat_too_many"]
    assert [each.code for each in repeat.count_problems(dates(Rule(TUESDAY), {TUESDAY}))] == ["repeat_none"]
    assert repeat.count_problems(dates(Rule(TUESDAY))) == []


def test_the_end_of_time_is_no_trap() -> None:
    for unit in Unit:
        assert dates(Rule(date.max, unit, times=3)) == [date.max]
    everything_off = Rule(TUESDAY, Unit.WEEK, times=3, without_public=True)
    assert dates(everything_off, known=lambda _day: DayFacts("off")) == []


DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
RULES = st.builds(
    Rule,
    first=DAYS,
    unit=st.sampled_from([Unit.WEEK, Unit.MONTH]),
    every=st.integers(1, 6),
    weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    nth=st.sampled_from([0, 1, 2, 3, 4, LAST]),
    times=st.integers(1, 12),
)
LEFT_OUT = st.sets(st.integers(0, 400), max_size=40)


@given(rule=RULES, offsets=LEFT_OUT)
def test_there_are_as_many_as_asked_for_in_order_and_none_that_was_left_out(rule: Rule, offsets: set[int]) -> None:
    left_out = {rule.first + timedelta(each) for each in offsets}
    found = dates(rule, left_out)
    assert len(found) == rule.times
    assert found == sorted(set(found))
    assert found[0] >= rule.first
    assert not left_out & set(found)
    assert {each.weekday() for each in found} <= (rule.weekdays or {rule.first.weekday()})


@given(rule=RULES, days_after=st.integers(0, 400), offsets=LEFT_OUT)
def test_until_a_day_none_is_missing_and_none_is_later(rule: Rule, days_after: int, offsets: set[int]) -> None:
    until = rule.first + timedelta(days_after)
    left_out = {rule.first + timedelta(each) for each in offsets}
    endless = Rule(rule.first, rule.unit, rule.every, rule.weekdays, rule.nth, MOST_SESSIONS)
    bounded = Rule(rule.first, rule.unit, rule.every, rule.weekdays, rule.nth, None, until)
    assert dates(bounded, left_out) == [each for each in dates(endless, left_out) if each <= until]


@given(rule=RULES)
def test_weeks_are_whole_and_months_have_one_such_day(rule: Rule) -> None:
    found = dates(rule)
    if rule.unit == Unit.WEEK:
        weeks = {(each.toordinal() - each.weekday()) // 7 for each in found}
        assert all((week - min(weeks)) % rule.every == 0 for week in weeks)
    else:
        per_month = {(each.year, each.month, each.weekday()) for each in found}
        assert len(per_month) == len(found)
        assert len({each.month % rule.every for each in found}) <= (1 if 12 % rule.every == 0 else 12)


@given(first=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_hours_of_the_wall_clock_stay_over_the_change_of_time(first: date) -> None:
    start, end, paris = time(9, 30), time(12), ZoneInfo("Europe/Paris")
    found = dates(Rule(first, Unit.WEEK, times=52))
    moments = [datetime.combine(day, start, paris) for day in found]
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=1), timedelta(hours=2)}
    assert {moment.astimezone(paris).time() for moment in moments} == {start}
    assert length(start, end) == 150
