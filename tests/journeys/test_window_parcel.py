"""Two laptops in the window: a parcel is given, opened elsewhere, worked in, and taken back; all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, sessions, workshops
from models.attendance import Mark
from models.codes import AttendanceState
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.journeys.hands import Hands, choosing
from tests.ui.keys import press
from ui import app
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.widgets.inputs import CheckBox, ComboBox
from ui.window_actions import take_in

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 5, 12, 17, 5)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The coordinator's notebook, closed."""
    path = tmp_path / "puces.carnet"
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write(N_("Prepare")) as db:
        workshop = a_workshop(db)
        a_session(db, workshop)
        for name in ("Zoé Le Goff", "Ali Ben Salah"):
            an_enrolment(db, workshop, a_person(db, *name.split(" ", 1)))
        a_person(db, "Étranger", "Ailleurs", birth_year=1970, town="Cesson")
    return path


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    preferences = Preferences(tmp_path / "settings")
    preferences.keep("language", "en")
    preferences.keep("theme", "light")
    app.prepare(qapp, preferences)
    made = MainWindow(preferences, now=lambda: NOW)
    made.show()
    yield made
    made.close()


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def act(hands: Hands, name: str) -> None:
    """Choose an action of the menus."""
    hands.window.findChild(QAction, name).trigger()


def opened(hands: Hands, window: MainWindow, path: Path) -> None:
    hands.until(lambda: window.context is not None and window.context.notebook.where == path)


def giving(hands: Hands) -> Callable[[QWidget], None]:
    def answer(dialog: QWidget) -> None:
        hands.type("For whom", "Yann", dialog)
        box = hands.find(CheckBox, "Premiers pas*", dialog)
        box.setFocus()
        press(box, Qt.Key.Key_Space, text=" ")
        hands.press("Choose where…", dialog)

    return answer


def unlocking(hands: Hands, *attempts: str) -> Callable[[QWidget], None]:
    def answer(dialog: QWidget) -> None:
        for attempt in attempts:
            hands.type("Passphrase", attempt, dialog)
            hands.press("Open", dialog)

    return answer


def told(window: MainWindow) -> str:
    return " ".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_a_parcel_goes_out_and_comes_back(
    hands: Hands, window: MainWindow, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel, words = tmp_path / "Parcel Yann.colis", list[str]()
    choosing(monkeypatch, parcel, parcel)
    window.open_notebook(home)
    opened(hands, window, home)

    def reading(dialog: QWidget) -> None:
        words.append(hands.find(QLabel, "Passphrase: *", dialog).text())
        hands.press("I have written it down", dialog)

    with hands.answering(giving(hands), reading):
        act(hands, "parcel.give")
    with hands.answering(unlocking(hands, "wrong words", words[0].upper())):
        window.open_notebook(parcel)
    opened(hands, window, parcel)
    assert "Parcel of Les Puces du Blosne for Yann – give it back when you have finished." in told(window)
    assert window.context is not None
    away = window.context.notebook
    with away.write(N_("Work")) as db:
        session = sessions.find(db)[0]
        attendance.everyone_was_here(db, session)
        attendance.walk_in(db, session, "Etranjer", "Ailleurs", today=TODAY)
    window.open_notebook(home)
    opened(hands, window, home)
    notebook = window.context.notebook
    with notebook.write(N_("Work")) as db:
        row = next(row for row in attendance.grid(db, workshops.find(db)[0]) if "Zoé" in row.shown)
        attendance.mark(db, sessions.find(db)[0], [row.enrolment_id], AttendanceState.ABSENT)

    def taking(dialog: QWidget) -> None:
        who = hands.find(ComboBox, "Who is Etranjer Ailleurs?", dialog)
        who.setFocus()
        hands.choose("Who is Etranjer Ailleurs?", "Ailleurs Étranger, 1970, Cesson", dialog)
        ours = hands.find(QRadioButton, "*Zoé Le Goff* – Here: Absent", dialog)
        ours.setFocus()
        press(ours, Qt.Key.Key_Space, text=" ")
        assert hands.all(QRadioButton, "*Zoé Le Goff* – In the parcel: Present", dialog)
        hands.press("Take it back", dialog)

    with hands.answering(unlocking(hands, words[0]), taking):
        act(hands, "parcel.take")
    hands.until(lambda: len(marks(notebook)) == 3)
    assert marks(notebook) == {
        "Zoé Le Goff": Mark("absent"), "Ali Ben Salah": Mark("present"), "Étranger Ailleurs": Mark("present"),
    }  # fmt: skip
    act(hands, "undo")
    assert marks(notebook) == {"Zoé Le Goff": Mark("absent")}


def marks(notebook: Notebook) -> dict[str, Mark]:
    with notebook.read() as db:
        day = sessions.find(db)[0]
        return {row.shown: row.marks[day] for row in attendance.grid(db, workshops.find(db)[0]) if day in row.marks}


def test_a_parcel_is_copied_and_erased_from_the_borrowed_computer(
    hands: Hands, window: MainWindow, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.base import utc_now
    from models.parcel_giving import Choice, give

    path, copy = tmp_path / "p.colis", tmp_path / "stick.colis"
    with Notebook.open(home) as notebook:
        with notebook.read() as db:
            choice = Choice(workshops.find(db), label="Yann")
        given = give(notebook, choice, path, now=utc_now())
    with hands.answering(unlocking(hands, given.passphrase)):
        window.open_notebook(path)
    opened(hands, window, path)
    choosing(monkeypatch, copy)
    assert hands.all(QPushButton, "Workshops", window.side)
    assert not [*hands.all(QPushButton, "Certificates", window.side), *hands.all(QPushButton, "Programme", window.side)]
    with hands.answering(lambda dialog: hands.press("Close", dialog)):
        window.go("programme")
    assert window.place() == ("today", None)
    with hands.answering(lambda dialog: hands.press("Close", dialog)):
        take_in(window, tmp_path / "people.csv")
    with hands.answering(lambda dialog: hands.press("Save a copy…", dialog)):
        act(hands, "parcel.return")
    hands.until(copy.exists)
    Notebook.open(copy, passphrase=given.passphrase).close()
    with hands.answering(
        lambda dialog: hands.press("Erase here…", dialog),
        lambda dialog: hands.press("Erase the parcel", dialog),
    ):
        hands.press("Give back…")
    assert not path.exists()
    assert window.context is None
    assert window.parcel is None


def test_who_gives_up_the_passphrase_sees_the_doors(hands: Hands, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "locked.carnet"
    Notebook.create(path, association_name="A", passphrase="abc").close()
    with hands.answering(lambda dialog: hands.press("Cancel", dialog)):
        window.open_notebook(path)
    assert window.context is None
    assert hands.find(QWidget, "Welcome")


def test_an_older_copy_is_told_on_top_with_the_way_to_the_other(
    hands: Hands, window: MainWindow, home: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.carnet"
    older.write_bytes(home.read_bytes())
    with Notebook.open(home) as notebook, notebook.write(N_("Work")) as db:
        a_person(db, "Nour")
    window.open_notebook(older)
    opened(hands, window, older)
    assert "is an older copy" in told(window)
    hands.press("Open the other one")
    hands.until(lambda: window.context is not None and window.context.notebook.where == home.resolve())
