"""The whole content of a notebook as plain values, to compare two moments of its life."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import tables  # noqa: F401  # the metadata has to be whole
from models.base import Base
from models.journal import plain

_OF_THE_JOURNAL = frozenset({"journal_entry", "journal_row"})
_MOVING = frozenset({"version", "changed_at"})  # an undone row is a new version of itself
_DERIVED = frozenset({"person_word", "person_key"})

Dump = dict[str, list[dict[str, Any]]]


def dump(db: Session) -> Dump:
    """Return what a person would say is in the notebook: every row without the journal and what moves by itself."""
    found: Dump = {}
    for table in Base.metadata.sorted_tables:
        if table.name in _OF_THE_JOURNAL:
            continue
        left_out = _MOVING | ({"id"} if table.name in _DERIVED else set())
        rows = [
            {name: plain(value) for name, value in row._mapping.items() if name not in left_out}
            for row in db.execute(select(table))
        ]
        found[table.name] = sorted(rows, key=lambda row: [str(value) for value in row.values()])
    return found
