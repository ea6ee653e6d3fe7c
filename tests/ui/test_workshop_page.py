"""The page of a workshop: its people, its sessions, its certificates, its facts, each in a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, certificates, enrolments, people, sessions, workshops
from models.codes import AttendanceState, EnrolmentStatus, SessionStatus
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import SessionDraft, SessionQuery
from models.workshops import WorkshopDraft
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.preview import PreviewDialog
from ui.pages.workshop import CERTIFICATES, ENROLLED, FACTS, WorkshopPage
from ui.table import RowsTable
from ui.widgets.buttons import Button

__all__ = ["file_notebook", "new_file"]

DAY = timedelta(days=1)
MARKUP = "<img src=/etc/passwd>"
NAMES = (("Zoé", "Le Goff"), ("Maël", "Aubrée"))


@dataclass
class Desk:
    """A workshop of two places, with two people, a past session and one to come."""

    notebook: Notebook
    page: WorkshopPage
    workshop: int
    sessions: list[int]
    people: list[int]
    enrolled: list[int]

    def refresh(self) -> None:
        self.page.refresh(None)


@pytest.fixture
def desk(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> Iterator[Desk]:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db, capacity=2, minimum_sessions=1)
        held = [a_session(db, workshop, TODAY - 7 * DAY), a_session(db, workshop, TODAY + 7 * DAY)]
        known = [a_person(db, given, family) for given, family in NAMES]
        enrolled = [an_enrolment(db, workshop, each) for each in known]
    page = WorkshopPage(make_context(file_notebook))
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    page.show_record(workshop)
    page.refresh(None)
    yield Desk(file_notebook, page, workshop, held, known, enrolled)
    page.hide()


def column(table: RowsTable, key: str) -> list[str]:  # type: ignore[type-arg]  # any lines
    place = [each.key for each in table.model.columns].index(key)
    return [str(table.model.index(row, place).data()) for row in range(table.count)]


def labels(widget: QWidget) -> str:
    return " | ".join(each.text() for each in widget.findChildren(QLabel))


def stored(desk: Desk) -> dict[str, str]:
    with desk.notebook.read() as db:
        lines = enrolments.lines(db, enrolments.find(db, desk.workshop)).values()
    return {line.shown: line.status for line in lines}


def preview_of(desk: Desk, qtbot: QtBot) -> PreviewDialog:
    """Wait for the papers, read off the window's thread."""
    parent = desk.page.window()
    qtbot.waitUntil(lambda: parent.findChild(PreviewDialog) is not None, timeout=20_000)
    found = parent.findChild(PreviewDialog)
    assert isinstance(found, PreviewDialog)
    qtbot.waitUntil(lambda: bool(found.view.accessibleDescription()))
    return found


# -- the head ----------------------------------------------------------------------------------------------------------


def test_the_head_says_what_it_is_about(desk: Desk) -> None:
    shown = labels(desk.page.header)
    assert "Premiers pas sur l’ordinateur" in shown
    assert "2 / 2" in shown
    assert "2 sessions, from 5 May to 19 May" in shown
    assert unnamed_focusable(desk.page) == []


def test_one_button_at_most_is_the_next_step(desk: Desk) -> None:
    for tab in range(desk.page.tabs.count()):
        desk.page.tabs.setCurrentIndex(tab)
        shown = [each for each in desk.page.findChildren(Button) if each.isVisible() and each.kind == "primary"]
        assert len(shown) == 1


def test_the_sheet_is_that_of_the_session_to_come(desk: Desk, qtbot: QtBot) -> None:
    desk.page.sheet_button.click()
    shown = preview_of(desk, qtbot)
    assert "19 May 2026" in shown.view.accessibleDescription()
    shown.close()


