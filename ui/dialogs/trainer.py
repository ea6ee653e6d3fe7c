"""Owns the dialog that adds a trainer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models import trainers
from models.trainers import TrainerDraft
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context

FIELDS = (
    Field("name", N_("Name of the trainer"), required=True, help=N_("As it should stand on the papers.")),
    Field("email", N_("E-mail"), kind="email"),
    Field("phone", N_("Phone"), kind="phone"),
    Field("is_volunteer", N_("Volunteer"), kind="check"),
)


def add_trainer(parent: QWidget, context: Context) -> int | None:
    """Let the user add a trainer; return them, or nothing when given up."""
    form = Form(FIELDS)
    form.fill(TrainerDraft(""))
    made: list[int] = []

    def save() -> None:
        with context.notebook.write(N_("Add a trainer")) as db:
            made.append(trainers.save(db, TrainerDraft(**form.read())))

    ask_form(
        parent,
        _("New trainer"),
        form,
        verb=_("Add this trainer"),
        save=save,
        keep=(context.notebook, "new_trainer", ()),
    )
    return made[0] if made else None
