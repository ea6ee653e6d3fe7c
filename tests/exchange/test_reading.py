"""A list read so that it can be stopped: no process, no thread and no memory is left behind."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange import reading
from exchange.reading import read_task
from exchange.sheet_apart import apart
from exchange.spreadsheet import read
from models.problem import refusal
from models.progress import Task, finish
from tests.exchange.lists.workbooks import ods, xls, xlsx
from tests.models.checks import refused

PEOPLE: list[list[object]] = [["Nom", "Prénom"], ["Le Goff", "Maël"]]


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def take_long(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def take_much(size: int) -> int:
    return len(bytearray(size))


def refuse() -> None:
    raise refusal("list_empty", file="a.csv")


def fail() -> None:
    raise RuntimeError("a bug of a reader")


@pytest.mark.parametrize("make", [lambda p: xlsx(p, {"F": PEOPLE}), lambda p: xls(p, PEOPLE), lambda p: ods(p, PEOPLE)])
def test_a_workbook_read_apart_is_what_reading_it_gives(tmp_path: Path, make: object) -> None:
    path = make(tmp_path / "liste.dat")  # type: ignore[operator]  # one of three functions
    assert finish(read_task(path)) == read(path)


def test_a_large_text_is_read_apart_with_what_was_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes("Nom|Prénom\nLefèvre|Hélène\n".encode("cp850"))
    here = finish(read_task(path, encoding="cp850", separator="|"))
    monkeypatch.setattr(reading, "SMALL_BYTES", 1)
    assert finish(read_task(path, encoding="cp850", separator="|")) == here
    assert here.rows[1] == ("Lefèvre", "Hélène")


def test_what_is_wrong_is_told_the_same_from_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL_BYTES", 0)
    path = tmp_path / "liste.csv"
    path.write_text('Nom;Prénom\nLe Goff;Maël\n"Dupont;Marie\n', "utf-8")
    with refused("row_quote_open", row=3):
        finish(read_task(path))
    path.write_bytes(b"PK\x03\x04 cut short")
    with refused("list_damaged", file="liste.csv"):
        finish(read_task(path))
    with refused("file_missing", file="absent.csv", folder=str(tmp_path)):
        finish(read_task(tmp_path / "absent.csv"))


def test_closing_the_task_stops_the_work_at_once() -> None:
    task: Task[str] = apart(take_long, "liste.xlsx", 60.0, 60.0)
    next(task)
    assert len(multiprocessing.active_children()) == 1
    start = time.monotonic()
    task.close()
    assert time.monotonic() - start < 5
    assert multiprocessing.active_children() == []


def test_work_that_takes_too_long_is_refused() -> None:
    with refused("list_too_slow", file="liste.xlsx", seconds=0):
        finish(apart(take_long, "liste.xlsx", 0.2, 60.0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux caps the memory of a process")
def test_work_that_takes_too_much_memory_is_refused() -> None:
    assert finish(apart(take_much, "liste.xlsx", 10.0, 200_000_000)) == 200_000_000
    with refused("list_too_heavy", file="liste.xlsx"):
        finish(apart(take_much, "liste.xlsx", 10.0, 500_000_000))


def test_what_the_work_raises_comes_back_as_a_sentence() -> None:
    with refused("list_empty", file="a.csv"):
        finish(apart(refuse, "a.csv"))
    with refused("list_damaged", file="a.csv"):
        finish(apart(fail, "a.csv"))
