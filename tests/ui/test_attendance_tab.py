"""The attendance of a workshop: each mark is stored at once, who arrives takes one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from models import enrolments, expected_sessions, feedback, headcounts, people
from models.attendance import Mark
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.people import PersonDraft
from resources import i18n
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.attendance_desk import ABSENT, EXCUSED, PRESENT, UNKNOWN, Desk, desk
from tests.ui.conftest import Said
from tests.ui.keys import press, type_text
from ui.dialogs.headcount import HeadcountDialog

__all__ = ["desk", "file_notebook", "new_file"]

MARKUP = "<img src=/etc/passwd>"


def test_it_begins_with_the_session_whose_attendance_is_due(desk: Desk) -> None:
    assert desk.tab.session is not None
    assert desk.tab.session.id == desk.sessions[1]
    assert desk.tab.model.title(1) == "12 May"
    assert desk.count == "0 present of 3 at the session of 12 May"


def test_space_stores_each_state_at_once_and_shows_it(desk: Desk) -> None:
    desk.tab.grid.go(1, 1)
    for state in (PRESENT, ABSENT, EXCUSED, UNKNOWN):
        press(desk.tab.grid, Qt.Key.Key_Space)
        assert desk.stored(1, 1).state == state
        assert desk.shown(1, 1) == {UNKNOWN: "not entered"}.get(state, str(state))
    assert len(desk.changes) == 4  # one history entry, one undo step for each


def test_the_count_follows_each_mark(desk: Desk) -> None:
    desk.tab.grid.go(0, 1)
    press(desk.tab.grid, Qt.Key.Key_Space)
    assert desk.count == "1 present of 3 at the session of 12 May"


def test_a_mark_repaints_its_cell_and_reads_nothing_again(desk: Desk) -> None:
    desk.tab.grid.go(0, 1)
    resets: list[object] = []
    cells: list[tuple[int, int]] = []
    desk.tab.model.modelReset.connect(lambda: resets.append(1))
    desk.tab.model.dataChanged.connect(lambda first, last, _roles: cells.append((first.row(), last.column())))
    press(desk.tab.grid, Qt.Key.Key_Space)
    desk.tab.refresh(desk.changes[-1])
    assert cells == [(0, 1)]
    assert not resets


def test_delete_clears_a_mark(desk: Desk) -> None:
    desk.tab.grid.go(0, 0)
    press(desk.tab.grid, Qt.Key.Key_Delete)
    assert desk.stored(0, 0).state == UNKNOWN
    assert desk.shown(0, 0) == "not entered"


def test_a_click_marks_as_space_does(desk: Desk) -> None:
    place = desk.tab.grid.visualRect(desk.tab.model.index(2, 1)).center()
    QTest.mouseClick(desk.tab.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.stored(2, 1).state == PRESENT


def test_letters_jump_to_the_person_whatever_the_accents(desk: Desk) -> None:
    desk.tab.grid.go(0, 1)
    type_text(desk.tab.grid, "légo")
    assert desk.tab.grid.currentIndex().row() == 2
    assert desk.stored(0, 1).state == UNKNOWN


def test_another_column_is_another_session(desk: Desk) -> None:
    desk.tab.grid.go(0, 0)
    assert desk.count == "3 present of 3 at the session of 5 May"
    assert desk.tab.model.chosen == 0


def test_everyone_was_here_leaves_the_marks_that_are_there(desk: Desk, said: Said) -> None:
    desk.tab.grid.go(1, 1)
    press(desk.tab.grid, Qt.Key.Key_Space)
    press(desk.tab.grid, Qt.Key.Key_Space)
    desk.tab.everyone.click()
    assert [desk.stored(person, 1).state for person in range(3)] == [PRESENT, ABSENT, PRESENT]
    assert desk.count == "2 present of 3 at the session of 12 May"
    assert said.done == ["2 people marked as present at the session of 12 May"]


def test_someone_new_is_enrolled_and_present_by_one_line(desk: Desk, said: Said) -> None:
    desk.tab.arrival.setFocus()
    type_text(desk.tab.arrival, "Zoé Zola")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert desk.tab.model.rows[-1].listed == "Zola Zoé"
    assert desk.shown(3, 1) == "present"
    assert desk.tab.arrival.text() == ""
    assert said.done == ["Zoé Zola, new in the registry, is enrolled and present · over capacity: 4 for 3 places"]
    assert len(desk.changes) == 1


def test_someone_known_is_found_and_not_added_twice(desk: Desk, said: Said) -> None:
    with desk.notebook.write("Prepare") as db:
        a_person(db, "Gülşah", "Çelik")
        before = people.count(db)
    type_text(desk.tab.arrival, "gulsah celik")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    with desk.notebook.read() as db:
        assert people.count(db) == before
    assert said.done[0].startswith("Gülşah Çelik, already known, is enrolled and present")


def test_someone_on_the_list_is_only_marked(desk: Desk, said: Said) -> None:
    type_text(desk.tab.arrival, "Maël Le Goff")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert desk.stored(2, 1).state == PRESENT
    assert said.done == ["Maël Le Goff is present"]


def test_homonyms_are_told(desk: Desk, said: Said) -> None:
    with desk.notebook.write("Prepare") as db:
        people.save_many(db, [PersonDraft("Anne", "Roux")] * 2, today=TODAY)
    type_text(desk.tab.arrival, "Anne Roux")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert "2 other people have this name" in said.done[0]


def test_an_empty_line_adds_nobody(desk: Desk) -> None:
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert not desk.changes


def test_one_more_unnamed_is_counted(desk: Desk, said: Said) -> None:
    desk.tab.line.plus_one.click()
    desk.tab.line.plus_one.click()
    assert desk.count == "0 present of 3 at the session of 12 May and 2 unnamed"
    assert said.done[-1] == "2 unnamed participants at the session of 12 May"


def test_the_rest_of_the_unnamed_is_computed_while_typing(desk: Desk, qtbot: QtBot) -> None:
    dialog = HeadcountDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(dialog)
    type_text(dialog.total, "5")
    type_text(dialog.axes[0].fields["feminin"], "3")
    assert dialog.axes[0].rest.text() == "Not told: 2"
    assert unnamed_focusable(dialog) == []
    dialog.on_keep()
    with desk.notebook.read() as db:
        assert headcounts.draft(db, desk.sessions[1]) == HeadcountDraft(5, 0, {"gender": {"feminin": 3}})
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_more_parts_than_people_are_refused_under_their_group(desk: Desk, qtbot: QtBot) -> None:
    dialog = HeadcountDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(dialog)
    type_text(dialog.total, "2")
    type_text(dialog.axes[1].fields["soixante_dix_plus"], "3")
    dialog.on_keep()
    assert "add up to 3" in dialog.axes[1].problem.text()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert not desk.changes


def test_what_people_said_is_counted_beside_and_odd_numbers_are_told(desk: Desk, qtbot: QtBot) -> None:
    desk.tab._enter([desk.tab.model.index(0, 1)], PRESENT)
    dialog = HeadcountDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(dialog)
    type_text(dialog.answers.fields["pleased"], "2")
    assert dialog.answers.warnings == "2 answers were counted, but 1 people came. Check the two numbers."
    type_text(dialog.total, "1")
    assert not dialog.answers.warnings
    dialog.on_keep()
    with desk.notebook.read() as db:
        assert feedback.draft(db, desk.sessions[1]) == FeedbackDraft(pleased=2)
        assert headcounts.draft(db, desk.sessions[1]) == HeadcountDraft(1)
    assert len(desk.changes) == 2  # the mark, and both counters together


def test_counters_left_as_they_are_write_nothing(desk: Desk, qtbot: QtBot) -> None:
    dialog = HeadcountDialog(None, desk.tab.context, desk.sessions[1])
    qtbot.addWidget(dialog)
    dialog.on_keep()
    assert not desk.changes


def test_who_stayed_for_a_part_is_told_with_the_time(desk: Desk) -> None:
    desk.tab._enter([desk.tab.model.index(0, 1)], PRESENT, 90)
    assert desk.shown(0, 1) == "present, 1\u00a0h\u00a030\u00a0min"
    assert desk.stored(0, 1) == Mark(PRESENT, 90)


def test_enter_asks_for_the_minutes(desk: Desk, answer: Callable[..., list[QDialog]]) -> None:
    shown = answer(QDialog.DialogCode.Rejected)
    desk.tab.grid.go(0, 1)
    press(desk.tab.grid, Qt.Key.Key_Return)
    assert [each.windowTitle() for each in shown] == ["How long was Aubrée Jeannine here?"]
    assert not desk.changes


def test_undo_is_shown_and_the_keyboard_stays(desk: Desk) -> None:
    desk.tab.grid.go(2, 1)
    press(desk.tab.grid, Qt.Key.Key_Space)
    desk.tab.refresh(desk.changes[-1])
    desk.notebook.undo()
    desk.tab.refresh(desk.changes[-1])
    assert desk.shown(2, 1) == "not entered"
    assert desk.count == "0 present of 3 at the session of 12 May"
    assert (desk.tab.grid.currentIndex().row(), desk.tab.grid.currentIndex().column()) == (2, 1)


def test_someone_enrolled_meanwhile_appears(desk: Desk) -> None:
    desk.tab.grid.go(1, 1)
    with desk.notebook.write("Enrol") as db:
        an_enrolment(db, desk.workshop, a_person(db, "Ana", "Abad"), over=True)
    desk.tab.refresh(desk.changes[-1])
    assert desk.tab.model.rows[0].listed == "Abad Ana"
    assert desk.tab.model.rows[desk.tab.grid.currentIndex().row()].listed == "Bouvier Lucien"


def test_a_session_someone_is_not_expected_at_says_so(desk: Desk) -> None:
    with desk.notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, desk.enrolled[0], [desk.sessions[2]])
    desk.tab.refresh(desk.changes[-1])
    assert desk.shown(0, 2) == "not expected"


def test_a_session_to_come_is_told(desk: Desk) -> None:
    assert not desk.tab._early.isVisible()
    desk.tab.grid.go(0, 2)
    assert desk.tab._early.isVisible()


def test_a_screen_reader_says_person_date_and_state(desk: Desk) -> None:
    said = desk.tab.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Aubrée Jeannine, 5 May: present"
    table = QAccessible.queryAccessibleInterface(desk.tab.grid)
    heard = [table.child(place).text(QAccessible.Text.Name) for place in range(table.childCount())]
    assert said in heard
    assert "Aubrée Jeannine" in heard  # the name as the title of its row


def test_everything_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    assert unnamed_focusable(desk.tab) == []


def test_the_keyboard_comes_to_the_session_that_is_entered(desk: Desk, qtbot: QtBot) -> None:
    desk.tab.arrival.setFocus()
    desk.tab.activateWindow()
    qtbot.waitUntil(desk.tab.arrival.hasFocus)
    desk.tab.grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.tab.grid.currentIndex().column() == 1
    assert desk.count.endswith("12 May")


def test_tab_leaves_the_grid(desk: Desk) -> None:
    desk.tab.grid.setFocus()
    press(desk.tab.grid, Qt.Key.Key_Tab)
    assert desk.tab.focusWidget() is desk.tab.arrival


def test_a_name_with_markup_is_shown_as_it_is(desk: Desk, said: Said) -> None:
    type_text(desk.tab.arrival, MARKUP)
    press(desk.tab.arrival, Qt.Key.Key_Return)
    row = next(place for place, each in enumerate(desk.tab.model.rows) if "img" in each.listed)
    index = desk.tab.model.index(row, 1)
    name = desk.tab.model.headerData(row, Qt.Orientation.Vertical)
    assert name.split() == sorted(MARKUP.split(), reverse=name.startswith("src"))
    assert name in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in desk.tab.model.headerData(row, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)


def test_a_workshop_without_sessions_says_so(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        workshop = a_workshop(db, "Empty")
    desk.tab.show_workshop(workshop, None)
    assert desk.tab._stack.currentWidget() is desk.tab._no_session
    assert not desk.tab.arrival.isVisible()


def test_a_workshop_without_people_takes_who_arrives(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        workshop = a_workshop(db, "Nobody yet")
        a_session(db, workshop)
    desk.tab.show_workshop(workshop, None)
    assert desk.tab._stack.currentWidget() is desk.tab._nobody
    type_text(desk.tab.arrival, "Zoé Zola")
    press(desk.tab.arrival, Qt.Key.Key_Return)
    assert desk.tab._stack.currentWidget() is desk.tab._frame
    assert desk.shown(0, 0) == "present"


def test_two_hundred_people_and_twelve_sessions_open(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        workshop = a_workshop(db, "Large")
        for step in range(12):
            a_session(db, workshop, TODAY + timedelta(days=step))
        drafts = [PersonDraft(f"Zoé {number}", "Le Goff") for number in range(200)]
        enrolments.enrol(db, workshop, people.save_many(db, drafts, today=TODAY), today=TODAY)
    desk.tab.show_workshop(workshop, None)
    assert (desk.tab.model.rowCount(), desk.tab.model.columnCount()) == (200, 12)
    desk.tab.grab()


def test_in_french_the_dates_are_french(desk: Desk, app: QApplication) -> None:
    i18n.use("fr")
    assert desk.tab.model.title(0) == "5 mai"


def test_a_name_chosen_from_the_registry_is_that_person(desk: Desk, said: Said) -> None:
    with desk.notebook.write("Prepare") as db:
        person, other = people.save_many(db, [PersonDraft("Anne", "Roux")] * 2, today=TODAY)
        waiting = an_enrolment(db, desk.workshop, person, waiting=True)
    desk.tab.arrival.chosen.emit(person)
    row = next(each for each in desk.tab.model.rows if each.person_id == person)
    assert row.enrolment_id == waiting
    assert row.marks[desk.sessions[1]].state == PRESENT
    assert other not in {each.person_id for each in desk.tab.model.rows}
    assert said.done[0].startswith("Anne Roux, already known, is enrolled and present")
