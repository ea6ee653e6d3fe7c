"""Owns the backups that the window makes by itself, and putting one back in place of the notebook that is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from models import backup
from models.backup import EVERY, Backup, Reason
from models.platforms import documents_folder
from models.problem import UserError
from resources.i18n import _, here
from ui import messages
from ui.dialogs.passphrase import ask_passphrase, needs_passphrase

if TYPE_CHECKING:
    from models.notebook import Notebook
    from ui.main_window import MainWindow
    from ui.page import Context

AFTER_START_MS = 3000
"""The first backup waits until the first page has been shown and read."""


class BackupKeeper(QObject):
    """Backs the open notebook up after the start and every half hour, off the window's thread, when it changed."""

    def __init__(self, window: MainWindow, notebook: Notebook) -> None:
        super().__init__(window)
        self._window, self._notebook = window, notebook
        self._failed = False
        self._timer = QTimer(self, interval=int(EVERY.total_seconds() * 1000))
        self._timer.timeout.connect(partial(self.back_up, Reason.TIMER))
        self._timer.start()
        self._first = QTimer(self, singleShot=True, interval=AFTER_START_MS)
        self._first.timeout.connect(partial(self.back_up, Reason.START))
        self._first.start()

    def back_up(self, reason: Reason) -> None:
        """Make a backup if one is due."""
        self._window.jobs.later(partial(backup.before, self._notebook, reason), self._on_made, owner=self._window)

    def _on_made(self, _made: Backup | None) -> None:
        context = self._window.context
        failed = self._notebook.backup_failure is not None
        if context is not None and context.notebook is self._notebook and failed != self._failed:
            self._failed = failed
            self._window.show_identity()

    def stop(self) -> None:
        """End with its notebook."""
        self._timer.stop()
        self._first.stop()
        self.deleteLater()


def copy_outside(parent: QWidget, context: Context, on_done: Callable[[Path], object] | None = None) -> None:
    """Ask for a stick or another disk and write a checked copy there, off the window's thread."""
    last = backup.outside(context.notebook, now=context.now()).folder
    usual = last if last is not None and last.is_dir() else documents_folder()
    chosen = QFileDialog.getExistingDirectory(parent, _("Copy the notebook to a stick or another disk"), str(usual))
    if not chosen:
        return
    save = partial(backup.save_outside, context.notebook, Path(chosen), now=context.now())

    def say(path: Path) -> None:
        messages.toast(parent, _("Checked copy saved: {file}", file=path.name))
        if on_done is not None:
            on_done(path)

    context.jobs.later(save, say, owner=parent)


def put_back(window: MainWindow, path: Path, *, passphrase: str | None = None, agreed: bool = False) -> None:
    """Put a backup in place of the notebook that is open, then open it; when that fails, the notebook comes back."""
    if window.context is None or not isinstance(window.context.notebook.where, Path):
        return
    where = window.context.notebook.where
    swap = partial(_swap, window, path, where, passphrase=passphrase, agreed=agreed)
    window.jobs.later(
        partial(backup.before, window.context.notebook, Reason.RESTORE), lambda _made: swap(), owner=window
    )


def _swap(window: MainWindow, path: Path, where: Path, *, passphrase: str | None, agreed: bool) -> None:
    failures: list[UserError] = []
    asides: list[Path | None] = []

    def made() -> Notebook:
        from models import restoring
        from models.notebook import Notebook

        try:
            asides.append(restoring.restore(path, where, passphrase=passphrase, agreed=agreed).aside)
        except UserError as error:
            failures.append(error)
        return Notebook.open(where, passphrase=passphrase)

    def say() -> None:
        if failures:
            messages.show_error(window, failures[0])
        elif asides and asides[0] is not None:
            window.toast(_("The notebook is as it was. What was there before: {file}", file=asides[0].name))

    window.start_with(made, in_place=True, then=say)


def offer_newest(window: MainWindow, where: Path) -> bool:
    """Offer the newest backup of a file that can be read no more; tell whether there was one to offer."""
    found = backup.of_file(where)
    if not found:
        return False
    newest = found[0]
    moment = here().date(newest.made_at, "long") + ", " + here().time_in_sentence(newest.made_at.time())
    if messages.ask(
        window,
        _("The notebook is damaged"),
        detail=_(
            "“{file}” cannot be read. This computer has a checked backup of it of {moment}. Going back to it keeps "
            "the damaged file beside it.", file=where.name, moment=moment,
        ),
        verb=_("Go back to this backup"),
        other=_("Not now"),
    ):  # fmt: skip
        passphrase = ask_passphrase(window, newest.path) if needs_passphrase(newest.path) else ""
        if passphrase is not None:
            _swap(window, newest.path, where, passphrase=passphrase, agreed=False)
    return True
