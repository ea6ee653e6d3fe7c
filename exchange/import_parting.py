"""Rows that name several people at once: asked about, then taken one by one or kept as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from exchange.import_plan import FURTHER
from exchange.row_drafts import RowDraft, Value
from exchange.value_names import FullName
from models.names import shown
from models.problem import Problem

_SHARED = ("postcode", "town", "email", "phone", "notes", "referred_by")
"""What is kept of a row for each of its people; a year of birth or an occupation is that of the first."""


def parted(drafts: Sequence[RowDraft], chosen: Mapping[int, bool], fixed: Mapping[str, str | date]) -> list[RowDraft]:
    """Return the rows with those of several people asked about, or taken one by one where that was chosen."""
    found: list[RowDraft] = []
    for draft in drafts:
        if len(draft.people) < 2 or draft.left_out_reason is not None:
            found.append(draft)
        elif draft.row_number not in chosen:
            found.append(replace(draft, problems=(*draft.problems, _asked(draft))))
        elif chosen[draft.row_number]:
            found += _one_by_one(draft, fixed)
        else:
            found.append(draft)
    return found


def _asked(draft: RowDraft) -> Problem:
    names = tuple(shown(each.given_name, each.family_name) for each in draft.people)
    return Problem("", "row_several_people", {"row": draft.row_number, "names": names})


def _one_by_one(draft: RowDraft, fixed: Mapping[str, str | date]) -> Iterator[RowDraft]:
    shared = {**fixed, **{name: draft.values[name] for name in _SHARED if name in draft.values}}
    problems = tuple(each for each in draft.problems if each.code != "name_split_supposed")
    for place, person in enumerate(draft.people):
        values: dict[str, Value] = {**(shared if place else draft.values), **_named(person)}
        yield replace(
            draft,
            row_number=draft.row_number + FURTHER * place,
            values={name: value for name, value in values.items() if value != ""},
            problems=() if place else problems,
        )


def _named(person: FullName) -> dict[str, Value]:
    """Return the names of one of them, and the gender where a title tells it."""
    names: dict[str, Value] = {"given_name": person.given_name, "family_name": person.family_name}
    return {**names, "gender": person.gender} if person.gender else names
