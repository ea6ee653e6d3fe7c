"""Writing: 30 people ticked present and committed, 10 000 people imported, against the driver with the same safety."""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks._people import people as generated
from benchmarks._rounds import against, seconds
from models import attendance, enrolments, people
from models.codes import AttendanceState
from models.engines import file_engine
from models.notebook import Notebook
from models.sessions import SessionDraft
from models.sessions import save as save_session
from models.workshops import WorkshopDraft
from models.workshops import save as save_workshop

_TICKED = 30
_PEOPLE = 10_000
_ROUNDS = 15
_TODAY = date(2026, 5, 12)
_COLUMNS = "given_name, family_name, birth_year, town, email, phone"


def run(size: int | None = None) -> None:
    """Print one table; `size` is the number of people imported."""
    count = size or _PEOPLE
    with (
        tempfile.TemporaryDirectory() as folder,
        Notebook.create(Path(folder) / "bench.carnet", association_name="Bench") as notebook,
    ):
        rows = {
            f"tick {_TICKED} present, commit": _ticks(notebook, Path(folder) / "ticks.db"),
            f"import {count:,} people, commit": _imports(notebook, Path(folder) / "imports.db", count),
            f"undo of {count:,} people": (seconds(notebook.undo) * 1000, 0.0),
            f"redo of {count:,} people": (seconds(notebook.redo) * 1000, 0.0),
        }
    print(f"{'ms, median':34}{'ours':>12}{'driver':>12}{'×':>8}")
    for name, (ours, floor) in rows.items():
        ratio = f"{floor:12.1f}{ours / floor:8.1f}" if floor else f"{'–':>12}{'–':>8}"
        print(f"{name:34}{ours:12.1f}{ratio}")
    print(
        "\nours: checked, journaled, undoable, searchable; driver: the bare rows; both DELETE journal, synchronous FULL"
    )


def _ticks(notebook: Notebook, path: Path) -> tuple[float, float]:
    """Tick a group at one session after another; the driver inserts as many bare marks."""
    with notebook.write("Plan") as db:
        workshop_id = save_workshop(db, WorkshopDraft("Premiers pas"))
        ids = people.save_many(db, generated(_TICKED), today=_TODAY)
        enrolled = enrolments.enrol(db, workshop_id, ids, today=_TODAY).enrolled
        first = save_session(db, workshop_id, _session(_TODAY))
        days = [_TODAY + timedelta(days=7 * number) for number in range(1, _ROUNDS + 1)]
        sessions = [first, *(save_session(db, workshop_id, _session(day)) for day in days)]

    def tick() -> None:
        with notebook.write("Mark {count} people as present", count=_TICKED) as db:
            attendance.mark(db, sessions.pop(), enrolled, AttendanceState.PRESENT)

    table = (
        "CREATE TABLE mark (id INTEGER PRIMARY KEY, enrolment_id, session_id, state, UNIQUE (enrolment_id, session_id))"
    )
    marks = iter(range(_ROUNDS + 1))
    with _Bare(path, table) as bare:
        return against(
            tick,
            lambda: bare.commit(
                "INSERT INTO mark (enrolment_id, session_id, state) VALUES (?, ?, ?)",
                [(enrolment_id, number, "present") for number in [next(marks)] for enrolment_id in enrolled],
            ),
            _ROUNDS,
        )


def _session(day: date) -> SessionDraft:
    from datetime import time as wall_clock

    return SessionDraft(day, wall_clock(14), wall_clock(16))


def _imports(notebook: Notebook, path: Path, count: int) -> tuple[float, float]:
    drafts = generated(count)
    rows = [tuple(getattr(draft, name) for name in _COLUMNS.split(", ")) for draft in drafts]

    def load() -> None:
        with notebook.write("Import {count} people", count=count) as db:
            people.save_many(db, drafts, today=_TODAY)

    with _Bare(path, f"CREATE TABLE person (id INTEGER PRIMARY KEY, {_COLUMNS})") as bare:
        statement = f"INSERT INTO person ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
        return against(load, lambda: bare.commit(statement, rows), 3)


class _Bare:
    """A file of the same driver with the same pragmas, without anything of ours."""

    def __init__(self, path: Path, table: str) -> None:
        self._engine = file_engine(path)
        self._connection = self._engine.raw_connection()
        driver: Any = self._connection.driver_connection
        self._driver = driver
        driver.execute(table)

    def __enter__(self) -> _Bare:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()

    def commit(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        self._driver.execute("BEGIN IMMEDIATE")
        self._driver.executemany(statement, rows)
        self._driver.execute("COMMIT")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int)
    run(parser.parse_args().size)
