"""Moving people from one workshop to another: what they attended stays where it happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import enrolments
from models.attendance import Attendance
from models.base import chunks
from models.codes import EnrolmentStatus
from models.enrolments import Enrolled
from models.problem import refusal


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving did: `done` in the new workshop; `kept` enrolments were marked, and stay cancelled in the old one."""

    done: Enrolled
    kept: int


def move(db: Session, ids: Collection[int], workshop_id: int, *, today: date, over: bool = False) -> Moved:
    """Enrol these people in another workshop, as newcomers there, and take them out of theirs.

    An enrolment in which something was entered is cancelled and stays; another one is deleted.
    Raises UserError same_workshop, record_gone.
    """
    lines = enrolments.lines(db, ids)
    if any(line.workshop_id == workshop_id for line in lines.values()):
        raise refusal("same_workshop")
    done = enrolments.enrol(db, workshop_id, [lines[each].person_id for each in ids], today=today, over=over)
    marked: set[int] = set()
    for part in chunks(sorted(ids)):
        marked |= set(db.scalars(select(Attendance.enrolment_id).where(Attendance.enrolment_id.in_(part))))
    enrolments.set_status(db, [each for each in ids if each in marked], EnrolmentStatus.CANCELLED)
    enrolments.remove(db, [each for each in ids if each not in marked])
    return Moved(done, len(marked))
