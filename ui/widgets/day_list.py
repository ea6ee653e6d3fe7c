"""Owns the list of days to tick: each with what is to be known of it, one stop of the keyboard for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from ui.theme import announcer, colour, font, size, space
from ui.widgets.labels import plain_tip

ROW, BOX, SHOWN = 36, 20, 7  # pixels at text size 100 %, and rows shown at once
DAY_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
TICK = ((0.2, 0.52), (0.42, 0.74), (0.8, 0.28))


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day: its text, what is to be known of it, and whether it is ticked; `is_warning` colours the note."""

    date: date
    text: str
    note: str = ""
    is_kept: bool = True
    is_warning: bool = False


class DayDelegate(QStyledItemDelegate):
    """Paints a tick, the day, and its note at the right; a click anywhere and Space tick."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one day."""
        day: ShownDay = index.data(DAY_ROLE)
        rect, view = option.rect, option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(view, QListWidget) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), 5, 5)
        side = size(BOX)
        box = QRect(rect.x() + space(3), rect.center().y() - side // 2, side, side)
        _paint_box(painter, QRectF(box), is_ticked=day.is_kept)
        inside = rect.adjusted(box.right() - rect.x() + space(3), 0, -space(3), 0)
        painter.setFont(font())
        wide = min(painter.fontMetrics().horizontalAdvance(day.text), inside.width())
        self._paint_text(painter, inside, day.text, "ink" if day.is_kept else "muted")
        inside.setLeft(inside.left() + wide + space(4))
        painter.setFont(font(14))
        self._paint_text(painter, inside, day.note, "warn" if day.is_warning and day.is_kept else "muted")
        painter.restore()

    def _paint_text(self, painter: QPainter, room: QRect, text: str, role: str) -> None:
        painter.setPen(colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of one day."""
        return QSize(100, size(ROW))

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tick or untick by a click or by Space."""
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        is_space = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        view = option.widget
        if (is_click or is_space) and isinstance(view, DayList):
            view.toggle(index.row())
            return True
        return event.type() == QEvent.Type.MouseButtonDblClick


def _paint_box(painter: QPainter, box: QRectF, *, is_ticked: bool) -> None:
    """Draw a box as those of the forms."""
    painter.setPen(QPen(colour("accent" if is_ticked else "edge"), 1.5))
    painter.setBrush(colour("accent" if is_ticked else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if is_ticked:
        painter.setPen(QPen(colour("on_accent"), max(2.0, box.width() / 8)))
        painter.drawPolyline(
            QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in TICK])
        )


class DayList(QListWidget):
    """Days to tick. Up and Down move, Space and a click tick; `toggled` says which one, by its place."""

    toggled = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(DayDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        announcer().changed.connect(self._fit)

    def show_days(self, days: Sequence[ShownDay]) -> None:
        """Show these days; the current one stays where it was."""
        row = max(self.currentRow(), 0)
        if self.count() != len(days):
            self.clear()
            for _day in days:
                self.addItem(QListWidgetItem())
            self.setCurrentRow(min(row, len(days) - 1))
            self._fit()
        for place, day in enumerate(days):
            self._fill(self.item(place), day)

    def _fill(self, item: QListWidgetItem, day: ShownDay) -> None:
        if item.data(DAY_ROLE) == day:
            return
        text = f"{day.text}, {day.note}" if day.note else day.text
        item.setText(text)
        item.setToolTip(plain_tip(text))
        item.setData(DAY_ROLE, day)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if day.is_kept else Qt.CheckState.Unchecked)

    def days(self) -> list[ShownDay]:
        """Return the days shown."""
        return [self.item(place).data(DAY_ROLE) for place in range(self.count())]

    def toggle(self, place: int) -> None:
        """Ask for a day to be ticked or unticked."""
        self.setCurrentRow(place)
        self.toggled.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first day."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def _fit(self) -> None:
        self.setFixedHeight(size(ROW) * max(1, min(self.count(), SHOWN)) + 2)


def framed(days: DayList) -> QFrame:
    """Put the list into the frame that lists have."""
    frame = QFrame()
    frame.setObjectName("table")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(4, 4, 4, 4)
    inside.addWidget(days)
    return frame
