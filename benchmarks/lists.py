"""The list of people and its search, at 1 000, 10 000 and 100 000 people, against the same SQL through the driver."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from benchmarks._people import people as generated
from benchmarks._rounds import against, seconds
from models import people
from models.names import fold
from models.notebook import Notebook
from models.people import PeopleQuery

_SIZES = (1_000, 10_000, 100_000)
_ROUNDS = 7
_PAGE = 200  # rows that one page of the window asks for at once
_TODAY = date(2026, 5, 12)
_SEARCHED = 12  # people
_RAW_SEARCH = """SELECT person.id FROM person WHERE {} ORDER BY person.sort_key, person.id"""
_RAW_WORD = "person.id IN (SELECT person_id FROM person_word WHERE word >= ? AND word < ?)"


def run(size: int | None = None) -> None:
    """Print one table: milliseconds of each work at each size, and how many times the driver alone takes."""
    sizes = [each for each in _SIZES if each < size] + [size] if size else list(_SIZES)
    table: dict[str, list[str]] = {}
    for count in sizes:
        for name, cell in _measured(count).items():
            table.setdefault(name, []).append(cell)
    print(f"median of {_ROUNDS} rounds, in ms (× the same SQL through the driver)\n")
    print(f"{'people':34}" + "".join(f"{count:>22,}" for count in sizes))
    for name, cells in table.items():
        print(f"{name:34}" + "".join(f"{cell:>22}" for cell in cells))


def _measured(count: int) -> dict[str, str]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Notebook.create(Path(folder) / "bench.carnet", association_name="Bench") as notebook,
    ):
        with notebook.write("Import") as db:
            people.save_many(db, generated(count), today=_TODAY)
        with notebook.read() as db:
            raw: Any = db.connection().connection.driver_connection
            return {**_lists(db, raw), **_pages(db), **_searches(db, raw), **_memory(db)}


def _lists(db: Session, raw: Any) -> dict[str, str]:
    cells = {}
    for sort, column in (("name", "sort_key"), ("birth_year", "birth_year"), ("town", "town"), ("email", "email")):
        sql = f"SELECT id FROM person ORDER BY {column}, id"
        cells[f"open, sorted by {sort}"] = _against(
            lambda sort=sort: people.find(db, PeopleQuery(sort=sort)),  # type: ignore[misc]  # bound at once
            lambda sql=sql: [row[0] for row in raw.execute(sql)],  # type: ignore[misc]
        )
    return cells


def _pages(db: Session) -> dict[str, str]:
    ids = people.find(db)
    middle = ids[len(ids) // 2 :][:_PAGE]
    cells = {f"lines of one page of {_PAGE}": f"{_median(lambda: people.lines(db, middle)):.1f}"}
    pages = range(0, len(ids), max(_PAGE, len(ids) // 20))

    def scroll() -> None:
        for start in pages:
            people.lines(db, ids[start : start + _PAGE])

    cells["scroll to the end (20 pages)"] = f"{_median(scroll, rounds=3):.1f}"
    return cells


def _searches(db: Session, raw: Any) -> dict[str, str]:
    """Type each search letter by letter, as a person does; each letter costs a query and the lines of a page."""
    ours, rows, floor = [], [], []
    for typed in _typed(db):
        query = PeopleQuery(typed)
        ours.append(_timed(lambda query=query: people.find(db, query)))  # type: ignore[misc]  # bound at once
        rows.append(_timed(lambda query=query: people.lines(db, people.find(db, query)[:_PAGE])))  # type: ignore[misc]
        words = fold(typed).split()
        bounds = [bound for word in words for bound in (word, word + "\U0010ffff")]
        sql = _RAW_SEARCH.format(" AND ".join([_RAW_WORD] * len(words)))
        floor.append(_timed(lambda sql=sql, bounds=bounds: raw.execute(sql, bounds).fetchall()))  # type: ignore[misc]
    return {
        "search, per letter: p50 / p95": _spread(ours),
        "search and the lines: p50 / p95": _spread(rows),
        "the driver: p50 / p95": _spread(floor),
    }


def _typed(db: Session) -> list[str]:
    """Return what is in the search field after each key, for a family name, both names and a phone number."""
    ids = people.find(db)
    drafts = [people.draft(db, person_id) for person_id in ids[:: len(ids) // _SEARCHED]]
    texts = [
        text for draft in drafts for text in (draft.family_name, f"{draft.given_name} {draft.family_name}", draft.phone)
    ]
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]


def _memory(db: Session) -> dict[str, str]:
    tracemalloc.start()
    ids = people.find(db)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return {"memory held by the list": f"{held / 1e6:.1f} MB" if ids else ""}


def _spread(times: Iterable[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.1f} / {ordered[int(len(ordered) * 0.95)]:.1f}"


def _against(ours: Callable[[], object], floor: Callable[[], object]) -> str:
    mine, least = against(ours, floor, _ROUNDS)
    return f"{mine:.1f} ({mine / least:.1f} ×)"


def _median(work: Callable[[], object], *, rounds: int = _ROUNDS) -> float:
    work()
    return statistics.median(_timed(work) for _ in range(rounds))


def _timed(work: Callable[[], object]) -> float:
    return seconds(work) * 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int)
    run(parser.parse_args().size)
