"""A signed paper sheet of twenty people typed back in the window by keys alone: one screen, one save, one undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, enrolments, feedback, names, people, sessions, workshops
from models.attendance import Presence
from models.feedback import FeedbackDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.journeys.hands import Hands
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.ui.keys import press, type_text
from ui.dialogs.typing_back import TypingBackDialog
from ui.widgets.grid import AttendanceGrid

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 6, 2, 17, 5)
DAY = date(2026, 6, 2)
GIVEN = ["Anne", "Bilal", "Chloé", "Denis", "Élodie", "Fatou", "Gülşah", "Hugo", "Inès", "Jeannine"]
FAMILY = ["Zéphir", "Yvon", "Weiß", "Vidal", "Urien", "Tanguy", "Salaün", "Roux", "Quéré", "Prigent"]
SECONDS = 60
STROKE = 0.35  # seconds that a person who does not type well takes for one key


@dataclass
class Sheet:
    """A notebook with one workshop of twenty people, its window, and the keys pressed so far."""

    hands: Hands
    path: Path
    workshop: int
    session: int
    keys: int = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.keys += 1
        text = {Qt.Key.Key_Space: " "}.get(key, "")
        press(self.focus, key, modifiers, text)

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        self.keys += len(text)
        type_text(self.focus, text)

    @property
    def focus(self) -> QWidget:
        """The part of the dialog that has the keyboard."""
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        focus = dialog.focusWidget()
        assert focus is not None
        return focus

    def stored(self) -> Presence:
        """What the notebook says of the session."""
        with self.notebook.read() as db:
            return attendance.presences_by_session(db, [self.session])[self.session]

    @property
    def notebook(self) -> Notebook:
        """The notebook that the window shows."""
        return self.hands.notebook


def prepared(path: Path) -> tuple[int, int]:
    with Notebook.create(path, association_name="Les Puces du Blosne") as notebook, notebook.write("Prepare") as db:
        workshop = workshops.save(db, WorkshopDraft("Mon téléphone, mes photos", capacity=20))
        session = sessions.save(db, workshop, SessionDraft(DAY, time(14), time(16)))
        drafts = [PersonDraft(GIVEN[n % 10], f"{FAMILY[n // 2]}{' Le Bras' if n % 2 else ''}") for n in range(20)]
        enrolments.enrol(db, workshop, people.save_many(db, drafts, today=DAY), today=DAY)
        people.save(db, PersonDraft("Mireille", "Abgrall"), today=DAY)
    return workshop, session


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> Iterator[Sheet]:
    path = tmp_path / "puces.carnet"
    workshop, session = prepared(path)
    with opened(qtbot, path, lambda: NOW) as window:
        window.go("workshop", workshop)
        yield Sheet(Hands(qtbot, window), path, workshop, session)


def test_twenty_people_are_typed_back_by_keys_and_taken_back_at_once(sheet: Sheet) -> None:
    def type_it(dialog: QWidget) -> None:
        assert isinstance(dialog, TypingBackDialog)
        fit_the_smallest_screen(dialog)
        sheet.press(Qt.Key.Key_Return)  # everyone was here
        sheet.type("7")
        sheet.press(Qt.Key.Key_Space)  # but for the seventh
        sheet.press(Qt.Key.Key_Down)
        sheet.type("e")  # and the eighth had said so
        sheet.press(Qt.Key.Key_Return)
        sheet.type("Zoé Le Goff")  # two wrote their names below
        sheet.press(Qt.Key.Key_Return)
        sheet.type("abgr")
        sheet.press(Qt.Key.Key_Down)  # known already
        sheet.press(Qt.Key.Key_Return)
        sheet.press(Qt.Key.Key_Return)
        sheet.type("3")  # and three gave no name
        for number in ("15", "2", "0", "9", "4"):
            sheet.press(Qt.Key.Key_Return)
            sheet.type(number)
        sheet.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    before = len(sheet.notebook.history())
    with sheet.hands.answering(type_it):
        command(sheet.hands, "Type a sheet in")
    assert sheet.stored() == Presence(expected=22, present=20, absent=1, excused=1, unnamed=3)
    with sheet.notebook.read() as db:
        assert feedback.draft(db, sheet.session) == FeedbackDraft(15, 2, 0, 9, 4)
    assert len(sheet.notebook.history()) == before + 1
    assert sheet.keys * STROKE < SECONDS, f"{sheet.keys} keys"
    model = sheet.hands.find(AttendanceGrid, "*").model()
    sheet.hands.until(lambda: model.rowCount() == 22)  # the page behind shows it
    sheet.notebook.undo()
    assert sheet.stored() == Presence(expected=20)


def fit_the_smallest_screen(dialog: TypingBackDialog) -> None:
    """All twenty rows are seen without scrolling where a screen of 1366 x 768 leaves room."""
    dialog.resize(1318, 672)
    QApplication.processEvents()
    assert (dialog.width(), dialog.height()) == (1318, 672)
    seen = dialog.list.viewport().rect()
    rows: list[QRect] = [dialog.list.visualRect(dialog.model.index(place)) for place in range(20)]
    assert all(seen.contains(each) for each in rows)
    assert len({(each.x(), each.y()) for each in rows}) == 20


def test_a_sheet_by_given_name_is_typed_row_after_row_with_its_own_key(sheet: Sheet) -> None:
    def type_it(dialog: QWidget) -> None:
        assert isinstance(dialog, TypingBackDialog)
        sheet.hands.choose("Order of the sheet", "by given name", dialog)
        given = [dialog.model.name(place).split()[0] for place in range(20)]
        assert given == sorted(given, key=names.fold)
        assert given[:4] == ["Anne", "Anne", "Bilal", "Bilal"]
        dialog.list.setFocus(Qt.FocusReason.TabFocusReason)
        sheet.type("papp")
        sheet.hands.press("Save this sheet", dialog)

    grid = sheet.hands.find(AttendanceGrid, "*")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    with sheet.hands.answering(type_it):
        shortcut(sheet.hands.window, Qt.Key.Key_T)
    assert sheet.stored() == Presence(expected=20, present=3, absent=1)


def test_what_is_typed_is_not_thrown_away_without_asking(sheet: Sheet) -> None:
    def look_at_it(dialog: QWidget) -> None:
        sheet.press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    with sheet.hands.answering(look_at_it):
        sheet.hands.press("Type a sheet in…")

    def go_on(question: QWidget) -> None:
        sheet.hands.press("Go on typing", question)

    def throw_away(question: QWidget) -> None:
        sheet.hands.press("Throw it away", question)

    def type_it(dialog: QWidget) -> None:
        sheet.press(Qt.Key.Key_Return)
        with sheet.hands.answering(go_on):
            sheet.press(Qt.Key.Key_Escape)
        assert dialog.isVisible()
        QTimer.singleShot(0, dialog, lambda: sheet.press(Qt.Key.Key_Escape))

    with sheet.hands.answering(type_it, throw_away):
        sheet.hands.press("Type a sheet in…")
    assert sheet.stored() == Presence(expected=20)


def shortcut(window: QWidget, key: Qt.Key) -> None:
    """Press Ctrl and a key as the system hands them to a window."""
    window.activateWindow()
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
