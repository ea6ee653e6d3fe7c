"""Owns the calendar itself: a table of days with the keys and the mouse that walk, open, make and move sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from models.calendar import Shown, busiest_hours, moved_start
from resources.i18n import _
from ui.calendar_model import DAY, Days, hours_text, session_text, within
from ui.days import weekday
from ui.widgets.calendar_places import SNAP, minutes_at
from ui.widgets.calendar_table import DaysTable, Moving
from ui.widgets.labels import announce

Key = Qt.Key
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}


class CalendarView(DaysTable):
    """Days with their sessions.

    Arrows walk day by day and session by session, Enter opens, F2 moves (arrows, then Enter or Escape), Page Up and
    Down turn pages, Home is today, Space lists a day, Insert adds a session to it, Tab leaves.
    """

    opened = Signal(int)
    create_asked = Signal(object, object)  # day, hour or None
    move_asked = Signal(int, object, object)  # session, day, hour
    day_asked = Signal(object)  # list it
    day_wanted = Signal(object)  # show it
    page_asked = Signal(int)

    def __init__(self, name: str, days: Days) -> None:
        super().__init__(name, days)
        self._pressed: tuple[Shown, QPoint] | None = None

    # -- walking -------------------------------------------------------------------------------------------------------

    def go(self, day: date, *, at_end: bool = False) -> None:
        """Walk to a day, to its last session when coming from below; turn the page where it is not shown."""
        day = within(day)
        if self.calendar.index_of(day).isValid():
            sessions = self.calendar.of_day(day)
            self._put(day, sessions[-1].id if sessions and at_end else None)
        else:
            self.day_wanted.emit(day)

    def _step(self, step: int) -> None:
        """Walk to the next or previous session of the day, and from the last one to the week below or above."""
        ids = [each.id for each in self.calendar.of_day(self.day)]
        place = ids.index(self.chosen) + step if self.chosen in ids else -1
        if 0 <= place < len(ids):
            self._put(self.day, ids[place])
            self._say_chosen()
        elif self.calendar.days.span == "month":
            self.go(self.day + 7 * step * DAY, at_end=step < 0)

    def _say_chosen(self) -> None:
        session = self.chosen_session()
        if session is not None:
            announce(self, session_text(session, self.calendar.days.today))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, make and move by keys, wherever Qt would select or edit."""
        key = Key(event.key())
        does = self._moving_keys(key) if self.moving is not None else self._walking_keys(key)
        if does is not None:
            does()
        else:
            super().keyPressEvent(event)

    def _walking_keys(self, key: Qt.Key) -> Callable[[], object] | None:
        if key in ARROWS:
            sideways, upright = ARROWS[key]
            return partial(self.go, self.day + sideways * DAY) if sideways else partial(self._step, upright)
        table: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_PageUp: partial(self.page_asked.emit, -1),
            Key.Key_PageDown: partial(self.page_asked.emit, 1),
            Key.Key_Home: partial(self.go, self.calendar.days.today),
            Key.Key_Return: self.open_or_create,
            Key.Key_Enter: self.open_or_create,
            Key.Key_F2: self.start_moving,
            Key.Key_Space: partial(self.day_asked.emit, self.day),
            Key.Key_Insert: partial(self.create_asked.emit, self.day, None),
        }
        return table.get(key)

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters alone: days are not looked for by their texts."""

    def open_or_create(self) -> None:
        """Open the chosen session, or add one to a day that has none."""
        if self.chosen is not None:
            self.opened.emit(self.chosen)
        else:
            self.create_asked.emit(self.day, None)

    # -- moving --------------------------------------------------------------------------------------------------------

    def start_moving(self) -> None:
        """Take the chosen session: arrows say where to, Enter leaves it there, Escape puts it back."""
        session = self.chosen_session()
        if session is not None:
            self.moving = Moving(session, session.date, session.start)
            self._say_moving(_("Arrows move it, Enter leaves it there, Escape puts it back."))

    def stop_moving(self) -> None:
        """Put the session back."""
        if self.moving is not None:
            session, self.moving = self.moving.session, None
            self._say(_("Not moved"))
            self.go(session.date)
            self._put(session.date, session.id)

    def leave_there(self) -> None:
        """Ask for the session to be moved to where it is shown."""
        moving = self.moving
        if moving is None or not moving.is_elsewhere:
            self.stop_moving()
            return
        self.moving = None
        self.chosen, self.day = moving.session.id, moving.day
        self.move_asked.emit(moving.session.id, moving.day, moving.start)

    def _moving_keys(self, key: Qt.Key) -> Callable[[], object]:
        if key in ARROWS:
            return partial(self._shift, *ARROWS[key])
        table: dict[Qt.Key, Callable[[], object]] = {
            Key.Key_Return: self.leave_there,
            Key.Key_Enter: self.leave_there,
            Key.Key_Escape: self.stop_moving,
            Key.Key_PageUp: partial(self._shift, 0, -4),
            Key.Key_PageDown: partial(self._shift, 0, 4),
        }
        return table.get(key, lambda: None)

    def _shift(self, sideways: int, upright: int) -> None:
        """Move what is being moved by days, and up or down by weeks in a month, by quarters of an hour in a week."""
        moving = self.moving
        assert moving is not None
        if self.calendar.days.span == "month":
            self.carry(within(moving.day + (sideways + 7 * upright) * DAY), moving.start)
        else:
            ends = moving.shown.end
            start = moved_start(moving.start, ends, upright * SNAP)
            self.carry(within(moving.day + sideways * DAY), start)
        self._say_moving()

    def carry(self, day: date, start: time) -> None:
        """Show what is being moved on another day or hour."""
        assert self.moving is not None
        self.moving = replace(self.moving, day=day, start=start)
        self.hours = busiest_hours([*self.calendar.days.sessions, self.moving.shown])
        if not self.calendar.index_of(day).isValid():
            self.day_wanted.emit(day)
        elif day != self.day:
            self._put(day, None)
        self.viewport().update()
        self.chosen_changed.emit()

    def _say_moving(self, more: str = "") -> None:
        self._say(" ".join(part for part in (self.moving_text(), more) if part))

    def _say(self, text: str) -> None:
        announce(self, text)
        self.viewport().update()
        self.chosen_changed.emit()

    def moving_text(self) -> str:
        """Say where the session that is being moved would go."""
        if self.moving is None:
            return ""
        when = f"{weekday(self.moving.day)}, {hours_text(self.moving.shown)}"
        return _("Moving “{title}” to {when}.", title=self.moving.session.title, when=when)

    # -- the mouse -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day and the session under the mouse; a session can then be dragged."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        where = event.position().toPoint()
        day, session, _is_more = self.hit(where)
        if day is None or self.moving is not None:
            return
        self._put(day, session.id if session else None)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (session, where) if session else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a session to another day, and in a week to another hour."""
        where = event.position().toPoint()
        if self._pressed is not None and self.moving is None:
            session, start = self._pressed
            if (where - start).manhattanLength() >= QApplication.startDragDistance():
                self.moving = Moving(session, session.date, session.start, self._grabbed(session, start), by_mouse=True)
        if self.moving is not None and self.moving.by_mouse:
            self._drag(where)

    def _grabbed(self, session: Shown, where: QPoint) -> int:
        cell = self.visualRect(self.calendar.index_of(session.date))
        return minutes_at(cell, where.y(), self.hours) - session.start.hour * 60 - session.start.minute

    def _drag(self, where: QPoint) -> None:
        index, moving = self.indexAt(where), self.moving
        if not index.isValid() or moving is None:
            return
        start = moving.start
        if self.calendar.days.span == "week":
            wanted = minutes_at(self.visualRect(index), where.y(), self.hours) - moving.grabbed
            start = moved_start(time(0), time(moving.session.minutes // 60, moving.session.minutes % 60), wanted)
        if (self.calendar.day(index), start) != (moving.day, moving.start):
            self.carry(self.calendar.day(index), start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave a dragged session where it is; a click on the line that tells of more lists the day."""
        self._pressed = None
        if self.moving is not None and self.moving.by_mouse:
            self.leave_there()
        elif event.button() is Qt.MouseButton.LeftButton:
            day, _session, is_more = self.hit(event.position().toPoint())
            if is_more:
                self.day_asked.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a session, or add one where there is none, at the hour under the mouse in a week."""
        where = event.position().toPoint()
        day, session, is_more = self.hit(where)
        self._pressed = None
        if session is not None:
            self.opened.emit(session.id)
        elif day is not None and not is_more:
            minutes = minutes_at(self.visualRect(self.indexAt(where)), where.y(), self.hours) // 30 * 30
            is_week = self.calendar.days.span == "week"
            self.create_asked.emit(day, time(minutes // 60, minutes % 60) if is_week else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chosen session and day."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        menu.popup(self.viewport().mapToGlobal(self._spot().center()) if by_key else event.globalPos())

    def menu(self) -> QMenu:
        """Make the menu of the chosen session and day."""
        menu = QMenu(self)
        menu.setAccessibleName(_("What to do"))
        rows: list[tuple[str, Callable[[], object]]] = []
        if self.chosen_session() is not None:
            rows += [(_("Open this session"), self.open_or_create), (_("Move this session…"), self.start_moving)]
        rows += [
            (_("New session on this day…"), partial(self.create_asked.emit, self.day, None)),
            (_("List this day"), partial(self.day_asked.emit, self.day)),
        ]
        for text, act in rows:
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda *_, act=act: act())
        return menu

    def _spot(self) -> QRect:
        index = self.calendar.index_of(self.day)
        bars = self.placed(index).bars if index.isValid() else ()
        return next((bar for each, bar in bars if each.id == self.chosen), self.visualRect(index))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away; a session on its way goes back."""
        super().focusOutEvent(event)
        if self.moving is not None and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.stop_moving()
        self.viewport().update()
