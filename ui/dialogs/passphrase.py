"""Owns the question for the passphrase of a locked file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from models import cipher
from models.problem import refusal
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form

FIELDS = (
    Field(
        "passphrase",
        N_("Passphrase"),
        kind="secret",
        help=N_("The words that were said or written when the file was given; capitals and spaces do not matter."),
    ),
)


def ask_passphrase(parent: QWidget, path: Path) -> str | None:
    """Ask until the file opens, and return the passphrase; nothing when the user gives up."""
    form = Form(FIELDS)
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
