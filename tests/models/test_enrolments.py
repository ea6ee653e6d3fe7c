"""Enrolments: capacity, the waiting list in its order, and what happens when a place is free again."""

from __future__ import annotations

from models import attendance, enrolments, expected_sessions, occupancy, people, sessions, transfers, waiting_list
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
        assert waiting_list.offers(db, workshop_id).next_id is None, "there is no free place to offer"
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
        offered = waiting_list.offers(db, workshop_id).next_id
    assert offered == done.waiting[0]
    with notebook.write("Give the place") as db:
        enrolments.set_status(db, [done.waiting[0]], EnrolmentStatus.ENROLLED)
    with notebook.read() as db:
        assert waiting_list.offers(db, workshop_id).next_id is None
    assert statuses(notebook, workshop_id) == ["enrolled", "enrolled", "waiting", "cancelled"]


def test_a_newcomer_does_not_take_the_place_of_who_waits(notebook: Notebook) -> None:
    workshop_id, ids = people_of(notebook, 4)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids[:3], today=TODAY)
        enrolments.set_status(db, done.enrolled[:1], EnrolmentStatus.CANCELLED)
        newcomer = enrolments.enrol(db, workshop_id, [ids[3]], today=TODAY)
    assert (newcomer.enrolled, len(newcomer.waiting)) == ((), 1)
    with notebook.read() as db:
        assert waiting_list.offers(db, workshop_id).next_id == done.waiting[0]


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
        expected_sessions.leave_out(db, other, [session_id])
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


def a_full_workshop(notebook: Notebook) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    workshop_id, ids = people_of(notebook, 5)
    with notebook.write("Enrol") as db:
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    return workshop_id, done.enrolled, done.waiting


def test_each_free_place_is_offered_once_and_goes_on_when_it_is_declined(notebook: Notebook) -> None:
    workshop_id, enrolled, waiting = a_full_workshop(notebook)
    with notebook.write("Cancel and offer") as db:
        enrolments.set_status(db, enrolled[:1], EnrolmentStatus.CANCELLED)
        waiting_list.offer(db, waiting[:1], today=TODAY)
    with notebook.read() as db:
        assert waiting_list.offers(db, workshop_id) == waiting_list.Offers(1, waiting[:1], None)
        assert enrolments.lines(db, waiting)[waiting[0]].offered_on == TODAY
    with notebook.write("Decline") as db:
        enrolments.set_status(db, waiting[:1], EnrolmentStatus.DECLINED)
    with notebook.read() as db:
        assert waiting_list.offers(db, workshop_id) == waiting_list.Offers(1, (), waiting[1])
    with notebook.write("Take back and offer") as db:
        waiting_list.offer(db, waiting[1:2], today=TODAY)
        waiting_list.withdraw(db, waiting[1:2])
    with notebook.read() as db:
        assert waiting_list.offers(db, workshop_id).next_id == waiting[1]
    with refused("not_waiting"), notebook.write("Offer") as db:
        waiting_list.offer(db, enrolled[1:], today=TODAY)


def test_the_waiting_list_can_be_put_in_another_order_and_back_in_that_of_arrival(notebook: Notebook) -> None:
    workshop_id, _enrolled, (first, second, third) = a_full_workshop(notebook)
    with notebook.write("Up") as db:
        waiting_list.shift(db, [second, third], -1)
        assert waiting_list.turns(db, workshop_id) == [second, third, first]
        waiting_list.shift(db, [second], -1)
        assert waiting_list.turns(db, workshop_id) == [second, third, first], "the first stays where it is"
        waiting_list.shift(db, [second], 1)
        assert waiting_list.turns(db, workshop_id) == [third, second, first]
        waiting_list.put_in_order_of_arrival(db, workshop_id)
        assert waiting_list.turns(db, workshop_id) == [first, second, third]


def test_a_newcomer_is_not_expected_where_the_attendance_is_complete(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db, capacity=3)
        over, to_come = a_session(db, workshop_id), a_session(db, workshop_id)
        attendance.mark(db, over, [an_enrolment(db, workshop_id)], AttendanceState.PRESENT)
        assert sessions.draft(db, over).is_complete
    with notebook.write("Enrol") as db:
        (late,) = enrolments.enrol(db, workshop_id, [a_person(db, "Ann")], today=TODAY).enrolled
    with notebook.read() as db:
        assert sessions.draft(db, over).is_complete, "nothing is missing in it"
        assert expected_sessions.left_out(db, late) == {over}
        line = enrolments.lines(db, [late])[late]
        assert (line.sessions, line.expected) == (2, 1)
        fills = occupancy.fill_by_session(db, [over, to_come])
        assert [fills[each].expected for each in (over, to_come)] == [1, 2]
    with notebook.write("Mark") as db:
        attendance.mark(db, over, [late], AttendanceState.PRESENT)
    with notebook.read() as db:
        assert expected_sessions.left_out(db, late) == frozenset(), "who came was expected after all"


def test_a_session_is_complete_as_soon_as_the_one_without_a_mark_has_left(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id, ann = a_session(db, workshop_id), an_enrolment(db, workshop_id)
        bob = an_enrolment(db, workshop_id, a_person(db, "Bob"))
        attendance.mark(db, session_id, [ann], AttendanceState.PRESENT)
    for leave in (
        lambda db: enrolments.set_status(db, [bob], EnrolmentStatus.CANCELLED),
        lambda db: enrolments.remove(db, [bob]),
        lambda db: expected_sessions.leave_out(db, bob, [session_id]),
    ):
        with notebook.write("Leave") as db:
            assert not sessions.draft(db, session_id).is_complete
            leave(db)
            assert sessions.draft(db, session_id).is_complete
        notebook.undo()


def test_people_move_to_another_workshop_and_what_they_attended_stays(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        old, new = a_workshop(db), a_workshop(db, "Tablette", capacity=1)
        ann, bob = an_enrolment(db, old), an_enrolment(db, old, a_person(db, "Bob"))
        attendance.mark(db, a_session(db, old), [ann], AttendanceState.PRESENT)
    with notebook.write("Move") as db:
        moved = transfers.move(db, [ann, bob], new, today=TODAY)
    assert (len(moved.done.enrolled), len(moved.done.waiting), moved.kept) == (1, 1, 1)
    with notebook.read() as db:
        assert enrolments.find(db, old) == [ann]
        line = enrolments.lines(db, [ann])[ann]
        assert (line.status, line.present) == (EnrolmentStatus.CANCELLED, 1)
    with refused("same_workshop"), notebook.write("Move") as db:
        transfers.move(db, [ann], old, today=TODAY)


def test_a_session_with_places_of_its_own_says_when_too_many_are_expected(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        small = a_session(db, workshop_id, capacity=1)
        a_session(db, workshop_id)
        an_enrolment(db, workshop_id)
        second = an_enrolment(db, workshop_id, a_person(db, "Bob"))
        assert occupancy.crowded(db, workshop_id, today=TODAY) == {small: occupancy.Fill(2, 1, 0)}
        expected_sessions.leave_out(db, second, [small])
        assert occupancy.crowded(db, workshop_id, today=TODAY) == {}
