"""Owns the rows of a paper sheet on screen: numbered as on the paper, in columns, marked by single keys."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from models.codes import AttendanceState
from ui.attendance_sheet import Index, SheetModel
from ui.theme import announcer, colour, font, size, space
from ui.widgets.attendance_signs import paint_state
from ui.widgets.labels import announce

ROW, NARROWEST, NUMBER, SIGN = 32, 270, 34, 84
KEYS = {
    "p": AttendanceState.PRESENT, "+": AttendanceState.PRESENT, "=": AttendanceState.PRESENT,
    "a": AttendanceState.ABSENT, "-": AttendanceState.ABSENT,
    "e": AttendanceState.EXCUSED, "/": AttendanceState.EXCUSED, "*": AttendanceState.EXCUSED,
    ":": AttendanceState.EXCUSED,
}  # fmt: skip
"""What marks a row and goes on to the next; the letters begin the words in English and in French."""


class SheetDelegate(QStyledItemDelegate):
    """Paints one row: its number on the paper, the name, the sign."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        view, model = option.widget, index.model()
        if not isinstance(view, SheetList) or not isinstance(model, SheetModel):
            return
        rect: QRect = option.rect.adjusted(0, 0, -space(2), 0)
        state: QStyle.StateFlag = option.state
        is_current = view.hasFocus() and view.currentIndex() == index
        painter.save()
        if is_current:
            painter.fillRect(rect, colour("soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("line"))
        _paint_text(painter, rect, index.row() + 1, model.name(index.row()), is_new=index.row() >= len(model.rows))
        sign = QRect(rect.right() - size(SIGN) + 1, rect.y(), size(SIGN), rect.height())
        paint_state(painter, sign, model.state(index.row()), model.minutes(index.row()))
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -2), 5, 5)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(size(NARROWEST), size(ROW))


def _paint_text(painter: QPainter, rect: QRect, number: int, name: str, *, is_new: bool) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.setFont(font(13))
    painter.setPen(colour("muted"))
    painter.drawText(
        QRect(rect.x(), rect.y(), size(NUMBER), rect.height()), middle | Qt.AlignmentFlag.AlignRight, f"{number}"
    )
    painter.setFont(font(15, bold=is_new))
    painter.setPen(colour("ink"))
    left = size(NUMBER) + space(2)
    inside = rect.adjusted(left, 0, -size(SIGN), 0)
    text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, text)


class SheetList(QListView):
    """The rows: P A E mark and go on, Space unticks, digits go to the row of that number, Enter is `done`."""

    done = Signal()

    def __init__(self, model: SheetModel, name: str) -> None:
        super().__init__()
        self._model, self._number, self._since = model, "", QElapsedTimer()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(SheetDelegate(self))
        self.setFlow(QListView.Flow.TopToBottom)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(size(ROW) * 3)
        self.clicked.connect(lambda index: self._turn(index.row()))
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, announcer().changed):
            signal.connect(self._fit)

    def go(self, place: int) -> None:
        """Put the keyboard on a row."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place))
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark by keys, wherever Qt would search or edit."""
        key, text = Qt.Key(event.key()), event.text().lower()
        place = self.currentIndex().row()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or (event.isAutoRepeat() and text.strip()):
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif text.isascii() and text.isdecimal():
            self._go_to_number(text)
        elif place >= 0 and key == Qt.Key.Key_Space:
            self._turn(place)
        elif place >= 0 and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark(place, AttendanceState.UNKNOWN)
        elif place >= 0 and text in KEYS:
            self._mark(place, KEYS[text])
            self.go(place + 1)
        elif not text.isprintable() or not text:
            super().keyPressEvent(event)

    def _turn(self, place: int) -> None:
        """Untick who was here, tick everyone else; who arrived stays until deleted."""
        if place < len(self._model.rows):
            is_here = self._model.state(place) == AttendanceState.PRESENT
            self._mark(place, AttendanceState.ABSENT if is_here else AttendanceState.PRESENT)

    def _mark(self, place: int, state: AttendanceState) -> None:
        name, count = self._model.name(place), self._model.rowCount()
        if place >= len(self._model.rows) and state != AttendanceState.UNKNOWN:
            return  # who wrote their name was here
        self._model.mark(place, state)
        if self._model.rowCount() == count:
            announce(self, f"{self._model.words(place)}, {name}")
        self.viewport().update()

    def _go_to_number(self, digit: str) -> None:
        """Go to the row of a number; digits that follow each other quickly are one number."""
        is_new = not self._since.isValid() or self._since.hasExpired(2 * QApplication.keyboardInputInterval())
        self._since.start()
        self._number = digit if is_new else self._number + digit
        if int(self._number) > self._model.rowCount():
            self._number = digit
        self.go(int(self._number) - 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self, *_changed: object) -> None:
        """Stand in columns where all rows can be seen so, in one column that scrolls where not."""
        row, room = size(ROW), self.contentsRect()
        wanted = -(-self._model.rowCount() // max(room.height() // row, 1))
        columns = wanted if 1 < wanted <= room.width() // size(NARROWEST) else 1
        bar = self.verticalScrollBar().sizeHint().width() if columns < wanted else 0
        self.setWrapping(columns > 1)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if columns > 1 else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self.setGridSize(QSize((room.width() - bar - 1) // columns, row))
        self.go(max(self.currentIndex().row(), 0))
