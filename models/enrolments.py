"""Enrolments: person × workshop, with capacity and a waiting list in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling, chunks
from models.codes import AttendanceState, EnrolmentStatus
from models.drafts import Lines, existing, refuse_gone
from models.journal import insert_many
from models.names import Named
from models.people import Person
from models.problem import refusal
from models.workshops import Workshop

_LIVE = (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING)


class Enrolment(Travelling, Base):
    """One person in one workshop; `position` orders the waiting list and otherwise says who came first."""

    __tablename__ = "enrolment"
    constraints = (UniqueConstraint("workshop_id", "person_id"), Index("ix_enrolment_person_id", "person_id"))

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(String(20), default=EnrolmentStatus.ENROLLED)
    position: Mapped[int]
    enrolled_on: Mapped[date]
    offered_on: Mapped[date | None]  # when a freed place was offered to who waits


class EnrolmentSkip(Base):
    """A session that an enrolled person is not expected at (drop-ins)."""

    __tablename__ = "enrolment_skip"
    constraints = (UniqueConstraint("enrolment_id", "session_id"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"), index=True)


@dataclass(frozen=True, slots=True)
class EnrolmentLine(Named):
    """One enrolment in a list.

    `present` counts the sessions attended, `expected` those the person is expected at of the workshop's `sessions`,
    cancelled ones left out; `offered_on` is when a freed place was offered to who waits.
    """

    id: int
    workshop_id: int
    workshop: str
    person_id: int
    given_name: str
    family_name: str
    status: str
    position: int
    present: int
    enrolled_on: date
    offered_on: date | None
    sessions: int
    expected: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many people are enrolled and waiting."""

    enrolled: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What enrolling did: enrolment ids by outcome. `over` tells how many are enrolled beyond the capacity."""

    enrolled: tuple[int, ...]
    waiting: tuple[int, ...]
    already: tuple[int, ...]
    over: int = 0


def enrol(
    db: Session, workshop_id: int, person_ids: Sequence[int], *, today: date, waiting: bool = False, over: bool = False
) -> Enrolled:
    """Enrol people in their order; beyond the capacity they wait in order, unless `over` lets them in.

    A free place belongs to whoever waits first: newcomers get only what is left after them.
    Those already enrolled or waiting are left as they are; a cancelled or declined enrolment comes back to life.
    """
    from models.expected_sessions import leave_out_what_is_over

    capacity = existing(db, Workshop, workshop_id).capacity
    refuse_gone(db, Person, person_ids)
    known = _of_people(db, workshop_id, person_ids)
    free = _free_places(db, workshop_id, capacity)
    promised = 0 if over else counts_by_workshop(db, [workshop_id])[workshop_id].waiting
    position = _last_position(db, workshop_id)
    outcome: dict[str, list[int]] = {"already": [], EnrolmentStatus.ENROLLED: [], EnrolmentStatus.WAITING: []}
    new: list[dict[str, object]] = []
    for person_id in dict.fromkeys(person_ids):
        row = known.get(person_id)
        if row is not None and row.status in _LIVE:
            outcome["already"].append(row.id)
            continue
        position += 1
        waits = waiting or (not over and free is not None and free <= promised)
        free = free if waits or free is None else free - 1
        status = EnrolmentStatus.WAITING if waits else EnrolmentStatus.ENROLLED
        if row is not None:
            row.status, row.position, row.enrolled_on, row.offered_on = status, position, today, None
            outcome[status].append(row.id)
        else:
            values = {"person_id": person_id, "status": status, "position": position, "enrolled_on": today}
            new.append({"workshop_id": workshop_id, **values})
    for row_id, values in zip(insert_many(db, Enrolment, new), new, strict=True):
        outcome[str(values["status"])].append(row_id)
    db.flush()
    leave_out_what_is_over(db, workshop_id, outcome[EnrolmentStatus.ENROLLED])
    beyond = -free if free is not None and free < 0 else 0
    enrolled, waiting_ids, already = (tuple(outcome[name]) for name in ("enrolled", "waiting", "already"))
    return Enrolled(enrolled, waiting_ids, already, over=beyond)


def _of_people(db: Session, workshop_id: int, person_ids: Sequence[int]) -> dict[int, Enrolment]:
    found: dict[int, Enrolment] = {}
    for part in chunks(person_ids):
        query = select(Enrolment).where(Enrolment.workshop_id == workshop_id, Enrolment.person_id.in_(part))
        found |= {row.person_id: row for row in db.scalars(query)}
    return found


def _free_places(db: Session, workshop_id: int, capacity: int | None) -> int | None:
    return None if capacity is None else capacity - counts_by_workshop(db, [workshop_id])[workshop_id].enrolled


def _last_position(db: Session, workshop_id: int) -> int:
    return db.scalar(select(func.max(Enrolment.position)).where(Enrolment.workshop_id == workshop_id)) or 0


def set_status(db: Session, ids: Collection[int], status: EnrolmentStatus) -> None:
    """Cancel, decline, restore or put on the waiting list; whoever goes to the waiting list goes to its end."""
    from models.completeness import settle_workshop
    from models.expected_sessions import leave_out_what_is_over

    joined: dict[int, list[int]] = {}
    for row_id in ids:
        row = existing(db, Enrolment, row_id)
        if status == EnrolmentStatus.WAITING and row.status != status:
            row.position = _last_position(db, row.workshop_id) + 1
            db.flush()
        if status != EnrolmentStatus.DECLINED:
            row.offered_on = None
        is_joining = status == EnrolmentStatus.ENROLLED != row.status
        joined.setdefault(row.workshop_id, []).extend([row_id] if is_joining else ())
        row.status = status
    db.flush()
    for workshop_id, row_ids in joined.items():
        leave_out_what_is_over(db, workshop_id, row_ids)
        settle_workshop(db, workshop_id)


def find(db: Session, workshop_id: int, *, status: EnrolmentStatus | None = None) -> list[int]:
    """Return the enrolments of a workshop: by name, those on the waiting list in their order after the enrolled."""
    rank = case((Enrolment.status == "enrolled", 0), (Enrolment.status == "waiting", 1), else_=2)
    order = case((Enrolment.status == "waiting", Enrolment.position), else_=0)
    query = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id)
    query = query.where(Enrolment.workshop_id == workshop_id).order_by(rank, order, Person.sort_key, Enrolment.id)
    return list(db.scalars(query.where(Enrolment.status == status) if status else query))


def statuses(db: Session, workshop_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Return the status in a workshop of those of these people who are on its list."""
    found: dict[int, str] = {}
    for part in chunks(sorted(person_ids)):
        query = select(Enrolment.person_id, Enrolment.status).where(
            Enrolment.workshop_id == workshop_id, Enrolment.person_id.in_(part)
        )
        found |= {row[0]: row[1] for row in db.execute(query)}
    return found


