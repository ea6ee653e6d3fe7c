"""Whether the attendance of a session is complete: nobody expected is left without a mark, and someone was entered."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from models.codes import EnrolmentStatus
from models.enrolments import Enrolment, EnrolmentSkip
from models.sessions import WorkshopSession


def settle(db: Session, session: WorkshopSession) -> None:
    """Keep the mark of one session true, after something was entered."""
    _settle(db, "id", session.id)


def settle_workshop(db: Session, workshop_id: int) -> None:
    """Keep the attendance-complete marks of all its sessions true, after people came or left."""
    _settle(db, "workshop_id", workshop_id)


def _settle(db: Session, column: str, value: int) -> None:
    """Change the marks that are not true any more; one query finds them, whatever the number of sessions."""
    db.flush()
    for row in db.scalars(_wrong(column), {"value": value}).all():
        row.is_complete = not row.is_complete
    db.flush()


@cache
def _wrong(column: str) -> Select[WorkshopSession]:
    """Return the query of the sessions whose mark is not true; made once, for it is asked after each mark."""
    from models.attendance import Attendance
    from models.headcounts import Headcount

    session = WorkshopSession.id
    marks = select(Attendance.id).where(Attendance.session_id == session).correlate(WorkshopSession)
    counted = select(Headcount.id).where(Headcount.session_id == session, Headcount.total > 0)
    is_left_out = select(EnrolmentSkip.id).where(
        EnrolmentSkip.session_id == session, EnrolmentSkip.enrolment_id == Enrolment.id
    )
    is_marked = select(Attendance.id).where(Attendance.session_id == session, Attendance.enrolment_id == Enrolment.id)
    missing = select(Enrolment.id).where(
        Enrolment.workshop_id == WorkshopSession.workshop_id, Enrolment.status == EnrolmentStatus.ENROLLED,
        ~is_left_out.correlate(WorkshopSession, Enrolment).exists(),
        ~is_marked.correlate(WorkshopSession, Enrolment).exists(),
    )  # fmt: skip
    complete = and_(
        or_(marks.exists(), counted.correlate(WorkshopSession).exists()), ~missing.correlate(WorkshopSession).exists()
    )
    is_wrong = or_(and_(WorkshopSession.is_complete.is_(True), ~complete), and_(~WorkshopSession.is_complete, complete))
    return select(WorkshopSession).where(getattr(WorkshopSession, column) == bindparam("value"), is_wrong)
