"""Owns the attendance grid: names that stay at the left, sessions as columns, each mark a shape in its colour."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelection, QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from models.codes import AttendanceState
from ui.attendance_model import NOT_EXPECTED, AttendanceModel, Index
from ui.theme import announcer, colour, size
from ui.widgets.attendance_signs import paint_state
from ui.widgets.grid_heads import Corner, NamesHeader, SessionsHeader
from ui.widgets.minutes_edit import MinutesEdit

ROW, COLUMN, NAMES, WIDEST_NAMES = 40, 104, 260, 560
KEYS = {
    "+": AttendanceState.PRESENT, "=": AttendanceState.PRESENT,
    "-": AttendanceState.ABSENT,
    "/": AttendanceState.EXCUSED, "*": AttendanceState.EXCUSED, ":": AttendanceState.EXCUSED,
}  # fmt: skip
"""Keys that mark at once; the second ones are the same keys of a French keyboard without Shift."""
SELECTED = 48  # of 255: the accent over a selected cell


class MarkDelegate(QStyledItemDelegate):
    """Paints one cell: tint of the chosen session, hover, mark, ring."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        view = option.widget
        model = index.model()
        if not isinstance(view, AttendanceGrid) or not isinstance(model, AttendanceModel):
            return
        rect: QRect = option.rect
        painter.save()
        if index.column() == model.chosen:
            painter.fillRect(rect, colour("soft"))
        elif index.row() == view.hovered:
            painter.fillRect(rect, colour("hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("line"))
        if view.has_several and view.selectionModel().isSelected(index):
            tint = QColor(colour("accent"))
            tint.setAlpha(SELECTED)
            painter.fillRect(rect, tint)
        paint_state(painter, rect, model.state(index), model.mark(index).minutes)
        if view.hasFocus() and view.currentIndex() == index:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 5, 5)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a cell: large enough for a finger."""
        return QSize(size(COLUMN), size(ROW))


class AttendanceGrid(QTableView):
    """People × sessions. Space or a click takes the next state, + − / mark at once, digits are minutes, letters jump.

    What is asked concerns `cells()`: those selected together, or the one the keyboard is on.
    """

    next_asked = Signal()
    clear_asked = Signal()
    state_asked = Signal(object)
    minutes_asked = Signal()
    minutes_typed = Signal(int)
    moved = Signal()

    def __init__(self, model: AttendanceModel, name: str) -> None:
        super().__init__()
        self.hovered = -1
        self._model, self._typed, self._since = model, "", QElapsedTimer()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(MarkDelegate(self))
        self.setVerticalHeader(NamesHeader(self))
        self.setHorizontalHeader(SessionsHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._corner = Corner(self)
        for part in self.findChildren(QAbstractButton):  # Qt's own corner, under ours
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.minutes = MinutesEdit(self)
        self.minutes.typed.connect(self.minutes_typed)
        self.has_several = False
        self.clicked.connect(self._on_clicked)
        self.horizontalHeader().sectionClicked.connect(lambda column: self.go(self.currentIndex().row(), column))
        self.verticalHeader().sectionClicked.connect(lambda row: self.go(row, self.currentIndex().column()))
        model.modelReset.connect(self._fit)
        announcer().changed.connect(self._fit)
        self._fit()

    def go(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        if self._model.rows and self._model.sessions:
            self.setCurrentIndex(self._model.index(max(row, 0), max(column, 0)))

    def cells(self) -> list[Index]:
        """Return the cells that a key concerns; among several, those not expected are left alone."""
        if not self.has_several:
            return [self.currentIndex()] if self.currentIndex().isValid() else []
        chosen: list[Index] = list(self.selectionModel().selectedIndexes())
        return [each for each in chosen if self._model.state(each) != NOT_EXPECTED] or chosen

    def selectAll(self) -> None:
        """Select everyone at the session that is being entered, then everything."""
        rows, column = len(self._model.rows), self._model.chosen
        if not rows or column < 0:
            return
        first, last = self._model.index(0, column), self._model.index(rows - 1, column)
        if all(self.selectionModel().isSelected(self._model.index(row, column)) for row in range(rows)):
            super().selectAll()
        else:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(QItemSelection(first, last), flag)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Know whether several cells are selected."""
        super().selectionChanged(selected, deselected)
        self.has_several = len(self.selectionModel().selectedIndexes()) > 1

    def _on_clicked(self) -> None:
        if not self.has_several and QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.next_asked.emit()

    def hover(self, row: int) -> None:
        """Show which row the mouse is on."""
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
            self.verticalHeader().viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark by keys, wherever Qt would select or edit."""
        asked = {
            Qt.Key.Key_Space: self.next_asked,
            Qt.Key.Key_Delete: self.clear_asked,
            Qt.Key.Key_Backspace: self.clear_asked,
            Qt.Key.Key_F2: self.minutes_asked,
            Qt.Key.Key_Return: self.minutes_asked,
            Qt.Key.Key_Enter: self.minutes_asked,
        }.get(Qt.Key(event.key()))
        text = "" if event.modifiers() & Qt.KeyboardModifier.ControlModifier else event.text()
        if asked is None and text not in KEYS and not (text.isascii() and text.isdecimal()):
            super().keyPressEvent(event)
        elif self.currentIndex().isValid() and not event.isAutoRepeat():
            if asked is not None:
                asked.emit()
            elif text in KEYS:
                self.state_asked.emit(KEYS[text])
            else:
                self.minutes.open(self.visualRect(self.currentIndex()), text)

    def keyboardSearch(self, search: str) -> None:
        """Jump to the person whose name begins with what is typed, spaces left out."""
        is_new = not self._since.isValid() or self._since.hasExpired(2 * QApplication.keyboardInputInterval())
        self._since.start()
        again = self._typed == search and not is_new  # the same letter once more: the next name
        self._typed = search if is_new or again else self._typed + search
        current = max(self.currentIndex().row(), 0)
        row = self._model.row_named(self._typed, current + 1 if is_new or again else current)
        if row >= 0:
            self.go(row, self.currentIndex().column())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Move the ring and the name in bold."""
        super().currentChanged(current, previous)
        self.verticalHeader().viewport().update()
        if current.isValid():
            self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first person of the chosen session."""
        if not self.currentIndex().isValid():  # Qt itself would go to the first session
            self.go(0, self._model.chosen)
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._repaint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the whole row under the mouse."""
        super().mouseMoveEvent(event)
        self.hover(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the row under the mouse when it leaves."""
        if event.type() is QEvent.Type.Leave:
            self.hover(-1)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()
        self.show_chosen()

    def show_chosen(self) -> None:
        """Scroll sideways to the chosen session when it cannot be seen."""
        if self._model.chosen >= 0:
            left, width = self.columnViewportPosition(self._model.chosen), self.columnWidth(self._model.chosen)
            room, bar = self.viewport().width(), self.horizontalScrollBar()
            if left < 0 or left + width > room:
                bar.setValue(bar.value() + left - (room - width) // 2)

    def _fit(self) -> None:
        """Give the sessions their width and the names what is left of it, or a part when there are many sessions."""
        names, dates = self.verticalHeader(), self.horizontalHeader()
        for header, length in ((names, size(ROW)), (dates, size(COLUMN))):
            header.setMinimumSectionSize(length)
            header.setDefaultSectionSize(length)
        dates.setFixedHeight(size(ROW))
        bar = self.verticalScrollBar()
        room = self.width() - (bar.sizeHint().width() if bar.maximum() > 0 else 0)
        least = min(size(NAMES), room * 2 // 5)
        left = room - self._model.columnCount() * size(COLUMN)
        names.setFixedWidth(max(least, min(left, size(WIDEST_NAMES))))
        self.updateGeometries()
        self._corner.setGeometry(0, 0, names.width(), dates.height())
        self._corner.raise_()

    def _repaint(self) -> None:
        self.viewport().update()
        self.verticalHeader().viewport().update()
