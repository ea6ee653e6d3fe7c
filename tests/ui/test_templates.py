"""Templates by the keyboard: a workshop kept under a name, a new one made of it, renamed, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models import sessions, template_content, templates, workshops
from models.notebook import Notebook
from models.sessions import SessionQuery
from tests.builders import TODAY, a_place, a_session, a_trainer, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.templates import TemplatesDialog, keep_template
from ui.dialogs.workshop import NewWorkshopForm, new_workshop
from ui.page import Context

__all__ = ["file_notebook", "new_file"]

Act = Callable[[FormDialog], object]
Answer = Callable[[Act], None]


@pytest.fixture
def context(file_notebook: Notebook, make_context: MakeContext) -> Context:
    """A course of three Tuesdays about e-mail, for twelve."""
    with file_notebook.write("Prepare") as db:
        place, trainer = a_place(db), a_trainer(db)
        course = a_workshop(
            db, "Premiers pas", place_id=place, trainer_ids=(trainer,), capacity=12, themes=("email",)
        )  # fmt: skip
        for week in range(3):
            a_session(db, course, date(2026, 5, 12 + 7 * week), "09:30", "11:30")
    return make_context(file_notebook)


@pytest.fixture
def parent(context: Context) -> QWidget:
    found = context.jobs.parent()
    assert isinstance(found, QWidget)
    return found


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:  # type: ignore[override]  # with hands of its own
    def prepare(act: Act) -> None:
        def run(dialog: FormDialog) -> int:
            dialog.show()
            act(dialog)
            dialog.hide()
            return dialog.result()

        monkeypatch.setattr(FormDialog, "exec", run)

    return prepare


def the_course(notebook: Notebook) -> int:
    with notebook.read() as db:
        return workshops.find(db)[-1]


def names(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return [line.name for line in templates.lines(db)]


def keep(notebook: Notebook, *called: str) -> None:
    with notebook.write("Keep") as db:
        for name in called:
            template_content.keep(db, the_course(notebook), name)


def type_over(widget: QWidget, text: str) -> None:
    press(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(widget, Qt.Key.Key_Delete)
    type_text(widget, text)


def test_a_workshop_is_kept_under_its_title_or_another_name(
    file_notebook: Notebook, context: Context, parent: QWidget, answer: Answer, said: Said
) -> None:
    answer(lambda dialog: press(dialog, Qt.Key.Key_Return))
    assert keep_template(parent, context, the_course(file_notebook))

    def rename(dialog: FormDialog) -> None:
        type_over(dialog.form.widget("name"), "Cours du mardi")
        press(dialog, Qt.Key.Key_Return)

    answer(rename)
    keep_template(parent, context, the_course(file_notebook))
    assert names(file_notebook) == ["Cours du mardi", "Premiers pas"]
    assert said.done == ["Template kept"] * 2


def test_without_templates_the_form_asks_for_none(context: Context, parent: QWidget, answer: Answer) -> None:
    def act(dialog: FormDialog) -> None:
        with pytest.raises(KeyError):
            dialog.form.widget("template")

    answer(act)
    assert new_workshop(parent, context) is None


def test_a_new_workshop_is_made_of_a_template(
    file_notebook: Notebook, context: Context, parent: QWidget, answer: Answer
) -> None:
    keep(file_notebook, "Cours du mardi")

    def act(dialog: FormDialog) -> None:
        assert unnamed_focusable(dialog, only_shown=True) == []
        form = dialog.form
        assert isinstance(form, NewWorkshopForm)
        type_text(form.widget("date"), "8 septembre")
        press(form.widget("template"), Qt.Key.Key_Down)
        values = form.read()
        assert (values["title"], values["capacity"], values["date"]) == ("Premiers pas", 12, date(2026, 9, 8))
        assert (values["start"], values["end"], values["repeat"], values["times"]) == (
            time(9, 30), time(11, 30), "week:1", 3,
        )  # fmt: skip
        type_over(form.widget("title"), "Rentrée")
        press(dialog, Qt.Key.Key_Return)

    answer(act)
    made = new_workshop(parent, context)
    assert made is not None
    with file_notebook.read() as db:
        draft = workshops.draft(db, made)
        ids = sessions.find(db, SessionQuery(workshop_id=made))
        days = [line.date for line in sessions.lines(db, ids).values()]
    assert (draft.title, draft.themes, draft.capacity) == ("Rentrée", ("email",), 12)
    assert draft.place_id is not None
    assert days == [date(2026, 9, 8), date(2026, 9, 15), date(2026, 9, 22)]


def test_the_hours_of_a_template_alone_are_no_session(
    file_notebook: Notebook, context: Context, parent: QWidget, answer: Answer
) -> None:
    keep(file_notebook, "Cours du mardi")

    def act(dialog: FormDialog) -> None:
        press(dialog.form.widget("template"), Qt.Key.Key_Down)
        press(dialog, Qt.Key.Key_Return)

    answer(act)
    made = new_workshop(parent, context)
    assert made is not None
    with file_notebook.read() as db:
        assert workshops.lines(db, [made], today=TODAY)[made].sessions == 0


def test_no_template_again_empties_what_it_filled_in(
    file_notebook: Notebook, context: Context, parent: QWidget, answer: Answer
) -> None:
    keep(file_notebook, "Cours du mardi")

    def act(dialog: FormDialog) -> None:
        press(dialog.form.widget("template"), Qt.Key.Key_Down)
        press(dialog.form.widget("template"), Qt.Key.Key_Up)
        assert (dialog.form.read()["title"], dialog.form.read()["times"]) == ("", None)

    answer(act)
    assert new_workshop(parent, context) is None


def test_templates_are_renamed_and_forgotten_with_a_way_back(
    file_notebook: Notebook, context: Context, answer: Answer, said: Said
) -> None:
    keep(file_notebook, "Cours du mardi", "Autre")
    dialog = TemplatesDialog(context)
    assert unnamed_focusable(dialog, only_shown=True) == []
    dialog.show()
    told: list[str] = []

    def rename(asked: FormDialog) -> None:
        type_over(asked.form.widget("name"), "AUTRE")
        press(asked, Qt.Key.Key_Return)
        told.append(asked.form.widget("name").accessibleDescription())
        type_over(asked.form.widget("name"), "Cours")
        press(asked, Qt.Key.Key_Return)

    answer(rename)
    dialog.table.go_to(dialog.table.model.ids[1])
    press(dialog.table.view, Qt.Key.Key_F2)
    assert "There is already a template" in told[0]
    assert names(file_notebook) == ["Autre", "Cours"]
    press(dialog.table.view, Qt.Key.Key_Delete)
    assert names(file_notebook) == ["Autre"]
    assert said.done == ["1 template forgotten"]
    file_notebook.undo()
    assert names(file_notebook) == ["Autre", "Cours"]
    dialog.close()
    dialog.deleteLater()
