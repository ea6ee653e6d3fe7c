"""Two small pages for the tests of the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from models import people
from ui.actions import Action
from ui.page import Context, Doors, Found, Page
from ui.widgets.boxes import column
from ui.widgets.buttons import button
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import label

if TYPE_CHECKING:
    from models.journal import Changes


class PeoplePage(Page):
    """Counts the people."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "People")
        self.refreshed: list[Changes | None] = []
        self.record: int | None = None
        self.may_leave = True
        self.count = label("", "title")
        self.field = LineEdit("Name")
        self.body.addWidget(self.count)
        self.body.addWidget(self.field)
        self.main_action = Action("people.new", "New person", self.new, icon="plus")

    def actions_offered(self) -> list[Action]:
        return [Action("people.print", "Print the people", self.new)]

    def new(self) -> None:
        self.context.done("Nobody added")

    def show_record(self, record_id: int | None) -> None:
        self.record = record_id

    def refresh(self, changes: Changes | None) -> None:
        self.refreshed.append(changes)
        with self.context.notebook.read() as db:
            self.count.setText(str(people.count(db)))

    def leave(self) -> bool:
        return self.may_leave


class WorkshopsPage(Page):
    """Shows nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Workshops")


class FirstPage(QWidget):
    """The doors, as two buttons."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.doors = doors
        self.setLayout(column(button("Back", lambda: doors.back() if doors.back else None)))


def search(context: Any, text: str) -> Sequence[Found]:
    return [Found(f"Found {text}", "Rennes", "users", lambda: context.go("people", 7))]
