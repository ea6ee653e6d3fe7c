"""Owns the dialog that adds a place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models import places
from models.places import PlaceDraft
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context

FIELDS = (
    Field("name", N_("Name of the place"), required=True, help=N_("As people know it. For example: Triangle library")),
    Field("room", N_("Room"), width="medium"),
    Field("address", N_("Address")),
    Field("postcode", N_("Postcode"), width="short"),
    Field("town", N_("Town"), width="medium"),
    Field("capacity", N_("How many people fit in"), kind="number", minimum=1),
    Field("access_notes", N_("How to get in"), kind="note"),
)


def add_place(parent: QWidget, context: Context, *, name: str = "") -> int | None:
    """Let the user add a place; return it, or nothing when given up."""
    form = Form(FIELDS)
    form.fill(PlaceDraft(name))
    made: list[int] = []

    def save() -> None:
        with context.notebook.write(N_("Add a place")) as db:
            made.append(places.save(db, PlaceDraft(**form.read())))

    ask_form(
        parent, _("New place"), form, verb=_("Add this place"), save=save, keep=(context.notebook, "new_place", ())
    )
    return made[0] if made else None
