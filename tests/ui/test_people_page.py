"""The registry in the window: found while typing, opened, added, deleted and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models import enrolments, forgetting, people, views
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PeopleQuery
from models.problem import UserError
from resources.i18n import N_
from tests.builders import a_person, a_session, a_workshop, an_enrolment
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.person import NewPersonDialog
from ui.focus import lead_to
from ui.pages.people import PeoplePage, search
from ui.pages.people_selected import field_menu

Answer = Callable[..., list[QDialog]]
HOSTILE = "<img src=/etc/passwd>"


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        with made.write(N_("Add {count} people"), count=4) as db:
            a_person(db, "Zoé", "Le Goff", birth_year=1962, town="Rennes", phone="06 12 34 56 78")
            a_person(db, HOSTILE, "")
            a_person(db, "Łukasz", "O'Brien & fils", email="lukasz@example.org")
            a_person(db, "محمد", "بن علي")
        yield made


@pytest.fixture
def page(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> PeoplePage:
    made = PeoplePage(make_context(notebook))
    qtbot.addWidget(made)
    made.refresh(None)
    made.resize(1100, 700)
    made.show()
    return made


def names(page: PeoplePage) -> list[str]:
    model = page.table.model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_everyone_is_listed_exactly_as_stored(page: PeoplePage) -> None:
    assert names(page) == [HOSTILE, "Le Goff Zoé", "O'Brien & fils Łukasz", "بن علي محمد"]


def test_typing_without_accents_finds_a_person(page: PeoplePage) -> None:
    type_text(page.search, "zoe legoff")
    assert names(page) == ["Le Goff Zoé"]


def test_typing_a_phone_number_finds_its_owner(page: PeoplePage) -> None:
    type_text(page.search, "0612345678")
    assert names(page) == ["Le Goff Zoé"]


def test_letters_typed_in_the_list_begin_a_search(page: PeoplePage) -> None:
    page.table.view.keyboardSearch("z")
    assert page.search.text() == "z"
    assert names(page) == ["Le Goff Zoé"]


def test_enter_in_the_search_opens_the_only_person_found(page: PeoplePage, said: Said) -> None:
    type_text(page.search, "goff")
    press(page.search, Qt.Key.Key_Return)
    assert said.went == [("person", page.table.model.ids[0])]


def test_enter_in_the_list_opens_a_person(page: PeoplePage, said: Said) -> None:
    page.table.go_to(page.table.model.ids[1])
    press(page.table.view, Qt.Key.Key_Return)
    assert said.went == [("person", page.table.model.ids[1])]


def test_deleting_half_the_registry_asks_first_and_comes_back_by_undo(
    page: PeoplePage, notebook: Notebook, said: Said, answer: Answer
) -> None:
    asked = answer(QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted)
    page.table.go_to(page.table.model.ids[0])
    page.table.select(page.table.model.ids[:2])
    press(page.table.view, Qt.Key.Key_Delete)
    page.refresh(None)
    assert [dialog.windowTitle() for dialog in asked] == ["Delete 2 people?"]
    assert len(names(page)) == 4, "nobody was deleted without a yes"
    press(page.table.view, Qt.Key.Key_Delete)
    page.refresh(None)
    assert len(names(page)) == 2
    assert said.done == ["2 people deleted"]
    notebook.undo()
    page.refresh(None)
    assert len(names(page)) == 4


def test_someone_who_came_is_never_deleted(page: PeoplePage, notebook: Notebook) -> None:
    from models import attendance

    with notebook.write(N_("Enter attendance")) as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        person = people.find(db, PeopleQuery("goff"))[0]
        attendance.mark(db, session, [an_enrolment(db, workshop, person)], AttendanceState.PRESENT)
    with pytest.raises(UserError, match="person_has_presence"):
        page.on_delete([person])
    with notebook.read() as db:
        assert people.count(db) == 4


def test_a_name_that_is_known_is_shown_while_it_is_typed(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    dialog = NewPersonDialog(None, make_context(notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    type_text(dialog.form.widget("given_name"), "zoe")
    type_text(dialog.form.widget("family_name"), "LE GOFF")
    qtbot.waitUntil(lambda: dialog.twins() == ["Zoé Le Goff, born 1962, Rennes"])
    assert unnamed_focusable(dialog) == []
    dialog.open_twin(0)
    with notebook.read() as db:
        assert people.count(db) == 4, "nobody is added twice"
        assert dialog.person_id == people.find(db, PeopleQuery("goff"))[0]


@pytest.mark.parametrize(("given", "family"), [("Zoé", "Legoff"), ("le goff", "zoe"), ("Zoé", "Le Gofff")])
def test_a_name_with_a_slip_is_shown_while_it_is_typed(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot, given: str, family: str
) -> None:
    dialog = NewPersonDialog(None, make_context(notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    type_text(dialog.form.widget("given_name"), given)
    type_text(dialog.form.widget("family_name"), family)
    qtbot.waitUntil(lambda: dialog.twins() == ["Zoé Le Goff, born 1962, Rennes"])


def test_a_new_person_is_added_and_shown(
    page: PeoplePage, notebook: Notebook, said: Said, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_in(dialog: QDialog) -> int:
        assert isinstance(dialog, NewPersonDialog)
        type_text(dialog.form.widget("family_name"), "A<B")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", fill_in)
    page.on_new()
    with notebook.read() as db:
        person = people.find(db, PeopleQuery("a b"))[0]
        assert people.draft(db, person).family_name == "A<B"
    assert said.went == [("person", person)]


def test_a_person_without_any_name_is_not_added(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    dialog = NewPersonDialog(None, make_context(notebook))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.go.click()
    assert dialog.isVisible()
    assert dialog.person_id is None


def test_people_are_found_from_everywhere(page: PeoplePage) -> None:
    found = search(page.context, "goff")
    assert [(each.text, each.detail) for each in found] == [("Le Goff Zoé", "Zoé Le Goff, born 1962, Rennes")]


def test_an_empty_registry_says_what_goes_there(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> None:
    with Notebook.create(tmp_path / "empty.carnet", association_name="Les Puces") as empty:
        made = PeoplePage(make_context(empty))
        qtbot.addWidget(made)
        made.refresh(None)
        made.show()
        assert made.empty.isVisible()
        assert unnamed_focusable(made) == []


def test_everything_that_takes_the_focus_has_a_name(page: PeoplePage) -> None:
    assert unnamed_focusable(page) == []


def choose(page: PeoplePage, name: str, value: object) -> None:
    combo = page.filters.combo(name)
    combo.setCurrentIndex(next(row for row in range(combo.count()) if combo.itemData(row) == value))


def test_filters_and_words_hold_together_until_the_filters_are_cleared(page: PeoplePage) -> None:
    choose(page, "town", "Rennes")
    assert names(page) == ["Le Goff Zoé"]
    assert page.filters.clear.isVisible()
    choose(page, "came", "this_year")
    assert names(page) == []
    page.filters.clear.click()
    assert len(names(page)) == 4
    assert page.filters.clear.isHidden()
    type_text(page.search, "goff")
    choose(page, "age_band", "dix_huit_vingt_quatre")
    assert names(page) == []


def test_a_saved_view_keeps_filters_order_and_columns_but_not_the_words(
    page: PeoplePage, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_in(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        type_text(dialog.form.widget("name"), "Rennes only")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", fill_in)
    choose(page, "town", "Rennes")
    type_text(page.search, "goff")
    page.table.columns.show_column("email", False)
    page.table.columns.show_column("gender", True)
    page.views.save()
    with notebook.read() as db:
        (view,) = views.of_list(db, "people")
    assert "goff" not in str((view.query, view.columns)).lower()
    page.filters.clear.click()
    page.table.columns.reset()
    page.views.show_view(view)
    assert page.filters.combo("town").currentData() == "Rennes"
    assert page.search.text() == ""
    assert page.table.columns.is_shown("gender")
    assert not page.table.columns.is_shown("email")
    page.views.fill()
    assert "Rennes only" in [each.text() for each in page.views.menu().actions()]
    page.views.remove(view)
    notebook.undo()
    with notebook.read() as db:
        assert [each.name for each in views.of_list(db, "people")] == ["Rennes only"]


def test_a_damaged_view_shows_the_list_without_it(page: PeoplePage) -> None:
    page.views.show_view(views.ViewLine(1, "people", "Odd", {"sort": "uid", "town": 3, "other": 1}, {"town": 100}))
    assert len(names(page)) == 4


def test_the_bar_says_how_many_are_selected_and_what_can_be_done(page: PeoplePage) -> None:
    assert page.bar.isHidden()
    page.table.select(page.table.model.ids[:3])
    assert page.bar.isVisible()
    assert {name for name, made in page.bar.buttons.items() if not made.isEnabled()} == {"people.merge"}
    page.table.select(page.table.model.ids[:2])
    assert page.bar.buttons["people.merge"].isEnabled()
    assert unnamed_focusable(page) == []
    page.table.view.clearSelection()
    assert page.bar.isHidden()


def test_many_people_are_enrolled_at_once(
    page: PeoplePage, notebook: Notebook, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with notebook.write(N_("Add a workshop")) as db:
        workshop = a_workshop(db)
        a_session(db, workshop, page.context.today())

    def agree(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", agree)
    page.table.select(page.table.model.ids[:3])
    page.bar.buttons["people.enrol"].click()
    assert said.done == ["3 people enrolled"]
    with notebook.read() as db:
        assert enrolments.counts_by_workshop(db, [workshop])[workshop].enrolled == 3


def test_many_people_get_one_town_and_lose_it_by_one_undo(
    page: PeoplePage, notebook: Notebook, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_in(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        type_text(dialog.form.widget("town"), "Bruz")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", fill_in)
    ids = list(page.table.model.ids)
    menu = field_menu(page, page.context, ids)
    next(each for each in menu.actions() if each.text() == "Town").trigger()
    assert said.done == ["4 people changed"]
    notebook.undo()
    with notebook.read() as db:
        assert len(people.find(db, PeopleQuery(town="Bruz"))) == 0


def test_people_are_noted_as_informed_today(page: PeoplePage, notebook: Notebook) -> None:
    page.table.select(page.table.model.ids)
    page.bar.buttons["people.inform"].click()
    with notebook.read() as db:
        assert {people.draft(db, each).informed_on for each in people.find(db)} == {page.context.today()}


def test_anonymised_people_are_shown_without_a_name_when_asked_for(page: PeoplePage, notebook: Notebook) -> None:
    gone = page.table.model.ids[1]
    forgetting.anonymise(notebook, [gone], today=page.context.today(), agreed=1)
    page.refresh(None)
    assert len(names(page)) == 3
    page.filters.check("with_anonymised").click()
    assert "Anonymised person" in names(page)


def test_whoever_goes_to_the_registry_can_type_a_name_at_once(page: PeoplePage) -> None:
    lead_to(page)
    assert page.focusWidget() is page.search
