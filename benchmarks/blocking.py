"""How long the window stands still while it is used, with 100 000 people: a watch beats in its loop, gaps are told."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as clock
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._people import people as generated
from benchmarks._watch import GOAL, Watch
from models import enrolments, people, sessions, workshops
from models.notebook import Notebook
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.main_window import MainWindow

_SIZE = 100_000
_TODAY = date(2026, 5, 12)
_SETTLES = 1.5  # seconds after which an action has ended
_ROUNDS = 3


def run(size: int | None = None) -> None:
    """Print one table: for each action the longest time without an answer, the first time and later."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = size or _SIZE
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # backups of this notebook go with it
        path = Path(folder) / "bench.carnet"
        workshop_id, person_id = _prepared(path, count)
        rows = _measured(path, workshop_id, person_id)
    print(f"{count:,} people; the longest time in which the window did not answer, in ms; goal {GOAL}\n")
    print(f"{'':44}{'first':>8}{'later':>8}")
    for name, times in rows.items():
        later = max(times[1:], default=times[0])
        print(f"{name:44}{times[0]:>8.0f}{later:>8.0f}{'  *' if max(times) > GOAL else ''}")


def _prepared(path: Path, count: int) -> tuple[int, int]:
    with Notebook.create(path, association_name="Bench") as notebook, notebook.write("Plan") as db:
        known = people.save_many(db, generated(count), today=_TODAY)
        workshop_id = workshops.save(db, WorkshopDraft("Premiers pas"))
        sessions.save(db, workshop_id, SessionDraft(_TODAY, clock(14), clock(16)))
        enrolments.enrol(db, workshop_id, known[:20], today=_TODAY)
    return workshop_id, known[0]


def _measured(path: Path, workshop_id: int, person_id: int) -> dict[str, list[float]]:
    from PySide6.QtWidgets import QApplication

    gc.collect()
    gc.disable()  # as main.py does
    from ui import app
    from ui.preferences import Preferences

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = app.make_window(application, Preferences(None), now=lambda: datetime.combine(_TODAY, clock(11)))
    window.resize(1366, 768)
    window.show()
    watched = partial(_longest, application, Watch(application))
    rows: dict[str, list[float]] = {"open the notebook": [watched(lambda: window.open_notebook(path))]}
    for _round in range(_ROUNDS):
        for name, act in _actions(window, workshop_id, person_id).items():
            rows.setdefault(name, []).append(watched(act))
    window.close()
    watched(lambda: None)
    return rows


def _actions(window: MainWindow, workshop_id: int, person_id: int) -> dict[str, Callable[[], object]]:
    from models import backup
    from ui.pages.people import PeoplePage

    def page() -> PeoplePage:
        found = window.current_page()
        assert isinstance(found, PeoplePage)
        return found

    def to_the_end() -> None:
        page().table.view.scrollToBottom()

    def add() -> None:
        assert window.context is not None
        with window.context.notebook.write("Add a person") as db:
            people.save(db, people.PersonDraft("Nouvelle", "Personne"), today=_TODAY)

    def back_up() -> None:
        assert window.context is not None
        make = lambda: backup.make(window.context.notebook, backup.Reason.ASKED)  # type: ignore[union-attr]  # noqa: E731
        window.jobs.later(make, lambda _made: None, owner=window)

    return {
        "Today": lambda: window.go("today"),
        "Workshops": lambda: window.go("workshops"),
        "a workshop": lambda: window.go("workshop", workshop_id),
        "People": lambda: window.go("people"),
        "… one letter searched": lambda: page().search.setText("a"),
        "… a name searched": lambda: page().search.setText("zoe k"),
        "… the search emptied": lambda: page().search.setText(""),
        "… to the last line": to_the_end,
        "… someone added while it is shown": add,
        "a person": lambda: window.go("person", person_id),
        "Certificates": lambda: window.go("certificates"),
        "Programme": lambda: window.go("programme"),
        "History": lambda: window.go("history"),
        "a backup, made and checked beside": back_up,
    }


def _longest(application: QApplication, watch: Watch, act: Callable[[], object]) -> float:
    """Do something in the loop and return the longest gap until all that it began has settled, in ms."""
    from PySide6.QtCore import QTimer

    application.processEvents()
    watch.wind()
    QTimer.singleShot(0, act)
    end = time.perf_counter() + _SETTLES
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.0005)
    return watch.longest


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int)
    run(parser.parse_args().size)
