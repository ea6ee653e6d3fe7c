"""A notebook on a server whose disk is full: an action is there whole or not at all, and it can be done again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from models import people
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import Problem, UserError

AT_ONCE = 500


def import_some(notebook: Notebook, number: int) -> None:
    drafts = [PersonDraft(f"Zoé {number}", f"Le Goff {each}", notes="x" * 500) for each in range(AT_ONCE)]
    with notebook.write("Import") as db:
        people.save_many(db, drafts, today=date(2026, 5, 12))


def import_until_refused(notebook: Notebook) -> tuple[int, Problem]:
    for number in range(40):
        try:
            import_some(notebook, number)
        except UserError as error:
            return number, error.problems[0]
    pytest.fail("the disk is never full")


def known(notebook: Notebook) -> int:
    with notebook.read() as db:
        return people.count(db)


def test_an_import_is_in_whole_or_not_at_all_and_can_be_done_again(on_small_disk: tuple[str, Path]) -> None:
    address, disk = on_small_disk
    with Notebook.create(address, association_name="Les Puces du Blosne") as notebook:
        filling = disk / "photos"
        filling.write_bytes(bytes(shutil.disk_usage(disk).free - 3_000_000))
        done, problem = import_until_refused(notebook)
        assert problem.code == "disk_full"
        assert problem.values["server"].startswith("postgresql+psycopg://postgres:***@")
        assert done > 0, "there was room for one"
        assert known(notebook) == done * AT_ONCE
        assert len([each for each in notebook.history() if each.label == "Import"]) == done
        filling.unlink()
        import_some(notebook, done)
        assert known(notebook) == (done + 1) * AT_ONCE
        notebook.undo()
        assert known(notebook) == done * AT_ONCE
