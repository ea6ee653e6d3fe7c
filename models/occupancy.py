"""How full sessions are: who is expected, how many places there are, how many people wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.attendance import expected_counts
from models.codes import EnrolmentStatus, SessionStatus
from models.enrolments import Enrolment
from models.sessions import WorkshopSession
from models.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Fill:
    """The people expected at one session, its places (None: no limit) and how many wait for its workshop."""

    expected: int = 0
    capacity: int | None = None
    waiting: int = 0

    @property
    def over(self) -> int:
        """How many people are expected beyond the places."""
        return 0 if self.capacity is None else max(0, self.expected - self.capacity)


def fill_by_session(db: Session, session_ids: Collection[int]) -> dict[int, Fill]:
    """Return how full these sessions are: three queries, whatever their number."""
    capacity = func.coalesce(WorkshopSession.capacity, Workshop.capacity)
    query = select(WorkshopSession.id, WorkshopSession.workshop_id, capacity).join(
        Workshop, Workshop.id == WorkshopSession.workshop_id
    )
    rows = db.execute(query.where(WorkshopSession.id.in_(session_ids))).all()
    expected = {row[0]: row[1] for row in db.execute(expected_counts(session_ids))}
    waits = select(Enrolment.workshop_id, func.count(Enrolment.id)).where(
        Enrolment.workshop_id.in_({row.workshop_id for row in rows}), Enrolment.status == EnrolmentStatus.WAITING
    )
    waiting = {row[0]: row[1] for row in db.execute(waits.group_by(Enrolment.workshop_id))}
    return {row[0]: Fill(expected.get(row[0], 0), row[2], waiting.get(row[1], 0)) for row in rows}


def crowded(db: Session, workshop_id: int, *, today: date) -> dict[int, Fill]:
    """Return the sessions to come with places of their own at which more people are expected than there are places."""
    query = select(WorkshopSession.id).where(
        WorkshopSession.workshop_id == workshop_id, WorkshopSession.date >= today,
        WorkshopSession.status != SessionStatus.CANCELLED, WorkshopSession.capacity.is_not(None),
    )  # fmt: skip
    ids = list(db.scalars(query.order_by(WorkshopSession.date, WorkshopSession.start)))
    return {key: each for key, each in fill_by_session(db, ids).items() if each.over}
