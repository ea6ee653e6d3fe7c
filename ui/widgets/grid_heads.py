"""Owns what stands around the cells of the attendance grid: names at the left, dates above, totals under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from resources.i18n import _
from ui.attendance_model import AttendanceModel
from ui.theme import announcer, colour, font, size, space

if TYPE_CHECKING:
    from ui.widgets.grid import AttendanceGrid


class NamesHeader(QHeaderView):
    """The people at the left, which stay there when the sessions scroll sideways."""

    def __init__(self, view: AttendanceGrid) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(_("People"))

    def sizeHint(self) -> QSize:
        """Keep the width that the grid has given; Qt would measure two hundred names after each mark."""
        return QSize(self.minimumWidth(), 0)

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
        model = self.model()
        room = 0
        if isinstance(model, AttendanceModel):
            sum_of_row = model.sum_of_row(logicalIndex)
            room = painter.fontMetrics().horizontalAdvance(sum_of_row) + space(2)
            painter.setPen(colour("muted"))
            at = rect.adjusted(0, 0, -space(3), 0)
            painter.drawText(at, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), sum_of_row)
        painter.setPen(colour("ink"))
        name = str(model.headerData(logicalIndex, Qt.Orientation.Vertical))
        paint_text(painter, rect.adjusted(0, 0, -room, 0), name)
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

    def sizeHint(self) -> QSize:
        """Keep the height that the grid has given."""
        return QSize(0, self.minimumHeight())

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
        painter.setFont(title_font())
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
        painter.setFont(title_font())
        painter.setPen(colour("muted"))
        paint_text(painter, self.rect(), _("Person"))


class GridFoot(QWidget):
    """How many came to each session, under the grid, its columns following those of the grid."""

    def __init__(self, view: AttendanceGrid, model: AttendanceModel) -> None:
        super().__init__()
        self._view, self._model = view, model
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.horizontalHeader().sectionResized.connect(self.update)
        for changed in (model.dataChanged, model.modelReset, model.headerDataChanged):
            changed.connect(self.update)
        announcer().changed.connect(self._follow_size)
        self._follow_size()

    def _follow_size(self) -> None:
        self.setFixedHeight(size(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sums; the names' column says what they are."""
        painter, view, model = QPainter(self), self._view, self._model
        names = view.verticalHeader().width()
        painter.fillRect(self.rect(), colour("surface"))
        painter.setFont(title_font())
        painter.setClipRect(QRect(names, 0, view.viewport().width(), self.height()))
        for column, session in enumerate(model.sessions):
            left, width = names + view.columnViewportPosition(column), view.columnWidth(column)
            if left + width < names or left > self.width():
                continue
            rect = QRect(left, 0, width, self.height())
            if column == model.chosen:
                painter.fillRect(rect, colour("soft"))
            painter.setPen(colour("ink" if column == model.chosen else "muted"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), model.sum_of_column(session.id))
        painter.setClipping(False)
        painter.fillRect(QRect(0, 0, self.width(), 1), colour("line"))
        painter.setPen(colour("muted"))
        paint_text(painter, QRect(0, 0, names, self.height()), _("Present"))


def paint_text(painter: QPainter, rect: QRect, text: str) -> None:
    """Paint a text at the left of its place, shortened where it is too long."""
    inside = rect.adjusted(space(3), 0, -space(2), 0)
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def title_font() -> QFont:
    """Return the font of titles and sums."""
    made = font(14)
    made.setWeight(QFont.Weight.DemiBold)
    return made
