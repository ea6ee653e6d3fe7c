"""Owns the end of a parcel on the borrowed computer: copied to a stick, then erased from here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.files import file_error
from models.parcels import SUFFIX
from resources.i18n import _
from ui import messages
from ui.dialogs.where import ask_where
from ui.messages import Kind, Message
from ui.modal import run
from ui.theme import space

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def give_back(window: MainWindow) -> None:
    """Say how the parcel goes back, and offer a copy to give and the erasing of this one."""
    if window.context is None or not isinstance(window.context.notebook.where, Path):
        return
    path = window.context.notebook.where
    sentences = [
        _("What goes back is this same file: {file}. It is locked, as it was when it was given to you.", file=path),
        _("Save a copy on a stick, or send the file. Erase it here once it has been taken back."),
    ]
    dialog = Message(window, _("Give the parcel back"), sentences, "send", "accent")
    save = dialog.add(_("Save a copy…"), Kind.AcceptRole, kind="primary")
    erase = dialog.add(_("Erase here…"), Kind.DestructiveRole, kind="destructive")
    close = dialog.add(_("Close"), Kind.RejectRole)
    chosen: list[str] = []
    for made, name in ((save, "save"), (erase, "erase")):
        made.clicked.connect(partial(chosen.append, name))
        made.clicked.connect(dialog.accept)
    close.clicked.connect(dialog.reject)
    save.setDefault(True)
    dialog.setMinimumWidth(max(dialog.minimumWidth(), dialog.buttons.sizeHint().width() + 2 * space(4)))
    save.setFocus()
    run(dialog)
    if "save" in chosen:
        save_copy(window, path)
    elif "erase" in chosen:
        erase_here(window, path)


def save_copy(window: MainWindow, path: Path) -> None:
    """Write a whole copy of the parcel where the user says."""
    assert window.context is not None
    target = ask_where(window, _("Save the parcel"), path.name, _("Parcels"), SUFFIX)
    if target is None:
        return
    if target.resolve() == path.resolve():
        messages.tell(
            window, _("This is the parcel itself"), [_("It is saved already. Choose another place for a copy.")]
        )
        return
    toast = partial(window.toast, _("The parcel is in {file}. Give that file back.", file=target))
    copied = partial(window.context.notebook.save_copy, target)
    window.jobs.later(copied, lambda _nothing: toast(), owner=window)


def erase_here(window: MainWindow, path: Path) -> None:
    """Erase the parcel from this computer after a question; the window goes back to its doors."""
    sure = messages.ask(
        window,
        _("Erase this parcel from this computer?"),
        detail=_("What was entered since the parcel was last given back is lost. This cannot be undone."),
        verb=_("Erase the parcel"),
        other=_("Keep it"),
        destructive=True,
    )
    if not sure:
        return
    window.close_notebook()
    try:
        path.resolve().unlink()
    except OSError as error:
        messages.show_error(window, file_error(error, path))
        return
    window.toast(_("The parcel was erased from this computer"))
