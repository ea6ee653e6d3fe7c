"""All sheets of today or tomorrow from the first page: offered where there are some, seen before they print."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.codes import SessionStatus
from models.notebook import Notebook
from models.sessions import draft, save
from tests.builders import TODAY, a_session, a_workshop
from tests.documents.reading import text_of
from tests.notebooks import file_notebook, new_file
from tests.tools import needs
from tests.ui.conftest import MakeContext
from ui.dialogs.preview import PreviewDialog
from ui.pages.today import TodayPage
from ui.widgets.buttons import Button

__all__ = ["file_notebook", "new_file"]

DAY = timedelta(days=1)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def some_days(notebook: Notebook, today: int, tomorrow: int) -> None:
    """Store so many workshops with a session today, and tomorrow."""
    with notebook.write("Prepare") as db:
        for days, count, name in ((0, today, "Photos"), (1, tomorrow, "Courriels")):
            for place in range(count):
                a_session(db, a_workshop(db, f"{name} {place}"), TODAY + days * DAY, f"{9 + place:02}:00", "17:00")


def opened(make_context: MakeContext, notebook: Notebook, qtbot: QtBot) -> TodayPage:
    page = TodayPage(make_context(notebook))
    qtbot.addWidget(page)
    page.refresh(None)
    page.show()
    return page


def in_head(page: TodayPage) -> list[str]:
    return [each.accessibleName() for each in page.header.findChildren(Button) if each.isVisible()]


def offered(page: TodayPage) -> list[str]:
    return [each.name for each in page.actions_offered() if each.enabled()]


@pytest.mark.parametrize(
    ("today", "tomorrow", "buttons", "names"),
    [
        (0, 0, [], []),
        (1, 0, [], ["today.sheets"]),
        (0, 1, ["Sheets of tomorrow"], ["tomorrow.sheets"]),
        (2, 3, ["Sheets of today", "Sheets of tomorrow"], ["today.sheets", "tomorrow.sheets"]),
    ],
)
def test_sheets_of_a_day_are_offered_where_it_has_sessions(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, today: int, tomorrow: int,
    buttons: list[str], names: list[str],
) -> None:  # fmt: skip
    some_days(file_notebook, today, tomorrow)
    page = opened(make_context, file_notebook, qtbot)
    assert in_head(page) == buttons
    assert offered(page) == names


def test_a_cancelled_session_of_tomorrow_needs_no_sheet(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop, TODAY + DAY)
        save(db, workshop, replace(draft(db, session), status=SessionStatus.CANCELLED), session)
    assert in_head(opened(make_context, file_notebook, qtbot)) == []


@needs("pdftoppm")
def test_keys_show_all_sheets_of_a_day_before_they_print(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    some_days(file_notebook, 2, 3)
    page = opened(make_context, file_notebook, qtbot)
    for modifiers, name, count in ((CTRL, "Photos", 2), (CTRL | SHIFT, "Courriels", 3)):
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        QTest.keyClick(page, Qt.Key.Key_P, modifiers)
        qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None, timeout=20_000)
        preview = page.findChild(PreviewDialog)
        assert isinstance(preview, PreviewDialog)
        path = tmp_path / "shown.pdf"
        path.write_bytes(preview._paper.pdf)
        sheets = text_of(path).split("\f")[:-1]
        assert len(sheets) == count
        assert all(f"{name} {place}" in sheet for place, sheet in enumerate(sheets))
        preview.close()
        qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is None)
