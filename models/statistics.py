"""The facts behind the figures of a period, by the definitions of the trade: read in a few queries, never stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.base import chunks
from models.certificates import Certificate
from models.codes import AttendanceState, CertificateStatus, SessionStatus, age_band
from models.enrolments import Enrolment
from models.headcounts import UNTOLD, Headcount, HeadcountPart
from models.people import Person
from models.places import Place
from models.sessions import WorkshopSession, length
from models.workshops import Workshop, WorkshopCode

AXES = ("age_band", "gender", "occupation")


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session with how many came; `person_minutes` sums the minutes that the named stayed.

    The place is the session's own or its workshop's; the version moves with everything said here.
    """

    id: int
    uid: str
    workshop_id: int
    place_id: int | None
    date: date
    start: time
    end: time
    status: str
    is_complete: bool
    version: int
    present: int
    absent: int
    excused: int
    person_minutes: int
    unnamed: int
    already_helped: int

    @property
    def minutes(self) -> int:
        """The planned length."""
        return length(self.start, self.end)

    @property
    def is_held(self) -> bool:
        """Tell whether what it says counts."""
        return self.status == SessionStatus.HELD


@dataclass(frozen=True, slots=True)
class PresenceFacts:
    """One named person present at one session that was held, with what they told about themselves at that date."""

    session_id: int
    day: date
    person_id: int
    age_band: str
    gender: str
    occupation: str
    town: str
    minutes: int


@dataclass(frozen=True, slots=True)
class UnnamedFacts:
    """How many unnamed participants of one session that was held told one code of one axis."""

    session_id: int
    axis: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class WorkshopFacts:
    """One workshop as the programme knows it."""

    id: int
    uid: str
    title: str
    format: str
    audience: str
    level: str
    themes: tuple[str, ...]
    equipment: tuple[str, ...]
    capacity: int | None
    status: str
    version: int


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One place as the programme knows it."""

    id: int
    uid: str
    kind: str
    name: str
    postcode: str
    town: str
    insee: str
    pivot: str
    version: int


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """How many certificates of one workshop were issued in the period, and what became of them since."""

    workshop_id: int
    issued: int
    replaced: int
    revoked: int


def session_facts(db: Session, first: date, last: date) -> list[SessionFacts]:
    """Return every session from `first` to `last`, both included, in order."""
    marks, own = _marks().subquery(), WorkshopSession
    place_id, version = func.coalesce(own.place_id, Workshop.place_id), own.version + Workshop.version
    numbers = (marks.c.present, marks.c.absent, marks.c.excused, marks.c.partial, marks.c.whole)
    query = (
        select(
            own.id, own.uid, own.workshop_id, place_id, own.date, own.start, own.end, own.status, own.is_complete,
            version,
            *(func.coalesce(number, 0).label(number.key or "") for number in numbers),
            func.coalesce(Headcount.total, 0).label("unnamed"),
            func.coalesce(Headcount.already_helped, 0).label("helped"),
        )
        .join(Workshop, Workshop.id == own.workshop_id)
        .outerjoin(marks, marks.c.session_id == own.id)
        .outerjoin(Headcount, Headcount.session_id == own.id)
        .where(own.date.between(first, last))
        .order_by(own.date, own.start, own.id)
    )  # fmt: skip
    return [
        SessionFacts(
            *row[:10], row.present, row.absent, row.excused, row.partial + row.whole * length(row.start, row.end),
            row.unnamed, row.helped,
        )
        for row in db.execute(query)
    ]  # fmt: skip


def _marks() -> Select[int, int, int, int, int, int]:
    """Count the marks of each session; `whole` are those present from start to end, `partial` minutes of the others."""
    present = Attendance.state == AttendanceState.PRESENT
    return select(
        Attendance.session_id,
        func.sum(case((present, 1), else_=0)).label("present"),
        func.sum(case((Attendance.state == AttendanceState.ABSENT, 1), else_=0)).label("absent"),
        func.sum(case((Attendance.state == AttendanceState.EXCUSED, 1), else_=0)).label("excused"),
        func.sum(case((present, func.coalesce(Attendance.minutes, 0)), else_=0)).label("partial"),
        func.sum(case((present & Attendance.minutes.is_(None), 1), else_=0)).label("whole"),
    ).group_by(Attendance.session_id)


def presence_facts(db: Session, first: date, last: date) -> list[PresenceFacts]:
    """Return every named presence at a session held in the period."""
    query = (
        select(
            WorkshopSession.id, WorkshopSession.date, Person.id, Person.birth_year, Attendance.age_band,
            Person.age_band, Person.gender, Person.occupation, Person.town, WorkshopSession.start, WorkshopSession.end,
            Attendance.minutes,
        )
        .join(Attendance, Attendance.session_id == WorkshopSession.id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            WorkshopSession.date.between(first, last), WorkshopSession.status == SessionStatus.HELD,
            Attendance.state == AttendanceState.PRESENT,
        )
    )  # fmt: skip
    return [
        PresenceFacts(
            session_id, day, person_id, frozen or age_band(year, day.year, band), gender or UNTOLD,
            occupation or UNTOLD, town, length(start, end) if minutes is None else minutes,
        )
        for session_id, day, person_id, year, frozen, band, gender, occupation, town, start, end, minutes
        in db.execute(query)
    ]  # fmt: skip


def unnamed_facts(db: Session, first: date, last: date) -> list[UnnamedFacts]:
    """Return what unnamed participants told, the rest of each session's total as not told."""
    query = (
        select(Headcount.session_id, Headcount.total, HeadcountPart.axis, HeadcountPart.code, HeadcountPart.count)
        .join(WorkshopSession, WorkshopSession.id == Headcount.session_id)
        .outerjoin(HeadcountPart, HeadcountPart.headcount_id == Headcount.id)
        .where(WorkshopSession.date.between(first, last), WorkshopSession.status == SessionStatus.HELD)
        .order_by(Headcount.session_id, HeadcountPart.id)
    )
    found: list[UnnamedFacts] = []
    rest: dict[tuple[int, str], int] = {}
    for session_id, total, axis, code, count in db.execute(query):
        for each in AXES:
            rest.setdefault((session_id, each), total)
        if axis is not None:
            found.append(UnnamedFacts(session_id, axis, code, count))
            rest[session_id, axis] -= count
    return found + [UnnamedFacts(*key, UNTOLD, count) for key, count in rest.items() if count]


