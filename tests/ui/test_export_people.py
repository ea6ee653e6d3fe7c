"""People leave the registry as a table: those selected or those listed, with the columns chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from exchange import spreadsheet
from models.notebook import Notebook
from models.people import PeopleQuery
from resources.i18n import N_
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.form_dialog import FormDialog
from ui.pages.people import PeoplePage

HOSTILE = "=1+1<img src=/etc/passwd>"


@pytest.fixture
def page(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> Iterator[PeoplePage]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        with notebook.write(N_("Add {count} people"), count=3) as db:
            a_person(db, HOSTILE, "", notes="Un secret")
            a_person(db, "Zoé", "Le Goff", town="Rennes")
            a_person(db, "Yann", "Kerbrat", town="Brest")
        made = PeoplePage(make_context(notebook))
        qtbot.addWidget(made)
        made.refresh(None)
        made.show()
        yield made


def pressing(monkeypatch: pytest.MonkeyPatch, use: Callable[[FormDialog], object]) -> None:
    """Let the next dialog be used and its verb be pressed."""

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        assert unnamed_focusable(dialog) == []
        use(dialog)
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)


def test_everyone_listed_is_written_without_notes_and_no_text_becomes_a_formula(
    page: PeoplePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, said: Said
) -> None:
    target = tmp_path / "personnes"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    pressing(monkeypatch, lambda _dialog: None)
    page.on_export()
    qtbot.waitUntil(lambda: bool(said.toasts))
    sheet = spreadsheet.read(target.with_suffix(".xlsx"))
    assert "Notes" not in sheet.headers
    cells = [str(cell) for _number, row in sheet.data() for cell in row]
    assert HOSTILE in cells
    assert said.toasts == ["3 people written to personnes.xlsx"]


def test_only_those_found_are_written_with_the_columns_chosen(
    page: PeoplePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, said: Said
) -> None:
    target = tmp_path / "rennes.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    pressing(monkeypatch, lambda dialog: dialog.form.fill({"format": "csv", "columns": ("family_name", "town")}))
    page.table.set_query(PeopleQuery(town="Rennes"))
    page.on_export()
    qtbot.waitUntil(lambda: bool(said.toasts))
    assert target.read_text("utf-8").splitlines() == ["Family name,Town", "Le Goff,Rennes"]


def test_no_column_is_told_and_nothing_is_written(
    page: PeoplePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: pytest.fail("no place is asked for"))
    pressing(monkeypatch, lambda dialog: dialog.form.fill({"format": "xlsx", "columns": ()}))
    page.on_export()
    assert said.toasts == []
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".carnet", ".lock"]
