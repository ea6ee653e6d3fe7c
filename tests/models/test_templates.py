"""Workshop templates: kept under a name, replaced under the same one, forgotten and taken back."""

from __future__ import annotations

import pytest

from models import templates
from models.notebook import Notebook
from models.problem import UserError
from models.templates import TemplateDraft


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
