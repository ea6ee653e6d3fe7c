"""Copies of a workshop: the same facts, its sessions moved to other days, and its people again where wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import enrolments, sessions, workshops
from models.codes import EnrolmentStatus, SessionStatus, WorkshopStatus
from models.enrolments import Enrolled, Enrolment
from models.problem import refusal
from models.sessions import SessionQuery

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What a copy is to be: without `first` it has no session; sessions in `left_out` (ids) are not copied.

    With `keep_weekdays` all are moved by whole weeks, so that the first one is on `first` or in the six days after.
    """

    first: date | None = None
    title: str = ""
    keep_weekdays: bool = False
    with_place: bool = True
    with_trainers: bool = True
    with_people: bool = False
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """One session and the day it is moved to; the hours stay those of the wall clock."""

    session_id: int
    before: date
    date: date
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Copied:
    """What was made: the workshop, its sessions, and who was enrolled (nobody when that was not wanted)."""

    workshop_id: int
    session_ids: tuple[int, ...]
    enrolled: Enrolled


def moved(db: Session, workshop_id: int, first: date, *, keep_weekdays: bool = False) -> list[Moved]:
    """Return where the sessions of a workshop go when the first one is held on another day; cancelled ones stay."""
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
    if not ids:
        return []
    by_id = sessions.lines(db, ids)
    lines = [by_id[each] for each in ids]
    days = (first - lines[0].date).days
    by = timedelta(-(-days // 7) * 7 if keep_weekdays else days)
    try:
        return [Moved(each.id, each.date, each.date + by, each.start, each.end) for each in lines]
    except OverflowError:
        years = {"year": first.year, "earliest": date.min.year, "latest": date.max.year - 1}
        raise refusal("year_out_of_range", field="date", **years) from None


def proposed(db: Session, workshop_id: int, *, today: date) -> date:
    """Return a first day for a copy: the weekday of the first session, after its last one and after today."""
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
    days = [each.date for each in sessions.lines(db, ids).values()]
    if not days:
        return today
    weeks = (max(*days, today) - min(days)).days // 7 + 1
    try:
        return min(days) + weeks * WEEK
    except OverflowError:
        return today


def duplicate(db: Session, workshop_id: int, plan: CopyPlan = CopyPlan(), *, today: date) -> Copied:
    """Make a workshop like another one, as the plan says."""
    stored = workshops.draft(db, workshop_id)
    draft = replace(stored, title=plan.title or stored.title, status=WorkshopStatus.PLANNED, cancel_reason="")
    draft = draft if plan.with_place else replace(draft, place_id=None)
    copy_id = workshops.save(db, draft if plan.with_trainers else replace(draft, trainer_ids=()))
    chosen = moved(db, workshop_id, plan.first, keep_weekdays=plan.keep_weekdays) if plan.first else []
    made = [_copy_session(db, each, copy_id, plan) for each in chosen if each.session_id not in plan.left_out]
    people = _people(db, workshop_id) if plan.with_people else []
    return Copied(copy_id, tuple(made), enrolments.enrol(db, copy_id, people, today=today))


def _copy_session(db: Session, each: Moved, copy_id: int, plan: CopyPlan) -> int:
    stored = sessions.draft(db, each.session_id)
    draft = replace(stored, date=each.date, status=SessionStatus.PLANNED, is_complete=False, remarks="")
    draft = draft if plan.with_place else replace(draft, place_id=None)
    return sessions.save(db, copy_id, draft if plan.with_trainers else replace(draft, trainer_ids=()))


def _people(db: Session, workshop_id: int) -> list[int]:
    """Return who is enrolled, in the order in which they were."""
    query = select(Enrolment.person_id).where(
        Enrolment.workshop_id == workshop_id, Enrolment.status == EnrolmentStatus.ENROLLED
    )
    return list(db.scalars(query.order_by(Enrolment.position, Enrolment.id)))
