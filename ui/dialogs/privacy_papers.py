"""Owns the way from the notebook to the papers about personal data: read and drawn off the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from documents import information_notice, privacy_words, processing_register
from documents.privacy_words import Keeper
from models.progress import Progress, Task
from resources.i18n import _, current
from ui.dialogs.preview import show_pdf
from ui.page import Context


def show_register(parent: QWidget, context: Context, *, button: QWidget | None = None) -> None:
    """Show the register of processing activities, ready to print."""
    code, today = current(), context.today()
    _show(
        parent, context, _("Register of processing activities"),
        lambda who: processing_register.draw(who, code, made_on=today), button,
    )  # fmt: skip


def show_notice(parent: QWidget, context: Context, *, button: QWidget | None = None) -> None:
    """Show the information notice, ready to print."""
    code = current()
    _show(parent, context, _("Information notice"), lambda who: information_notice.draw(who, code), button)


def _show(
    parent: QWidget, context: Context, title: str, draw: Callable[[Keeper], bytes], button: QWidget | None
) -> None:
    def task() -> Task[bytes]:
        yield Progress(0, 1, "")
        with context.notebook.read() as db:
            who = privacy_words.keeper(db)
        return draw(who)

    def show(pdf: bytes) -> None:
        show_pdf(parent, context, title, pdf, file_name=title)

    context.jobs.run(task(), _("Drawing: {paper}", paper=title), show, button=button)
