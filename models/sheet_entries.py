"""A paper sheet typed back: its rows as they are printed, and all that it says stored in one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from models import attendance, enrolments, feedback, headcounts, names
from models.attendance import Mark, WalkIn
from models.codes import AttendanceState, EnrolmentStatus
from models.drafts import existing
from models.feedback import FeedbackDraft
from models.names import Named
from models.problem import Problem
from models.sessions import WorkshopSession


class SheetOrder(StrEnum):
    """Which sheet was printed: that of the session by family or given name, or that of all sessions."""

    SESSION = "session"
    GIVEN_NAME = "given_name"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True)
class SheetRow(Named):
    """One printed row; its number is its place. Who is not expected is crossed out on the sheet of all sessions."""

    enrolment_id: int
    person_id: int
    given_name: str
    family_name: str
    mark: Mark
    is_expected: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who wrote their name on a blank row: someone known, or a name."""

    given_name: str = ""
    family_name: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """What a sheet says: the states of its rows, who arrived, how many without a name, what they answered."""

    states: Mapping[int, AttendanceState] = field(default_factory=dict)
    arrivals: Sequence[Arrival] = ()
    unnamed: int | None = None
    feedback: FeedbackDraft | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of it."""

    came: Sequence[WalkIn]
    warnings: Sequence[Problem]


def rows(db: Session, session_id: int, order: SheetOrder = SheetOrder.SESSION) -> list[SheetRow]:
    """Return the rows of a sheet in the order of the paper, with what is entered already."""
    session = existing(db, WorkshopSession, session_id)
    expected = attendance.expected(db, session_id)
    ids = expected
    if order is SheetOrder.WORKSHOP:
        ids = enrolments.find(db, session.workshop_id, status=EnrolmentStatus.ENROLLED)
    marks = {each.enrolment_id: each.marks for each in attendance.grid(db, session.workshop_id)}
    lines = enrolments.lines(db, ids)
    here = set(expected)
    named = [lines[each] for each in ids if lines[each].given_name or lines[each].family_name]  # the others: no row
    found = [
        SheetRow(
            line.id, line.person_id, line.given_name, line.family_name,
            marks[line.id].get(session_id, Mark()), line.id in here,
        )
        for line in named
    ]  # fmt: skip
    if order is SheetOrder.GIVEN_NAME:
        found.sort(key=lambda each: names.fold(names.shown(each.given_name, each.family_name)))
    return found


def enter(db: Session, session_id: int, entry: SheetEntry, *, today: date) -> Entered:
    """Store all that a sheet says; a mark that is there already keeps its minutes.

    Raises UserError session_cancelled, not_enrolled, or what the counters refuse.
    """
    workshop_id = existing(db, WorkshopSession, session_id).workshop_id
    stored = {row.enrolment_id: row.marks.get(session_id, Mark()).state for row in attendance.grid(db, workshop_id)}
    for state in AttendanceState:
        changed = [each for each, wanted in entry.states.items() if wanted == state != stored.get(each)]
        if changed:
            attendance.mark(db, session_id, changed, state)
    came = [_admit(db, session_id, each, today) for each in entry.arrivals]
    if entry.unnamed is not None:
        counted = headcounts.draft(db, session_id)
        if counted.total != entry.unnamed:
            headcounts.save(db, session_id, replace(counted, total=entry.unnamed))
    warnings = feedback.save(db, session_id, entry.feedback) if entry.feedback is not None else []
    return Entered(came, warnings)


def _admit(db: Session, session_id: int, each: Arrival, today: date) -> WalkIn:
    if each.person_id is not None:
        return attendance.admit(db, session_id, each.person_id, today=today)
    return attendance.walk_in(db, session_id, each.given_name, each.family_name, today=today)
