"""Owns the question how sign-in sheets are wanted; the answer is kept for the next ones."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from documents.facts import Orientation
from documents.papers import SheetOptions
from documents.sheet_plan import MOST_BLANK_ROWS
from models import sessions
from models.sessions import SessionQuery
from resources.i18n import N_, _, here
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.papers import keep_options, kept_options, show_sheets
from ui.form import Field, Form
from ui.page import Context

NEXT, WHOLE, EACH = "next", "whole", "each"
FIELDS = (
    Field("of", N_("For which sessions"), kind="choice", width="full"),
    Field(
        "blank_rows",
        N_("Empty rows for people who turn up"),
        kind="number",
        maximum=MOST_BLANK_ROWS,
        help=N_("Left empty: five, or a full page when nobody is enrolled."),
    ),
    Field(
        "order",
        N_("Order of the names"),
        kind="choice",
        choices=lambda: [("family", _("By family name")), ("given", _("By given name"))],
    ),
    Field(
        "orientation",
        N_("Page"),
        kind="choice",
        choices=lambda: [("portrait", _("Upright")), ("landscape", _("Across"))],
    ),
    Field("with_waiting", N_("List who waits for a place, below"), kind="check"),
    Field("half_days", N_("Sign a long day in the morning and in the afternoon"), kind="check"),
)


def ask_sheets(parent: QWidget, context: Context, workshop_id: int, *, button: QWidget | None = None) -> None:
    """Ask which sheets of a workshop are wanted and how, then show them."""
    with context.notebook.read() as db:
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
        lines = sessions.lines(db, ids)
    coming = next((each for each in ids if lines[each].date >= context.today()), ids[-1] if ids else None)
    form = Form(FIELDS)
    offered = [(WHOLE, _("All sessions on one sheet")), (EACH, _("A sheet for each session"))]
    if coming is not None:
        day = here().date(lines[coming].date, "full")
        offered.insert(0, (NEXT, _("The session of {day}", day=day)))
    form.set_choices("of", offered)
    form.fill({"of": offered[0][0], **_shown(kept_options(context))})

    def save() -> None:
        told = form.read()
        options = SheetOptions(
            blank_rows=told["blank_rows"],
            orientation=cast(Orientation, told["orientation"]),
            by_given_name=told["order"] == "given",
            with_waiting=told["with_waiting"],
            half_days=told["half_days"],
        )
        keep_options(context, options)
        if told["of"] == WHOLE or not ids:
            show_sheets(parent, context, workshop_id=workshop_id, button=button)
        else:
            show_sheets(parent, context, session_ids=ids if told["of"] == EACH else [coming or ids[0]], button=button)

    ask_form(
        parent, _("Sign-in sheets as I want them"), form, verb=_("Show the sheets"), save=save,
        text=_("Names only: no phone and no e-mail. Further sheets are made the same way."),
    )  # fmt: skip


def _shown(options: SheetOptions) -> dict[str, object]:
    return {
        "blank_rows": options.blank_rows,
        "order": "given" if options.by_given_name else "family",
        "orientation": options.orientation,
        "with_waiting": options.with_waiting,
        "half_days": options.half_days,
    }
