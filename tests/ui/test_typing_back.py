"""A paper sheet typed back on one screen: what its rows and counters hold, and what is refused or odd."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models import attendance, expected_sessions, headcounts
from models.attendance import Mark
from models.headcounts import HeadcountDraft
from models.sheet_entries import SheetOrder
from tests.builders import a_person
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.attendance_desk import ABSENT, EXCUSED, PRESENT, UNKNOWN, Desk, desk
from tests.ui.conftest import Said
from tests.ui.keys import press, type_text
from ui.dialogs.typing_back import TypingBackDialog

__all__ = ["desk", "file_notebook", "new_file"]


@pytest.fixture
def sheet(desk: Desk, qtbot: QtBot) -> TypingBackDialog:
    """The sheet of the session of today, on screen."""
    made = TypingBackDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(made, before_close_func=lambda _sheet: made.done(0))  # a close asks whether it is thrown away
    made.show()
    return made


def test_keys_mark_rows_and_only_save_stores_them(desk: Desk, sheet: TypingBackDialog, said: Said) -> None:
    type_text(sheet.list, "pae")
    assert not desk.changes
    sheet.on_keep()
    assert [desk.stored(person, 1).state for person in range(3)] == [PRESENT, ABSENT, EXCUSED]
    assert len(desk.changes) == 1
    assert said.done == ["1 person came to the session of 12 May"]


def test_space_unticks_and_delete_takes_the_mark_away(sheet: TypingBackDialog) -> None:
    sheet.on_everyone()
    press(sheet.list, Qt.Key.Key_Space, text=" ")
    sheet.list.go(1)
    press(sheet.list, Qt.Key.Key_Delete)
    assert [sheet.model.state(place) for place in range(3)] == [ABSENT, UNKNOWN, PRESENT]
    assert "1 person has no mark yet" in sheet.count.text()


def test_everyone_leaves_what_is_typed(sheet: TypingBackDialog) -> None:
    type_text(sheet.list, "e")
    sheet.on_everyone()
    assert [sheet.model.state(place) for place in range(3)] == [EXCUSED, PRESENT, PRESENT]
    assert not sheet.everyone.isEnabled()


def test_another_order_keeps_what_is_typed(desk: Desk, sheet: TypingBackDialog) -> None:
    with desk.notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, desk.enrolled[1], [desk.sessions[1]])
    type_text(sheet.list, "p")
    sheet.order.setCurrentIndex(sheet.order.findData(SheetOrder.WORKSHOP))
    assert [sheet.model.words(place) for place in range(3)] == ["present", "not expected", "not entered"]
    sheet.on_everyone()
    assert sheet.model.words(1) == "not expected"


def test_who_is_on_the_sheet_already_is_ticked_and_not_added(sheet: TypingBackDialog) -> None:
    type_text(sheet.arrival, "le goff maël")
    press(sheet.arrival, Qt.Key.Key_Return)
    assert sheet.model.rowCount() == 3
    assert sheet.model.state(2) == PRESENT


def test_who_arrived_can_be_taken_off_again(desk: Desk, sheet: TypingBackDialog, said: Said) -> None:
    with desk.notebook.write("Prepare") as db:
        known = a_person(db, "Gülşah", "Çelik")
    type_text(sheet.arrival, "Zoé Zola")
    press(sheet.arrival, Qt.Key.Key_Return)
    sheet.on_known(known)
    sheet.on_known(known)
    assert [sheet.model.name(place) for place in (3, 4)] == ["Zoé Zola", "Gülşah Çelik"]
    sheet.list.go(3)
    press(sheet.list, Qt.Key.Key_Delete)
    sheet.on_keep()
    with desk.notebook.read() as db:
        assert [row.listed for row in attendance.grid(db, desk.workshop)][-1] == "Le Goff Maël"
        assert len(attendance.grid(db, desk.workshop)) == 4
    assert said.done == ["1 person came to the session of 12 May"]


def test_someone_new_is_told(sheet: TypingBackDialog, said: Said) -> None:
    type_text(sheet.arrival, "Zoé Zola")
    press(sheet.arrival, Qt.Key.Key_Return)
    sheet.on_keep()
    assert said.done == ["1 person came to the session of 12 May · 1 new in the registry"]


def test_minutes_of_before_are_shown_and_kept(desk: Desk, qtbot: QtBot) -> None:
    desk.tab._enter([desk.tab.model.index(0, 1)], PRESENT, 45)
    sheet = TypingBackDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(sheet)
    assert sheet.model.minutes(0) == 45
    sheet.on_everyone()
    sheet.on_keep()
    assert desk.stored(0, 1) == Mark(PRESENT, 45)


def test_fewer_without_a_name_than_their_groups_are_refused_where_they_are_typed(
    desk: Desk, sheet: TypingBackDialog
) -> None:
    with desk.notebook.write("Count") as db:
        headcounts.save(db, desk.sessions[1], HeadcountDraft(2, 0, {"gender": {"feminin": 2}}))
    sheet.unnamed.show_number(1)
    sheet.on_keep()
    assert "add up to 2" in sheet.problem.text()
    assert sheet.isVisible()
    sheet.unnamed.show_number(2)
    assert not sheet.problem.isVisible()


def test_more_answers_than_people_are_told_and_stored(desk: Desk, sheet: TypingBackDialog) -> None:
    type_text(sheet.list, "p")
    type_text(sheet.answers.fields["pleased"], "4")
    assert "4 answers were counted, but 1 people came" in sheet.answers.warnings
    sheet.on_keep()
    assert len(desk.changes) == 1


def test_nothing_typed_writes_nothing(desk: Desk, sheet: TypingBackDialog) -> None:
    sheet.on_keep()
    assert not desk.changes
    assert sheet.result() == QDialog.DialogCode.Accepted


def test_a_screen_reader_says_number_person_and_state(sheet: TypingBackDialog) -> None:
    heard = sheet.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "3, Maël Le Goff: not entered"
    assert unnamed_focusable(sheet) == []
