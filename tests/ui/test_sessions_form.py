"""Sessions planned by the keyboard alone: days and hours as people type them, the days this makes, what they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from models import association, sessions
from models.association import AssociationDraft
from models.notebook import Notebook
from models.sessions import SessionQuery
from resources import i18n
from tests.builders import TODAY, a_place, a_session, a_trainer, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.resources.conftest import catalogues
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.repeat import SessionsForm
from ui.dialogs.session import add_sessions, edit_session
from ui.page import Context

__all__ = ["catalogues", "file_notebook", "new_file"]

ASCENSION = date(2026, 5, 14)


class Plan:
    """A workshop in Rennes, and what a person does in its dialogs of sessions."""

    def __init__(self, notebook: Notebook, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        self.notebook, self.context, self._patch = notebook, context, monkeypatch
        with notebook.write("Prepare") as db:
            association.save(db, AssociationDraft("Les Puces du Blosne", postcode="35200"))
            self.trainer, self.place = a_trainer(db), a_place(db)
            self.workshop = a_workshop(db, "Premiers pas", place_id=self.place, trainer_ids=(self.trainer,))

    def add(self, act: Callable[[FormDialog], object]) -> list[date]:
        """Add sessions, doing so with the dialog; return the days of the workshop."""
        self._answer(act)
        add_sessions(self._parent, self.context, self.workshop)
        return self.days()

    def edit(self, session_id: int, act: Callable[[FormDialog], object]) -> None:
        self._answer(act)
        edit_session(self._parent, self.context, session_id)

    @property
    def _parent(self) -> QWidget:
        parent = self.context.jobs.parent()
        assert isinstance(parent, QWidget)
        return parent

    def _answer(self, act: Callable[[FormDialog], object]) -> None:
        def run(dialog: FormDialog) -> int:
            dialog.show()
            act(dialog)
            dialog.hide()
            return dialog.result()

        self._patch.setattr(FormDialog, "exec", run)

    def days(self) -> list[date]:
        with self.notebook.read() as db:
            ids = sessions.find(db, SessionQuery(workshop_id=self.workshop))
            lines = sessions.lines(db, ids)
        return [lines[each].date for each in ids]


@pytest.fixture
def plan(file_notebook: Notebook, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch) -> Plan:
    return Plan(file_notebook, make_context(file_notebook), monkeypatch)


@pytest.fixture
def in_french(app: QApplication, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_current", i18n.language("fr", catalogues))


def type_over(dialog: FormDialog, **typed: str) -> None:
    for name, text in typed.items():
        widget = dialog.form.widget(name)
        press(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press(widget, Qt.Key.Key_Delete)
        type_text(widget, text)


def form_of(dialog: FormDialog) -> SessionsForm:
    assert isinstance(dialog.form, SessionsForm)
    return dialog.form


def each_week(dialog: FormDialog) -> None:
    press(dialog.form.widget("repeat"), Qt.Key.Key_Down)


def shown(dialog: FormDialog) -> list[tuple[date, bool]]:
    return [(day.date, day.is_kept) for day in form_of(dialog).days.days()]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("demain", date(2026, 5, 13)),
        ("14/6/26", date(2026, 6, 14)),
        ("lundi prochain", date(2026, 5, 18)),
        ("lundi en huit", date(2026, 5, 25)),
        ("mardi 2 juin", date(2026, 6, 2)),
        ("1er juillet", date(2026, 7, 1)),
        ("dans 2 semaines", date(2026, 5, 26)),
        ("next monday", date(2026, 5, 18)),
        ("2 June", date(2026, 6, 2)),
    ],
)
@pytest.mark.parametrize(("start", "end"), [("14 h 30", "16h"), ("2:30 pm", "4 pm"), ("14 heures 30", "16:00")])
def test_days_and_hours_are_taken_as_people_type_them(plan: Plan, typed: str, day: date, start: str, end: str) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog, date=typed, start=start, end=end)
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(act) == [day]
    with plan.notebook.read() as db:
        draft = sessions.draft(db, sessions.find(db)[0])
    assert (draft.start, draft.end) == (time(14, 30), time(16))


def test_the_days_appear_while_one_types_and_holidays_are_left_out(plan: Plan, said: Said) -> None:
    def act(dialog: FormDialog) -> None:
        assert unnamed_focusable(dialog, only_shown=True) == []
        type_over(dialog, date="7/5", start="14h", end="16h")
        assert not form_of(dialog).days.isVisible(), "one session needs no list"
        each_week(dialog)
        assert form_of(dialog).told.text() == "Say how many sessions there are, or until which day."
        type_over(dialog, times="3")
        assert shown(dialog) == [
            (date(2026, 5, 7), True), (ASCENSION, False), (date(2026, 5, 21), True), (date(2026, 5, 28), True),
        ]  # fmt: skip
        assert form_of(dialog).told.text() == "3 sessions, from 7 May 2026 to 28 May 2026. 1 day left out."
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(act) == [date(2026, 5, 7), date(2026, 5, 21), date(2026, 5, 28)]
    assert said.done == ["3 sessions added"]
    plan.notebook.undo()
    assert plan.days() == []


def test_space_leaves_a_day_out_and_keeps_a_holiday(plan: Plan) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="7/5", start="14h", end="16h")
        each_week(dialog)
        type_over(dialog, until="28/5")
        days = form_of(dialog).days
        days.setFocus()
        press(days, Qt.Key.Key_Space, text=" ")
        press(days, Qt.Key.Key_Down)
        press(days, Qt.Key.Key_Space, text=" ")
        assert [is_kept for _day, is_kept in shown(dialog)] == [False, True, True, True]
        item = days.item(1)
        assert item is not None
        assert item.text() == "Thursday 14 May 2026, public holiday: Ascension Day"
        assert item.checkState() is Qt.CheckState.Checked
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(act) == [ASCENSION, date(2026, 5, 21), date(2026, 5, 28)]


def test_days_chosen_by_hand_come_back_with_what_was_half_typed(plan: Plan) -> None:
    typed: dict[str, object] = {}

    def leave(dialog: FormDialog) -> None:
        type_over(dialog, date="7/5", start="14h", end="16h")
        each_week(dialog)
        type_over(dialog, until="28/5")
        days = form_of(dialog).days
        press(days, Qt.Key.Key_Space, text=" ")
        press(days, Qt.Key.Key_Down)
        press(days, Qt.Key.Key_Space, text=" ")
        typed.update(json.loads(json.dumps(dialog.form.typed())))
        dialog.reject()

    def come_back(dialog: FormDialog) -> None:
        dialog.form.show_typed(typed)
        assert [is_kept for _day, is_kept in shown(dialog)] == [False, True, True, True]
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(leave) == []
    assert plan.add(come_back) == [ASCENSION, date(2026, 5, 21), date(2026, 5, 28)]


def test_weekdays_and_place_in_the_month_follow_the_first_day(plan: Plan) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="7/5", start="14h", end="16h")
        press(dialog.form.widget("repeat"), Qt.Key.Key_End)
        for _step in range(2):
            press(dialog.form.widget("repeat"), Qt.Key.Key_Up)
        assert form_of(dialog).read()["repeat"] == "month:1"
        type_over(dialog, date="26/5", times="2")
        assert form_of(dialog).read()["weekdays"] == (1,)
        assert form_of(dialog).read()["nth"] == 4
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(act) == [date(2026, 5, 26), date(2026, 6, 23)]


def test_too_many_sessions_are_refused_in_a_sentence(plan: Plan) -> None:
    told: list[str] = []

    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="7/5", start="14h", end="16h")
        each_week(dialog)
        type_over(dialog, times="201")
        press(dialog, Qt.Key.Key_Return)
        told.append(dialog.form.widget("times").accessibleDescription())
        type_over(dialog, times="", until="1/1/2036")
        press(dialog, Qt.Key.Key_Return)
        told.append(dialog.form._top.text())

    assert plan.add(act) == []
    assert "cannot be 201. Type 200 or less." in told[0]
    assert told[1].startswith("This makes more than 200 sessions.")


def test_what_does_not_go_together_is_shown_before_and_told_after(plan: Plan, said: Said) -> None:
    with plan.notebook.write("Prepare") as db:
        other = a_workshop(db, "Mes démarches", place_id=plan.place, trainer_ids=(plan.trainer,))
        a_session(db, other, ASCENSION, "15:00", "17:00")

    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="jeudi", start="14h", end="16h")
        assert form_of(dialog).told.text() == (
            "public holiday: Ascension Day · Aïssatou N’Diaye is at “Mes démarches” · place taken by “Mes démarches”"
        )
        type_over(dialog, start="17h", end="18h")
        assert form_of(dialog).told.text() == "public holiday: Ascension Day"
        type_over(dialog, start="14h", end="16h")
        press(dialog, Qt.Key.Key_Return)

    assert plan.add(act) == [ASCENSION], "a warning blocks nobody"
    (told,) = said.done
    assert told.startswith("1 session added. 14 May 2026 is a public holiday: Ascension Day.")
    assert told.endswith("1 more thing to look at again.")


def test_a_session_being_changed_is_not_in_its_own_way(plan: Plan, said: Said) -> None:
    with plan.notebook.write("Prepare") as db:
        session = a_session(db, plan.workshop, TODAY)

    def act(dialog: FormDialog) -> None:
        assert form_of(dialog).told.text() == ""
        type_over(dialog, date="14/5")
        assert form_of(dialog).told.text() == "public holiday: Ascension Day"
        press(dialog, Qt.Key.Key_Return)

    plan.edit(session, act)
    assert plan.days() == [ASCENSION]
    assert said.done[0].startswith("Session changed. 14 May 2026 is a public holiday")


def test_what_is_not_known_of_school_holidays_is_said(plan: Plan) -> None:
    with plan.notebook.write("Prepare") as db:
        association.save(db, AssociationDraft("Les Puces du Blosne", postcode="20000"))

    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="19/5", start="14h", end="16h")
        each_week(dialog)
        type_over(dialog, times="2")
        assert form_of(dialog).told.text().endswith("School holidays of 20000 are not known here.")

    plan.add(act)


def test_all_of_it_is_said_in_french(in_french: None, plan: Plan) -> None:
    def act(dialog: FormDialog) -> None:
        type_over(dialog, date="7 mai", start="14h", end="16h")
        each_week(dialog)
        type_over(dialog, times="2")
        assert form_of(dialog).days.days()[0].text == "jeudi 7 mai 2026"
        assert form_of(dialog).days.days()[1].note == "férié\u202f: Ascension"
        assert form_of(dialog).told.text() == "2 séances, du 7 mai 2026 au 21 mai 2026. 1 jour laissé de côté."

    plan.add(act)
