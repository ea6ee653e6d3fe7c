"""Owns leaving a computer that is not one's own: the data taken along on a stick, then everything here erased."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from models import association, backup, this_computer
from models.backup import Outside
from models.platforms import documents_folder
from models.this_computer import Traces
from resources.i18n import _, here, plural
from ui import messages
from ui.dialogs.backups import said_moment
from ui.messages import Kind, Message
from ui.modal import run
from ui.widgets.buttons import button
from ui.widgets.inputs import CheckBox

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def take_along(window: MainWindow) -> None:
    """Copy the notebook to a stick, checked, as one to go on working in elsewhere; then offer to erase it here."""
    context = window.context
    if context is None:
        return
    last = backup.outside(context.notebook, now=context.now()).folder
    usual = last if last is not None and last.is_dir() else documents_folder()
    chosen = QFileDialog.getExistingDirectory(window, _("Where shall your data go? Choose the stick."), str(usual))
    if chosen:
        save = partial(backup.save_outside, context.notebook, Path(chosen), to_work_in=True, now=context.now())
        context.jobs.later(save, partial(_taken, window), owner=window)


def _taken(window: MainWindow, path: Path) -> None:
    sentences = [
        _("A checked copy of everything is in {file}.", file=str(path)),
        _("On the other computer: File → Open a notebook. Work goes on in only one of the two."),
    ]
    dialog = Message(window, _("Your data are on their way"), sentences, "check", "ok")
    close = dialog.add(_("Close"), Kind.AcceptRole, kind="primary")
    erase = dialog.add(_("Erase from this computer…"), Kind.ActionRole)
    close.clicked.connect(dialog.reject)
    erase.clicked.connect(dialog.accept)
    close.setDefault(True)
    close.setFocus()
    answer = run(dialog)
    if answer == QDialog.DialogCode.Accepted:
        leave(window)


def leave(window: MainWindow) -> None:
    """Show what this computer holds of the notebook, and erase it all when that is confirmed."""
    context = window.context
    if context is None:
        return
    found = this_computer.traces(context.notebook)
    with context.notebook.read() as db:
        name = association.draft(db).name
    dialog = LeaveDialog(window, name, found, backup.outside(context.notebook, now=context.now()))
    answer = run(dialog)
    if answer == TAKE:
        take_along(window)
    elif answer == QDialog.DialogCode.Accepted:
        _erase(window, found)


TAKE = 2
"""What the dialog answers when the data are to be taken along first."""


class LeaveDialog(Message):
    """Says how much goes, and whether a copy of it all is elsewhere; without one, erasing has to be meant twice."""

    def __init__(self, window: MainWindow, name: str, found: Traces, copy: Outside) -> None:
        count = sum(1 for _each in found.files())
        sentences = [
            plural(
                "{n} file ({size}) goes for good: the notebook of {association}, its backups and what the application "
                "remembers of it.",
                "{n} files ({size}) go for good: the notebook of {association}, its backups and what the application "
                "remembers of it.",
                count,
                size=here().size(found.size),
                association=name,
            ),
            self._copy_said(copy),
            _("Papers and lists that you saved yourself stay where you put them: look there too."),
        ]
        super().__init__(window, _("Erase the notebook from this computer"), sentences, "circle-alert", "bad")
        verb = plural("Erase {n} file for good", "Erase {n} files for good", count)
        self.erase_button = self.add(verb, Kind.DestructiveRole, kind="destructive")
        take = button(_("Take my data with me first…"), lambda: self.done(TAKE), icon="external-link")
        stay = self.add(_("Cancel"), Kind.RejectRole)
        self.agreed = CheckBox(_("I know that what has no copy is lost"))
        if not copy.is_whole:
            self.more.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
            self.more.addWidget(self.agreed)
            self.erase_button.setEnabled(False)
            self.agreed.toggled.connect(self.erase_button.setEnabled)
        self.erase_button.clicked.connect(self.accept)
        stay.clicked.connect(self.reject)
        first = stay if copy.is_whole else take
        first.setAutoDefault(True)
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _copy_said(copy: Outside) -> str:
        if copy.is_whole:
            return _("A checked copy of all of it is in {folder}.", folder=copy.folder)
        if copy.last is None:
            return _("No copy was put elsewhere: all of it would be lost.")
        return _(
            "The last copy elsewhere dates from {moment}, in {folder}; it is not there now, or does not hold what was "
            "done since.",
            moment=said_moment(copy.last),
            folder=copy.folder,
        )


def _erase(window: MainWindow, found: Traces) -> None:
    """Close the notebook, then erase the files off the window's thread."""
    if window.jobs.is_busy:
        window.jobs.idle.connect(partial(_erase, window, found), Qt.ConnectionType.SingleShotConnection)
        window.jobs.cancel_all()
        return
    window.close_notebook()
    understood = window.preferences.table("understood")
    others = {where: risk for where, risk in understood.items() if Path(where).resolve() != found.notebook}
    window.preferences.keep("understood", others)
    window.jobs.later(partial(this_computer.erase, found), partial(_erased, window), owner=window)


def _erased(window: MainWindow, count: int) -> None:
    messages.tell(
        window,
        _("Nothing of the notebook is on this computer any more"),
        [plural("{n} file was erased.", "{n} files were erased.", count)],
    )
