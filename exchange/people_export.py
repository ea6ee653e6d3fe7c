"""People of the registry -> a table with the columns chosen; the importer knows its own headers and words again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.tables import Format, Value, table
from models.person_details import PersonDetails, details
from models.problem import refusal
from models.progress import Progress, Task
from resources.i18n import N_, _
from resources.labels import field_label, label

if TYPE_CHECKING:
    from models.notebook import Notebook

_READ_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Column:
    """What can be said of a person in a table: the name it is chosen by, its header and its value."""

    name: str
    value: Callable[[PersonDetails], Value]
    header: str = ""

    @property
    def shown(self) -> str:
        """The header in the language of the window."""
        return _(self.header) if self.header else field_label(self.name)


def _said(name: str) -> Column:
    """Make the column of a field of a person's draft."""
    return Column(name, lambda person: getattr(person.draft, name))


def _coded(axis: str) -> Column:
    """Make the column of a coded value, in words."""
    return Column(axis, lambda person: label(axis, code) if (code := getattr(person.draft, axis)) else "")


COLUMNS: tuple[Column, ...] = (
    Column("uid", lambda person: person.uid),
    _said("family_name"),
    _said("given_name"),
    _said("birth_year"),
    _coded("gender"),
    _coded("occupation"),
    _coded("age_band"),
    _said("postcode"),
    _said("town"),
    _said("email"),
    _said("phone"),
    _said("notes"),
    _coded("referred_by"),
    _said("informed_on"),
    Column("photo_consent", lambda person: _("Yes") if person.draft.photo_consent else _("No")),
    Column("last_contact", lambda person: person.last_contact),
    Column("workshops", lambda person: person.workshops, N_("Workshops")),
    Column("presences", lambda person: person.presences, N_("Sessions attended")),
)
NAMES = tuple(column.name for column in COLUMNS)


def export(
    notebook: Notebook, ids: Sequence[int], path: Path, *, kind: Format, columns: Sequence[str] = NAMES
) -> Task[int]:
    """Write these people, in this order, and return how many; whoever was deleted meanwhile is left out.

    Raises UserError for a column that does not exist, and what tables.table raises; the file is then as before.
    """
    chosen = _columns(columns)
    done = written = 0
    with table(path, kind, [column.shown for column in chosen], title=_("People")) as add:
        for start in range(0, len(ids), _READ_AT_ONCE):
            part = ids[start : start + _READ_AT_ONCE]
            yield Progress(done, len(ids))
            with notebook.read() as db:
                found = details(db, part)
            for person in (found[each] for each in part if each in found):
                add([column.value(person) for column in chosen])
                written += 1
            done += len(part)
    yield Progress(done, len(ids))
    return written


def _columns(names: Sequence[str]) -> list[Column]:
    by_name = {column.name: column for column in COLUMNS}
    for name in names:
        if name not in by_name:
            raise refusal("column_unknown", column=name, columns=", ".join(by_name))
    return [by_name[name] for name in dict.fromkeys(names)]
