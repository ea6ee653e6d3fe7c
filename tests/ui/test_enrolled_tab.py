"""The list of a workshop's people: places offered in order, sessions chosen, moved, brought in from the registry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from models import enrolments, waiting_list
from models.codes import EnrolmentStatus
from tests.builders import a_person, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import Said
from tests.ui.keys import press, type_text
from tests.ui.test_workshop_page import Desk, answer_form, column, desk, labels, stored
from ui.dialogs.enrol_known import EnrolKnownDialog
from ui.dialogs.form_dialog import FormDialog
from ui.pages.workshop import ENROLLED
from ui.widgets.buttons import Button

__all__ = ["desk", "file_notebook", "new_file"]


def offered(desk: Desk) -> int:
    """Free a place while two wait, and offer it to the first of them; return whom."""
    enrolled = desk.page.enrolled.part()
    for name in ("Premier Venu", "Second Venu"):
        type_text(enrolled.add_line, name)
        press(enrolled.add_line, Qt.Key.Key_Return)
    enrolled.table.select([desk.enrolled[0]])
    enrolled.bar.buttons["enrolled.cancel"].click()
    press_named(desk, "I have offered it")
    with desk.notebook.read() as db:
        return waiting_list.turns(db, desk.workshop)[0]


def press_named(desk: Desk, name: str) -> None:
    next(each for each in desk.page.enrolled.part().findChildren(Button) if each.accessibleName() == name).click()


def test_a_place_offered_waits_for_an_answer_and_goes_on_when_declined(desk: Desk, said: Said) -> None:
    first = offered(desk)
    enrolled = desk.page.enrolled.part()
    assert "A place was offered to Premier Venu on 12 May 2026." in labels(enrolled)
    assert "Waiting, no. 1, offered 12/05/2026" in column(enrolled.table, "status")
    assert not [text for text in labels(enrolled) if text.startswith("A place is free")], "it is offered once"
    press_named(desk, "Declined")
    assert said.done[-1] == "1 person declined the place"
    assert "A place is free. First on the waiting list: Second Venu" in labels(enrolled)
    desk.notebook.undo()
    desk.refresh()
    press_named(desk, "Accepted")
    assert stored(desk)["Premier Venu"] == EnrolmentStatus.ENROLLED
    with desk.notebook.read() as db:
        assert enrolments.lines(db, [first])[first].offered_on is None


def test_the_waiting_list_is_put_in_another_order_by_keys(desk: Desk) -> None:
    enrolled = desk.page.enrolled.part()
    desk.page.tabs.setCurrentIndex(ENROLLED)
    desk.page.show()
    for name in ("Premier Venu", "Second Venu"):
        type_text(enrolled.add_line, name)
        press(enrolled.add_line, Qt.Key.Key_Return)
    assert column(enrolled.table, "name")[2:] == ["Venu Premier", "Venu Second"]
    enrolled.table.select([enrolled.table.model.ids[3]])
    assert enrolled.bar.buttons["enrolled.up"].isVisible()
    enrolled.bar.buttons["enrolled.up"].click()
    assert column(enrolled.table, "name")[2:] == ["Venu Second", "Venu Premier"]
    assert enrolled.table.selected() == [enrolled.table.model.ids[2]], "whoever moved stays chosen"
    enrolled.table.select([desk.enrolled[0]])
    assert not enrolled.bar.buttons["enrolled.up"].isVisible(), "who has a place has no turn"


def test_several_names_pasted_are_several_people(desk: Desk, said: Said, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Zoé Le Goff\n\n  Anne Roux \nKarim Benali\n")
    desk.page.enrolled.part().add_line.setFocus()
    qtbot.keyClick(desk.page.enrolled.part().add_line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert said.done == ["2 on the waiting list · 1 already there · 2 new in the registry"]
    assert list(stored(desk).values()).count(EnrolmentStatus.WAITING) == 2


def test_people_of_the_registry_are_chosen_and_enrolled_together(
    desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.notebook.write("Prepare") as db:
        for name in ("Odette", "Odile", "Omar"):
            a_person(db, name, "Tanguy")

    def choose(dialog: EnrolKnownDialog) -> int:
        assert unnamed_focusable(dialog) == []
        type_text(dialog.search, "tanguy")
        press(dialog.table.view, Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
        assert dialog.go.accessibleName() == "Enrol 3 people"
        dialog.over.setChecked(True)
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(EnrolKnownDialog, "exec", choose)
    desk.page.enrolled.part().known_button.click()
    assert said.done == ["3 people enrolled · 3 over the number of places"]
    assert stored(desk)["Omar Tanguy"] == EnrolmentStatus.ENROLLED


def test_someone_comes_to_some_sessions_only(desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(dialog: FormDialog) -> None:
        assert dialog.form.read()["session_ids"] == tuple(desk.sessions)
        dialog.form.fill({"session_ids": (desk.sessions[1],)})

    answer_form(monkeypatch, typed)
    enrolled = desk.page.enrolled.part()
    enrolled.table.select([desk.enrolled[0]])
    enrolled.bar.buttons["enrolled.sessions"].click()
    assert said.done == ["1 of 2 sessions"]
    assert sorted(column(enrolled.table, "expected")) == ["", "1 of 2"]


def test_people_are_moved_to_another_workshop(desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.notebook.write("Prepare") as db:
        other = a_workshop(db, "Tablette", capacity=1)
    answer_form(monkeypatch, lambda dialog: dialog.form.fill({"workshop_id": other, "over": False}))
    enrolled = desk.page.enrolled.part()
    enrolled.table.select(desk.enrolled)
    enrolled.bar.buttons["enrolled.move"].click()
    assert said.done == ["2 people moved · 1 on the waiting list"]
    assert stored(desk) == {}
    desk.notebook.undo()
    assert len(stored(desk)) == 2
