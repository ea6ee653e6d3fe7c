"""Rows of a list -> drafts of people: plain values, what is wrong with them, or why the row is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from exchange.own_rows import has_uid
from exchange.sheet_cells import Cell, Row, cell_text, is_blank, is_example, is_formula_error, is_total
from exchange.sheet_headers import Source
from exchange.spreadsheet import Sheet
from exchange.value_more import age_band, informed_on, photo_consent
from exchange.value_names import FullName, Order, full_name, is_no_name, order_of
from exchange.value_pairs import several_people
from exchange.values import birth_year, code_of, email, gender, phone, postcode, postcode_town, presence, status
from models.names import fold
from models.problem import Problem
from models.text import clean_note

Value = str | int | date
Column = tuple[int, str, date | None]
Convert = Callable[[Cell], tuple[object, Problem | None]]

_FULL_NAMES: Mapping[str, Order | None] = {
    "full_name": None,
    "full_name_family_first": "family_first",
    "full_name_given_first": "given_first",
}
_NAMES = frozenset({"given_name", "family_name"}) | _FULL_NAMES.keys()
NOTED = frozenset({"phone_rest_noted", "email_rest_noted"})
"""Warnings of what a field has no room for, so that it is kept in the notes."""
_AXES = ("occupation", "referred_by")
_STATUS_REASONS = frozenset({"cancelled", "refunded"})
_HELPERS = frozenset({"status", "quantity", "payer_given_name", "payer_family_name", "payer_email", "presence"})


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row of the file: values of a person, problems, and `left_out_reason` when it becomes nobody.

    Reasons: empty, total, example, header, cancelled, refunded. `presence` is date -> present, absent, excused.
    `people` are those whom the names stand for when they are several.
    """

    row_number: int
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    left_out_reason: str | None = None
    presence: Mapping[date, str] = field(default_factory=dict)
    people: tuple[FullName, ...] = ()

    @property
    def is_to_correct(self) -> bool:
        """Tell whether something in the row must be corrected before it can be imported."""
        return self.left_out_reason is None and any(not problem.is_warning for problem in self.problems)


def row_drafts(
    sheet: Sheet, columns: Sequence[Column], *, source: Source, fixed: Mapping[str, str | date], today: date
) -> list[RowDraft]:
    """Turn every row under the header into a draft; see columns.drafts."""
    reader = _Rows(sheet, columns, source, fixed, _converters(sheet, columns, today), today)
    first = sheet.header_row + sheet.header_lines
    return [
        RowDraft(number, left_out_reason="example")
        if number < first + source.example_rows
        else reader.draft(number, row)
        for number, row in sheet.data()
    ]


def _converters(sheet: Sheet, columns: Sequence[Column], today: date) -> dict[str, Convert]:
    found: dict[str, Convert] = {
        "birth_year": partial(birth_year, today=today),
        "gender": gender,
        "email": email,
        "payer_email": email,
        "phone": phone,
        "postcode": postcode,
        "postcode_town": postcode_town,
        "status": status,
        "presence": presence,
        "age_band": age_band,
        "informed_on": partial(informed_on, today=today),
        "photo_consent": photo_consent,
        "notes": _note,
        **{axis: partial(code_of, axis=axis) for axis in _AXES},
    }
    for index, name, _ in columns:
        if name in _FULL_NAMES:
            cells = [row[index] for _, row in sheet.data() if index < len(row)]
            found[name] = partial(full_name, order=_FULL_NAMES[name] or order_of(cells))
    return found


def _line(cell: Cell) -> tuple[str, None]:
    return cell_text(cell), None


