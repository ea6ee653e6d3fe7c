"""Owns what the window says of the place where the notebook lies, and the way to a better one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from models import moving, whereabouts
from models.platforms import documents_folder
from models.problem import UserError
from models.whereabouts import Risk, Whereabouts
from resources.i18n import N_, _
from ui import messages
from ui.dialogs.passphrase import ask_passphrase
from ui.widgets.buttons import button

if TYPE_CHECKING:
    from models.notebook import Notebook
    from ui.main_window import MainWindow
    from ui.widgets.notices import Banner

TEXTS: Mapping[Risk, str] = {
    Risk.CLOUD: N_(
        "{name} copies this folder by itself: two computers at once damage the notebook, and personal data leave "
        "this one."
    ),
    Risk.NETWORK: N_(
        "This notebook lies on another computer ({name}): when the network stops in the middle of a save, it can be "
        "damaged."
    ),
    Risk.REMOVABLE: N_(
        "This notebook lies on a stick ({name}): pulled out too early or lost, it is gone. Keep a copy elsewhere."
    ),
}


def place_banners(window: MainWindow, notebook: Notebook) -> list[Banner]:
    """Say that the notebook can only be read, or that it lies where it had better not."""
    from ui.widgets.notices import Banner

    if not isinstance(notebook.where, Path):
        return []
    if notebook.is_read_only:
        text = _("This notebook can only be read where it lies: nothing that you change is kept.")
        copy = button(_("Work in a copy…"), partial(work_elsewhere, window, moves=False), icon="copy")
        return [Banner(text, "warn", copy)]
    found = whereabouts.of_file(notebook.where)
    if found is None or _is_understood(window, notebook.where, found):
        return []
    move = button(_("Move it…"), partial(work_elsewhere, window, moves=True), icon="folder-open")
    know = button(_("I know"), partial(understand, window, notebook.where, found))
    kind = "accent" if found.risk is Risk.REMOVABLE else "warn"
    return [Banner(_(TEXTS[found.risk], name=found.name), kind, move, know)]


def understand(window: MainWindow, where: Path, found: Whereabouts) -> None:
    """Say it no more of this notebook in this place."""
    window.preferences.keep("understood", window.preferences.table("understood") | {str(where): str(found.risk)})
    window.show_identity()


def _is_understood(window: MainWindow, where: Path, found: Whereabouts) -> bool:
    return window.preferences.table("understood").get(str(where)) == found.risk


def work_elsewhere(window: MainWindow, *, moves: bool) -> None:
    """Ask for a folder, move or copy the notebook there, and go on in it; when that fails, all stays as it was."""
    context = window.context
    if context is None or not isinstance(context.notebook.where, Path):
        return
    where = context.notebook.where
    title = _("Where shall the notebook lie?")
    chosen = QFileDialog.getExistingDirectory(window, title, str(documents_folder()))
    if not chosen:
        return
    if Path(chosen).resolve() == where.resolve().parent:
        window.toast(_("It lies there already."))
        return
    passphrase = ask_passphrase(window, where) if context.notebook.is_locked else ""
    if passphrase is not None:
        go_on_in(window, where, Path(chosen), moves=moves, passphrase=passphrase)


def go_on_in(window: MainWindow, where: Path, folder: Path, *, moves: bool, passphrase: str = "") -> None:
    """Close the notebook, move or copy its file, and open it there, off the window's thread."""
    failures: list[UserError] = []

    def made() -> Notebook:
        from models.notebook import Notebook

        target = where
        try:
            target = (moving.move_to if moves else moving.copy_to)(where.resolve(), folder)
        except UserError as error:
            failures.append(error)
        return Notebook.open(target, passphrase=passphrase)

    def say() -> None:
        if failures:
            messages.show_error(window, failures[0])
        elif moves and where.exists():
            window.toast(_("The notebook lies in {folder} now; the old file could not be taken away.", folder=folder))
        else:
            window.toast(_("The notebook lies in {folder} now.", folder=folder))

    window.start_with(made, where=where, in_place=True, then=say)
