"""Owns the way from the notebook to the papers about personal data: read and drawn off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from documents import information_notice, person_extract, privacy_words, processing_register
from documents.file_names import safe_name
from documents.privacy_words import Keeper
from exchange import extract
from models import privacy
from models.names import shown
from models.platforms import open_outside
from models.progress import Progress, Task
from resources.i18n import _, current
from ui import messages
from ui.dialogs.preview import show_pdf
from ui.dialogs.where import ask_where
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


def save_extract(parent: QWidget, context: Context, person_id: int, *, button: QWidget | None = None) -> None:
    """Ask where, and write everything held about one person there: a PDF to read, and JSON for machines beside it."""
    with context.notebook.read() as db:
        held, who = privacy.extract(db, person_id), privacy_words.keeper(db)
    today, code = context.today(), current()
    name = safe_name(f"{_('Extract')} {shown(held.given_name, held.family_name)} {today}", ".pdf")
    path = ask_where(parent, _("Save the extract"), name, "PDF", ".pdf")
    if path is None:
        return

    def task() -> Task[Path]:
        yield Progress(0, 1, "")
        pdf = person_extract.draw(person_extract.ExtractFacts(held, who, today), code)
        told = extract.as_json(held, association=who.association.name, made_on=today)
        return extract.write(path, pdf, told)[0]

    def say(written: Path) -> None:
        text = _("Saved: {file}, and the file for machines beside it", file=written.name)
        messages.toast(parent, text, _("Open it"), partial(open_outside, written))

    context.jobs.run(task(), _("Writing the extract"), say, button=button)


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
