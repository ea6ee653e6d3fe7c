"""Owns where a calendar puts its sessions: as bars under each other in a month, side by side by the hour in a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from models.calendar import Shown, beside
from ui.theme import size

HEAD, TALL, SHORT, HOUR, GAP, INSET = 24, 44, 22, 48, 2, 2
"""Heights at text size 100 %: of a day's number, of a bar of two lines and of one, of an hour."""
NARROW = 110
"""A day narrower than this has no room for an hour and a title on one line."""
SNAP = 15  # minutes: a session dropped by the mouse or moved by a key begins at a quarter of an hour


@dataclass(frozen=True, slots=True)
class Placed:
    """The sessions of one day with their places; `hidden` of them stand behind `more`."""

    bars: tuple[tuple[Shown, QRect], ...] = ()
    more: QRect | None = None
    hidden: int = 0


def month_row_height(width: int) -> int:
    """Return the least height of a week in a month, whose days are so wide: a number, a bar and the line of more."""
    return size(HEAD) + _bar_height(width) + size(SHORT) + 2 * GAP + 2 * INSET


def _bar_height(width: int) -> int:
    return size(TALL if width < size(NARROW) else SHORT)


def in_month(cell: QRect, sessions: Sequence[Shown], chosen: int | None) -> Placed:
    """Put the sessions of a day into its cell, on two lines each where all fit so; the chosen one is always seen."""
    room = cell.adjusted(INSET, size(HEAD), -INSET - 1, -INSET)
    count, height = len(sessions), _bar_height(cell.width())
    if count * (size(TALL) + GAP) - GAP <= room.height():
        return Placed(_stacked(room, sessions, size(TALL)))
    if count * (height + GAP) - GAP <= room.height():
        return Placed(_stacked(room, sessions, height))
    fitting = max(1, (room.height() - size(SHORT)) // (height + GAP))
    place = next((number for number, each in enumerate(sessions) if each.id == chosen), 0)
    start = max(0, place - fitting + 1)
    top = room.top() + fitting * (height + GAP)
    more = QRect(room.x(), top, room.width(), size(SHORT))
    return Placed(_stacked(room, sessions[start : start + fitting], height), more, count - fitting)


def _stacked(room: QRect, sessions: Sequence[Shown], height: int) -> tuple[tuple[Shown, QRect], ...]:
    tops = (room.top() + number * (height + GAP) for number in range(len(sessions)))
    return tuple((each, QRect(room.x(), top, room.width(), height)) for each, top in zip(sessions, tops, strict=True))


def in_week(cell: QRect, sessions: Sequence[Shown], hours: tuple[int, int]) -> Placed:
    """Put the sessions of a day at their hours; those at the same time stand side by side."""
    minute = cell.height() / ((hours[1] - hours[0]) * 60)
    columns = beside(list(sessions))
    bars = []
    for each in sessions:
        column, of = columns[each.id]
        width = (cell.width() - 2 * INSET) // of
        top = cell.top() + round((each.start.hour * 60 + each.start.minute - hours[0] * 60) * minute)
        height = max(size(SHORT), round(each.minutes * minute) - 1)
        bars.append((each, QRect(cell.x() + INSET + column * width, top, width - GAP, height)))
    return Placed(tuple(bars))


def minutes_at(cell: QRect, y: int, hours: tuple[int, int]) -> int:
    """Return the minute of the day at a height of a week's cell, at a quarter of an hour."""
    share = (y - cell.top()) / max(cell.height(), 1)
    minutes = hours[0] * 60 + share * (hours[1] - hours[0]) * 60
    return min(max(round(minutes / SNAP) * SNAP, 0), 24 * 60 - SNAP)
