"""The review of the whole registry in the window: found, compared, decided, one pair after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models import duplicates, people
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from ui.dialogs import duplicates as review
from ui.dialogs.duplicates import DuplicatesDialog
from ui.jobs import Job


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as opened:
        with opened.write(N_("Add {count} people"), count=5) as db:
            a_person(db, "Zoé", "Le Goff", birth_year=1962, phone="06 12 34 56 78")
            a_person(db, "Zoe", "Legoff", birth_year=1962)
            a_person(db, "Aïssatou", "N’Diaye", email="aissatou@exemple.fr")
            a_person(db, "Aissatou", "Ndiaye", email="aissatou@exemple.fr")
            a_person(db, "Yann", "Kerbrat", birth_year=1980)
        yield opened


@pytest.fixture
def dialog(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> DuplicatesDialog:
    made = DuplicatesDialog(make_context(notebook))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.table.isVisible)
    return made


def test_the_pairs_are_found_and_nothing_is_changed(dialog: DuplicatesDialog, notebook: Notebook) -> None:
    assert dialog.table.count == 2
    assert dialog.compare.isEnabled()
    assert dialog.why.text().endswith(dialog.table.model.data(dialog.table.model.index(0, 2)))
    assert unnamed_focusable(dialog) == []
    with notebook.read() as db:
        assert people.count(db) == 5


def test_what_was_decided_leaves_the_list_and_is_not_found_again(
    dialog: DuplicatesDialog,
    notebook: Notebook,
    make_context: MakeContext,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def apart(_parent: object, context: object, first: int, second: int) -> bool:
        with notebook.write(N_("Say that two people are not the same")) as db:
            duplicates.tell_apart(db, first, second)
        return True

    monkeypatch.setattr(review, "open_merge", apart)
    dialog.on_compare()
    assert dialog.table.count == 1
    again = DuplicatesDialog(make_context(notebook))
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.table.count == 1)


def test_giving_up_a_comparison_keeps_the_pair(dialog: DuplicatesDialog, answer: Callable[..., list[QDialog]]) -> None:
    answer(QDialog.DialogCode.Rejected)
    dialog.on_compare()
    assert dialog.table.count == 2


def test_closing_stops_the_search(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    context = make_context(notebook)
    dialog = DuplicatesDialog(context)
    qtbot.addWidget(dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert dialog.table.count == 0


def test_what_was_found_in_the_moment_of_closing_is_not_shown(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    context = make_context(notebook)
    dialog = DuplicatesDialog(context)
    qtbot.addWidget(dialog)
    (job,) = context.jobs.findChildren(Job)
    job.wait()  # its end is told to the window's thread only when that looks again
    dialog.reject()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert dialog.table.count == 0
