"""The page of a workshop that was deleted meanwhile, on another computer or by an undo."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from models import half_typed, workshops
from tests.builders import a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.test_workshop_page import Desk, desk
from ui.pages.workshop import ENROLLED

__all__ = ["desk", "file_notebook", "new_file"]


def test_a_workshop_deleted_meanwhile_is_left_whatever_was_seen_of_it(desk: Desk, qtbot: QtBot) -> None:
    with desk.notebook.write("Prepare") as db:
        other = a_workshop(db, "Photos")
    desk.page.show_record(other)
    desk.page.refresh(None)
    for place in range(desk.page.tabs.count()):
        desk.page.tabs.setCurrentIndex(place)
    desk.page.tabs.setCurrentIndex(ENROLLED)
    with desk.notebook.write("Delete") as db:
        half_typed.keep(db, f"workshop:{other}", {"title": "Photo"})
        workshops.remove(db, other)
    desk.page.facts.outdate()
    desk.page.show_record(other)
    desk.page.refresh(None)
    assert desk.page.leave()
    desk.page.show_record(desk.workshop)
    desk.page.refresh(None)
    assert desk.page.facts.part().form.read()["title"] == "Premiers pas sur l’ordinateur"
