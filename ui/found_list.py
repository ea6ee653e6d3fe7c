"""Owns the list under the field on top: what was found, one line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import _
from ui.page import Found
from ui.theme import colour, font, size, space
from ui.widgets.icons import pixmap

FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class FoundDelegate(QStyledItemDelegate):
    """Paints one found thing: icon, text, and its detail at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line of the list."""
        found: Found = index.data(FOUND_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("soft"))
            painter.fillRect(QRect(rect.x(), rect.y(), 4, rect.height()), colour("accent"))
        side = size(20)
        inside = rect.adjusted(space(3), 0, -space(3), 0)
        if found.icon:
            painter.drawPixmap(inside.x(), rect.center().y() - side // 2, pixmap(found.icon, "muted", 20))
        inside.setLeft(inside.left() + side + space(3))
        painter.setFont(font(14))
        painter.setPen(colour("muted"))
        room = inside.width() // 2
        detail = painter.fontMetrics().elidedText(found.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            inside,
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
            detail,
        )
        inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(detail) - space(3))
        painter.setFont(font())
        painter.setPen(colour("ink"))
        text = painter.fontMetrics().elidedText(found.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of one line."""
        return QSize(100, size(40))


class FoundList(QFrame):
    """The list under the field, part of the window so that the focus stays where one types."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("popup")
        self.list = QListWidget()
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        self.hide()

    def offer(self, found: Sequence[Found]) -> None:
        """Show these lines, the first one chosen."""
        self.list.clear()
        for each in found:
            item = QListWidgetItem(f"{each.text}, {each.detail}" if each.detail else each.text)
            item.setData(FOUND_ROLE, each)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)

    def move_by(self, step: int) -> None:
        """Choose the line before or after, round the ends."""
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + step) % count)

    def current(self) -> Found | None:
        """Return the chosen line."""
        item: QListWidgetItem | None = self.list.currentItem()
        found = None if item is None else item.data(FOUND_ROLE)
        return found if isinstance(found, Found) else None