def test_badges_are_shown_before_they_are_printed(desk: Desk, qtbot: QtBot) -> None:
    next(each for each in desk.page.actions_offered() if each.name == "workshop.badges").run()
    shown = preview_of(desk, qtbot)
    assert shown.windowTitle() == "Badges: Premiers pas sur l’ordinateur"
    shown.close()


# -- people ------------------------------------------------------------------------------------------------------------


def test_typing_a_known_name_offers_the_person_and_down_enter_chooses(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        a_person(db, "Odette", "Tanguy", birth_year=1962, town="Rennes")
    desk.page.tabs.setCurrentIndex(ENROLLED)
    line = desk.page.enrolled.part().add_line
    type_text(line, "tang")
    assert line.is_open
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    assert stored(desk)["Odette Tanguy"] == EnrolmentStatus.WAITING  # the two places are taken
    assert line.text() == ""
    with desk.notebook.read() as db:
        assert people.count(db) == 3


def test_enter_alone_takes_the_name_as_it_is_typed(desk: Desk, said: Said) -> None:
    line = desk.page.enrolled.part().add_line
    type_text(line, MARKUP)
    press(line, Qt.Key.Key_Return)
    assert MARKUP in stored(desk)
    assert said.done == [f"The workshop is full: {MARKUP} is on the waiting list · new in the registry"]
    desk.notebook.undo()
    assert MARKUP not in stored(desk)


def test_somebody_enrolled_already_is_not_enrolled_twice(desk: Desk, said: Said) -> None:
    line = desk.page.enrolled.part().add_line
    type_text(line, "ZOE LE-GOFF")
    press(line, Qt.Key.Key_Return)
    assert len(stored(desk)) == 2
    assert said.toasts == ["Zoé Le Goff is on this list already"]


def test_a_freed_place_is_offered_to_the_first_who_waits(desk: Desk) -> None:
    enrolled = desk.page.enrolled.part()
    for name in ("Premier Venu", "Second Venu"):
        type_text(enrolled.add_line, name)
        press(enrolled.add_line, Qt.Key.Key_Return)
    assert column(enrolled.table, "status")[2:] == ["Waiting, no. 1", "Waiting, no. 2"]
    enrolled.table.select([desk.enrolled[0]])
    enrolled.bar.buttons["enrolled.cancel"].click()
    assert "First on the waiting list: Premier Venu" in labels(enrolled)
    next(each for each in enrolled.findChildren(Button) if each.accessibleName() == "Give the place").click()
    assert stored(desk)["Premier Venu"] == EnrolmentStatus.ENROLLED
    assert stored(desk)["Zoé Le Goff"] == EnrolmentStatus.CANCELLED


def test_an_enrolment_is_deleted_with_a_way_back_unless_the_person_came(desk: Desk, said: Said) -> None:
    table = desk.page.enrolled.part().table
    table.go_to(desk.enrolled[0])
    press(table.view, Qt.Key.Key_Delete)
    assert list(stored(desk)) == ["Maël Aubrée"]
    assert said.done == ["1 enrolment deleted"]
    desk.notebook.undo()
    with desk.notebook.write("Enter attendance") as db:
        attendance.mark(db, desk.sessions[0], desk.enrolled, AttendanceState.PRESENT)
    with pytest.raises(UserError, match="enrolment_has_presence"):
        desk.page.enrolled.part().on_remove([desk.enrolled[0]])
    assert len(stored(desk)) == 2


# -- sessions ----------------------------------------------------------------------------------------------------------


def answer_form(monkeypatch: pytest.MonkeyPatch, typed: Callable[[FormDialog], object]) -> None:
    def run(dialog: FormDialog) -> int:
        typed(dialog)
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)


