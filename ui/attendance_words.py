"""Owns the sentences of the attendance page, and which session it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.attendance import Presence, WalkIn
from models.sessions import SessionLine
from resources.i18n import _, here, plural
from ui.days import day_and_month


def first_to_enter(lines: Sequence[SessionLine], today: date) -> int | None:
    """Return the session to begin with: the newest past one not complete, else the newest past one, else the first."""
    past = [line for line in lines if line.date <= today]
    waiting = [line for line in past if not line.is_complete]
    chosen = (waiting or past)[-1:] or list(lines[:1])
    return chosen[0].id if chosen else None


def counted(now: Presence, session: SessionLine) -> str:
    """Say how many came to a session."""
    text = plural(
        "{n} present of {expected} at the session of {day}",
        "{n} present of {expected} at the session of {day}",
        now.present,
        expected=here().number(now.expected),
        day=day_and_month(session.date),
    )
    return f"{text} {plural('and {n} unnamed', 'and {n} unnamed', now.unnamed)}" if now.unnamed else text


def said_of(came: WalkIn, person: str, *, was_here: bool, enrolled: int) -> str:
    """Say what was made of who arrived: new, known, beyond the capacity, of the same name as others."""
    if was_here:
        text = _("{person} is present", person=person)
    elif came.is_new_person:
        text = _("{person}, new in the registry, is enrolled and present", person=person)
    else:
        text = _("{person}, already known, is enrolled and present", person=person)
    if came.homonyms:
        text += " · " + plural("{n} other person has this name", "{n} other people have this name", came.homonyms)
    if came.over:
        text += " · " + plural(
            "over capacity: {enrolled} for {n} place",
            "over capacity: {enrolled} for {n} places",
            enrolled - came.over,
            enrolled=here().number(enrolled),
        )
    return text
