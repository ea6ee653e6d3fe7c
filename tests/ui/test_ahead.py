"""Pages imported while the window rests, so that the first opening of one is as quick as the others."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.ahead import Ahead, with_first_page
from ui.main_window import MainWindow
from ui.page_table import PageRow

WASH = ("ftplib", "mailbox")  # modules that nothing else imports


class Window(QObject):
    """What of the main window is used here."""

    notebook_shown = Signal()
    page_rows: tuple[PageRow, ...] = (
        PageRow("a", "ftplib:FTP"),
        PageRow("b", "mailbox:Mailbox"),
        PageRow("c", "ftplib:FTP"),
    )


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Count how often the collector is told that all stays; without its effect on the tests that follow."""
    told: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: told.append(True))
    gc.disable()
    yield told
    gc.enable()


def ahead_of(window: Window) -> Ahead:
    return Ahead(cast(MainWindow, window))


def test_pages_are_there_before_they_are_asked_for(app: QApplication, qtbot: QtBot, frozen: list[bool]) -> None:
    for name in WASH:
        sys.modules.pop(name, None)
    window = Window()
    ahead_of(window)
    window.notebook_shown.emit()
    assert not set(WASH) & sys.modules.keys(), "the first page is shown before anything else is done"
    qtbot.waitUntil(lambda: bool(frozen))
    assert set(WASH) <= sys.modules.keys()
    assert gc.isenabled()
    window.notebook_shown.emit()  # another notebook
    qtbot.wait(600)
    assert len(frozen) == 1


def test_a_page_that_cannot_be_imported_keeps_none_of_the_others(
    app: QApplication, qtbot: QtBot, frozen: list[bool]
) -> None:
    class Broken(Window):
        page_rows = (PageRow("a", "no_such_module:Page"), *Window.page_rows)

    for name in WASH:
        sys.modules.pop(name, None)
    with qtbot.captureExceptions() as errors:
        window = Broken()
        ahead_of(window)
        window.notebook_shown.emit()
        qtbot.waitUntil(lambda: bool(frozen))
    assert [kind for kind, _error, _trace in errors] == [ModuleNotFoundError]
    assert set(WASH) <= sys.modules.keys()


def test_what_makes_a_notebook_brings_in_its_first_page() -> None:
    sys.modules.pop("ftplib", None)
    assert with_first_page(lambda: "the notebook", "ftplib:FTP")() == "the notebook"
    assert "ftplib" in sys.modules
