"""Two records of one person made one: attendance and certificates follow, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import completeness, people
from models.attendance import Attendance
from models.base import Base, chunks
from models.certificates import Certificate
from models.codes import AttendanceState, CertificateStatus, EnrolmentStatus
from models.drafts import existing
from models.duplicates import DistinctPair
from models.enrolments import Enrolment, EnrolmentSkip
from models.journal import following
from models.parcels import refuse_in_parcel
from models.people import Person, PersonDraft
from models.problem import refusal
from models.sessions import WorkshopSession
from models.text import NOTE_LENGTH
from resources.i18n import N_

MERGED = N_("Two records of one person were merged.")
"""Why a certificate is replaced by another of the same person: kept in the register, shown translated."""

_BETTER_STATE = (AttendanceState.PRESENT, AttendanceState.EXCUSED, AttendanceState.ABSENT)
_BETTER_STATUS = (
    EnrolmentStatus.ENROLLED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.DECLINED,
    EnrolmentStatus.CANCELLED,
)


class PersonAlias(Base):
    """The uid of a record that was merged into a person: an old export or package still finds them."""

    __tablename__ = "person_alias"
    constraints = (Index("ix_person_alias_person_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    former_uid: Mapped[str] = mapped_column(String(36), unique=True)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records of a person differ; `can_join` tells that both texts may be kept."""

    field: str
    kept: object
    other: object
    can_join: bool = False


def differences(kept: PersonDraft, other: PersonDraft) -> list[Difference]:
    """Return the fields that differ, in the order of the draft."""
    return [
        Difference(each.name, getattr(kept, each.name), getattr(other, each.name), can_join=each.name == "notes")
        for each in fields(PersonDraft)
        if getattr(kept, each.name) != getattr(other, each.name)
    ]


def combined(kept: PersonDraft, other: PersonDraft) -> PersonDraft:
    """Return what is proposed for a merge: what is kept, filled in from the other; both notes, the earlier day."""
    filled = {each.field: each.other for each in differences(kept, other) if each.kept in ("", None, False)}
    days = [day for day in (kept.informed_on, other.informed_on) if day is not None]
    notes = "\n".join(dict.fromkeys(text for text in (kept.notes, other.notes) if text))
    joined = notes if len(notes) <= NOTE_LENGTH else kept.notes
    return replace(kept, **{**filled, "notes": joined, "informed_on": min(days, default=None)})  # type: ignore[arg-type]  # values of the same fields


def merge(db: Session, kept_id: int, other_id: int, draft: PersonDraft, *, today: date) -> None:
    """Make one person of two: `draft` is what is known of them from now on, the other record goes.

    Enrolments in one workshop become one, marks at one session too (present before excused before absent, the longer
    time), certificates follow; of two in force for one workshop the older is replaced by the newer. Undone as a whole.
    Raises UserError merge_same, person_anonymised or record_gone.
    """
    refuse_in_parcel(db)
    if kept_id == other_id:
        raise refusal("merge_same")
    kept, other = existing(db, Person, kept_id), existing(db, Person, other_id)
    if kept.anonymised_on or other.anonymised_on:
        raise refusal("person_anonymised")
    with following(db):  # certificates that follow their person can be taken back with them
        touched = _move_enrolments(db, kept_id, other_id)
        _move_certificates(db, kept_id, other_id, today)
    _move_pairs(db, kept_id, other_id)
    days = [day for day in (kept.last_contact, other.last_contact) if day is not None]
    kept.last_contact = max(days, default=None)
    for alias in db.scalars(select(PersonAlias).where(PersonAlias.person_id == other_id)):
        alias.person_id = kept_id
    db.add(PersonAlias(person_id=kept_id, former_uid=other.uid))
    db.flush()
    db.delete(other)
    db.flush()
    people.save(db, draft, kept_id, today=today)
    for part in chunks(sorted(touched)):
        for session in db.scalars(select(WorkshopSession).where(WorkshopSession.id.in_(part))):
            completeness.settle(db, session)


