"""Owns the way to the badges of a workshop's people on screen: read and drawn off the window's thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from documents import badges
from models.progress import Progress, Task
from resources.i18n import _, current
from ui.dialogs.preview import show_pdf
from ui.page import Context


def show_badges(parent: QWidget, context: Context, workshop_id: int, *, button: QWidget | None = None) -> None:
    """Show the badges of everyone enrolled in a workshop, ready to print."""
    code, today = current(), context.today()

    def task() -> Task[tuple[str, bytes]]:
        yield Progress(0, 1, "")
        with context.notebook.read() as db:
            asked = badges.facts(db, workshop_id, today=today)
        return asked.workshop, badges.draw(asked, code)

    def show(made: tuple[str, bytes]) -> None:
        workshop, pdf = made
        title = _("Badges: {workshop}", workshop=workshop)
        show_pdf(parent, context, title, pdf, file_name=title.replace(":", ""))

    context.jobs.run(task(), _("Drawing the badges"), show, button=button)
