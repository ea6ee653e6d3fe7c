"""Certificates in the window, by keys alone: who gets one, on paper, as a file, by e-mail, replaced, checked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, people, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.documents.reading import words_of
from tests.journeys.hands import Hands, choosing
from tests.journeys.papers import Answer, PaperDesk
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.tools import needs
from tests.ui.keys import press
from ui.dialogs.certificate_files import ReportDialog
from ui.dialogs.check_certificate import CheckDialog
from ui.table_view import RowsView

pytestmark = [pytest.mark.journey, needs("pdftoppm")]

NOW = datetime(2026, 6, 2, 17, 5)
DAY = NOW.date()
TITLE = "Mon téléphone, mes photos"
OF_WORKSHOP, REGISTER = "Certificates of this workshop", "Register of certificates"


@dataclass
class Desk(PaperDesk):
    """A finished workshop of two sessions that asks for both, and its file."""

    notebook: Path

    def another_way(self, entry: str) -> Answer:
        """Open the menu beside Print and Save and choose an entry; what it opens is answered by the next step."""

        def answer(dialog: QWidget) -> None:
            QTimer.singleShot(0, dialog, partial(self.from_menu, entry, "Another way", dialog))

        return answer

    def into(self, folder: Path) -> Answer:
        """Take the names as they are offered and choose a folder."""

        def answer(dialog: QWidget) -> None:
            folder.mkdir()
            choosing(self.patch, folder)
            self.hands.press("Choose the folder…", dialog)

        return answer


def prepared(path: Path) -> None:
    """Zoé and Ali came to both sessions, Maël to one, Bob to none; only Zoé has an e-mail address."""
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft(TITLE, minimum_sessions=2))
        held = [
            sessions.save(db, workshop, SessionDraft(DAY - timedelta(days=days), time(14), time(16)))
            for days in (14, 7)
        ]
        drafts = [
            PersonDraft("Zoé", "Le Goff", email="zoe@exemple.fr"),
            PersonDraft("Ali", "Ben"),
            PersonDraft("Maël", "Kerbrat"),
            PersonDraft("Bob", "Zéphir"),
        ]
        rows = enrolments.enrol(db, workshop, people.save_many(db, drafts, today=DAY), today=DAY).enrolled
        attendance.mark(db, held[0], rows[:3], AttendanceState.PRESENT)
        attendance.mark(db, held[1], rows[:2], AttendanceState.PRESENT)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path = tmp_path / "puces.carnet"
    prepared(path)
    with opened(qtbot, path, lambda: NOW) as window:
        (tmp_path / "papers").mkdir()
        yield Desk(Hands(qtbot, window), tmp_path / "papers", monkeypatch, path)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen screen cannot raise a menu
def test_certificates_are_made_handed_out_put_right_and_checked(desk: Desk) -> None:
    choose_the_look(desk)
    see_who_gets_one_and_try(desk)
    paper = make_them_on_one_paper(desk)
    give_one_all_the_same_as_a_file(desk)
    send_them_again(desk)
    replace_and_revoke(desk)
    hand_the_register_on(desk)
    check_the_first_paper(desk, paper)


def choose_the_look(desk: Desk) -> None:
    """The sober layout is the one for new certificates."""

    def sober(dialog: QWidget) -> None:
        desk.hands.choose("Layout", "Sober, black and white", dialog)
        usual = desk.hands.find(QCheckBox, "Use for new certificates", dialog)
        usual.setFocus(Qt.FocusReason.TabFocusReason)
        press(usual, Qt.Key.Key_Space, text=" ")
        desk.hands.press("Save", dialog)

    desk.hands.press("Certificates")
    with desk.hands.answering(sober):
        desk.hands.press("Look of the certificates…")


def see_who_gets_one_and_try(desk: Desk) -> None:
    """The list says who can have one and why others cannot; a test print records nothing."""
    desk.hands.go_to("Workshops with certificates to make", TITLE)
    press(desk.hands.find(RowsView, "Workshops with certificates to make"), Qt.Key.Key_Return)
    desk.hands.find(RowsView, OF_WORKSHOP)
    desk.hands.until(lambda: len(desk.hands.rows(OF_WORKSHOP)) == 4)
    assert [(row[0], row[-1]) for row in desk.hands.rows(OF_WORKSHOP)] == [
        ("Ben Ali", "can have one"),
        ("Kerbrat Maël", "came 1 time, 2 needed"),
        ("Le Goff Zoé", "can have one"),
        ("Zéphir Bob", "came to no session"),
    ]
    words = desk.paper(ask=lambda: desk.hands.press("Test print"))
    assert "Zoé Le Goff" in words
    assert "2026-0001" not in words
    assert desk.hands.rows(OF_WORKSHOP)[0][-1] == "can have one"


def make_them_on_one_paper(desk: Desk) -> Path:
    """Both are on one PDF, by name; it is kept for the check at the end."""
    path = desk.folder / "both.pdf"
    with desk.hands.answering(desk.save(path)):
        desk.hands.press("Make 2 certificates")
    words = words_of(path)
    assert words.index("Ali Ben") < words.index("Zoé Le Goff")
    assert all(each in words for each in ("2026-0001", "2026-0002"))
    assert "Duplicate" not in words
    desk.hands.until(lambda: desk.hands.rows(OF_WORKSHOP)[0][-1].endswith("2026-0001"))
    return path


def give_one_all_the_same_as_a_file(desk: Desk) -> None:
    """Maël came once: a note explains the exception, and the certificate goes out as a file of its own."""

    def note(dialog: QWidget) -> None:
        desk.hands.type("Note*", "ill on the second day", dialog)
        desk.hands.press("Make this certificate", dialog)

    def report(dialog: QWidget) -> None:
        assert isinstance(dialog, ReportDialog)
        assert dialog.windowTitle() == "1 file written"
        press(dialog, Qt.Key.Key_Escape)

    folder = desk.folder / "each"
    desk.hands.go_to(OF_WORKSHOP, "Kerbrat")
    with desk.hands.answering(note, desk.another_way("One file for each person…"), desk.into(folder), report):
        desk.hands.press("Give one all the same…")
    assert os.listdir(folder) == ["LPB-2026-0003 Maël Kerbrat.pdf"]


def send_them_again(desk: Desk) -> None:
    """A reprint says that it is a duplicate; drafts are written for Zoé, and who has no address is told."""
    desk.hands.go_to(OF_WORKSHOP, "Le Goff")
    assert "Duplicate" in desk.paper(ask=lambda: desk.hands.press("Print again…"))

    def report(dialog: QWidget) -> None:
        told = " | ".join(each.text() for each in dialog.findChildren(QLabel))
        assert all(each in told for each in ("1 e-mail draft written", "2 people were left out", "Ali Ben"))
        press(dialog, Qt.Key.Key_Escape)

    folder = desk.folder / "mails"
    view = desk.hands.find(RowsView, OF_WORKSHOP)
    press(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with desk.hands.answering(desk.another_way("E-mail drafts…"), desk.into(folder), report):
        desk.hands.press("Print again…")
    assert os.listdir(folder) == ["LPB-2026-0002 Zoé Le Goff.eml"]


def search(desk: Desk, text: str) -> list[list[str]]:
    desk.hands.type("Search a number, a name or a workshop", text)
    words = text.lower().split()
    desk.hands.until(lambda: all(words[0] in " ".join(row).lower() for row in desk.hands.rows(REGISTER)))
    return desk.hands.rows(REGISTER)


def replace_and_revoke(desk: Desk) -> None:
    """Zoé is found by the number and gets a corrected one; that of Ali is revoked, and says so when it is printed."""

    def because(reason: str, verb: str) -> Answer:
        def answer(dialog: QWidget) -> None:
            desk.hands.type("Reason*", reason, dialog)
            desk.hands.press(verb, dialog)

        return answer

    desk.hands.press("Certificates")
    desk.hands.open_tab("Register")
    assert len(search(desk, "0002")) == 1
    desk.hands.go_to(REGISTER, "0002")
    with desk.hands.answering(because("name misspelt", "Replace LPB-2026-0002")):
        desk.hands.press("Replace…")
    found = search(desk, "goff")
    desk.hands.until(lambda: len(desk.hands.rows(REGISTER)) == 2)
    found = desk.hands.rows(REGISTER)
    assert [(row[0], row[-1]) for row in found] == [("LPB-2026-0004", "Issued"), ("LPB-2026-0002", "Replaced")]
    search(desk, "ali")
    desk.hands.go_to(REGISTER, "0001")
    with desk.hands.answering(because("issued twice", "Revoke LPB-2026-0001")):
        desk.hands.press("Revoke…")
    desk.hands.go_to(REGISTER, "0001")
    words = desk.paper(ask=lambda: desk.hands.press("Print again…"))
    assert "REVOKED" in words.upper()


def hand_the_register_on(desk: Desk) -> None:
    """The whole register is printed with what became of each, and written as a table."""
    desk.hands.type("Search a number, a name or a workshop", " ")
    desk.hands.until(lambda: len(desk.hands.rows(REGISTER)) == 4)
    words = desk.paper(ask=lambda: desk.hands.press("Print this list…"))
    told = ("Replaced by LPB-2026-0004", "name misspelt", "issued twice", "ill on the second day")
    assert all(each in words for each in told)
    table = desk.folder / "register.csv"

    def as_csv(dialog: QWidget) -> None:
        choosing(desk.patch, table)
        desk.hands.choose("Format", "CSV for other programs, nothing changed", dialog)
        desk.hands.press("Choose where…", dialog)

    with desk.hands.answering(as_csv):
        desk.hands.press("Export this list…")
    desk.hands.until(table.exists)
    assert "name misspelt" in table.read_text("utf-8-sig")


def check_the_first_paper(desk: Desk, paper: Path) -> None:
    """The two codes of the first paper: one of a revoked certificate, one of a replaced one."""

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, CheckDialog)
        choosing(desk.patch, paper)
        desk.hands.press("Choose a file…", dialog)

        def told() -> str:
            return " | ".join(each.text() for each in dialog.findChildren(QLabel))

        desk.hands.until(lambda: "was replaced since" in told())
        assert all(each in told() for each in ("was revoked since", "issued twice", "Replaced by LPB-2026-0004"))
        press(dialog, Qt.Key.Key_Escape)

    with desk.hands.answering(look):
        command(desk.hands, "Check a certificate")
