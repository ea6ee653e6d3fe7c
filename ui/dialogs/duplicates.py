"""Owns the review of the whole registry: who may be there twice, looked at side by side, one pair after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QWidget

from models import duplicates, people
from models.duplicates import Pair
from models.matching import KnownPerson
from models.notebook import Db
from models.progress import Progress
from resources.i18n import N_, _, here, plural
from resources.labels import likeness_label
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.merge import open_merge
from ui.jobs import Job, fraction
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column
from ui.widgets.buttons import Button, button
from ui.widgets.labels import announce, label
from ui.widgets.notices import EmptyState


@dataclass(frozen=True, slots=True)
class PairsQuery:
    """All pairs, the likeliest first."""


def _known(person: KnownPerson) -> str:
    born = str(person.birth_year or "")
    return ", ".join(part for part in (person.listed, born, person.town) if part)


def _why(pair: Pair) -> str:
    return here().and_list(map(likeness_label, pair.reasons))


COLUMNS: tuple[Column[Pair], ...] = (
    Column("first", N_("One record"), lambda pair: _known(pair.first), width=280),
    Column("second", N_("Another record"), lambda pair: _known(pair.second), width=280),
    Column("why", N_("Why"), _why, width=250, stretch=True),
)


class DuplicatesDialog(QDialog):
    """Looks through the registry as a job that can be stopped, then shows the pairs."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pairs: list[Pair] = []
        self._job: Job | None = None
        title = _("People who may be here twice")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("The registry is being looked through"))
        self.progress.setTextVisible(False)
        self.empty = EmptyState("users", _("Nobody seems to be here twice."))
        self.table: RowsTable[Pair, PairsQuery] = RowsTable(
            context, name="duplicates", label=title, columns=COLUMNS, find=self._find, lines=self._lines,
            query=PairsQuery(), empty=self.empty, sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} pair", "{n} pairs", number),
        )  # fmt: skip
        self.why = label("", "secondary", wrap=True)  # whole, where the column has no room for it
        self.compare = button(_("Compare…"), self.on_compare, kind="primary", icon="users")
        self._lay_out(title)
        self.table.opened.connect(lambda _place: self.on_compare())
        self.table.selection_changed.connect(self._show_state)
        fit_to_screen(self, size(1120), size(680))
        self.start()

    def _lay_out(self, title: str) -> None:
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.compare, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        text = _("Names that look or sound alike, with the same year, phone or e-mail. Nothing is changed by itself.")
        whole = column(label(title, "section", wrap=True), label(text, wrap=True), self.progress, gap=3, margin=4)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.why)
        whole.addWidget(box)
        self.setLayout(whole)

    def start(self) -> None:
        """Look through the whole registry; closing the dialog stops it."""
        self._job = job = self._context.jobs.run(
            duplicates.review(self._context.notebook), _("Looking for duplicates"), self._on_found
        )
        job.progress.connect(self._on_progress)
        self._show_state()

    def _on_progress(self, progress: Progress) -> None:
        value, most = fraction(progress)
        self.progress.setMaximum(most)
        self.progress.setValue(value)

    def _on_found(self, pairs: list[Pair]) -> None:
        if self._job is None:
            return  # closed meanwhile: it was found in the very moment
        self._job, self._pairs = None, pairs
        self._show_pairs()
        text = plural("{n} pair", "{n} pairs", len(pairs)) if pairs else _("Nobody seems to be here twice.")
        announce(self, text)

    def _find(self, _db: Db, _query: PairsQuery) -> Sequence[int]:
        return range(len(self._pairs))

    def _lines(self, _db: Db, ids: Collection[int]) -> Mapping[int, Pair]:
        return {place: self._pairs[place] for place in ids if place < len(self._pairs)}

    def _show_pairs(self) -> None:
        self.table.refresh()
        if self._pairs:
            self.table.go_to(0)
            self.table.view.setFocus()
        self._show_state()

    def _show_state(self) -> None:
        self.progress.setVisible(self._job is not None)
        self.table.setVisible(self._job is None)
        place = self.table.current() if self._job is None else None
        self.compare.setEnabled(place is not None)
        chosen = self._pairs[place] if place is not None and place < len(self._pairs) else None
        self.why.setText(_("{column}: {value}", column=_("Why"), value=_why(chosen)) if chosen else "")

    def on_compare(self) -> None:
        """Show the pair side by side; what was decided leaves the list."""
        place = self.table.current()
        if place is None:
            return
        pair = self._pairs[place]
        if open_merge(self, self._context, pair.first.id, pair.second.id):
            self._drop_decided()

    def _drop_decided(self) -> None:
        """Leave out pairs that were told apart or of whom one is gone; go on with the one that follows."""
        ids = sorted({each.id for pair in self._pairs for each in (pair.first, pair.second)})
        place = self.table.current() or 0
        with self._context.notebook.read() as db:
            apart, there = duplicates.told_apart(db), people.present(db, ids)
        self._pairs = [
            pair
            for pair in self._pairs
            if (pair.first.id, pair.second.id) not in apart and {pair.first.id, pair.second.id} <= there
        ]
        self._show_pairs()
        self.table.go_to(min(place, len(self._pairs) - 1))

    def done(self, result: int) -> None:
        """Stop looking when the dialog is closed."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)


def open_duplicates(parent: QWidget, context: Context) -> None:
    """Show the review until it is closed."""
    dialog = DuplicatesDialog(context, parent)
    run(dialog)
