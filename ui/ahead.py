"""Owns what is brought in ahead of its use: for the first page beside the window, for others while it rests."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from resources.i18n import here
from ui.page_table import SEARCHES, PageRow, found_at

Made = TypeVar("Made")
PAPERS = "ui.dialogs.papers:show_sheets"
"""Behind the first button of the first page."""

_REST = 60  # milliseconds left to the window between two steps
_BEGINS = 400  # milliseconds after the first page is shown


def with_first_page(make: Callable[[], Made], place: str) -> Callable[[], Made]:
    """Return what makes something and also brings in what the first page takes long to import.

    It runs off the window's thread, which would otherwise stand still for a quarter of a second: the page with its
    models, the calendars of public holidays, the names of days.
    """

    def both() -> Made:
        from models.calendar_days import public_holiday

        made = make()
        found_at(place)
        public_holiday(date.today(), "")
        here().date(date.today(), "long")
        return made

    return both


class Ahead(QObject):
    """Imports the pages one by one once the first is shown, so that opening one has only its widgets to make.

    Then it tells the garbage collector that what is there stays: a full collection, which may fall into any click,
    takes 40 to 70 ms over all that Qt, SQLAlchemy and this program define, and 1 ms over what came later.
    """

    def __init__(self, parent: QObject, rows: Sequence[PageRow]) -> None:
        super().__init__(parent)
        self._steps = _steps([PAPERS, *(row.made_by for row in rows), *SEARCHES])
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """Go on from where it is; does nothing when all is there."""
        self._timer.start(_BEGINS)

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
            self._timer.start(_REST)


def _steps(places: Sequence[str]) -> Iterator[Callable[[], object]]:
    yield gc.freeze
    yield from (partial(found_at, place) for place in dict.fromkeys(places))
    yield gc.freeze
