"""Certificates in the window: what is still to make, the register, revoking and replacing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from models import attendance, certificates, enrolments, issuing, people
from models.certificates import CertificateLine, RegisterQuery
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.preview import PreviewDialog
from ui.pages.certificates import CertificatesPage

HOSTILE = "<img src=/etc/passwd>"
FillIn = Callable[[str], list[FormDialog]]


@dataclass
class Story:
    """Two workshops: in one everybody has a certificate, in the other nobody yet."""

    notebook: Notebook
    page: CertificatesPage
    people: list[int]
    waiting_workshop: int

    def register(self) -> list[CertificateLine]:
        with self.notebook.read() as db:
            ids = certificates.find(db, RegisterQuery(descending=False))
            lines = certificates.lines(db, ids)
        return [lines[each] for each in ids]

    def choose(self, *numbers: str) -> None:
        self.page.register.table.select([each.id for each in self.register() if each.number in numbers])


@pytest.fixture
def story(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> Iterator[Story]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        with notebook.write(N_("Begin")) as db:
            everyone = [a_person(db, HOSTILE, ""), a_person(db, "Zoé", "Le Goff")]
            workshops = [a_workshop(db, "Premiers pas"), a_workshop(db, "Photos & <b>messages</b>")]
            for workshop in workshops:
                session = a_session(db, workshop)
                rows = enrolments.enrol(db, workshop, everyone, today=TODAY).enrolled
                attendance.mark(db, session, rows, AttendanceState.PRESENT)
        with notebook.write(N_("Issue"), final=True) as db:
            issuing.issue(db, workshops[0], today=TODAY, language="fr")
        page = CertificatesPage(make_context(notebook))
        qtbot.addWidget(page)
        page.refresh(None)
        page.show()
        yield Story(notebook, page, everyone, workshops[1])


@pytest.fixture
def fill_in(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> FillIn:
    """Type a reason into the dialog that comes and press its verb."""

    def prepare(reason: str) -> list[FormDialog]:
        shown: list[FormDialog] = []

        def run(dialog: QDialog) -> int:
            assert isinstance(dialog, FormDialog)
            shown.append(dialog)
            type_text(dialog.form.widget("reason"), reason)
            dialog.go.click()
            return dialog.result()

        monkeypatch.setattr(QDialog, "exec", run)
        monkeypatch.setattr(QDialog, "deleteLater", lambda dialog: None)
        return shown

    return prepare


def test_workshops_with_certificates_to_make_open_with_enter(story: Story, said: Said) -> None:
    table = story.page.to_make
    assert [table.model.data(table.model.index(0, place)) for place in (0, 3)] == [
        "Photos & <b>messages</b>",
        "2 people",
    ]
    table.go_to(table.model.ids[0])
    press(table.view, Qt.Key.Key_Return)
    assert said.went == [("workshop_certificates", story.waiting_workshop)]


def test_the_button_opens_the_chosen_workshop(story: Story, said: Said) -> None:
    story.page.make_button.click()
    assert said.went == [("workshop_certificates", story.waiting_workshop)]


def test_when_all_are_made_the_page_says_so(story: Story) -> None:
    with story.notebook.write(N_("Issue"), final=True) as db:
        issuing.issue(db, story.waiting_workshop, today=TODAY, language="fr")
    story.page.refresh(None)
    assert story.page.to_make.count == 0
    assert not story.page.make_button.isVisibleTo(story.page)
    assert story.page.tabs.tabText(1) == "Register (4)"


def test_the_register_shows_names_exactly_and_is_searched_while_typing(story: Story) -> None:
    page = story.page
    assert page.register.table.count == 2
    type_text(page.register.search, "goff")
    assert [page.register.table.model.data(page.register.table.model.index(0, place)) for place in (0, 1)] == [
        "LPB-2026-0002",
        "Le Goff Zoé",
    ]
    page.register.search.clear()
    assert HOSTILE in [page.register.table.model.data(page.register.table.model.index(row, 1)) for row in range(2)]


def test_nothing_can_be_done_before_a_certificate_is_chosen(story: Story) -> None:
    page = story.page
    buttons = (page.register.print_button, page.register.replace_button, page.register.revoke_button)
    assert not any(each.isEnabled() for each in buttons)
    story.choose("LPB-2026-0001")
    assert all(each.isEnabled() for each in buttons)
    story.choose("LPB-2026-0001", "LPB-2026-0002")
    assert [each.isEnabled() for each in buttons] == [True, False, False]


def test_revoking_asks_for_the_reason_and_names_the_number(story: Story, fill_in: FillIn, said: Said) -> None:
    story.choose("LPB-2026-0001")
    shown = fill_in("Doublon")
    story.page.register.on_revoke()
    line = story.register()[0]
    assert (line.status, line.reason, line.ended_on) == ("revoked", "Doublon", TODAY)
    assert shown[0].go.accessibleName() == "Revoke LPB-2026-0001"
    assert any(HOSTILE in each.text() for each in shown[0].findChildren(QLabel))
    assert said.toasts == ["Certificate LPB-2026-0001 is revoked"]
    assert story.notebook.undoable() is None or story.notebook.undoable().label != "Revoke certificate {number}"  # type: ignore[union-attr]  # asked just before


def test_without_a_reason_nothing_is_revoked(story: Story, fill_in: FillIn) -> None:
    story.choose("LPB-2026-0001")
    shown = fill_in("  ")
    story.page.register.on_revoke()
    assert story.register()[0].status == "issued"
    assert any("The reason is missing" in each.text() for each in shown[0].findChildren(QLabel))


def test_replacing_takes_the_corrected_name_under_a_new_number(story: Story, fill_in: FillIn, said: Said) -> None:
    with story.notebook.write(N_("Change a person")) as db:
        people.save(db, PersonDraft("Zoé", "Le Goff-Çelik"), story.people[1], today=TODAY)
    story.choose("LPB-2026-0002")
    fill_in("Nom mal écrit")
    story.page.register.on_replace()
    old, new = story.register()[1:]
    assert (old.status, old.family_name, old.replaced_by) == ("replaced", "Le Goff", "LPB-2026-0003")
    assert (new.status, new.family_name, new.number) == ("issued", "Le Goff-Çelik", "LPB-2026-0003")
    assert said.toasts == ["Certificate LPB-2026-0003 replaces LPB-2026-0002"]


def test_the_register_tells_what_became_of_a_certificate(story: Story, fill_in: FillIn) -> None:
    story.choose("LPB-2026-0001")
    fill_in("Doublon")
    story.page.register.on_revoke()
    story.page.refresh(None)
    story.choose("LPB-2026-0001")
    assert story.page.register.story.text() == "LPB-2026-0001: revoked on 12 May 2026. Reason: Doublon"
    assert not story.page.register.revoke_button.isEnabled()


def test_a_workshop_that_lost_a_certificate_is_to_make_again(story: Story, fill_in: FillIn) -> None:
    story.choose("LPB-2026-0001")
    fill_in("Doublon")
    story.page.register.on_revoke()
    story.page.refresh(None)
    assert story.page.to_make.count == 2


def test_everything_that_takes_the_focus_has_a_name(story: Story, fill_in: FillIn) -> None:
    assert unnamed_focusable(story.page) == []
    story.choose("LPB-2026-0001")
    shown = fill_in("")
    story.page.register.on_revoke()
    assert unnamed_focusable(shown[0]) == []


def choose(combo: QComboBox, text: str) -> None:
    """Go to a choice with the arrow keys."""
    press(combo, Qt.Key.Key_Home)
    while combo.currentText() != text:
        before = combo.currentIndex()
        press(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before, f"{text} is not offered"


def listed(story: Story) -> list[str]:
    model = story.page.register.table.model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_the_register_is_narrowed_by_status_and_year(story: Story, fill_in: FillIn) -> None:
    story.choose("LPB-2026-0001")
    fill_in("Doublon")
    tab = story.page.register
    tab.on_revoke()
    with story.notebook.write(N_("Issue"), final=True) as db:
        issuing.issue(db, story.waiting_workshop, today=TODAY.replace(year=2027), language="fr")
    story.page.refresh(None)
    choose(tab.status, "Revoked")
    assert listed(story) == ["LPB-2026-0001"]
    choose(tab.status, "Not printed yet")
    choose(tab.year, "2027")
    assert listed(story) == ["LPB-2027-0002", "LPB-2027-0001"]
    choose(tab.year, "2026")
    assert listed(story) == ["LPB-2026-0002"]
    type_text(tab.search, "nobody")
    assert listed(story) == []
    assert not tab.paper_button.isEnabled()
    assert story.page.tabs.tabText(1) == "Register (4)"


def test_the_list_as_it_is_narrowed_becomes_a_paper(story: Story, qtbot: QtBot) -> None:
    story.page.register.paper_button.click()
    window = story.page.window()
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is not None, timeout=20_000)
    shown = window.findChild(PreviewDialog)
    assert isinstance(shown, PreviewDialog)
    qtbot.waitUntil(lambda: bool(shown.view.accessibleDescription()))
    assert shown.windowTitle() == "Register of certificates"
    shown.close()


def test_the_list_as_it_is_narrowed_is_exported(
    story: Story, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, said: Said, tmp_path: Path
) -> None:
    def run(dialog: FormDialog) -> int:
        dialog.go.click()
        return dialog.result()

    path = tmp_path / "register"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(FormDialog, "exec", run)
    type_text(story.page.register.search, "goff")
    story.page.register.export_button.click()
    qtbot.waitUntil(lambda: bool(said.toasts))
    assert said.toasts == ["1 certificate written to register.xlsx"]
    assert path.with_suffix(".xlsx").read_bytes().startswith(b"PK")


def test_everyone_who_has_none_yet_is_served_at_once_after_the_numbers_were_agreed_to(
    story: Story, answer: Callable[..., list[QDialog]], qtbot: QtBot
) -> None:
    with story.notebook.write(N_("Hold another one")) as db:
        third = a_workshop(db, "Courriel")
        rows = enrolments.enrol(db, third, story.people[:1], today=TODAY).enrolled
        attendance.mark(db, a_session(db, third), rows, AttendanceState.PRESENT)
    story.page.refresh(None)
    shown = answer(QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted)
    story.page.all_button.click()
    assert shown[0].windowTitle() == "Make 3 certificates for 2 workshops?"
    assert len(story.register()) == 2
    story.page.all_button.click()
    assert len(story.register()) == 5
    window = story.page.window()
    qtbot.waitUntil(lambda: window.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = window.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert len(preview.pages) == 3
    preview.close()


def test_one_workshop_needs_no_button_for_all(story: Story) -> None:
    assert not story.page.all_button.isVisible()
