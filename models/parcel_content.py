"""What a parcel holds, read as plain records: to fill the small notebook, and to compare what comes back.

A record is kind -> key -> values. Keys are uids; a mark and a session left out have those of the enrolment and of the
session. What is kept to compare with later holds no name and no text: only what they look like under the parcel's own
salt, which stays in the parcel.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.base import Base, chunks
from models.drafts import values_of
from models.enrolments import Enrolment, EnrolmentSkip
from models.feedback import Feedback, FeedbackDraft
from models.headcounts import Headcount, HeadcountPart
from models.journal import plain
from models.people import Person, PersonDraft
from models.sessions import WorkshopSession
from models.workshops import Workshop

Values = dict[str, Any]
Records = dict[str, dict[str, Values]]

KINDS = ("workshop", "hours", "state", "remarks", "person", "enrolment", "skip", "mark", "headcount", "feedback")
_TEXTS = frozenset({"title", "description", "cancel_reason", "remarks"})
_NOT_COMPARED = frozenset({"enrolled_on"})


@dataclass(slots=True)
class Content:
    """The records, and the ids of their rows: table -> uid -> id."""

    records: Records = field(default_factory=lambda: {kind: {} for kind in KINDS})
    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def uid_of(self, table: str) -> Mapping[int, str]:
        """Return id -> uid of a table's rows."""
        return {row_id: uid for uid, row_id in self.ids.get(table, {}).items()}


def read(
    db: Session,
    workshop_ids: Collection[int],
    session_ids: Collection[int] | None = None,
    *,
    with_anonymised: bool = False,
) -> Content:
    """Return the records of these workshops, of all their sessions or of those named."""
    content = Content()
    _read_workshops(db, content, workshop_ids)
    _read_sessions(db, content, session_ids)
    _read_enrolments(db, content, with_anonymised=with_anonymised)
    _read_people(db, content, set(content.ids["of_person"].values()))
    _read_marks(db, content)
    _read_counters(db, content)
    return content


def read_whole(db: Session) -> Content:
    """Return the records of a whole parcel, people without any workshop too."""
    content = read(db, list(db.scalars(select(Workshop.id))))
    _read_people(db, content, set(db.scalars(select(Person.id).where(Person.anonymised_on.is_(None)))))
    return content


def _read_workshops(db: Session, content: Content, ids: Collection[int]) -> None:
    content.ids["workshop"] = {}
    for part in chunks(sorted(ids)):
        for row in db.scalars(select(Workshop).where(Workshop.id.in_(part))):
            content.ids["workshop"][row.uid] = row.id
            content.records["workshop"][row.uid] = {
                name: getattr(row, name) for name in ("title", "description", "capacity", "format", "audience", "level")
            }


def _read_sessions(db: Session, content: Content, chosen: Collection[int] | None) -> None:
    workshop, ids = content.uid_of("workshop"), content.ids.setdefault("session", {})
    for part in chunks(sorted(workshop)):
        for row in db.scalars(select(WorkshopSession).where(WorkshopSession.workshop_id.in_(part))):
            if chosen is not None and row.id not in chosen:
                continue
            ids[row.uid] = row.id
            hours = {name: plain(getattr(row, name)) for name in ("date", "start", "end")}
            content.records["hours"][row.uid] = {"workshop": workshop[row.workshop_id], **hours}
            content.records["state"][row.uid] = {"status": row.status, "cancel_reason": row.cancel_reason}
            content.records["remarks"][row.uid] = {"remarks": row.remarks}


def _read_enrolments(db: Session, content: Content, *, with_anonymised: bool) -> None:
    workshop, ids = content.uid_of("workshop"), content.ids.setdefault("enrolment", {})
    people = content.ids.setdefault("of_person", {})
    query = select(Enrolment, Person.uid).join(Person, Person.id == Enrolment.person_id)
    query = query if with_anonymised else query.where(Person.anonymised_on.is_(None))
    for part in chunks(sorted(workshop)):
        for row, person in db.execute(query.where(Enrolment.workshop_id.in_(part))):
            ids[row.uid], people[person] = row.id, row.person_id
            content.records["enrolment"][row.uid] = {
                "workshop": workshop[row.workshop_id], "person": person, "status": row.status,
                "enrolled_on": plain(row.enrolled_on),
            }  # fmt: skip


def _read_people(db: Session, content: Content, ids: Collection[int]) -> None:
    found = content.ids.setdefault("person", {})
    for part in chunks(sorted(ids)):
        for row in db.scalars(select(Person).where(Person.id.in_(part))):
            found[row.uid] = row.id
            values = values_of(row, PersonDraft)
            content.records["person"][row.uid] = {name: plain(value) for name, value in values.items()}


def _read_marks(db: Session, content: Content) -> None:
    session, enrolment = content.uid_of("session"), content.uid_of("enrolment")
    for part in chunks(sorted(session)):
        for row in db.scalars(select(Attendance).where(Attendance.session_id.in_(part))):
            if row.enrolment_id in enrolment:
                key = f"{enrolment[row.enrolment_id]} {session[row.session_id]}"
                content.records["mark"][key] = {"state": row.state, "minutes": row.minutes}
        for skip in db.scalars(select(EnrolmentSkip).where(EnrolmentSkip.session_id.in_(part))):
            if skip.enrolment_id in enrolment:
                content.records["skip"][f"{enrolment[skip.enrolment_id]} {session[skip.session_id]}"] = {}


def _read_counters(db: Session, content: Content) -> None:
    session = content.uid_of("session")
    for part in chunks(sorted(session)):
        rows = {row.id: row for row in db.scalars(select(Headcount).where(Headcount.session_id.in_(part)))}
        parts: dict[int, list[list[Any]]] = {row_id: [] for row_id in rows}
        for each in db.scalars(select(HeadcountPart).where(HeadcountPart.headcount_id.in_(rows))):
            parts[each.headcount_id].append([each.axis, each.code, each.count])
        for row_id, row in rows.items():
            values = {"total": row.total, "already_helped": row.already_helped, "parts": sorted(parts[row_id])}
            if row.total:  # nobody counted is the same as no counters
                content.records["headcount"][session[row.session_id]] = values
        for told in db.scalars(select(Feedback).where(Feedback.session_id.in_(part))):
            content.records["feedback"][session[told.session_id]] = values_of(told, FeedbackDraft)


# -- what is kept to compare with --------------------------------------------------------------------------------------


def frozen(kind: str, values: Mapping[str, Any] | None, salt: str) -> Values | None:
    """Return a record as it is kept: names and texts only as what they look like under the salt."""
    if values is None:
        return None
    kept = {name: value for name, value in values.items() if name not in _NOT_COMPARED}
    hidden = set(kept) if kind == "person" else _TEXTS
    return {name: _hidden(value, salt) if name in hidden else value for name, value in kept.items()}


def _hidden(value: Any, salt: str) -> str:
    if value in ("", None, False):
        return ""
    return hmac.new(salt.encode(), json.dumps(value).encode(), hashlib.sha256).hexdigest()[:32]


def all_frozen(records: Records, salt: str) -> Records:
    """Return all records as they are kept."""
    return {
        kind: {key: frozen(kind, values, salt) or {} for key, values in sorted(records[kind].items())} for kind in KINDS
    }


def digest(records: Records) -> str:
    """Return what is the same for the same content."""
    return hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()


def columns_of(row: Base, *left_out: str) -> Values:
    """Return the stored values of a row, uid included, without id and what moves with each change."""
    own = {"id", "created_at", "changed_at", "version", *left_out}
    return {each.key: getattr(row, each.key) for each in row.__table__.columns if each.key not in own}
