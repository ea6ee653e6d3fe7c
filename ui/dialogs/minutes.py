"""Owns the question how long a person stayed: the whole session, or a part of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.attendance import Mark
from models.problem import refusal
from resources.i18n import N_, _, here
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form

FIELDS = (
    Field(
        "stay",
        N_("Stayed"),
        kind="choice",
        choices=lambda: [("whole", _("The whole session")), ("part", _("A part of the session"))],
        width="medium",
    ),
    Field("minutes", N_("Minutes attended"), kind="number", minimum=1),
)


def ask_minutes(parent: QWidget, person: str, mark: Mark, longest: int, save: Callable[[int | None], object]) -> bool:
    """Ask how long someone stayed and hand it to `save`, None for the whole session; tell whether it was saved."""
    form = Form(FIELDS)
    form.fill({"stay": "whole" if mark.minutes is None else "part", "minutes": mark.minutes})

    def follow() -> None:
        form.set_shown("minutes", form.read()["stay"] == "part")

    def keep() -> None:
        values = form.read()
        minutes = values["minutes"] if values["stay"] == "part" else None
        if values["stay"] == "part" and minutes is None:
            raise refusal("minutes_wrong", field="minutes", minutes=0, longest=longest)
        save(minutes)

    form.changed.connect(follow)
    follow()
    length = _("The session lasts {length}.", length=here().duration(longest))
    return ask_form(
        parent, _("How long was {person} here?", person=person), form, verb=_("Mark as present"), save=keep, text=length
    )
