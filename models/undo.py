"""Taking an action back and doing it again, refused when one of its rows has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import Base, chunks, utc_now
from models.journal import MOVING, Entry, JournalEntry, JournalRow, Recording, keep, plain, stored, unjournaled
from models.problem import refusal

_INVERSE = {"insert": "delete", "delete": "insert", "update": "update"}

Row = dict[str, Any]
Key = tuple[str, int]


def take_back(db: Session, entry: Entry) -> Entry:
    """Undo an action and return the new entry; raise UserError undo_stale when a row has changed since."""
    if not entry.can_undo:
        raise refusal("undo_not_possible", label=entry.label, **entry.values)
    rows = [_inverted(row) for row in reversed(_rows(db, entry.id))]
    return _apply(db, entry, rows, kind="undo", state="undone", target_id=entry.id)


def do_again(db: Session, entry: Entry) -> Entry:
    """Redo an action that was taken back; raise UserError undo_stale when a row has changed since."""
    return _apply(db, entry, _rows(db, entry.id), kind="redo", state="done", target_id=entry.id)


def _rows(db: Session, entry_id: int) -> list[Row]:
    table = JournalRow.__table__
    query = select(table).where(table.c.entry_id == entry_id).order_by(table.c.id)
    return [dict(row._mapping) for row in db.execute(query)]


def _inverted(row: Row) -> Row:
    return {**row, "kind": _INVERSE[row["kind"]], "before": row["after"], "after": row["before"]}


def _apply(db: Session, entry: Entry, rows: Sequence[Row], *, kind: str, state: str, target_id: int) -> Entry:
    """Apply rows in their order, journal them under a new entry, and move the state of the first one."""
    present = _refuse_stale(db, entry, rows)
    recording: Recording = db.info["recording"]
    try:
        for (name, what), run in groupby(rows, key=lambda row: (row["table_name"], row["kind"])):
            _APPLY[what](db, Base.metadata.tables[name], list(run))
        db.flush()
    except IntegrityError as error:
        raise refusal("undo_stale", label=entry.label, **entry.values) from error
    names = ("table_name", "row_id", "uid", "kind", "before", "after")
    recording.rows += [{name: row[name] for name in names} | _left(row, present) for row in rows]
    unjournaled(db, update(JournalEntry).where(JournalEntry.id == target_id).values(state=state))
    return keep(db, entry.label, entry.values, kind=kind, target_id=target_id)


def _left(row: Row, present: Mapping[Key, Row]) -> Row:
    """Return what the journal keeps of a row that leaves: also the version it had reached by then."""
    now = present.get((row["table_name"], row["row_id"]))
    if row["kind"] != "delete" or now is None:
        return {}
    return {"before": {**row["before"], **{name: now[name] for name in MOVING if name in now}}}


def _refuse_stale(db: Session, entry: Entry, rows: Sequence[Row]) -> dict[Key, Row]:
    """Compare each touched row as it is now with what the journal expects before the first step, and return it."""
    expected: dict[Key, Row | None] = {}
    for row in rows:  # the first step on a row tells how it must look now
        key = (row["table_name"], row["row_id"])
        if key not in expected:
            expected[key] = row["before"]
        elif row["before"] is not None and expected[key] is not None:
            expected[key] = {**row["before"], **(expected[key] or {})}
    by_table: dict[str, list[int]] = {}
    for name, row_id in expected:
        by_table.setdefault(name, []).append(row_id)
    found: dict[Key, Row] = {}
    for name, ids in by_table.items():
        found |= {(name, row_id): row for row_id, row in _present(db, Base.metadata.tables[name], ids).items()}
    if not all(_matches(found.get(key), expected[key]) for key in expected):
        raise refusal("undo_stale", label=entry.label, **entry.values)
    return found


def _present(db: Session, table: Table, ids: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for part in chunks(ids):
        for row in db.execute(select(table).where(table.c.id.in_(part))):
            found[row.id] = {name: plain(value) for name, value in row._mapping.items()}
    return found


def _matches(present: Row | None, expected: Mapping[str, Any] | None) -> bool:
    if present is None or expected is None:
        return present is None and expected is None
    return all(present.get(name) == value for name, value in expected.items() if name not in MOVING)


def _insert(db: Session, table: Table, rows: Iterable[Row]) -> None:
    values = [stored(table, row["after"]) for row in rows]
    if "version" in table.c:  # a new version of itself: whoever received the old one must see the change
        reached, now = _versions_reached(db, table, [value["id"] for value in values]), utc_now()
        for value in values:
            value |= {"version": max(value["version"], reached.get(value["id"], 0)) + 1, "changed_at": now}
    unjournaled(db, insert(table), values)


def _versions_reached(db: Session, table: Table, ids: Sequence[int]) -> dict[int, int]:
    """Return the greatest version that each of these rows had when it was deleted."""
    reached: dict[int, int] = {}
    columns = JournalRow.__table__.c
    for part in chunks(ids):
        query = select(columns.row_id, columns.before).where(
            columns.table_name == table.name, columns.kind == "delete", columns.row_id.in_(part)
        )
        for row_id, before in db.execute(query):
            reached[row_id] = max(reached.get(row_id, 0), (before or {}).get("version", 0))
    return reached


def _delete(db: Session, table: Table, rows: Iterable[Row]) -> None:
    for part in chunks([row["row_id"] for row in rows]):
        unjournaled(db, delete(table).where(table.c.id.in_(part)))


def _update(db: Session, table: Table, rows: Iterable[Row]) -> None:
    for row in rows:
        values: dict[Any, Any] = stored(table, row["after"])
        if "version" in table.c:
            values |= {table.c.version: table.c.version + 1, table.c.changed_at: utc_now()}
        unjournaled(db, update(table).where(table.c.id == row["row_id"]).values(values))


_APPLY = {"insert": _insert, "delete": _delete, "update": _update}
