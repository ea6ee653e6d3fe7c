"""Owns the way from the first page to all sheets of a day: buttons in its head, keys, and lines of the Ctrl+K list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from models.sessions import SessionLine
from resources.i18n import _
from ui.actions import Action, action_button, keys
from ui.page import Context
from ui.widgets.header import PageHeader


class DaySheets:
    """The sheets of today and of tomorrow, each as one paper that is seen before it prints."""

    def __init__(self, page: QWidget, context: Context, header: PageHeader) -> None:
        self._page, self._context, self._counts = page, context, (0, 0)
        self.actions = [
            Action(
                "today.sheets", _("Sheets of today"), lambda: self._show(0), icon="printer",
                shortcut=QKeySequence.StandardKey.Print, enabled=lambda: self._counts[0] > 0,
            ),
            Action(
                "tomorrow.sheets", _("Sheets of tomorrow"), lambda: self._show(1), icon="printer",
                shortcut="Ctrl+Shift+P", enabled=lambda: self._counts[1] > 0,
            ),
        ]  # fmt: skip
        self._buttons = [action_button(each) for each in self.actions]
        for action, made in zip(self.actions, self._buttons, strict=True):
            header.add(made)
            for sequence in keys(action):
                QShortcut(sequence, page, action.run)
        self.offer((), ())

    def offer(self, today: Sequence[SessionLine], coming: Sequence[SessionLine]) -> None:
        """Offer what these sessions need: a single one of today has the sheet on its own card."""
        tomorrow = self._context.today() + timedelta(days=1)
        self._counts = len(today), sum(line.date == tomorrow for line in coming)
        for made, count, least in zip(self._buttons, self._counts, (2, 1), strict=True):
            made.setEnabled(count > 0)
            made.setVisible(count >= least)

    def _show(self, later: int) -> None:
        from ui.dialogs.papers import show_sheets

        day = self._context.today() + timedelta(days=later)
        show_sheets(self._page, self._context, day=day, button=self._buttons[later])
