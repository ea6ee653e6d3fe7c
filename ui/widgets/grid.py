"""Owns the attendance grid: names that stay at the left, sessions as columns, each mark a shape in its colour."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from resources.i18n import _
from ui.attendance_model import AttendanceModel, Index
from ui.theme import announcer, colour, font, size, space
from ui.widgets.attendance_signs import paint_state

ROW, COLUMN, NAMES, WIDEST_NAMES = 40, 104, 220, 560


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


class NamesHeader(QHeaderView):
    """The people at the left, which stay there when the sessions scroll sideways."""

    def __init__(self, view: AttendanceGrid) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("People"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one name: at the left, bold where the keyboard is."""
        is_current = self._view.hasFocus() and self._view.currentIndex().row() == logicalIndex
        painter.save()
        painter.fillRect(rect, colour("hover" if logicalIndex == self._view.hovered else "surface"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("line"))
        if is_current:
            painter.fillRect(QRect(rect.x(), rect.y(), 4, rect.height() - 1), colour("accent"))
        painter.setFont(font(bold=is_current))
        painter.setPen(colour("ink"))
        _paint_text(painter, rect, str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical)))
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the whole row under the mouse."""
        super().mouseMoveEvent(event)
        self._view.hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the mouse."""
        super().leaveEvent(event)
        self._view.hover(-1)


class SessionsHeader(QHeaderView):
    """The dates of the sessions, the chosen one tinted."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(_("Sessions"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one date over the middle of its column."""
        model = self.model()
        is_chosen = isinstance(model, AttendanceModel) and model.chosen == logicalIndex
        painter.save()
        painter.fillRect(rect, colour("soft" if is_chosen else "surface"))
        bar = 3 if is_chosen else 1
        painter.fillRect(
            QRect(rect.x(), rect.bottom() + 1 - bar, rect.width(), bar), colour("accent" if is_chosen else "line")
        )
        painter.setFont(_title_font())
        painter.setPen(colour("ink" if is_chosen else "muted"))
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 4)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()


class Corner(QWidget):
    """The title over the names."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the other titles are."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), colour("line"))
        painter.setFont(_title_font())
        painter.setPen(colour("muted"))
        _paint_text(painter, self.rect(), _("Person"))


class AttendanceGrid(QTableView):
    """People × sessions. Space or a click takes the next state, Delete clears, letters jump to a name, Tab leaves."""

    next_asked = Signal()
    clear_asked = Signal()
    minutes_asked = Signal()
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        self.clicked.connect(lambda *_: self.next_asked.emit())
        self.horizontalHeader().sectionClicked.connect(lambda column: self.go(self.currentIndex().row(), column))
        self.verticalHeader().sectionClicked.connect(lambda row: self.go(row, self.currentIndex().column()))
        model.modelReset.connect(self._fit)
        announcer().changed.connect(self._fit)
        self._fit()

    def go(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        if self._model.rows and self._model.sessions:
            self.setCurrentIndex(self._model.index(max(row, 0), max(column, 0)))

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
        if asked is None:
            super().keyPressEvent(event)
        elif self.currentIndex().isValid() and not event.isAutoRepeat():
            asked.emit()

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
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go(0, self._model.chosen)
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


def _paint_text(painter: QPainter, rect: QRect, text: str) -> None:
    inside = rect.adjusted(space(3), 0, -space(2), 0)
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def _title_font() -> QFont:
    made = font(14)
    made.setWeight(QFont.Weight.DemiBold)
    return made
