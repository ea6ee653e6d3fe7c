"""Owns the bar under a list: how many rows are selected, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from resources.i18n import plural
from ui.actions import Action, action_button
from ui.table import RowsTable
from ui.theme import size, space
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import Button, icon_button
from ui.widgets.labels import announce, label


class SelectionBar(QFrame):
    """Appears with the first selected row, below the list so that no row moves under the mouse.

    With `hides`, only what can be done with those selected is shown: a long row of actions stays short.
    """

    def __init__(
        self,
        table: RowsTable,  # type: ignore[type-arg]  # of any lines
        actions: Sequence[Action],
        clear: str,
        *,
        hides: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._table, self._actions, self._hides = table, tuple(actions), hides
        self._count = label("", "strong")
        self.buttons: dict[str, Button] = {}
        for action in self._actions:
            kind = "destructive" if action.icon == "trash-2" else "plain"
            self.buttons[action.name] = action_button(action, kind)
        self._count.setMinimumHeight(size(40))  # in line with the buttons
        self._clear = icon_button("x", clear, table.view.clearSelection)
        whole = column(flow(self._count, *self.buttons.values(), self._clear))
        whole.setContentsMargins(space(3), space(1), space(3), space(1))
        self.setLayout(whole)
        self.hide()
        table.selection_changed.connect(self._follow)

    def _follow(self) -> None:
        count = self._table.selected_count
        text = plural("{n} selected", "{n} selected", count)
        for action in self._actions:
            is_possible = bool(count) and action.enabled()
            self.buttons[action.name].setEnabled(is_possible)
            self.buttons[action.name].setVisible(is_possible or not self._hides)
        was_hidden = self.isHidden()
        self._count.setText(text)
        self.setVisible(bool(count))
        if count and was_hidden:
            announce(self, text)
