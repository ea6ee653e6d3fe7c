"""Which sessions of a workshop an enrolled person is expected at: all of them, unless some are left out."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.base import chunks
from models.codes import SessionStatus
from models.completeness import settle_workshop
from models.drafts import existing, sync_links
from models.enrolments import Enrolment, EnrolmentSkip
from models.journal import insert_many
from models.sessions import WorkshopSession


def leave_out(db: Session, enrolment_id: int, session_ids: Collection[int]) -> None:
    """Say which sessions of the workshop the person is not expected at."""
    query = select(EnrolmentSkip).where(EnrolmentSkip.enrolment_id == enrolment_id)
    links = {row.session_id: row for row in db.scalars(query)}
    make = lambda key: EnrolmentSkip(enrolment_id=enrolment_id, session_id=key)  # noqa: E731
    sync_links(db, session_ids, links, make)
    settle_workshop(db, existing(db, Enrolment, enrolment_id).workshop_id)


def left_out(db: Session, enrolment_id: int) -> frozenset[int]:
    """Return the sessions that the person is not expected at."""
    return frozenset(db.scalars(select(EnrolmentSkip.session_id).where(EnrolmentSkip.enrolment_id == enrolment_id)))


def leave_out_what_is_over(db: Session, workshop_id: int, ids: Collection[int]) -> None:
    """Expect newcomers at no session whose attendance was complete before they came, unless they are marked there."""
    over = select(WorkshopSession.id).where(
        WorkshopSession.workshop_id == workshop_id, WorkshopSession.is_complete.is_(True)
    )
    session_ids = list(db.scalars(over.order_by(WorkshopSession.id))) if ids else []
    if not session_ids:
        return
    known: set[tuple[int, int]] = set()
    for part in chunks(sorted(ids)):
        for mapped in (EnrolmentSkip, Attendance):
            query = select(mapped.enrolment_id, mapped.session_id).where(mapped.enrolment_id.in_(part))
            known |= {(row[0], row[1]) for row in db.execute(query)}
    wanted = [(each, session_id) for each in ids for session_id in session_ids]
    values = [{"enrolment_id": each[0], "session_id": each[1]} for each in wanted if each not in known]
    insert_many(db, EnrolmentSkip, values)


def session_counts(db: Session, workshop_ids: Collection[int]) -> dict[int, int]:
    """Return how many sessions each workshop has, cancelled ones left out; workshops without any are left out."""
    query = select(WorkshopSession.workshop_id, func.count(WorkshopSession.id)).where(
        WorkshopSession.workshop_id.in_(workshop_ids), WorkshopSession.status != SessionStatus.CANCELLED
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(WorkshopSession.workshop_id))}


def left_out_counts(db: Session, ids: Collection[int]) -> dict[int, int]:
    """Return at how many sessions, cancelled ones left out, each of these enrolments is not expected, if at any."""
    query = select(EnrolmentSkip.enrolment_id, func.count(EnrolmentSkip.id)).join(
        WorkshopSession, WorkshopSession.id == EnrolmentSkip.session_id
    )
    query = query.where(EnrolmentSkip.enrolment_id.in_(ids), WorkshopSession.status != SessionStatus.CANCELLED)
    return {row[0]: row[1] for row in db.execute(query.group_by(EnrolmentSkip.enrolment_id))}
