"""The marks of one person as a list: when, in which workshop, and what was entered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.drafts import Lines
from models.enrolments import Enrolment
from models.sessions import WorkshopSession
from models.workshops import Workshop


@dataclass(frozen=True, slots=True)
class PresenceLine:
    """One mark; `minutes` only when the person stayed for a part of the session."""

    id: int
    workshop_id: int
    workshop: str
    date: date
    start: time
    end: time
    state: str
    minutes: int | None


def of_person(db: Session, person_id: int) -> list[int]:
    """Return the marks of a person, the newest session first."""
    query = select(Attendance.id).join(Enrolment, Enrolment.id == Attendance.enrolment_id)
    query = query.join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
    query = query.where(Enrolment.person_id == person_id)
    return list(db.scalars(query.order_by(WorkshopSession.date.desc(), WorkshopSession.start.desc(), Attendance.id)))


def lines(db: Session, ids: Collection[int]) -> Lines[PresenceLine]:
    """Return the lines of these marks."""
    query = (
        select(
            Attendance.id, Workshop.id, Workshop.title, WorkshopSession.date, WorkshopSession.start,
            WorkshopSession.end, Attendance.state, Attendance.minutes,
        )
        .join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
        .join(Workshop, Workshop.id == WorkshopSession.workshop_id)
        .where(Attendance.id.in_(ids))
    )  # fmt: skip
    return Lines("attendance", {row[0]: PresenceLine(*row) for row in db.execute(query)})
