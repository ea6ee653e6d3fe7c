"""The papers of a workshop in the window, by keys alone: from its page to the file of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, people, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.documents.reading import words_of
from tests.journeys.hands import Hands, choosing
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.tools import needs
from tests.ui.keys import press
from ui.dialogs.preview import PreviewDialog
from ui.main_window import MainWindow
from ui.widgets.buttons import Button

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints"), needs("pdftoppm")]

NOW = datetime(2026, 6, 2, 9, 5)
DAY = NOW.date()
TITLE = "Mon téléphone, mes photos"
Answer = Callable[[QWidget], object]


@dataclass
class Desk:
    """A workshop with two sessions over and one to come, its window, and the folder that papers are saved in."""

    hands: Hands
    workshop: int
    person: int
    folder: Path
    patch: pytest.MonkeyPatch

    def paper(self, *steps: Answer, ask: Callable[[], object]) -> str:
        """Ask for a paper, answer its questions, save what the preview shows, and return the words of the file."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.pdf"
        choosing(self.patch, path)
        with self.hands.answering(*steps, self.save(path)):
            ask()
        return words_of(path)

    def save(self, path: Path) -> Answer:
        """Save the pages shown and close them."""

        def answer(dialog: QWidget) -> None:
            assert isinstance(dialog, PreviewDialog)
            self.hands.press("Save…", dialog)
            self.hands.until(path.exists)
            self.hands.until(dialog.save_button.isEnabled)
            press(dialog, Qt.Key.Key_Escape)

        return answer

    def from_menu(self, entry: str) -> None:
        """Open the menu of papers with Space, go down to an entry and choose it with Enter."""
        button = self.hands.find(Button, "Papers")
        menu = button.menu()
        assert isinstance(menu, QMenu)
        texts = [each.text() for each in menu.actions()]

        def choose() -> None:
            for _ in range(texts.index(entry) + 1):
                press(menu, Qt.Key.Key_Down)
            press(menu, Qt.Key.Key_Return)

        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTimer.singleShot(0, menu, choose)  # the button waits until the menu closes
        press(button, Qt.Key.Key_Space, text=" ")


def prepared(path: Path) -> tuple[int, int]:
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft(TITLE))
        held = [
            sessions.save(db, workshop, SessionDraft(DAY + timedelta(days=days), time(14), time(16)))
            for days in (-14, -7, 1)
        ]
        drafts = [PersonDraft("Zoé", "Le Goff", phone="06 12 34 56 78"), PersonDraft("Ngọc Ánh", "Nguyễn")]
        zoe, ngoc = people.save_many(db, drafts, today=DAY)
        enrolments.enrol(db, workshop, [zoe, ngoc], today=DAY)
        rows = attendance.expected(db, held[0])
        for session in held[:2]:
            attendance.mark(db, session, rows[:1], AttendanceState.PRESENT)
    return workshop, zoe


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    workshop, person = prepared(tmp_path / "puces.carnet")
    with opened(qtbot, tmp_path / "puces.carnet", lambda: NOW) as window:
        window.go("workshop", workshop)
        (tmp_path / "papers").mkdir()
        yield Desk(Hands(qtbot, window), workshop, person, tmp_path / "papers", monkeypatch)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen screen cannot raise a menu
def test_each_paper_of_a_workshop_is_reached_and_saved_by_keys(desk: Desk) -> None:
    sheet = desk.paper(ask=lambda: desk.hands.press("Sign-in sheet"))
    assert all(each in sheet for each in (TITLE, "Zoé Le Goff", "Ngọc Ánh Nguyễn", "Wednesday 3 June 2026"))
    assert "06 12 34 56 78" not in sheet
    wanted = desk.paper(
        lambda dialog: as_wanted(desk.hands, dialog), ask=lambda: desk.from_menu("Sign-in sheets as I want them…")
    )
    assert all(each in wanted for each in ("19/05/2026", "26/05/2026", "03/06/2026", "Page 1 of 1"))
    form = desk.paper(
        lambda dialog: desk.hands.press("Show the form", dialog), ask=lambda: desk.from_menu("Registration form…")
    )
    assert TITLE in form
    assert "Your personal data" in form
    calls = desk.paper(
        lambda dialog: desk.hands.press("Show the call list", dialog), ask=lambda: desk.from_menu("Call list…")
    )
    assert "06 12 34 56 78" in calls
    assert len(list(desk.folder.iterdir())) == 4


def as_wanted(hands: Hands, dialog: QWidget) -> None:
    """All sessions on one sheet, across, two empty rows."""
    hands.choose("For which sessions", "All sessions on one sheet", dialog)
    hands.type("Empty rows for people who turn up", "2", dialog)
    hands.choose("Page", "Across", dialog)
    hands.press("Show the sheets", dialog)


def test_the_statement_of_a_person_is_reached_and_saved_by_keys(desk: Desk) -> None:
    assert isinstance(desk.hands.window, MainWindow)
    desk.hands.window.go("person", desk.person)

    def period(dialog: QWidget) -> None:
        desk.hands.type("First day", "25/5/2026", dialog)
        desk.hands.press("Show the statement", dialog)

    said = desk.paper(period, ask=lambda: command(desk.hands, "Attendance statement"))
    assert "Zoé Le Goff" in said
    assert "In all: 1 session, 2 h" in said


def test_all_sheets_of_tomorrow_are_saved_from_the_first_page_by_keys(desk: Desk) -> None:
    desk.hands.press("Today")
    said = desk.paper(ask=lambda: command(desk.hands, "Sheets of tomorrow"))
    assert TITLE in said
    assert "Wednesday 3 June 2026" in said
