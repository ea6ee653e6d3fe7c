"""A desk for the tests of attendance: a workshop of three people and three sessions, the second one today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from models import attendance
from models.attendance import Mark
from models.codes import AttendanceState
from models.journal import Changes
from models.notebook import Notebook
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.conftest import MakeContext
from ui.pages.workshop_attendance import AttendanceTab

__all__ = ["file_notebook", "new_file"]

NAMES = (("Jeannine", "Aubrée"), ("Lucien", "Bouvier"), ("Maël", "Le Goff"))
PRESENT, ABSENT, EXCUSED, UNKNOWN = (
    AttendanceState.PRESENT,
    AttendanceState.ABSENT,
    AttendanceState.EXCUSED,
    AttendanceState.UNKNOWN,
)


@dataclass
class Desk:
    """A workshop of three people and three sessions, the second one today, with its tab on screen."""

    notebook: Notebook
    tab: AttendanceTab
    workshop: int
    sessions: list[int]
    enrolled: list[int]
    changes: list[Changes] = field(default_factory=list)

    def stored(self, person: int, session: int) -> Mark:
        with self.notebook.read() as db:
            rows = {row.enrolment_id: row for row in attendance.grid(db, self.workshop)}
        return rows[self.enrolled[person]].marks.get(self.sessions[session], Mark())

    def shown(self, row: int, column: int) -> str:
        return str(self.tab.model.index(row, column).data())

    @property
    def count(self) -> str:
        return self.tab._count.text()


@pytest.fixture
def desk(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> Iterator[Desk]:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db, capacity=3)
        days = [a_session(db, workshop, TODAY + timedelta(days=7 * step)) for step in (-1, 0, 1)]
        enrolled = [an_enrolment(db, workshop, a_person(db, *name)) for name in NAMES]
        attendance.everyone_was_here(db, days[0])
    tab = AttendanceTab(make_context(file_notebook))
    qtbot.addWidget(tab)
    tab.resize(1000, 500)
    tab.show_workshop(workshop, None)
    tab.show()
    made = Desk(file_notebook, tab, workshop, days, enrolled)
    stop = file_notebook.listen(made.changes.append)
    yield made
    stop()
