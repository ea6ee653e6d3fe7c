"""Rows of one list that name the same person: joined where that is sure, told where it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from exchange.import_plan import Kind, PlannedRow
from models.completing import completed
from models.likeness import SHOWN_FROM, compare, keys
from models.matching import Likeness, Marks, likeness, marks_of
from models.problem import Problem

NEAR_COMPARED = 20
"""Earlier rows of one key that a row is compared with; a list of made-up names puts thousands under one."""

_Entry = tuple[PlannedRow, Marks]
_COMPARED = ("birth_year", "email", "phone")


def joined(
    rows: Sequence[PlannedRow], same: Mapping[int, int | None]
) -> tuple[dict[int, PlannedRow], dict[int, Marks]]:
    """Leave out the rows that name the person of an earlier row again; what they add fills the earlier one.

    Returns all rows by number, and the marks of those that stay. `same` is what the user said: row -> the earlier
    row that is this person, None for somebody of their own.
    """
    first: dict[int, PlannedRow] = {}
    marks: dict[int, Marks] = {}
    again: dict[int, PlannedRow] = {}
    by_key: dict[str, list[int]] = {}
    for row in rows:
        own = marks_of(row.draft)
        twins = by_key.setdefault(own.name_key, [])
        twin = _first_of(row, first, again, same) or _twin(row, own, twins, first, marks, same)
        if twin is None:
            first[row.number], marks[row.number] = row, own
            twins.append(row.number)
            continue
        again[row.number] = _again(row, first[twin], is_said=row.number in same)
        draft = completed(first[twin].draft, row.draft)
        if draft != first[twin].draft:
            first[twin], marks[twin] = replace(first[twin], draft=draft), marks_of(draft)
    return first | again, marks


def _first_of(
    row: PlannedRow,
    first: Mapping[int, PlannedRow],
    again: Mapping[int, PlannedRow],
    same: Mapping[int, int | None],
) -> int | None:
    """Return the row that the user said a row is the same as, or the one that stands for it."""
    said = same.get(row.number)
    if said is not None and said in again:
        said = again[said].same_as
    return said if said in first else None


def _twin(
    row: PlannedRow,
    own: Marks,
    twins: Sequence[int],
    first: Mapping[int, PlannedRow],
    marks: Mapping[int, Marks],
    same: Mapping[int, int | None],
) -> int | None:
    """Return the earlier row of the same name that is surely the same person."""
    if row.number in same:
        return None
    return next(
        (
            twin
            for twin in twins
            if first[twin].row != row.row
            and (first[twin].draft == row.draft or likeness(marks[twin], own) is Likeness.SAME)
        ),
        None,
    )


def _again(row: PlannedRow, first: PlannedRow, *, is_said: bool) -> PlannedRow:
    """Return a row left out for an earlier one, with what it says otherwise unless the user said it is the same."""
    differing = [
        Problem(
            name,
            "row_repeated_differs",
            {"row": row.row, "same_as": first.row, "kept": kept, "other": other},
            is_warning=True,
        )
        for name in _COMPARED
        if (kept := getattr(first.draft, name))
        and (other := getattr(row.draft, name))
        and kept != other
        and not is_said
    ]
    problems = (*row.problems, *differing)
    return replace(row, kind=Kind.LEFT_OUT, reason="repeated", same_as=first.number, problems=problems)


def with_near(
    rows: Sequence[PlannedRow], marks: Mapping[int, Marks], same: Mapping[int, int | None]
) -> Iterator[PlannedRow]:
    """Warn of each row that may be the person of an earlier one, unless both are known or the user said it is not."""
    seen = _Seen()
    for row in rows:
        own = marks.get(row.number)
        if own is None or row.kind is Kind.LEFT_OUT:
            yield row
            continue
        earlier = seen.like_then_add(row, own)
        if earlier is None or row.number in same:
            yield replace(row, beside=earlier.number) if earlier else row
            continue
        has_same_name = marks[earlier.number].name_key == own.name_key
        values = {"row": row.row, "same_as": earlier.row, "name": row.name, "other": earlier.name}
        warning = Problem("", "row_homonym" if has_same_name else "row_near", values, is_warning=True)
        yield replace(row, beside=earlier.number, problems=(*row.problems, warning))


class _Seen:
    """The rows that were looked at, by all that a row of the same person may share with them.

    A key leads to one row, or to the list of several: made-up lists have none to share, and lists cost time.
    """

    def __init__(self) -> None:
        self._by: dict[str, _Entry | list[_Entry]] = {}

    def like_then_add(self, row: PlannedRow, marks: Marks) -> PlannedRow | None:
        """Return the first row that may be the same person, one of the same name before others; keep this one too."""
        entry, found = (row, marks), None
        looked_at = {row.number}
        for key in _keys(marks):
            there = self._by.get(key)
            if there is None:
                self._by[key] = entry
                continue
            others = there if isinstance(there, list) else [there]
            found = found or self._like(entry, others, looked_at)
            self._by[key] = [*others, entry] if len(others) < NEAR_COMPARED else others
        return found

    @staticmethod
    def _like(entry: _Entry, others: Sequence[_Entry], looked_at: set[int]) -> PlannedRow | None:
        row, marks = entry
        for other, theirs in others:
            if other.number in looked_at or other.row == row.row:
                continue
            looked_at.add(other.number)
            are_known = other.kind is Kind.KNOWN and row.kind is Kind.KNOWN
            if not are_known and _may_be_one(theirs, marks):
                return other
        return None


def _keys(marks: Marks) -> Iterator[str]:
    """Give what rows of one person may share, the name first; a sign in front tells one kind from another."""
    yield f"={marks.name_key}"
    if marks.email:
        yield f"@{marks.email}"
    if marks.digits:
        yield f"+{marks.digits}"
    yield from sorted(keys(marks.given, marks.family))


def _may_be_one(one: Marks, other: Marks) -> bool:
    """Tell whether two rows may be one person: the same name, a doubt, or a like name that nothing speaks against."""
    if one.name_key == other.name_key or likeness(one, other) is Likeness.DOUBTFUL:
        return True
    if None not in (one.birth_year, other.birth_year) and one.birth_year != other.birth_year:
        return False
    return compare(one, other).points >= SHOWN_FROM
