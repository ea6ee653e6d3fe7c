"""A copy of a workshop: the same facts, its sessions moved and planned again, its people where wanted, one undo."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from models import copies, enrolments, headcounts, sessions, workshops
from models.codes import EnrolmentStatus
from models.copies import CopyPlan
from models.headcounts import HeadcountDraft
from models.notebook import Db, Notebook
from models.problem import UserError
from models.sessions import SessionQuery
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.models.dumps import dump

SEPTEMBER = date(2026, 9, 7)  # a Monday; TODAY is a Tuesday


def a_course(db: Db) -> int:
    """Three Tuesdays, one of them held, another in another room; and one cancelled."""
    workshop = a_workshop(
        db, "Premiers pas", capacity=2, place_id=a_place(db), trainer_ids=(a_trainer(db),), themes=("email",)
    )
    headcounts.save(db, a_session(db, workshop, remarks="il pleuvait"), HeadcountDraft(3))
    own = {"place_id": a_place(db, "Ailleurs"), "trainer_ids": (a_trainer(db, "Bob"),)}
    a_session(db, workshop, TODAY + timedelta(7), "09:30", "12:00", **own)
    sessions.cancel(db, a_session(db, workshop, TODAY + timedelta(14)), "grève")
    a_session(db, workshop, TODAY + timedelta(21))
    return workshop


def when(db: Db, workshop_id: int) -> list[tuple[date, time]]:
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id))
    drafts = [sessions.draft(db, each) for each in ids]
    assert {(each.status, each.cancel_reason, each.is_complete, each.remarks) for each in drafts} <= {
        ("planned", "", False, "")
    }
    return [(each.date, each.start) for each in drafts if each.date and each.start]


def test_all_sessions_move_by_the_same_number_of_days_and_keep_their_hours(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
    with notebook.write("Duplicate") as db:
        copied = copies.duplicate(db, course, CopyPlan(SEPTEMBER), today=TODAY)
    with notebook.read() as db:
        assert when(db, copied.workshop_id) == [
            (SEPTEMBER, time(14)), (date(2026, 9, 14), time(9, 30)), (date(2026, 9, 28), time(14)),
        ]  # fmt: skip
        facts = workshops.draft(db, copied.workshop_id)
        assert facts == workshops.draft(db, course)
        assert sessions.draft(db, copied.session_ids[1]).place_id != facts.place_id
        assert enrolments.find(db, copied.workshop_id) == []


@pytest.mark.parametrize(("first", "day"), [(SEPTEMBER, 8), (date(2026, 9, 8), 8), (date(2026, 9, 9), 15)])
def test_the_days_of_the_week_can_stay(notebook: Notebook, first: date, day: int) -> None:
    with notebook.write("Plan") as db:
        moved = copies.moved(db, a_course(db), first, keep_weekdays=True)
    assert {each.date.weekday() for each in moved} == {TODAY.weekday()}
    assert moved[0].date == date(2026, 9, day)
    assert {each.date - each.before for each in moved} == {moved[0].date - TODAY}


def test_a_copy_can_be_another_title_without_place_trainers_or_some_sessions(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
        skipped = frozenset(sessions.find(db, SessionQuery(workshop_id=course))[:1])
        plan = CopyPlan(SEPTEMBER, "Suite", with_place=False, with_trainers=False, left_out=skipped)
        copied = copies.duplicate(db, course, plan, today=TODAY)
        drafts = [sessions.draft(db, each) for each in copied.session_ids]
        facts = workshops.draft(db, copied.workshop_id)
    assert (facts.title, facts.place_id, facts.trainer_ids) == ("Suite", None, ())
    assert [(each.place_id, each.trainer_ids) for each in drafts] == [(None, ())] * 2
    assert drafts[0].date == date(2026, 9, 14)


def test_those_enrolled_are_enrolled_again_in_their_order(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
        people = [a_person(db, name) for name in ("Zoé", "Anne", "Maël", "Bob")]
        for person in people[:2]:
            an_enrolment(db, course, person)
        an_enrolment(db, course, people[2], waiting=True)
        gone = an_enrolment(db, course, people[3], over=True)
        enrolments.set_status(db, [gone], EnrolmentStatus.CANCELLED)
        copied = copies.duplicate(db, course, CopyPlan(with_people=True), today=TODAY)
        lines = enrolments.lines(db, copied.enrolled.enrolled)
    assert [lines[each].person_id for each in copied.enrolled.enrolled] == people[:2]
    assert (copied.enrolled.waiting, copied.session_ids) == ((), ())


def test_a_copy_of_a_cancelled_workshop_is_planned(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
        workshops.cancel(db, course, "salle inondée")
        facts = workshops.draft(db, copies.duplicate(db, course, today=TODAY).workshop_id)
    assert (facts.status, facts.cancel_reason) == ("planned", "")


def test_one_undo_takes_the_whole_copy_back(file_notebook: Notebook) -> None:
    with file_notebook.write("Plan") as db:
        course = a_course(db)
        an_enrolment(db, course)
    with file_notebook.read() as db:
        before = dump(db)
    with file_notebook.write("Duplicate") as db:
        copies.duplicate(db, course, CopyPlan(SEPTEMBER, with_people=True), today=TODAY)
    file_notebook.undo()
    with file_notebook.read() as db:
        assert dump(db) == before


def test_the_day_that_is_proposed_is_the_same_weekday_after_the_last_session_and_today(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
        assert copies.proposed(db, course, today=TODAY) == date(2026, 6, 9)
        assert copies.proposed(db, course, today=date(2026, 9, 2)) == date(2026, 9, 8)
        assert copies.proposed(db, a_workshop(db, "Sans date"), today=TODAY) == TODAY


def test_the_end_of_time_is_refused_in_a_sentence(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        course = a_course(db)
        with pytest.raises(UserError, match="year_out_of_range"):
            copies.moved(db, course, date.max)
