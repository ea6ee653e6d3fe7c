"""Personal data in the window: who is due to be forgotten, forgetting them, and the papers seen before they print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from models import people, privacy
from models.notebook import Notebook
from models.people import PersonDraft
from resources.i18n import N_
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import NOW, MakeContext
from tests.ui.keys import press
from ui.dialogs.preview import PreviewDialog
from ui.dialogs.privacy import PrivacyDialog
from ui.dialogs.privacy_papers import save_extract

Answer = Callable[..., list[QDialog]]
HOSTILE = "<img src=/etc/passwd>"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the list of who was forgotten out of the real home."""
    monkeypatch.setattr("models.erasure_ledger.data_folder", lambda: tmp_path / "data")


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def due(notebook: Notebook) -> list[int]:
    """Seven people last seen years ago; one more came this year."""
    with notebook.write(N_("Add {count} people"), count=8) as db:
        old = [(HOSTILE, 2020), *((f"Ancienne {place}", 2021) for place in range(6))]
        ids = [people.save(db, PersonDraft(name), today=date(year, 3, 2)) for name, year in old]
        people.save(db, PersonDraft("Récente"), today=date(2026, 4, 1))
    return ids


@pytest.fixture
def dialog(app: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> Iterator[PrivacyDialog]:
    made = PrivacyDialog(make_context(notebook))
    qtbot.addWidget(made)
    made.show()
    yield made
    for preview in made.findChildren(PreviewDialog):
        preview.close()


@pytest.fixture
def listed(due: list[int], dialog: PrivacyDialog) -> PrivacyDialog:
    """The dialog over those people."""
    dialog.due.refresh()
    return dialog


def cells(dialog: PrivacyDialog, column: int) -> list[str]:
    model = dialog.due.table.model
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_those_without_contact_are_listed_the_longest_ago_first(listed: PrivacyDialog) -> None:
    assert cells(listed, 0) == [HOSTILE, *(f"Ancienne {place}" for place in range(6))]
    assert cells(listed, 1)[0] == "2 Mar 2020"
    assert cells(listed, 2)[0] == "0"
    assert "24 months" in listed.due.reason.text()


def test_nothing_can_be_pressed_before_somebody_is_chosen(listed: PrivacyDialog) -> None:
    assert not listed.due.go.isEnabled()
    listed.due.table.select([listed.due.table.model.ids[0]])
    assert listed.due.go.isEnabled()
    assert listed.due.go.accessibleName() == "Anonymise 1 person…"


def test_the_question_says_how_many_and_that_it_cannot_be_undone(
    listed: PrivacyDialog, answer: Answer, notebook: Notebook
) -> None:
    shown = answer(QDialog.DialogCode.Rejected)
    listed.due.on_all()
    listed.due.go.click()
    assert shown[0].windowTitle() == "Anonymise 7 people?"
    assert any("cannot be undone" in each.text() for each in shown[0].findChildren(QLabel))
    with notebook.read() as db:
        assert len(privacy.due(db, today=NOW.date())) == 7


def test_everyone_chosen_is_forgotten_and_who_came_lately_stays(
    listed: PrivacyDialog, answer: Answer, notebook: Notebook, qtbot: QtBot, due: list[int]
) -> None:
    answer(QDialog.DialogCode.Accepted)
    press(listed.due.table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    listed.due.go.click()
    qtbot.waitUntil(lambda: listed.due.table.count == 0, timeout=10_000)
    with notebook.read() as db:
        lines = people.lines(db, due)
        assert {(line.given_name, line.family_name) for line in lines.values()} == {("", "")}
        assert people.named(db, "Récente", "")
    assert not listed.due.go.isVisible()


def test_delete_on_a_row_asks_too(listed: PrivacyDialog, answer: Answer, notebook: Notebook, qtbot: QtBot) -> None:
    shown = answer(QDialog.DialogCode.Accepted)
    listed.due.table.go_to(listed.due.table.model.ids[0])
    press(listed.due.table.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed.due.table.count == 6, timeout=10_000)
    assert shown[0].windowTitle() == "Anonymise 1 person?"
    assert HOSTILE not in cells(listed, 0)


def test_where_nobody_is_due_it_says_so(dialog: PrivacyDialog) -> None:
    shown = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    assert "Nobody is due to be forgotten." in shown
    assert not dialog.due.go.isVisible()


def previewed(dialog: PrivacyDialog, qtbot: QtBot) -> PreviewDialog:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PreviewDialog)), timeout=10_000)
    (shown,) = dialog.findChildren(PreviewDialog)
    return shown


@pytest.mark.parametrize(
    ("ask", "title"),
    [
        (lambda dialog: dialog.register_button.click(), "Register of processing activities"),
        (lambda dialog: dialog.notice_button.click(), "Information notice"),
    ],
)
def test_a_paper_is_seen_first(
    dialog: PrivacyDialog, qtbot: QtBot, ask: Callable[[PrivacyDialog], object], title: str
) -> None:
    ask(dialog)
    shown = previewed(dialog, qtbot)
    assert shown.windowTitle() == title
    assert len(shown.pages) >= 1


def test_an_extract_is_saved_as_two_files(
    dialog: PrivacyDialog, make_context: MakeContext, notebook: Notebook, due: list[int], qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    proposed: list[str] = []

    def choose(_parent: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(path).name)
        return str(tmp_path / "extract"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    save_extract(dialog, make_context(notebook), due[0])
    qtbot.waitUntil((tmp_path / "extract.pdf").exists, timeout=10_000)
    assert proposed == ["Extract -img src=-etc-passwd- 2026-05-12.pdf"]
    assert json.loads((tmp_path / "extract.json").read_bytes())["person"]["given_name"] == HOSTILE


def test_everything_has_a_name(listed: PrivacyDialog) -> None:
    assert unnamed_focusable(listed) == []
