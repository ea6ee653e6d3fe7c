"""The papers of a workshop and of a person, asked for in the window and seen before they print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from documents.papers import SheetOptions
from models import attendance
from models.codes import AttendanceState
from models.notebook import Notebook
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.documents.reading import text_of, words_of
from tests.notebooks import file_notebook, new_file
from tests.tools import needs
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.papers import kept_options, show_sheets
from ui.dialogs.preview import PreviewDialog
from ui.page import Context
from ui.pages.person import PersonPage
from ui.pages.workshop import WorkshopPage
from ui.widgets.check_list import CheckList

__all__ = ["file_notebook", "new_file"]

DAY = timedelta(days=1)
pytestmark = needs("pdftoppm")


@dataclass
class Desk:
    """A workshop with a session today and one tomorrow, somebody enrolled who came, and somebody who waits."""

    notebook: Notebook
    context: Context
    page: WorkshopPage
    person: int
    qtbot: QtBot
    folder: Path

    def choose(self, name: str) -> None:
        next(each for each in self.page.actions_offered() if each.name == name).run()

    def shown(self, parent: QWidget | None = None) -> Path:
        """Wait for the preview, and return the paper it shows."""
        window = (parent or self.page).window()
        self.qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is not None, timeout=20_000)
        preview = window.findChild(PreviewDialog)
        assert isinstance(preview, PreviewDialog)
        path = self.folder / "shown.pdf"
        path.write_bytes(preview._paper.pdf)
        preview.close()
        self.qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is None)
        return path


@pytest.fixture
def desk(file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        today = a_session(db, workshop, TODAY)
        a_session(db, workshop, TODAY + DAY)
        a_session(db, a_workshop(db, "Photos"), TODAY + DAY, "09:00", "10:00")
        person = a_person(db, phone="06 12 34 56 78")
        attendance.mark(db, today, [an_enrolment(db, workshop, person)], AttendanceState.PRESENT)
        an_enrolment(db, workshop, a_person(db, "Yann", "Zimmer"), waiting=True)
    context = make_context(file_notebook)
    page = WorkshopPage(context)
    qtbot.addWidget(page)
    page.show_record(workshop)
    page.refresh(None)
    page.show()
    yield Desk(file_notebook, context, page, person, qtbot, tmp_path)
    page.hide()


def answering(monkeypatch: pytest.MonkeyPatch, verb: str, use: Callable[[QDialog], object] = bool) -> None:
    """Let the next dialog be used and the button of this verb be pressed; press Cancel where it refuses."""

    def run(dialog: QDialog) -> int:
        assert unnamed_focusable(dialog) == []
        use(dialog)
        next(each for each in dialog.findChildren(QPushButton) if each.accessibleName() == verb).click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)


def combo(dialog: QDialog, name: str) -> QComboBox:
    assert isinstance(dialog, FormDialog)
    found = dialog.form.widget(name)
    assert isinstance(found, QComboBox)
    return found


def test_sheets_are_made_as_wanted_and_the_next_ones_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        assert "12 May 2026" in combo(dialog, "of").currentText()
        combo(dialog, "of").setCurrentIndex(combo(dialog, "of").findData("whole"))
        combo(dialog, "orientation").setCurrentIndex(1)
        rows = dialog.form.widget("blank_rows")
        assert isinstance(rows, QLineEdit)
        rows.setText("2")
        dialog.form.fill(dialog.form.read() | {"with_waiting": True})

    answering(monkeypatch, "Show the sheets", use)
    desk.choose("workshop.sheets")
    words = words_of(desk.shown())
    assert "Yann Zimmer" in words
    assert "13/05/2026 14:00 – 16:00" in words
    assert kept_options(desk.context) == SheetOptions(2, "landscape", with_waiting=True)
    desk.page.sheet_button.click()
    assert "Yann Zimmer" in words_of(desk.shown())


def test_too_many_empty_rows_are_refused_in_the_dialog(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        rows = dialog.form.widget("blank_rows")
        assert isinstance(rows, QLineEdit)
        rows.setText("501")

    answering(monkeypatch, "Show the sheets", use)
    desk.choose("workshop.sheets")
    assert kept_options(desk.context) == SheetOptions()


def test_what_was_kept_of_sheets_and_is_damaged_is_as_usual(desk: Desk) -> None:
    desk.context.preferences.keep("sheets", {"blank_rows": "many", "orientation": 3, "half_days": None})
    assert kept_options(desk.context) == SheetOptions()


def test_all_of_tomorrow_is_one_paper_in_the_order_of_the_day(desk: Desk) -> None:
    show_sheets(desk.page, desk.context, day=TODAY + DAY)
    first, second = text_of(desk.shown()).split("\f")[:2]
    assert "Photos" in first
    assert "Premiers pas" in second


def test_the_form_asks_what_was_chosen_and_remembers_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def use(dialog: QDialog) -> None:
        assert isinstance(dialog, FormDialog)
        fields = dialog.form.widget("fields")
        assert isinstance(fields, CheckList)
        fields.choose(["occupation"])

    answering(monkeypatch, "Show the form", use)
    desk.choose("workshop.form")
    words = words_of(desk.shown())
    assert "Premiers pas" in words
    assert "Occupation" in words.split("Your personal data")[0]
    assert "Phone" not in words.split("Your personal data")[0]
    answering(monkeypatch, "Show the form", lambda dialog: combo(dialog, "of").setCurrentIndex(1))
    desk.choose("workshop.form")
    words = words_of(desk.shown())
    assert "Premiers pas" not in words
    assert "Occupation" in words


def test_phones_are_shown_only_after_asking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "Cancel")
    desk.choose("workshop.calls")
    assert desk.page.window().findChild(PreviewDialog) is None
    answering(monkeypatch, "Show the call list")
    desk.choose("workshop.calls")
    assert "06 12 34 56 78" in words_of(desk.shown())


def test_a_statement_is_shown_from_the_page_of_the_person(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PersonPage(desk.context)
    desk.qtbot.addWidget(page)
    page.show_record(desk.person)
    page.refresh(None)
    page.show()
    statement = next(each for each in page.actions_offered() if each.name == "person.statement")
    answering(monkeypatch, "Show the statement")
    statement.run()
    assert "In all: 1 session, 2 h" in words_of(desk.shown(page))


def test_the_menu_of_papers_is_named_and_has_every_paper(desk: Desk) -> None:
    menu = desk.page.papers.menu()
    assert menu is not None
    assert [each.text() for each in menu.actions()] == [
        "Sign-in sheet of all sessions",
        "Sign-in sheets as I want them…",
        "Registration form…",
        "Call list…",
        "Badges to cut out",
    ]
    assert unnamed_focusable(desk.page) == []


def test_a_workshop_without_sessions_has_a_sheet_to_date_by_hand(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        workshop = a_workshop(db, "À fixer")
    desk.page.show_record(workshop)
    desk.page.refresh(None)
    desk.page.sheet_button.click()
    words = words_of(desk.shown())
    assert "À fixer" in words
    assert "Date: ……" in words


def test_a_sheet_that_was_cancelled_is_not_shown_and_can_be_asked_for_again(desk: Desk) -> None:
    desk.page.sheet_button.click()
    assert not desk.page.sheet_button.isEnabled()  # never twice
    desk.context.jobs.cancel_all()
    desk.qtbot.waitUntil(desk.page.sheet_button.isEnabled)
    preview = desk.page.window().findChild(PreviewDialog)
    if preview is not None:  # it was drawn before the job could stop
        preview.close()
        desk.qtbot.waitUntil(lambda: desk.page.window().findChild(PreviewDialog) is None)
    desk.page.sheet_button.click()
    assert "Premiers pas" in words_of(desk.shown())
