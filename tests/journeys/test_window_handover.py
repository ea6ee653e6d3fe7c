"""The hand-over in the window, by keys alone: from the programme's profile to its answer, and a correction after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from exchange import sending
from models import attendance, enrolments, people, programme, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from resources import codebook
from tests.exchange.dav import PASSWORD, USER, Dav, apache
from tests.exchange.test_profiles import written
from tests.journeys.desk import Desk as Terminal
from tests.journeys.hands import Hands, choosing
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.safe import safe_for_tests
from tests.tools import needs
from tests.ui.keys import press
from ui.dialogs.hand_over import HandOverDialog
from ui.periods import period_around
from ui.widgets.grid import AttendanceGrid

pytestmark = [pytest.mark.journey, needs("apache2"), pytest.mark.qt_log_ignore("propagateSizeHints")]

LAST_QUARTER = period_around("quarter", period_around("quarter", date.today(), (9, 1))[0] - timedelta(1), (9, 1))
ENTERED, MISSING = LAST_QUARTER[0] + timedelta(20), LAST_QUARTER[0] + timedelta(27)
TITLE = "Mon téléphone, mes photos"
HISTORY = "Packages made so far"
ANSWER, FILE = 6, 7  # columns of the history


@dataclass
class Desk:
    """A workshop of two sessions of the last quarter, the second not entered yet; a server, a stick, an officer."""

    hands: Hands
    server: Dav
    stick: Path
    patch: pytest.MonkeyPatch

    @property
    def notebook(self) -> Notebook:
        """The notebook that the window shows."""
        return self.hands.notebook

    def texts(self, inside: QWidget | None = None) -> str:
        """All sentences that are shown."""
        found = (inside or self.hands.window).findChildren(QLabel)
        return "\n".join(each.text() for each in found if each.isVisible())

    def column(self, place: int) -> list[str]:
        """A column of the history, newest first."""
        return [row[place] for row in self.hands.rows(HISTORY)]

    def officer(self, *words: object) -> Any:
        """Let the officer of the programme type a command and read what it answers."""
        return Terminal(self.stick.parent).asks("programme", *words, "--into", self.stick.parent / "programme.db")

    def take_receipt(self, package: Path) -> None:
        """Import the receipt of a package in the window."""
        choosing(self.patch, package.with_name(f"{package.stem}.receipt.json"))
        self.hands.press("Import a receipt…")


def prepared(path: Path) -> None:
    """Zoé and Ali came to the first session; nobody has said who came to the second."""
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft(TITLE))
        held = [sessions.save(db, workshop, SessionDraft(day, time(14), time(16))) for day in (ENTERED, MISSING)]
        ids = people.save_many(db, [PersonDraft("Zoé", "Le Goff"), PersonDraft("Ali", "Ben")], today=ENTERED)
        rows = enrolments.enrol(db, workshop, ids, today=ENTERED).enrolled
        attendance.mark(db, held[0], rows, AttendanceState.PRESENT)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path, stick = tmp_path / "puces.carnet", tmp_path / "stick"
    stick.mkdir()
    prepared(path)
    with apache() as server, safe_for_tests(), opened(qtbot, path) as window:
        monkeypatch.setattr(sending, "_system_trust", server.trust)
        yield Desk(Hands(qtbot, window), server, stick, monkeypatch)
    codebook.use(None)


def test_figures_are_completed_seen_sent_answered_and_corrected(desk: Desk, tmp_path: Path) -> None:
    take_the_profile_in(desk, tmp_path)
    enter_what_is_missing(desk)
    package = see_and_send(desk)
    take_the_answer(desk, package)
    correct_after_sending(desk)
    hand_the_correction_over_on_a_stick(desk)


def take_the_profile_in(desk: Desk, folder: Path) -> None:
    """The programme's own profile gives its name, its threshold and where packages go."""
    given = {**programme.default_profile(), "code": "puces-35", "name": "Puces 35", "threshold": 7}
    choosing(desk.patch, written(folder, {**given, "address": desk.server.address}))
    desk.hands.press("Programme")
    desk.hands.press("Import a profile…")
    desk.hands.until(lambda: "Groups of fewer than 7 people are hidden" in desk.texts())
    assert "Puces 35" in desk.texts()


