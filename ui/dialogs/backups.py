"""Owns the dialog of backups: what this computer keeps, what each holds, one made now, one elsewhere, one put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog

from models import backup, restoring
from models.backup import Backup, Reason
from models.notebook import SUFFIX, Db
from models.platforms import documents_folder
from models.problem import refusal
from models.restoring import Held
from resources.i18n import N_, _, here, plural
from resources.words import backup_reason, held_words
from ui import messages
from ui.backups import copy_outside, put_back
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.passphrase import ask_passphrase, needs_passphrase
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column, flow, scrolling
from ui.widgets.buttons import Button, button
from ui.widgets.labels import announce, label
from ui.widgets.notices import EmptyState

if TYPE_CHECKING:
    from ui.main_window import MainWindow

ROLE = QDialogButtonBox.ButtonRole


@dataclass(frozen=True, slots=True)
class BackupQuery:
    """All of them, the newest first."""


def said_moment(moment: datetime) -> str:
    """Say a moment of the clock on the wall in running text."""
    return f"{here().date(moment, 'long')}, {here().time_in_sentence(moment.time())}"


COLUMNS: tuple[Column[Backup], ...] = (
    Column(
        "made_at", N_("When"), lambda line: f"{here().date(line.made_at, 'full')}, {here().time(line.made_at.time())}",
        width=260, kind=lambda _line: "strong",
    ),
    Column("reason", N_("Made"), lambda line: backup_reason(line.reason), width=300, stretch=True),
    Column("size", N_("Size"), lambda line: here().size(line.size), width=100, align="right"),
)  # fmt: skip


class BackupsDialog(QDialog):
    """Lists the backups on this computer; the one chosen is checked to its last byte and told before it is put back."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self._lines: dict[int, Backup] = {}
        self._looked = 0  # which look at a backup is the last one: an earlier answer may come later
        title = _("Backups")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.table: RowsTable[Backup, BackupQuery] = RowsTable(
            context, name="backups", label=title, columns=COLUMNS, find=self._find, lines=self._of,
            query=BackupQuery(),
            empty=EmptyState("save", _("No backup yet: the first one is made by itself when something has changed.")),
            sorted_by=lambda query, *_sort: query, counted=lambda number: plural("{n} backup", "{n} backups", number),
        )  # fmt: skip
        self.table.selection_changed.connect(self._show_chosen)
        self.table.opened.connect(lambda _number: self.on_restore())
        self.holds = label("", wrap=True)
        self.holds.setMinimumHeight(2 * self.holds.fontMetrics().lineSpacing())  # what is below stays where it is
        self.elsewhere = label("", wrap=True)
        self.now_button = button(_("Back up now"), self.on_now, icon="save")
        self.outside_button = button(_("Copy to a stick…"), self.on_outside, icon="external-link")
        self.other_button = button(_("Another file…"), self.on_other, icon="folder-open")
        self.restore_button = button(_("Go back to this state…"), self.on_restore, kind="primary", icon="undo-2")
        self._lay_out(title)
        fit_to_screen(self, size(860), size(640))
        self.refresh()

    def _lay_out(self, title: str) -> None:
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.restore_button, ROLE.ActionRole)
        box.addButton(self.other_button, ROLE.ActionRole)
        box.addButton(close, ROLE.RejectRole)
        text = _(
            "This computer keeps these copies by itself: all of the last two days, then one a day, a week, a month. "
            "They are of no help if the computer is lost or breaks: copy the notebook to a stick from time to time."
        )
        inside = column(label(text, wrap=True), self.elsewhere, flow(self.now_button, self.outside_button), gap=3)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.holds)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(scrolling(inside), 1)
        whole.addWidget(box)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Show the backups again, the newest chosen."""
        self.table.refresh()
        if self._lines:
            self.table.go_to(max(self._lines))
        self._show_elsewhere()
        self._show_chosen()

    def _find(self, db: Db, _query: BackupQuery) -> Sequence[int]:
        from models import association

        self._lines = {each.sequence: each for each in backup.find(association.identity(db).notebook_uid)}
        return list(self._lines)

    def _of(self, _db: Db, ids: Collection[int]) -> Mapping[int, Backup]:
        return {each: self._lines[each] for each in ids if each in self._lines}

    def _show_elsewhere(self) -> None:
        standing = backup.outside(self._context.notebook, now=self._context.now())
        text = _("No copy was put elsewhere yet.")
        if standing.last is not None:
            text = _(
                "Last copy elsewhere: {moment}, in {folder}", moment=said_moment(standing.last), folder=standing.folder
            )
        self.elsewhere.setText(text)

    def chosen(self) -> Backup | None:
        """Return the backup that is selected."""
        selected = self.table.selected()
        return self._lines.get(selected[0]) if len(selected) == 1 else None

    def _show_chosen(self) -> None:
        """Check the backup chosen off the window's thread, and say what it holds."""
        found = self.chosen()
        self._looked += 1
        self.restore_button.setEnabled(found is not None)
        self.holds.setText("")
        if found is None:
            return
        if needs_passphrase(found.path):
            self.holds.setText(_("It is locked with the passphrase of the notebook."))
            return
        self.holds.setText(_("Checking…"))
        self._context.jobs.later(
            partial(restoring.look, found.path), partial(self._say_held, self._looked), owner=self,
            on_failed=partial(self._say_wrong, self._looked),
        )  # fmt: skip

    def _say_held(self, look: int, held: Held) -> None:
        if look == self._looked:
            lines = held_words(held.counts, held.last_at, held.last_label, held.last_values)
            self.holds.setText("\n".join(lines))
            announce(self, " ".join(lines))

    def _say_wrong(self, look: int, error: Exception) -> None:
        if look == self._looked:
            self.holds.setText(messages.said(error))
            self.restore_button.setEnabled(False)

    def on_now(self) -> None:
        """Make a backup now."""
        self._context.jobs.later(
            partial(backup.make, self._context.notebook, Reason.ASKED, now=self._context.now()),
            lambda _made: self.refresh(), owner=self,
        )  # fmt: skip

    def on_outside(self) -> None:
        """Copy the notebook to a stick."""
        copy_outside(self, self._context, on_done=lambda _path: self._show_elsewhere())

    def on_restore(self) -> None:
        """Ask, then go back to the backup chosen."""
        found = self.chosen()
        if found is not None and self.restore_button.isEnabled():
            self._ask(found.path, said_moment(found.made_at))

    def on_other(self) -> None:
        """Ask for a file: a copy on a stick, a backup of another computer."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Go back to another file"), str(documents_folder()), f"{_('Notebooks')} (*{SUFFIX})"
        )
        if path:
            self._ask(Path(path), Path(path).name)

    def _ask(self, path: Path, what: str) -> None:
        """Say what the file holds and what becomes of the present state, then put it back."""
        where = self._context.notebook.where
        if isinstance(where, Path) and path.resolve() == where.resolve():
            messages.show_error(self, refusal("backup_is_notebook", file=path.name))
            return
        passphrase = ask_passphrase(self, path) if needs_passphrase(path) else ""
        if passphrase is None:
            return
        self._context.jobs.later(
            partial(restoring.look, path, passphrase=passphrase),
            partial(self._sure, path, what, passphrase), owner=self,
            on_failed=self._context.jobs.show_failure,
        )  # fmt: skip

    def _sure(self, path: Path, what: str, passphrase: str, held: Held) -> None:
        from models import association

        with self._context.notebook.read() as db:
            is_other = association.identity(db).notebook_uid != held.notebook_uid
        told = held_words(held.counts, held.last_at, held.last_label, held.last_values)
        if is_other:
            told.insert(
                0, _("This is the notebook of {association}, not the one that is open.", association=held.association)
            )
        told.append(_("What is there now is backed up first and stays beside the notebook."))
        if messages.ask(
            self,
            _("Go back to “{what}”?", what=what),
            detail="\n".join(told),
            verb=_("Go back to it"),
            destructive=is_other,
        ):
            self.accept()
            put_back(self._window, path, passphrase=passphrase, agreed=is_other)


def open_backups(window: MainWindow, context: Context) -> None:
    """Show the backups of the notebook until the dialog is closed."""
    if not isinstance(context.notebook.where, Path):
        messages.show_error(window, refusal("backup_of_server"))
        return
    dialog = BackupsDialog(window, context)
    run(dialog)
