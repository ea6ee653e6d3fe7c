"""A disk that is full or refuses: the old state stays whole, the sentence says so, the next write works."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from models import people
from models.files import write_file
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_person

MANY = [PersonDraft(f"Ann {n}", "Le Goff", notes="x" * 500) for n in range(2_000)]


def add_many(notebook: Notebook) -> None:
    with notebook.write("Import") as db:
        people.save_many(db, MANY, today=TODAY)


def refused(notebook: Notebook) -> str:
    with pytest.raises(UserError) as error:
        add_many(notebook)
    problem = error.value.problems[0]
    assert problem.values["file"] == "notebook.carnet"
    return problem.code


def count(notebook: Notebook) -> int:
    with notebook.read() as db:
        assert db.scalar(text("PRAGMA integrity_check")) == "ok"
        assert db.scalar(text("SELECT count(*) FROM person_word")) == db.scalar(
            text("SELECT count(*) FROM person_word WHERE person_id IN (SELECT id FROM person)")
        )
        return people.count(db)


def test_a_database_that_may_not_grow_is_said_and_nothing_is_half(file_notebook: Notebook) -> None:
    with file_notebook.write("Add a person") as db:
        a_person(db)

    def limit(connection: Any, *_: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 50}")

    event.listen(file_notebook._engine, "checkout", limit)
    assert refused(file_notebook) == "disk_full"
    assert count(file_notebook) == 1
    with file_notebook.write("Add a person") as db:
        a_person(db)
    assert count(file_notebook) == 2


def test_a_full_disk_is_said_and_the_next_write_works_when_there_is_room(new_file: Path, small_disk: Path) -> None:
    path = small_disk / "notebook.carnet"
    shutil.copyfile(new_file, path)
    with Notebook.open(path) as notebook:
        with notebook.write("Add a person") as db:
            a_person(db)
        assert refused(notebook) == "disk_full"
        assert count(notebook) == 1
        filling = small_disk / "photos"
        filling.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
        assert refused(notebook) == "disk_full"
        filling.unlink()
        with notebook.write("Add a person") as db:
            a_person(db)
        assert count(notebook) == 2


def test_a_file_that_does_not_fit_on_the_disk_leaves_the_old_one(small_disk: Path) -> None:
    path = small_disk / "liste.csv"
    write_file(path, b"old")
    with pytest.raises(UserError) as error:
        write_file(path, b"x" * 3_000_000)
    assert error.value.problems[0].code == "disk_full"
    assert {entry.name: entry.read_bytes() for entry in small_disk.iterdir()} == {"liste.csv": b"old"}


def test_a_notebook_is_not_made_on_a_full_disk(small_disk: Path) -> None:
    filling = small_disk / "photos"
    filling.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 8_192))
    with pytest.raises(UserError) as error:
        Notebook.create(small_disk / "n.carnet", association_name="Les Puces")
    assert error.value.problems[0].code == "disk_full"
    assert [entry.name for entry in small_disk.iterdir()] == ["photos"]


def test_an_old_notebook_on_a_full_disk_stays_as_it_is(small_disk: Path) -> None:
    path = small_disk / "n.carnet"
    shutil.copyfile(Path(__file__).parents[1] / "models" / "files" / "0001.carnet", path)
    filling = small_disk / "photos"
    filling.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 40_960))
    before = path.read_bytes()
    with pytest.raises(UserError) as error:
        Notebook.open(path)
    assert error.value.problems[0].code == "disk_full"
    assert path.read_bytes() == before
    assert {entry.name for entry in small_disk.iterdir()} == {"n.carnet", "n.carnet.lock", "photos"}
    filling.unlink()
    Notebook.open(path).close()


def test_a_notebook_that_may_not_be_written_is_read_and_refused(new_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "notebook.carnet"
    shutil.copyfile(new_file, path)
    with Notebook.open(path) as notebook:
        event.listen(notebook._engine, "checkout", lambda connection, *_: connection.execute("PRAGMA query_only=ON"))
        assert count(notebook) == 0
        assert refused(notebook) == "place_read_only"
        assert count(notebook) == 0
