"""Owns the list of those due to be forgotten: looked through, chosen, anonymised with the number said first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models import association, due_people, privacy
from models.due_people import DueLine
from resources.i18n import N_, _, here, plural
from ui import messages
from ui.dialogs.forget import ask_anonymise
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

if TYPE_CHECKING:
    from models.notebook import Db


@dataclass(frozen=True, slots=True)
class DueQuery:
    """All who are due: the longest without contact first."""


def _last_contact(line: DueLine) -> str:
    if line.last_contact is None:
        return _("none since {date}", date=here().date(line.since, "medium"))
    return here().date(line.last_contact, "medium")


COLUMNS: tuple[Column[DueLine], ...] = (
    Column("name", N_("Name"), lambda line: line.listed, width=240, stretch=True),
    Column("last_contact", N_("Last contact"), _last_contact, width=200),
    Column("presences", N_("Sessions attended"), lambda line: here().number(line.presences), width=160, align="right"),
)


class DuePeople(QWidget):
    """Who has had no contact for longer than the association keeps people."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.reason = label("", wrap=True)
        self.table: RowsTable[DueLine, DueQuery] = RowsTable(
            context,
            name="due_people",
            label=_("People due to be forgotten"),
            columns=COLUMNS,
            find=self._find,
            lines=due_people.lines,
            query=DueQuery(),
            empty=EmptyState("check", _("Nobody is due to be forgotten.")),
            sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} person", "{n} people", number),
        )
        self.table.selection_changed.connect(self._show_what_can_be_done)
        self.table.deleted.connect(lambda _ids: self.on_anonymise())
        self.all_button = button(_("Choose everyone"), self.on_all)
        self.go = button(_("Anonymise the people chosen…"), self.on_anonymise, kind="destructive")
        self.notice = label(
            _("Anonymising erases name, contact, notes and year of birth; what was counted stays counted."),
            "secondary",
            wrap=True,
        )
        whole = column(label(_("People due to be forgotten"), "strong"), self.reason, gap=2)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.notice)
        whole.addWidget(flow(self.all_button, self.go))
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.refresh()

    def _find(self, db: Db, _query: DueQuery) -> Sequence[int]:
        return privacy.due(db, today=self._context.today())

    def refresh(self) -> None:
        """Show the list again."""
        with self._context.notebook.read() as db:
            months = association.draft(db).retention_months
        self.reason.setText(
            plural(
                "The association keeps people for {n} month after the last contact.",
                "The association keeps people for {n} months after the last contact.",
                months,
            )
        )
        self.table.refresh()
        self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        count = self.table.selected_count
        text = plural("Anonymise {n} person…", "Anonymise {n} people…", count)
        self.go.say(text if count else _("Anonymise the people chosen…"))
        self.go.setEnabled(bool(count))
        self.all_button.setEnabled(count < self.table.count)
        for part in (self.go, self.all_button, self.notice):
            part.setVisible(bool(self.table.count))

    def on_all(self) -> None:
        """Choose everyone in the list."""
        self.table.select(self.table.model.ids)
        self.table.setFocus()

    def on_anonymise(self) -> None:
        """Say how many and that it cannot be undone; then forget them."""
        ask_anonymise(self, self._context, self.table.selected(), button=self.go, on_done=self._on_done)

    def _on_done(self, text: str) -> None:
        self.refresh()
        self.table.setFocus()
        messages.toast(self, text)
