"""Bringing in a list of people from XLSX and CSV until it can be undone, against a reader that only reads it."""

from __future__ import annotations

import gc
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._rounds import show
from benchmarks.reading import TODAY, _calamine, _csv, _rows, _write_xlsx

if TYPE_CHECKING:
    from models.notebook import Notebook

ROUNDS = 5
WHOLE = "ours: all of it, into the registry"
FLOORS: dict[str, tuple[str, Callable[[Path], object]]] = {
    ".xlsx": ("python-calamine alone", _calamine),
    ".csv": ("csv module alone", _csv),
}


def run(size: int | None) -> None:
    """Print a table for each kind of file; `size` is the number of people (10 000 unless told)."""
    count = size or 10_000
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(count)
        for ending in FLOORS:
            whole, half = (
                _written(Path(folder) / f"{name}{ending}", part)
                for name, part in (("whole", rows), ("half", rows[: count // 2 + 1]))
            )
            _print(count, ending, _measured(Path(folder) / f"of{ending}.carnet", whole, half))


def _written(path: Path, rows: list[tuple[object, ...]]) -> Path:
    if path.suffix == ".xlsx":
        _write_xlsx(path, rows)
    else:
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), "utf-8")
    return path


def _measured(where: Path, whole: Path, half: Path) -> dict[str, list[float]]:
    """Bring the whole list in again and again, into an empty registry and into one that knows half of it."""
    from models import workshops  # here and not above: the process that reads the list imports this module again
    from models.notebook import Notebook
    from models.workshops import WorkshopDraft

    times: dict[str, list[float]] = {}
    with Notebook.create(where, association_name="Les Puces du Blosne") as notebook:
        with notebook.write("Make a workshop") as db:
            workshop_id = workshops.save(db, WorkshopDraft("Atelier"))
        for number in range(ROUNDS + 1):
            for name, taken in _round(notebook, whole, workshop_id).items():
                times.setdefault(name, []).extend([taken] if number else [])
        _bring_in(notebook, half)
        for number in range(ROUNDS + 1):
            taken = _bring_in(notebook, whole)[WHOLE]
            times.setdefault("ours: all of it, half of them known", []).extend([taken] if number else [])
            notebook.undo()
    return times


def _round(notebook: Notebook, path: Path, workshop_id: int) -> dict[str, float]:
    """Measure the floor, then each step of ours, and take the list back."""
    gc.collect()
    start = time.perf_counter()
    floor, alone = FLOORS[path.suffix]
    alone(path)
    times = {floor: time.perf_counter() - start, **_bring_in(notebook, path)}
    start = time.perf_counter()
    notebook.undo()
    times["undo of it"] = time.perf_counter() - start
    times["ours: all of it, into a workshop's list"] = _bring_in(notebook, path, workshop_id)[WHOLE]
    notebook.undo()
    return times


def _bring_in(notebook: Notebook, path: Path, workshop_id: int | None = None) -> dict[str, float]:
    from exchange.columns import recognise
    from exchange.people_import import Kind, carry_out, plan
    from exchange.reading import read_task
    from models.progress import finish

    gc.collect()
    start = time.perf_counter()
    sheet = finish(read_task(path))
    has_read = time.perf_counter()
    mapping = recognise(sheet, today=TODAY)
    with notebook.read() as db:
        planned = plan(db, sheet, mapping, workshop_id, today=TODAY)
    has_planned = time.perf_counter()
    report = carry_out(notebook, planned, today=TODAY)
    end = time.perf_counter()
    if len(report.new) + len(report.known) + planned.counts[Kind.LEFT_OUT] != sheet.data_rows:
        raise RuntimeError("the benchmark must bring in every row")
    return {
        "ours: verify and read, where it can be stopped": has_read - start,
        "ours: recognise, map, clean, find known": has_planned - has_read,
        "ours: write, journal, search words": end - has_planned,
        WHOLE: end - start,
    }


def _print(count: int, ending: str, times: dict[str, list[float]]) -> None:
    print(f"{count} people in {ending}, 10 columns; {ROUNDS} rounds after a warm-up, each taken back by one undo")
    show(times, floor=FLOORS[ending][0])
    read, whole = (median(times[name]) for name in ("ours: verify and read, where it can be stopped", WHOLE))
    print(f"reading is {read / whole:.0%} of it; goal for all of it: at most 3 s, and 20 times python-calamine alone\n")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="people in the list")
    run(parser.parse_args().size)
