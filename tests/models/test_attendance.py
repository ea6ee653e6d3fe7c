"""Attendance: marks, everyone was here, walk-ins, and when the entry is complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from models import attendance, coherence, enrolments, expected_sessions, headcounts, people, sessions
from models.attendance import Mark, Presence
from models.codes import AttendanceState, EnrolmentStatus
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from resources.words import sentence
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.checks import refused

PRESENT, ABSENT, EXCUSED, UNKNOWN = (
    AttendanceState.PRESENT,
    AttendanceState.ABSENT,
    AttendanceState.EXCUSED,
    AttendanceState.UNKNOWN,
)


class Plan:
    """A workshop of one session with three people enrolled."""

    def __init__(self, notebook: Notebook, *, capacity: int | None = None) -> None:
        self.notebook = notebook
        with notebook.write("Plan") as db:
            self.workshop = a_workshop(db, capacity=capacity)
            self.session = a_session(db, self.workshop)
            self.people = people.save_many(db, [PersonDraft(n) for n in ("Ann", "Bob", "Cid")], today=TODAY)
            self.ids = list(enrolments.enrol(db, self.workshop, self.people, today=TODAY).enrolled)

    def mark(self, ids: list[int], state: AttendanceState, minutes: int | None = None) -> None:
        with self.notebook.write("Mark") as db:
            attendance.mark(db, self.session, ids, state, minutes=minutes)

    def numbers(self) -> Presence:
        with self.notebook.read() as db:
            return attendance.presences_by_session(db, [self.session])[self.session]

    def line(self) -> sessions.SessionLine:
        with self.notebook.read() as db:
            return sessions.lines(db, [self.session])[self.session]

    def walk_in(self, given_name: str, family_name: str = "") -> attendance.WalkIn:
        with self.notebook.write("Walk in") as db:
            return attendance.walk_in(db, self.session, given_name, family_name, today=TODAY)


@pytest.fixture
def plan(notebook: Notebook) -> Plan:
    return Plan(notebook)


def test_marks_are_counted_and_can_be_taken_back(plan: Plan) -> None:
    plan.mark(plan.ids[:1], PRESENT)
    plan.mark(plan.ids[1:2], EXCUSED)
    plan.mark(plan.ids[2:], ABSENT)
    assert plan.numbers() == Presence(expected=3, present=1, absent=1, excused=1)
    plan.mark(plan.ids[:1], ABSENT)
    plan.mark(plan.ids[2:], UNKNOWN)
    assert plan.numbers() == Presence(expected=3, absent=1, excused=1)
    plan.mark(plan.ids[2:], UNKNOWN)
    plan.mark([], PRESENT)


def test_nobody_is_entered_at_a_cancelled_session_where_nobody_counts(plan: Plan) -> None:
    plan.mark(plan.ids[:1], PRESENT)
    with plan.notebook.write("Cancel") as db:
        sessions.cancel(db, plan.session, "Snow")
    with refused("session_cancelled"):
        plan.mark(plan.ids[1:], PRESENT)
    with refused("session_cancelled"), plan.notebook.write("Count") as db:
        headcounts.save(db, plan.session, HeadcountDraft(3))
    plan.mark(plan.ids[:1], UNKNOWN)
    assert plan.numbers().people == 0, "what was entered before can be taken out"


def test_a_first_presence_makes_the_session_held(plan: Plan) -> None:
    plan.mark(plan.ids, ABSENT)
    assert plan.line().status == "planned"
    plan.mark(plan.ids[:1], PRESENT)
    assert plan.line().status == "held"


def test_everyone_was_here_leaves_the_marks_that_are_there(plan: Plan) -> None:
    plan.mark(plan.ids[:1], ABSENT)
    with plan.notebook.write("Everyone was here") as db:
        assert attendance.everyone_was_here(db, plan.session) == 2
    assert plan.numbers() == Presence(expected=3, present=2, absent=1)
    with plan.notebook.write("Everyone was here") as db:
        assert attendance.everyone_was_here(db, plan.session) == 0


def test_everyone_means_those_expected(plan: Plan) -> None:
    with plan.notebook.write("Plan") as db:
        enrolments.set_status(db, plan.ids[:1], EnrolmentStatus.CANCELLED)
        expected_sessions.leave_out(db, plan.ids[1], [plan.session])
        assert attendance.everyone_was_here(db, plan.session) == 1
    assert plan.numbers() == Presence(expected=1, present=1)
    with plan.notebook.read() as db:
        rows = {row.enrolment_id: row for row in attendance.grid(db, plan.workshop)}
    assert set(rows) == set(plan.ids[1:])
    assert rows[plan.ids[1]].skipped == {plan.session}


@pytest.mark.parametrize("minutes", [0, -1, 121, 10_000])
def test_minutes_beyond_the_session_are_refused(plan: Plan, minutes: int) -> None:
    with refused("minutes_wrong", minutes=minutes, longest=120):
        plan.mark(plan.ids, PRESENT, minutes)
    assert plan.numbers().present == 0


@pytest.mark.parametrize("minutes", [1, 45, 120])
def test_whoever_stayed_for_a_part_has_those_minutes(plan: Plan, minutes: int) -> None:
    plan.mark(plan.ids[:1], PRESENT, minutes)
    with plan.notebook.read() as db:
        (row, *_) = attendance.grid(db, plan.workshop)
    assert row.marks == {plan.session: Mark(PRESENT, minutes)}
    plan.mark(plan.ids[:1], ABSENT, minutes)
    with plan.notebook.read() as db:
        (row, *_) = attendance.grid(db, plan.workshop)
    assert row.marks == {plan.session: Mark(ABSENT, None)}


def test_nobody_of_another_workshop_can_be_marked(plan: Plan) -> None:
    with plan.notebook.write("Plan") as db:
        stranger = an_enrolment(db, a_workshop(db))
    for ids in ([stranger], [*plan.ids, stranger], [999_999]):
        with refused("not_enrolled"):
            plan.mark(ids, PRESENT)
    assert plan.numbers().present == 0


def test_the_entry_is_complete_when_nobody_expected_is_without_a_mark(plan: Plan) -> None:
    assert not plan.line().is_complete
    plan.mark(plan.ids[:2], PRESENT)
    assert not plan.line().is_complete
    plan.mark(plan.ids[2:], EXCUSED)
    assert plan.line().is_complete
    plan.mark(plan.ids[2:], UNKNOWN)
    assert not plan.line().is_complete


def test_the_mark_of_someone_not_expected_does_not_stand_for_one_who_is(plan: Plan) -> None:
    plan.mark(plan.ids[:1], PRESENT)
    with plan.notebook.write("Cancel") as db:
        enrolments.set_status(db, plan.ids[:1], EnrolmentStatus.CANCELLED)
    plan.mark(plan.ids[1:2], PRESENT)
    assert plan.numbers() == Presence(expected=2, present=2)
    assert not plan.line().is_complete


def test_unnamed_people_alone_complete_a_session_without_enrolled(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        session_id = a_session(db, a_workshop(db))
        headcounts.save(db, session_id, HeadcountDraft(12))
    with notebook.read() as db:
        line = sessions.lines(db, [session_id])[session_id]
        assert (line.status, line.is_complete) == ("held", True)
        assert attendance.presences_by_session(db, [session_id])[session_id].people == 12
        assert sessions.find(db, sessions.SessionQuery(last=date(2026, 12, 31), to_enter=True)) == []


def test_an_unknown_walk_in_is_made_enrolled_and_present_at_once(plan: Plan) -> None:
    walk_in = plan.walk_in("Łukasz", "Nguyễn")
    assert (walk_in.is_new_person, walk_in.over, walk_in.homonyms) == (True, 0, 0)
    assert plan.numbers() == Presence(expected=4, present=1)
    with plan.notebook.read() as db:
        assert people.draft(db, walk_in.person_id) == PersonDraft("Łukasz", "Nguyễn")


def test_a_known_walk_in_is_found_whatever_the_accents(plan: Plan) -> None:
    with plan.notebook.write("Add a person") as db:
        person_id = a_person(db, "Zoé", "Le Goff")
    walk_in = plan.walk_in("ZOE", "le-goff")
    assert (walk_in.person_id, walk_in.is_new_person, walk_in.homonyms) == (person_id, False, 0)
    again = plan.walk_in("Zoé", "Le Goff")
    assert again.enrolment_id == walk_in.enrolment_id
    assert plan.numbers() == Presence(expected=4, present=1)


def test_a_walk_in_over_the_capacity_comes_in_and_is_told(notebook: Notebook) -> None:
    plan = Plan(notebook, capacity=3)
    assert plan.walk_in("Dan").over == 1
    assert plan.numbers() == Presence(expected=4, present=1)


def test_a_walk_in_who_waited_or_had_cancelled_is_enrolled(notebook: Notebook) -> None:
    plan = Plan(notebook, capacity=3)
    with notebook.write("Plan") as db:
        (waiting,) = enrolments.enrol(db, plan.workshop, [a_person(db, "Dan", "")], today=TODAY).waiting
        enrolments.set_status(db, plan.ids[:1], EnrolmentStatus.CANCELLED)
    assert plan.walk_in("Dan").enrolment_id == waiting
    assert plan.walk_in("Ann").enrolment_id == plan.ids[0]
    with notebook.read() as db:
        lines = enrolments.lines(db, [waiting, plan.ids[0]])
    assert {line.status for line in lines.values()} == {"enrolled"}


def test_of_two_with_one_name_the_one_of_this_workshop_came(plan: Plan) -> None:
    with plan.notebook.write("Add people") as db:
        here, elsewhere = a_person(db, "Zoé", "Le Goff"), a_person(db, "Zoé", "Le Goff")
        enrolments.enrol(db, plan.workshop, [here], today=TODAY)
    walk_in = plan.walk_in("Zoé", "Le Goff")
    assert (walk_in.person_id, walk_in.homonyms, walk_in.is_new_person) == (here, 1, False)
    assert elsewhere


def test_of_two_with_one_name_elsewhere_neither_is_guessed(plan: Plan) -> None:
    with plan.notebook.write("Add people") as db:
        known = {a_person(db, "Zoé", "Le Goff"), a_person(db, "Zoé", "Le Goff")}
    walk_in = plan.walk_in("Zoé", "Le Goff")
    assert (walk_in.is_new_person, walk_in.homonyms) == (True, 2)
    assert walk_in.person_id not in known


def test_a_walk_in_without_a_name_is_refused(plan: Plan) -> None:
    with refused("name_missing"):
        plan.walk_in("  ")


def test_the_grid_keeps_whoever_came_even_when_cancelled_since(plan: Plan) -> None:
    plan.mark(plan.ids[:1], PRESENT)
    with plan.notebook.write("Cancel") as db:
        enrolments.set_status(db, plan.ids[:2], EnrolmentStatus.CANCELLED)
    with plan.notebook.read() as db:
        assert [row.listed for row in attendance.grid(db, plan.workshop)] == ["Ann", "Cid"]


def test_who_stayed_longer_than_a_shortened_session_was_there_for_the_whole_of_it(notebook: Notebook) -> None:
    plan = Plan(notebook)
    plan.mark(plan.ids[:1], PRESENT, 90)
    plan.mark(plan.ids[1:2], PRESENT, 30)
    with notebook.write("Shorten") as db:
        draft = replace(sessions.draft(db, plan.session), end=time(15))
        (told,) = coherence.of_drafts(db, plan.workshop, [draft], today=TODAY, session_id=plan.session)
        assert [(each.code, each.is_warning) for each in told] == [("minutes_shortened", True)]
        assert "stayed for longer (1)" in sentence(told[0])
        sessions.save(db, plan.workshop, draft, plan.session)

    def marks() -> list[Mark]:
        with notebook.read() as db:
            return [row.marks[plan.session] for row in attendance.grid(db, plan.workshop) if row.marks]

    assert marks() == [Mark(PRESENT), Mark(PRESENT, 30)]
    notebook.undo()
    assert marks() == [Mark(PRESENT, 90), Mark(PRESENT, 30)]
