"""Whatever is marked and counted: nobody stays longer than the session, sums stay right, undo gives back each state."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import attendance, feedback, headcounts, sessions, sheet_entries, statistics
from models.attendance import Attendance
from models.codes import AttendanceState
from models.feedback import FeedbackDraft
from models.headcounts import AXES, UNTOLD, HeadcountDraft
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import WorkshopSession
from models.sheet_entries import Arrival, SheetEntry
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.dumps import dump

Draw = Callable[[int], int]
"""A number from 0, below a limit that hypothesis chooses from."""
Step = Callable[[Session, "Desk", Draw], None]
STATES = tuple(AttendanceState)


class Desk:
    """A workshop of two sessions of two hours, with four people."""

    def __init__(self, db: Session) -> None:
        self.workshop = a_workshop(db, capacity=4)
        self.sessions = [a_session(db, self.workshop), a_session(db, self.workshop, start="17:00", end="19:00")]
        self.enrolled = [an_enrolment(db, self.workshop, a_person(db, f"Ann {number}")) for number in range(4)]

    def some(self, draw: Draw) -> list[int]:
        """Return some of those enrolled."""
        chosen = draw(16)
        return [each for place, each in enumerate(self.enrolled) if chosen >> place & 1]


def mark(db: Session, desk: Desk, draw: Draw) -> None:
    attendance.mark(db, desk.sessions[draw(2)], desk.some(draw), STATES[draw(4)])


def mark_a_part(db: Session, desk: Desk, draw: Draw) -> None:
    """Mark some minutes: none and more than the session lasts are refused."""
    session_id, minutes = desk.sessions[draw(2)], draw(150)
    longest = sessions.lines(db, [session_id])[session_id].minutes
    try:
        attendance.mark(db, session_id, desk.some(draw), AttendanceState.PRESENT, minutes=minutes)
    except UserError:
        assert not 0 < minutes <= longest
        raise
    assert 0 < minutes <= longest


def everyone(db: Session, desk: Desk, draw: Draw) -> None:
    attendance.everyone_was_here(db, desk.sessions[draw(2)])


def change_hours(db: Session, desk: Desk, draw: Draw) -> None:
    """Make a session shorter or longer."""
    session_id = desk.sessions[draw(2)]
    draft = sessions.draft(db, session_id)
    end = time(draft.start.hour + 1 + draw(3), (0, 15, 30)[draw(3)])
    sessions.save(db, desk.workshop, replace(draft, end=end), session_id)


def count(db: Session, desk: Desk, draw: Draw) -> None:
    """Count by groups: what does not add up is refused."""
    parts = {
        axis: {code.value: number for code in list(codes)[:3] if code != UNTOLD and (number := draw(4))}
        for axis, codes in AXES.items()
    }
    draft = HeadcountDraft(draw(9), draw(4), {axis: each for axis, each in parts.items() if each})
    adds_up = all(sum(each.values()) <= draft.total for each in draft.parts.values())
    try:
        headcounts.save(db, desk.sessions[draw(2)], draft)
    except UserError:
        assert not adds_up or draft.already_helped > draft.total
        raise
    assert adds_up
    assert draft.already_helped <= draft.total


def count_more(db: Session, desk: Desk, draw: Draw) -> None:
    session_id = desk.sessions[draw(2)]
    before = headcounts.draft(db, session_id)
    assert headcounts.add(db, session_id, draw(3)) >= before.total
    assert headcounts.draft(db, session_id).parts == before.parts


def answer(db: Session, desk: Desk, draw: Draw) -> None:
    feedback.save(db, desk.sessions[draw(2)], FeedbackDraft(draw(4), draw(4), draw(4), draw(4), draw(4)))


def type_a_sheet(db: Session, desk: Desk, draw: Draw) -> None:
    """Type a sheet back: a mark that says the same keeps its minutes."""
    session_id = desk.sessions[draw(2)]
    states = {each: STATES[draw(4)] for each in desk.some(draw)}
    before = {row.enrolment_id: row.mark for row in sheet_entries.rows(db, session_id)}
    came = [Arrival("Zoé", f"Le Goff {draw(3)}")] * draw(2)
    sheet_entries.enter(db, session_id, SheetEntry(states, came, draw(6)), today=TODAY)
    after = {row.enrolment_id: row.mark for row in sheet_entries.rows(db, session_id)}
    for each, state in states.items():
        assert after[each].state == state
        assert after[each] == before[each] or before[each].state != state


STEPS: tuple[Step, ...] = (
    mark, mark_a_part, mark_a_part, everyone, change_hours, change_hours, count, count, count_more, answer,
    type_a_sheet, type_a_sheet,
)  # fmt: skip


def check_rules(db: Session, desk: Desk) -> None:
    """What holds after whatever was done, counted here in the plainest way."""
    presences = attendance.presences_by_session(db, desk.sessions)
    figures = {each.id: each for each in statistics.session_facts(db, TODAY, TODAY)}
    for row in db.scalars(select(WorkshopSession)).all():
        marks = db.scalars(select(Attendance).where(Attendance.session_id == row.id)).all()
        longest = sessions.length(row.start, row.end)
        assert all(each.minutes is None or 0 < each.minutes <= longest for each in marks)
        assert all(each.minutes is None for each in marks if each.state != "present")
        assert len({each.enrolment_id for each in marks}) == len(marks)
        counted = headcounts.draft(db, row.id)
        assert all(counted.untold(axis) >= 0 for axis in AXES)
        assert 0 <= counted.already_helped <= counted.total
        now = presences[row.id]
        by_state = [sum(each.state == state for each in marks) for state in ("present", "absent", "excused")]
        assert [now.present, now.absent, now.excused, now.unnamed] == [*by_state, counted.total]
        assert now.people == by_state[0] + counted.total
        stayed = sum(longest if each.minutes is None else each.minutes for each in marks if each.state == "present")
        assert figures[row.id].person_minutes == stayed


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_minutes_and_sums_stay_right_and_undo_gives_back_each_state(new_file: Path, data: st.DataObject) -> None:
    def draw(limit: int) -> int:
        return data.draw(st.integers(0, limit - 1))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "n.carnet"
        shutil.copyfile(new_file, path)
        with Notebook.open(path) as notebook:
            work_and_take_back(notebook, data.draw(st.lists(st.sampled_from(STEPS), min_size=4, max_size=9)), draw)


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
            with notebook.read() as db:
                assert dump(db) == states[-1], "what is refused leaves nothing behind"
            continue
        with notebook.read() as db:
            check_rules(db, desk)
            if len(notebook.history()) > before:
                states.append(dump(db))
    for state in reversed(states[:-1]):
        notebook.undo()
        with notebook.read() as db:
            assert dump(db) == state
