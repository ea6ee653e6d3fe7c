"""The search of the registry in the real window: from each key to the rows painted, 100 000 people in the notebook."""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks._people import people as generated
from models import people
from models.names import fold
from models.notebook import Notebook

_SIZE = 100_000
_SEARCHED = 12  # people, whose names are typed
_ALWAYS = ("a", "z", "le", "06", "le g", "rennes", "zoe k")
_PAUSE = 60  # milliseconds between two keys: quicker than people type, so that rows of the key before may still come
_TODAY = date(2026, 5, 12)


def run(size: int | None = None) -> None:
    """Print one table: milliseconds from key to painted rows, and the query alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    count = size or _SIZE
    with (
        tempfile.TemporaryDirectory() as folder,
        Notebook.create(Path(folder) / "bench.carnet", association_name="Bench") as notebook,
    ):
        with notebook.write("Import") as db:
            people.save_many(db, generated(count), today=_TODAY)
        texts = _texts(notebook)
        with notebook.read() as db:
            floor = [_timed(db, text[:end]) for text in texts for end in range(1, len(text) + 1)]
        shown = _typed(notebook, texts)  # closes the notebook with its window
    print(f"{count:,} people, {len(shown)} keys, in ms\n")
    print(f"{'':34}{'p50':>8}{'p95':>8}{'worst':>8}")
    for name, times in (("key to painted rows", shown), ("the first rows alone, no window", floor)):
        print(f"{name:34}" + "".join(f"{each:>8.1f}" for each in _spread(times)))


def _texts(notebook: Notebook) -> list[str]:
    """Return what is typed: family names, and both names of some, as people type them."""
    with notebook.read() as db:
        ids = people.find(db)
        drafts = [people.draft(db, each) for each in ids[:: max(1, len(ids) // _SEARCHED)]]
    names = [fold(each.family_name) for each in drafts]
    return [*_ALWAYS, *names, *(fold(f"{each.given_name} {each.family_name}") for each in drafts[::2])]


def _typed(notebook: Notebook, texts: list[str]) -> list[float]:
    """Type the texts key by key into the window and return the milliseconds that each key takes."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui import app
    from ui.main_window import MainWindow
    from ui.pages.people import PeoplePage
    from ui.preferences import Preferences

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    preferences = Preferences(None)
    app.prepare(application, preferences)
    window = MainWindow(preferences)
    window.resize(1366, 768)
    window.show()
    window.show_notebook(notebook)
    window.go("people")
    QTest.qWait(600)
    gc.collect()
    gc.freeze()  # as ui/ahead.py does
    page = window.findChildren(PeoplePage)[0]
    times = []
    for text in texts:
        page.search.clear()
        QTest.qWait(500)
        for letter in text:
            start = time.perf_counter()
            QTest.keyClicks(page.search, letter)
            page.table.view.viewport().repaint()
            times.append((time.perf_counter() - start) * 1000)
            QTest.qWait(_PAUSE)
    window.close()
    return times


def _timed(db: object, text: str) -> float:
    start = time.perf_counter()
    people.find(db, people.PeopleQuery(text), limit=200)  # type: ignore[arg-type]  # a session of models
    return (time.perf_counter() - start) * 1000


def _spread(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int)
    run(parser.parse_args().size)
