"""A scanner beside the computer: a badge ticks its person wherever the keyboard is, and types into no field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models import certificates, issuing, people, scans
from models.attendance import Mark
from models.certificates import RegisterQuery
from tests.builders import TODAY, a_person, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.attendance_desk import PRESENT, UNKNOWN, Desk, desk
from tests.ui.conftest import Said
from tests.ui.keys import press, type_text
from ui.scanner import GAP, as_meant

__all__ = ["desk", "file_notebook", "new_file"]

ON_A_FRENCH_KEYBOARD = str.maketrans(
    dict(zip("AQZWM:1234567890-", "QAWZ?M&é\"'(-è_çà)", strict=True))
    | {"$": "4", "%": "5", "*": "8", ".": ":", "/": "!"}
)


def code_of(desk: Desk, person_id: int) -> str:
    with desk.notebook.read() as db:
        return scans.badge_code(people.lines(db, [person_id])[person_id].uid)


def scan(desk: Desk, at: QWidget, code: str, qtbot: QtBot) -> None:
    """Let the scanner type where the keyboard is."""
    desk.tab.activateWindow()
    at.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: desk.tab.scanner.watched is at)
    type_text(at, code)
    press(at, Qt.Key.Key_Return)


@pytest.mark.parametrize("place", ["grid", "arrival", "everyone"])
@pytest.mark.parametrize("keyboard", ["as printed", "French", "capitals locked"])
def test_a_badge_ticks_its_person_wherever_the_keyboard_is(
    desk: Desk, qtbot: QtBot, said: Said, place: str, keyboard: str
) -> None:
    code = code_of(desk, desk.tab.model.rows[2].person_id)
    typed = {"French": code.translate(ON_A_FRENCH_KEYBOARD), "capitals locked": code.lower()}.get(keyboard, code)
    scan(desk, getattr(desk.tab, place), typed, qtbot)
    assert [desk.stored(person, 1).state for person in range(3)] == [UNKNOWN, UNKNOWN, PRESENT]
    assert desk.tab.arrival.text() == ""
    assert said.done == ["Maël Le Goff is present"]


def test_a_badge_of_someone_who_is_not_enrolled_admits_them(desk: Desk, qtbot: QtBot, said: Said) -> None:
    with desk.notebook.write("Prepare") as db:
        person = a_person(db, "Gülşah", "Çelik")
    scan(desk, desk.tab.grid, code_of(desk, person), qtbot)
    assert said.done[0].startswith("Gülşah Çelik, already known, is enrolled and present")
    assert {each.person_id for each in desk.tab.model.rows} >= {person}


def test_who_is_present_for_a_part_stays_so(desk: Desk, qtbot: QtBot, said: Said) -> None:
    desk.tab._enter([desk.tab.model.index(0, 1)], PRESENT, 45)
    scan(desk, desk.tab.grid, code_of(desk, desk.tab.model.rows[0].person_id), qtbot)
    assert desk.stored(0, 1) == Mark(PRESENT, 45)
    assert said.toasts == ["Jeannine Aubrée is present already"]


def test_a_badge_of_nobody_is_told(desk: Desk, qtbot: QtBot, said: Said) -> None:
    for code in ("CARNETP:0123456789AB", "CARNETP:", "CARNETP:%_%_%_%_%_%_", "CARNETP:" + "A" * 400):
        scan(desk, desk.tab.arrival, code, qtbot)
        assert said.toasts.pop() == "This badge is of nobody in this notebook. Type the name of the person instead."
    assert not desk.changes
    assert desk.tab.arrival.text() == ""


def test_what_a_person_types_is_typed(desk: Desk, qtbot: QtBot) -> None:
    """A name that begins like a code, slowly or at once, and capitals: nothing is kept back for long."""
    field = desk.tab.arrival
    desk.tab.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: desk.tab.scanner.watched is field)
    type_text(field, "Carne")
    qtbot.waitUntil(lambda: field.text() == "Carne", timeout=20 * GAP)
    type_text(field, "l Cécile CARNOT")
    qtbot.waitUntil(lambda: field.text() == "Carnel Cécile CARNOT", timeout=20 * GAP)
    press(field, Qt.Key.Key_Backspace)
    assert field.text() == "Carnel Cécile CARNO"


def test_letters_jump_in_the_grid_as_before(desk: Desk, qtbot: QtBot) -> None:
    with desk.notebook.write("Prepare") as db:
        an_enrolment(db, desk.workshop, a_person(db, "Anne", "Carnet"), over=True)
    desk.tab.refresh(None)
    grid = desk.tab.grid
    desk.tab.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(lambda: desk.tab.scanner.watched is grid)
    type_text(grid, "car")
    qtbot.waitUntil(lambda: grid.currentIndex().row() == 2, timeout=20 * GAP)


def test_a_scanner_that_sends_no_enter_is_understood(desk: Desk, qtbot: QtBot) -> None:
    code = code_of(desk, desk.tab.model.rows[0].person_id)
    desk.tab.activateWindow()
    desk.tab.grid.setFocus()
    qtbot.waitUntil(lambda: desk.tab.scanner.watched is desk.tab.grid)
    type_text(desk.tab.grid, code)
    qtbot.waitUntil(lambda: desk.stored(0, 1).state == PRESENT, timeout=20 * GAP)


def test_another_page_gets_its_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.tab.hide()
    qtbot.waitUntil(lambda: desk.tab.scanner.watched is None)


def test_the_certificate_of_someone_on_the_list_ticks_them_and_others_are_told(
    desk: Desk, qtbot: QtBot, said: Said
) -> None:
    with desk.notebook.write("Issue", final=True) as db:
        person_ids = [desk.tab.model.rows[0].person_id]
        issuing.issue(db, desk.workshop, today=TODAY, language="en", person_ids=person_ids)
        ids = certificates.find(db, RegisterQuery())
        seal = str(certificates.frozen(db, ids)[0].facts["seal"])
        number = certificates.lines(db, ids)[ids[0]].number
    scan(desk, desk.tab.grid, seal, qtbot)
    assert desk.stored(0, 1).state == PRESENT
    with desk.notebook.write("Revoke", final=True) as db:
        certificates.revoke(db, ids[0], "mistake", today=TODAY)
    scan(desk, desk.tab.grid, seal, qtbot)
    assert said.toasts[-1].startswith(f"{number}: Jeannine Aubrée")
    assert said.toasts[-1].endswith("it was revoked or replaced")
    scan(desk, desk.tab.grid, seal[:-3] + "AAA", qtbot)
    assert "altered" in said.toasts[-1]


@pytest.mark.parametrize("code", ["CARNETP:018F22E279B0", "CARNET1:6BF1A-0W7Z:$%*+./ Q"])
def test_a_code_is_read_whatever_keyboard_the_scanner_believes_in(code: str) -> None:
    assert as_meant(code) == as_meant(code.translate(ON_A_FRENCH_KEYBOARD)) == code
    assert as_meant(code.lower()) == code
