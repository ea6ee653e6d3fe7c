"""Owns the list of sessions to look at again: what an auditor would ask about, each opened where it is mended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from models import coherence, sessions
from models.notebook import Db
from resources.i18n import N_, _, here, plural
from resources.words import sentence
from ui.dialogs.form_dialog import fit_to_screen
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column, scrolling
from ui.widgets.buttons import Button, button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState


@dataclass(frozen=True, slots=True)
class DoubtsQuery:
    """All of them, by date."""


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """One doubt as it is listed."""

    session_id: int
    date: date
    workshop: str
    told: str


COLUMNS: tuple[Column[DoubtLine], ...] = (
    Column("workshop", N_("Workshop"), lambda line: line.workshop, width=220),
    Column("date", N_("Date"), lambda line: here().date(line.date, "medium"), width=130),
    Column("told", N_("To look at again"), lambda line: line.told, width=480, stretch=True),
)


class DoubtsDialog(QDialog):
    """Lists the doubts; Enter opens the session."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines: list[DoubtLine] = []
        title = _("Sessions to look at again")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.table: RowsTable[DoubtLine, DoubtsQuery] = RowsTable(
            context, name="doubts", label=title, columns=COLUMNS, find=self._find, lines=self._of, query=DoubtsQuery(),
            empty=EmptyState("check", _("Nothing to look at again: the sessions go together.")),
            sorted_by=lambda query, *_sort: query, counted=lambda number: plural("{n} remark", "{n} remarks", number),
        )  # fmt: skip
        self.table.opened.connect(self._open)
        self.table.selection_changed.connect(self._show_state)
        self.told = label("", wrap=True)
        self.go = button(_("Open the session"), self.on_open, kind="primary", icon="calendar-days")
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        text = _("Funders’ auditors ask about these. They may all be right: nothing is changed or blocked.")
        inside = column(label(text, wrap=True), gap=3)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.told)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(scrolling(inside), 1)
        whole.addWidget(box)
        self.setLayout(whole)
        fit_to_screen(self, size(980), size(600))
        self.table.refresh()
        if self._lines:
            self.table.go_to(0)
        self._show_state()

    def _find(self, db: Db, _query: DoubtsQuery) -> Sequence[int]:
        found = coherence.lately(db, today=self._context.today())
        titles = sessions.lines(db, {each.session_id for each in found})
        self._lines = [
            DoubtLine(each.session_id, each.date, titles[each.session_id].workshop, sentence(each.problem))
            for each in found
        ]
        return range(len(found))

    def _of(self, _db: Db, ids: Collection[int]) -> Mapping[int, DoubtLine]:
        return {place: self._lines[place] for place in ids if place < len(self._lines)}

    def _show_state(self) -> None:
        chosen = self.table.selected()
        self.go.setEnabled(len(chosen) == 1)
        self.told.setText(self._lines[chosen[0]].told if len(chosen) == 1 else "")

    def on_open(self) -> None:
        """Open the session of the remark chosen."""
        self._open(self.table.selected()[0])

    def _open(self, place: int) -> None:
        self.accept()
        self._context.go("session", self._lines[place].session_id)


def open_doubts(parent: QWidget, context: Context) -> None:
    """Show the sessions to look at again."""
    dialog = DoubtsDialog(context, parent)
    run(dialog)
