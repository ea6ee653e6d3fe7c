"""One notebook file, one opener; a program that was killed leaves no false lock."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models import association
from models.cipher import FileKey
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import a_place
from tests.models.checks import refused

ROOT = Path(__file__).resolve().parents[2]
OPENER = """
import sys
from models.notebook import Notebook
notebook = Notebook.open(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def opened_elsewhere(path: Path) -> subprocess.Popen[str]:
    """Open the notebook in another process and return that process once it has it."""
    command = [sys.executable, "-c", OPENER, str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


@pytest.fixture
def path(new_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "notebook.carnet"
    copy.write_bytes(new_file.read_bytes())
    return copy


def test_a_second_opener_in_another_process_is_refused_until_the_first_is_gone(path: Path) -> None:
    with opened_elsewhere(path) as process:
        with pytest.raises(UserError) as refused:
            Notebook.open(path)
        problem = refused.value.problems[0]
        assert (problem.code, problem.values) == ("notebook_in_use", {"file": "notebook.carnet"})
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)
    Notebook.open(path).close()


def test_a_killed_program_leaves_no_false_lock(path: Path) -> None:
    with opened_elsewhere(path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        with Notebook.open(path) as notebook, notebook.write("Add a place") as db:
            a_place(db)


def test_a_second_opener_in_the_same_process_is_refused_and_harms_nothing(path: Path) -> None:
    with Notebook.open(path) as notebook:
        with notebook.write("Add a place") as db:
            a_place(db)
            with pytest.raises(UserError) as refused:
                Notebook.open(path)
            assert refused.value.problems[0].code == "notebook_in_use"
        with notebook.write("Add a place") as db:
            a_place(db)


def test_a_notebook_opened_on_one_thread_is_given_free_on_another(path: Path) -> None:
    found: list[Notebook] = []
    opener = threading.Thread(target=lambda: found.append(Notebook.open(path)))
    opener.start()
    opener.join()
    found[0].close()
    Notebook.open(path).close()


def test_of_many_who_open_at_once_one_gets_it(path: Path) -> None:
    for _ in range(10):
        outcomes: list[Notebook | str] = []
        start = threading.Barrier(3)

        def race(outcomes: list[Notebook | str] = outcomes, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                outcomes.append(Notebook.open(path))
            except UserError as error:
                outcomes.append(error.problems[0].code)

        threads = [threading.Thread(target=race) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [outcome for outcome in outcomes if isinstance(outcome, Notebook)]
        assert [outcome for outcome in outcomes if isinstance(outcome, str)] == ["notebook_in_use"] * 2
        winners[0].close()


def test_of_many_who_make_the_same_notebook_one_does_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notebook.carnet"
    start, outcomes = threading.Barrier(4), []

    def make(number: int) -> None:
        start.wait()
        try:
            with Notebook.create(path, association_name=f"Association {number}") as notebook, notebook.read() as db:
                outcomes.append(association.draft(db).name)
        except UserError as error:
            outcomes.append(error.problems[0].code)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [each for each in outcomes if each.startswith("Association")]
    assert len(made) == 1
    assert set(outcomes) - set(made) <= {"notebook_exists", "notebook_in_use"}
    with Notebook.open(path) as notebook, notebook.read() as db:
        assert association.draft(db).name == made[0]


def test_a_notebook_that_cannot_be_made_leaves_no_lock_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, *, key: FileKey | None) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("models.upgrade._migrate_file", broken)
    with refused("disk_full", file="notebook.carnet"):
        Notebook.create(tmp_path / "notebook.carnet", association_name="Les Puces du Blosne")
    assert list(tmp_path.iterdir()) == []
