"""Bringing in a list of people from XLSX until it can be undone, against python-calamine reading it alone."""

from __future__ import annotations

import gc
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._rounds import show
from benchmarks.reading import TODAY, _calamine, _rows, _write_xlsx

if TYPE_CHECKING:
    from models.notebook import Notebook

ROUNDS = 5
FLOOR, WHOLE = "python-calamine alone", "ours: all of it, into the registry"


def run(size: int | None) -> None:
    """Print one table; `size` is the number of people (10 000 unless told), half of them in the registry before."""
    from models import workshops  # here and not above: the process that reads the list imports this module again
    from models.notebook import Notebook
    from models.workshops import WorkshopDraft

    count = size or 10_000
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        xlsx, half = Path(folder) / "list.xlsx", Path(folder) / "half.xlsx"
        rows = _rows(count)
        _write_xlsx(xlsx, rows)
        _write_xlsx(half, rows[: count // 2 + 1])
        with Notebook.create(Path(folder) / "n.carnet", association_name="Les Puces du Blosne") as notebook:
            with notebook.write("Make a workshop") as db:
                workshop_id = workshops.save(db, WorkshopDraft("Atelier"))
            for number in range(ROUNDS + 1):
                for name, taken in _round(notebook, xlsx, workshop_id).items():
                    times.setdefault(name, []).extend([taken] if number else [])
            _bring_in(notebook, half)
            for number in range(ROUNDS + 1):
                taken = _bring_in(notebook, xlsx)[WHOLE]
                times.setdefault("ours: all of it, half of them known", []).extend([taken] if number else [])
                notebook.undo()
    _print(count, times)


def _round(notebook: Notebook, path: Path, workshop_id: int) -> dict[str, float]:
    """Measure the floor, then each step of ours, and take the list back."""
    gc.collect()
    start = time.perf_counter()
    _calamine(path)
    times = {FLOOR: time.perf_counter() - start, **_bring_in(notebook, path)}
    start = time.perf_counter()
    notebook.undo()
    times["undo of it"] = time.perf_counter() - start
    times["ours: all of it, into a workshop's list"] = _bring_in(notebook, path, workshop_id)[WHOLE]
    notebook.undo()
    return times


def _bring_in(notebook: Notebook, path: Path, workshop_id: int | None = None) -> dict[str, float]:
    from exchange.columns import recognise
    from exchange.people_import import Kind, carry_out, plan
    from exchange.spreadsheet import read

    gc.collect()
    start = time.perf_counter()
    sheet = read(path)
    mapping = recognise(sheet, today=TODAY)
    has_read = time.perf_counter()
    with notebook.read() as db:
        planned = plan(db, sheet, mapping, workshop_id, today=TODAY)
    has_planned = time.perf_counter()
    report = carry_out(notebook, planned, today=TODAY)
    end = time.perf_counter()
    if len(report.new) + len(report.known) + planned.counts[Kind.LEFT_OUT] != sheet.data_rows:
        raise RuntimeError("the benchmark must bring in every row")
    return {
        "ours: verify, read and recognise": has_read - start,
        "ours: map, clean, find known": has_planned - has_read,
        "ours: write, journal, search words": end - has_planned,
        WHOLE: end - start,
    }


def _print(count: int, times: dict[str, list[float]]) -> None:
    print(f"{count} people, 10 columns; wall time, {ROUNDS} rounds after a warm-up, each taken back by one undo")
    show(times, floor=FLOOR)
    print("goal for all of it: at most 3 s, at most 20 times python-calamine alone")


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="people in the list")
    run(parser.parse_args().size)
