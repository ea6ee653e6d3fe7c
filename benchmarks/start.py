"""Start: from launch to the first painted frame, and to the data of Today, against an empty PySide6 window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9
PEOPLE = 100_000
_NOTEBOOK = "bench.carnet"

# Each is a program of its own that tells, at its first painted frame, its CPU seconds, memory and what it has imported.
_TELL = """
import json, sys, time
def tell():
    try:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    except ImportError:  # Windows
        peak = 0
    heavy = [name for name in ("sqlalchemy", "alembic", "reportlab", "babel") if name in sys.modules]
    print(json.dumps({"cpu": time.process_time(), "peak": peak, "heavy": heavy}), flush=True)
    application.quit()
"""
_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, tell)
application = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""
_BARE_PYTHON = """
class application:
    quit = staticmethod(lambda: None)
tell()
"""
_OURS = """
import gc
gc.disable()  # as main.py does
from ui import app, theme
from ui.preferences import Preferences
application = theme.application()
window = app.make_window(application, Preferences(None))
app.FirstPaint(window, tell)
window.show()
application.exec()
"""
_TODAY = f"""
import gc
gc.disable()
from pathlib import Path
from ui import app, theme
from ui.preferences import Preferences
application = theme.application()
window = app.make_window(application, Preferences(None))
window.notebook_shown.connect(lambda: app.FirstPaint(window.current_page(), tell))
app.FirstPaint(window, lambda: app.begin(window, str(Path.home() / "{_NOTEBOOK}")))
window.show()
application.exec()
"""
_FLOOR, _FRAME = "an empty PySide6 window", "our window, first frame"
_FILL = """
import sys
from datetime import date, time
from pathlib import Path
from benchmarks._people import people as generated
from models import enrolments, people, sessions, workshops
from models.notebook import Notebook
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
today = date.today()
with Notebook.create(Path(sys.argv[1]), association_name="Bench") as notebook, notebook.write("Plan") as db:
    known = people.save_many(db, generated(int(sys.argv[2])), today=today)
    workshop_id = workshops.save(db, WorkshopDraft("Premiers pas"))
    sessions.save(db, workshop_id, SessionDraft(today, time(14), time(16)))
    enrolments.enrol(db, workshop_id, known[:20], today=today)
"""
PROGRAMS = {"Python alone": _BARE_PYTHON, _FLOOR: _EMPTY, _FRAME: _OURS, "the data of Today are shown": _TODAY}


def run(size: int | None) -> None:
    """Print one table; `size` is the number of rounds (9 unless told), few of which do with a small notebook."""
    rounds = size or ROUNDS
    count = PEOPLE if rounds >= ROUNDS else 100
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in PROGRAMS}
    heavy: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _prepare(home / _NOTEBOOK, count)
        for number in range(rounds + 1):
            for name, program in PROGRAMS.items():  # interleaved: a busy moment of the machine hits all alike
                wall, cpu, peak, imported = _start(program, home)
                heavy = imported if name == _FRAME else heavy
                if number:  # the first round warms the file cache and writes the bytecode
                    taken[name].append((wall, cpu, peak))
    figures = {name: _figures(each) for name, each in taken.items()}
    floor = figures[_FLOOR]
    print(f"from launch to the first painted frame, {rounds} interleaved rounds after a warm-up")
    print(f"the data of Today: {count:,} people in the notebook\n")
    print(f"{'':<28}{'median ms':>11}{'best CPU ms':>13}{'peak MB':>9}{'wall ratio':>12}{'CPU ratio':>11}")
    for name, (wall, cpu, peak) in figures.items():
        ratios = f"{wall / floor[0]:>12.2f}{cpu / floor[1]:>11.2f}"
        print(f"{name:<28}{wall * 1000:>11.0f}{cpu * 1000:>13.0f}{peak / 1024:>9.0f}{ratios}")
    print(f"heavy libraries imported before the first frame of our window: {', '.join(heavy) or 'none'}")


def _prepare(path: Path, count: int) -> None:
    """Make a notebook with many people, 20 of whom come to a workshop today.

    In a program of its own: those that are measured would inherit the peak of its memory.
    """
    subprocess.run([sys.executable, "-c", _FILL, str(path), str(count)], env=_environment(path.parent), check=True)


def _environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    kept |= dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(home))
    return kept | {"PYTHONPATH": str(ROOT)}


def _figures(each: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Return median wall seconds, best CPU seconds and median peak of one program."""
    return median(one[0] for one in each), min(one[1] for one in each), median(one[2] for one in each)


def _start(program: str, home: Path) -> tuple[float, float, float, list[str]]:
    """Run one program; return wall seconds until it told, its CPU seconds, its peak in KB and its heavy imports."""
    environment = _environment(home)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform == "linux":
        environment["QT_QPA_PLATFORM"] = "offscreen"
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _TELL + program], env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        wall = time.perf_counter() - begin
    told = json.loads(line)
    return wall, told["cpu"], told["peak"], told["heavy"]


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--size", type=int)
    run(parser.parse_args().size)
