"""Attendance: who of those enrolled came to which session, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import BindParameter, ForeignKey, Index, Select, String, UniqueConstraint, and_, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import enrolments, people
from models.base import Base, Travelling, chunks
from models.codes import AttendanceState, EnrolmentStatus, SessionStatus
from models.completeness import settle
from models.drafts import existing
from models.enrolments import Enrolment, EnrolmentSkip
from models.journal import insert_many
from models.names import Named
from models.people import Person, PersonDraft
from models.problem import refusal
from models.sessions import WorkshopSession, length, refuse_cancelled


class Attendance(Travelling, Base):
    """One mark. No row means that nothing has been entered; `minutes` only when the person stayed for a part."""

    __tablename__ = "attendance"
    constraints = (UniqueConstraint("enrolment_id", "session_id"), Index("ix_attendance_session_id", "session_id"))

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"))
    state: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int | None]
    age_band: Mapped[str] = mapped_column(String(40), default="")  # at that date, once the year of birth is forgotten


@dataclass(frozen=True, slots=True)
class Mark:
    """What was entered for one person at one session; `minutes` is None when the whole session counts."""

    state: str = AttendanceState.UNKNOWN
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GridRow(Named):
    """One enrolled person with the marks by session id; `skipped` sessions are those not expected at."""

    enrolment_id: int
    person_id: int
    given_name: str
    family_name: str
    marks: dict[int, Mark]
    skipped: frozenset[int]


@dataclass(frozen=True, slots=True)
class Presence:
    """The numbers of one session. `expected` are enrolled and not left out; `unnamed` came without a name."""

    expected: int = 0
    present: int = 0
    absent: int = 0
    excused: int = 0
    unnamed: int = 0

    @property
    def people(self) -> int:
        """Everyone who came: the attendances of domain.md."""
        return self.present + self.unnamed


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Who came without being enrolled, and what had to be made for it."""

    person_id: int
    enrolment_id: int
    is_new_person: bool
    over: int
    homonyms: int


