"""Leaving a borrowed computer: a copy to go on with, then nothing of the notebook left."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from models import backup, forgetting, people, this_computer
from models.backup import Reason
from models.notebook import Notebook
from models.people import PeopleQuery
from tests.builders import TODAY, a_person

NOW = datetime(2026, 5, 12, 9, 30)
CANARY = "Zzyzxqvé"


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def add(notebook: Notebook, name: str = CANARY) -> int:
    with notebook.write("Add a person") as db:
        return a_person(db, name)


def test_what_is_taken_along_is_a_notebook_to_go_on_with(file_notebook: Notebook, stick: Path) -> None:
    add(file_notebook)
    taken = backup.save_outside(file_notebook, stick, to_work_in=True, now=NOW)
    again = backup.save_outside(file_notebook, stick, to_work_in=True, now=NOW)
    assert taken == stick / Path(file_notebook.where).name
    assert again != taken, "a copy never takes the place of another"
    with Notebook.open(taken) as there, there.read() as db:
        assert len(people.find(db, PeopleQuery(CANARY))) == 1


def test_a_copy_is_whole_until_something_changes_or_the_stick_is_gone(file_notebook: Notebook, stick: Path) -> None:
    add(file_notebook)
    assert not backup.outside(file_notebook, now=NOW).is_whole
    taken = backup.save_outside(file_notebook, stick, to_work_in=True, now=NOW)
    assert backup.outside(file_notebook, now=NOW).is_whole
    add(file_notebook, "Ana")
    assert not backup.outside(file_notebook, now=NOW).is_whole
    again = backup.save_outside(file_notebook, stick, now=NOW)
    assert backup.outside(file_notebook, now=NOW).is_whole
    again.unlink()
    assert not backup.outside(file_notebook, now=NOW).is_whole
    assert taken.is_file()


def test_nothing_of_the_notebook_is_left_on_the_computer(file_notebook: Notebook, tmp_path: Path, stick: Path) -> None:
    where = Path(file_notebook.where)
    person = add(file_notebook)
    forgetting.anonymise(file_notebook, [add(file_notebook, "Ana")], today=TODAY)
    backup.make(file_notebook, Reason.ASKED, now=NOW)
    aside = where.with_name(f"{where.stem} (version 5){where.suffix}")
    aside.write_bytes(where.read_bytes())
    other = where.with_name("papers.pdf")
    other.write_bytes(b"a paper")
    assert person
    found = this_computer.traces(file_notebook)
    file_notebook.close()
    before = list(found.files())
    assert {where.resolve(), aside.resolve()} < {each.resolve() for each in before}
    assert len(before) >= 6, "the file, one aside, two backups with their note, two memories"
    assert this_computer.erase(found) == len(before)
    left = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert left == [other]
    assert not any(CANARY.encode() in each.read_bytes() for each in left)
    assert this_computer.erase(found) == 0, "twice is once"
