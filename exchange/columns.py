"""Columns of a list -> fields of a person: known sources and exact synonyms decide, the user may choose otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any, Literal

from exchange.row_drafts import RowDraft, row_drafts
from exchange.sheet_cells import Cell, cell_text, is_total
from exchange.sheet_headers import Source, field_of, header_key, sources
from exchange.spreadsheet import Sheet, second_table_start
from exchange.value_names import is_name_in_two_words
from exchange.values import code_of, presence, typed_date
from models import people
from models.names import fold
from models.people import PersonDraft
from models.problem import Problem, refusal, refuse_if_any

__all__ = ["FIELDS", "ColumnChoice", "Mapping", "RowDraft", "drafts", "recognise", "with_choice", "with_fixed_value"]

# What a column may be; the names of the first fourteen are those of PersonDraft.
FIELDS = (
    "given_name",
    "family_name",
    "birth_year",
    "gender",
    "occupation",
    "postcode",
    "town",
    "email",
    "phone",
    "notes",
    "referred_by",
    "age_band",
    "informed_on",
    "photo_consent",
    "full_name",
    "full_name_family_first",
    "full_name_given_first",
    "postcode_town",
    "presence",
    "status",
    "quantity",
    "payer_given_name",
    "payer_family_name",
    "payer_email",
    "uid",
)
_FULL_NAMES = frozenset({"full_name", "full_name_family_first", "full_name_given_first"})
_NAMES = frozenset({"given_name", "family_name"}) | _FULL_NAMES
_REPEATABLE = frozenset({"phone", "notes", "presence"})
_ADDED = _REPEATABLE | {
    "birth_year",
    "gender",
    "occupation",
    "postcode",
    "town",
    "email",
    "referred_by",
    "age_band",
    "postcode_town",
}
"""What several columns may be, of which the first that is filled counts; a second name may be somebody else."""
FIXABLE = ("town", "postcode", "occupation", "referred_by", "informed_on", "notes")
"""What may be the same for everyone in a list."""
_NUMBERED = re.compile(r" \(\d+\)$")  # what tells a repeated title from the first
_SAMPLE_ROWS = 200
HAND_MADE = "hand-made"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What one column is taken for; `field` None: not kept. `day` is the date of a column of attendance.

    A column is `unneeded` when its source is known to write it and nobody needs it (payment, IP address).
    """

    index: int
    header: str
    field: str | None
    how: Literal["guessed", "chosen", "none"]
    day: date | None = None
    unneeded: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a list was recognised as, what each column is taken for, and values given for every row."""

    source: Source
    columns: tuple[ColumnChoice, ...]
    fixed: Pairs[str, str | date] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()

    @property
    def has_names(self) -> bool:
        """Tell whether some column holds names of people."""
        return any(column.field in _NAMES for column in self.columns)


def recognise(sheet: Sheet, *, today: date) -> Mapping:
    """Say what each column of a list is, without looking at anything but headers and a sample of the cells.

    `today` gives the year to columns headed by a day and a month. A list without names is recognised too, so that
    the user can choose; `drafts` refuses it.
    """
    source = _source(sheet)
    guesses: list[ColumnChoice] = []
    taken: set[str] = set()
    repeatable = _ADDED if source.id == HAND_MADE else _REPEATABLE  # a second town of pretix is that of who paid
    unneeded: set[str] = set()
    end = second_table_start(sheet)
    own_fields = {source.fields[key] for header in sheet.headers if (key := header_key(header)) in source.fields}
    for index, header in enumerate(sheet.headers):
        blank = ColumnChoice(index, header, None, "none")
        choice = _guess(sheet, source, blank, own_fields=own_fields, unneeded=unneeded, today=today)
        if choice.field and (
            (choice.field in taken and choice.field not in repeatable) or (end is not None and index >= end)
        ):
            choice = blank
        taken.add(choice.field or "")
        guesses.append(choice)
    columns = tuple(_names_parted_once(sheet, guesses, taken))
    payers = [Problem("", "list_of_payers", {"source": source.name}, is_warning=True)] if source.holds_payers else []
    return Mapping(source, columns, notes=tuple(payers))


def _source(sheet: Sheet) -> Source:
    keys = {header_key(header) for header in sheet.headers}
    first = next((header_key(header) for header in sheet.headers if header), "")
    for source in sources():
        if any(some <= keys for some in source.recognised_by) or first in source.first_headers:
            return source
    return next(source for source in sources() if source.id == HAND_MADE)


def _guess(
    sheet: Sheet, source: Source, column: ColumnChoice, *, own_fields: set[str], unneeded: set[str], today: date
) -> ColumnChoice:
    """Take a column for what its source says (the first of that name), else for what its header says."""
    first = _NUMBERED.sub("", column.header)
    header = first if first in sheet.headers else column.header
    key = header_key(header)
    if key in source.unneeded and key not in unneeded and key not in source.fields:
        unneeded.add(key)
        return replace(column, unneeded=True)
    own = source.fields.get(key)
    found = own or field_of(header)
    if own is None and found in own_fields - _REPEATABLE:
        return column  # what the source calls so is sure, a question with the same name is not
    if found == "presence":
        day = typed_date(header, today)
        is_attendance = day and not _most(sheet, column.index, _is_no_mark, more_than=0.5)
        return replace(column, field=found, how="guessed", day=day) if is_attendance else column
    if found == "status" and own is None and _most(sheet, column.index, _is_occupation, more_than=0.5):
        found = "occupation"  # « Statut » is the status of a registration or of a person
    return replace(column, field=found, how="guessed") if found in FIELDS else column


def _is_no_mark(cell: Cell) -> bool:
    """Tell whether a cell under a date says something else than who came; a lone « ? » says nothing."""
    return fold(cell_text(cell)) != "" and presence(cell)[0] is None


def _is_occupation(cell: Cell) -> bool:
    return code_of(cell, "occupation")[0] is not None


def _names_parted_once(sheet: Sheet, columns: list[ColumnChoice], taken: set[str]) -> list[ColumnChoice]:
    """Keep a full name only where its parts are missing; a lone « Nom » whose cells hold two words is one."""
    if "given_name" in taken:
        return [_left(c) if c.field in _FULL_NAMES else c for c in columns]
    full = next((c.index for c in columns if c.field in _FULL_NAMES), None)
    if full is not None:
        return [_left(c) if c.field in _NAMES and c.index != full else c for c in columns]
    return [
        replace(c, field="full_name")
        if c.field == "family_name" and _most(sheet, c.index, is_name_in_two_words, more_than=0.5)
        else c
        for c in columns
    ]


def _left(column: ColumnChoice) -> ColumnChoice:
    return ColumnChoice(column.index, column.header, None, "none")


def _most(sheet: Sheet, index: int, fits: Callable[[Cell], bool], *, more_than: float) -> bool:
    """Tell whether a greater part than `more_than` of the first filled cells of a column fits, totals left out."""
    filled = (
        row[index] for _, row in sheet.data() if index < len(row) and row[index] is not None and not is_total(row)
    )
    cells = list(islice(filled, _SAMPLE_ROWS))
    return sum(map(fits, cells)) > more_than * len(cells)


def with_choice(mapping: Mapping, index: int, chosen: str | None, *, day: date | None = None) -> Mapping:
    """Return the mapping with one column chosen by the user; a field given to another column before leaves it.

    A column of attendance keeps the day that its title gave unless another is named.
    """
    if chosen is not None and chosen not in FIELDS:
        raise ValueError(chosen)
    columns = [
        ColumnChoice(c.index, c.header, chosen, "chosen", day or (c.day if chosen == "presence" else None))
        if c.index == index
        else _left(c)
        if chosen is not None and c.field == chosen and chosen not in _REPEATABLE
        else c
        for c in mapping.columns
    ]
    return replace(mapping, columns=tuple(columns))


def with_fixed_value(mapping: Mapping, name: str, value: str | date) -> Mapping:
    """Return the mapping with a value for every row that has none of its own ("" takes it back).

    Raises UserError when a field cannot be the same for everyone, or cannot have this value.
    """
    if name not in FIXABLE:
        raise refusal("field_not_fixable", name=name, fields=", ".join(FIXABLE))
    if value:
        values: dict[str, Any] = {name: value}
        found = people.check(PersonDraft(family_name="–", **values), this_year=date.max.year)
        refuse_if_any([replace(problem, field=name) for problem in found])
    fixed = {key: each for key, each in {**mapping.fixed, name: value}.items() if each}
    return replace(mapping, fixed=fixed)


def drafts(sheet: Sheet, mapping: Mapping, *, today: date) -> list[RowDraft]:
    """Turn each row under the header into plain values of a person, or say why it is left out.

    As many drafts as rows: those read and those left out add up. Raises UserError when no column holds names.
    """
    if not mapping.has_names:
        seen = [column.header for column in mapping.columns]
        raise refusal("list_without_names", file=sheet.file, headers=", ".join(seen[:12]), row=sheet.header_row)
    return row_drafts(
        sheet,
        [(column.index, column.field, column.day) for column in mapping.columns if column.field],
        source=mapping.source,
        fixed=mapping.fixed,
        today=today,
    )
