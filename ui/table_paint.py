"""Owns how a row of a list is painted: inset, hover, selection, focus, chips."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from resources.i18n import _
from ui.table_model import PAINT_ROLE, SORTED_ROLE
from ui.theme import colour, font, size, space
from ui.widgets.icons import pixmap

Index = QModelIndex | QPersistentModelIndex
CHIPS = {"chip-ok": ("ok", "ok_soft"), "chip-warn": ("warn", "warn_soft"), "chip-bad": ("bad", "bad_soft")}
CHIPS |= {"chip-accent": ("accent", "soft"), "chip-muted": ("muted", "hover")}
COLOURED = frozenset({"ok", "warn", "bad", "muted", "accent"})


class RowDelegate(QStyledItemDelegate):
    """Paints cells as rows: whole-row hover and selection, a ring around the current cell, 12 px inset."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        painter.save()
        self.paint_ground(painter, option, index)
        text, kind, flags = index.data(PAINT_ROLE)
        rect = option.rect.adjusted(space(3), 0, -space(3), 0)
        if text and kind in CHIPS:
            self._paint_chip(painter, rect, text, *CHIPS[kind])
        elif text:
            self._paint_text(painter, rect, text, flags, kind)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint what lies behind the content: hover, selection with its bar, the line below, the focus ring."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("soft"))
            if index.column() == 0:
                painter.fillRect(QRect(rect.x(), rect.y(), 4, rect.height()), colour("accent"))
        elif _hovered_row(option) == index.row():
            painter.fillRect(rect, colour("hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("line"))
        view = option.widget
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row():
            _paint_ring(painter, rect, view, index.column())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a cell."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return QSize(QFontMetrics(font()).horizontalAdvance(text) + 2 * space(3), size(40))

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, flags: int, kind: str) -> None:
        painter.setFont(_cell_font(size(15), kind == "strong"))
        painter.setPen(colour(kind if kind in COLOURED else "ink"))
        shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, shown)

    def _paint_chip(self, painter: QPainter, rect: QRect, text: str, front: str, back: str) -> None:
        made = font(13)
        made.setWeight(QFont.Weight.DemiBold)
        painter.setFont(made)
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(text) + 2 * space(2), rect.width())
        height = min(metrics.height() + space(1), rect.height() - 4)
        shape = QRectF(rect.x(), rect.y() + (rect.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(front)) if colour(back) == colour("surface") else QPen(QColor(0, 0, 0, 0)))
        painter.setBrush(colour(back))
        painter.drawRoundedRect(shape, space(2), space(2))
        painter.setPen(colour(front))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 2 * space(1))
        painter.drawText(shape, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), shown)


@cache
def _cell_font(pixels: int, is_bold: bool) -> QFont:
    """Keep one font for each size of text in use: making it costs as much as drawing with it."""
    made = font(bold=is_bold)
    made.setPixelSize(pixels)
    return made


def _paint_ring(painter: QPainter, rect: QRect, view: QTableView, section: int) -> None:
    """Paint the part of the ring around the current row that lies in one of its cells."""
    header, accent = view.horizontalHeader(), colour("accent")
    painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), 2), accent)
    painter.fillRect(QRect(rect.x(), rect.bottom() - 1, rect.width(), 2), accent)
    seen = [place for place in range(header.count()) if not header.isSectionHidden(header.logicalIndex(place))]
    if header.visualIndex(section) == seen[0]:
        painter.fillRect(QRect(rect.x(), rect.y(), 2, rect.height()), accent)
    if header.visualIndex(section) == seen[-1]:
        painter.fillRect(QRect(rect.right() - 1, rect.y(), 2, rect.height()), accent)


class Header(QHeaderView):
    """The titles of the columns, with an arrow behind the one the rows are sorted by."""

    def __init__(self, view: QTableView, narrowest: int) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(narrowest)
        self.setAccessibleName(_("Columns"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one title, then its arrow."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        model: QAbstractItemModel | None = self.model()
        arrow = "" if model is None else str(model.headerData(logicalIndex, self.orientation(), SORTED_ROLE) or "")
        if model is None or not arrow:
            return
        text = str(model.headerData(logicalIndex, self.orientation()))
        made = font(14)
        made.setWeight(QFont.Weight.DemiBold)
        width, side = QFontMetrics(made).horizontalAdvance(text), size(14)
        alignment = Qt.AlignmentFlag(
            model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        )
        if alignment & Qt.AlignmentFlag.AlignRight:
            left = rect.right() - space(3) - width - side - 4
        elif alignment & Qt.AlignmentFlag.AlignHCenter:
            left = rect.center().x() + width // 2 + 4
        else:
            left = rect.x() + space(3) + width + 4
        painter.drawPixmap(left, rect.center().y() - side // 2, pixmap(arrow, "muted", 14))


def _hovered_row(option: QStyleOptionViewItem) -> int:
    view = option.widget
    if not isinstance(view, QTableView):
        return -1
    row = view.property("hovered_row")
    return row if isinstance(row, int) else -1
