"""Owns the keys and the mouse of a list: rows are chosen whole, Tab leaves, letters are handed on."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui.table_paint import Header, Index, RowDelegate
from ui.theme import announcer, size

NARROWEST = 48


class RowsView(QTableView):
    """The table itself: rows are chosen whole, Tab leaves it, letters are handed on."""

    opened = Signal()
    edit_asked = Signal()
    delete_asked = Signal()
    typed = Signal(str)
    all_wanted = Signal()
    resized = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(Header(self, NARROWEST))
        self.doubleClicked.connect(lambda *_: self.opened.emit())
        announcer().changed.connect(self.follow_size)
        self.follow_size()

    def follow_size(self) -> None:
        """Give rows and header the height of the text size in use."""
        self.verticalHeader().setMinimumSectionSize(size(32))
        self.verticalHeader().setDefaultSectionSize(size(40))
        self.horizontalHeader().setFixedHeight(size(40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, edit and delete by keys, wherever Qt would do it differently by system."""
        asked = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.edit_asked,
            Qt.Key.Key_Delete: self.delete_asked,
        }.get(Qt.Key(event.key()))
        if asked is not None and self.currentIndex().isValid():
            asked.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            kept = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            super().keyPressEvent(QKeyEvent(event.type(), event.key(), kept))
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Home and End go to the first and the last row, with Ctrl or without: a row has no beginning and end."""
        to_end = action is QAbstractItemView.CursorAction.MoveEnd
        if not to_end and action is not QAbstractItemView.CursorAction.MoveHome:
            return super().moveCursor(action, modifiers)
        if to_end:
            self.all_wanted.emit()
        model: QAbstractItemModel = self.model()
        return model.index(model.rowCount() - 1 if to_end else 0, max(self.currentIndex().column(), 0))

    def selectAll(self) -> None:
        """Select every row, those too that were not asked for yet."""
        self.all_wanted.emit()
        super().selectAll()

    def keyboardSearch(self, search: str) -> None:
        """Hand letters on: Qt would fetch every line of the list to look for them."""
        self.typed.emit(search)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the whole row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row under the mouse when it leaves."""
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is more or less room."""
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first row."""
        super().focusInEvent(event)
        model: QAbstractItemModel | None = self.model()
        if not self.currentIndex().isValid() and model is not None and model.rowCount():
            self.selectionModel().setCurrentIndex(model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring off the current row."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Move the ring: it goes round the whole row."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def _hover(self, row: int) -> None:
        if self.property("hovered_row") != row:
            self.setProperty("hovered_row", row)
            self.viewport().update()
