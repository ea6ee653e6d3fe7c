"""The first page and what it opens: a new notebook, an existing one, the example; then the association."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from models import association
from models.association import AssociationDraft
from models.notebook import SUFFIX, Notebook
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import type_text
from ui.dialogs.association import describe_association
from ui.dialogs.form_dialog import FormDialog
from ui.jobs import Jobs
from ui.page import Doors
from ui.pages import first_start
from ui.pages.first_start import FirstStartPage, file_for, make_notebook
from ui.preferences import Preferences
from ui.widgets.buttons import Button


@dataclass
class Asked:
    """Which doors were opened."""

    opened: list[Path | str] = field(default_factory=list)
    started: list[Callable[[], Notebook]] = field(default_factory=list)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(
    app: QApplication, asked: Asked, tmp_path: Path, make_context: MakeContext, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> FirstStartPage:  # fmt: skip
    monkeypatch.setattr(first_start, "documents_folder", lambda: tmp_path)
    jobs: Jobs = make_context().jobs
    made = FirstStartPage(Doors(asked.opened.append, asked.started.append, Preferences(None), jobs))
    qtbot.addWidget(made)
    made.show()
    return made


def fill_in(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, **values: str) -> list[FormDialog]:
    """Fill in the dialog that comes and press its verb; give it up when that is refused."""
    shown: list[FormDialog] = []

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        shown.append(dialog)
        for name, text in values.items():
            type_text(dialog.form.widget(name), text)
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)
    monkeypatch.setattr(QDialog, "deleteLater", lambda dialog: None)
    return shown


def test_a_name_and_a_town_make_a_notebook(
    page: FirstStartPage, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fill_in(monkeypatch, qtbot, name="L’Été : 50 % d’aide / <b>", town="Rennes")
    page.on_create()
    with asked.started[0]() as notebook, notebook.read() as db:
        draft = association.draft(db)
        assert (draft.name, draft.town) == ("L’Été : 50 % d’aide / <b>", "Rennes")
        assert Path(notebook.where).parent == tmp_path


def test_without_a_name_no_notebook_is_made(
    page: FirstStartPage, asked: Asked, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown = fill_in(monkeypatch, qtbot, town="Rennes")
    page.on_create()
    assert asked.started == []
    assert any("name of the association is missing" in each.text() for each in shown[0].findChildren(QLabel))


def test_two_associations_of_one_name_have_two_files(tmp_path: Path) -> None:
    first = file_for("Les Puces", tmp_path)
    make_notebook(first, AssociationDraft("Les Puces")).close()
    assert file_for("Les Puces", tmp_path) == tmp_path / f"Les Puces 2{SUFFIX}"


@pytest.mark.parametrize("name", ["CON", "a/b\\c:d*e?", "…", "字" * 40, "💾" * 40])
def test_any_name_makes_a_file_that_every_system_takes(name: str, tmp_path: Path) -> None:
    for _again in range(2):
        path = file_for(name, tmp_path)
        path.write_bytes(b"")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_notebook_that_is_chosen_is_opened(
    page: FirstStartPage, asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "n.carnet"), ""))
    page.on_open()
    assert asked.opened == [tmp_path / "n.carnet"]


def test_the_example_is_made_once_and_opened_after(page: FirstStartPage, asked: Asked) -> None:
    page.on_example()
    with asked.started[0]() as notebook:
        where = Path(notebook.where)
        with notebook.read() as db:
            assert association.identity(db).is_example
    page.on_example()
    assert (len(asked.started), asked.opened) == (1, [where])


def test_one_button_is_the_next_step(page: FirstStartPage) -> None:
    buttons = page.findChildren(Button)
    assert [each.accessibleName() for each in buttons if each.kind == "primary"] == ["Create my association’s notebook"]
    assert unnamed_focusable(page) == []


def test_the_association_says_who_it_is(
    tmp_path: Path, make_context: MakeContext, said: Said, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        shown = fill_in(monkeypatch, qtbot, rna="w353001234", signatory_name="Zoé Le Goff")
        assert describe_association(None, make_context(notebook))
        with notebook.read() as db:
            draft = association.draft(db)
        assert (draft.rna, draft.signatory_name) == ("W353001234", "Zoé Le Goff")
        assert said.done == ["Association saved"]
        assert unnamed_focusable(shown[0]) == []


def test_a_wrong_identifier_stays_under_its_field(
    tmp_path: Path, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        shown = fill_in(monkeypatch, qtbot, siret="123")
        assert not describe_association(None, make_context(notebook))
        assert any("“123” is not a SIRET number" in each.text() for each in shown[0].findChildren(QLabel))


def test_the_association_says_how_long_it_keeps_people_and_whom_to_ask(
    tmp_path: Path, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        fill_in(monkeypatch, qtbot, privacy_contact="Maëlle", legal_basis="Contract", retention_months="1")  # before 24
        assert describe_association(None, make_context(notebook))
        with notebook.read() as db:
            draft = association.draft(db)
        assert (draft.privacy_contact, draft.legal_basis, draft.retention_months) == ("Maëlle", "contract", 124)
