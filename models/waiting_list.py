"""The waiting list of a workshop: its order, and the places that become free offered one person after the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.codes import EnrolmentStatus, WorkshopStatus
from models.drafts import existing
from models.enrolments import Enrolment
from models.problem import refusal
from models.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Offers:
    """Where a workshop stands: free places (None: no limit), who was offered one, and who is to be offered the next.

    `pending` are enrolments offered a place and without an answer yet, in the order of the list.
    """

    free: int | None
    pending: tuple[int, ...]
    next_id: int | None


def turns(db: Session, workshop_id: int) -> list[int]:
    """Return the enrolments that wait, first come first."""
    query = select(Enrolment.id).where(
        Enrolment.workshop_id == workshop_id, Enrolment.status == EnrolmentStatus.WAITING
    )
    return list(db.scalars(query.order_by(Enrolment.position, Enrolment.id)))


def workshops_with_waiting(db: Session) -> list[int]:
    """Return the workshops, not cancelled, in which somebody waits."""
    query = select(Enrolment.workshop_id).join(Workshop, Workshop.id == Enrolment.workshop_id).distinct()
    query = query.where(Enrolment.status == EnrolmentStatus.WAITING, Workshop.status != WorkshopStatus.CANCELLED)
    return list(db.scalars(query.order_by(Enrolment.workshop_id)))


def offers(db: Session, workshop_id: int) -> Offers:
    """Return who has been offered a place, and whom the next free one belongs to: the first who waits without offer."""
    capacity = existing(db, Workshop, workshop_id).capacity
    enrolled = select(func.count(Enrolment.id)).where(
        Enrolment.workshop_id == workshop_id, Enrolment.status == EnrolmentStatus.ENROLLED
    )
    free = None if capacity is None else max(0, capacity - (db.scalar(enrolled) or 0))
    waiting = turns(db, workshop_id)
    offered = set(
        db.scalars(select(Enrolment.id).where(Enrolment.workshop_id == workshop_id, Enrolment.offered_on.is_not(None)))
    )
    pending = tuple(each for each in waiting if each in offered)
    others = [each for each in waiting if each not in offered]
    has_more = free is None or free > len(pending)
    return Offers(free, pending, others[0] if others and has_more else None)


def offer(db: Session, ids: Collection[int], *, today: date) -> None:
    """Note that a place was offered to people who wait. Raises UserError not_waiting."""
    for row in _waiting(db, ids):
        row.offered_on = today
    db.flush()


def withdraw(db: Session, ids: Collection[int]) -> None:
    """Take offers back: the people wait on, at their turn. Raises UserError not_waiting."""
    for row in _waiting(db, ids):
        row.offered_on = None
    db.flush()


def shift(db: Session, ids: Collection[int], by: int) -> None:
    """Move people up (-1) or down (1) on the list, together, as far as it goes. Raises UserError not_waiting."""
    chosen = {row.id for row in _waiting(db, ids)}
    for workshop_id in {existing(db, Enrolment, each).workshop_id for each in chosen}:
        order = turns(db, workshop_id)
        places = range(len(order)) if by < 0 else range(len(order) - 1, -1, -1)
        for place in places:
            other = place + by
            if order[place] in chosen and 0 <= other < len(order) and order[other] not in chosen:
                order[place], order[other] = order[other], order[place]
        _store(db, order)


def put_in_order_of_arrival(db: Session, workshop_id: int) -> None:
    """Order the list by the day of enrolling, and that day by who came first."""
    query = select(Enrolment.id).where(Enrolment.id.in_(turns(db, workshop_id)))
    _store(db, list(db.scalars(query.order_by(Enrolment.enrolled_on, Enrolment.id))))


def _waiting(db: Session, ids: Collection[int]) -> list[Enrolment]:
    rows = [existing(db, Enrolment, each) for each in ids]
    if any(row.status != EnrolmentStatus.WAITING for row in rows):
        raise refusal("not_waiting")
    return rows


def _store(db: Session, order: Sequence[int]) -> None:
    """Give the positions that these enrolments have to them in another order."""
    rows = [existing(db, Enrolment, each) for each in order]
    for row, position in zip(rows, sorted(row.position for row in rows), strict=True):
        if row.position != position:
            row.position = position
    db.flush()
