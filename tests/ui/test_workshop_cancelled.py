"""The page of a workshop that was cancelled: why, and the way back."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models import sessions, workshops
from models.notebook import Notebook
from tests.builders import a_session, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.conftest import MakeContext
from ui.pages.workshop import WorkshopPage

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
    assert [each.name for each in page.actions_offered()] == ["workshop.sheet", "workshop.template", "workshop.restore"]
    page.restore_button.click()
    page.refresh(None)
    assert not page.restore_button.isVisible()
    assert "workshop.cancel" in [each.name for each in page.actions_offered()]
    with file_notebook.read() as db:
        assert sessions.draft(db, session).status == "planned"
