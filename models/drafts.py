"""Drafts: plain values that a form edits, an import row becomes and a command passes, before they are stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import Base, chunks
from models.codes import known_in
from models.problem import Problem, refusal, refuse_if_any
from models.text import LINE_LENGTH, NOTE_LENGTH, clean_line, clean_note, too_long

NOTES = frozenset({"notes", "description", "remarks", "access_notes"})
"""Fields of several lines; every other text is one line."""

LARGEST_NUMBER = 1_000_000
"""No capacity, counter or first number is larger: what is typed above it is a slip."""


class Draft(Protocol):
    """Any frozen dataclass of plain values."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


D = TypeVar("D", bound=Draft)
B = TypeVar("B", bound=Base)
K = TypeVar("K")
Line = TypeVar("Line")


def cleaned(draft: D) -> D:
    """Return the draft with every text through the one cleaner."""
    changes = {}
    for name in draft.__dataclass_fields__:
        value = getattr(draft, name)
        if value and isinstance(value, str) and not isinstance(value, StrEnum):
            clean = clean_note(value) if name in NOTES else clean_line(value)
            if clean != value:
                changes[name] = clean
    return replace(draft, **changes) if changes else draft


def length_problems(draft: Draft, limits: dict[str, int] | None = None) -> list[Problem]:
    """Return the problems of texts over their limit (characters): 300, 10 000 for notes, or as `limits` says."""
    problems = []
    for name in draft.__dataclass_fields__:
        value = getattr(draft, name)
        if value and isinstance(value, str):
            default = NOTE_LENGTH if name in NOTES else LINE_LENGTH
            problems += too_long(name, value, (limits or {}).get(name, default))
    return problems


def store(target: Base, draft: Draft, *names: str) -> None:
    """Copy the draft's fields (all, or those named) that differ into the mapped object."""
    for name in names or [each.name for each in fields(draft)]:
        value = getattr(draft, name)
        if getattr(target, name) != value:
            setattr(target, name, value)


def values_of(target: Base, draft_class: type[Draft]) -> dict[str, Any]:
    """Return the stored values of the fields of a draft class that the mapped class has too."""
    return {each.name: getattr(target, each.name) for each in fields(draft_class) if hasattr(type(target), each.name)}


def existing(db: Session, mapped: type[B], row_id: int) -> B:
    """Return the row with this id; raise UserError record_gone when it was deleted meanwhile."""
    found = db.get(mapped, row_id)
    if found is None:
        raise refusal("record_gone", what=mapped.__tablename__)
    return found


class Lines(dict[int, Line]):
    """What lists and papers show of some rows, by id; asking for one that was deleted meanwhile is a UserError."""

    def __init__(self, table: str, lines: Mapping[int, Line] | None = None) -> None:
        super().__init__(lines or {})
        self._table = table

    def __missing__(self, row_id: int) -> Line:
        """Raise UserError record_gone."""
        raise refusal("record_gone", what=self._table)


def refuse_gone(db: Session, mapped: type[B], ids: Iterable[int | None]) -> None:
    """Raise UserError record_gone when one of these rows (None is none) was deleted meanwhile."""
    wanted = {row_id for row_id in ids if row_id is not None}
    present = 0
    for part in chunks(sorted(wanted)):
        present += db.scalar(select(func.count(mapped.id)).where(mapped.id.in_(part))) or 0
    if present != len(wanted):
        raise refusal("record_gone", what=mapped.__tablename__)


def capacity_problems(capacity: int | None) -> list[Problem]:
    """Return the problem of a number of places that cannot be, or nothing; None is no limit."""
    if capacity is not None and capacity < 1:
        return [Problem("capacity", "capacity_wrong", {"value": capacity})]
    return size_problems(capacity=capacity)


def size_problems(**numbers: int | None) -> list[Problem]:
    """Return a problem for each of these fields whose number is larger than LARGEST_NUMBER."""
    return [
        Problem(name, "number_too_large", {"value": number, "most": LARGEST_NUMBER})
        for name, number in numbers.items()
        if number is not None and number > LARGEST_NUMBER
    ]


def reason_given(reason: str) -> str:
    """Return why something is cancelled, cleaned. Raises UserError reason_missing, text_too_long."""
    reason = clean_line(reason)
    if not reason:
        raise refusal("reason_missing", field="cancel_reason")
    refuse_if_any(too_long("cancel_reason", reason))
    return reason


def code_problems(draft: Draft, **codes: type[StrEnum]) -> list[Problem]:
    """Return a problem for each named field whose code is not one of its coded values; empty is allowed."""
    return [
        Problem(name, "code_unknown", {"field": name, "code": getattr(draft, name)})
        for name, known in codes.items()
        if getattr(draft, name) and getattr(draft, name) not in known_in(known)
    ]


_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")
_PHONE = re.compile(r"(?=(?:\D*\d){4})\+?[\d\s().-]{4,25}")  # at least four digits: 3939 is a number
_POSTCODE = re.compile(r"\d{5}|[A-Z0-9][A-Z0-9 -]{1,9}", re.IGNORECASE)
_RNA = re.compile(r"W[0-9]{9}")
_LA_POSTE = "356000000"


def is_siret(value: str) -> bool:
    """Tell whether 14 digits are a SIRET: Luhn's sum, or for La Poste a sum of digits that 5 divides (INSEE)."""
    if not re.fullmatch(r"[0-9]{14}", value):
        return False
    if value.startswith(_LA_POSTE) and sum(map(int, value)) % 5 == 0:
        return True
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(value)]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


_SHAPES: dict[str, Callable[[str], object]] = {
    "email": _EMAIL.fullmatch,
    "phone": _PHONE.fullmatch,
    "postcode": _POSTCODE.fullmatch,
    "rna": _RNA.fullmatch,
    "siret": is_siret,
}


def shape_problems(draft: Draft, *names: str) -> list[Problem]:
    """Return a problem for each named field (email, phone, postcode, rna, siret) that cannot be right."""
    return [
        Problem(name, f"{name}_wrong", {"value": getattr(draft, name)})
        for name in names
        if getattr(draft, name) and not _SHAPES[name](getattr(draft, name))
    ]


def sync_links(db: Session, wanted: Iterable[K], present: Mapping[K, Base], make: Callable[[K], Base]) -> None:
    """Make the link rows that are wanted and not present, delete those present and not wanted."""
    keys = list(dict.fromkeys(wanted))
    for key, row in present.items():
        if key not in keys:
            db.delete(row)
    db.add_all([make(key) for key in keys if key not in present])
    db.flush()
