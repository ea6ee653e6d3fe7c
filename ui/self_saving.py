"""Owns forms that save themselves: when they are left, or not yet, and then it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from models.problem import Problem, UserError
from resources.i18n import _
from ui import half_typed
from ui.form import Form
from ui.half_typed import HalfTyped
from ui.widgets.buttons import button
from ui.widgets.notices import Banner


class SelfSaving(Banner):
    """Saves a form when it is left: one visit, one undo step.

    Shown only while what was typed cannot be saved, with the way back. `save` may raise UserError; `show_saved` shows
    the stored values again; `keeper` keeps what is half typed through a crash or a lock.
    """

    def __init__(
        self, form: Form, *, save: Callable[[], object], show_saved: Callable[[], object], keeper: HalfTyped
    ) -> None:
        # a lambda: before QWidget's own __init__ the method of an unfinished object must not be touched
        back = button(_("Put back what was saved"), lambda: self.put_back())  # noqa: PLW0108
        super().__init__("", "warn", back)
        self._form, self._save, self._show_saved, self._keeper = form, save, show_saved, keeper
        form.left.connect(self.on_left)
        self.hide()

    def on_left(self) -> None:
        """Save the form, or say under its fields what has to be changed first."""
        problems = self._form.problems()
        if not problems:
            try:
                self._save()
            except UserError as error:
                problems = list(error.problems)
        self._show_problems(problems)
        if not problems:
            self._form.kept()
            self._show_saved()

    def settle(self) -> bool:
        """Save what was typed before the form goes; False when it cannot be saved as it is."""
        self._form.settle()
        return not self._form.is_changed

    def forget(self) -> None:
        """Take what is in the form as of no more interest."""
        self._form.kept()
        self.hide()

    def turn_to(self, record_id: int) -> None:
        """Turn to the form of another record, after keeping what was typed in this one."""
        self._form.settle()
        self.forget()
        self._keeper.look_at([record_id])

    def bring_back(self) -> None:
        """Show again what was half typed of this record when the application ended, and say so."""
        found = self._keeper.restore()
        if found is not None:
            self.set_text(half_typed.told(found))
            self.show()

    def put_back(self) -> None:
        """Forget what was typed and cannot be saved."""
        self._form.kept()
        self._show_problems(())
        self._show_saved()

    def _show_problems(self, problems: Iterable[Problem]) -> None:
        found = list(problems)
        self._form.show_problems(found, focus=False)
        self.set_text(_("Not saved yet: correct what is marked below, or take back what was typed."))
        self.setVisible(bool(found))
