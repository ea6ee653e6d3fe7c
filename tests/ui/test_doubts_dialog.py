"""The sessions to look at again: told on the first page, listed, opened where they are mended."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from tests.builders import a_session, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press
from tests.ui.test_today import buttons, opened, texts
from ui.dialogs.doubts import DoubtsDialog

__all__ = ["file_notebook", "new_file"]

ASCENSION = date(2026, 5, 14)


def a_holiday(notebook: Notebook) -> int:
    with notebook.write("Prepare") as db:
        return a_session(db, a_workshop(db, "<b>Tablette</b>"), ASCENSION)


def test_the_first_page_tells_of_a_session_on_a_holiday_and_of_nothing_else(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db), date(2026, 5, 15))
    assert "See the sessions" not in buttons(opened(make_context, file_notebook, qtbot))
    a_holiday(file_notebook)
    page = opened(make_context, file_notebook, qtbot)
    assert any("Ascension" in text for text in texts(page))
    assert "See the sessions" in buttons(page)


def test_enter_opens_the_session_that_is_listed(
    file_notebook: Notebook, make_context: MakeContext, said: Said, qtbot: QtBot
) -> None:
    session_id = a_holiday(file_notebook)
    dialog = DoubtsDialog(make_context(file_notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    model = dialog.table.model
    assert [model.data(model.index(0, place)) for place in (0, 1)] == ["<b>Tablette</b>", "14 May 2026"]
    assert "Ascension" in str(model.data(model.index(0, 2)))
    assert unnamed_focusable(dialog) == []
    press(dialog.table.view, Qt.Key.Key_Return)
    assert said.went == [("session", session_id)]
    assert not dialog.isVisible()


def test_when_all_goes_together_it_says_so(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    dialog = DoubtsDialog(make_context(file_notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.count == 0
    assert not dialog.go.isEnabled()
    assert "Nothing to look at again: the sessions go together." in texts(dialog)
