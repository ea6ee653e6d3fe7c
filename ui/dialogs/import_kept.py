"""Owns what is kept of an import that is under way: the file, what was chosen about it and said of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from exchange.import_choices import from_kept, to_remember
from exchange.people_import import Given
from models.people import PersonDraft
from ui.dialogs.import_reading import Asked
from ui.dialogs.import_standing import Standing

_CHOSEN = ("encoding", "separator", "sheet_name", "header_row", "is_guessed_again", "fingerprint")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of the rows of a plan: who the doubtful ones are, which are right, and the ticks of the foot."""

    people: Mapping[int, int | None]
    right: frozenset[int]
    leaves_out_wrong: bool
    takes_payers: bool

    @classmethod
    def of(cls, standing: Standing, *, leaves_out_wrong: bool, takes_payers: bool) -> Answers:
        """Return what was said as it stands now."""
        return cls(dict(standing.people), frozenset(standing.right), leaves_out_wrong, takes_payers)


def values_of(asked: Asked, answers: Answers) -> dict[str, Any]:
    """Return an import under way as the notebook keeps it."""
    given = asked.given
    return {
        "path": str(asked.path),
        **{name: getattr(asked, name) for name in _CHOSEN},
        "choices": to_remember(asked.choices) if asked.choices is not None else None,
        "corrected": {str(number): _draft_values(draft) for number, draft in given.corrected.items()},
        "left_out": sorted(given.left_out),
        "same": {str(number): earlier for number, earlier in given.same.items()},
        "parted": {str(number): is_parted for number, is_parted in given.parted.items()},
        "people": {str(number): person for number, person in answers.people.items()},
        "right": sorted(answers.right),
        "leaves_out_wrong": answers.leaves_out_wrong,
        "takes_payers": answers.takes_payers,
    }


def asked_of(values: Mapping[str, Any]) -> Asked:
    """Return which file was being read, with what was chosen about it."""
    given = Given(
        corrected={number: _draft(draft) for number, draft in _by_number(values, "corrected").items()},
        left_out=frozenset(values["left_out"]),
        same=_by_number(values, "same"),
        parted=_by_number(values, "parted"),
    )
    choices = from_kept(values["choices"]) if values["choices"] is not None else None
    return Asked(Path(values["path"]), **{name: values[name] for name in _CHOSEN}, choices=choices, given=given)


def answers_of(values: Mapping[str, Any]) -> Answers:
    """Return what was said of the rows."""
    right = frozenset(values["right"])
    return Answers(_by_number(values, "people"), right, values["leaves_out_wrong"], values["takes_payers"])


def _by_number(values: Mapping[str, Any], name: str) -> dict[int, Any]:
    return {int(number): value for number, value in values[name].items()}


def _draft_values(draft: PersonDraft) -> dict[str, Any]:
    informed = draft.informed_on
    return asdict(draft) | {"informed_on": informed.isoformat() if informed else None}


def _draft(values: Mapping[str, Any]) -> PersonDraft:
    known = {each.name for each in fields(PersonDraft)}
    informed = values.get("informed_on")
    kept = {name: value for name, value in values.items() if name in known}
    return PersonDraft(**kept | {"informed_on": date.fromisoformat(informed) if informed else None})