def enter_what_is_missing(desk: Desk) -> None:
    """The list of what is missing leads to the session; once it is entered, the page no longer names it."""
    desk.hands.press("Enter it: *")
    desk.hands.open_tab("Attendance")
    grid = desk.hands.find(AttendanceGrid, "*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.go(1, 1)  # Zoé, the second session
    press(grid, Qt.Key.Key_Space, text=" ")
    press(grid, Qt.Key.Key_Up)
    press(grid, Qt.Key.Key_Minus, text="-")
    desk.hands.press("Programme")
    desk.hands.until(lambda: "attendance not entered" not in desk.texts())


def see_and_send(desk: Desk) -> Path:
    """The tables show counts and no name; a wrong password is told, the right one sends; it is asked for once."""
    passwords = ["wrong", PASSWORD]

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, HandOverDialog)
        cells = " ".join(
            str(table.model.data(table.model.index(row, place)))
            for table in dialog.tables
            for row in range(table.model.rowCount())
            for place in range(table.model.columnCount())
        )
        assert all(day.isoformat() in cells for day in (ENTERED, MISSING))
        assert not [name for name in ("Zoé", "Goff", "Ali") if name in cells]
        choosing(desk.patch, desk.stick)
        desk.hands.press("Save and send…", dialog)

    def log_in(dialog: QWidget) -> None:
        expected = "The package goes to 127.0.0.1." if len(passwords) == 2 else "refused this name or password (401)"
        assert expected in desk.texts(dialog)
        desk.hands.type("Name for this address*", USER, dialog)
        desk.hands.type("Password*", passwords.pop(0), dialog)
        desk.hands.press("Send", dialog)

    desk.hands.choose("Period", "Last quarter*")
    with desk.hands.answering(look, log_in, log_in):
        desk.hands.press("See what leaves…")
    desk.hands.until(lambda: bool(desk.column(ANSWER)) and desk.column(ANSWER)[0].startswith("sent on"))
    (saved,) = desk.stick.iterdir()
    (arrived,) = desk.server.files.iterdir()
    assert arrived.name == saved.name
    assert arrived.read_bytes() == saved.read_bytes()
    return arrived


def take_the_answer(desk: Desk, package: Path) -> None:
    """The officer trusts the key once, receives, and the receipt says so in the history."""
    assert desk.officer("trust", package)["association"] == "Les Puces du Blosne"
    assert desk.officer("receive", package)["packages"][0]["status"] == "accepted"
    desk.take_receipt(package)
    desk.hands.until(lambda: desk.column(ANSWER) == ["accepted"])
    assert "Nothing has changed since the last package." in desk.texts()


def correct_after_sending(desk: Desk) -> None:
    """Ali had come after all: the page says that something changed since."""
    command(desk.hands, TITLE)
    desk.hands.open_tab("Attendance")
    grid = desk.hands.find(AttendanceGrid, "*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.go(0, 1)
    press(grid, Qt.Key.Key_Plus, text="+")
    desk.hands.press("Programme")
    desk.hands.until(lambda: "1 change since package 1, the last one accepted." in desk.texts())


def hand_the_correction_over_on_a_stick(desk: Desk) -> None:
    """The same quarter again, on the stick and as an e-mail draft: the programme takes it in place of the first."""

    def save(dialog: QWidget) -> None:
        choosing(desk.patch, desk.stick)
        desk.hands.press("Save the package…", dialog)

    with desk.hands.answering(save):
        desk.hands.press("See what leaves…")
    desk.hands.until(lambda: desk.column(ANSWER) == ["no answer yet", "accepted"])
    assert "1 package waits to be sent." in desk.texts()
    package = next(path for path in desk.stick.iterdir() if path.name == desk.column(FILE)[0])

    desk.hands.go_to(HISTORY, "no answer yet")
    choosing(desk.patch, desk.stick / "letter.eml")
    desk.hands.press("E-mail draft…")
    letter = message_from_bytes((desk.stick / "letter.eml").read_bytes())
    assert [part.get_filename() for part in letter.walk() if part.get_filename()] == [package.name]

    assert desk.officer("receive", package)["packages"][0]["status"] == "accepted"
    desk.take_receipt(package)
    desk.hands.until(lambda: desk.column(ANSWER) == ["accepted", "accepted"])
    counted = desk.officer("report")["total"]
    assert (counted["sessions_held"], counted["attendances"], counted["minutes"]) == (2, 4, 480)
