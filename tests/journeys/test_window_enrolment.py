"""Who comes to a workshop, by keys alone: from the registry or a list, for some sessions, moved, offered, excused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, occupancy, people, sessions, workshops
from models.attendance import Mark
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.journeys.hands import Hands, choosing
from tests.journeys.papers import PaperDesk
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.ui.keys import press, type_text
from ui.table_view import RowsView
from ui.widgets.grid import AttendanceGrid
from ui.widgets.inputs import CheckBox

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 6, 2, 17, 5)
DAYS = (date(2026, 6, 2), date(2026, 6, 9), date(2026, 6, 16))
FIRST_STEPS, NEXT_STEPS = "Premiers pas", "Pas suivants"
LIST = "Nom;Prénom;Ville\nLe Goff;Zoé;Rennes\nÖzdemir;Ali;Rennes\nO'Brien;Nuala;Bruz\n"
ENROLLED = "People of this workshop"
KEY = Qt.Key


@dataclass
class Desk(PaperDesk):
    """A workshop of four places and three Tuesdays, another of one place to come, three people in the registry."""

    workshop: int
    other: int
    sessions: list[int]

    def enrolled(self, workshop: int) -> dict[str, str]:
        """Who is on the list of a workshop, and how."""
        with self.hands.notebook.read() as db:
            lines = enrolments.lines(db, ids := enrolments.find(db, workshop))
        return {lines[each].given_name: lines[each].status for each in ids}

    def expected(self) -> list[int]:
        """How many are expected at each session."""
        with self.hands.notebook.read() as db:
            fills = occupancy.fill_by_session(db, self.sessions)
        return [fills[each].expected for each in self.sessions]

    def marks(self) -> dict[str, Mark]:
        """What is stored of each person at the first session."""
        with self.hands.notebook.read() as db:
            rows = attendance.grid(db, self.workshop)
        return {row.given_name: row.marks[self.sessions[0]] for row in rows if self.sessions[0] in row.marks}

    def choose(self, name: str, more: int = 0) -> None:
        """Select somebody on the list with the arrows, and as many below with Shift."""
        self.hands.go_to(ENROLLED, name)
        table = self.hands.find(RowsView, ENROLLED)
        for _ in range(more):
            press(table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    def told(self) -> str:
        """All sentences that are shown."""
        return "\n".join(each.text() for each in self.hands.window.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path = tmp_path / "puces.carnet"
    (tmp_path / "liste.csv").write_text(LIST, encoding="utf-8")
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft(FIRST_STEPS, capacity=4))
        days = [sessions.save(db, workshop, SessionDraft(day, time(14), time(16))) for day in DAYS]
        other = workshops.save(db, WorkshopDraft(NEXT_STEPS, capacity=1))
        sessions.save(db, other, SessionDraft(date(2026, 7, 7), time(14), time(16)))
        known = [PersonDraft("Anne", "Roux"), PersonDraft("Bilal", "Roux"), PersonDraft("Denis", "Petit")]
        people.save_many(db, known, today=NOW.date())
    with opened(qtbot, path, lambda: NOW) as window:
        window.go("workshop", workshop)
        (tmp_path / "papers").mkdir()
        yield Desk(Hands(qtbot, window), tmp_path / "papers", monkeypatch, workshop, other, days)


def test_people_are_enrolled_from_everywhere_for_some_sessions_and_moved_by_keys(desk: Desk) -> None:
    desk.hands.open_tab("Enrolled")
    enrol_from_the_registry(desk)
    enrol_from_a_list(desk)
    expect_someone_at_some_sessions(desk)
    move_two_to_another_workshop(desk)
    offer_the_place_and_note_the_answer(desk)
    excuse_at_the_session(desk)


def enrol_from_the_registry(desk: Desk) -> None:
    """Both called Roux, found by their name and enrolled together."""
    hands = desk.hands

    def both(dialog: QWidget) -> None:
        hands.type("Search a name*", "roux", dialog)
        table = hands.find(RowsView, "People of the registry", dialog)
        hands.until(lambda: table.model().rowCount() == 2)
        table.setFocus(Qt.FocusReason.TabFocusReason)
        press(table, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
        hands.press("Enrol 2 people", dialog)

    with hands.answering(both):
        hands.press("From the registry…")
    assert desk.enrolled(desk.workshop) == {"Anne": "enrolled", "Bilal": "enrolled"}


def enrol_from_a_list(desk: Desk) -> None:
    """Three of a file: the last of them finds no place any more and waits; one undo would take all three back."""
    hands = desk.hands
    choosing(desk.patch, desk.folder.parent / "liste.csv")

    def bring_in(dialog: QWidget) -> None:
        hands.press("Choose a file…", dialog)
        hands.press("Import 3 people", dialog)

    with hands.answering(bring_in):
        hands.press("Import a list…")
    hands.until(lambda: len(desk.enrolled(desk.workshop)) == 5)
    known = {"Anne": "enrolled", "Bilal": "enrolled"}
    assert desk.enrolled(desk.workshop) == {**known, "Zoé": "enrolled", "Ali": "enrolled", "Nuala": "waiting"}


def expect_someone_at_some_sessions(desk: Desk) -> None:
    """Bilal does not come on the second Tuesday: he stands on the sheets of the other two only."""
    hands = desk.hands

    def leave_one_out(dialog: QWidget) -> None:
        box = next(each for each in dialog.findChildren(CheckBox) if "9 June" in each.text())
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press(box, KEY.Key_Space, text=" ")
        hands.press("Keep these sessions", dialog)

    desk.choose("Roux Bilal")
    with hands.answering(leave_one_out):
        hands.press("Sessions…")
    assert desk.expected() == [4, 3, 4]
    assert {row[0]: row[2] for row in hands.rows(ENROLLED) if row[2]} == {"Roux Bilal": "2 of 3"}
    hands.open_tab("Sessions")
    for day, stands in (("2 Jun", True), ("9 Jun", False), ("16 Jun", True)):
        hands.go_to("Sessions of this workshop", day)
        sheet = desk.paper(ask=lambda: hands.press("Sheet of this session"))
        assert ("Bilal Roux" in sheet, "Anne Roux" in sheet) == (stands, True), day
    hands.open_tab("Enrolled")


def move_two_to_another_workshop(desk: Desk) -> None:
    """Zoé and Ali go where there is one place: she has it, he waits there; nothing of them stays here."""
    hands = desk.hands

    def where(dialog: QWidget) -> None:
        hands.choose("Workshop*", f"{NEXT_STEPS}*", dialog)
        hands.press("Move 2 people", dialog)

    desk.choose("Le Goff Zoé", more=1)
    with hands.answering(where):
        hands.press("More") if not hands.all(QWidget, "Move to another workshop…") else None
        hands.press("Move to another workshop…")
    assert desk.enrolled(desk.other) == {"Zoé": "enrolled", "Ali": "waiting"}
    assert desk.enrolled(desk.workshop) == {"Anne": "enrolled", "Bilal": "enrolled", "Nuala": "waiting"}


def offer_the_place_and_note_the_answer(desk: Desk) -> None:
    """The first who waits is offered the place that is free now, and declines; the next day she changes her mind."""
    hands = desk.hands
    hands.until(lambda: "A place is free. First on the waiting list: Nuala O'Brien" in desk.told())
    hands.until(lambda: "2 / 4" in desk.told())
    hands.press("I have offered it")
    hands.until(lambda: "A place was offered to Nuala O'Brien on 2 June 2026." in desk.told())
    hands.press("Declined")
    assert desk.enrolled(desk.workshop)["Nuala"] == "declined"
    desk.choose("O'Brien")
    hands.press("Give a place")
    assert desk.enrolled(desk.workshop)["Nuala"] == "enrolled"


def excuse_at_the_session(desk: Desk) -> None:
    """A letter jumps to Bilal, / excuses him; the list of what is not entered shrinks only with the last mark."""
    hands = desk.hands
    hands.open_tab("Attendance")
    grid = hands.find(AttendanceGrid, "*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.go(0, 0)
    type_text(grid, "r")
    press(grid, KEY.Key_Slash, text="/")
    assert desk.marks() == {"Anne": Mark(AttendanceState.EXCUSED)}
    command(hands, "Undo")
    assert desk.marks() == {}
