"""Every page on the smallest screen, from the smallest to the largest text: nothing scrolls sideways or is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from models.example import make_example
from resources import codebook
from tests.journeys.windows import opened
from tests.screenshots import NOW, WINDOW, Shot, shots
from ui import theme, window_actions
from ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "example.carnet"
    make_example(path, today=NOW.date()).close()
    return path


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, example: Path) -> Iterator[MainWindow]:
    with opened(qtbot, example, lambda: NOW, language="fr") as made:
        yield made
    codebook.use(None)
    theme.apply(qapp, theme.resolve("light"))


def pages(window: MainWindow) -> list[Shot]:
    assert window.context is not None
    return [shot for shot in shots(window.context.notebook) if shot.name != "first-start"]


def cut(window: QWidget) -> list[str]:
    """Return what has no room: areas that scroll sideways, texts wider or higher than their place."""
    found = [
        f"{each.objectName() or each.accessibleName()} scrolls sideways"
        for each in window.findChildren(QScrollArea)
        if each.isVisible() and each.horizontalScrollBar().maximum() > 0
    ]
    for part in window.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively):
        if not part.isVisible():
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            if part.heightForWidth(part.width()) > part.height() + 2:
                found.append(f"« {part.text()} » is cut below")
        elif isinstance(part, QAbstractButton) and part.text() and part.width() + 1 < part.minimumSizeHint().width():
            found.append(f"« {part.text()} » is cut at the right")
    return found


@pytest.mark.parametrize("text_size", [80, 100, 200])
def test_every_page_fits_the_smallest_screen(window: MainWindow, qtbot: QtBot, text_size: int) -> None:
    window_actions.change(window, "text_size", text_size)
    window.resize(*WINDOW)
    wrong: dict[str, list[str]] = {}
    for shot in pages(window):
        shot.go(window)
        qtbot.wait(200)
        if found := cut(window):
            wrong[shot.name] = found
    assert wrong == {}


def test_a_part_without_room_is_found(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    told = QLabel("nobody reads the end of this sentence, which goes on for much longer", whole)
    told.setWordWrap(True)
    told.setGeometry(0, 0, 60, 20)
    whole.show()
    assert len(cut(whole)) == 1
