"""Owns the table under the calendar: what it shows, where everything is, and the room it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from models.calendar import Shown, busiest_hours
from ui.calendar_model import DAY, CalendarModel, Days, Index, session_text
from ui.theme import announcer, size
from ui.widgets.calendar_paint import DayDelegate, DaysHeader, HoursHeader
from ui.widgets.calendar_places import HOUR, Placed, in_month, in_week, month_row_height
from ui.widgets.labels import plain_tip


@dataclass(frozen=True, slots=True)
class Moving:
    """A session on its way: where it would go. `grabbed` is where the mouse holds it, in minutes from its start."""

    session: Shown
    day: date
    start: time
    grabbed: int = 0
    by_mouse: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether it would really move."""
        return (self.day, self.start) != (self.session.date, self.session.start)

    @property
    def shown(self) -> Shown:
        """The session as it would be."""
        minutes = self.start.hour * 60 + self.start.minute + self.session.minutes
        return replace(self.session, date=self.day, start=self.start, end=time(minutes // 60 % 24, minutes % 60))


class DaysTable(QTableView):
    """Weeks of days. The keyboard is on a day and on one of its sessions, if it has any."""

    chosen_changed = Signal()

    def __init__(self, name: str, days: Days) -> None:
        super().__init__()
        self.calendar = CalendarModel(days, self)
        self.chosen: int | None = None
        self.day = days.anchor
        self.moving: Moving | None = None
        self.hours = busiest_hours([])
        self._is_showing = False
        self.setModel(self.calendar)
        self.setAccessibleName(name)
        self.setItemDelegate(DayDelegate(self))
        self.setHorizontalHeader(DaysHeader(self))
        self.setVerticalHeader(HoursHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        announcer().changed.connect(self._fit)
        self._fit()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_days(self, days: Days, day: date, chosen: int | None = None) -> None:
        """Show other days, with the keyboard on one of them; what is being moved keeps moving."""
        is_other = (days.span, days.anchor) != (self.calendar.days.span, self.calendar.days.anchor)
        top = self.verticalScrollBar().value()
        self._is_showing = True
        self.calendar.show(days)
        self.hours = busiest_hours(list(days.sessions))
        self._fit()
        self._put(day, chosen if chosen is not None else self.chosen)
        self._is_showing = False
        if not is_other:
            self.verticalScrollBar().setValue(top)
        elif days.span == "week":
            self.scroll_to_first()
        self.show_chosen()
        self.viewport().update()

    def scroll_to_first(self) -> None:
        """Scroll to the first session of the week, so that it is seen at once."""
        starts = [bar.top() for column in range(7) for _each, bar in self.placed(self.calendar.index(0, column)).bars]
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + min(starts, default=0) - size(HOUR))

    def show_chosen(self) -> None:
        """Scroll a week to the chosen session when it cannot be seen: its day is higher than the screen."""
        index = self.calendar.index_of(self.day)
        if self.calendar.days.span == "week" and index.isValid():
            bar = next((bar for each, bar in self.placed(index).bars if each.id == self.chosen), None)
            if bar is not None and not 0 <= bar.top() <= bar.bottom() <= self.viewport().height():
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() + bar.top() - size(HOUR) // 2)

    def placed(self, index: Index) -> Placed:
        """Return the sessions of a cell with their places; one that is being moved is shown where it would be."""
        day, moving = self.calendar.day(index), self.moving
        sessions = self.calendar.of_day(day)
        if moving is not None:
            sessions = [each for each in sessions if each.id != moving.session.id]
            if moving.day == day:
                sessions = sorted([*sessions, moving.shown], key=lambda each: (each.start, each.id))
        cell = self.visualRect(index)
        if self.calendar.days.span == "week":
            return in_week(cell, sessions, self.hours)
        return in_month(cell, sessions, moving.session.id if moving else self.chosen)

    def chosen_session(self) -> Shown | None:
        """Return the session the keyboard is on."""
        return None if self.chosen is None else self.calendar.session(self.chosen)

    def _put(self, day: date, chosen: int | None) -> None:
        """Put the keyboard on a day and one of its sessions, the first when none is named."""
        self.day = day
        sessions = self.calendar.of_day(day)
        ids = [each.id for each in sessions]
        self.chosen = chosen if chosen in ids else next(iter(ids), None)
        index = self.calendar.index_of(day)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        if not self._is_showing:
            self.show_chosen()
        self.viewport().update()
        self.chosen_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Follow Qt (a click, an assistive technology) to another day."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._is_showing and self.calendar.day(current) != self.day:
            self._put(self.calendar.day(current), None)

    def hit(self, where: QPoint) -> tuple[date | None, Shown | None, bool]:
        """Return the day at a point, the session there, and whether it is the line that tells of more."""
        index = self.indexAt(where)
        if not index.isValid():
            return None, None, False
        placed = self.placed(index)
        session = next((each for each, bar in reversed(placed.bars) if bar.contains(where)), None)
        return self.calendar.day(index), session, placed.more is not None and placed.more.contains(where)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole session or day under a resting mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day, session, _is_more = self.hit(event.pos())
            today = self.calendar.days.today
            text = session_text(session, today) if session else self.calendar.day_text(day) if day else ""
            self.viewport().setToolTip(plain_tip(text))
        return super().viewportEvent(event)

    # -- its size ------------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._put(self.day, self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()
        self.show_chosen()

    def _fit(self) -> None:
        """Give each week its share of the height, and never less than its sessions need."""
        is_week = self.calendar.days.span == "week"
        header, hours = self.horizontalHeader(), self.verticalHeader()
        days = (self.calendar.first + number * DAY for number in range(7))
        has_facts = is_week and any(
            self.calendar.facts(d).public_holiday or self.calendar.facts(d).school_holiday for d in days
        )
        header.setFixedHeight(size(58) if has_facts else size(34))
        hours.setFixedWidth(hours.fontMetrics().horizontalAdvance("00:00") + size(14) if is_week else size(34))
        rows = max(self.calendar.rowCount(), 1)
        least = (
            (self.hours[1] - self.hours[0]) * size(HOUR) if is_week else month_row_height(self.viewport().width() // 7)
        )
        height = max(least, (self.height() - header.height()) // rows)
        hours.setMinimumSectionSize(height)
        hours.setDefaultSectionSize(height)
        self.updateGeometries()
