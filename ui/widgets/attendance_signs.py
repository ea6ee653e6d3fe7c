"""Owns the shapes of attendance: present, absent, excused, not entered, not expected."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from models.codes import AttendanceState
from resources.i18n import _, here
from ui.attendance_model import NOT_EXPECTED
from ui.theme import announcer, colour, font, size, space
from ui.widgets.icons import pixmap

PICTURES = {AttendanceState.PRESENT: ("check", "ok"), AttendanceState.ABSENT: ("x", "bad")}


def paint_state(painter: QPainter, rect: QRect, state: str, minutes: int | None = None) -> None:
    """Paint the shape of a state in the middle of a cell, the time of a partial presence beside it."""
    side = size(20)
    time = "" if minutes is None else here().duration(minutes)
    painter.setFont(font(13))
    width = side + (space(1) + painter.fontMetrics().horizontalAdvance(time) if time else 0)
    left, middle = rect.x() + (rect.width() - width) // 2, rect.center()
    if state in PICTURES:
        painter.drawPixmap(left, rect.y() + (rect.height() - side) // 2, pixmap(*PICTURES[AttendanceState(state)], 20))
        if time:
            painter.setPen(colour("ink"))
            beside = QRect(left + side + space(1), rect.y(), rect.right() - left - side, rect.height())
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), time)
    elif state == AttendanceState.EXCUSED:
        painter.setFont(font(15, bold=True))
        painter.setPen(colour("warn"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), _("E"))
    elif state == NOT_EXPECTED:
        painter.fillRect(QRect(middle.x() - size(5), middle.y(), size(10), max(1, size(1.5))), colour("muted"))
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("muted"))
        painter.drawEllipse(QRectF(rect).center(), size(2), size(2))


class StateSign(QWidget):
    """The shape of a state, alone, for the legend."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self._state = state
        announcer().changed.connect(self._follow_size)
        self._follow_size()

    def _follow_size(self) -> None:
        self.setFixedSize(size(20), size(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the grid does."""
        painter = QPainter(self)
        paint_state(painter, self.rect(), self._state)
