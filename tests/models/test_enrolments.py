"""Enrolments: capacity, the waiting list in its order, and what happens when a place is free again."""

from __future__ import annotations

from models import attendance, enrolments, people
from models.codes import AttendanceState, EnrolmentStatus
from models.notebook import Notebook
from models.people import PersonDraft
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.checks import refused


def people_of(notebook: Notebook, count: int, *, capacity: int | None = 2) -> tuple[int, list[int]]:
    with notebook.write("Plan") as db:
        drafts = [PersonDraft(f"Ann {n}") for n in range(count)]
        return a_workshop(db, capacity=capacity), people.save_many(db, drafts, today=TODAY)


def statuses(notebook: Notebook, workshop_id: int) -> list[str]:
    with notebook.read() as db:
        ids = enrolments.find(db, workshop_id)
        lines = enrolments.lines(db, ids)
        return [lines[enrolment_id].status for enrolment_id in ids]


def test_beyond_the_capacity_people_wait_in_their_order(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 5)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    assert (len(done.enrolled), len(done.waiting), done.already, done.over) == (2, 3, (), 0)
    with notebook.read() as db:
        lines = enrolments.lines(db, done.waiting)
        assert [lines[i].person_id for i in enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)] == ids[2:]
        assert enrolments.first_waiting(db, workshop_id) is None, "there is no free place to offer"
        assert enrolments.counts_by_workshop(db, [workshop_id]) == {workshop_id: enrolments.Count(2, 3)}


def test_without_a_capacity_nobody_waits(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 5, capacity=None)
    with notebook.write("Enrol") as db:
        assert len(enrolments.enrol(db, workshop_id, ids, today=TODAY).enrolled) == 5


def test_a_person_deleted_meanwhile_is_said_in_a_sentence(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 2)
    with notebook.write("Delete") as db:
        people.remove(db, ids[:1])
    with refused("record_gone"), notebook.write("Enrol") as db:
        enrolments.enrol(db, workshop_id, ids, today=TODAY)
    assert statuses(notebook, workshop_id) == []


def test_over_the_capacity_is_a_choice_and_is_told(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 5)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY, over=True)
    assert (len(done.enrolled), done.waiting, done.over) == (5, (), 3)


def test_enrolling_twice_changes_nothing(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 3)
    with notebook.write("Enrol") as db:
        first = enrolments.enrol(db, workshop_id, [*ids, ids[0]], today=TODAY)
    with notebook.write("Enrol") as db:
        again = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    assert set(again.already) == {*first.enrolled, *first.waiting}
    assert (again.enrolled, again.waiting) == ((), ())
    assert notebook.history(limit=1)[0].id == 3, "the second time wrote nothing"


def test_a_cancelled_place_is_offered_to_who_waits_first(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 4)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    with notebook.write("Cancel") as db:
        enrolments.set_status(db, [done.enrolled[0]], EnrolmentStatus.CANCELLED)
    with notebook.read() as db:
        offered = enrolments.first_waiting(db, workshop_id)
    assert offered == done.waiting[0]
    with notebook.write("Give the place") as db:
        enrolments.set_status(db, [done.waiting[0]], EnrolmentStatus.ENROLLED)
    with notebook.read() as db:
        assert enrolments.first_waiting(db, workshop_id) is None
    assert statuses(notebook, workshop_id) == ["enrolled", "enrolled", "waiting", "cancelled"]


def test_a_newcomer_does_not_take_the_place_of_who_waits(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 4)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids[:3], today=TODAY)
        enrolments.set_status(db, done.enrolled[:1], EnrolmentStatus.CANCELLED)
        newcomer = enrolments.enrol(db, workshop_id, [ids[3]], today=TODAY)
    assert (newcomer.enrolled, len(newcomer.waiting)) == ((), 1)
    with notebook.read() as db:
        assert enrolments.first_waiting(db, workshop_id) == done.waiting[0]


def test_whoever_goes_back_to_the_waiting_list_goes_to_its_end(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 4)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    with notebook.write("Wait") as db:
        enrolments.set_status(db, [done.enrolled[0]], EnrolmentStatus.WAITING)
    with notebook.read() as db:
        waiting = enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)
    assert waiting == [*done.waiting, done.enrolled[0]]


def test_a_cancelled_enrolment_comes_back_to_life(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 1)
    with notebook.write("Enrol") as db:
        (first,) = enrolments.enrol(db, workshop_id, ids, today=TODAY).enrolled
    for status in (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED):
        with notebook.write("Leave") as db:
            enrolments.set_status(db, [first], status)
        with notebook.write("Come back") as db:
            assert enrolments.enrol(db, workshop_id, ids, today=TODAY).enrolled == (first,)
    with notebook.read() as db:
        assert enrolments.find(db, workshop_id) == [first]


def test_an_enrolment_with_a_presence_is_cancelled_never_deleted(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id, enrolment_id = a_session(db, workshop_id), an_enrolment(db, workshop_id)
        other = an_enrolment(db, workshop_id, a_person(db, "Ann"))
        attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
        attendance.mark(db, session_id, [other], AttendanceState.EXCUSED)
        enrolments.leave_out(db, other, [session_id])
    with refused("enrolment_has_presence", count=1), notebook.write("Delete") as db:
        enrolments.remove(db, [enrolment_id, other])
    with notebook.write("Delete") as db:
        enrolments.remove(db, [other])
    with notebook.read() as db:
        assert enrolments.find(db, workshop_id) == [enrolment_id]


def test_a_person_sees_their_enrolments_newest_first(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        person_id = a_person(db)
        ids = [an_enrolment(db, a_workshop(db), person_id) for _ in range(3)]
    with notebook.read() as db:
        assert enrolments.of_person(db, person_id) == list(reversed(ids))
        assert enrolments.workshops_by_person(db, [person_id]) == {person_id: 3}
