"""What people read for a problem: the sentence of its code, with its values written as people write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Protocol

from resources.i18n import N_, Language, _, here, plural
from resources.labels import field_label
from resources.sentences import COUNTED, RULES, SENTENCES, THINGS, UNKNOWN

_PLAIN_NUMBERS = frozenset({"year", "earliest", "latest", "from", "to", "row", "same_as"})
_LENGTHS = frozenset({"minutes", "longest"})
_FIELDS = frozenset({"field", "axis"})
_NO_FIELD = N_("this field")


class Refused(Protocol):
    """What a sentence needs to know of a problem (models/problem.py)."""

    @property
    def field(self) -> str:
        """The field that is wrong, empty when there is none."""

    @property
    def code(self) -> str:
        """The rule that was broken."""

    @property
    def values(self) -> Mapping[str, object]:
        """What the sentence needs to say."""


def places_taken(people: int, places: int | None) -> str:
    """Return « 12 / 15 », or only how many people where there is no limit."""
    taken = here().number(people)
    return f"{taken} / {here().number(places)}" if places else taken


def known_codes() -> frozenset[str]:
    """Return every code that has a sentence of its own."""
    return frozenset({*SENTENCES, *COUNTED})


def sentence(problem: Refused, language: Language | None = None) -> str:
    """Say what is wrong, where, and what to do; a code or value unknown here gives a general sentence, no error."""
    say = language or here()
    shown = {name: _shown(name, value, problem.values, say) for name, value in problem.values.items()}
    shown.setdefault("field", field_label(problem.field, say) if problem.field else say(_NO_FIELD))
    try:
        if problem.code in COUNTED:
            counted = COUNTED[problem.code]
            return say.plural(counted.one, counted.many, int(str(problem.values[counted.value])), **shown)
        return say(SENTENCES[problem.code], **shown)
    except (KeyError, ValueError):
        return say(UNKNOWN, code=problem.code)


def _shown(name: str, value: object, values: Mapping[str, object], say: Language) -> str:
    """Write one value of a problem for people; `values` fill in the label of an action of the history."""
    if name in _FIELDS:
        return field_label(str(value), say)
    if name == "label":
        return action_label(str(value), values, say)
    if name == "what":
        return say(THINGS.get(str(value), str(value)))
    if name == "rule" and str(value) in RULES:
        return action_label(RULES[str(value)], values, say)
    if isinstance(value, int) and not isinstance(value, bool):
        if name in _LENGTHS:
            return say.duration(value)
        return str(value) if name in _PLAIN_NUMBERS else say.number(value)
    return _written(value, say)


def _written(value: object, say: Language) -> str:
    """Write a value by its kind alone."""
    match value:
        case None:
            return ""
        case datetime.datetime():
            return f"{say.date(value, 'long')}, {say.time_in_sentence(value.time())}"
        case datetime.date():
            return say.date(value, "long")
        case datetime.time():
            return say.time_in_sentence(value)
        case float():
            return say.number(value)
        case list() | tuple():
            return say.and_list(_written(item, say) for item in value)
        case _:
            return str(value)


BACKUP_REASONS: Mapping[str, str] = {
    "start": N_("At the start"),
    "timer": N_("While working"),
    "import": N_("Before a list was brought in"),
    "merge": N_("Before two records were merged"),
    "removal": N_("Before people were deleted or forgotten"),
    "parcel": N_("Before a parcel was taken back"),
    "restore": N_("Before a backup was put back"),
    "asked": N_("When asked"),
}
"""Why a backup was made."""


def backup_reason(code: str) -> str:
    """Say why a backup was made; a reason of another version is shown as it is."""
    return here()(BACKUP_REASONS.get(code, code))


def held_words(
    counts: Mapping[str, int], last_at: datetime.datetime | None, label: str, values: Mapping[str, object]
) -> list[str]:
    """Say in two lines what a notebook file holds: how much of what, and what was done in it last."""
    parts = (
        plural("{n} person", "{n} people", counts["person"]),
        plural("{n} workshop", "{n} workshops", counts["workshop"]),
        plural("{n} session", "{n} sessions", counts["workshop_session"]),
        plural("{n} mark of attendance", "{n} marks of attendance", counts["attendance"]),
        plural("{n} certificate", "{n} certificates", counts["certificate"]),
    )
    lines = [here().and_list(parts)]
    if last_at is not None:
        local = last_at.astimezone()
        lines.append(_("Last action: {action}, {date}, {time}", action=action_label(label, values),
                       date=here().date(local.date(), "long"), time=here().time_in_sentence(local.time())))  # fmt: skip
    return lines


ALONE: Mapping[str, str] = {
    "Add {count} sessions": N_("Add 1 session"),
    "Anonymise {count} people": N_("Anonymise 1 person"),
    "Cancel {count} enrolments": N_("Cancel 1 enrolment"),
    "Enrol {count} people": N_("Enrol 1 person"),
    "Erase {count} people for good": N_("Erase 1 person for good"),
    "Forget again {count} people that an older copy brought back": N_(
        "Forget again 1 person that an older copy brought back"
    ),
    "Import {count} people": N_("Import 1 person"),
    "Put {count} people on the waiting list": N_("Put 1 person on the waiting list"),
}
"""Actions on several, as they are told when it was one."""


def action_label(label: str, values: Mapping[str, object], language: Language | None = None) -> str:
    """Write an action of the history in people's words; a value that is not known any more is shown as “…”."""
    say = language or here()
    label = ALONE.get(label, label) if values.get("count") == 1 else label
    return re.sub(r"\{(\w+)\}", lambda found: _written(values.get(found[1], "…"), say), say(label))
