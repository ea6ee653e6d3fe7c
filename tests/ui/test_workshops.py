"""The list of workshops: found as one types, kept to what is asked, changed with a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models import headcounts, sessions, views, workshops
from models.codes import SessionStatus
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import SessionQuery
from models.views import ViewDraft
from models.workshops import WorkshopQuery
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.workshop import new_workshop
from ui.pages.workshops import WorkshopsPage, search

__all__ = ["file_notebook", "new_file"]

DAY = timedelta(days=1)


@pytest.fixture
def page(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> WorkshopsPage:
    """Three workshops: one over without attendance, one to come where somebody waits, one without any session."""
    with file_notebook.write("Prepare") as db:
        past = a_workshop(db, "Éteindre et rallumer")
        a_session(db, past, TODAY - 7 * DAY)
        to_come = a_workshop(db, "<img src=/etc/passwd>", capacity=2)
        a_session(db, to_come, TODAY + DAY)
        an_enrolment(db, to_come, a_person(db, "Zoé"))
        an_enrolment(db, to_come, a_person(db, "Maël"), waiting=True)
        a_workshop(db, "Sans date")
    made = WorkshopsPage(make_context(file_notebook))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.refresh(None)
    return made


def titles(page: WorkshopsPage) -> list[str]:
    return [str(page.table.model.index(row, 0).data()) for row in range(page.table.count)]


def cell(page: WorkshopsPage, title: str, key: str) -> str:
    column = [each.key for each in page.table.model.columns].index(key)
    return str(page.table.model.index(titles(page).index(title), column).data())


def choose(page: WorkshopsPage, title: str) -> None:
    page.table.go_to(page.table.model.ids[titles(page).index(title)])


def test_each_workshop_is_a_line_with_its_places_and_what_is_to_do(page: WorkshopsPage) -> None:
    assert titles(page) == ["<img src=/etc/passwd>", "Éteindre et rallumer", "Sans date"]
    assert cell(page, "<img src=/etc/passwd>", "enrolled") == "1 / 2"
    assert cell(page, "Éteindre et rallumer", "first") == "05/05/2026"
    assert cell(page, "Éteindre et rallumer", "state") == "1 session to enter"
    assert unnamed_focusable(page) == []


def test_typing_finds_without_accents(page: WorkshopsPage) -> None:
    type_text(page.search, "eteind")
    assert titles(page) == ["Éteindre et rallumer"]
    page.on_typed("s")
    assert titles(page) == ["<img src=/etc/passwd>", "Sans date"]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        ("upcoming", ["<img src=/etc/passwd>", "Sans date"]),
        ("past", ["Éteindre et rallumer"]),
        ("to_enter", ["Éteindre et rallumer"]),
        ("wanted", ["<img src=/etc/passwd>"]),
        ("cancelled", []),
        ("", ["<img src=/etc/passwd>", "Éteindre et rallumer", "Sans date"]),
    ],
)
def test_the_list_can_be_kept_to_some_workshops(page: WorkshopsPage, only: str, found: list[str]) -> None:
    combo = page.filters.combo("only")
    combo.setCurrentIndex(1)
    combo.setCurrentIndex(combo.findData(only))
    assert titles(page) == found


def test_filters_go_together_and_are_kept_as_a_view(page: WorkshopsPage, file_notebook: Notebook) -> None:
    with file_notebook.write("Prepare") as db:
        place, trainer = a_place(db, "O'Brien & Söhne"), a_trainer(db, "Noé")
        told = {"place_id": place, "trainer_ids": (trainer,), "themes": ("email",)}
        a_session(db, a_workshop(db, "Écrire", **told), TODAY - 400 * DAY)
        a_session(db, a_workshop(db, "Écrire encore", **told), TODAY)
    page.refresh(None)
    choose_in(page, place_id=place, trainer_id=trainer, theme="email")
    assert titles(page) == ["Écrire encore", "Écrire"]
    choose_in(page, period="this_civil_year")
    assert titles(page) == ["Écrire encore"]
    with file_notebook.write("Keep") as db:
        views.save(db, ViewDraft("workshops", "Mails", page.views._kept(), page.table.columns.arrangement()))
    page.filters.clear.click()
    assert len(titles(page)) == 5
    with file_notebook.read() as db:
        kept = views.of_list(db, "workshops")
    page.views.show_view(kept[0])
    assert titles(page) == ["Écrire encore"]
    assert page.filters.set_count == 4
    with file_notebook.write("Delete") as db:
        for workshop_id in page.table.model.ids:
            workshops.save(db, replace(workshops.draft(db, workshop_id), trainer_ids=()), workshop_id)
    page.refresh(None)
    assert titles(page) == []


def test_a_view_made_elsewhere_or_damaged_shows_what_is_known_of_it(page: WorkshopsPage) -> None:
    page._show_view({"only": "past", "place_id": 999, "theme": ["x"], "trainer_id": {}, "sort": "no", "more": 1})
    assert titles(page) == ["Éteindre et rallumer"]
    assert page.filters.set_count == 1
    page.filters.clear.click()
    assert len(titles(page)) == 3


def choose_in(page: WorkshopsPage, **chosen: object) -> None:
    for name, value in chosen.items():
        combo = page.filters.combo(name)
        combo.setCurrentIndex(next(row for row in range(combo.count()) if combo.itemData(row) == value))


def test_enter_opens_and_f2_opens_the_facts(page: WorkshopsPage, said: Said) -> None:
    page.table.view.selectRow(0)
    press(page.table.view, Qt.Key.Key_Return)
    press(page.table.view, Qt.Key.Key_F2)
    workshop = page.table.model.ids[0]
    assert said.went == [("workshop", workshop), ("workshop_facts", workshop)]


def test_deleting_is_undone_by_one_step(page: WorkshopsPage, file_notebook: Notebook, said: Said) -> None:
    choose(page, "Sans date")
    press(page.table.view, Qt.Key.Key_Delete)
    page.refresh(None)
    assert "Sans date" not in titles(page)
    assert said.done == ["1 workshop deleted"]
    file_notebook.undo()
    page.refresh(None)
    assert "Sans date" in titles(page)


def test_duplicating_goes_to_the_sessions_of_the_copy(
    page: WorkshopsPage, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(dialog: FormDialog) -> int:
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    choose(page, "Sans date")
    page.bar.buttons["workshop.duplicate"].click()
    page.refresh(None)
    assert titles(page).count("Sans date") == 2
    assert said.went[0][0] == "workshop_sessions"


def test_cancelling_asks_why_with_the_number_of_people(
    page: WorkshopsPage, file_notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def run(dialog: FormDialog) -> int:
        told.append(dialog.accessibleDescription())
        dialog.go.click()
        told.append(dialog.form.widget("cancel_reason").accessibleDescription())
        type_text(dialog.form.widget("cancel_reason"), "animatrice malade")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    choose(page, "<img src=/etc/passwd>")
    page.bar.buttons["workshop.cancel"].click()
    assert told[0] == "1 session not held yet is cancelled with it. 1 person is enrolled and has to be told."
    assert "The reason is missing" in told[1]
    with file_notebook.read() as db:
        line = workshops.lines(db, page.table.selected(), today=TODAY)
        ids = sessions.find(db, SessionQuery(workshop_id=page.table.selected()[0]))
        assert [(each.status, each.cancel_reason) for each in line.values()] == [("cancelled", "animatrice malade")]
        assert {(each.status, each.cancel_reason) for each in sessions.lines(db, ids).values()} == {
            (SessionStatus.CANCELLED, "animatrice malade")
        }


def test_ctrl_k_finds_workshops_by_their_title(page: WorkshopsPage, said: Said) -> None:
    found = search(page.context, "rallumer")
    assert [each.text for each in found] == ["Éteindre et rallumer"]
    found[0].open()
    assert said.went[0][0] == "workshop"


def fill(dialog: FormDialog, **typed: str) -> None:
    for name, text in typed.items():
        type_text(dialog.form.widget(name), text)


def test_a_new_workshop_comes_with_its_weekly_sessions_in_one_step(
    file_notebook: Notebook, make_context: MakeContext, app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(dialog: FormDialog) -> int:
        fill(dialog, title="Zoé & <b>moi</b>", date="demain", start="14h", end="16:30", capacity="12")
        press(dialog.form.widget("repeat"), Qt.Key.Key_Down)
        fill(dialog, times="3")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    context = make_context(file_notebook)
    workshop = new_workshop(context.jobs.parent(), context)  # type: ignore[arg-type]  # the window of the test
    assert workshop is not None
    with file_notebook.read() as db:
        assert workshops.draft(db, workshop).title == "Zoé & <b>moi</b>"
        assert workshops.draft(db, workshop).capacity == 12
        lines = sessions.lines(db, sessions.find(db, SessionQuery(workshop_id=workshop)))
    assert [each.date for each in lines.values()] == [TODAY + DAY, TODAY + 8 * DAY, TODAY + 15 * DAY]
    assert {(each.start, each.end) for each in lines.values()} == {(time(14), time(16, 30))}
    file_notebook.undo()
    with file_notebook.read() as db:
        assert workshops.find(db) == []


def test_a_new_workshop_needs_a_title_and_a_whole_first_session(
    file_notebook: Notebook, make_context: MakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def run(dialog: FormDialog) -> int:
        fill(dialog, date="12/6/2026", start="25h")
        dialog.go.click()
        told.append(dialog.form.widget("start").accessibleDescription())
        press(dialog.form.widget("start"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        fill(dialog, start="14h")
        dialog.go.click()
        told.extend(dialog.form.widget(name).accessibleDescription() for name in ("title", "end"))
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    context = make_context(file_notebook)
    assert new_workshop(context.jobs.parent(), context) is None  # type: ignore[arg-type]  # the window of the test
    assert "is not a time" in told[0]
    assert "title of the workshop is missing" in told[1]
    assert "end of the session is missing" in told[2]


def test_a_workshop_somebody_came_to_is_not_deleted(page: WorkshopsPage, file_notebook: Notebook) -> None:
    with file_notebook.read() as db:
        workshop = workshops.find(db, WorkshopQuery("rallumer"))[0]
        session = sessions.find(db, SessionQuery(workshop_id=workshop))[0]
    with file_notebook.write("Count") as db:
        headcounts.add(db, session)
    with pytest.raises(UserError, match="workshop_has_presence"):
        page.on_delete([workshop])
    page.refresh(None)
    assert "Éteindre et rallumer" in titles(page)


def test_dates_say_the_day_once(page: WorkshopsPage) -> None:
    assert date(2026, 5, 5) == TODAY - 7 * DAY
    assert " – " not in cell(page, "Éteindre et rallumer", "first")
