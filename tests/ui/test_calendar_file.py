"""Calendars as files in the window: written without names, shown before they are taken in, told when they are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from models import sessions
from models.notebook import Notebook
from models.sessions import SessionQuery
from resources.i18n import N_
from tests.builders import a_session, a_workshop
from tests.exchange.test_calendar import a_calendar, an_event
from tests.notebooks import file_notebook, new_file
from tests.ui.conftest import MakeContext, Said
from tests.ui.test_messages import Answer
from ui.dialogs import calendar_file
from ui.page import Context
from ui.pages.workshop_sessions import SessionsTab

__all__ = ["file_notebook", "new_file"]


@pytest.fixture
def workshop(file_notebook: Notebook) -> int:
    with file_notebook.write(N_("Set up")) as db:
        made = a_workshop(db, "Premiers pas : la souris")
        a_session(db, made, date(2026, 5, 12))
    return made


@pytest.fixture
def context(make_context: MakeContext, file_notebook: Notebook) -> Context:
    return make_context(file_notebook)


@pytest.fixture
def tab(context: Context, workshop: int) -> SessionsTab:
    made = SessionsTab(context)
    made.show_workshop(workshop)
    made.refresh(None)
    return made


def choose(patch: pytest.MonkeyPatch, path: Path) -> list[str]:
    proposed: list[str] = []

    def answer(_parent: object, _title: str, name: str, *_: object) -> tuple[str, str]:
        proposed.append(name)
        return str(path), ""

    patch.setattr(QFileDialog, "getSaveFileName", answer)
    patch.setattr(QFileDialog, "getOpenFileName", answer)
    return proposed


def test_the_sessions_of_a_workshop_are_saved_under_a_name_that_every_system_takes(
    tab: SessionsTab, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = choose(monkeypatch, tmp_path / "mai")
    tab.calendar[0].run()
    assert Path(proposed[0]).name == "Premiers pas - la souris.ics"
    (event,) = Calendar.from_ical((tmp_path / "mai.ics").read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Premiers pas : la souris"
    assert said.toasts == ["1 session written to mai.ics."]


def test_what_a_calendar_would_change_is_shown_then_taken(
    tab: SessionsTab, context: Context, workshop: int, said: Said, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, answer: Answer,
) -> None:  # fmt: skip
    path = tmp_path / "a.ics"
    path.write_bytes(a_calendar(an_event("1@x", "20260602T093000", "20260602T113000"), "UID:2\nSUMMARY:Fête"))
    choose(monkeypatch, path)
    shown = answer(QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted)
    for expected in (1, 2):
        tab.calendar[1].run()
        with context.notebook.read() as db:
            assert len(sessions.find(db, SessionQuery(workshop_id=workshop))) == expected
    text = " ".join(each.text() for each in shown[0].findChildren(QLabel))
    assert "Take 1 session from this calendar?" in text
    assert "Tuesday 2 June 2026, 09:30 – 11:30" in text
    assert "Fête – What its file says of it cannot be read." in text
    assert said.done == ["1 session taken from the calendar"]
    assert tab.table.count == 2


def test_a_calendar_that_brings_nothing_new_is_told(
    tab: SessionsTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    (tmp_path / "a.ics").write_bytes(a_calendar(an_event()))
    choose(monkeypatch, tmp_path / "a.ics")
    shown = answer(QDialog.DialogCode.Accepted)
    tab.calendar[1].run()
    assert shown[0].windowTitle() == "Nothing to take from this calendar"
    (tmp_path / "a.ics").write_bytes(b"Nom;Prenom")
    tab.calendar[1].run()
    assert "is not a calendar that can be read" in shown[1].accessibleDescription()


def test_the_days_of_a_calendar_are_asked_for(
    context: Context, workshop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.setattr(calendar_file, "ask_form", lambda _parent, _title, form, *, save, **_: save())
    choose(monkeypatch, tmp_path / "all.ics")
    calendar_file.ask_calendar(context.jobs._window, context)
    assert (tmp_path / "all.ics").read_bytes().count(b"BEGIN:VEVENT") == 1
    assert said.toasts == ["1 session written to all.ics."]
