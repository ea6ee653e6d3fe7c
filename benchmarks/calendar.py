"""The calendar with 5 000 sessions: months and weeks read, turned in the window, moved, written and taken as .ics."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import icalendar

from benchmarks._people import people as generated
from benchmarks._rounds import seconds
from exchange import calendar as calendar_file
from exchange import calendar_import
from models import calendar, enrolments, people, sessions, workshops
from models.notebook import Notebook
from models.sessions import SessionDraft, SessionQuery
from models.workshops import WorkshopDraft

if TYPE_CHECKING:
    from ui.pages.calendar import CalendarPane

_SESSIONS, _A_WORKSHOP, _PEOPLE = 5_000, 10, 12
_ROUNDS = 9
_TODAY = date(2026, 5, 12)
_DAYS = 365
_HOURS = (9, 11, 14, 16)
_READ = """
SELECT s.id, s.date, s.start, s.end, s.status, s.is_complete, w.title, p.name, p.room,
  (SELECT count(*) FROM enrolment e WHERE e.workshop_id = s.workshop_id AND e.status = 'enrolled'),
  (SELECT count(*) FROM enrolment_skip k JOIN enrolment e ON e.id = k.enrolment_id
    WHERE k.session_id = s.id AND e.status = 'enrolled')
FROM workshop_session s JOIN workshop w ON w.id = s.workshop_id
LEFT JOIN place p ON p.id = coalesce(s.place_id, w.place_id)
WHERE s.date BETWEEN ? AND ? ORDER BY s.date, s.start, s.id
"""


def run(size: int | None = None) -> None:
    """Print one table; `size` is the number of sessions, spread over a year."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = size or _SESSIONS
    with tempfile.TemporaryDirectory() as folder, _prepared(Path(folder), count) as notebook:
        rows = {**_read(notebook), **_shown(notebook), **_files(notebook, Path(folder))}
    print(f"{count:,} sessions in a year; milliseconds, median of {_ROUNDS} rounds\n")
    print(f"{'':52}{'ours':>9}{'floor':>9}{'×':>7}  floor is")
    for name, (ours, floor, what) in rows.items():
        print(f"{name:52}{ours:9.1f}" + (f"{floor:9.1f}{ours / floor:7.1f}  {what}" if floor else ""))


@contextmanager
def _prepared(folder: Path, count: int) -> Iterator[Notebook]:
    with Notebook.create(folder / "bench.carnet", association_name="Bench") as notebook:
        with notebook.write("Plan") as db:
            known = people.save_many(db, generated(_PEOPLE * 4), today=_TODAY)
            for number in range(-(-count // _A_WORKSHOP)):
                workshop_id = workshops.save(db, WorkshopDraft(f"Atelier {number}", capacity=_PEOPLE))
                enrolments.enrol(db, workshop_id, known[number % 4 :: 4], today=_TODAY)
                for turn in range(min(_A_WORKSHOP, count - number * _A_WORKSHOP)):
                    place = number * _A_WORKSHOP + turn
                    day = _TODAY + timedelta(days=place * _DAYS // count - _DAYS // 2)
                    hour = _HOURS[place % len(_HOURS)]
                    sessions.save(db, workshop_id, SessionDraft(day, clock(hour), clock(hour + 2)))
        yield notebook


def _read(notebook: Notebook) -> dict[str, tuple[float, float, str]]:
    """Read the days that a month and a week show, and all of the year."""
    rows = {}
    spans = {"month": (_TODAY - timedelta(21), _TODAY + timedelta(20)), "week": (_TODAY, _TODAY + timedelta(6))}
    with notebook.read() as db:
        raw: Any = db.connection().connection.driver_connection
        for name, (first, last) in spans.items():
            days = (first.isoformat(), last.isoformat())
            mine = _median(lambda: calendar.between(db, first, last))  # noqa: B023  # called at once
            least = _median(lambda: raw.execute(_READ, days).fetchall())  # noqa: B023
            rows[f"the sessions of a {name}, read"] = (mine, least, "the same SQL through the driver")
    return rows


def _shown(notebook: Notebook) -> dict[str, tuple[float, float, str]]:
    """Turn months and weeks in the window as it is seen, and move a session there and back."""
    from PySide6.QtWidgets import QApplication

    from ui import app
    from ui.main_window import MainWindow
    from ui.pages.workshops import WorkshopsPage
    from ui.preferences import Preferences

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    preferences = Preferences(None)
    app.prepare(application, preferences)
    preferences.keep("workshops_shown", "month")
    window = MainWindow(preferences, now=lambda: datetime.combine(_TODAY, clock(11)))
    window.resize(1366, 768)
    window.show()
    window.show_notebook(notebook)
    application.processEvents()

    def painted(work: Callable[[], object]) -> Callable[[], object]:
        return lambda: (work(), application.processEvents())

    try:
        opened = seconds(painted(lambda: window.go("workshops"))) * 1000
        page = window.current_page()
        assert isinstance(page, WorkshopsPage)
        pane = page.calendar.part()
        rows = {"the page made, with a month shown": (opened, 0.0, "")}
        rows["a month turned"] = (_median(painted(lambda: pane.turn(1))), 0.0, "")
        page.shown.setCurrentIndex(2)
        rows["a week turned"] = (_median(painted(lambda: pane.turn(1))), 0.0, "")
        pane.show_day(_TODAY)
        rows["a session moved, committed and shown"] = (_median(painted(_mover(pane))), 0.0, "")
    finally:
        window.hide()
        window.deleteLater()
        application.processEvents()
    return rows


def _mover(pane: CalendarPane) -> Callable[[], None]:
    """Return what moves one session of the week to another day, and at the next call back."""
    session = pane.view.calendar.of_day(_TODAY)[0]
    days = [session.date, session.date + timedelta(days=1)]

    def move() -> None:
        days.reverse()
        pane.on_move(session.id, days[0], session.start)

    return move


def _files(notebook: Notebook, folder: Path) -> dict[str, tuple[float, float, str]]:
    """Write all sessions as one .ics, read it back, and find that there is nothing to change."""
    path = folder / "sessions.ics"
    with notebook.read() as db:
        ids = sessions.find(db, SessionQuery())
        written = _median(lambda: calendar_file.calendar(db, ids), rounds=3)
        content = calendar_file.calendar(db, ids)
        path.write_bytes(content)
        again = icalendar.Calendar.from_ical(content)
        bare = _median(again.to_ical, rounds=3)
        parsed = _median(lambda: icalendar.Calendar.from_ical(content), rounds=3)
        read = _median(lambda: calendar_import.read_calendar(path), rounds=3)
        workshop_id = workshops.find(db)[0]
        events = calendar_import.read_calendar(path).events
        plan = _median(lambda: calendar_import.plan(db, workshop_id, events), rounds=3)
    return {
        "all sessions written as .ics": (written, bare, "icalendar writing the finished events"),
        "the .ics read": (read, parsed, "icalendar reading alone"),
        "what it would change": (plan, 0.0, ""),
    }


def _median(work: Callable[[], object], *, rounds: int = _ROUNDS) -> float:
    work()
    times = []
    for _round in range(rounds):
        gc.collect()
        times.append(seconds(work))
    return median(times) * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="sessions")
    run(parser.parse_args().size)
