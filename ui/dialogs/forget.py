"""Owns the questions before people are forgotten for good: the number, what goes, what stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from models import forgetting
from resources.i18n import _, plural
from ui import messages
from ui.page import Context


def ask_anonymise(parent: QWidget, context: Context, ids: Sequence[int], *, button: QWidget | None = None) -> bool:
    """Ask, then anonymise these people off the window's thread; tell whether it was agreed to."""
    count = len(ids)
    if not messages.ask(
        parent,
        plural("Anonymise {n} person?", "Anonymise {n} people?", count),
        verb=plural("Anonymise {n} person for good", "Anonymise {n} people for good", count),
        detail=_(
            "Name, contact, notes and year of birth go, also from certificates and the history. The figures stay as "
            "they are. This cannot be undone, and files saved elsewhere are not touched."
        ),
        destructive=True,
    ):
        return False
    _run(context, forgetting.anonymise, ids, button)
    return True


def ask_erase(parent: QWidget, context: Context, ids: Sequence[int], *, button: QWidget | None = None) -> bool:
    """Ask, then erase these people off the window's thread; tell whether it was agreed to."""
    count = len(ids)
    if not messages.ask(
        parent,
        plural("Erase {n} person?", "Erase {n} people?", count),
        verb=plural("Erase {n} person for good", "Erase {n} people for good", count),
        detail=_(
            "Everything that names them goes; of their certificates the number, the date and the status stay. How many "
            "people came stays as it is. This cannot be undone, and files saved elsewhere are not touched."
        ),
        destructive=True,
    ):
        return False
    _run(context, forgetting.erase, ids, button)
    return True


def _run(context: Context, forget: Callable[..., None], ids: Sequence[int], button: QWidget | None) -> None:
    """Forget them as a job: it rewrites their history, which takes a moment."""
    from models.progress import Progress, Task

    def task() -> Task[int]:
        yield Progress(0, 0)
        forget(context.notebook, ids, today=context.today(), agreed=len(ids))
        return len(ids)

    def told(count: int) -> None:
        context.done(plural("{n} person forgotten", "{n} people forgotten", count))

    context.jobs.run(task(), _("Forgetting people"), told, button=button)