def mark(
    db: Session, session_id: int, enrolment_ids: Collection[int], state: AttendanceState, *, minutes: int | None = None
) -> None:
    """Enter the same mark for these people; a first presence makes the session held.

    Raises UserError minutes_wrong, session_cancelled, or not_enrolled when an enrolment is of another workshop.
    """
    session = existing(db, WorkshopSession, session_id)
    if state != AttendanceState.UNKNOWN and enrolment_ids:
        refuse_cancelled(session)
    longest = length(session.start, session.end)
    if minutes is not None and not 0 < minutes <= longest:
        raise refusal("minutes_wrong", field="minutes", minutes=minutes, longest=longest)
    found = _found(db, session, enrolment_ids)
    if len(found) != len(set(enrolment_ids)):
        raise refusal("not_enrolled")
    minutes = minutes if state == AttendanceState.PRESENT else None
    for each in found.values():
        if each.row is not None and state == AttendanceState.UNKNOWN:
            db.delete(each.row)
        elif each.row is not None:
            each.row.state, each.row.minutes = state, minutes
        if each.skip is not None and state != AttendanceState.UNKNOWN:
            db.delete(each.skip)  # what is entered of them says that they were expected
    if state != AttendanceState.UNKNOWN:
        new = [each for each in dict.fromkeys(enrolment_ids) if found[each].row is None]
        values = {"session_id": session_id, "state": state, "minutes": minutes}
        insert_many(db, Attendance, [{"enrolment_id": each, **values} for each in new])
    db.flush()
    if state == AttendanceState.PRESENT and found:
        _note_contact(db, session, found.values())
    settle(db, session)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is stored of one enrolment for a session, and when the person was seen last."""

    person_id: int
    last_contact: date | None
    row: Attendance | None
    skip: EnrolmentSkip | None


@cache
def _found_query() -> Select[int, int, date | None, Attendance, EnrolmentSkip]:
    """Return the query for all that a mark needs to know, made once: making it costs as much as asking."""
    session_id: BindParameter[int] = bindparam("session_id")
    query = select(Enrolment.id, Enrolment.person_id, Person.last_contact, Attendance, EnrolmentSkip)
    query = query.join(Person, Person.id == Enrolment.person_id)
    for mapped in (Attendance, EnrolmentSkip):
        query = query.outerjoin(mapped, and_(mapped.enrolment_id == Enrolment.id, mapped.session_id == session_id))
    return query.where(
        Enrolment.workshop_id == bindparam("workshop_id"), Enrolment.id.in_(bindparam("ids", expanding=True))
    )


def _found(db: Session, session: WorkshopSession, enrolment_ids: Collection[int]) -> dict[int, _Found]:
    """Return what is stored of these enrolments; those of another workshop are left out."""
    found: dict[int, _Found] = {}
    for part in chunks(sorted(set(enrolment_ids))):
        asked = {"session_id": session.id, "workshop_id": session.workshop_id, "ids": part}
        found |= {row[0]: _Found(*row[1:]) for row in db.execute(_found_query(), asked)}
    return found


def _note_contact(db: Session, session: WorkshopSession, came: Iterable[_Found]) -> None:
    if session.status == SessionStatus.PLANNED:
        session.status = SessionStatus.HELD
    people.touch(db, [each.person_id for each in came if (each.last_contact or date.min) < session.date], session.date)


def stay_within(db: Session, session: WorkshopSession) -> None:
    """Let who stayed longer than a session lasts now have been there for the whole of it."""
    longest = length(session.start, session.end)
    for row in db.scalars(select(Attendance).where(Attendance.session_id == session.id, Attendance.minutes > longest)):
        row.minutes = None
    db.flush()


def everyone_was_here(db: Session, session_id: int) -> int:
    """Mark those expected who have no mark yet as present and return how many they are."""
    session = existing(db, WorkshopSession, session_id)
    ids = expected(db, session_id)
    marked = _found(db, session, ids)
    missing = [enrolment_id for enrolment_id in ids if marked[enrolment_id].row is None]
    mark(db, session.id, missing, AttendanceState.PRESENT)
    return len(missing)


def expected(db: Session, session_id: int) -> list[int]:
    """Return the enrolments expected at a session, by name."""
    query = _expected(existing(db, WorkshopSession, session_id)).join(Person, Person.id == Enrolment.person_id)
    return list(db.scalars(query.order_by(Person.sort_key, Enrolment.id)))


def _expected(session: WorkshopSession) -> Select[int]:
    skipped = select(EnrolmentSkip.enrolment_id).where(EnrolmentSkip.session_id == session.id)
    return select(Enrolment.id).where(
        Enrolment.workshop_id == session.workshop_id, Enrolment.status == EnrolmentStatus.ENROLLED,
        Enrolment.id.not_in(skipped),
    )  # fmt: skip


def walk_in(db: Session, session_id: int, given_name: str, family_name: str, *, today: date) -> WalkIn:
    """Find or make the person, enrol them even over the capacity and mark them present.

    A name that two people of the registry share is taken from the workshop's own list first, otherwise it is a new
    person: `homonyms` says how many others have that name.
    """
    session = existing(db, WorkshopSession, session_id)
    draft = PersonDraft(given_name=given_name, family_name=family_name)
    known = people.named(db, given_name, family_name)
    here = select(Enrolment.person_id).where(Enrolment.workshop_id == session.workshop_id)
    enrolled = list(db.scalars(here.where(Enrolment.person_id.in_(known))))
    chosen = enrolled if len(enrolled) == 1 else known
    is_new = len(chosen) != 1
    person_id = people.save(db, draft, today=today) if is_new else chosen[0]
    came = admit(db, session_id, person_id, today=today)
    return replace(came, is_new_person=is_new, homonyms=len(known) if is_new else len(known) - 1)


def admit(db: Session, session_id: int, person_id: int, *, today: date) -> WalkIn:
    """Enrol someone known, from the waiting list and over the capacity too, and mark them present."""
    session = existing(db, WorkshopSession, session_id)
    done = enrolments.enrol(db, session.workshop_id, [person_id], today=today, over=True)
    enrolment_id = (*done.enrolled, *done.already)[0]
    enrolments.set_status(db, done.already, EnrolmentStatus.ENROLLED)
    mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
    return WalkIn(person_id, enrolment_id, is_new_person=False, over=done.over, homonyms=0)


def grid(db: Session, workshop_id: int) -> list[GridRow]:
    """Return everyone enrolled, and everyone with a mark, with all their marks, by name: three queries in all."""
    query = select(Enrolment.id, Enrolment.person_id, Enrolment.status, Person.given_name, Person.family_name)
    query = query.join(Person, Person.id == Enrolment.person_id).where(Enrolment.workshop_id == workshop_id)
    rows = db.execute(query.order_by(Person.sort_key, Enrolment.id)).all()
    marks: dict[int, dict[int, Mark]] = {row.id: {} for row in rows}
    columns = select(Attendance.enrolment_id, Attendance.session_id, Attendance.state, Attendance.minutes)
    here = columns.join(Enrolment, Enrolment.id == Attendance.enrolment_id).where(Enrolment.workshop_id == workshop_id)
    for each in db.execute(here):
        marks[each.enrolment_id][each.session_id] = Mark(each.state, each.minutes)
    skipped: dict[int, set[int]] = {row.id: set() for row in rows}
    skips = select(EnrolmentSkip.enrolment_id, EnrolmentSkip.session_id).join(
        Enrolment, Enrolment.id == EnrolmentSkip.enrolment_id
    )
    for skip in db.execute(skips.where(Enrolment.workshop_id == workshop_id)):
        skipped[skip.enrolment_id].add(skip.session_id)
    return [
        GridRow(row.id, row.person_id, row.given_name, row.family_name, marks[row.id], frozenset(skipped[row.id]))
        for row in rows
        if row.status == EnrolmentStatus.ENROLLED or marks[row.id]
    ]


def presences_by_session(db: Session, session_ids: Sequence[int]) -> dict[int, Presence]:
    """Return the numbers of these sessions."""
    from models.headcounts import totals_by_session

    found: dict[int, dict[str, int]] = {session_id: {} for session_id in session_ids}
    for session_id, state, number in db.execute(_state_counts(), {"ids": session_ids}):
        found[session_id][state] = number
    for session_id, number in db.execute(_expected_query(), {"ids": session_ids}):
        found[session_id]["expected"] = number
    unnamed = totals_by_session(db, session_ids)
    return {key: Presence(**each, unnamed=unnamed.get(key, 0)) for key, each in found.items()}


@cache
def _state_counts() -> Select[int, str, int]:
    marks = select(Attendance.session_id, Attendance.state, func.count(Attendance.id))
    marks = marks.where(Attendance.session_id.in_(bindparam("ids", expanding=True)))
    return marks.group_by(Attendance.session_id, Attendance.state)


@cache
def _expected_query() -> Select[int, int]:
    return expected_counts(bindparam("ids", expanding=True))


def expected_counts(session_ids: Collection[int] | BindParameter[Sequence[int]]) -> Select[int, int]:
    """Return the query of how many people are expected at each of these sessions."""
    skipped = select(EnrolmentSkip.id).where(
        EnrolmentSkip.enrolment_id == Enrolment.id, EnrolmentSkip.session_id == WorkshopSession.id
    )
    query = select(WorkshopSession.id, func.count(Enrolment.id)).join(
        Enrolment, Enrolment.workshop_id == WorkshopSession.workshop_id
    )
    query = query.where(
        WorkshopSession.id.in_(session_ids), Enrolment.status == EnrolmentStatus.ENROLLED, ~skipped.exists()
    )
    return query.group_by(WorkshopSession.id)


def presences_by_person(db: Session, person_ids: Collection[int]) -> dict[int, int]:
    """Return how many sessions each person attended; people who never came are left out."""
    query = select(Enrolment.person_id, func.count(Attendance.id)).join(
        Attendance, Attendance.enrolment_id == Enrolment.id
    )
    query = query.where(Enrolment.person_id.in_(person_ids), Attendance.state == AttendanceState.PRESENT)
    return {row[0]: row[1] for row in db.execute(query.group_by(Enrolment.person_id))}


def presences_of_workshop(db: Session, workshop_id: int) -> int:
    """Return how many attendances, named and unnamed, a workshop has."""
    ids = list(db.scalars(select(WorkshopSession.id).where(WorkshopSession.workshop_id == workshop_id)))
    return sum(each.people for each in presences_by_session(db, ids).values())


def remove_of_enrolments(db: Session, enrolment_ids: Collection[int]) -> None:
    """Delete all marks of these enrolments."""
    for part in chunks(sorted(enrolment_ids)):
        for row in db.scalars(select(Attendance).where(Attendance.enrolment_id.in_(part))):
            db.delete(row)
    db.flush()


def remove_of_sessions(db: Session, session_ids: Collection[int]) -> None:
    """Delete all marks, left-out notes and counters of these sessions."""
    from models import feedback
    from models.headcounts import remove as remove_headcount

    for part in chunks(sorted(session_ids)):
        for mapped in (Attendance, EnrolmentSkip):
            for row in db.scalars(select(mapped).where(mapped.session_id.in_(part))):
                db.delete(row)
    for session_id in session_ids:
        remove_headcount(db, session_id)
    feedback.remove(db, session_ids)
    db.flush()