def first_days(db: Session, person_ids: Collection[int]) -> dict[int, date]:
    """Return the day of each person's first presence ever."""
    found: dict[int, date] = {}
    for part in chunks(sorted(person_ids)):
        query = (
            select(Enrolment.person_id, func.min(WorkshopSession.date))
            .join(Attendance, Attendance.enrolment_id == Enrolment.id)
            .join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
            .where(
                Enrolment.person_id.in_(part), Attendance.state == AttendanceState.PRESENT,
                WorkshopSession.status == SessionStatus.HELD,
            )
            .group_by(Enrolment.person_id)
        )  # fmt: skip
        found |= {row[0]: row[1] for row in db.execute(query)}
    return found


def workshop_facts(db: Session, workshop_ids: Collection[int]) -> list[WorkshopFacts]:
    """Return these workshops as the programme knows them."""
    codes: dict[tuple[int, str], list[str]] = {}
    query = select(WorkshopCode.workshop_id, WorkshopCode.axis, WorkshopCode.code)
    for workshop_id, axis, code in db.execute(query.where(WorkshopCode.workshop_id.in_(workshop_ids))):
        codes.setdefault((workshop_id, axis), []).append(code)
    return [
        WorkshopFacts(
            row.id, row.uid, row.title, row.format, row.audience, row.level,
            tuple(sorted(codes.get((row.id, "theme"), ()))), tuple(sorted(codes.get((row.id, "equipment"), ()))),
            row.capacity, row.status, row.version,
        )
        for row in db.scalars(select(Workshop).where(Workshop.id.in_(workshop_ids)))
    ]  # fmt: skip


def place_facts(db: Session, place_ids: Collection[int]) -> list[PlaceFacts]:
    """Return these places as the programme knows them."""
    columns = [getattr(Place, name) for name in PlaceFacts.__dataclass_fields__]
    return [PlaceFacts(*row) for row in db.execute(select(*columns).where(Place.id.in_(place_ids)))]


def certificate_facts(db: Session, first: date, last: date) -> list[CertificateFacts]:
    """Count the certificates issued from `first` to `last` by workshop, which may have no session in these days."""
    ended = [
        func.sum(case((Certificate.status == status, 1), else_=0))
        for status in (CertificateStatus.REPLACED, CertificateStatus.REVOKED)
    ]
    query = select(Certificate.workshop_id, func.count(Certificate.id), *ended)
    query = query.where(Certificate.issued_on.between(first, last)).group_by(Certificate.workshop_id)
    return [CertificateFacts(*row) for row in db.execute(query)]
