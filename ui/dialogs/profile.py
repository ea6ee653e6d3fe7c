"""Owns taking in a programme's profile in the window: chosen, or dropped on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from exchange.profiles import read_profile
from models import programme
from models.problem import UserError
from models.programme import Installed
from resources.i18n import N_, _
from resources.labels import field_label, label
from ui.page import Context


def ask_profile(parent: QWidget, context: Context) -> None:
    """Let the user choose the file of a profile and take it in."""
    path, _kind = QFileDialog.getOpenFileName(
        parent, _("Import a profile"), str(Path.home()), f"{_('Programme profile')} (*.json)"
    )
    if path:
        take_profile(context, Path(path))


def take_profile(context: Context, path: Path) -> None:
    """Put a profile in the place of the notebook's own; say which values it no longer offers."""
    try:
        data = read_profile(path)
        with context.notebook.write(N_("Take in the programme's profile"), final=True) as db:
            done = programme.install(db, data)
        programme.put_in_force(context.notebook)
    except UserError as error:
        context.jobs.show_failure(error)
        return
    context.toast(_told(str(data["name"]), done))


def _told(name: str, done: Installed) -> str:
    text = _("The profile of {programme} is in use.", programme=name)
    gone = [f"{field_label(axis)}: {label(axis, code)}" for axis, codes in done.in_use.items() for code in codes]
    if not gone:
        return text
    kept = _("It no longer offers these values, which stay where they were chosen: {values}.", values=", ".join(gone))
    return f"{text} {kept}"
