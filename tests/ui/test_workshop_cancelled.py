"""The page of a workshop that was cancelled: why, the way back, and what was done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models import headcounts, sessions, workshops
from models.notebook import Notebook
from tests.builders import a_session, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.conftest import MakeContext
from ui.pages.workshop import HISTORY, WorkshopPage

__all__ = ["file_notebook", "new_file"]


def test_a_cancelled_workshop_says_why_and_is_planned_again(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        workshops.cancel(db, workshop, "salle inondée")
    page = WorkshopPage(make_context(file_notebook))
    qtbot.addWidget(page)
    page.show()
    page.show_record(workshop)
    page.refresh(None)
    assert "Cancelled: salle inondée" in " ".join(each.text() for each in page.header.findChildren(QLabel))
    offered = [each.name for each in page.actions_offered()]
    assert "workshop.restore" in offered
    assert "workshop.cancel" not in offered
    page.restore_button.click()
    page.refresh(None)
    assert not page.restore_button.isVisible()
    assert "workshop.cancel" in [each.name for each in page.actions_offered()]
    with file_notebook.read() as db:
        assert sessions.draft(db, session).status == "planned"


def test_the_history_of_a_workshop_is_looked_up_once_it_is_shown(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        workshop, other = a_workshop(db), a_workshop(db, "Autre")
        session = a_session(db, workshop)
    with file_notebook.write("Count people") as db:
        headcounts.add(db, session)
    with file_notebook.write("Not of this one") as db:
        a_session(db, other)
    page = WorkshopPage(make_context(file_notebook))
    qtbot.addWidget(page)
    page.show()
    page.show_record(workshop)
    page.refresh(None)
    assert page.history.part().table.count == 0, "not asked for yet"
    page.tabs.setCurrentIndex(HISTORY)
    table = page.history.part().table
    assert [str(table.model.index(row, 1).data()) for row in range(table.count)] == ["Count people", "Prepare"]
