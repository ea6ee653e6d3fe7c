"""Owns the tab with the facts of a workshop: a form that saves itself, and what says that it is not saved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models import workshops
from models.journal import Changes
from models.problem import UserError
from models.workshops import WorkshopDraft
from resources.i18n import N_, _
from ui.dialogs.choices import offer_known
from ui.dialogs.workshop import facts_form
from ui.half_typed import HalfTyped
from ui.page import Context
from ui.self_saving import SelfSaving
from ui.widgets.boxes import UprightArea, column
from ui.widgets.buttons import button

FORM = "workshop"
"""The name under which the form is kept while it is half typed."""


class FactsTab(QWidget):
    """All that is said of a workshop. `unsaved` has its place in the page, above all tabs."""

    def __init__(self, context: Context, on_template: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self._workshop_id = 0
        self._draft = WorkshopDraft("")
        self.form = facts_form(self, context)
        keeper = HalfTyped(self.form, context.notebook, FORM)
        self.unsaved = SelfSaving(
            self.form, save=self._save, show_saved=lambda: self.form.fill(self._draft), keeper=keeper
        )
        layout = column(self.form, button(_("Keep as a template…"), on_template, icon="copy"))
        layout.addStretch(1)
        inside = QWidget()
        inside.setLayout(layout)
        self.setLayout(column(UprightArea(inside)))

    def show_workshop(self, workshop_id: int) -> None:
        """Turn to another workshop, after keeping what was typed of the one before."""
        if workshop_id != self._workshop_id:
            self.unsaved.turn_to(workshop_id)
            self._workshop_id = workshop_id

    def refresh(self, changes: Changes | None) -> None:
        """Show the facts again; what is being typed stays. Of a workshop that is gone nothing: the page leaves it."""
        try:
            with self.context.notebook.read() as db:
                draft = workshops.draft(db, self._workshop_id)
        except UserError:
            return
        if not self.form.is_changed and (changes is None or draft != self._draft):
            offer_known(self.form, self.context)
            self.form.fill(draft)
            self.unsaved.bring_back()
        self._draft = draft

    def _save(self) -> None:
        values = self.form.read()
        values["minimum_sessions"] = values["minimum_sessions"] or 1
        draft = replace(self._draft, **values)
        with self.context.notebook.write(N_("Change a workshop")) as db:
            workshops.save(db, draft, self._workshop_id)
