"""Owns the bar under a list: how many rows are selected, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu

from resources.i18n import _, plural
from ui.actions import Action, action_button
from ui.table import RowsTable
from ui.theme import size, space
from ui.widgets.boxes import row
from ui.widgets.buttons import Button, icon_button
from ui.widgets.labels import announce, label

MORE = "selection_more"


class SelectionBar(QFrame):
    """Appears with the first selected row, below the list so that no row moves under the mouse.

    It stays one line high: what has no room goes into a menu at its end. With `hides`, only what can be done with
    those selected is shown.
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
        table.tells_selected = False
        self._count = label("", "strong")
        self.buttons: dict[str, Button] = {}
        for action in self._actions:
            kind = "destructive" if action.icon == "trash-2" else "plain"
            self.buttons[action.name] = action_button(action, kind)
        self._count.setMinimumHeight(size(40))  # in line with the buttons
        self._clear = icon_button("x", clear, table.view.clearSelection)
        self._folded: list[Action] = []
        self.more = Button(_("More") + " ", icon="chevron-down")
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the text
        self.more.setObjectName(MORE)
        self.more.setAccessibleName(_("More"))
        self.more.setMenu(self._menu())
        self._line = row(self._count, *self.buttons.values(), self.more, self._clear, gap=2)
        self._line.addStretch(1)
        self._line.setContentsMargins(space(3), space(1), space(3), space(1))
        self.setLayout(self._line)
        self.hide()
        table.selection_changed.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Need no more than the number, the menu and the way back."""
        parts = (self._count, self.more, self._clear)
        width = sum(part.sizeHint().width() + self._line.spacing() for part in parts) + 2 * space(3)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what has no room any more, show what has room again."""
        super().resizeEvent(event)
        self._fold()

    def _menu(self) -> QMenu:
        menu = QMenu(self.more)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setAccessibleName(_("More"))
        menu.aboutToShow.connect(self._fill)
        return menu

    def _fill(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for action in self._folded:
            made = menu.addAction(action.text.replace("&", "&&"))
            made.setEnabled(action.enabled())
            made.triggered.connect(lambda _checked=False, act=action.run: act())

    def _fold(self) -> None:
        """Show the buttons that fit on one line beside the menu of the others."""
        shown = [action for action in self._actions if self._is_offered(action)]
        gap = self._line.spacing()
        widths = {action.name: self.buttons[action.name].sizeHint().width() + gap for action in shown}
        room = self.width() - 2 * space(3) - self._count.sizeHint().width() - gap - self._clear.sizeHint().width()
        if sum(widths.values()) > room:
            room -= self.more.sizeHint().width() + gap
        self._folded = []
        for action in self._actions:
            room -= widths.get(action.name, 0)
            has_room = action.name in widths and room >= 0 and not self._folded
            self.buttons[action.name].setVisible(has_room)
            if action.name in widths and not has_room:
                self._folded.append(action)
        self.more.setVisible(bool(self._folded))

    def _is_offered(self, action: Action) -> bool:
        return not self._hides or (bool(self._table.selected_count) and action.enabled())

    def _follow(self) -> None:
        count = self._table.selected_count
        text = plural("{n} selected", "{n} selected", count)
        for action in self._actions:
            self.buttons[action.name].setEnabled(bool(count) and action.enabled())
        was_hidden = self.isHidden()
        self._count.setText(text)
        self._fold()
        self.setVisible(bool(count))
        if count and was_hidden:
            announce(self, text)
