"""Owns the questions before people are forgotten for good: the number, what goes, what stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from models import forgetting
from models.progress import Progress, Task
from resources.i18n import N_, _, plural
from ui import messages
from ui.page import Context

_ANONYMISED = N_(
    "Name, contact, notes and year of birth are erased here, on certificates and in the history. Their certificates "
    "cannot be printed again. Attendance stays counted. This cannot be undone. Files saved elsewhere stay as they are."
)
_ERASED = N_(
    "Everything that names them goes; of their certificates the number, the date and the status stay. How many "
    "people came stays as it is. This cannot be undone. Files saved elsewhere stay as they are."
)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of forgetting: what does it, and its words for a number of people."""

    forget: Callable[..., None]
    question: Callable[[int], str]
    verb: Callable[[int], str]
    done: Callable[[int], str]
    detail: str


_ANONYMISE = _Way(
    forgetting.anonymise,
    lambda n: plural("Anonymise {n} person?", "Anonymise {n} people?", n),
    lambda n: plural("Anonymise {n} person", "Anonymise {n} people", n),
    lambda n: plural("{n} person anonymised", "{n} people anonymised", n),
    _ANONYMISED,
)
_ERASE = _Way(
    forgetting.erase,
    lambda n: plural("Erase {n} person for good?", "Erase {n} people for good?", n),
    lambda n: plural("Erase {n} person for good", "Erase {n} people for good", n),
    lambda n: plural("{n} person erased", "{n} people erased", n),
    _ERASED,
)


def ask_anonymise(
    parent: QWidget,
    context: Context,
    ids: Sequence[int],
    *,
    button: QWidget | None = None,
    on_done: Callable[[str], object] | None = None,
) -> bool:
    """Ask, then anonymise these people off the window's thread; tell whether it was agreed to."""
    return _ask(_ANONYMISE, parent, context, ids, button, on_done)


def ask_erase(parent: QWidget, context: Context, ids: Sequence[int], *, button: QWidget | None = None) -> bool:
    """Ask, then erase these people off the window's thread; tell whether it was agreed to."""
    return _ask(_ERASE, parent, context, ids, button, None)


def _ask(
    way: _Way,
    parent: QWidget,
    context: Context,
    ids: Sequence[int],
    button: QWidget | None,
    on_done: Callable[[str], object] | None,
) -> bool:
    count, today = len(ids), context.today()
    question, verb = way.question(count), way.verb(count)
    if not count or not messages.ask(parent, question, verb=verb, detail=_(way.detail), destructive=True):
        return False

    def task() -> Task[str]:
        yield Progress(0, 0)
        way.forget(context.notebook, ids, today=today, agreed=count)
        return way.done(count)

    context.jobs.run(task(), _("Forgetting people"), on_done or context.done, button=button)
    return True
