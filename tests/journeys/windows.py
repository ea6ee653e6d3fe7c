"""The window of a journey: in English, light, as large as the smallest screen, with a notebook open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import app
from ui.main_window import MainWindow
from ui.preferences import Preferences

SCREEN = (1366, 768)


@contextmanager
def opened(
    qtbot: QtBot, path: Path, now: Callable[[], datetime] = datetime.now, *, language: str = "en"
) -> Iterator[MainWindow]:
    """Open a notebook in a window whose settings lie beside it; it is closed at the end."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    preferences = Preferences(path.parent / "settings")
    preferences.keep("language", language)
    preferences.keep("theme", "light")
    app.prepare(application, preferences)
    window = MainWindow(preferences, now=now)
    window.resize(*SCREEN)
    window.show()
    with qtbot.waitSignal(window.notebook_shown):
        window.open_notebook(path)
    yield window
    window.close()
