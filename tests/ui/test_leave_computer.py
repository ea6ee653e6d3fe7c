"""Taking one's data along and erasing them from a borrowed computer, in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from models import backup, this_computer
from models.notebook import Notebook
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from ui.dialogs.leave_computer import LeaveDialog, leave, take_along
from ui.main_window import MainWindow
from ui.messages import Message
from ui.preferences import Preferences

Answer = Callable[..., list[QDialog]]
NOW = datetime(2026, 5, 12, 14, 32)


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))


@pytest.fixture
def window(app: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    preferences = Preferences(None)
    preferences.keep("language", "en")
    made = MainWindow(preferences, now=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    notebook = Notebook.create(tmp_path / "puces.carnet", association_name="Les <b>Puces</b>")
    with notebook.write("Prepare") as db:
        a_person(db, "Zoé")
    made.show_notebook(notebook)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())


def leave_dialog(window: MainWindow) -> LeaveDialog:
    assert window.context is not None
    notebook = window.context.notebook
    found = this_computer.traces(notebook)
    return LeaveDialog(window, "Les <b>Puces</b>", found, backup.outside(notebook, now=NOW))


def test_the_data_go_along_and_then_everything_here_is_erased(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "stick"))
    shown = answer(QDialog.DialogCode.Accepted, QDialog.DialogCode.Accepted, QDialog.DialogCode.Accepted)
    take_along(window)
    qtbot.waitUntil(lambda: len(shown) == 3, timeout=10_000)
    taken, leaving, done = shown
    assert "puces.carnet" in taken.accessibleDescription()
    assert "Les <b>Puces</b>" in leaving.accessibleDescription()
    assert "erased" in done.accessibleDescription()
    assert window.context is None
    assert not (tmp_path / "puces.carnet").exists()
    assert [each for each in (tmp_path / "computer").rglob("*") if each.is_file()] == []
    with Notebook.open(tmp_path / "stick" / "puces.carnet") as there:
        assert there.history()


def test_without_a_copy_erasing_has_to_be_meant(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = leave_dialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.erase_button.isEnabled()
    assert "No copy was put elsewhere" in dialog.accessibleDescription()
    dialog.agreed.setChecked(True)
    assert dialog.erase_button.isEnabled()
    assert not dialog.erase_button.isDefault()
    assert unnamed_focusable(dialog) == []


def test_with_a_whole_copy_it_is_one_click_and_says_where_the_copy_is(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "stick").mkdir()
    assert window.context is not None
    backup.save_outside(window.context.notebook, tmp_path / "stick", to_work_in=True, now=NOW)
    dialog = leave_dialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.erase_button.isEnabled()
    assert not dialog.agreed.isVisible()
    assert str(tmp_path / "stick") in dialog.accessibleDescription()


def test_giving_it_up_changes_nothing(window: MainWindow, tmp_path: Path, answer: Answer) -> None:
    shown = answer(QDialog.DialogCode.Rejected)
    leave(window)
    assert [isinstance(each, Message) for each in shown] == [True]
    assert window.context is not None
    assert (tmp_path / "puces.carnet").is_file()
