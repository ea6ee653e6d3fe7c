"""Workshop templates: kept under a name, replaced under the same one, forgotten and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from models import sessions, template_content, templates, workshops
from models.notebook import Db, Notebook
from models.problem import UserError
from models.repeat import dates
from models.template_content import Usual
from models.templates import TemplateDraft
from tests.builders import a_place, a_session, a_trainer, a_workshop


def kept(notebook: Notebook) -> dict[str, object]:
    with notebook.read() as db:
        return {line.name: line.content for line in templates.lines(db)}


def test_a_template_is_kept_replaced_and_forgotten(notebook: Notebook) -> None:
    with notebook.write("Keep template") as db:
        templates.save(db, TemplateDraft("Premiers pas", {"title": "Premiers pas"}))
        templates.save(db, TemplateDraft("Atelier tablette", {"capacity": 8}))
    with notebook.write("Keep template") as db:
        made = templates.save(db, TemplateDraft("  Premiers pas ", {"title": "Premiers clics"}))
    assert kept(notebook) == {"Atelier tablette": {"capacity": 8}, "Premiers pas": {"title": "Premiers clics"}}
    with notebook.write("Forget template") as db:
        templates.remove(db, made)
    assert list(kept(notebook)) == ["Atelier tablette"]
    notebook.undo()
    assert kept(notebook)["Premiers pas"] == {"title": "Premiers clics"}


@pytest.mark.parametrize(("name", "code"), [("  ", "template_name_missing"), ("x" * 121, "text_too_long")])
def test_a_template_needs_a_name_that_can_be_read(notebook: Notebook, name: str, code: str) -> None:
    with notebook.write("Keep template") as db, pytest.raises(UserError, match=code):
        templates.save(db, TemplateDraft(name))
    assert kept(notebook) == {}


TUESDAYS = [date(2026, 5, 5), date(2026, 5, 12), date(2026, 5, 26)]


def a_course(db: Db) -> int:
    place, trainer = a_place(db), a_trainer(db)
    workshop = a_workshop(
        db, "Premiers pas", place_id=place, trainer_ids=(trainer,), capacity=12, themes=("email",), level="debutant",
        notes="Zoé doit rappeler la mairie", minimum_sessions=2,
    )  # fmt: skip
    for day in TUESDAYS:
        a_session(db, workshop, day, "14:00", "16:30")
    sessions.cancel(db, a_session(db, workshop, date(2026, 5, 14)), "férié")
    return workshop


def test_a_workshop_kept_as_a_template_makes_one_like_it(notebook: Notebook) -> None:
    with notebook.write("Keep") as db:
        course = a_course(db)
        template = template_content.keep(db, course, "Cours du mardi")
        draft, usual = template_content.made_of(db, template)
        stored = workshops.draft(db, course)
    assert draft == replace(stored, notes="")
    assert usual == Usual(time(14), time(16, 30), (1,), 1, 3)
    assert dates(usual.rule(date(2026, 9, 1))) == [date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 15)]


def test_a_template_outlives_its_place_and_trainer(notebook: Notebook) -> None:
    with notebook.write("Keep") as db:
        content = {"title": "T", "place": "gone", "trainers": ["gone"], "capacity": 5, "from_the_future": [1]}
        draft, usual = template_content.made_of(db, templates.save(db, TemplateDraft("T", content)))
    assert (draft.title, draft.place_id, draft.trainer_ids, draft.capacity) == ("T", None, (), 5)
    assert usual == Usual()
    assert dates(usual.rule(TUESDAYS[0])) == TUESDAYS[:1]


@pytest.mark.parametrize(
    ("days", "weekdays", "weeks"),
    [
        ([5], (1,), 0),
        ([5, 19], (1,), 2),
        ([5, 19, 26], (1,), 1),
        ([5, 7, 12, 14], (1, 3), 1),
    ],
)
def test_the_usual_rhythm_is_read_from_the_sessions(
    notebook: Notebook, days: list[int], weekdays: tuple[int, ...], weeks: int
) -> None:
    with notebook.write("Keep") as db:
        workshop = a_workshop(db)
        for day in days:
            a_session(db, workshop, date(2026, 5, day))
        _draft, usual = template_content.made_of(db, template_content.keep(db, workshop, "T"))
    assert (usual.weekdays, usual.weeks, usual.times) == (weekdays, weeks, len(days))


def test_a_template_is_renamed_but_never_to_the_name_of_another(notebook: Notebook) -> None:
    with notebook.write("Keep") as db:
        one, other = templates.save(db, TemplateDraft("Un")), templates.save(db, TemplateDraft("Deux"))
        templates.rename(db, one, "UN ")
        with pytest.raises(UserError, match="template_name_taken"):
            templates.rename(db, one, "deux")
        with pytest.raises(UserError, match="template_name_missing"):
            templates.rename(db, one, " ")
        assert templates.named(db, "un") == one
        assert templates.named(db, "dèux") == other
    assert list(kept(notebook)) == ["Deux", "UN"]