def _move_enrolments(db: Session, kept_id: int, other_id: int) -> set[int]:
    """Give the other's enrolments to the kept person; return the sessions whose marks were joined."""
    own = {row.workshop_id: row for row in db.scalars(select(Enrolment).where(Enrolment.person_id == kept_id))}
    touched: set[int] = set()
    for row in db.scalars(select(Enrolment).where(Enrolment.person_id == other_id)).all():
        twin = own.get(row.workshop_id)
        if twin is None:
            row.person_id = kept_id
            continue
        touched |= _join_marks(db, twin, row)
        _join_skips(db, twin, row)
        twin.status = min(twin.status, row.status, key=_BETTER_STATUS.index)
        twin.enrolled_on, twin.position = min(twin.enrolled_on, row.enrolled_on), min(twin.position, row.position)
        db.flush()
        db.delete(row)
        db.flush()
    db.flush()
    return touched


def _join_marks(db: Session, twin: Enrolment, row: Enrolment) -> set[int]:
    marks = {each.session_id: each for each in db.scalars(select(Attendance).where(Attendance.enrolment_id == twin.id))}
    found: set[int] = set()
    for each in db.scalars(select(Attendance).where(Attendance.enrolment_id == row.id)).all():
        found.add(each.session_id)
        own = marks.get(each.session_id)
        if own is None:
            each.enrolment_id = twin.id
            continue
        if own.state == each.state == AttendanceState.PRESENT:
            own.minutes = None if None in (own.minutes, each.minutes) else max(own.minutes or 0, each.minutes or 0)
        elif _BETTER_STATE.index(each.state) < _BETTER_STATE.index(own.state):
            own.state, own.minutes = each.state, each.minutes
        db.delete(each)
    db.flush()
    return found


def _join_skips(db: Session, twin: Enrolment, row: Enrolment) -> None:
    """Expect the person wherever one of the two enrolments expects them."""
    query = select(EnrolmentSkip).where(
        or_(EnrolmentSkip.enrolment_id == twin.id, EnrolmentSkip.enrolment_id == row.id)
    )
    skips = db.scalars(query).all()
    both = {each.session_id for each in skips if each.enrolment_id == twin.id}
    both &= {each.session_id for each in skips if each.enrolment_id == row.id}
    for each in skips:
        if each.enrolment_id == row.id or each.session_id not in both:
            db.delete(each)
    db.flush()


def _move_certificates(db: Session, kept_id: int, other_id: int, today: date) -> None:
    rows = db.scalars(select(Certificate).where(Certificate.person_id.in_((kept_id, other_id)))).all()
    in_force: dict[int, list[Certificate]] = {}
    for row in sorted(rows, key=lambda each: (each.issued_on, each.sequence)):
        if row.status == CertificateStatus.ISSUED:
            in_force.setdefault(row.workshop_id, []).append(row)
    for *older, newest in in_force.values():
        for row in older:
            row.status, row.ended_on, row.reason = CertificateStatus.REPLACED, today, MERGED
            row.replaced_by_id = newest.id
    db.flush()
    for row in rows:
        row.person_id = kept_id
    db.flush()


def _move_pairs(db: Session, kept_id: int, other_id: int) -> None:
    """Let the kept person be told apart from whom the other was told apart from."""
    query = select(DistinctPair).where(or_(DistinctPair.first_id == other_id, DistinctPair.second_id == other_id))
    apart = _apart(db, kept_id)
    for row in db.scalars(query).all():
        third = row.second_id if row.first_id == other_id else row.first_id
        db.delete(row)
        db.flush()
        if third != kept_id and third not in apart:
            first, second = sorted((kept_id, third))
            db.add(DistinctPair(first_id=first, second_id=second))
    db.flush()


def _apart(db: Session, person_id: int) -> Collection[int]:
    query = select(DistinctPair).where(or_(DistinctPair.first_id == person_id, DistinctPair.second_id == person_id))
    return {row.second_id if row.first_id == person_id else row.first_id for row in db.scalars(query)}


def by_uid(db: Session, uids: Collection[str]) -> Mapping[str, int]:
    """Return uid -> id of the people who have, or had before a merge, one of these uids."""
    found: dict[str, int] = {}
    for part in chunks(sorted(uids)):
        former = select(PersonAlias.former_uid, PersonAlias.person_id).where(PersonAlias.former_uid.in_(part))
        present = select(Person.uid, Person.id).where(Person.uid.in_(part))
        found |= {row[0]: row[1] for query in (former, present) for row in db.execute(query)}
    return found


def forget_aliases(db: Session, ids: Collection[int]) -> None:
    """Delete the former uids of people who are about to go."""
    for part in chunks(sorted(ids)):
        for row in db.scalars(select(PersonAlias).where(PersonAlias.person_id.in_(part))):
            db.delete(row)
    db.flush()
