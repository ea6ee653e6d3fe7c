"""A form that is half typed when the application dies: it is there again, says so, and is saved or given up once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models import half_typed, people, workshops
from models.notebook import Notebook
from models.people import PersonDraft
from models.workshops import WorkshopDraft
from resources.i18n import N_
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.person import NewPersonDialog
from ui.dialogs.workshop import NewWorkshopForm
from ui.half_typed import HalfTyped
from ui.pages.person import PersonPage
from ui.pages.today_half_typed import half_typed_cards
from ui.pages.workshop import WorkshopPage


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


def put(form: QWidget, field: str, text: str) -> None:
    edit = form.widget(field)  # type: ignore[attr-defined]
    assert isinstance(edit, QLineEdit)
    edit.setText(text)


def kept(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return [form for form, _at in half_typed.waiting(db)]


def die(dialog: NewPersonDialog | FormDialog) -> None:
    """End as a crash does: nothing of the dialog is told that it closes."""
    dialog.finished.disconnect()
    dialog.deleteLater()


def keeper(form: QWidget) -> HalfTyped:
    found = form.findChild(HalfTyped)
    assert isinstance(found, HalfTyped)
    return found


def new_person(make_context: MakeContext, notebook: Notebook, qtbot: QtBot) -> NewPersonDialog:
    dialog = NewPersonDialog(None, make_context(notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def told(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if "here again" in each.text() and each.isVisible()]


def test_what_was_typed_when_the_application_died_is_there_again(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    first = new_person(make_context, notebook, qtbot)
    put(first.form, "given_name", "Zoé <b>")
    put(first.form, "birth_year", "soixante")
    qtbot.waitUntil(lambda: kept(notebook) == ["new_person"])
    die(first)
    again = new_person(make_context, notebook, qtbot)
    assert again.form.typed()["given_name"] == "Zoé <b>"
    assert again.form.typed()["birth_year"] == "soixante", "what is not understood is kept as it stands"
    assert len(told(again)) == 1
    assert people_count(notebook) == 0, "it is not saved yet"


def people_count(notebook: Notebook) -> int:
    with notebook.read() as db:
        return people.count(db)


def test_a_form_that_is_saved_or_given_up_does_not_come_again(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    given_up = new_person(make_context, notebook, qtbot)
    put(given_up.form, "given_name", "Zoé")
    keeper(given_up.form).keep()
    given_up.reject()
    assert kept(notebook) == []
    saved = new_person(make_context, notebook, qtbot)
    assert told(saved) == []
    put(saved.form, "given_name", "Zoé")
    keeper(saved.form).keep()
    saved.go.click()
    assert (kept(notebook), people_count(notebook)) == ([], 1)


def test_begin_anew_empties_the_form_and_forgets(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    first = new_person(make_context, notebook, qtbot)
    put(first.form, "given_name", "Zoé")
    keeper(first.form).keep()
    die(first)
    again = new_person(make_context, notebook, qtbot)
    (anew,) = [each for each in again.findChildren(QPushButton) if each.text().strip() == "Begin anew"]
    anew.click()
    assert again.form.typed()["given_name"] == ""
    assert (told(again), kept(notebook)) == ([], [])


def test_the_page_of_a_person_shows_what_was_being_changed(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a person")) as db:
        ids = [people.save(db, PersonDraft(name, "Le Goff"), today=make_context().today()) for name in ("Zoé", "Ana")]

    def page_of(person_id: int) -> PersonPage:
        page = PersonPage(make_context(notebook))
        qtbot.addWidget(page)
        page.show_record(person_id)
        page.refresh(None)
        page.show()
        return page

    dying = page_of(ids[0])
    put(dying.form, "birth_year", "19")
    keeper(dying.form).keep()
    other = page_of(ids[1])
    assert other.form.typed()["birth_year"] == "", "each record has its own"
    again = page_of(ids[0])
    assert again.form.typed()["birth_year"] == "19"
    assert told(again.unsaved), "the banner says it"
    assert not again.leave(), "19 is no year"
    put(again.form, "birth_year", "1962")
    assert again.leave()
    with notebook.read() as db:
        assert people.draft(db, ids[0]).birth_year == 1962
    assert kept(notebook) == []


def test_the_page_of_a_workshop_says_so_at_once_and_makes_the_facts_only_then(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a workshop")) as db:
        ids = [workshops.save(db, WorkshopDraft(title)) for title in ("Photos", "E-mail", "Phone")]

    def page_of(workshop_id: int) -> WorkshopPage:
        page = WorkshopPage(make_context(notebook))
        qtbot.addWidget(page)
        page.show_record(workshop_id)
        page.refresh(None)
        page.show()
        return page

    dying = page_of(ids[0])
    put(dying.facts.part().form, "minimum_sessions", "souvent")
    keeper(dying).keep()
    page = page_of(ids[1])
    assert (page.facts.is_made, told(page)) == (False, [])
    page.show_record(ids[0])
    page.refresh(None)
    assert page.facts.is_made
    assert len(told(page)) == 1, "beside the attendance too"
    assert page.facts.part().form.typed()["minimum_sessions"] == "souvent"
    put(page.facts.part().form, "minimum_sessions", "3")
    page.show_record(ids[2])
    page.refresh(None)
    assert (told(page), kept(notebook)) == ([], [])
    assert page.facts.part().form.read()["title"] == "Phone"
    with notebook.read() as db:
        assert workshops.draft(db, ids[0]).minimum_sessions == 3


def test_a_workshop_made_of_a_template_keeps_what_was_typed_over_it(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    form = NewWorkshopForm(make_context(notebook), parent)
    put(form, "title", "Photos")
    typed = form.typed()
    other = NewWorkshopForm(make_context(notebook), parent)
    other.show_typed(typed)
    assert other.read()["title"] == "Photos"
    assert other.is_changed


def test_a_form_is_kept_a_little_later_while_another_write_runs(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    dialog = new_person(make_context, notebook, qtbot)
    put(dialog.form, "given_name", "Zoé")
    with notebook.write(N_("Add a person")) as db:
        people.save(db, PersonDraft("Ana", "Le Goff"), today=make_context().today())
        keeper(dialog.form).keep()
    assert kept(notebook) == []
    qtbot.waitUntil(lambda: kept(notebook) == ["new_person"])


def test_today_leads_back_to_what_waits_and_not_to_what_is_gone(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot, said: Said
) -> None:
    with notebook.write(N_("Add a person")) as db:
        person_id = people.save(db, PersonDraft("Zoé", "Le Goff"), today=make_context().today())
    with notebook.write(N_("Keep what is half typed")) as db:
        for minute, form in enumerate((f"person:{person_id}", "person:999", "new_person", "layout", "new_trainer")):
            half_typed.keep(db, form, {"given_name": "Zoé"}, datetime(2026, 5, 12, 9, minute, tzinfo=UTC))
    page = QWidget()
    qtbot.addWidget(page)
    cards = half_typed_cards(page, make_context(notebook))
    assert [each.text.partition(",")[0] for each in cards] == [
        "The look of the certificates", "A new person", "The facts of a person",
    ]  # fmt: skip
    cards[2].act()
    assert said.went == [("person", person_id)]
