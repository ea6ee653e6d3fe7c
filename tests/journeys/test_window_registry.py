"""The registry in the window: two records of one woman made one, then everything that names her forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, people
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PeopleQuery
from tests.builders import a_person, a_session, a_workshop, an_enrolment
from tests.journeys.hands import Hands, choosing
from tests.journeys.windows import opened
from tests.ui.keys import press
from ui.main_window import MainWindow
from ui.pages.person import PersonPage
from ui.table_view import RowsView
from ui.widgets.inputs import SearchField

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 6, 2, 17, 5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A notebook in which one woman has two records, both of whom came."""
    made = tmp_path / "puces.carnet"
    with Notebook.create(made, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        first = a_person(db, "Aïssatou", "N’Diaye", birth_year=1962, email="aissatou@exemple.fr")
        second = a_person(db, "Aissata", "Ndiaye", phone="06 39 98 00 01", email="aissatou@exemple.fr")
        ids = [an_enrolment(db, workshop, each) for each in (first, second, a_person(db, "Yann", "Kerbrat"))]
        attendance.mark(db, session, ids, AttendanceState.PRESENT)
    return made


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, path: Path) -> Iterator[Hands]:
    with opened(qtbot, path, lambda: NOW) as window:
        yield Hands(qtbot, window)


def menu(hands: Hands, text: str) -> None:
    """Choose an entry of the menus."""
    next(each for each in hands.window.findChildren(QAction) if each.text() == text).trigger()


def found(hands: Hands, words: str) -> list[int]:
    assert isinstance(hands.window, MainWindow)
    assert hands.window.context is not None
    with hands.window.context.notebook.read() as db:
        return people.find(db, PeopleQuery(words))


def test_two_records_are_made_one_then_given_out_and_forgotten(
    hands: Hands, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge_the_twins(hands)
    open_the_person(hands)
    choosing(monkeypatch, tmp_path / "extract.pdf")
    hands.press("Extract of what is held…")
    hands.until((tmp_path / "extract.json").exists)
    forget_her(hands)
    assert found(hands, "ndiaye") == []
    assert b"ssatou" not in path.read_bytes()


def merge_the_twins(hands: Hands) -> None:
    """Find them in the review of the registry, choose what stays, make them one."""

    def make_one(card: QWidget) -> None:
        button = hands.find(QRadioButton, "Given name: Aïssatou", card)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        press(button, Qt.Key.Key_Space, text=" ")
        hands.press("Make them one person", card)

    def look_through(review: QWidget) -> None:
        hands.until(lambda: hands.find(RowsView, "People who may be here twice", review).model().rowCount() == 1)
        with hands.answering(make_one):
            hands.press("Compare…", review)
        hands.press("Close", review)

    with hands.answering(look_through):
        menu(hands, "People who may be here twice…")
    assert len(found(hands, "ndiaye")) == 1


def open_the_person(hands: Hands) -> None:
    """Search, press Enter, and see both what was known of one and of the other."""
    hands.press("People")
    search = hands.find(SearchField, "Search a name*")
    hands.type(search.accessibleName(), "ndiaye aissatou")
    hands.until(lambda: hands.find(RowsView, "People").model().rowCount() == 1)
    press(search, Qt.Key.Key_Return)
    page = hands.find(PersonPage, "Aïssatou N’Diaye")
    assert page.form.read()["phone"] == "06 39 98 00 01"
    assert page.form.read()["birth_year"] == 1962
    hands.open_tab("Attendance (1)")
    hands.open_tab("Facts")


def forget_her(hands: Hands) -> None:
    with hands.answering(lambda asked: hands.press("Erase 1 person for good", asked)):
        hands.press("Erase for good…")
    hands.find(PersonPage, "Anonymised person")
