"""Owns the one field on top (Ctrl+K): it finds people, workshops and actions, and is driven by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.i18n import _, plural
from ui.actions import Action, for_palette, key_text
from ui.page import Found
from ui.theme import size, space
from ui.widgets.inputs import SearchField
from ui.widgets.labels import announce

if TYPE_CHECKING:
    from ui.found_list import FoundList

MOST = 9
Search = Callable[[str], Sequence[Found]]


class CommandField(SearchField):
    """The field on top of the window and its list. `actions` and `searches` are asked at each key."""

    def __init__(
        self, owner: QWidget, actions: Callable[[], Sequence[Action]], searches: Callable[[], Sequence[Search]]
    ) -> None:
        super().__init__(_("Search for a person, a workshop, an action…   Ctrl+K"))
        self.setAccessibleName(_("Search for a person, a workshop, an action"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._owner, self._actions, self._searches = owner, actions, searches
        self._list: FoundList | None = None
        self.searched.connect(self._on_typed)
        owner.installEventFilter(self)

    @property
    def found(self) -> FoundList:
        """Return the list, made when it is first needed: the start does not need it."""
        if self._list is None:
            from ui.found_list import FoundList

            self._list = FoundList(self._owner)
            self._list.list.itemClicked.connect(lambda *_: self._open())
        return self._list

    @property
    def is_open(self) -> bool:
        """Tell whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def start(self) -> None:
        """Take the focus and offer what can be done."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._on_typed(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drive the list from the field."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.is_open:
                self._on_typed(self.text())
            else:
                self.found.move_by(1 if key == Qt.Key.Key_Down else -1)
            self._say()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Escape and self.is_open and not self.text():
            self.found.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the list away when one goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self._close)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the list under the field when the window changes."""
        if event.type() is QEvent.Type.Resize and self.is_open:
            self._place()
        return super().eventFilter(watched, event)

    def matches(self, text: str) -> list[Found]:
        """Return what fits a text: what is called just so, then actions, then what the pages find."""
        from models.names import fold

        typed = fold(text)
        words = typed.split()
        actions = [
            action for action in for_palette(self._actions()) if all(word in fold(action.text) for word in words)
        ]
        if words:
            actions.sort(key=lambda action: not fold(action.text).startswith(typed))
        found = [
            Found(action.text, key_text(action), action.icon, action.run)
            for action in actions[: MOST if not words else 3]
        ]
        if words:
            for search in self._searches():
                found += list(search(text))[: MOST // 2]
            found.sort(key=lambda each: fold(each.text) != typed)
        return found[:MOST]

    def _on_typed(self, text: str) -> None:
        if not self.hasFocus() and not text:
            return
        found = self.matches(text)
        self.found.offer(found)
        self.found.setVisible(bool(found))
        if found:
            self._place()
        if text.strip():
            announce(self, plural("{n} found", "{n} found", len(found)))

    def _close(self) -> None:
        if self.is_open and not self.hasFocus():
            self.found.hide()

    def _place(self) -> None:
        owner = self._owner
        corner = self.mapTo(owner, QPoint(0, self.height() + 4))
        height = min(self.found.list.count() * size(40) + 10, owner.height() - corner.y() - space(3))
        width = min(max(self.width(), size(460)), owner.width() - corner.x() - space(3))
        self.found.setGeometry(QRect(corner, QSize(width, height)))
        self.found.raise_()

    def _say(self) -> None:
        current = self.found.current()
        if current is not None:
            announce(self, f"{current.text}, {current.detail}" if current.detail else current.text)

    def _open(self) -> None:
        current = self.found.current() if self.is_open else None
        if current is None:
            return
        self.clearFocus()
        self.clear()
        self.found.hide()
        current.open()