def test_sessions_are_added_week_after_week_from_what_is_proposed(
    desk: Desk, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(dialog: FormDialog) -> None:
        press(dialog.form.widget("repeat"), Qt.Key.Key_Down)
        type_text(dialog.form.widget("times"), "2")

    answer_form(monkeypatch, typed)
    desk.page.sessions.part().add_button.click()
    shown = column(desk.page.sessions.part().table, "date")
    assert shown[2:] == ["Tuesday 26 May 2026", "Tuesday 2 June 2026"]
    assert said.done == ["2 sessions added"]
    assert desk.page.sessions.part().table.selected_count == 2


def test_what_is_to_be_looked_at_again_stands_beside_the_session(desk: Desk) -> None:
    assert column(desk.page.sessions.part().table, "doubts") == ["", ""]
    with desk.notebook.write("Prepare") as db:
        sessions.save(db, desk.workshop, SessionDraft(date(2026, 5, 14), time(14), time(16)), desk.sessions[1])
    desk.refresh()
    assert column(desk.page.sessions.part().table, "doubts") == ["", "public holiday: Ascension Day"]


def test_a_session_is_cancelled_with_its_reason_and_planned_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_form(monkeypatch, lambda dialog: type_text(dialog.form.widget("cancel_reason"), "salle fermée"))
    tab = desk.page.sessions.part()
    desk.page.tabs.setCurrentIndex(2)
    tab.table.select([desk.sessions[1]])
    tab.cancel_button.click()
    assert column(tab.table, "status")[1] == "Cancelled: salle fermée"
    assert not tab.cancel_button.isVisible()
    tab.restore_button.click()
    with desk.notebook.read() as db:
        line = sessions.lines(db, [desk.sessions[1]])[desk.sessions[1]]
    assert (line.status, line.cancel_reason) == (SessionStatus.PLANNED, "")


def test_a_session_is_changed_in_its_dialog(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(dialog: FormDialog) -> None:
        press(dialog.form.widget("start"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(dialog.form.widget("start"), "9h30")

    answer_form(monkeypatch, typed)
    desk.page.sessions.part().table.edited.emit(desk.sessions[1])
    assert column(desk.page.sessions.part().table, "hours")[1] == "09:30 – 16:00"


def test_a_session_nobody_came_to_is_deleted_with_a_way_back(desk: Desk, said: Said) -> None:
    tab = desk.page.sessions.part()
    tab.table.select([desk.sessions[1]])
    tab.remove_button.click()
    assert tab.table.count == 1
    assert said.done == ["1 session deleted"]
    desk.notebook.undo()
    with desk.notebook.read() as db:
        assert len(sessions.find(db, SessionQuery(workshop_id=desk.workshop))) == 2


# -- certificates ------------------------------------------------------------------------------------------------------


def came(desk: Desk, *places: int) -> None:
    with desk.notebook.write("Enter attendance") as db:
        attendance.mark(db, desk.sessions[0], [desk.enrolled[each] for each in places], AttendanceState.PRESENT)
    desk.refresh()


def test_who_can_have_a_certificate_is_told_with_the_reason_of_the_others(desk: Desk) -> None:
    came(desk, 0)
    tab = desk.page.certificates.part()
    assert dict(zip(column(tab.table, "name"), column(tab.table, "state"), strict=True)) == {
        "Aubrée Maël": "came to no session",
        "Le Goff Zoé": "can have one",
    }
    assert tab.make_button.accessibleName() == "Make 1 certificate"


def test_issuing_twice_makes_none_twice(desk: Desk, qtbot: QtBot) -> None:
    came(desk, 0, 1)
    tab = desk.page.certificates.part()
    tab.make_button.click()
    tab.on_make()
    shown = preview_of(desk, qtbot)
    assert len(shown.pages) == 2
    shown.close()
    with desk.notebook.read() as db:
        assert len(certificates.find(db)) == 2
    desk.refresh()
    assert not desk.page.certificates.part().make_button.isEnabled()
    assert column(tab.table, "state") == ["No. LPB-2026-0001", "No. LPB-2026-0002"]


def test_only_what_was_printed_or_saved_counts_as_handed_out(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    came(desk, 0)
    desk.page.certificates.part().make_button.click()
    shown = preview_of(desk, qtbot)
    with desk.notebook.read() as db:
        (row,) = certificates.find(db)
        assert not certificates.lines(db, [row])[row].is_handed_out
    path = tmp_path_factory.mktemp("papers") / "certificates.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    shown.on_save()
    qtbot.waitUntil(path.is_file)
    qtbot.waitUntil(shown.save_button.isEnabled)
    shown.close()
    with desk.notebook.read() as db:
        assert certificates.lines(db, [row])[row].is_handed_out


def test_below_the_minimum_one_is_given_only_with_a_note(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.notebook.write("Change a workshop") as db:
        workshops.save(db, WorkshopDraft("Long", minimum_sessions=3), desk.workshop)
    came(desk, 0)
    tab = desk.page.certificates.part()
    desk.page.tabs.setCurrentIndex(CERTIFICATES)
    assert "came 1 time, 3 needed" in column(tab.table, "state")
    tab.table.select([desk.enrolled[0]])
    told: list[str] = []

    def run(dialog: FormDialog) -> int:
        dialog.go.click()
        told.append(dialog.form.widget("note").accessibleDescription())
        type_text(dialog.form.widget("note"), "malade, a tout rattrapé")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    tab.override_button.click()
    assert "reason is missing" in told[0]
    preview_of(desk, qtbot).close()
    with desk.notebook.read() as db:
        assert len(certificates.find(db)) == 1


def test_a_test_print_records_nothing(desk: Desk, qtbot: QtBot) -> None:
    came(desk, 0)
    desk.page.certificates.part().trial_button.click()
    preview_of(desk, qtbot).close()
    with desk.notebook.read() as db:
        assert certificates.find(db) == []


# -- facts -------------------------------------------------------------------------------------------------------------


def test_the_facts_save_themselves_when_they_are_left(desk: Desk) -> None:
    desk.page.tabs.setCurrentIndex(FACTS)
    title = desk.page.facts.part().form.widget("title")
    press(title, Qt.Key.Key_End)
    type_text(title, " et au-delà")
    assert desk.page.leave()
    with desk.notebook.read() as db:
        assert workshops.draft(db, desk.workshop).title == "Premiers pas sur l’ordinateur et au-delà"
    entry = desk.notebook.undoable()
    assert entry is not None
    assert entry.label == "Change a workshop"


def test_facts_that_cannot_be_kept_hold_the_page_and_can_be_taken_back(desk: Desk) -> None:
    desk.page.tabs.setCurrentIndex(FACTS)
    title = desk.page.facts.part().form.widget("title")
    press(title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(title, Qt.Key.Key_Delete)
    desk.page.tabs.setCurrentIndex(ENROLLED)
    assert not desk.page.leave()
    assert desk.page.tabs.currentIndex() == FACTS
    assert "title of the workshop is missing" in title.accessibleDescription()
    assert desk.page.facts.part().unsaved.isVisible()
    desk.page.facts.part().unsaved.put_back()
    assert desk.page.leave()
    assert not desk.page.facts.part().unsaved.isVisible()


def test_a_workshop_deleted_meanwhile_leads_back_to_the_list(desk: Desk, said: Said, qtbot: QtBot) -> None:
    with desk.notebook.write("Delete workshops") as db:
        workshops.remove(db, desk.workshop)
    desk.refresh()
    qtbot.waitUntil(lambda: said.went == [("workshops", None)])


def test_cancelling_from_ctrl_k_asks_first(desk: Desk, answer: Callable[..., list[QDialog]]) -> None:
    shown = answer(QDialog.DialogCode.Rejected)
    action = next(each for each in desk.page.actions_offered() if each.name == "workshop.cancel")
    action.run()
    assert "Premiers pas" in shown[0].windowTitle()
    with desk.notebook.read() as db:
        assert workshops.draft(db, desk.workshop).status == "planned"
