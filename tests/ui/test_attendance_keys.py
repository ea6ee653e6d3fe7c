"""The attendance grid by keyboard: marks at once, several together, minutes, sums."""

from __future__ import annotations

from PySide6.QtCore import Qt

from models import expected_sessions
from models.attendance import Mark
from tests.notebooks import file_notebook, new_file
from tests.ui.attendance_desk import ABSENT, EXCUSED, PRESENT, UNKNOWN, Desk, desk
from tests.ui.keys import press, type_text

__all__ = ["desk", "file_notebook", "new_file"]


def test_keys_mark_at_once_those_of_a_french_keyboard_too(desk: Desk) -> None:
    desk.tab.grid.go(1, 1)
    for key, state in (("+", PRESENT), ("-", ABSENT), ("/", EXCUSED), ("=", PRESENT), ("*", EXCUSED)):
        type_text(desk.tab.grid, key)
        assert desk.stored(1, 1).state == state


def test_several_people_selected_are_marked_in_one_step(desk: Desk) -> None:
    desk.tab.grid.go(0, 1)
    press(desk.tab.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    type_text(desk.tab.grid, "-")
    assert [desk.stored(person, 1).state for person in range(3)] == [ABSENT, ABSENT, UNKNOWN]
    assert len(desk.changes) == 1
    press(desk.tab.grid, Qt.Key.Key_Delete)
    assert desk.stored(1, 1).state == UNKNOWN


def test_select_all_takes_this_session_then_everything_but_who_is_not_expected(desk: Desk) -> None:
    with desk.notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, desk.enrolled[0], [desk.sessions[1]])
    desk.tab.refresh(desk.changes[-1])
    desk.tab.grid.go(1, 1)
    press(desk.tab.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(desk.tab.grid, Qt.Key.Key_Space)
    assert [desk.stored(person, 1).state for person in range(3)] == [UNKNOWN, PRESENT, PRESENT]
    press(desk.tab.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.tab.grid.cells()) == 8


def test_who_is_not_expected_can_still_be_marked_alone(desk: Desk) -> None:
    with desk.notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, desk.enrolled[0], [desk.sessions[1]])
    desk.tab.refresh(desk.changes[-1])
    desk.tab.grid.go(0, 1)
    press(desk.tab.grid, Qt.Key.Key_Space)
    assert desk.stored(0, 1).state == PRESENT


def test_digits_are_the_minutes_attended(desk: Desk) -> None:
    desk.tab.grid.setFocus()
    desk.tab.grid.go(1, 1)
    type_text(desk.tab.grid, "4")
    type_text(desk.tab.grid.minutes, "5")
    press(desk.tab.grid.minutes, Qt.Key.Key_Return)
    assert desk.stored(1, 1) == Mark(PRESENT, 45)
    type_text(desk.tab.grid, "9")
    press(desk.tab.grid.minutes, Qt.Key.Key_Escape)
    assert desk.stored(1, 1) == Mark(PRESENT, 45)
    assert not desk.tab.grid.minutes.isVisible()


def test_minutes_of_the_whole_length_are_the_whole_session(desk: Desk) -> None:
    assert desk.tab.session is not None
    desk.tab.grid.go(1, 1)
    desk.tab.grid.minutes_typed.emit(desk.tab.session.minutes)
    assert desk.stored(1, 1) == Mark(PRESENT, None)


def test_sums_stand_at_the_foot_and_beside_each_name(desk: Desk) -> None:
    assert desk.tab.model.sum_of_column(desk.sessions[0]) == "3 / 3"
    assert desk.tab.model.sum_of_row(1) == "1 / 3"
    desk.tab.grid.go(1, 1)
    press(desk.tab.grid, Qt.Key.Key_Space)
    desk.tab.line.plus_one.click()
    assert desk.tab.model.sum_of_column(desk.sessions[1]) == "1 / 3 + 1"
    assert desk.tab.model.sum_of_row(1) == "2 / 3"


def test_several_without_a_name_are_counted_where_names_are_typed(desk: Desk) -> None:
    type_text(desk.tab.arrival, "+3")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert desk.count == "0 present of 3 at the session of 12 May and 3 unnamed"
    assert desk.tab.arrival.text() == ""
