"""The main job in the window: from the first start to printed certificates and a package that the programme accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from exchange.check import check
from models.platforms import documents_folder
from tests.documents.reading import words_of
from tests.journeys.hands import Hands, choosing
from tests.tools import needs
from tests.ui.keys import press
from ui import app
from ui.main_window import MainWindow
from ui.pages.today import TodayPage
from ui.pages.workshop import WorkshopPage
from ui.preferences import Preferences
from ui.table_view import RowsView
from ui.widgets.grid import AttendanceGrid

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 6, 2, 17, 5)
LIST = Path(__file__).parents[1] / "exchange" / "lists" / "french-cp1252.csv"
ENROLLED = 30


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this journey alone."""
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.fixture
def window(qapp: QApplication, home: Path) -> Iterator[MainWindow]:
    preferences = Preferences(home / "settings")
    preferences.keep("language", "en")
    preferences.keep("theme", "light")
    app.prepare(qapp, preferences)
    made = MainWindow(preferences, now=lambda: NOW)
    made.show()
    made.show_first_start()
    yield made
    made.close()


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


@needs("pdftoppm")
def test_from_the_first_start_to_certificates_and_a_checked_package(
    hands: Hands, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, LIST, home / "sheet.pdf", home / "certificates.pdf", home)
    create_the_notebook(hands)
    make_a_workshop(hands)
    bring_in_the_list(hands)
    with hands.answering(saving(hands, home / "sheet.pdf")):
        hands.press("Sign-in sheet")
    assert "Gülay Çelik" in words_of(home / "sheet.pdf")
    tick_who_came(hands)
    make_the_certificates(hands, home / "certificates.pdf")
    assert all(name in words_of(home / "certificates.pdf") for name in ("Gülay Çelik", "Aïssatou N’Diaye"))
    hand_over_the_figures(hands)
    report = check(next(home.glob("*.zip")))
    assert (report.problems, report.is_refused) == ((), False)
    assert report.package is not None
    assert report.package.totals().attendances == ENROLLED + 1


def create_the_notebook(hands: Hands) -> None:
    def describe(asked: QWidget) -> None:
        hands.type("Name of the association", "Les Puces du Blosne", asked)
        hands.type("Town", "Rennes", asked)
        hands.press("Create the notebook", asked)

    with hands.answering(describe):
        hands.press("Create my association’s notebook")
    hands.find(TodayPage, "Today")
    assert [file.name for file in documents_folder().glob("*.carnet")] == ["Les Puces du Blosne.carnet"]


def make_a_workshop(hands: Hands) -> None:
    """Two sessions in the last weeks, for as many people as the list has."""

    def describe(asked: QWidget) -> None:
        hands.type("Title", "Premiers pas sur l’ordinateur", asked)
        hands.choose("Format", "Discovery", asked)
        for name, text in (("Date", "12/5"), ("Start", "14h"), ("End", "16:30")):
            hands.type(name, text, asked)
        hands.choose("Repeat", "Each week", asked)
        hands.type("How many sessions", "2", asked)
        hands.type("How many people at most", str(ENROLLED), asked)
        hands.press("Make this workshop", asked)

    with hands.answering(describe):
        hands.press("New workshop")
    hands.find(WorkshopPage, "*")


def bring_in_the_list(hands: Hands) -> None:
    """A French list as it came out of Excel: cp1252, semicolons, phones without their zero."""

    def read_and_import(asked: QWidget) -> None:
        hands.press("Choose a file…", asked)
        hands.press(f"Import {ENROLLED} people", asked)

    hands.open_tab("Enrolled")
    with hands.answering(read_and_import):
        hands.press("Import a list…")
    hands.until(lambda: hands.find(RowsView, "People of this workshop").model().rowCount() == ENROLLED)


def tick_who_came(hands: Hands) -> None:
    """Everyone came to the first session, to the second only the first of the list."""
    hands.open_tab("Attendance")
    grid = hands.find(AttendanceGrid, "Attendance*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    press(grid, Qt.Key.Key_Home)
    hands.press("Everyone was here*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Space)
    assert grid.model().index(0, 1).data() == "present"


def make_the_certificates(hands: Hands, path: Path) -> None:
    hands.open_tab("Certificates")
    with hands.answering(saving(hands, path)):
        hands.press(f"Make {ENROLLED} certificates")


def hand_over_the_figures(hands: Hands) -> None:
    hands.press("Programme")
    hands.choose("Period", "This quarter (01/04/2026 – 30/06/2026)")
    with hands.answering(lambda shown: hands.press("Save the package…", shown)):
        hands.press("See what leaves…")


def saving(hands: Hands, path: Path) -> Callable[[QWidget], None]:
    """Return what is done with papers that are shown: save them, then put them away."""

    def save(preview: QWidget) -> None:
        hands.press("Save…", preview)
        hands.until(path.exists)
        press(preview, Qt.Key.Key_Escape)

    return save
