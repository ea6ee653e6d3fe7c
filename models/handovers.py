"""Hand-overs: every package given to the programme, in order, and which records have travelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import pseudonyms
from models.base import Base, Travelling, chunks
from models.drafts import Lines, existing
from models.journal import JournalEntry, JournalRow, unjournaled
from models.problem import refusal

REJECTED = "rejected"
PERSON = "person"  # what a pseudonym that travelled stands for

_TOLD = (
    *("association", "place", "workshop", "workshop_code", "workshop_session"),
    *("attendance", "headcount", "headcount_part", "certificate"),
)


class Handover(Travelling, Base):
    """One package: `uid` is its id, `sequence` counts from 1 without gaps; `sent_at` says when a server took it."""

    __tablename__ = "handover"
    is_final = True

    sequence: Mapped[int] = mapped_column(unique=True)
    first: Mapped[date]
    last: Mapped[date]
    level: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    totals: Mapped[dict[str, Any]]
    receipt: Mapped[dict[str, Any] | None]
    sent_at: Mapped[datetime | None]


class Travelled(Base):
    """A record that the programme has been told of, so that its removal has to be told too."""

    __tablename__ = "travelled"
    constraints = (UniqueConstraint("table_name", "uid"), Index("ix_travelled_handover_id", "handover_id"))
    journaled = False

    handover_id: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(36))


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One package in the history."""

    id: int
    uid: str
    sequence: int
    first: date
    last: date
    level: str
    file_name: str
    sha256: str
    totals: Mapping[str, Any]
    created_at: datetime
    receipt: Mapping[str, Any] | None = None
    sent_at: datetime | None = None

    @property
    def status(self) -> str:
        """What the programme's receipt says: accepted, accepted_with_warnings or rejected; empty without a receipt."""
        return str(self.receipt["status"]) if self.receipt else ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether the programme took it in."""
        return self.status not in ("", REJECTED)


@dataclass(frozen=True, slots=True)
class Removal:
    """A record that travelled and no longer exists; of a person, the uid is the code they travelled under."""

    table_name: str
    uid: str
    day: date
    reason: str = pseudonyms.MISTAKE


def find(db: Session) -> list[int]:
    """Return the ids of all hand-overs, newest first."""
    return list(db.scalars(select(Handover.id).order_by(Handover.sequence.desc())))


def lines(db: Session, ids: Collection[int]) -> Lines[HandoverLine]:
    """Return the history's lines."""
    names = list(HandoverLine.__dataclass_fields__)
    query = select(*(getattr(Handover, name) for name in names)).where(Handover.id.in_(ids))
    return Lines("handover", {row.id: HandoverLine(*row) for row in db.execute(query)})


def last(db: Session) -> HandoverLine | None:
    """Return the newest hand-over."""
    ids = find(db)[:1]
    return lines(db, ids)[ids[0]] if ids else None


def next_sequence(db: Session) -> int:
    """Return the number of the next package."""
    return (db.scalar(select(func.max(Handover.sequence))) or 0) + 1


def record(db: Session, draft: HandoverLine, travelled: Mapping[str, Iterable[str]]) -> int:
    """Write a package that has just been made into the history, with the uids of its records by table."""
    names = ("uid", "sequence", "first", "last", "level", "file_name", "sha256", "created_at")
    row = Handover(**{name: getattr(draft, name) for name in names}, totals=dict(draft.totals))
    db.add(row)
    db.flush()
    known = {(each.table_name, each.uid) for each in db.execute(select(Travelled.table_name, Travelled.uid))}
    new = [(table, uid) for table, uids in travelled.items() for uid in uids if (table, uid) not in known]
    if new:
        rows = [{"handover_id": row.id, "table_name": table, "uid": uid} for table, uid in new]
        unjournaled(db, insert(Travelled), rows)
    return row.id


def take_back(db: Session, handover_id: int) -> None:
    """Forget a package whose file could not be made; its number is free again."""
    unjournaled(db, delete(Travelled).where(Travelled.handover_id == handover_id))
    db.delete(existing(db, Handover, handover_id))


def keep_receipt(db: Session, receipt: Mapping[str, Any]) -> int | None:
    """Keep what the programme said of a hand-over and return its id, nothing when none is meant.

    The receipt names the package's id and its hash, or only the hash of a file that was refused unread. A newer one
    replaces an older one; a file that was taken in stays so. Raises UserError receipt_of_other when the id is known
    with another hash.
    """
    row = db.scalars(select(Handover).where(Handover.uid == receipt["package"])).first()
    if row is not None and row.sha256 != receipt["sha256"]:
        raise refusal("receipt_of_other", number=row.sequence)
    row = row or db.scalars(select(Handover).where(Handover.sha256 == receipt["sha256"])).first()
    if row is None:
        return None
    known = row.receipt
    is_newer = known is None or str(receipt["received_at"]) >= str(known["received_at"])
    if known is None or (is_newer and not (receipt["status"] == REJECTED and known["status"] != REJECTED)):
        row.receipt = dict(receipt)
    return row.id


def mark_sent(db: Session, handover_id: int, moment: datetime) -> None:
    """Write down when the programme's server took a package; sent again, the later moment."""
    existing(db, Handover, handover_id).sent_at = moment


def last_accepted(db: Session) -> HandoverLine | None:
    """Return the newest hand-over that the programme took in."""
    known = lines(db, find(db)).values()
    taken = [each for each in known if each.is_accepted]
    return max(taken, key=lambda each: each.sequence, default=None)


def removals(db: Session, *, today: date) -> list[Removal]:
    """Return the records that travelled and no longer exist, with the day of their deletion (or today)."""
    found = []
    by_table: dict[str, list[str]] = {}
    for row in db.execute(select(Travelled.table_name, Travelled.uid)):
        by_table.setdefault(row.table_name, []).append(row.uid)
    codes = by_table.pop(PERSON, [])
    for code, (day, reason) in sorted(pseudonyms.gone(db, codes, today=today).items()):
        found.append(Removal(PERSON, code, day, reason))
    for table_name, uids in sorted(by_table.items()):
        column = Base.metadata.tables[table_name].c.uid
        present: set[str] = set()
        for part in chunks(uids):
            present |= set(db.scalars(select(column).where(column.in_(part))))
        gone = sorted(set(uids) - present)
        days = _deletion_days(db, table_name, gone)
        found += [Removal(table_name, uid, days.get(uid, today)) for uid in gone]
    return found


def _deletion_days(db: Session, table_name: str, uids: list[str]) -> dict[str, date]:
    days: dict[str, date] = {}
    for part in chunks(uids):
        query = select(JournalRow.uid, func.max(JournalEntry.at)).join(
            JournalEntry, JournalEntry.id == JournalRow.entry_id
        )
        query = query.where(
            JournalRow.table_name == table_name, JournalRow.kind == "delete", JournalRow.uid.in_(part)
        ).group_by(JournalRow.uid)
        days |= {uid: moment.date() for uid, moment in db.execute(query) if uid is not None}
    return days


def changed_since(db: Session, moment: datetime) -> int:
    """Return how many actions touched what a package tells since that moment.

    A person who is new tells nothing before somebody marks them present.
    """
    touches = JournalRow.table_name.in_(_TOLD) | ((JournalRow.table_name == "person") & (JournalRow.kind == "update"))
    query = select(func.count(JournalEntry.id.distinct())).join(JournalRow, JournalRow.entry_id == JournalEntry.id)
    return db.scalar(query.where(JournalEntry.at > moment, touches)) or 0
