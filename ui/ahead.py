"""Owns what is brought in ahead of its use: for the first page beside the window, for others while it rests."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer

from resources.i18n import here
from ui.page_table import SEARCHES, found_at

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Made = TypeVar("Made")
PARTS = (
    "documents.layout_reading", "documents.tagged", "documents.certificate", "ui.dialogs.certificate_files",
    "ui.dialogs.papers", "ui.pages.workshops", "ui.pages.workshop_attendance", "ui.dialogs.hand_papers",
    "ui.pages.workshop_sessions", "exchange.rows", "exchange.package", "exchange.gather", "ui.dialogs.receipts",
)  # fmt: skip
"""What papers and pages are made of, the first button of the first page first: parts that take under 80 ms each."""

_REST = 60  # milliseconds left to the window between two steps
_BEGINS = 400  # milliseconds after the first page is shown
_LATEST = 5_000  # milliseconds after the window is made, when no notebook is opened


def with_first_page(make: Callable[[], Made], place: str) -> Callable[[], Made]:
    """Return what makes something and also brings in what the first page takes long to import.

    It runs off the window's thread, which would otherwise stand still for a quarter of a second: the page with its
    models, the calendars of public holidays, the names of days, what tells where a file lies.
    """

    def both() -> Made:
        from models.calendar_days import public_holiday

        made = make()
        found_at(place)
        import_module("psutil")
        public_holiday(date.today(), "")
        here().date(date.today(), "long")
        return made

    return both


class Ahead(QObject):
    """Imports the pages part by part once the first is shown, so that opening one has only its widgets to make.

    Then the garbage collector, which main.py holds back, is told that all of it stays, and starts: while it looked on,
    the start took a fifth longer; and a full collection, which may fall into any click, takes 40 to 70 ms over all
    that Qt, SQLAlchemy and this program define, and 1 ms over what came later.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._steps = _steps([row.made_by for row in window.page_rows])
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        self._timer.start(_LATEST)
        window.notebook_shown.connect(self.begin)

    def begin(self) -> None:
        """Go on from where it is; does nothing when all is there."""
        self._timer.start(_BEGINS)

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            self._timer.start(_REST)
            step()


def _steps(places: Sequence[str]) -> Iterator[Callable[[], object]]:
    yield from (partial(import_module, name) for name in PARTS)
    yield from (partial(found_at, place) for place in dict.fromkeys((*places, *SEARCHES)))
    yield _begin_to_collect


def _begin_to_collect() -> None:
    gc.freeze()
    gc.enable()
