"""Whatever people do with a list: the waiting list keeps its order and its promise, and undo gives it back exactly."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import attendance, enrolments, expected_sessions, occupancy, sessions, transfers, waiting_list, workshops
from models.attendance import Attendance
from models.codes import AttendanceState, EnrolmentStatus
from models.enrolments import Enrolment, EnrolmentSkip
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import SessionQuery, WorkshopSession
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.models.dumps import dump

Draw = Callable[[int], int]
"""A number from 0, below a limit that hypothesis chooses from."""
Step = Callable[[Session, "Desk", Draw], None]


class Desk:
    """Two workshops of three and two places, with two sessions each, and six people."""

    def __init__(self, db: Session) -> None:
        self.workshops = [a_workshop(db, capacity=3), a_workshop(db, "Tablette", capacity=2)]
        self.sessions = [a_session(db, each) for each in self.workshops for _ in range(2)]
        self.people = [a_person(db, f"Ann {number}") for number in range(6)]

    def one(self, db: Session, draw: Draw) -> int:
        """Return an enrolment of one of the two."""
        ids = [each for workshop in self.workshops for each in enrolments.find(db, workshop)]
        if not ids:
            raise UserError
        return ids[draw(len(ids))]


def enrol(db: Session, desk: Desk, draw: Draw) -> None:
    """Enrol someone; a newcomer never takes a place that is promised to who waits."""
    workshop_id, person_id = desk.workshops[draw(2)], desk.people[draw(6)]
    capacity = workshops.draft(db, workshop_id).capacity
    before = enrolments.counts_by_workshop(db, [workshop_id])[workshop_id]
    done = enrolments.enrol(db, workshop_id, [person_id], today=TODAY)
    if done.enrolled and capacity is not None:
        assert capacity - before.enrolled > before.waiting


def enrol_anyway(db: Session, desk: Desk, draw: Draw) -> None:
    done = enrolments.enrol(db, desk.workshops[draw(2)], [desk.people[draw(6)]], today=TODAY, over=True)
    assert not done.waiting


def change(db: Session, desk: Desk, draw: Draw) -> None:
    enrolments.set_status(db, [desk.one(db, draw)], list(EnrolmentStatus)[draw(4)])


def accept(db: Session, desk: Desk, draw: Draw) -> None:
    """Give the free place to whom it is offered: the first of those who wait without an answer to give."""
    workshop_id = desk.workshops[draw(2)]
    found = waiting_list.offers(db, workshop_id)
    if found.next_id is not None:
        rest = [each for each in waiting_list.turns(db, workshop_id) if each not in found.pending]
        assert found.next_id == rest[0]
        waiting_list.offer(db, [found.next_id], today=TODAY)
        if draw(2):
            enrolments.set_status(db, [found.next_id], EnrolmentStatus.ENROLLED)


def shift(db: Session, desk: Desk, draw: Draw) -> None:
    workshop_id = desk.workshops[draw(2)]
    order = waiting_list.turns(db, workshop_id)
    if not order:
        raise UserError
    place = draw(len(order))
    by = 1 if draw(2) else -1
    waiting_list.shift(db, [order[place]], by)
    other = min(max(place + by, 0), len(order) - 1)
    order.insert(other, order.pop(place))
    assert waiting_list.turns(db, workshop_id) == order


def arrival(db: Session, desk: Desk, draw: Draw) -> None:
    waiting_list.put_in_order_of_arrival(db, desk.workshops[draw(2)])


def resize(db: Session, desk: Desk, draw: Draw) -> None:
    workshop_id = desk.workshops[draw(2)]
    from dataclasses import replace

    workshops.save(db, replace(workshops.draft(db, workshop_id), capacity=(None, 1, 2, 4)[draw(4)]), workshop_id)


def move(db: Session, desk: Desk, draw: Draw) -> None:
    enrolment_id = desk.one(db, draw)
    line = enrolments.lines(db, [enrolment_id])[enrolment_id]
    other = next(each for each in desk.workshops if each != line.workshop_id)
    came = line.present
    moved = transfers.move(db, [enrolment_id], other, today=TODAY)
    left = enrolments.lines(db, enrolments.find(db, line.workshop_id)).values()
    mine = [each for each in left if each.person_id == line.person_id]
    assert bool(mine) == bool(moved.kept)
    assert not came or mine[0].present == came, "what was attended stays where it happened"


def drop_in(db: Session, desk: Desk, draw: Draw) -> None:
    enrolment_id = desk.one(db, draw)
    workshop_id = enrolments.lines(db, [enrolment_id])[enrolment_id].workshop_id
    own = sessions.find(db, SessionQuery(workshop_id=workshop_id))
    expected_sessions.leave_out(db, enrolment_id, [own[draw(len(own))]] if draw(2) else [])


def mark(db: Session, desk: Desk, draw: Draw) -> None:
    enrolment_id = desk.one(db, draw)
    workshop_id = enrolments.lines(db, [enrolment_id])[enrolment_id].workshop_id
    own = sessions.find(db, SessionQuery(workshop_id=workshop_id))
    attendance.mark(db, own[draw(len(own))], [enrolment_id], list(AttendanceState)[draw(4)])


def everyone(db: Session, desk: Desk, draw: Draw) -> None:
    attendance.everyone_was_here(db, desk.sessions[draw(4)])


def take_off(db: Session, desk: Desk, draw: Draw) -> None:
    enrolments.remove(db, [desk.one(db, draw)])


STEPS: tuple[Step, ...] = (
    enrol, enrol, enrol_anyway, change, accept, shift, arrival, resize, move, drop_in, mark, everyone, take_off,
)  # fmt: skip


def check_rules(db: Session, desk: Desk) -> None:
    """What holds after whatever was done, counted here in the plainest way."""
    rows = db.scalars(select(Enrolment)).all()
    keys = [(row.workshop_id, row.person_id) for row in rows]
    assert len(keys) == len(set(keys)), "nobody is twice on a list"
    for workshop_id in desk.workshops:
        own = [row for row in rows if row.workshop_id == workshop_id]
        waiting = sorted((row for row in own if row.status == "waiting"), key=lambda row: row.position)
        assert len({row.position for row in waiting}) == len(waiting)
        assert waiting_list.turns(db, workshop_id) == [row.id for row in waiting]
        enrolled = sum(row.status == "enrolled" for row in own)
        count = enrolments.counts_by_workshop(db, [workshop_id])[workshop_id]
        assert (count.enrolled, count.waiting) == (enrolled, len(waiting))
        assert all(row.offered_on is None for row in own if row.status in ("enrolled", "cancelled"))
    for session in db.scalars(select(WorkshopSession)).all():
        check_session(db, session, [row for row in rows if row.workshop_id == session.workshop_id])


def check_session(db: Session, session: WorkshopSession, own: list[Enrolment]) -> None:
    left_out = set(db.scalars(select(EnrolmentSkip.enrolment_id).where(EnrolmentSkip.session_id == session.id)))
    marked = set(db.scalars(select(Attendance.enrolment_id).where(Attendance.session_id == session.id)))
    expected = {row.id for row in own if row.status == "enrolled" and row.id not in left_out}
    assert occupancy.fill_by_session(db, [session.id])[session.id].expected == len(expected)
    assert session.is_complete == (bool(marked) and expected <= marked)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rules_hold_whatever_is_done_and_undo_gives_back_each_state(new_file: Path, data: st.DataObject) -> None:
    def draw(limit: int) -> int:
        return data.draw(st.integers(0, 10_000)) % limit

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "n.carnet"
        shutil.copyfile(new_file, path)
        with Notebook.open(path) as notebook:
            work_and_take_back(notebook, data.draw(st.lists(st.sampled_from(STEPS), min_size=4, max_size=16)), draw)


def work_and_take_back(notebook: Notebook, steps: list[Step], draw: Draw) -> None:
    with notebook.write("Prepare") as db:
        desk = Desk(db)
    with notebook.read() as db:
        states = [dump(db)]
    for step in steps:
        before = len(notebook.history())
        try:
            with notebook.write("Step") as db:
                step(db, desk, draw)
        except UserError:
            continue
        with notebook.read() as db:
            check_rules(db, desk)
            if len(notebook.history()) > before:
                states.append(dump(db))
    for state in reversed(states[:-1]):
        notebook.undo()
        with notebook.read() as db:
            assert dump(db) == state
