"""The program is killed (SIGKILL) while it hands over: no file that the history does not know, no number used twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exchange import archive, gather
from exchange.check import check
from exchange.gather import hand_over
from models import handovers, sessions
from models.files import part_of
from models.handovers import HandoverLine
from models.notebook import Notebook
from tests.builders import a_session, a_workshop

NOW = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)
MAY = date(2026, 5, 1), date(2026, 5, 31)
MOMENTS = ("record", "replace")  # just before the package is recorded, and just before its file gets its name

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


def _die(*_told: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(*_told: object, **_more: object) -> None:
    raise OSError(13, "Permission denied")


def _killed_at(notebook: Path, folder: Path, moment: str) -> None:
    if moment == "record":
        handovers.record = _die
    else:
        os.replace = _die
    with Notebook.open(notebook) as opened:
        hand_over(opened, gather.gather(opened, *MAY, now=NOW), folder)


def kill_at(notebook: Path, folder: Path, moment: str) -> None:
    """Let somebody hand over, and be killed at a moment."""
    worker = multiprocessing.get_context("spawn").Process(target=_killed_at, args=(notebook, folder, moment))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL


def history(notebook: Notebook) -> list[HandoverLine]:
    with notebook.read() as db:
        return sorted(handovers.lines(db, handovers.find(db)).values(), key=lambda line: line.sequence)


@pytest.fixture
def path(new_file: Path, tmp_path: Path) -> Path:
    """A notebook with one session in May, that has handed over once."""
    copy = tmp_path / "notebook.carnet"
    copy.write_bytes(new_file.read_bytes())
    with Notebook.open(copy) as notebook:
        with notebook.write("Plan") as db:
            a_session(db, a_workshop(db))
        hand_over(notebook, gather.gather(notebook, *MAY, now=NOW), tmp_path)
    return copy


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_killed_before_it_is_recorded_nothing_was_handed_over(path: Path, stick: Path) -> None:
    kill_at(path, stick, "record")
    assert list(stick.glob("*.zip")) == []
    with Notebook.open(path) as notebook:
        assert len(history(notebook)) == 1
        done = hand_over(notebook, gather.gather(notebook, *MAY, now=NOW), stick)
        assert list(stick.glob("*.zip")) == [done.path]
        assert [line.sequence for line in history(notebook)] == [1, 2]


def test_killed_before_the_file_is_named_it_is_named_with_the_next_one(path: Path, stick: Path) -> None:
    kill_at(path, stick, "replace")
    assert list(stick.glob("*.zip")) == []
    with Notebook.open(path) as notebook:
        assert [line.sequence for line in history(notebook)] == [1, 2]
        hand_over(notebook, gather.gather(notebook, *MAY, now=NOW), stick)
        known = history(notebook)
    found = {check(each) for each in stick.glob("*.zip")}
    assert {report.sha256 for report in found} == {line.sha256 for line in known[1:]}
    packages = sorted((report.package for report in found if report.package), key=lambda each: each.sequence)
    assert [package.sequence for package in packages] == [2, 3]
    assert packages[1].previous is not None
    assert packages[1].previous.id == packages[0].id


def test_killed_before_the_file_is_named_it_is_found_where_it_was_saved(path: Path, stick: Path) -> None:
    kill_at(path, stick, "replace")
    with Notebook.open(path) as notebook:
        line = history(notebook)[-1]
    target = stick / line.file_name
    assert archive.finish(target, line.sha256)
    assert check(target).sha256 == line.sha256
    assert not archive.finish(target, line.sha256), "it has its name"


def test_what_another_kill_left_is_not_taken_for_a_package(path: Path, stick: Path) -> None:
    with Notebook.open(path) as notebook:
        line = history(notebook)[-1]
    part_of(stick / line.file_name, "0" * archive.MARK).write_bytes(b"half of a package of the same na")
    assert not archive.finish(stick / line.file_name, line.sha256)
    assert not (stick / line.file_name).exists()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_place_that_refuses_the_name_leaves_neither_file_nor_record(
    path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with Notebook.open(path) as notebook:
        ready = gather.gather(notebook, *MAY, now=NOW)
        target = handovers if moment == "record" else os
        with monkeypatch.context() as patch:
            patch.setattr(target, moment, refuse)
            with pytest.raises(Exception, match="place_forbidden"):
                hand_over(notebook, ready, stick)
        assert list(stick.iterdir()) == []
        assert len(history(notebook)) == 1
        assert hand_over(notebook, ready, stick).path.exists(), "the very same one can still leave"


def test_what_is_taken_back_has_not_travelled(path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Notebook.open(path) as notebook:
        with notebook.write("Plan") as db:
            extra = a_session(db, 1, date(2026, 5, 20))
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(Exception, match="place_forbidden"):
            hand_over(notebook, gather.gather(notebook, *MAY, now=NOW), stick)
        with notebook.write("Delete") as db:
            sessions.remove(db, extra)
        with notebook.read() as db:
            assert handovers.removals(db, today=NOW.date()) == []
