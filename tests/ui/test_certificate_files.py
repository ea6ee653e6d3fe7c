"""Certificates out of the preview another way: one file for each person, or e-mail drafts, with a report."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, certificates, enrolments, issuing, people
from models.certificates import RegisterQuery
from models.codes import AttendanceState
from models.notebook import Notebook
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.certificate_files import ReportDialog
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.papers import show_certificates
from ui.dialogs.preview import PreviewDialog
from ui.messages import Message
from ui.page import Context

__all__ = ["file_notebook", "new_file"]


@dataclass
class Desk:
    """Three certificates seen in the preview; Ali has no e-mail address."""

    notebook: Notebook
    context: Context
    preview: PreviewDialog
    folder: Path
    qtbot: QtBot

    def waiting(self) -> int:
        """Return how many are still to be handed out."""
        with self.notebook.read() as db:
            return len(certificates.find(db, RegisterQuery(waiting=True)))

    def files(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    def go(self, name: str) -> None:
        menu = self.preview.more_button.menu()
        next(each for each in menu.actions() if each.objectName() == name).trigger()


@pytest.fixture
def desk(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    with file_notebook.write("Hold") as db:
        workshop = a_workshop(db)
        known = [
            a_person(db, "Zoé", "Le Goff", email="zoe@exemple.fr"),
            a_person(db, "<img src=/etc/passwd>", "Ali"),
            a_person(db, "Maël", "Aubrée", email="mael@exemple.fr"),
        ]
        rows = enrolments.enrol(db, workshop, known, today=TODAY).enrolled
        attendance.mark(db, a_session(db, workshop), rows, AttendanceState.PRESENT)
    with file_notebook.write("Issue", final=True) as db:
        made = issuing.issue(db, workshop, today=TODAY, language="fr").new
    context = make_context(file_notebook)
    parent = QWidget()
    qtbot.addWidget(parent)
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    show_certificates(parent, context, made)
    qtbot.waitUntil(lambda: parent.findChild(PreviewDialog) is not None, timeout=20_000)
    preview = parent.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    yield Desk(file_notebook, context, preview, folder, qtbot)
    if shiboken6.isValid(preview):  # it goes by itself once something is out
        preview.close()


@pytest.fixture
def texts() -> list[str]:
    """What the dialogs that came said, also those that are gone."""
    return []


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> list[QDialog]:
    """Press the verb of every dialog that comes, and keep it."""
    shown: list[QDialog] = []

    def run(dialog: QDialog) -> int:
        shown.append(dialog)
        texts.append(dialog.accessibleDescription())
        if isinstance(dialog, FormDialog):
            dialog.go.click()
        return int(dialog.result())

    monkeypatch.setattr(QDialog, "exec", run)
    monkeypatch.setattr(QDialog, "deleteLater", lambda _dialog: None)
    return shown


def report_of(desk: Desk, dialogs: list[QDialog]) -> ReportDialog:
    desk.qtbot.waitUntil(lambda: any(isinstance(each, ReportDialog) for each in dialogs), timeout=20_000)
    return next(each for each in dialogs if isinstance(each, ReportDialog))


def told(dialog: QDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel)]


def test_each_person_gets_a_file_and_all_count_as_handed_out(desk: Desk, dialogs: list[QDialog]) -> None:
    desk.go("certificates.each")
    report = report_of(desk, dialogs)
    assert desk.files() == [
        "LPB-2026-0001 -img src=-etc-passwd- Ali.pdf", "LPB-2026-0002 Maël Aubrée.pdf", "LPB-2026-0003 Zoé Le Goff.pdf"
    ]  # fmt: skip
    assert report.windowTitle() == "3 files written"
    assert not shiboken6.isValid(desk.preview) or not desk.preview.isVisible()
    assert desk.waiting() == 0
    assert unnamed_focusable(report) == []


def test_who_has_no_address_is_named_and_still_waits_for_paper(
    desk: Desk, dialogs: list[QDialog], texts: list[str]
) -> None:
    desk.go("certificates.mail")
    report = report_of(desk, dialogs)
    assert "1 person has no e-mail address." in texts[0]
    assert desk.files() == ["LPB-2026-0002 Maël Aubrée.eml", "LPB-2026-0003 Zoé Le Goff.eml"]
    assert "2 e-mail drafts written" in told(report)
    assert "1 person was left out" in told(report)
    assert "<img src=/etc/passwd> Ali" in told(report)
    assert desk.waiting() == 1


def test_a_way_of_naming_is_chosen_by_its_example_and_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    examples: list[list[str]] = []

    def run(dialog: QDialog) -> int:
        if isinstance(dialog, FormDialog):
            choice = dialog.form.widget("pattern")
            examples.append([choice.itemText(row) for row in range(choice.count())])  # type: ignore[attr-defined]
            choice.setCurrentIndex(1)  # type: ignore[attr-defined]
            dialog.go.click()
        return int(dialog.result())

    monkeypatch.setattr(QDialog, "exec", run)
    desk.go("certificates.each")
    desk.qtbot.waitUntil(lambda: desk.waiting() == 0, timeout=20_000)
    assert examples[0][1] == "<img src=/etc/passwd> Ali LPB-2026-0001.pdf".replace("<", "-").replace(">", "-").replace(
        "/", "-"
    )
    assert "Zoé Le Goff LPB-2026-0003.pdf" in desk.files()
    assert desk.context.preferences.table("certificate_files") == {"pattern": "{name} {number}"}


def test_stopped_nothing_is_left_and_nothing_counts_as_handed_out(
    desk: Desk, dialogs: list[QDialog], said: Said
) -> None:
    desk.context.jobs.started.connect(lambda job: job.cancel())
    desk.go("certificates.each")
    desk.qtbot.waitUntil(lambda: bool(said.toasts), timeout=20_000)
    assert said.toasts == ["Stopped: none of these files is left."]
    assert (desk.files(), desk.waiting()) == ([], 3)


def test_no_folder_chosen_leaves_the_preview_open(
    desk: Desk, dialogs: list[QDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    desk.go("certificates.each")
    assert desk.preview.isVisible()
    assert (desk.files(), desk.waiting()) == ([], 3)


def test_a_folder_that_takes_nothing_is_told_and_nothing_counts(
    desk: Desk, dialogs: list[QDialog], texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(desk.folder / "gone"))
    desk.go("certificates.each")
    desk.qtbot.waitUntil(lambda: any(isinstance(each, Message) for each in dialogs), timeout=20_000)
    assert desk.waiting() == 3
    assert any("gone" in each for each in texts)


def test_nobody_with_an_address_is_said_at_once(desk: Desk, dialogs: list[QDialog]) -> None:
    with desk.notebook.write("Forget the addresses") as db:
        for person in people.find(db):
            draft = people.draft(db, person)
            people.save(db, draft.__class__(draft.given_name, draft.family_name), person, today=TODAY)
    desk.go("certificates.mail")
    assert [type(each) for each in dialogs] == [Message]
    assert desk.preview.isVisible()
    assert desk.files() == []