def _note(cell: Cell) -> tuple[str, None]:
    return (clean_note(cell) if isinstance(cell, str) and cell_text(cell) else cell_text(cell)), None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Everything that stays the same from row to row."""

    sheet: Sheet
    columns: Sequence[Column]
    source: Source
    fixed: Mapping[str, str | date]
    converters: Mapping[str, Convert]
    today: date

    def draft(self, number: int, row: Row) -> RowDraft:
        reason = None if has_uid(row, self.columns) else self._left_out(row)
        if reason:
            return RowDraft(number, left_out_reason=reason)
        values: dict[str, object] = {}
        problems: list[Problem] = []
        marks: dict[date, str] = {}
        for index, name, day in self.columns:
            cell = row[index] if index < len(row) else None
            if cell is None:
                continue
            value, problem = self._convert(name, cell)
            if problem:
                problems.append(self._placed(problem, name, index, number))
            if name == "presence" and day and value:
                marks[day] = str(value)
            elif value not in (None, ""):
                problem = self._put(values, name, value)
                if problem:
                    problems.append(self._placed(problem, name, index, number))
        self._note_rest(values, problems)
        if not values and not problems:
            return RowDraft(number, left_out_reason="empty")
        reason = str(values["status"]) if values.get("status") in _STATUS_REASONS else None
        person = _person(values, self.fixed)
        return RowDraft(
            number,
            person,
            () if reason else (*problems, *self._row_problems(number, row, values, person, problems)),
            reason,
            marks,
            () if reason or "uid" in values else self._people(row),
        )

    def _people(self, row: Row) -> tuple[FullName, ...]:
        cells = {name: row[index] for index, name, _ in self.columns if name in _NAMES and index < len(row)}
        whole = next((name for name in cells if name in _FULL_NAMES), "")
        return several_people(
            cells.get("given_name"), cells.get("family_name"), cells.get(whole), order=_FULL_NAMES.get(whole)
        )

    def _left_out(self, row: Row) -> str | None:
        if is_blank(row):
            return "empty"
        if is_total(row):
            return "total"
        if is_example(row):
            return "example"
        is_header = all(
            index < len(row) and fold(cell_text(row[index])) == fold(self.sheet.headers[index])
            for index, _, _ in self.columns
        )
        return "header" if is_header else None

    def _convert(self, name: str, cell: Cell) -> tuple[object, Problem | None]:
        if is_formula_error(cell):
            return None, Problem(name, "cell_formula_error", {"text": cell})
        if name == "status" and (text := fold(cell_text(cell))) in self.source.left_out.keys() | self.source.kept:
            return self.source.left_out.get(text, "kept"), None
        if name in _NAMES and is_no_name(cell, today=self.today):
            return None, Problem(
                "family_name" if name in _FULL_NAMES else name, "name_not_name", {"text": cell_text(cell)}
            )
        return self.converters.get(name, _line)(cell)

    def _placed(self, problem: Problem, name: str, index: int, number: int) -> Problem:
        """Name the row and the column beside what is wrong."""
        place = {"row": number, "column": self.sheet.headers[index]}
        return replace(problem, field=problem.field or name, values={**problem.values, **place})

    @staticmethod
    def _put(values: dict[str, object], name: str, value: object) -> Problem | None:
        """Keep a value; of another one than was kept before, say that it is noted or left out."""
        kept = values.setdefault(name, value)
        if kept == value:
            return None
        told = {"kept": kept, "other": value}
        match name:
            case "notes":
                values[name] = f"{kept}\n{value}"
                return None
            case "phone":
                return Problem(name, "phone_rest_noted", told, is_warning=True)
            case "email":
                return Problem(name, "email_rest_noted", told, is_warning=True)
            case "birth_year" | "postcode" | "town":
                return Problem(name, "value_rest_left_out", told, is_warning=True)
        return None

    @staticmethod
    def _note_rest(values: dict[str, object], problems: Sequence[Problem]) -> None:
        """Add the further telephones and e-mails of a row to its notes, each with the title of its column."""
        rest = [f"{each.values['column']}: {each.values['other']}" for each in problems if each.code in NOTED]
        if rest:
            values["notes"] = "\n".join([*([str(values["notes"])] if values.get("notes") else []), *rest])

    def _row_problems(
        self,
        number: int,
        row: Row,
        values: Mapping[str, object],
        person: Mapping[str, Value],
        told: Sequence[Problem],
    ) -> list[Problem]:
        found = []
        is_told = any(problem.code == "name_not_name" for problem in told)
        if not is_told and not person.get("given_name") and not person.get("family_name"):
            found.append(Problem("family_name", "row_without_name", {"row": number}))
        width = len(self.sheet.headers)
        if any(cell is not None for cell in row[width:]):
            found.append(Problem("", "row_too_wide", {"row": number, "cells": len(row), "columns": width}))
        quantity = str(values.get("quantity", "1"))
        if quantity.isascii() and quantity.isdigit() and int(quantity) > 1:
            found.append(Problem("", "row_for_several", {"row": number, "count": int(quantity)}, is_warning=True))
        return found


def _person(values: Mapping[str, object], fixed: Mapping[str, str | date]) -> dict[str, Value]:
    """Return the plain fields of a person out of what the columns of a row gave."""
    person: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, FullName):
            parts = {"given_name": value.given_name, "family_name": value.family_name, "gender": value.gender}
            person |= {part: text for part, text in parts.items() if text and part not in values}
        elif isinstance(value, tuple):
            person |= {
                part: text
                for part, text in zip(("postcode", "town"), value, strict=True)
                if text and part not in values
            }
        elif isinstance(value, str | int | date) and name not in _HELPERS:
            person[name] = value
    if "payer_email" in values and "email" not in person and _is_payer(values, person):
        person["email"] = str(values["payer_email"])
    return {**fixed, **person}


def _is_payer(values: Mapping[str, object], person: Mapping[str, Value]) -> bool:
    """Tell whether the person is the one who paid: only then is the payer's e-mail theirs."""
    return all(
        fold(str(values.get(f"payer_{part}", ""))) == fold(str(person.get(part, "")))
        for part in ("given_name", "family_name")
    )
