"""Who gets a certificate: so many sessions, or a share of those one was expected at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import attendance, certificate_rule, enrolments, expected_sessions, issuing, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.models.checks import refused

PRESENT = AttendanceState.PRESENT


def a_course(
    notebook: Notebook, rule: int, marks: list[list[bool]], skips: list[set[int]], cancelled: set[int]
) -> int:  # fmt: skip
    """Store a workshop with a row of marks for each person; return it."""
    with notebook.write("Hold") as db:
        workshop = a_workshop(db, minimum_sessions=rule)
        held = [a_session(db, workshop, TODAY + timedelta(weeks=week)) for week in range(len(marks[0]))]
        everyone = [a_person(db, f"Personne {place}", "Le Goff") for place in range(len(marks))]
        rows = enrolments.enrol(db, workshop, everyone, today=TODAY).enrolled
        for enrolment, came, left in zip(rows, marks, skips, strict=True):
            expected_sessions.leave_out(db, enrolment, [held[each] for each in left])
            for session, is_present in zip(held, came, strict=True):
                if is_present:
                    attendance.mark(db, session, [enrolment], PRESENT)
        for place in cancelled:
            sessions.cancel(db, held[place], "neige")
    return workshop


def allowed(notebook: Notebook, workshop: int) -> list[bool]:
    with notebook.read() as db:
        return [each.problem is None for each in issuing.candidates(db, workshop)]


@pytest.mark.parametrize(
    ("rule", "expected", "needed"),
    [(1, 4, 1), (3, 2, 3), (-75, 4, 3), (-75, 5, 4), (-50, 3, 2), (-100, 3, 3), (-1, 300, 3), (-80, 0, 1)],
)
def test_a_share_is_rounded_up_to_whole_sessions_and_is_never_none(rule: int, expected: int, needed: int) -> None:
    assert certificate_rule.needed(rule, expected) == needed


@pytest.mark.parametrize(
    ("text", "rule"),
    [("2", 2), (" 75 % ", -75), ("75%", -75), ("75\u202f%", -75), ("0", 0), ("", None), ("beaucoup", None),
     ("-3", None), ("7.5 %", None), ("1000 %", None)],
)  # fmt: skip
def test_a_rule_is_read_as_it_is_typed(text: str, rule: int | None) -> None:
    assert certificate_rule.understood(text) == rule
    if rule:
        assert certificate_rule.understood(certificate_rule.typed(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "code"), [(0, "number_too_small"), (-101, "share_wrong"), (10**20, "number_too_large")]
)
def test_a_rule_that_nobody_could_meet_is_refused(notebook: Notebook, rule: int, code: str) -> None:
    with refused(code), notebook.write("Change") as db:
        a_workshop(db, minimum_sessions=rule)


def test_three_of_four_are_enough_for_three_quarters(notebook: Notebook) -> None:
    marks = [[True, True, True, False], [True, True, False, False], [True, False, False, False], [False] * 4]
    workshop = a_course(notebook, -75, marks, [set(), set(), {1, 2, 3}, set()], set())
    assert allowed(notebook, workshop) == [True, False, True, False]
    with notebook.read() as db:
        below = issuing.candidates(db, workshop)[1].problem
        assert workshops.draft(db, workshop).minimum_sessions == -75
    assert below is not None
    assert (below.code, below.values["present"], below.values["needed"]) == ("certificate_below_minimum", 2, 3)


def test_a_session_still_to_come_counts_among_those_of_the_share(notebook: Notebook) -> None:
    workshop = a_course(notebook, -75, [[True, False]], [set()], set())
    assert allowed(notebook, workshop) == [False]
    with notebook.write("Cancel") as db:
        sessions.cancel(db, sessions.find(db)[-1], "neige")
    assert allowed(notebook, workshop) == [True]


COURSES = st.integers(1, 5).flatmap(
    lambda weeks: st.tuples(
        st.lists(st.lists(st.booleans(), min_size=weeks, max_size=weeks), min_size=1, max_size=4),
        st.sets(st.integers(0, weeks - 1), max_size=2),
        st.sets(st.integers(0, weeks - 1), max_size=3),
    )
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(COURSES, st.sampled_from([1, 2, 3, -1, -34, -50, -75, -100]))
def test_the_count_of_those_who_wait_agrees_with_the_list(
    notebook: Notebook, course: tuple[list[list[bool]], set[int], set[int]], rule: int
) -> None:
    marks, cancelled, left = course
    skips = [left if place % 2 else set() for place in range(len(marks))]
    workshop = a_course(notebook, rule, marks, skips, cancelled)
    with notebook.read() as db:
        listed = sum(each.problem is None for each in issuing.candidates(db, workshop))
        assert issuing.waiting_by_workshop(db).get(workshop, 0) == listed


def test_a_rule_changed_later_lets_others_in_and_takes_nothing_back(notebook: Notebook) -> None:
    workshop = a_course(notebook, -100, [[True, True], [True, False]], [set(), set()], set())
    with notebook.write("Issue") as db:
        assert len(issuing.issue(db, workshop, today=date(2026, 6, 2), language="fr").new) == 1
    with notebook.write("Change") as db:
        draft = workshops.draft(db, workshop)
        workshops.save(db, type(draft)(draft.title, minimum_sessions=1), workshop)
    with notebook.write("Issue") as db:
        issued = issuing.issue(db, workshop, today=date(2026, 6, 2), language="fr")
    assert (len(issued.new), len(issued.already)) == (1, 1)
