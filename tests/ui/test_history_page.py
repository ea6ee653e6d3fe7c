"""The history: every action said with whom it touched, older ones taken back when nothing newer is in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from models import attendance, people
from models.codes import AttendanceState
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.pages.history import HistoryPage

__all__ = ["file_notebook", "new_file"]


@pytest.fixture
def page(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> HistoryPage:
    for name in ("Zoé", "<b>Yann</b>"):
        with file_notebook.write(N_("Add a person")) as db:
            a_person(db, name)
    made = HistoryPage(make_context(file_notebook))
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def rows(page: HistoryPage) -> list[tuple[str, str]]:
    model = page.table.model
    return [
        (str(model.data(model.index(row, 1))), str(model.data(model.index(row, 2)))) for row in range(model.rowCount())
    ]


def choose(page: HistoryPage, *places: int) -> None:
    page.table.select([page.table.model.ids[place] for place in places])


def given_names(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return sorted(each.given_name for each in people.lines(db, people.find(db)).values())


def test_every_action_says_what_can_become_of_it(page: HistoryPage, file_notebook: Notebook) -> None:
    assert rows(page)[:2] == [("Add a person", "can be undone"), ("Add a person", "can be undone")]
    assert rows(page)[-1] == ("Make the notebook", "for good")
    file_notebook.undo()
    page.refresh(None)
    assert [row[1] for row in rows(page)[:3]] == ["this took something back", "taken back", "can be undone"]
    assert unnamed_focusable(page) == []


def test_an_older_action_is_taken_back_alone(page: HistoryPage, file_notebook: Notebook, said: Said) -> None:
    choose(page, 1)
    assert page.undo_action.enabled()
    page.on_undo()
    assert given_names(file_notebook) == ["<b>Yann</b>"]
    assert said.toasts == ["Undone: Add a person"]


def test_several_are_taken_back_the_newest_first(page: HistoryPage, file_notebook: Notebook, said: Said) -> None:
    with file_notebook.write(N_("Change a person")) as db:
        (zoe,) = people.named(db, "Zoé", "Le Goff")
        people.set_field(db, [zoe], "town", "Rennes", today=TODAY)
    page.refresh(None)
    choose(page, 0, 1, 2)
    page.on_undo()
    assert given_names(file_notebook) == []
    assert said.toasts == ["3 actions undone"]


def test_what_was_changed_since_is_refused_with_the_reason(
    page: HistoryPage, file_notebook: Notebook, answer: Callable[..., list[QDialog]]
) -> None:
    with file_notebook.write(N_("Change a person")) as db:
        (zoe,) = people.named(db, "Zoé", "Le Goff")
        people.set_field(db, [zoe], "town", "Rennes", today=TODAY)
    page.refresh(None)
    choose(page, 2)
    asked = answer(QDialog.DialogCode.Accepted)
    page.on_undo()
    assert "can no longer be undone" in " ".join(each.text() for each in asked[0].findChildren(QLabel))
    assert given_names(file_notebook) == ["<b>Yann</b>", "Zoé"]


def test_what_is_for_good_cannot_be_chosen_for_undo(page: HistoryPage) -> None:
    choose(page, len(rows(page)) - 1)
    assert not page.undo_action.enabled()


def test_an_action_says_whom_it_touched_by_the_names_of_today(
    page: HistoryPage, file_notebook: Notebook, said: Said
) -> None:
    choose(page, 1)
    assert page.about.text() == "Zoé Le Goff"
    with file_notebook.write(N_("Prepare")) as db:
        workshop = a_workshop(db, "Premiers pas")
        session = a_session(db, workshop)
        enrolment = an_enrolment(db, workshop, a_person(db, "Maël"))
    with file_notebook.write(N_("Mark attendance")) as db:
        attendance.mark(db, session, [enrolment], AttendanceState.PRESENT)
    page.refresh(None)
    choose(page, 0)
    assert page.about.text() == "Maël Le Goff · Premiers pas"
    page.table.opened.emit(page.table.model.ids[0])
    assert said.went == [("workshop", workshop)]


def test_the_names_of_many_are_not_listed(page: HistoryPage, file_notebook: Notebook) -> None:
    with file_notebook.write(N_("Add {count} people"), count=9) as db:
        for number in range(9):
            a_person(db, f"Zoé {number}")
    page.refresh(None)
    choose(page, 0)
    assert page.about.text().endswith("and 3 more people")
