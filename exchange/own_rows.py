"""Rows of a list that the application wrote itself: each bears the identifier of its person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from exchange.schema import UID
from exchange.sheet_cells import Row, cell_text
from models import merging

if TYPE_CHECKING:
    from models.notebook import Db

_UID = re.compile(UID)


class _Draft(Protocol):
    @property
    def row_number(self) -> int: ...
    @property
    def values(self) -> Mapping[str, object]: ...


def has_uid(row: Row, columns: Sequence[tuple[int, str, date | None]]) -> bool:
    """Tell whether a row bears an identifier: then it is a person, however much it looks like a total or an example."""
    return any(
        name == "uid" and index < len(row) and _UID.fullmatch(cell_text(row[index]).lower())
        for index, name, _ in columns
    )


def people_by_row(db: Db, drafts: Iterable[_Draft]) -> Mapping[int, int]:
    """Return row number -> id of the person whose identifier it bears, or who had it before a merge."""
    uids = {draft.row_number: str(draft.values["uid"]).lower() for draft in drafts if draft.values.get("uid")}
    people = merging.by_uid(db, set(uids.values()))
    return {number: people[uid] for number, uid in uids.items() if uid in people}
