"""What a package changed, table by table, as its receipt says: created, updated, deleted, ignored."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from models.central.delivery import Delivery
from models.central.loading import Row
from models.central.standing import PackageFact, Standing
from models.central.store import Db
from models.central.tables import TABLES, VERSIONED

Counts = dict[str, int]

_KEYS = {"audiences": 4, "people": 2, "certificates": 1, "removals": 2, "participations": 2}
"""How many of the first columns say which figure it is, in the tables without a version."""


def changes(db: Db, before: Standing, after: Standing, delivery: Delivery) -> dict[str, Counts]:
    """Return the counts of every table; `after` must know the delivery as its package number 0."""
    holds = any(holding.package_id == 0 for holding in after.held)
    found: dict[str, Counts] = {}
    for name, rows in delivery.tables.items():
        if name in VERSIONED:
            found[name] = compare(before.known(name), after.known(name), len(rows))
        elif holds:
            found[name] = _figure_changes(db, name, _compared(name, before, delivery), rows)
        else:
            found[name] = {"created": 0, "updated": 0, "deleted": 0, "ignored": len(rows)}
    return found


def _figure_changes(db: Db, name: str, earlier: PackageFact | None, rows: Sequence[Row]) -> Counts:
    """Return the counts of a table without a version, against the package whose figures these replace."""
    if earlier is None:
        return {"created": len(rows), "updated": 0, "deleted": 0, "ignored": 0}
    table = TABLES[name]
    columns = [column for column in table.columns if column.name != "package_id"]
    kept = db.execute(select(*columns).where(table.c.package_id == earlier.id)).all()
    return compare(_keyed(name, kept), _keyed(name, rows), len(rows))


def compare(was: Mapping[Any, object], now: Mapping[Any, object], rows: int) -> Counts:
    """Return how many were created, updated and deleted, and how many of the `rows` made no difference."""
    created = sum(key not in was for key in now)
    updated = sum(key in was and was[key] != value for key, value in now.items())
    deleted = sum(key not in now for key in was)
    return {"created": created, "updated": updated, "deleted": deleted, "ignored": max(0, rows - created - updated)}


def _compared(name: str, before: Standing, delivery: Delivery) -> PackageFact | None:
    """Return the package whose figures this one's replace: the newest of the same days; of removals, of any days."""
    same = [
        each
        for each in before.packages
        if name == "removals" or (each.first, each.last) == (delivery.first, delivery.last)
    ]
    return max(same, key=lambda each: each.sequence, default=None)


def _keyed(name: str, rows: Iterable[Sequence[object]]) -> dict[Hashable, object]:
    size = _KEYS[name]
    return {tuple(row[:size]): tuple(row[size:]) for row in rows}
