"""Owns what a crash or a lock must not lose: keeps a form that is half typed, and shows it again where it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer

from models import half_typed
from models.half_typed import Typed
from models.problem import UserError
from resources.i18n import N_, _, here
from ui.widgets.buttons import button
from ui.widgets.notices import Banner

if TYPE_CHECKING:
    from models.notebook import Notebook
    from ui.dialogs.import_people import ImportDialog
    from ui.dialogs.layout import LayoutDialog
    from ui.form import Form

    Kept: TypeAlias = Form | ImportDialog | LayoutDialog

log = logging.getLogger(__name__)

SOON_MS = 700
"""Typing is kept in its first pause of this length: what a crash can cost at most is the last word."""


class HalfTyped(QObject):
    """Keeps one form while it is typed in, under its name and the records it is about. Never in the way of a save."""

    def __init__(self, form: Kept, notebook: Notebook, name: str, ids: Iterable[int] = ()) -> None:
        super().__init__(form)
        self._form, self._notebook, self._about = form, notebook, name
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.keep)
        form.changed.connect(self._soon.start)
        form.settled.connect(self.forget)
        self.look_at(ids)

    def look_at(self, ids: Iterable[int]) -> None:
        """Turn to the form of other records; what is typed from now on is about these."""
        self._soon.stop()
        self._name = _name_of(self._notebook, self._about, ids)
        with self._notebook.read() as db:
            self._found = half_typed.find(db, self._name)
        self._is_kept = self._found is not None

    @property
    def found(self) -> Typed | None:
        """What was half typed here and is not shown again yet."""
        return self._found

    def restore(self) -> Typed | None:
        """Show again what was half typed here, once, and return it; nothing when all was saved or given up."""
        found, self._found = self._found, None
        if found is not None:
            self._form.show_typed(found.values)
        return found

    def keep(self) -> None:
        """Keep what stands in the form now; while another write runs, a little later."""
        self._soon.stop()
        if not self._form.is_changed:
            return
        if self._notebook.is_writing:
            self._soon.start()
            return
        try:
            with self._notebook.write(N_("Keep what is half typed")) as db:
                half_typed.keep(db, self._name, self._form.typed())
            self._is_kept = True
        except UserError as error:  # nothing is asked for here: saving itself will tell
            log.warning("half-typed form not kept: %s", error.problems[0].code)

    def forget(self) -> None:
        """Forget what was kept: it has been saved, or given up."""
        self._soon.stop()
        if not self._is_kept:
            return
        try:
            with self._notebook.write(N_("Forget what was half typed")) as db:
                half_typed.forget(db, self._name)
            self._is_kept = False
        except UserError as error:  # the notebook is closed, or cannot be written: shown again the next time
            log.warning("half-typed form not forgotten: %s", error.problems[0].code)


def is_waiting(notebook: Notebook, name: str, ids: Iterable[int]) -> bool:
    """Tell whether a form of these records was left half typed."""
    with notebook.read() as db:
        return half_typed.find(db, _name_of(notebook, name, ids)) is not None


def _name_of(notebook: Notebook, name: str, ids: Iterable[int]) -> str:
    return half_typed.form_name(name, ids, is_shared=not isinstance(notebook.where, Path))


def back_again(found: Typed, begin_anew: Callable[[], object], more: str = "") -> Banner:
    """Return what says that something half typed is back, `more` of it, and with a button begins anew."""

    def begin() -> None:
        begin_anew()
        banner.hide()

    text = " ".join(filter(None, (told(found), more)))
    banner = Banner(text, "accent", button(_("Begin anew"), begin, icon="undo-2"))
    return banner


def told(typed: Typed) -> str:
    """Say that what was half typed is back."""
    moment = typed.at.astimezone()
    return _(
        "What you were typing on {date} at {time} is here again. It is not saved yet.",
        date=here().date(moment.date(), "long"),
        time=here().time_in_sentence(moment.time()),
    )
