"""What the user chose about the columns of a list: applied to a mapping, kept for the next list, found again."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from exchange.columns import FIELDS, Mapping, with_choice, with_fixed_value
from models import import_memory
from models.problem import UserError, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.notebook import Db


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """Columns chosen by the user (index -> field, "" not kept) and the values that are the same for everyone."""

    columns: Pairs[int, str] = field(default_factory=dict)
    fixed: Pairs[str, str | date] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.fixed)

    def with_column(self, index: int, name: str) -> ColumnChoices:
        """Return the same with one column chosen; another that was chosen for the same field leaves it."""
        return replace(self, columns={**{i: f for i, f in self.columns.items() if i != index}, index: name})

    def with_fixed(self, name: str, value: str | date | None) -> ColumnChoices:
        """Return the same with one value for everyone, or without it."""
        fixed: dict[str, str | date] = {key: each for key, each in self.fixed.items() if key != name}
        return replace(self, fixed=fixed | {name: value} if value else fixed)


def applied(mapping: Mapping, choices: ColumnChoices) -> Mapping:
    """Return the mapping with what was chosen. Raises UserError when a value cannot be the same for everyone."""
    for index, name in choices.columns.items():
        if index < len(mapping.columns):
            mapping = with_choice(mapping, index, name or None)
    for name, value in choices.fixed.items():
        mapping = with_fixed_value(mapping, name, value)
    return mapping


def named(headers: Sequence[str], texts: Sequence[str]) -> dict[int, str]:
    """Return columns chosen by their titles, each written « Title=field »; raises UserError for one unknown."""
    found: dict[int, str] = {}
    for text in texts:
        header, _sign, name = text.rpartition("=")
        if header not in headers:
            raise refusal("column_missing", header=header or text, headers=", ".join(headers))
        if name and name not in FIELDS:
            raise refusal("column_field_unknown", name=name, fields=", ".join(FIELDS))
        found[headers.index(header)] = name
    return found


def to_remember(choices: ColumnChoices) -> dict[str, Any]:
    """Return the choices as the notebook keeps them."""
    fixed = {name: value.isoformat() if isinstance(value, date) else value for name, value in choices.fixed.items()}
    return {"columns": {str(index): name for index, name in choices.columns.items()}, "fixed": fixed}


def from_kept(kept: Pairs[str, Any]) -> ColumnChoices:
    """Read choices as the notebook keeps them; whatever makes no sense any more is left out."""
    columns = {int(index): name for index, name in dict(kept.get("columns", {})).items() if name in {"", *FIELDS}}
    fixed: dict[str, str | date] = {}
    for name, text in dict(kept.get("fixed", {})).items():
        with suppress(ValueError):
            fixed[name] = date.fromisoformat(text) if name == "informed_on" else text
    return ColumnChoices(columns, fixed)


def remembered(db: Db, mapping: Mapping) -> ColumnChoices:
    """Return what was chosen for the last list with these titles; whatever makes no sense any more is forgotten."""
    kept = from_kept(import_memory.recall(db, [column.header for column in mapping.columns]))
    found = replace(kept, fixed={})
    for name, value in kept.fixed.items():
        with suppress(UserError):
            with_fixed_value(mapping, name, value)
            found = found.with_fixed(name, value)
    return found
