"""Owns the columns in which what was done is listed, and the tab that lists it for a workshop."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from models import history
from models.journal import Entry
from resources.i18n import N_, _, here, plural
from resources.words import action_label
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column
from ui.widgets.notices import EmptyState


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{here().date(local.date())}, {here().time(local.time())}"


ACTIONS_DONE: tuple[Column[Entry], ...] = (
    Column("at", N_("When"), lambda line: _when(line.at), width=190),
    Column("label", N_("What was done"), lambda line: action_label(line.label, line.values), width=420, stretch=True),
)


class WorkshopHistory(QWidget):
    """What was done with a workshop, its sessions, people and attendance; looked up only while it is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.table: RowsTable[Entry, int] = RowsTable(
            context, name="workshop_history", label=_("History of this workshop"), columns=ACTIONS_DONE,
            find=history.of_workshop, lines=history.lines, query=0,
            empty=EmptyState("info", _("Nothing was done yet.")), sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} action", "{n} actions", number),
        )  # fmt: skip
        self.setLayout(column(self.table))

    def show_workshop(self, workshop_id: int) -> None:
        """Show another workshop."""
        self.table.query = workshop_id
        self.refresh()

    def refresh(self, _changes: object = None) -> None:
        """Look again where it is shown: a mark in the attendance waits for nothing."""
        if self.isVisible():
            self.table.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was done up to now."""
        super().showEvent(event)
        self.table.refresh()
