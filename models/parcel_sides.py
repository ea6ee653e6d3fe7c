"""The records of a parcel, of what it held before and of this notebook, under keys that all three share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import chunks
from models.codes import AttendanceState, EnrolmentStatus
from models.drafts import values_of
from models.journal import plain
from models.parcel_content import KINDS, Content, Records, Values
from models.people import Person, PersonDraft

Ref = int | str
"""Someone: the id here, or the uid in the parcel of somebody new."""

Key = tuple[Ref, ...]
"""(workshop) · (session) · (person) · (workshop, person) · (workshop, person, session), by uid and Ref."""

_STATES = (AttendanceState.PRESENT, AttendanceState.EXCUSED, AttendanceState.ABSENT)
_STATUSES = (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING, EnrolmentStatus.DECLINED, EnrolmentStatus.CANCELLED)
_ORDERS = {"enrolment": ("status", _STATUSES), "mark": ("state", _STATES)}


@dataclass(slots=True)
class Side:
    """One side: kind -> key -> values."""

    records: dict[str, dict[Key, Values]]

    @classmethod
    def of_here(cls, db: Session, ours: Content, refs: Collection[Ref]) -> Side:
        """Return this notebook's side, with what is known of these people."""
        side = cls.shared(ours.records, dict(ours.ids["of_person"]))
        side.records["person"] = {}
        for part in chunks(sorted(each for each in refs if isinstance(each, int))):
            for row in db.scalars(select(Person).where(Person.id.in_(part), Person.anonymised_on.is_(None))):
                values = values_of(row, PersonDraft)
                side.records["person"][(row.id,)] = {name: plain(value) for name, value in values.items()}
        return side

    @classmethod
    def shared(cls, records: Records, refs: Mapping[str, Ref]) -> Side:
        """Return records whose people are named as `refs` says; where two become one, the better mark stays."""
        found: dict[str, dict[Key, Values]] = {kind: {} for kind in KINDS}
        for kind in ("workshop", "hours", "state", "remarks", "headcount", "feedback"):
            found[kind] = {(uid,): values for uid, values in records[kind].items()}
        for uid, values in sorted(records["person"].items()):
            if uid in refs:
                found["person"].setdefault((refs[uid],), values)
        places: dict[str, Key] = {}
        for uid, values in sorted(records["enrolment"].items()):
            if values["person"] in refs:
                places[uid] = (values["workshop"], refs[values["person"]])
                _put(found["enrolment"], places[uid], {"status": values["status"]}, "enrolment")
        for kind in ("skip", "mark"):
            for key, values in sorted(records[kind].items()):
                enrolment, session = key.split()
                if enrolment in places:
                    _put(found[kind], (*places[enrolment], session), values, kind)
        return cls(found)


def _put(records: dict[Key, Values], key: Key, values: Values, kind: str) -> None:
    before = records.get(key)
    if before is not None and kind in _ORDERS:
        name, order = _ORDERS[kind]
        if order.index(before[name]) <= order.index(values[name]):
            return
    records[key] = values
