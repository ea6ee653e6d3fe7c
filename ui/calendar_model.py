"""Owns what a calendar shows: weeks of days with their sessions, each day told in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.calendar import Shown
from models.calendar_days import DayFacts
from models.codes import SessionStatus
from resources.i18n import _, here, plural
from resources.labels import label as coded
from ui.days import weekday

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Span = Literal["month", "week"]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * DAY


def days_shown(span: Span, day: date) -> tuple[date, date]:
    """Return the first and last day of the whole weeks of a month, or of one week."""
    if span == "week":
        return week_of(day), week_of(day) + 6 * DAY
    first = day.replace(day=1)
    return week_of(first), week_of(_next_month(first) - DAY) + 6 * DAY


def stepped(span: Span, day: date, step: int) -> date:
    """Return the day one page on (1) or back (-1): the same day of the month, the same weekday of the week."""
    if span == "week":
        return within(day + step * WEEK)
    first = _next_month(day.replace(day=1)) if step > 0 else (day.replace(day=1) - DAY).replace(day=1)
    last = _next_month(first) - DAY
    return within(first.replace(day=min(day.day, last.day)))


def within(day: date) -> date:
    """Return the nearest day that a calendar can show."""
    return min(max(day, EARLIEST), LATEST)


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def places_text(session: Shown) -> str:
    """Return « 12 / 15 », or only how many are expected when there is no limit."""
    return f"{session.enrolled} / {session.capacity}" if session.capacity else str(session.enrolled)


def hours_text(session: Shown) -> str:
    """Return when a session begins and ends: 14:00 – 16:00."""
    return f"{here().time(session.start)} – {here().time(session.end)}"


def state_text(session: Shown, today: date) -> str:
    """Return what has to be known of a session, or nothing for one that is simply to come."""
    if session.status == SessionStatus.CANCELLED:
        return coded("session_status", session.status)
    if session.is_to_enter(today):
        return _("Attendance missing")
    return coded("session_status", SessionStatus.HELD) if session.is_complete else ""


def people_text(session: Shown) -> str:
    """Say how many people are enrolled, and for how many there is room."""
    enrolled = plural("{n} enrolled", "{n} enrolled", session.enrolled)
    if not session.capacity:
        return enrolled
    return _("{enrolled}, {places}", enrolled=enrolled, places=plural("{n} place", "{n} places", session.capacity))


def session_text(session: Shown, today: date) -> str:
    """Say a whole session: 14:00 – 16:00, title, 12 enrolled, 15 places, where, state."""
    parts = (hours_text(session), session.title, people_text(session), session.place, state_text(session, today))
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Days:
    """What was read for a calendar: sessions and facts of whole weeks, around a day."""

    span: Span
    anchor: date
    today: date
    sessions: Sequence[Shown] = ()
    facts: Mapping[date, DayFacts] = field(default_factory=dict)


class CalendarModel(QAbstractTableModel):
    """Weeks × seven days. The text of a cell is its day and its sessions in words."""

    def __init__(self, days: Days, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.days = days
        self.first, self.last = days_shown(days.span, days.anchor)
        self._by_day: dict[date, list[Shown]] = {}

    def show(self, days: Days) -> None:
        """Show other days, or the same ones anew."""
        self.beginResetModel()
        self.days = days
        self.first, self.last = days_shown(days.span, days.anchor)
        self._by_day = {}
        for each in days.sessions:
            self._by_day.setdefault(each.date, []).append(each)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of weeks."""
        return 0 if parent.isValid() else (self.last - self.first).days // 7 + 1

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the days of a week."""
        return 0 if parent.isValid() else 7

    def day(self, index: Index) -> date:
        """Return the day of a cell."""
        return self.first + (index.row() * 7 + index.column()) * DAY

    def index_of(self, day: date) -> QModelIndex:
        """Return the cell of a day; an invalid one when it is not shown."""
        number = (day - self.first).days
        return self.index(number // 7, number % 7) if self.first <= day <= self.last else QModelIndex()

    def of_day(self, day: date) -> list[Shown]:
        """Return the sessions of a day, by hour."""
        return self._by_day.get(day, [])

    def session(self, session_id: int) -> Shown | None:
        """Return one of the sessions shown."""
        return next((each for each in self.days.sessions if each.id == session_id), None)

    def facts(self, day: date) -> DayFacts:
        """Return what a day is."""
        return self.days.facts.get(day, DayFacts())

    def is_inside(self, day: date) -> bool:
        """Tell whether a day belongs to the month that is shown; all days of a week do."""
        return self.days.span == "week" or (day.year, day.month) == (self.days.anchor.year, self.days.anchor.month)

    def day_text(self, day: date) -> str:
        """Say a day: its date, whether it is today, its holidays, how many sessions it has."""
        facts, count = self.facts(day), len(self.of_day(day))
        told = plural("{n} session", "{n} sessions", count) if count else _("no session")
        parts = (weekday(day), _("today") if day == self.days.today else "", facts.public_holiday, facts.school_holiday)
        return ", ".join(part for part in (*parts, told) if part)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the day in words, with every session of it."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        day = self.day(index)
        return _sentences([self.day_text(day), *(session_text(each, self.days.today) for each in self.of_day(day))])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the weekday over a column (with its date in a week), the number of the week before a row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            return _("Week {number}", number=(self.first + section * WEEK).isocalendar().week)
        return weekday(self.first + section * DAY) if self.days.span == "week" else weekday_name(section)


def weekday_name(number: int) -> str:
    """Return the name of a day of the week, 0 for Monday."""
    return weekday(date(2024, 1, 1) + number * DAY).split(" ", 1)[0]


def _sentences(parts: Iterable[str]) -> str:
    return ". ".join(parts)
