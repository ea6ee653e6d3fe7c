"""Owns how what is to be looked at again is said in few words, beside a session in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from models.calendar_days import DayFacts
from models.problem import Problem
from resources.i18n import _, plural
from resources.words import sentence

_SHORT: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "session_on_holiday": lambda values: _("public holiday: {holiday}", holiday=values["holiday"]),
    "session_held_early": lambda _values: _("held before its day"),
    "session_twice": lambda _values: _("another session then"),
    "trainer_twice": lambda values: _(
        "{trainer} is at “{workshop}”", trainer=values["trainer"], workshop=values["workshop"]
    ),
    "place_twice": lambda values: _("place taken by “{workshop}”", workshop=values["workshop"]),
    "place_exceeded": lambda values: plural(
        "{n} person for {capacity} places",
        "{n} people for {capacity} places",
        int(str(values["count"])),
        capacity=values["capacity"],
    ),
}


def short(problem: Problem) -> str:
    """Say a warning in few words; one that has none gets its sentence."""
    said = _SHORT.get(problem.code)
    return sentence(problem) if said is None else said(problem.values)


def notes(problems: Iterable[Problem]) -> str:
    """Say several warnings in one line."""
    return " · ".join(short(problem) for problem in problems)


def day_notes(facts: DayFacts, problems: Iterable[Problem] = ()) -> str:
    """Say what a day is and what does not go with it; a public holiday is said once."""
    parts = [_("public holiday: {holiday}", holiday=facts.public_holiday)] if facts.public_holiday else []
    parts += [facts.school_holiday] if facts.school_holiday else []
    parts += [short(problem) for problem in problems if problem.code != "session_on_holiday"]
    return " · ".join(parts)
