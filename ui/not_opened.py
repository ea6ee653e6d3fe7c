"""Owns what happens when a notebook cannot be opened: each cause has its own words and its way out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.problem import Problem, UserError
from resources.i18n import _
from ui import messages
from ui.modal import run

if TYPE_CHECKING:
    from ui.main_window import MainWindow

AGAIN = frozenset({"notebook_in_use", "notebook_missing", "notebook_unreadable", "server_unreachable", "notebook_busy"})
"""Causes that go by themselves: a stick that is plugged in, a window that is closed."""


def not_opened(window: MainWindow, where: Path | str, error: Exception) -> None:
    """Show the doors where nothing is open, then say why this one stays shut and what can be done."""
    from ui.backups import offer_newest

    problem = error.problems[0] if isinstance(error, UserError) else None
    if (
        problem is not None
        and problem.code == "notebook_in_use"
        and isinstance(where, Path)
        and _is_shown(window, where)
    ):
        return
    if window.context is None:
        window.show_first_start()
    is_damaged = problem is not None and problem.code == "notebook_damaged"
    if is_damaged and isinstance(where, Path) and offer_newest(window, where):
        return
    if problem is not None and where and problem.code in AGAIN:
        _offer_again(window, where, problem)
    else:
        window.jobs.show_failure(error)


def _is_shown(window: MainWindow, where: Path) -> bool:
    """Bring the window to the front in which this notebook is open on this computer; then this one has no use."""
    from ui.instances import call

    if not call(where):
        return False
    if window.context is None:
        window.close()
    else:
        window.toast(_("“{file}” is open in its own window, which has come to the front.", file=where.name))
    return True


def _offer_again(window: MainWindow, where: Path | str, problem: Problem) -> None:
    from resources.words import sentence
    from ui.window_actions import choose_notebook

    title = _("The notebook cannot be opened now")
    dialog = messages.Message(window, title, [sentence(problem)], "triangle-alert", "warn")
    again = dialog.add(_("Try again"), messages.Kind.AcceptRole, kind="primary")
    other = dialog.add(_("Open another one…"), messages.Kind.ActionRole)
    close = dialog.add(_("Close"), messages.Kind.RejectRole)
    ways = (partial(window.open_notebook, where), partial(choose_notebook, window))
    for place, made in enumerate((again, other), start=1):
        made.clicked.connect(lambda *_, place=place: dialog.done(place))
    close.clicked.connect(dialog.reject)
    again.setDefault(True)
    again.setFocus()
    answer = run(dialog)
    if answer:
        ways[answer - 1]()
