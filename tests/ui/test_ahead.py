"""Pages imported while the window rests, so that the first opening of one is as quick as the others."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.ahead import Ahead
from ui.page_table import PageRow

WASH = ("ftplib", "mailbox")  # modules that nothing else imports


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Count how often the collector was told, and leave it as it is for the tests after."""
    told: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: told.append(True))
    return told


def test_pages_are_there_before_they_are_asked_for(app: QApplication, qtbot: QtBot, frozen: list[bool]) -> None:
    for name in WASH:
        sys.modules.pop(name, None)
    owner = QObject()
    ahead = Ahead(owner, [PageRow("a", "ftplib:FTP"), PageRow("b", "mailbox:Mailbox"), PageRow("c", "ftplib:FTP")])
    ahead.begin()
    assert not set(WASH) & sys.modules.keys(), "the first page is shown before anything else is done"
    qtbot.waitUntil(lambda: len(frozen) == 2)
    assert set(WASH) <= sys.modules.keys()
    ahead.begin()  # another notebook
    qtbot.wait(500)
    assert len(frozen) == 2
