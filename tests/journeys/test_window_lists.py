"""A list from elsewhere in the window: put right, brought in, filtered, kept as a view, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QWidget
from pytestqt.qtbot import QtBot

from exchange import spreadsheet
from models.notebook import Notebook
from tests.journeys.hands import Hands, choosing
from tests.journeys.windows import opened
from tests.ui.keys import press, type_text
from ui.main_window import MainWindow
from ui.table_view import RowsView

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 6, 2, 17, 5)
LIST = """Liste des inscrits;;;;
Nom;Prénom;Ville;E-mail;Année de naissance
Le Goff;Zoé;Rennes;zoe@exemple.fr;1962
Diallo;Mamadou;Rennes;mamadou.exemple.fr;1979
Kerbrat;Yann;Brest;;1950
"""


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    path = tmp_path / "puces.carnet"
    Notebook.create(path, association_name="Les Puces du Blosne").close()
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    with opened(qtbot, path, lambda: NOW) as window:
        yield Hands(qtbot, window)


def people_shown(hands: Hands) -> list[str]:
    model = hands.find(RowsView, "People").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def in_menu(hands: Hands, button: str, entry: str) -> None:
    """Open the menu of a button and choose an entry."""
    menu = next(each.menu() for each in hands.all(QWidget, button) if hasattr(each, "menu") and each.menu())
    menu.aboutToShow.emit()
    next(each for each in menu.findChildren(QAction) if each.text() == entry).trigger()


def command(hands: Hands, text: str) -> None:
    """Do something by its name, as Ctrl+K offers it."""
    assert isinstance(hands.window, MainWindow)
    field = hands.window.command
    hands.window.activateWindow()  # the offscreen screen has no window manager to do it after a dialog
    field.start()
    hands.until(field.hasFocus)
    type_text(field, text)
    press(field, Qt.Key.Key_Return)


def test_a_list_is_put_right_brought_in_filtered_kept_and_written_again(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.press("People")
    bring_the_list_in(hands, tmp_path / "liste.csv", monkeypatch)
    assert people_shown(hands) == ["Diallo Mamadou", "Kerbrat Yann", "Le Goff Zoé"]
    keep_a_view_of_rennes(hands)
    write_them_as_a_table(hands, tmp_path / "rennes.csv", monkeypatch)
    bring_it_in_again_and_change_nothing(hands, tmp_path / "rennes.csv", monkeypatch)


def bring_the_list_in(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One e-mail address is wrong: it is put right in its row, then all three are imported."""
    choosing(monkeypatch, path)

    def put_right(asked: QWidget) -> None:
        hands.type("E-mail", "mamadou@exemple.fr", asked)
        hands.press("Use this correction", asked)

    def read_and_import(asked: QWidget) -> None:
        hands.press("Choose a file…", asked)
        table = hands.find(RowsView, "Rows of the list", asked)
        hands.until(lambda: table.model().rowCount() == 1)
        table.setFocus(Qt.FocusReason.TabFocusReason)
        press(table, Qt.Key.Key_Home)
        with hands.answering(put_right):
            press(table, Qt.Key.Key_F2)
        hands.press("Import 3 people", asked)

    with hands.answering(read_and_import):
        hands.press("Import a list…")
    hands.until(lambda: len(people_shown(hands)) == 3)


def keep_a_view_of_rennes(hands: Hands) -> None:
    """Only those of Rennes, kept under a name, found again after the filters were cleared."""
    hands.choose("Town", "Rennes")
    assert people_shown(hands) == ["Diallo Mamadou", "Le Goff Zoé"]

    def name_it(asked: QWidget) -> None:
        hands.type("Name", "De Rennes", asked)
        hands.press("Save this view", asked)

    with hands.answering(name_it):
        in_menu(hands, "Views", "Save this view…")
    hands.choose("Town", "Any town")
    assert len(people_shown(hands)) == 3
    in_menu(hands, "Views", "De Rennes")
    assert people_shown(hands) == ["Diallo Mamadou", "Le Goff Zoé"]


def write_them_as_a_table(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, path)

    def as_csv(asked: QWidget) -> None:
        assert not [each for each in asked.findChildren(QListWidget) if not each.accessibleName()]
        hands.choose("Format", "CSV for other programs, nothing changed", asked)
        hands.press("Choose where…", asked)

    with hands.answering(as_csv):
        command(hands, "Export the people listed")
    hands.until(path.exists)
    assert len(list(spreadsheet.read(path).data())) == 2


def bring_it_in_again_and_change_nothing(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, path)

    def read(asked: QWidget) -> None:
        hands.press("Choose a file…", asked)
        table = hands.find(RowsView, "Rows of the list", asked)
        hands.until(lambda: table.model().rowCount() == 2)
        assert {str(table.model().index(row, 4).data()) for row in range(2)} == {"Already known"}
        hands.press("Cancel", asked)

    with hands.answering(read):
        hands.press("Import a list…")
    hands.choose("Town", "Any town")
    assert len(people_shown(hands)) == 3
