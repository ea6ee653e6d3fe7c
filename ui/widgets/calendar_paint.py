"""Owns how a calendar looks: days, today, holidays, and sessions as bars whose state is shape, word and colour."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from models.calendar import Shown
from models.codes import SessionStatus
from resources.i18n import _, here
from ui.calendar_model import CalendarModel, Index, hours_text, places_text
from ui.theme import colour, font, look, size, space
from ui.widgets.calendar_places import HEAD, INSET, SHORT, TALL
from ui.widgets.icons import pixmap

if TYPE_CHECKING:
    from ui.widgets.calendar_table import DaysTable

ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
STYLES = {
    # state: the role of its stripe and signs, of its ground, its sign
    "planned": ("accent", "soft", ""),
    "held": ("ok", "ok_soft", "check"),
    "to_enter": ("warn", "warn_soft", "circle-alert"),
    "cancelled": ("muted", "surface", "ban"),
}
SMALL, SIGN, STRIPE = 13, 14, 4


def state_of(session: Shown, today: date) -> str:
    """Return which of the styles a session has."""
    if session.status == SessionStatus.CANCELLED:
        return "cancelled"
    if session.is_to_enter(today):
        return "to_enter"
    return "held" if session.is_complete else "planned"


class DayDelegate(QStyledItemDelegate):
    """Paints one day: its ground, what day it is, and its sessions."""

    def __init__(self, view: DaysTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one day."""
        model, view = index.model(), self._view
        if not isinstance(model, CalendarModel):
            return
        rect: QRect = option.rect
        day = model.day(index)
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colour("surface" if model.is_inside(day) else "paper"))
        if model.days.span == "week":
            _paint_hours(painter, rect, view.hours)
        else:
            _paint_head(painter, rect, model, day)
        _paint_edges(painter, rect)
        placed = view.placed(index)
        for session, where in placed.bars:
            is_moving = view.moving is not None and view.moving.session.id == session.id
            is_chosen = is_moving or (session.id == view.chosen and view.hasFocus())
            paint_bar(painter, where, session, model.days.today, is_chosen=is_chosen, is_moving=is_moving)
        if placed.more is not None:
            painter.setFont(font(SMALL, bold=True))
            painter.setPen(colour("accent"))
            text = _("+{count} more", count=placed.hidden)
            painter.drawText(placed.more.adjusted(space(1), 0, 0, 0), ONE_LINE, text)
        if view.currentIndex() == index and view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -2.5, -2.5), 5, 5)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the least size of a day."""
        return QSize(size(60), size(60))


def _paint_edges(painter: QPainter, rect: QRect) -> None:
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colour("line"))
    painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), colour("line"))


def _paint_hours(painter: QPainter, rect: QRect, hours: tuple[int, int]) -> None:
    count = hours[1] - hours[0]
    for number in range(1, count):
        y = rect.top() + round(rect.height() * number / count)
        painter.fillRect(QRect(rect.x(), y, rect.width(), 1), colour("line"))


def _paint_head(painter: QPainter, rect: QRect, model: CalendarModel, day: date) -> None:
    """Paint the number of a day (today: on a disc) and its holiday: plain ground or hatched, and its name."""
    head = QRect(rect.x(), rect.y(), rect.width() - 1, size(HEAD) - 2)
    paint_holiday_ground(painter, head, model, day)
    disc = QRect(head.x() + INSET, head.y() + 1, size(HEAD) - 1, size(HEAD) - 1)
    is_today = day == model.days.today
    if is_today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(QRectF(disc))
    painter.setFont(font(14, bold=is_today))
    painter.setPen(colour("on_accent" if is_today else "ink" if model.is_inside(day) else "muted"))
    painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
    text = holiday_text(model, day)
    if text:
        painter.setFont(font(SMALL))
        painter.setPen(colour("warn" if model.facts(day).public_holiday else "muted"))
        draw_cut(painter, head.adjusted(disc.width() + 2 * INSET, 0, -space(1), 0), text)


def paint_holiday_ground(painter: QPainter, rect: QRect, model: CalendarModel, day: date) -> None:
    """Paint the ground of a holiday: tinted when it is public, hatched when schools are closed."""
    facts = model.facts(day)
    if facts.public_holiday:
        painter.fillRect(rect, colour("warn_soft"))
    elif facts.school_holiday:
        painter.fillRect(rect, QBrush(colour("line"), Qt.BrushStyle.BDiagPattern))


def holiday_text(model: CalendarModel, day: date) -> str:
    """Return what is written of a holiday; school holidays only where they begin, and on each Monday."""
    facts = model.facts(day)
    if facts.public_holiday or not facts.school_holiday:
        return facts.public_holiday
    before = model.facts(day.fromordinal(day.toordinal() - 1)).school_holiday
    return facts.school_holiday if day.weekday() == 0 or before != facts.school_holiday else ""


def paint_bar(
    painter: QPainter, rect: QRect, session: Shown, today: date, *, is_chosen: bool = False, is_moving: bool = False
) -> None:
    """Paint one session: stripe, sign, hour, title, places; as much of it as there is room for."""
    state = state_of(session, today)
    role, ground, sign = STYLES[state]
    painter.save()
    painter.setPen(_outline(role, state, is_chosen=is_chosen, is_moving=is_moving))
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setClipRect(rect.adjusted(1, 1, -1, -1), Qt.ClipOperation.IntersectClip)
    if state != "cancelled":
        painter.fillRect(QRect(rect.x() + 1, rect.y() + 1, STRIPE, rect.height() - 2), colour(role))
    inside = rect.adjusted(STRIPE + space(1), 1, -space(1), -1)
    if rect.height() < size(TALL):
        _paint_line(painter, inside, session, sign, role, with_title=True)
    else:
        line = QRect(inside.x(), inside.y() + 2, inside.width(), size(SHORT) - 4)
        _paint_line(painter, line, session, sign, role, with_title=False)
        _paint_title(painter, inside.adjusted(0, line.height(), 0, 0), session)
    painter.restore()


def _outline(role: str, state: str, *, is_chosen: bool, is_moving: bool) -> QPen:
    if is_chosen:
        return QPen(colour("ink"), 2, Qt.PenStyle.DashLine if is_moving else Qt.PenStyle.SolidLine)
    if state == "cancelled":
        return QPen(colour("edge"), 1, Qt.PenStyle.DashLine)
    return QPen(colour(role), look().border) if look().scheme == "contrast" else QPen(colour(role), 0.6)


def _paint_line(painter: QPainter, rect: QRect, session: Shown, sign: str, role: str, *, with_title: bool) -> None:
    """Paint sign, hour, (title,) and places on one line; the places give way when the title has too little room."""
    x = rect.x()
    if sign:
        painter.drawPixmap(QPoint(x, rect.center().y() - size(SIGN) // 2 + 1), pixmap(sign, role, SIGN))
        x += size(SIGN) + INSET
    bold, plain = QFontMetrics(font(SMALL, bold=True)), QFontMetrics(font(SMALL))
    is_cancelled = session.status == SessionStatus.CANCELLED
    ink = colour("muted" if is_cancelled else "ink")
    painter.setPen(ink)
    is_wide = not with_title and plain.horizontalAdvance(_long(session)) + x - rect.x() < rect.width()
    hour = hours_text(session) if is_wide else here().time(session.start)
    painter.setFont(font(SMALL, bold=True))
    painter.drawText(QRect(x, rect.y(), rect.width(), rect.height()), ONE_LINE, hour)
    x += bold.horizontalAdvance(hour) + space(1)
    places = places_text(session)
    wide = plain.horizontalAdvance(places)
    left = rect.right() - x - wide - space(1)
    if left >= (size(44) if with_title else 0):
        is_full = session.capacity is not None and session.enrolled >= session.capacity
        painter.setFont(font(SMALL, bold=is_full))
        painter.drawText(rect, ONE_LINE | int(Qt.AlignmentFlag.AlignRight), places)
    else:
        left = rect.right() - x
    if with_title:
        painter.setFont(_struck(is_cancelled))
        draw_cut(painter, QRect(x, rect.y(), left, rect.height()), session.title)


def _long(session: Shown) -> str:
    return f"{hours_text(session)}    {places_text(session)}"


def _paint_title(painter: QPainter, rect: QRect, session: Shown) -> None:
    """Paint the title on as many lines as fit, and the place under it where there is room."""
    is_cancelled = session.status == SessionStatus.CANCELLED
    painter.setPen(colour("muted" if is_cancelled else "ink"))
    metrics = QFontMetrics(_struck(is_cancelled))
    step = metrics.lineSpacing()
    lines = wrapped(metrics, session.title, rect.width(), max(1, rect.height() // step))
    painter.setFont(_struck(is_cancelled))
    for number, line in enumerate(lines):
        painter.drawText(QRect(rect.x(), rect.y() + number * step, rect.width(), step), ONE_LINE, line)
    used = len(lines) * step
    if session.place and rect.height() - used >= step:
        painter.setFont(font(SMALL))
        painter.setPen(colour("muted"))
        draw_cut(painter, QRect(rect.x(), rect.y() + used, rect.width(), step), session.place)


def wrapped(metrics: QFontMetrics, text: str, width: int, most: int) -> list[str]:
    """Return a text on at most so many lines; the last one ends in … where it does not fit."""
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if metrics.horizontalAdvance(longer) <= width or not lines[-1]:
            lines[-1] = longer
            del words[0]
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] = " ".join([lines[-1], *words])
            break
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _struck(is_struck: bool) -> QFont:
    made = font(SMALL)
    made.setStrikeOut(is_struck)
    return made


def draw_cut(painter: QPainter, rect: QRect, text: str) -> None:
    """Draw a text on one line, cut with … where it does not fit."""
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, ONE_LINE, shown)


class DaysHeader(QHeaderView):
    """The days of the week over their columns, with today and the holidays of a week."""

    def __init__(self, view: DaysTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Days of the week"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one day: its name, and in a week its date and holiday."""
        model = self.model()
        if not isinstance(model, CalendarModel):
            return
        day = model.first.fromordinal(model.first.toordinal() + logicalIndex)
        is_week = model.days.span == "week"
        is_today = is_week and day == model.days.today
        painter.save()
        painter.fillRect(rect, colour("surface"))
        if is_week:
            paint_holiday_ground(painter, rect.adjusted(0, size(30), 0, 0), model, day)
        bar = 3 if is_today else 1
        painter.fillRect(
            QRect(rect.x(), rect.bottom() + 1 - bar, rect.width(), bar), colour("accent" if is_today else "line")
        )
        painter.setFont(font(14, bold=True))
        painter.setPen(colour("accent" if is_today else "ink" if is_week else "muted"))
        line = rect.adjusted(space(2), 0, -space(1), 0)
        line.setHeight(size(32))
        name = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        if painter.fontMetrics().horizontalAdvance(name) > line.width():
            name = f"{name[:3]}. {day.day}" if is_week else f"{name[:3]}."
        draw_cut(painter, line, name)
        text = (model.facts(day).public_holiday or model.facts(day).school_holiday) if is_week else ""
        if text:
            painter.setFont(font(SMALL))
            painter.setPen(colour("warn" if model.facts(day).public_holiday else "muted"))
            draw_cut(painter, QRect(line.x(), line.bottom(), line.width(), size(22)), text)
        painter.restore()


class HoursHeader(QHeaderView):
    """The hours before a week, the number of each week before a month."""

    def __init__(self, view: DaysTable) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Weeks"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint the hours of a week beside their lines, or the number of a week."""
        painter.save()
        painter.fillRect(rect, colour("paper"))
        painter.setFont(font(SMALL))
        painter.setPen(colour("muted"))
        model = self.model()
        if isinstance(model, CalendarModel) and model.days.span == "week":
            first, last = self._view.hours
            height = size(20)
            for number in range(1, last - first):
                y = rect.top() + round(rect.height() * number / (last - first))
                text = here().time(time(first + number))
                where = QRect(rect.x(), y - height // 2, rect.width() - space(2), height)
                painter.drawText(where, ONE_LINE | int(Qt.AlignmentFlag.AlignRight), text)
        elif isinstance(model, CalendarModel):
            monday = model.first.fromordinal(model.first.toordinal() + 7 * logicalIndex)
            top = QRect(rect.x(), rect.y(), rect.width(), size(HEAD))
            painter.drawText(top, int(Qt.AlignmentFlag.AlignCenter), str(monday.isocalendar().week))
        painter.restore()
