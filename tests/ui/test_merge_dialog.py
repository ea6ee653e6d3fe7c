"""Two records side by side: what stays is chosen field by field, or they are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from models import duplicates, people
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.merge import BOTH, OTHER, MergeDialog, OtherRecordDialog


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as opened:
        with opened.write(N_("Add {count} people"), count=2) as db:
            a_person(db, "Zoé", "Le Goff", notes="Vient à vélo", phone="06 12 34 56 78")
            a_person(db, "<b>Zoe</b>", "Legoff", birth_year=1962, notes="Le matin", phone="02 99 00 00 00")
        yield opened


@pytest.fixture
def dialog(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> MergeDialog:
    with notebook.read() as db:
        first, second = sorted(people.find(db))
    made = MergeDialog(make_context(notebook), first, second)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_one_lacks_is_filled_in_and_both_notes_are_proposed(dialog: MergeDialog) -> None:
    made = dialog.draft()
    assert (made.given_name, made.birth_year, made.phone) == ("Zoé", 1962, "06 12 34 56 78")
    assert made.notes == "Vient à vélo\nLe matin"
    assert "informed_on" not in dialog.choices, "what is the same is not asked"


def test_what_is_chosen_stays_and_one_undo_brings_both_back(
    dialog: MergeDialog, notebook: Notebook, said: Said, qtbot: QtBot
) -> None:
    dialog.choose("phone", OTHER)
    dialog.choose("notes", BOTH)
    dialog.on_merge()
    qtbot.waitUntil(dialog.isHidden)
    assert dialog.result() == QDialog.DialogCode.Accepted
    with notebook.read() as db:
        (person,) = people.find(db)
        assert people.draft(db, person).phone == "02 99 00 00 00"
    assert said.done == ["Two records are one person now"]
    notebook.undo()
    with notebook.read() as db:
        assert len(people.find(db)) == 2


def test_two_people_are_told_apart(dialog: MergeDialog, notebook: Notebook) -> None:
    dialog.on_apart()
    with notebook.read() as db:
        assert duplicates.told_apart(db) == {dialog.ids}


def test_a_name_is_shown_as_it_is_and_everything_has_a_name(dialog: MergeDialog) -> None:
    assert any("<b>Zoe</b>" in each.text() for each in dialog.findChildren(QLabel))
    assert unnamed_focusable(dialog) == []


def test_the_other_record_is_another_one(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    with notebook.read() as db:
        first, second = sorted(people.find(db))
    dialog = OtherRecordDialog(make_context(notebook), first)
    qtbot.addWidget(dialog)
    dialog.on_chosen(first)
    assert dialog.other_id is None
    dialog.on_chosen(second)
    assert (dialog.other_id, unnamed_focusable(dialog)) == (second, [])
