"""What the law asks: who is due to be forgotten, and everything held about one person."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import association, history
from models.attendance import Attendance
from models.certificates import Certificate
from models.drafts import existing, values_of
from models.enrolments import Enrolment
from models.forgetting import anonymise, erase
from models.people import Person, PersonDraft
from models.sessions import WorkshopSession
from models.workshops import Workshop

__all__ = [
    "Extract", "HeldAction", "HeldAttendance", "HeldCertificate", "HeldWorkshop", "anonymise", "due", "erase",
    "extract", "limit",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldAttendance:
    """One mark of a person: the session's day and hours, the state, the minutes when only a part was attended."""

    date: date
    start: time
    end: time
    state: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class HeldWorkshop:
    """One enrolment of a person with every mark, in the order of the sessions."""

    title: str
    status: str
    enrolled_on: date
    attendance: tuple[HeldAttendance, ...]


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """One certificate of a person."""

    number: str
    workshop: str
    issued_on: date
    status: str


@dataclass(frozen=True, slots=True)
class HeldAction:
    """One action of the history that touched a person; `label` is English source text that takes `values`."""

    at: datetime
    label: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything held about one person (RGPD art. 15). `person` is field -> stored value, coded values as codes."""

    uid: str
    given_name: str
    family_name: str
    created_at: datetime
    person: Mapping[str, Any]
    workshops: tuple[HeldWorkshop, ...]
    certificates: tuple[HeldCertificate, ...]
    history: tuple[HeldAction, ...]


def limit(months: int, today: date) -> date:
    """Return the day so many months before today; the last of its month where there is no such day."""
    month = today.year * 12 + today.month - 1 - months
    year, month = max(month // 12, 1), month % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def due(db: Session, *, today: date) -> list[int]:
    """Return the people without contact for longer than the association keeps them, the longest ago first."""
    before = limit(association.the_row(db).retention_months, today)
    made = Person.created_at < datetime.combine(before, time(), UTC)
    query = select(Person.id).where(Person.anonymised_on.is_(None))
    query = query.where(or_(Person.last_contact < before, Person.last_contact.is_(None) & made))
    return list(db.scalars(query.order_by(Person.last_contact.nulls_first(), Person.created_at, Person.id)))


def extract(db: Session, person_id: int) -> Extract:
    """Return everything held about a person. Raises UserError record_gone."""
    row = existing(db, Person, person_id)
    held = {**values_of(row, PersonDraft), "last_contact": row.last_contact}
    return Extract(
        row.uid, row.given_name, row.family_name, row.created_at, held, _workshops(db, person_id),
        _certificates(db, person_id), _history(db, person_id),
    )  # fmt: skip


def _workshops(db: Session, person_id: int) -> tuple[HeldWorkshop, ...]:
    enrolled = select(Enrolment.id, Workshop.title, Enrolment.status, Enrolment.enrolled_on)
    enrolled = enrolled.join(Workshop, Workshop.id == Enrolment.workshop_id).where(Enrolment.person_id == person_id)
    columns = (WorkshopSession.date, WorkshopSession.start, WorkshopSession.end, Attendance.state, Attendance.minutes)
    marks = select(Attendance.enrolment_id, *columns)
    marks = marks.join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
    marks = marks.join(Enrolment, Enrolment.id == Attendance.enrolment_id).where(Enrolment.person_id == person_id)
    by_enrolment: dict[int, list[HeldAttendance]] = {}
    for row in db.execute(marks.order_by(WorkshopSession.date, WorkshopSession.start)):
        by_enrolment.setdefault(row[0], []).append(HeldAttendance(*row[1:]))
    return tuple(
        HeldWorkshop(title, status, day, tuple(by_enrolment.get(row_id, ())))
        for row_id, title, status, day in db.execute(enrolled.order_by(Enrolment.enrolled_on, Enrolment.id))
    )


def _certificates(db: Session, person_id: int) -> tuple[HeldCertificate, ...]:
    query = select(Certificate.number, Workshop.title, Certificate.issued_on, Certificate.status)
    query = query.join(Workshop, Workshop.id == Certificate.workshop_id).where(Certificate.person_id == person_id)
    return tuple(HeldCertificate(*row) for row in db.execute(query.order_by(Certificate.issued_on, Certificate.id)))


def _history(db: Session, person_id: int) -> tuple[HeldAction, ...]:
    """Return the actions that touched the person, oldest first."""
    entries = history.lines(db, history.of_person(db, person_id))
    return tuple(HeldAction(entries[each].at, entries[each].label, entries[each].values) for each in sorted(entries))
