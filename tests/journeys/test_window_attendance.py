"""A workshop that is too full, by keys alone: who waits, who arrives, who came; each step is read in the notebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, feedback, headcounts, people, scans, sessions, workshops
from models.attendance import Mark, Presence
from models.codes import AttendanceState
from models.feedback import FeedbackDraft
from models.notebook import Notebook
from models.sessions import SessionDraft, SessionQuery
from models.workshops import WorkshopDraft
from tests.journeys.hands import Hands
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.ui.keys import press, type_text
from ui.table_view import RowsView
from ui.widgets.grid import AttendanceGrid

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

DAY = date(2026, 6, 2)
NOW = datetime(2026, 6, 2, 17, 5)
PRESENT, ABSENT = AttendanceState.PRESENT, AttendanceState.ABSENT


@dataclass
class Desk:
    """A workshop of three places with its session of today, nobody enrolled; three people are in the registry."""

    hands: Hands
    workshop: int
    session: int

    @property
    def notebook(self) -> Notebook:
        """The notebook that the window shows."""
        return self.hands.notebook

    def enrolled(self) -> list[tuple[str, str]]:
        """Who is on the list, and how."""
        with self.notebook.read() as db:
            lines = enrolments.lines(db, ids := enrolments.find(db, self.workshop))
        return [(lines[each].given_name, lines[each].status) for each in ids]

    def marks(self) -> dict[str, Mark]:
        """What is stored of each person at the session."""
        with self.notebook.read() as db:
            rows = attendance.grid(db, self.workshop)
        return {row.given_name: row.marks[self.session] for row in rows if self.session in row.marks}

    def presence(self) -> Presence:
        """The numbers of the session."""
        with self.notebook.read() as db:
            return attendance.presences_by_session(db, [self.session])[self.session]

    def to_enter(self) -> list[int]:
        """The list “attendance not entered yet”."""
        with self.notebook.read() as db:
            return sessions.find(db, SessionQuery(to_enter=True, last=DAY))

    def type(self, name: str, text: str) -> None:
        """Type into the line of this name, then Enter."""
        self.hands.type(name, text)
        focus: QWidget | None = self.hands.window.focusWidget()
        assert focus is not None
        press(focus, Qt.Key.Key_Return)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "puces.carnet"
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft("Premiers pas", capacity=3))
        session = sessions.save(db, workshop, SessionDraft(DAY, time(14), time(16)))
    with opened(qtbot, path, lambda: NOW) as window:
        window.go("workshop", workshop)
        yield Desk(Hands(qtbot, window), workshop, session)


def test_a_full_workshop_is_enrolled_marked_and_taken_back_by_keys(desk: Desk) -> None:
    hands = desk.hands
    hands.open_tab("Enrolled")
    for name in ("Anne Roux", "Bilal Roux", "Denis Roux", "Fatou Roux"):
        desk.type("Enrol someone", name)
    hands.until(lambda: len(desk.enrolled()) == 4)
    assert desk.enrolled() == [
        ("Anne", "enrolled"), ("Bilal", "enrolled"), ("Denis", "enrolled"), ("Fatou", "waiting"),
    ]  # fmt: skip
    assert desk.to_enter() == [desk.session]

    hands.open_tab("Attendance")
    grid = hands.find(AttendanceGrid, "*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.go(0, 0)
    press(grid, Qt.Key.Key_Space, text=" ")
    press(grid, Qt.Key.Key_Down)
    press(grid, Qt.Key.Key_Minus, text="-")
    assert desk.marks() == {"Anne": Mark(PRESENT), "Bilal": Mark(ABSENT)}
    assert desk.to_enter() == [desk.session], "one is missing still"

    hands.press("Everyone was here*")
    assert desk.marks()["Denis"] == Mark(PRESENT)
    assert desk.to_enter() == []

    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.go(0, 0)
    type_text(grid, "9")
    field: QWidget | None = hands.window.focusWidget()
    assert field is not None
    type_text(field, "0")
    press(field, Qt.Key.Key_Return)
    assert desk.marks()["Anne"] == Mark(PRESENT, 90)

    with desk.notebook.read() as db:
        row = next(row for row in attendance.grid(db, desk.workshop) if row.given_name == "Bilal")
        code = scans.badge_code(people.lines(db, [row.person_id])[row.person_id].uid)
    type_text(grid, code)
    press(grid, Qt.Key.Key_Return)
    hands.until(lambda: desk.marks()["Bilal"] == Mark(PRESENT))
    assert desk.presence() == Presence(expected=3, present=3)

    desk.notebook.undo()
    assert desk.marks()["Bilal"] == Mark(ABSENT)


def test_a_freed_place_goes_to_who_waits_and_arrivals_are_counted_by_keys(desk: Desk) -> None:
    hands = desk.hands
    hands.open_tab("Enrolled")
    for name in ("Anne Roux", "Bilal Roux", "Denis Roux", "Fatou Roux"):
        desk.type("Enrol someone", name)
    hands.until(lambda: len(desk.enrolled()) == 4)

    table = hands.find(RowsView, "People of this workshop")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):  # the last one enrolled is selected
        press(table, Qt.Key.Key_Up)
    hands.press("Cancel the enrolment")
    assert ("Anne", "cancelled") in desk.enrolled()
    hands.press("Give the place")
    assert desk.enrolled() == [
        ("Bilal", "enrolled"), ("Denis", "enrolled"), ("Fatou", "enrolled"), ("Anne", "cancelled"),
    ]  # fmt: skip

    hands.open_tab("Attendance")
    arrival = "Add a person who arrives: their name, then Enter"
    desk.type(arrival, "Inès Quéré")
    hands.until(lambda: desk.marks() == {"Inès": Mark(PRESENT)})
    assert ("Inès", "enrolled") in desk.enrolled(), "beyond the places, and no wall"
    desk.type(arrival, "Anne Roux")
    hands.until(lambda: len(desk.marks()) == 2)
    assert desk.marks()["Anne"] == Mark(PRESENT)
    with desk.notebook.read() as db:
        assert len(people.named(db, "Anne", "Roux")) == 1, "found, not made again"
    desk.type(arrival, "+3")
    hands.until(lambda: desk.presence() == Presence(expected=5, present=2, unnamed=3))

    command(hands, "Undo")
    hands.until(lambda: desk.presence().unnamed == 0)


def test_counters_of_the_unnamed_tell_the_rest_and_add_up_by_keys(desk: Desk) -> None:
    hands = desk.hands
    hands.open_tab("Attendance")

    def count(dialog: QWidget) -> None:
        hands.type("People without a name, in all", "5", dialog)
        hands.type("Of these, already helped before", "2", dialog)
        hands.type("Gender: Female", "3", dialog)
        hands.type("Pleased", "4", dialog)
        hands.type("More at ease than before", "3", dialog)
        texts = [each.text() for each in dialog.findChildren(QLabel)]
        assert "Not told: 2" in texts, texts
        hands.press("Save these numbers", dialog)

    with hands.answering(count):
        hands.press("Counters…")
    with desk.notebook.read() as db:
        stored, said = headcounts.draft(db, desk.session), feedback.draft(db, desk.session)
    assert (stored.total, stored.already_helped) == (5, 2)
    assert stored.untold("gender") == 2
    assert said == FeedbackDraft(pleased=4, more_at_ease=3)
    assert desk.presence().people == 5
    assert desk.to_enter() == []
