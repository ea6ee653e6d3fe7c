"""The attendance of 200 people at 12 sessions: opened in the window, marked by a key, against the driver alone."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks._people import people as generated
from benchmarks._rounds import seconds
from models import attendance, enrolments, people, sessions, workshops
from models.codes import AttendanceState
from models.engines import file_engine
from models.notebook import Notebook
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft

_PEOPLE, _SESSIONS = 200, 12
_ROUNDS = 15
_TODAY = date(2026, 5, 12)
_READ = """
SELECT enrolment.id, given_name, family_name, attendance.session_id, state, minutes FROM enrolment
JOIN person ON person.id = person_id LEFT JOIN attendance ON enrolment_id = enrolment.id WHERE workshop_id = ?
ORDER BY sort_key
"""
_TABLE = (
    "CREATE TABLE mark (id INTEGER PRIMARY KEY, enrolment_id, session_id, state, UNIQUE (enrolment_id, session_id))"
)
_MARK = "INSERT INTO mark (enrolment_id, session_id, state) VALUES (?, 1, 'present')"
_GOALS = {"open": 150.0, "mark": 8.0}  # milliseconds


def run(size: int | None = None) -> None:
    """Print one table; `size` is the number of people."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = size or _PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.carnet"
        ids = _prepared(path, count)
        with _Bare(path) as driver:
            rows = _measured(path, ids, driver)
    print(f"{count} people × {_SESSIONS} sessions, in the window; milliseconds, median of {_ROUNDS} rounds\n")
    print(f"{'':46}{'ours':>8}{'driver':>9}{'×':>7}{'goal':>7}")
    for name, (ours, floor, goal) in rows.items():
        told = f"{goal:7.0f}" if goal else f"{'–':>7}"
        print(f"{name:46}{ours:8.1f}{floor:9.2f}{ours / floor:7.1f}{told}")
    print("\nours: read, laid out and painted; written with its history and undo. driver: the bare rows, same safety")


def _prepared(path: Path, count: int) -> list[int]:
    """Make a notebook with two workshops alike, half of their marks entered."""
    found = []
    with Notebook.create(path, association_name="Bench") as notebook, notebook.write("Plan") as db:
        known = people.save_many(db, generated(count), today=_TODAY)
        for title in ("Premiers pas", "Tablette"):
            workshop_id = workshops.save(db, WorkshopDraft(title))
            enrolled = enrolments.enrol(db, workshop_id, known, today=_TODAY).enrolled
            days = [_TODAY + timedelta(days=7 * (number - _SESSIONS // 2)) for number in range(_SESSIONS)]
            own = [sessions.save(db, workshop_id, SessionDraft(day, clock(14), clock(16))) for day in days]
            for session_id in own[: _SESSIONS // 2]:
                attendance.mark(db, session_id, enrolled, AttendanceState.PRESENT)
            found.append(workshop_id)
    return found


def _measured(path: Path, ids: list[int], driver: _Bare) -> dict[str, tuple[float, float, float]]:
    from PySide6.QtWidgets import QApplication

    from ui import app
    from ui.main_window import MainWindow
    from ui.pages.workshop import WorkshopPage
    from ui.preferences import Preferences

    application = QApplication.instance() or QApplication([])
    preferences = Preferences(None)
    app.prepare(application, preferences)  # type: ignore[arg-type]  # instance() is of the parent class for the stubs
    window = MainWindow(preferences, now=lambda: datetime.combine(_TODAY, clock(17)))
    window.resize(1366, 768)
    window.show()
    window.show_notebook(Notebook.open(path))
    application.processEvents()

    def show(name: str, record_id: int | None = None) -> None:
        window.go(name, record_id)
        application.processEvents()  # laid out and painted

    try:
        first = seconds(lambda: show("workshop", ids[0])) * 1000
        opened = _opened(show, ids, driver)
        page = window.current_page()
        assert isinstance(page, WorkshopPage)
        marked = _marked(page, application.processEvents, driver)
    finally:
        window.close()
    return {
        "the page made, with its first workshop": (first, opened[1], 0.0),
        "a workshop opened at its attendance": (*opened, _GOALS["open"]),
        "a mark by one key, committed and shown": (*marked, _GOALS["mark"]),
    }


def _opened(show: Callable[..., None], ids: list[int], driver: _Bare) -> tuple[float, float]:
    """Open two workshops in turn, from the page of the day."""
    ours, floor = [], []
    for number in range(_ROUNDS + 1):
        show("today")
        gc.collect()
        ours.append(seconds(lambda: show("workshop", ids[number % 2])))  # noqa: B023  # called at once
        floor.append(seconds(lambda: driver.read(ids[number % 2])))  # noqa: B023
    return median(ours[1:]) * 1000, median(floor[1:]) * 1000


def _marked(page: Any, paint: Callable[[], None], driver: _Bare) -> tuple[float, float]:
    """Mark one person after another as present by the key that does it at once."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    grid, ours, floor = page.attendance.grid, [], []
    column = page.attendance.model.chosen
    for number in range(_ROUNDS + 1):
        grid.go(number % page.attendance.model.rowCount(), column)
        paint()
        gc.collect()

        def press() -> None:
            key = Qt.Key.Key_Plus
            QApplication.sendEvent(grid, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "+"))
            paint()

        ours.append(seconds(press))
        floor.append(seconds(lambda: driver.mark(number)))  # noqa: B023  # called at once
    return median(ours[1:]) * 1000, median(floor[1:]) * 1000


class _Bare:
    """The same driver with the same pragmas: it reads the notebook's rows, and marks in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._engines = [file_engine(path), file_engine(path.with_name("floor.db"))]
        self._connections = [engine.raw_connection() for engine in self._engines]
        self._reader, self._writer = (each.driver_connection for each in self._connections)
        self._writer.execute(_TABLE)

    def __enter__(self) -> _Bare:
        return self

    def __exit__(self, *_: object) -> None:
        for connection, engine in zip(self._connections, self._engines, strict=True):
            connection.close()
            engine.dispose()

    def read(self, workshop_id: int) -> None:
        """Read all that the grid shows."""
        self._reader.execute(_READ, (workshop_id,)).fetchall()

    def mark(self, enrolment_id: int) -> None:
        """Store one mark."""
        self._writer.execute("BEGIN IMMEDIATE")
        self._writer.execute(_MARK, (enrolment_id,))
        self._writer.execute("COMMIT")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="people enrolled")
    run(parser.parse_args().size)
