"""One person in the window: facts that save themselves, workshops, certificates, deletion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models import attendance, issuing, people
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press
from ui.pages.person import PersonPage


@dataclass
class Story:
    """A notebook with one person who came and has a certificate, on their page."""

    notebook: Notebook
    page: PersonPage
    person_id: int
    workshop_id: int

    def stored(self) -> PersonDraft:
        with self.notebook.read() as db:
            return people.draft(db, self.person_id)

    def type(self, field: str, text: str) -> None:
        edit = self.page.form.widget(field)
        assert isinstance(edit, QLineEdit)
        edit.setText(text)


@pytest.fixture
def story(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> Iterator[Story]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        with notebook.write(N_("Add {count} people"), count=1) as db:
            person = a_person(db, "<img src=/etc/passwd>", "O'Brien & fils", age_band="soixante_soixante_neuf")
            workshop = a_workshop(db)
            session = a_session(db, workshop)
            attendance.mark(db, session, [an_enrolment(db, workshop, person)], AttendanceState.PRESENT)
        with notebook.write(N_("Issue"), final=True) as db:
            issuing.issue(db, workshop, today=TODAY, language="fr")
        page = PersonPage(make_context(notebook))
        qtbot.addWidget(page)
        page.show_record(person)
        page.refresh(None)
        page.show()
        yield Story(notebook, page, person, workshop)


def texts(story: Story) -> list[str]:
    return [each.text() for each in story.page.findChildren(QLabel) if each.isVisibleTo(story.page)]


def test_a_hostile_name_stands_in_the_title_exactly(story: Story) -> None:
    assert "<img src=/etc/passwd> O'Brien & fils" in texts(story)
    assert "In 1 workshop · came to 1 session" in texts(story)


def test_leaving_the_form_saves_it_as_one_step_that_can_be_undone(story: Story) -> None:
    story.type("town", "Rennes")
    story.type("birth_year", "1958")
    story.page.form.settle()
    assert (story.stored().town, story.stored().birth_year) == ("Rennes", 1958)
    assert story.stored().age_band == "soixante_soixante_neuf", "what the form does not show stays"
    story.notebook.undo()
    story.page.refresh(None)
    assert (story.stored().town, story.stored().birth_year) == ("", None)


def test_leaving_the_page_saves_what_was_typed(story: Story) -> None:
    story.type("town", "Rennes")
    assert story.page.leave()
    assert story.stored().town == "Rennes"


def test_nothing_is_written_when_nothing_has_changed(story: Story) -> None:
    before = len(story.notebook.history())
    story.type("town", "Rennes")
    story.type("town", "")
    assert story.page.leave()
    assert len(story.notebook.history()) == before


def test_what_cannot_be_kept_is_said_and_the_page_stays(story: Story) -> None:
    story.type("email", "zoe at example")
    assert not story.page.leave()
    assert story.page.unsaved.isVisible()
    assert any("zoe at example" in text for text in texts(story))
    assert story.stored().email == ""


def test_what_cannot_be_kept_can_be_taken_back(story: Story) -> None:
    story.type("birth_year", "62")
    assert not story.page.leave()
    story.page.unsaved.put_back()
    assert not story.page.unsaved.isVisible()
    assert story.page.leave()
    assert story.page.form.read()["birth_year"] is None


def test_what_is_being_typed_survives_a_change_made_elsewhere(story: Story) -> None:
    story.type("town", "Ren")
    story.page.refresh(None)
    assert story.page.form.read()["town"] == "Ren"


def test_enter_on_a_workshop_opens_it(story: Story, said: Said) -> None:
    story.page.workshops.part().go_to(story.page.workshops.part().model.ids[0])
    press(story.page.workshops.part().view, Qt.Key.Key_Return)
    assert said.went == [("workshop", story.workshop_id)]


def test_the_tabs_tell_how_many_workshops_and_certificates_there_are(story: Story) -> None:
    tabs = [story.page.tabs.tabText(place) for place in range(5)]
    assert tabs == ["Facts", "Workshops (1)", "Attendance (1)", "Certificates (1)", "History"]


def test_someone_without_workshops_is_told_so_and_can_be_deleted(story: Story, said: Said) -> None:
    with story.notebook.write(N_("Add {count} people"), count=1) as db:
        newcomer = a_person(db, "Odette", "Tanguy")
    story.page.show_record(newcomer)
    story.page.refresh(None)
    story.page.on_delete()
    assert said.went == [("people", None)]
    story.page.refresh(None)
    assert "This person was deleted" in texts(story)
    story.notebook.undo()
    story.page.refresh(None)
    assert "Odette Tanguy" in texts(story)


def test_everything_that_takes_the_focus_has_a_name(story: Story) -> None:
    assert unnamed_focusable(story.page) == []


def test_attendance_and_history_have_their_own_lists(story: Story) -> None:
    assert story.page.presences.part().count == 1
    assert story.page.history.part().count == 2


def test_anonymising_asks_first_and_then_only_the_figures_stay(
    story: Story, answer: Callable[..., list[QDialog]], qtbot: QtBot, said: Said
) -> None:
    shown = answer(QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted)
    story.page.on_anonymise()
    assert story.stored().given_name == "<img src=/etc/passwd>"
    story.page.on_anonymise()
    qtbot.waitUntil(lambda: bool(said.done))
    assert "cannot be undone" in shown[1].accessibleDescription()
    assert story.stored().given_name == ""
    story.page.refresh(None)
    assert story.page.accessibleName() == "Anonymised person"
    assert not story.page.form.isEnabled()
