"""A notebook in a place that is no good one, or that cannot be opened now: what the window says, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from ui.instances import Instance, call
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.widgets.notices import Banner

Answer = Callable[..., list[QDialog]]
Make = Callable[[], MainWindow]


@pytest.fixture
def make_window(app: QApplication, qtbot: QtBot) -> Iterator[Make]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        preferences = Preferences(None)
        preferences.keep("language", "en")
        window = MainWindow(preferences, now=lambda: datetime(2026, 5, 12, 14, 32))
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        qtbot.waitUntil(lambda window=window: not window.isVisible())  # type: ignore[misc]  # the default binds now


def notebook_in(folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / "nord.carnet"
    Notebook.create(path, association_name="Les Puces du Blosne").close()
    return path


def opened(window: MainWindow, where: Path, qtbot: QtBot) -> None:
    window.open_notebook(where)
    qtbot.waitUntil(lambda: window.context is not None and window.context.notebook.where == where, timeout=10_000)


def banners(window: MainWindow) -> list[str]:
    found = [each for each in window.findChildren(Banner) if each.isVisible()]
    return [text.text() for each in found for text in each.findChildren(QLabel) if text.text()]


def press(window: MainWindow, text: str) -> None:
    (button,) = [each for each in window.findChildren(QPushButton) if each.text().strip() == text and each.isVisible()]
    button.click()


def test_a_folder_that_travels_is_told_until_it_is_understood(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    window, where = make_window(), notebook_in(tmp_path / "OneDrive - Asso")
    opened(window, where, qtbot)
    assert ["OneDrive" in text for text in banners(window)] == [True]
    press(window, "I know")
    qtbot.waitUntil(lambda: banners(window) == [])
    window.show_identity()
    assert banners(window) == [], "of this notebook in this place it is not said again"


def test_it_moves_to_a_better_folder_and_work_goes_on_there(
    make_window: Make, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, where = make_window(), notebook_in(tmp_path / "Dropbox")
    (tmp_path / "Documents").mkdir()
    opened(window, where, qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "Documents"))
    press(window, "Move it…")
    moved = tmp_path / "Documents" / "nord.carnet"
    qtbot.waitUntil(lambda: window.context is not None and window.context.notebook.where == moved, timeout=10_000)
    assert not where.exists()
    assert banners(window) == []
    assert window.preferences.text("last_notebook") == str(moved)


def test_a_move_that_fails_leaves_the_notebook_open_where_it_is(
    make_window: Make, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    window, where = make_window(), notebook_in(tmp_path / "Dropbox")
    notebook_in(tmp_path / "Documents")
    opened(window, where, qtbot)
    shown = answer(QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "Documents"))
    press(window, "Move it…")
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=10_000)
    assert window.context is not None
    assert window.context.notebook.where == where


def test_a_notebook_that_can_only_be_read_says_so_and_offers_a_copy(
    make_window: Make, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, where = make_window(), notebook_in(tmp_path / "stick")
    (tmp_path / "Documents").mkdir()
    opened(window, where, qtbot)
    assert window.context is not None
    window.context.notebook.is_read_only = True
    window.show_identity()
    assert any("can only be read" in text for text in banners(window))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "Documents"))
    press(window, "Work in a copy…")
    copy = tmp_path / "Documents" / "nord.carnet"
    qtbot.waitUntil(lambda: window.context is not None and window.context.notebook.where == copy, timeout=10_000)
    assert where.is_file(), "the one that can only be read stays as it is"


def test_a_stick_that_is_not_plugged_in_can_be_tried_again(
    make_window: Make, tmp_path: Path, qtbot: QtBot, answer: Answer
) -> None:
    window = make_window()
    shown = answer(QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected)
    window.open_notebook(tmp_path / "nord.carnet")
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=10_000)
    assert [each.windowTitle() for each in shown] == ["The notebook cannot be opened now"] * 2
    assert "nord.carnet" in shown[0].accessibleDescription()


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_second_window_brings_the_first_one_up_and_goes(make_window: Make, tmp_path: Path, qtbot: QtBot) -> None:
    first, where = make_window(), notebook_in(tmp_path / "a")
    opened(first, where, qtbot)
    (instance,) = [each for each in first.companions if isinstance(each, Instance)]
    instance.listen()
    first.showMinimized()
    second = make_window()
    second.open_notebook(where)
    qtbot.waitUntil(lambda: not second.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: not first.windowState() & Qt.WindowState.WindowMinimized, timeout=10_000)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_window_that_shows_another_notebook_stays_and_says_where_the_wanted_one_is(
    make_window: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    first, second = make_window(), make_window()
    where, other = notebook_in(tmp_path / "a"), notebook_in(tmp_path / "b")
    opened(first, where, qtbot)
    opened(second, other, qtbot)
    (instance,) = [each for each in first.companions if isinstance(each, Instance)]
    instance.listen()
    second.open_notebook(where)
    qtbot.waitUntil(second.toasts.isVisible, timeout=10_000)
    assert second.context is not None
    assert second.context.notebook.where == other


def test_a_notebook_that_is_open_on_another_computer_offers_to_try_again(
    make_window: Make, tmp_path: Path, qtbot: QtBot, answer: Answer
) -> None:
    window, where = make_window(), notebook_in(tmp_path / "a")
    shown = answer(QDialog.DialogCode.Rejected)
    with Notebook.open(where):  # by somebody whose window cannot be called
        assert not call(where)
        window.open_notebook(where)
        qtbot.waitUntil(lambda: len(shown) == 1, timeout=10_000)
    assert window.isVisible()
    assert "already open" in shown[0].accessibleDescription()
