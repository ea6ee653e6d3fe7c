"""Owns the question for the passphrase of a locked file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models import cipher
from models.problem import refusal
from resources.i18n import N_, _

if TYPE_CHECKING:
    from models.notebook import Notebook

HELP = N_("Capitals and spaces do not matter. Forgotten? Type the key of the recovery sheet, line after line.")
PARCEL_HELP = N_("The words that were said or written when the file was given; capitals and spaces do not matter.")


def ask_passphrase(parent: QWidget, path: Path) -> str | None:
    """Ask until the file opens, and return the passphrase; nothing when the user gives up."""
    from ui.dialogs.form_dialog import ask_form  # the start needs no form
    from ui.form import Field, Form
    from ui.window_actions import PARCEL_SUFFIX

    text = PARCEL_HELP if path.suffix.lower() == PARCEL_SUFFIX else HELP
    form = Form([Field("passphrase", N_("Passphrase"), kind="secret", help=text)])
    form.fill({"passphrase": ""})
    found: list[str] = []

    def unlock() -> None:
        passphrase = str(form.read()["passphrase"])
        if not passphrase:
            raise refusal("passphrase_needed", field="passphrase", file=path.name)
        cipher.unlock(path, passphrase)
        found.append(passphrase)

    ask_form(parent, _("Open “{file}”", file=path.name), form, verb=_("Open"), save=unlock)
    return found[0] if found else None


def needs_passphrase(where: Path | str) -> bool:
    """Tell whether this is a locked file; whatever else is wrong with it is told by opening it."""
    return isinstance(where, Path) and where.is_file() and cipher.is_sealed(where)


def opener(parent: QWidget, where: Path | str) -> Callable[[], Notebook] | None:
    """Return what opens a notebook off the window's thread; nothing when the user gave its passphrase up."""
    passphrase = ask_passphrase(parent, where) if isinstance(where, Path) and needs_passphrase(where) else ""
    if passphrase is None:
        return None

    def opened() -> Notebook:
        from models.notebook import Notebook

        return Notebook.open(where, passphrase=passphrase)

    return opened
