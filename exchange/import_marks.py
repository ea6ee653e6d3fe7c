"""Columns of dates with crosses -> attendance: the sessions they belong to, and the marks entered at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from exchange.import_plan import Kind, PlannedRow
from models import attendance, enrolments, sessions
from models.attendance import GridRow
from models.codes import AttendanceState, EnrolmentStatus, SessionStatus
from models.enrolments import Enrolled
from models.problem import Problem
from models.sessions import SessionQuery

if TYPE_CHECKING:
    from models.notebook import Db

Presence = Mapping[date, str]


def with_repeated(rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Give a row the marks of the later rows that name the same person again; where two disagree the first stays."""
    added: dict[int, dict[date, str]] = {}
    for row in rows:
        if row.same_as is not None:
            added.setdefault(row.same_as, {}).update({**row.presence, **added.get(row.same_as, {})})
    return [
        replace(row, presence={**added[row.number], **row.presence}) if row.number in added else row for row in rows
    ]


def sessions_of_days(
    db: Db, rows: Sequence[PlannedRow], workshop_id: int | None
) -> tuple[dict[date, int], list[Problem]]:
    """Return the session that each day with marks belongs to, and what is to be told of days that have none."""
    marks = Counter(day for row in rows if row.kind is not Kind.LEFT_OUT for day in row.presence)
    if not marks:
        return {}, []
    if workshop_id is None:
        return {}, [Problem("", "marks_without_workshop", {"count": marks.total()}, is_warning=True)]
    by_day: dict[date, list[sessions.SessionLine]] = {}
    for line in sessions.lines(db, sessions.find(db, SessionQuery(workshop_id=workshop_id))).values():
        by_day.setdefault(line.date, []).append(line)
    found: dict[date, int] = {}
    notes = []
    for day in sorted(marks):
        held = sorted(by_day.get(day, ()), key=lambda line: (line.start, line.id))
        open_ones = [line for line in held if line.status != SessionStatus.CANCELLED]
        if open_ones:
            found[day] = open_ones[0].id
        if not held:
            notes.append(Problem("", "marks_no_session", {"date": day, "count": marks[day]}, is_warning=True))
        elif not open_ones:
            notes.append(Problem("", "marks_session_cancelled", {"date": day, "count": marks[day]}, is_warning=True))
        elif len(open_ones) > 1:
            notes.append(Problem("", "marks_first_session", {"date": day, "time": open_ones[0].start}, is_warning=True))
    return found, [*notes, *_replaced(db, rows, workshop_id, found)]


def _replaced(db: Db, rows: Sequence[PlannedRow], workshop_id: int, found: Mapping[date, int]) -> list[Problem]:
    """Tell how many marks entered before the list would change."""
    entered = {row.person_id: row.marks for row in attendance.grid(db, workshop_id)}
    changed = 0
    for row in rows:
        before = entered.get(row.person_id, {}) if row.person_id is not None else {}
        for day, state in row.presence.items():
            known = before.get(found[day]) if day in found else None
            changed += known is not None and known.state != state
    return [Problem("", "marks_replaced", {"count": changed}, is_warning=True)] if changed else []


def enrol_and_mark(
    db: Db,
    workshop_id: int,
    people: Sequence[tuple[int, Presence]],
    session_of: Mapping[date, int],
    *,
    today: date,
) -> tuple[Enrolled, int]:
    """Enrol people in their order and enter their marks; whoever has one is enrolled even over the capacity."""
    wanted: dict[int, dict[date, str]] = {}
    for person_id, presence in people:  # two rows may be one person: the first mark of a day stays
        before = wanted.setdefault(person_id, {})
        before |= {day: state for day, state in presence.items() if day in session_of and day not in before}
    came = [person_id for person_id, marks in wanted.items() if marks]
    others = [person_id for person_id, marks in wanted.items() if not marks]
    first = enrolments.enrol(db, workshop_id, came, today=today, over=True)
    enrolments.set_status(db, first.already, EnrolmentStatus.ENROLLED)  # from the waiting list too
    then = enrolments.enrol(db, workshop_id, others, today=today)
    lines = {row.person_id: row for row in attendance.grid(db, workshop_id) if row.person_id in wanted}
    marks = 0
    for day, session_id in session_of.items():
        states = [(lines[each], wanted[each][day]) for each in came if day in wanted[each]]
        marks += _enter(db, session_id, states)
    done = Enrolled((*first.enrolled, *then.enrolled), then.waiting, (*first.already, *then.already), over=first.over)
    return done, marks


def _enter(db: Db, session_id: int, states: Iterable[tuple[GridRow, str]]) -> int:
    """Enter the marks of one session and return how many changed; one that says the same keeps its minutes."""
    changed: dict[str, list[int]] = {}
    for row, state in states:
        before = row.marks.get(session_id)
        if before is None or before.state != state:
            changed.setdefault(state, []).append(row.enrolment_id)
    for state, enrolment_ids in changed.items():
        attendance.mark(db, session_id, enrolment_ids, AttendanceState(state))
    return sum(map(len, changed.values()))
