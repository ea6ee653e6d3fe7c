"""The window in tests: offscreen, in English, in the light theme, with nothing kept on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from resources import i18n
from ui import app as ui_app
from ui.jobs import Jobs
from ui.page import Context
from ui.preferences import Preferences

NOW = datetime(2026, 5, 12, 14, 32)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let two warnings pass: the offscreen screen says of windows that it cannot hint at sizes or raise them."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", "raise"))


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    """The application with its fonts, style sheet and language, set up once."""
    preferences = Preferences(None)
    preferences.keep("theme", "light")
    preferences.keep("language", "en")
    ui_app.prepare(qapp, preferences)
    return qapp


@pytest.fixture
def app(look: QApplication) -> Iterator[QApplication]:
    """The application in English and in the light theme, whatever the test before has chosen."""
    from ui import theme

    i18n.use("en")
    if theme.look() != theme.resolve("light"):
        theme.apply(look, theme.resolve("light"))
    yield look
    i18n.use("en")


@dataclass
class Said:
    """What a page said and where it went, in a test without a window."""

    toasts: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    went: list[tuple[str, int | None]] = field(default_factory=list)


class SnapshotOnly:
    """Stands where a notebook is asked for, for lists whose rows are made by the test: read() and nothing else."""

    @contextmanager
    def read(self) -> Iterator[None]:
        yield None


MakeContext = Callable[..., Context]


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def make_context(app: QApplication, qtbot: QtBot, said: Said) -> Iterator[MakeContext]:
    """Make a Context around a real notebook (or around none, for lists made by the test)."""
    opened: list[Jobs] = []

    def make(notebook: Notebook | None = None, preferences: Preferences | None = None) -> Context:
        window = QWidget()
        qtbot.addWidget(window)
        jobs = Jobs(window)
        opened.append(jobs)

        def toast(text: str, action: str = "", on_click: Callable[[], object] | None = None) -> None:
            said.toasts.append(text)

        def go(name: str, record_id: int | None = None) -> None:
            said.went.append((name, record_id))

        read_only = cast(Notebook, SnapshotOnly())
        return Context(
            notebook or read_only, preferences or Preferences(None), jobs, go, toast, said.done.append, lambda: NOW
        )

    yield make
    for jobs in opened:
        jobs.close()


@pytest.fixture
def context(make_context: MakeContext) -> Context:
    return make_context()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[QDialog]]:
    """Answer modal dialogs without showing them: `answer(QDialog.DialogCode.Accepted, …)`, one for each to come."""

    def prepare(*codes: QDialog.DialogCode) -> list[QDialog]:
        shown: list[QDialog] = []
        answers: Sequence[Any] = list(codes)

        def run(dialog: QDialog) -> int:
            shown.append(dialog)
            return int(answers[min(len(shown), len(answers)) - 1].value) if answers else 0

        monkeypatch.setattr(QDialog, "exec", run)
        monkeypatch.setattr(QDialog, "deleteLater", lambda dialog: None)
        return shown

    return prepare
