"""What is half typed: kept in the notebook, without history, and forgotten in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from models import forgetting, half_typed, people
from models.base import utc_now
from models.notebook import Notebook
from models.people import PersonDraft

TODAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
VALUES = {"given_name": "Zoé", "birth_year": "19x2", "photo_consent": True, "themes": ["mail"], "place_id": None}


def keep(notebook: Notebook, form: str, at: datetime = NOON) -> None:
    with notebook.write("Keep what is half typed") as db:
        half_typed.keep(db, form, VALUES, at)


def found(notebook: Notebook, form: str) -> half_typed.Typed | None:
    with notebook.read() as db:
        return half_typed.find(db, form)


def test_what_is_half_typed_comes_back_as_it_was(notebook: Notebook) -> None:
    keep(notebook, "person:3")
    keep(notebook, "person:3", NOON + timedelta(minutes=1))
    assert found(notebook, "person:3") == half_typed.Typed(VALUES, NOON + timedelta(minutes=1))
    assert found(notebook, "person:4") is None


def test_it_is_no_action_and_tells_no_listener(notebook: Notebook) -> None:
    before, told = len(notebook.history()), []
    notebook.listen(told.append)
    keep(notebook, "new_person")
    assert len(notebook.history()) == before
    assert told == []


def test_a_saved_form_is_forgotten_and_the_others_stay(notebook: Notebook) -> None:
    keep(notebook, "new_person")
    keep(notebook, "new_workshop")
    with notebook.write("Forget what was half typed") as db:
        half_typed.forget(db, "new_person")
    with notebook.read() as db:
        assert [form for form, _at in half_typed.waiting(db)] == ["new_workshop"]


def test_who_is_erased_stands_in_no_form_any_more(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = people.save(db, PersonDraft("Zoé", "Le Goff"), today=TODAY)
    keep(notebook, f"person:{person_id}")
    keep(notebook, "new_workshop")
    forgetting.anonymise(notebook, [person_id], today=TODAY)
    with notebook.read() as db:
        assert half_typed.waiting(db) == []


def test_nobody_came_back_for_a_month_and_it_is_forgotten(tmp_path: Path) -> None:
    where = tmp_path / "nord.carnet"
    with Notebook.create(where, association_name="Nord") as notebook:
        keep(notebook, "new_person", utc_now() - half_typed.KEPT_FOR - timedelta(minutes=1))
        keep(notebook, "new_place", utc_now() - half_typed.KEPT_FOR + timedelta(minutes=1))
    with Notebook.open(where) as notebook, notebook.read() as db:
        assert [form for form, _at in half_typed.waiting(db)] == ["new_place"]


def test_desks_that_share_a_server_do_not_see_each_others_forms(notebook: Notebook) -> None:
    own = half_typed.form_name("person", [3], is_shared=True)
    keep(notebook, own)
    keep(notebook, f"elsewhere|{half_typed.form_name('person', [3])}")
    with notebook.read() as db:
        assert [form for form, _at in half_typed.waiting(db, is_shared=True)] == ["person:3"]