def of_person(db: Session, person_id: int) -> list[int]:
    """Return the enrolments of a person, newest first."""
    query = select(Enrolment.id).where(Enrolment.person_id == person_id)
    return list(db.scalars(query.order_by(Enrolment.enrolled_on.desc(), Enrolment.id.desc())))


def lines(db: Session, ids: Collection[int]) -> Lines[EnrolmentLine]:
    """Return the lines of these enrolments."""
    from models.attendance import Attendance
    from models.expected_sessions import left_out_counts, session_counts

    present = func.count(Attendance.id).filter(Attendance.state == AttendanceState.PRESENT)
    query = (
        select(
            Enrolment.id, Enrolment.workshop_id, Workshop.title, Enrolment.person_id, Person.given_name,
            Person.family_name, Enrolment.status, Enrolment.position, present, Enrolment.enrolled_on,
            Enrolment.offered_on,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Workshop, Workshop.id == Enrolment.workshop_id)
        .outerjoin(Attendance, Attendance.enrolment_id == Enrolment.id)
        .where(Enrolment.id.in_(ids))
        .group_by(Enrolment.id, Workshop.title, Person.given_name, Person.family_name)
    )  # fmt: skip
    rows = db.execute(query).all()
    numbers, left_out = session_counts(db, {row.workshop_id for row in rows}), left_out_counts(db, ids)
    found: Lines[EnrolmentLine] = Lines("enrolment")
    for row in rows:
        number = numbers.get(row.workshop_id, 0)
        found[row.id] = EnrolmentLine(*row, sessions=number, expected=number - left_out.get(row.id, 0))
    return found


def counts_by_workshop(db: Session, workshop_ids: Collection[int]) -> dict[int, Count]:
    """Return how many people are enrolled and waiting in each workshop."""
    enrolled, waiting = (func.count(Enrolment.id).filter(Enrolment.status == status) for status in _LIVE)
    query = select(Enrolment.workshop_id, enrolled, waiting).where(Enrolment.workshop_id.in_(workshop_ids))
    found = {row[0]: Count(*row[1:]) for row in db.execute(query.group_by(Enrolment.workshop_id))}
    return {workshop_id: found.get(workshop_id, Count()) for workshop_id in workshop_ids}


def workshops_by_person(db: Session, person_ids: Collection[int]) -> dict[int, int]:
    """Return in how many workshops each person is enrolled or waiting."""
    query = select(Enrolment.person_id, func.count(Enrolment.id)).where(
        Enrolment.person_id.in_(person_ids), Enrolment.status.in_(_LIVE)
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(Enrolment.person_id))}


def remove(db: Session, ids: Collection[int]) -> None:
    """Delete enrolments of people who never came to the workshop.

    Raises UserError enrolment_has_presence: such an enrolment can be cancelled, never deleted.
    """
    from models.attendance import remove_of_enrolments
    from models.completeness import settle_workshop

    came = sum(line.present > 0 for line in lines(db, ids).values())
    if came:
        raise refusal("enrolment_has_presence", count=came)
    remove_of_enrolments(db, ids)
    for part in chunks(sorted(ids)):
        for row in db.scalars(select(EnrolmentSkip).where(EnrolmentSkip.enrolment_id.in_(part))):
            db.delete(row)
    db.flush()
    rows = [existing(db, Enrolment, row_id) for row_id in ids]
    for each in rows:
        db.delete(each)
    db.flush()
    for workshop_id in sorted({each.workshop_id for each in rows}):
        settle_workshop(db, workshop_id)


def remove_of_people(db: Session, person_ids: Collection[int]) -> None:
    """Delete all enrolments of these people."""
    for part in chunks(sorted(person_ids)):
        remove(db, list(db.scalars(select(Enrolment.id).where(Enrolment.person_id.in_(part)))))


def remove_of_workshop(db: Session, workshop_id: int) -> None:
    """Delete all enrolments of a workshop."""
    remove(db, find(db, workshop_id))
