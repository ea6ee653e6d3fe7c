"""A copied notebook that went its own way is recognised on the computer that saw the other one."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from models import lineage
from models.lineage import Way
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import a_person


def work(path: Path, times: int = 1) -> None:
    """Do some actions in a notebook."""
    with Notebook.open(path) as notebook:
        for number in range(times):
            with notebook.write(N_("Add a person")) as db:
                a_person(db, f"Zoé {number}")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A notebook of this test alone."""
    path = tmp_path / "own.carnet"
    Notebook.create(path, association_name="Les Puces du Blosne").close()
    return path


def copied(path: Path, name: str) -> Path:
    return Path(shutil.copyfile(path, path.with_name(name)))


def test_a_notebook_that_goes_on_is_not_strayed(own: Path) -> None:
    for _time in range(3):
        work(own)
        with Notebook.open(own) as notebook:
            assert notebook.strayed is None


def test_a_copy_that_goes_on_alone_is_not_strayed(own: Path) -> None:
    copy = copied(own, "copy.carnet")
    work(copy, 2)
    with Notebook.open(copy) as notebook:
        assert notebook.strayed is None


def test_an_older_copy_is_told_with_what_it_lacks(own: Path) -> None:
    work(own)
    older = copied(own, "older.carnet")
    work(own, 3)
    with Notebook.open(older) as notebook:
        strayed = notebook.strayed
    assert strayed is not None
    assert (strayed.way, strayed.here, strayed.there, strayed.other) == (Way.OLDER, 0, 3, own.resolve())
    assert strayed.since == strayed.last_here < strayed.last_there


def test_a_copy_that_went_its_own_way_is_told_with_both_numbers(own: Path) -> None:
    work(own)
    copy = copied(own, "copy.carnet")
    work(copy, 2)
    lineage.path_of(uid_of(own)).unlink()  # the copy was worked in on another computer
    work(own, 3)
    with Notebook.open(copy) as notebook:
        strayed = notebook.strayed
    assert strayed is not None
    assert (strayed.way, strayed.here, strayed.there, strayed.other) == (Way.FORKED, 2, 3, own.resolve())


def uid_of(path: Path) -> str:
    from models import association

    with Notebook.open(path) as notebook, notebook.read() as db:
        return association.identity(db).notebook_uid


def test_once_opened_it_is_what_was_seen_last(own: Path) -> None:
    older = copied(own, "older.carnet")
    work(own)
    work(older)
    with Notebook.open(older) as notebook:
        assert notebook.strayed is None
    with Notebook.open(own) as notebook:
        assert notebook.strayed is not None
        assert notebook.strayed.way is Way.FORKED


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"path": 1, "entries": [[1]]}', b"\xff", b'{"entries": []}'])
def test_a_memory_that_cannot_be_read_keeps_nobody_out(own: Path, content: bytes) -> None:
    lineage.path_of(uid_of(own)).write_bytes(content)
    with Notebook.open(own) as notebook:
        assert notebook.strayed is None


def test_what_is_remembered_says_nothing_of_what_was_done(own: Path) -> None:
    work(own)
    kept = lineage.path_of(uid_of(own)).read_text()
    assert "Zo" not in kept
    assert "person" not in kept


def test_comparing_costs_no_time_that_is_felt(own: Path) -> None:
    older = copied(own, "older.carnet")
    work(own, lineage.KEPT + 5)
    with Notebook.open(older) as notebook:
        strayed = notebook.strayed
        assert strayed is not None
        assert (strayed.since, strayed.there) == (None, lineage.KEPT)
        times = []
        for _time in range(9):
            start = time.perf_counter()
            lineage.look(notebook)
            times.append(time.perf_counter() - start)
    assert sorted(times)[4] < 0.02  # 5 ms at most where nothing else runs
