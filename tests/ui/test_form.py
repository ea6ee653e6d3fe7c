"""The form: fills, reads, says what is wrong where it is wrong, and tells when it is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.problem import Problem
from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import type_text
from ui.form import Field, Form
from ui.widgets.inputs import CheckBox, ComboBox


@dataclass(frozen=True)
class Draft:
    title: str = "First steps"
    notes: str = ""
    format: str = "workshop"
    equipment: tuple[str, ...] = ("tablette",)
    day: date | None = date(2026, 6, 14)
    start: time | None = time(14, 30)
    capacity: int | None = 12
    email: str = ""
    consent: bool = True


FIELDS = (
    Field("title", "Title", required=True),
    Field("notes", "Notes", kind="note"),
    Field("format", "Format", kind="choice", choices=(("conference", "Talk"), ("workshop", "Workshop"))),
    Field("equipment", "Equipment", kind="choices", choices=(("ordinateur", "Computer"), ("tablette", "Tablet"))),
    Field("day", "Date", kind="date", help="For example 14/6"),
    Field("start", "Start", kind="time"),
    Field("capacity", "Places", kind="number", minimum=1, maximum=500),
    Field("email", "E-mail", kind="email"),
    Field("consent", "Photo allowed", kind="check"),
)


def typed_date(text: str) -> date | None:
    return date(2026, 5, 13) if text == "tomorrow" else None


def typed_time(text: str) -> time:
    hours, _, minutes = text.partition("h")
    return time(int(hours), int(minutes or 0))


@pytest.fixture
def form(app: QApplication, qtbot: QtBot) -> Form:
    window = QWidget()
    layout = QVBoxLayout(window)
    made = Form(FIELDS, typed={"date": typed_date, "time": typed_time})
    layout.addWidget(made)
    layout.addWidget(QPushButton("Elsewhere"))
    qtbot.addWidget(window)
    made.fill(Draft())
    window.show()
    window.activateWindow()
    made.keeps = window  # type: ignore[attr-defined]  # the window lives as long as its form
    return made


def line(form: Form, name: str) -> QLineEdit:
    found = form.widget(name)
    assert isinstance(found, QLineEdit)
    return found


def elsewhere(form: Form) -> QPushButton:
    found = form.window().findChild(QPushButton)
    assert isinstance(found, QPushButton)
    return found


def messages(form: Form) -> list[str]:
    return [
        each.text() for each in form.findChildren(QLabel) if each.property("role") == "problem" and each.isVisible()
    ]


def test_what_was_filled_is_read_back(form: Form) -> None:
    typed_date_back = {"day": "tomorrow"}
    line(form, "day").setText(typed_date_back["day"])
    line(form, "start").setText("14h30")
    assert form.read_into(Draft()) == Draft(day=date(2026, 5, 13))


def test_each_kind_of_field_is_read_as_its_own_type(form: Form) -> None:
    line(form, "start").setText("9h")
    line(form, "capacity").setText("1 2")
    line(form, "day").clear()
    choice = form.widget("format")
    assert isinstance(choice, ComboBox)
    choice.setCurrentIndex(0)
    read = form.read()
    assert read["start"] == time(9, 0)
    assert read["capacity"] == 12
    assert read["day"] is None
    assert read["format"] == "conference"
    assert read["equipment"] == ("tablette",)
    assert read["consent"] is True


def test_what_is_not_understood_is_told_and_left_out(form: Form) -> None:
    line(form, "day").setText("32 juin")
    line(form, "start").setText("soon")
    line(form, "capacity").setText("many")
    found = form.problems()
    assert [(each.field, each.code) for each in found] == [
        ("day", "date_unreadable"),
        ("start", "time_unreadable"),
        ("capacity", "number_unreadable"),
    ]
    assert "day" not in form.read()
    line(form, "capacity").setText("0")
    assert form.problems()[-1] == Problem("capacity", "number_too_small", {"value": 0, "least": 1})
    line(form, "capacity").setText("501")
    assert form.problems()[-1].code == "number_too_large"


def test_a_problem_is_shown_under_its_field_and_takes_the_focus(form: Form, qtbot: QtBot) -> None:
    form.show_problems([Problem("title", "title_missing"), Problem("", "disk_full", {"file": "<b>x", "folder": "y"})])
    qtbot.waitUntil(form.widget("title").hasFocus)
    assert len(messages(form)) == 2
    assert messages(form)[0].startswith("The ") or "<b>x" in messages(form)[0]
    assert "title" in form.widget("title").accessibleDescription()
    form.show_problems([])
    assert messages(form) == []
    assert form.widget("title").accessibleDescription() == ""


def test_a_warning_is_shown_without_calling_the_field_wrong(form: Form) -> None:
    form.show_problems([Problem("title", "title_missing", is_warning=True)])
    assert form.widget("title").property("wrong") == "false"
    assert messages(form) == []


def test_typing_tells_changed_and_filling_does_not(form: Form, qtbot: QtBot) -> None:
    told: list[int] = []
    form.changed.connect(lambda: told.append(1))
    form.fill(Draft(title="Other"))
    assert told == []
    assert not form.is_changed
    type_text(form.widget("title"), "é")
    assert told == [1]
    assert form.is_changed


def test_the_form_is_left_once_when_the_focus_goes_elsewhere(form: Form, qtbot: QtBot) -> None:
    left: list[int] = []
    form.left.connect(lambda: left.append(1))
    form.widget("title").setFocus()
    qtbot.waitUntil(form.widget("title").hasFocus)
    form.widget("notes").setFocus()
    elsewhere(form).setFocus()
    assert left == []  # nothing was changed
    form.widget("title").setFocus()
    type_text(form.widget("title"), "é")
    form.widget("notes").setFocus()
    assert left == []
    elsewhere(form).setFocus()
    assert left == [1]
    form.kept()
    form.settle()
    assert left == [1]


def test_a_date_is_written_out_when_its_field_is_left(form: Form, qtbot: QtBot) -> None:
    form.widget("day").setFocus()
    qtbot.waitUntil(form.widget("day").hasFocus)
    line(form, "day").setText("tomorrow")
    form.widget("title").setFocus()
    assert line(form, "day").text() == "13/05/2026"


def test_every_field_has_a_name_and_its_label_leads_to_it(form: Form) -> None:
    assert unnamed_focusable(form) == []
    buddies = {each.buddy().accessibleName() for each in form.findChildren(QLabel) if each.buddy() is not None}
    assert {"Title", "Date", "Start", "Places", "E-mail", "Format", "Notes"} <= buddies


def test_tab_goes_through_the_fields_in_their_order(form: Form, qtbot: QtBot) -> None:
    order = []
    widget: QWidget | None = form.widget("title")
    for _ in range(200):
        assert widget is not None
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and form.isAncestorOf(widget) and widget.isVisible():
            order.append(widget.accessibleName())
        widget = widget.nextInFocusChain()
        if widget is form.widget("title"):
            break
    assert order == [
        "Title",
        "Notes",
        "Format",
        "Computer",
        "Tablet",
        "Date",
        "Start",
        "Places",
        "E-mail",
        "Photo allowed",
    ]


def test_a_form_is_at_most_720_wide(form: Form) -> None:
    form.window().resize(1400, 900)
    assert form.width() <= 720


def test_choices_can_be_exchanged_and_keep_what_was_chosen(form: Form) -> None:
    form.set_choices("format", [("coaching", "Coaching"), ("workshop", "Workshop")])
    assert form.read()["format"] == "workshop"
    form.set_choices("equipment", [("tablette", "Tablet"), ("autre", "Other")])
    assert form.read()["equipment"] == ("tablette",)
    assert len([box for box in form.findChildren(CheckBox) if box.text() == "Other"]) == 1
