"""The papers of a workshop in the window, by keys alone: from its page to the file of each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, people, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.journeys.hands import Hands
from tests.journeys.papers import PaperDesk
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.tools import needs
from ui.main_window import MainWindow

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints"), needs("pdftoppm")]

NOW = datetime(2026, 6, 2, 9, 5)
DAY = NOW.date()
TITLE = "Mon téléphone, mes photos"


@dataclass
class Desk(PaperDesk):
    """A workshop with two sessions over and one to come, and one of its people."""

    workshop: int
    person: int


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
        yield Desk(Hands(qtbot, window), tmp_path / "papers", monkeypatch, workshop, person)


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
