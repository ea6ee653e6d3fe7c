"""Records made of several rows: when one of its parts changes, the record is a new version of itself.

The programme refuses the same version with other content, and what a session tells (who came, for how long) lies in
the rows of its attendance and counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.orm import Session

from models.base import Base, chunks, utc_now

PART_OF = {
    "attendance": ("session_id", "workshop_session"),
    "headcount_part": ("headcount_id", "headcount"),
    "headcount": ("session_id", "workshop_session"),
    "workshop_code": ("workshop_id", "workshop"),
    "workshop_trainer": ("workshop_id", "workshop"),
}
"""Table of the part -> its column and the table of the record; parts of parts come before what they are part of."""


def advance(db: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Count up the version of every record of which a part was touched, given the journal's rows of this write."""
    touched: dict[str, set[int]] = {}
    known: dict[str, set[int]] = {}
    for row in rows:
        if row["table_name"] in PART_OF:
            column = PART_OF[row["table_name"]][0]
            owners = {content[column] for content in (row["before"], row["after"]) if content and column in content}
            known.setdefault(row["table_name"], set()).update(owners)
            if not owners:  # an update that leaves the part where it is
                touched.setdefault(row["table_name"], set()).add(row["row_id"])
    for table_name, (column, owner_name) in PART_OF.items():
        owners = known.get(table_name, set()) | _owners(db, table_name, column, touched.get(table_name, set()))
        _count_up(db, owner_name, owners)
        if owner_name in PART_OF:
            touched.setdefault(owner_name, set()).update(owners)


def _owners(db: Session, table_name: str, column: str, ids: set[int]) -> set[int]:
    table, found = Base.metadata.tables[table_name], set[int]()
    for part in chunks(sorted(ids)):
        found |= set(db.scalars(select(table.c[column]).where(table.c.id.in_(part))))
    return found


def _count_up(db: Session, table_name: str, ids: set[int]) -> None:
    for part in chunks(sorted(ids)):
        moment = {"owners": part, "moment": utc_now()}
        db.execute(_counting_up(table_name), moment, execution_options={"unjournaled": True})


@cache
def _counting_up(table_name: str) -> Update:
    """Return the statement that counts up, made once: nearly every write runs it."""
    table = Base.metadata.tables[table_name]
    statement = update(table).where(table.c.id.in_(bindparam("owners", expanding=True)))
    return statement.values(version=table.c.version + 1, changed_at=bindparam("moment"))
