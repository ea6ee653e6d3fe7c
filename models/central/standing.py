"""What counts of one notebook at one moment: its packages, the days they own, its sessions and other records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from models.central import ownership
from models.central.ownership import Covering, Holding, Told
from models.central.store import Db
from models.central.tables import TABLES, VERSIONED, package, removal, session

HELD = "held"


class PackageFact(NamedTuple):
    """A package that was accepted and counts."""

    id: int
    uid: str
    sequence: int
    previous_uid: str | None
    first: date
    last: date

    @property
    def covering(self) -> Covering:
        """The days it covers."""
        return Covering(self.id, self.sequence, self.first, self.last)


class RecordFact(NamedTuple):
    """A record as one package tells it."""

    package_id: int
    uid: str
    version: int
    content_hash: str


class SessionFact(NamedTuple):
    """A session as one package tells it; `attendances` are those of a session that was held."""

    package_id: int
    uid: str
    version: int
    content_hash: str
    date: date
    is_held: bool
    attendances: int


@dataclass(frozen=True, slots=True)
class Records:
    """Every row of a notebook that has a version, whether it counts or not."""

    sessions: Sequence[SessionFact]
    others: Mapping[str, Sequence[RecordFact]]

    def of(self, table: str) -> Sequence[SessionFact | RecordFact]:
        """Return the rows of one table."""
        return self.sessions if table == "sessions" else self.others[table]


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts; `removed` is what the newest package of all calls gone, table by table."""

    packages: Sequence[PackageFact]
    records: Records
    removed: Mapping[str, frozenset[str]]
    held: Sequence[Holding]
    current: frozenset[tuple[int, str]]

    def known(self, table: str) -> dict[str, str]:
        """Return uid -> content hash of the records that count."""
        if table == "sessions":
            return {each.uid: each.content_hash for each in self.sessions()}
        sequence_of = {each.id: each.sequence for each in self.packages}
        newest: dict[str, RecordFact] = {}
        for each in self.records.others[table]:
            sequence = sequence_of.get(each.package_id)
            if sequence is None:
                continue
            other = newest.get(each.uid)
            if other is None or sequence > sequence_of[other.package_id]:
                newest[each.uid] = each
        gone = self.removed.get(table, frozenset())
        return {uid: each.content_hash for uid, each in newest.items() if uid not in gone}

    def sessions(self, first: date = date.min, last: date = date.max) -> list[SessionFact]:
        """Return the sessions that count, between two days."""
        return [
            each
            for each in self.records.sessions
            if (each.package_id, each.uid) in self.current and first <= each.date <= last
        ]


def stand(packages: Sequence[PackageFact], records: Records, removed: Mapping[str, frozenset[str]]) -> Standing:
    """Work out what counts when these packages do."""
    covering = [each.covering for each in packages]
    held = ownership.holdings(covering)
    told = [Told(each.package_id, each.uid, each.date) for each in records.sessions]
    current = ownership.current(told, covering, held, removed.get("sessions", frozenset()))
    return Standing(packages, records, removed, held, frozenset(current))


def packages_of(db: Db, notebook_id: int) -> list[PackageFact]:
    """Return the packages of a notebook that count, in the order of their numbers."""
    columns = (package.c[name] for name in PackageFact._fields)
    query = select(*columns).where(package.c.notebook_id == notebook_id, package.c.is_counted)
    return [PackageFact(*row) for row in db.execute(query.order_by(package.c.sequence))]


def records_of(db: Db, notebook_id: int) -> Records:
    """Return every row with a version that the notebook's packages brought."""
    others = {}
    for name in VERSIONED:
        table = TABLES[name]
        if table is not session:
            columns = (table.c[field] for field in RecordFact._fields)
            query = select(*columns).join(package).where(package.c.notebook_id == notebook_id)
            others[name] = [RecordFact(*row) for row in db.execute(query)]
    columns = (session.c[name] for name in ("package_id", "uid", "version", "content_hash", "date", "status"))
    query = select(*columns, session.c.present + session.c.unnamed).join(package)
    rows = db.execute(query.where(package.c.notebook_id == notebook_id))
    sessions = [session_fact(*row) for row in rows]
    return Records(sessions, others)


def session_fact(
    package_id: int, uid: str, version: int, content_hash: str, day: date, status: str, came: int
) -> SessionFact:
    """Return a session; nobody came to one that was not held."""
    is_held = status == HELD
    return SessionFact(package_id, uid, version, content_hash, day, is_held, came if is_held else 0)


def removed_by(db: Db, packages: Iterable[PackageFact]) -> dict[str, frozenset[str]]:
    """Return what the newest of these packages calls gone: it knows all that ever went."""
    newest = max(packages, key=lambda each: each.sequence, default=None)
    if newest is None:
        return {}
    rows = db.execute(select(removal.c.table, removal.c.uid).where(removal.c.package_id == newest.id))
    return by_table((row.table, row.uid) for row in rows)


def by_table(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return (table, uid) as the uids of each table."""
    found: dict[str, set[str]] = {}
    for table, uid in rows:
        found.setdefault(table, set()).add(uid)
    return {table: frozenset(uids) for table, uids in found.items()}


def without(packages: Iterable[PackageFact], ids: Collection[int]) -> list[PackageFact]:
    """Return the packages whose number is not among these."""
    return [each for each in packages if each.id not in ids]
