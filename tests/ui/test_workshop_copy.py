"""Duplicating a workshop by the keyboard: a new first day, what falls on holidays, who comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models import sessions, workshops
from models.notebook import Notebook
from models.sessions import SessionQuery
from tests.builders import TODAY, a_session, a_trainer, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.workshop_copy import CopyForm, copy_workshop
from ui.widgets.inputs import CheckBox

__all__ = ["file_notebook", "new_file"]

Act = Callable[[FormDialog], object]
Copy = Callable[[Act], int | None]


@pytest.fixture
def copy(file_notebook: Notebook, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """Duplicate a workshop of two Tuesdays with two people, doing so with the dialog."""
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db, "Premiers pas", trainer_ids=(a_trainer(db),))
        for day in (TODAY, date(2026, 5, 19)):
            a_session(db, workshop, day)
        for _person in range(2):
            an_enrolment(db, workshop)
    context = make_context(file_notebook)
    parent = context.jobs.parent()
    assert isinstance(parent, QWidget)

    def run(act: Act) -> int | None:
        def execute(dialog: FormDialog) -> int:
            dialog.show()
            act(dialog)
            dialog.hide()
            return dialog.result()

        monkeypatch.setattr(FormDialog, "exec", execute)
        return copy_workshop(parent, context, workshop)

    return run


def form_of(dialog: FormDialog) -> CopyForm:
    assert isinstance(dialog.form, CopyForm)
    return dialog.form


def type_over(widget: QWidget, text: str) -> None:
    press(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(widget, Qt.Key.Key_Delete)
    type_text(widget, text)


def days_of(notebook: Notebook, workshop_id: int) -> list[date]:
    with notebook.read() as db:
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id))
        return [line.date for line in sessions.lines(db, ids).values()]


def test_enter_alone_copies_the_sessions_after_the_last_one(copy: Copy, file_notebook: Notebook, said: Said) -> None:
    made = copy(lambda dialog: press(dialog, Qt.Key.Key_Return))
    assert made is not None
    assert days_of(file_notebook, made) == [date(2026, 5, 26), date(2026, 6, 2)]
    assert said.went == [("workshop_sessions", made)]
    assert said.done == ["Workshop duplicated"]
    file_notebook.undo()
    with file_notebook.read() as db:
        assert len(workshops.find(db)) == 1


def test_days_on_holidays_are_shown_and_can_be_left_out(copy: Copy, file_notebook: Notebook, said: Said) -> None:
    def act(dialog: FormDialog) -> None:
        assert unnamed_focusable(dialog, only_shown=True) == []
        type_over(dialog.form.widget("date"), "7/5")
        days = form_of(dialog).days
        assert [day.note for day in days.days()] == ["", "public holiday: Ascension Day"]
        days.setFocus()
        press(days, Qt.Key.Key_Down)
        press(days, Qt.Key.Key_Space, text=" ")
        assert form_of(dialog).told.text() == "1 session is copied."
        press(dialog, Qt.Key.Key_Return)

    made = copy(act)
    assert made is not None
    assert days_of(file_notebook, made) == [date(2026, 5, 7)]
    assert said.done == ["Workshop duplicated"], "the day left out is not warned of"


def test_the_days_of_the_week_and_the_people_stay_when_ticked(copy: Copy, file_notebook: Notebook) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog.form.widget("date"), "mercredi 9 septembre")
        for name in ("keep_weekdays", "with_people"):
            press(dialog.form.widget(name), Qt.Key.Key_Space, text=" ")
        people = dialog.form.widget("with_people")
        assert isinstance(people, CheckBox)
        assert people.accessibleName() == "Enrol the 2 people again"
        press(dialog, Qt.Key.Key_Return)

    made = copy(act)
    assert made is not None
    assert days_of(file_notebook, made) == [date(2026, 9, 15), date(2026, 9, 22)]
    with file_notebook.read() as db:
        assert workshops.lines(db, [made], today=TODAY)[made].enrolled == 2


def test_without_a_day_there_are_no_sessions(copy: Copy, file_notebook: Notebook, said: Said) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog.form.widget("date"), "")
        assert not form_of(dialog).days.isVisible()
        press(dialog, Qt.Key.Key_Return)

    made = copy(act)
    assert made is not None
    assert days_of(file_notebook, made) == []
    assert said.done == ["Workshop duplicated: add its sessions"]
