"""Planning by keys alone: by a rule with days left out, moved, duplicated, from a template, cancelled, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from models import sessions, workshops
from models.codes import SessionStatus, WorkshopStatus
from models.notebook import Notebook
from models.sessions import SessionLine, SessionQuery
from models.workshops import WorkshopQuery
from tests.journeys.hands import Hands, choosing
from tests.journeys.test_window_lists import command
from tests.journeys.windows import opened
from tests.ui.keys import press
from ui.widgets.calendar import CalendarView
from ui.widgets.day_list import DayList

pytestmark = [pytest.mark.journey, pytest.mark.qt_log_ignore("propagateSizeHints")]

NOW = datetime(2026, 4, 14, 9, 30)
TITLE, AGAIN, THIRD = "Premiers pas", "Rentrée numérique", "Clics d’hiver"
SESSIONS = "Sessions of this workshop"
KEY = Qt.Key
Answer = Callable[[QWidget], object]


@dataclass
class Desk:
    """An empty notebook in its window, on a Tuesday in April."""

    hands: Hands
    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def notebook(self) -> Notebook:
        """The notebook that the window shows."""
        return self.hands.notebook

    def workshop(self, title: str) -> int:
        """The id of a workshop."""
        with self.notebook.read() as db:
            lines = workshops.lines(db, workshops.find(db, WorkshopQuery(today=NOW.date())), today=NOW.date())
        return next(each for each, line in lines.items() if line.title == title)

    def sessions(self, title: str) -> list[SessionLine]:
        """The sessions of a workshop in their order."""
        with self.notebook.read() as db:
            ids = sessions.find(db, SessionQuery(workshop_id=self.workshop(title)))
            lines = sessions.lines(db, ids)
        return [lines[each] for each in ids]

    def days(self, title: str) -> list[tuple[int, int]]:
        """Month and day of each session."""
        return [(each.date.month, each.date.day) for each in self.sessions(title)]

    def open(self, title: str) -> None:
        """Open a workshop from the list by its title."""
        command(self.hands, title)
        self.hands.until(lambda: self.hands.window.findChild(QTabBar) is not None)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    path = tmp_path / "puces.carnet"
    Notebook.create(path, association_name="Les Puces du Blosne").close()
    with opened(qtbot, path, lambda: NOW) as window:
        yield Desk(Hands(qtbot, window), tmp_path, monkeypatch)


def test_a_workshop_is_planned_moved_made_again_cancelled_and_exported(desk: Desk) -> None:
    plan_by_a_rule(desk)
    move_in_the_calendar(desk)
    duplicate(desk)
    keep_and_use_a_template(desk)
    be_told_of_a_holiday(desk)
    cancel_and_plan_again(desk)
    write_and_take_a_calendar(desk)


def plan_by_a_rule(desk: Desk) -> None:
    """Each Friday, four times: the two public holidays are left out by the rule, and one day by hand."""
    hands = desk.hands

    def describe(dialog: QWidget) -> None:
        hands.type("Title*", TITLE, dialog)
        hands.type("Date*", "24/4", dialog)
        hands.type("Start*", "14 h", dialog)
        hands.type("End*", "16 h 30", dialog)
        hands.choose("Repeat", "Each week", dialog)
        hands.type("How many sessions*", "4", dialog)
        days = hands.find(DayList, "Days of the sessions", dialog)
        assert [(day.date.day, day.is_kept) for day in days.days()] == [
            (24, True), (1, False), (8, False), (15, True), (22, True), (29, True),
        ]  # fmt: skip
        assert "Labour Day" in days.days()[1].note
        days.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(4):
            press(days, KEY.Key_Down)
        press(days, KEY.Key_Space, text=" ")
        assert [day.date.day for day in days.days() if day.is_kept] == [24, 15, 29, 5]
        hands.press("Make this workshop", dialog)

    hands.press("Workshops")
    with hands.answering(describe):
        command(hands, "New workshop")
    assert desk.days(TITLE) == [(4, 24), (5, 15), (5, 29), (6, 5)]
    assert {(each.start, each.end) for each in desk.sessions(TITLE)} == {(time(14), time(16, 30))}


def move_in_the_calendar(desk: Desk) -> None:
    """The session of 15 May goes to the Tuesday after, by F2, arrows and Enter; one undo would bring it back."""
    hands = desk.hands
    hands.press("Workshops")
    shown = hands.find(QTabBar, "Show the workshops as")
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    press(shown, KEY.Key_Right)
    hands.type("Go to a date*", "14/5")
    where = hands.window.focusWidget()
    assert isinstance(where, QWidget)
    press(where, KEY.Key_Return)
    view = hands.find(CalendarView, "*")
    press(view, KEY.Key_Right)
    assert view.day == date(2026, 5, 15)
    press(view, KEY.Key_F2)
    press(view, KEY.Key_Down)
    for _ in range(3):
        press(view, KEY.Key_Left)
    press(view, KEY.Key_Return)
    assert desk.days(TITLE) == [(4, 24), (5, 19), (5, 29), (6, 5)]
    press(shown, KEY.Key_Left)


def duplicate(desk: Desk) -> None:
    """The same in September: each session on the same day of the week, as far apart as before."""

    def again(dialog: QWidget) -> None:
        desk.hands.type("Title*", AGAIN, dialog)
        desk.hands.type("Day of the first session*", "11/9", dialog)
        desk.hands.press("Make this workshop", dialog)

    desk.open(TITLE)
    with desk.hands.answering(again):
        desk.hands.press("Duplicate…")
    assert desk.days(AGAIN) == [(9, 11), (10, 6), (10, 16), (10, 23)]


def keep_and_use_a_template(desk: Desk) -> None:
    """What is said of it is kept under a name, and fills in the next one."""

    def name(dialog: QWidget) -> None:
        desk.hands.type("Name of the template*", "Débutants", dialog)
        desk.hands.press("Keep this template", dialog)

    def use(dialog: QWidget) -> None:
        desk.hands.choose("From a template", "Débutants", dialog)
        desk.hands.type("Title*", THIRD, dialog)
        desk.hands.type("Date*", "8/1/2027", dialog)
        desk.hands.choose("Repeat", "Just once", dialog)
        desk.hands.press("Make this workshop", dialog)

    desk.open(TITLE)
    with desk.hands.answering(name):
        command(desk.hands, "Keep as a template…")
    with desk.hands.answering(use):
        command(desk.hands, "New workshop")
    (made,) = desk.sessions(THIRD)
    assert (made.date, made.start, made.end) == (date(2027, 1, 8), time(14), time(16, 30))


def be_told_of_a_holiday(desk: Desk) -> None:
    """A session on the day of the Victory is taken, and its line says what to look at again."""

    def add(dialog: QWidget) -> None:
        desk.hands.type("Date*", "8/5", dialog)
        desk.hands.type("Start*", "10", dialog)
        desk.hands.type("End*", "12", dialog)
        desk.hands.press("Add", dialog)

    desk.open(TITLE)
    desk.hands.open_tab("Sessions")
    with desk.hands.answering(add):
        desk.hands.press("Add sessions…")
    desk.hands.until(lambda: len(desk.hands.rows(SESSIONS)) == 5)
    doubts = {row[0]: row[-1] for row in desk.hands.rows(SESSIONS)}
    assert "Victory" in doubts["Friday 8 May 2026"]
    assert doubts["Friday 24 April 2026"] == ""


def cancel_and_plan_again(desk: Desk) -> None:
    """A session is cancelled with its reason and planned again, then the whole workshop."""

    def because(verb: str) -> Answer:
        def answer(dialog: QWidget) -> None:
            desk.hands.type("Reason*", "salle fermée", dialog)
            desk.hands.press(verb, dialog)

        return answer

    def states() -> list[tuple[str, str]]:
        return [(each.status, each.cancel_reason) for each in desk.sessions(TITLE)]

    planned, cancelled = (SessionStatus.PLANNED, ""), (SessionStatus.CANCELLED, "salle fermée")
    desk.hands.go_to(SESSIONS, "8 May")
    with desk.hands.answering(because("Cancel this session")):
        desk.hands.press("Cancel the session…")
    assert states() == [planned, cancelled, planned, planned, planned]
    desk.hands.go_to(SESSIONS, "8 May")
    desk.hands.press("Plan it again")
    assert states() == [planned] * 5
    with desk.hands.answering(because("Cancel this workshop")):
        command(desk.hands, "Cancel this workshop…")
    assert states() == [cancelled] * 5
    command(desk.hands, "Plan this workshop again")
    desk.hands.until(lambda: not desk.hands.all(QPushButton, "Plan it again"))
    with desk.notebook.read() as db:
        line = workshops.lines(db, [found := desk.workshop(TITLE)], today=NOW.date())[found]
    assert line.status != WorkshopStatus.CANCELLED
    assert states() == [planned] * 5


def write_and_take_a_calendar(desk: Desk) -> None:
    """The sessions as a calendar, the same identifiers each time and nobody's name; a changed one moves them here."""
    files = [desk.folder / "one.ics", desk.folder / "two.ics"]
    for path in files:
        choosing(desk.patch, path)
        command(desk.hands, "Save as a calendar…")
    first, second = (Calendar.from_ical(path.read_bytes()).walk("VEVENT") for path in files)
    assert [each["UID"] for each in first] == [each["UID"] for each in second]
    assert len(first) == 5

    moved = files[0].read_bytes().replace(b"20260605T", b"20260612T").replace(b"SEQUENCE:0", b"SEQUENCE:9")
    (desk.folder / "moved.ics").write_bytes(moved)
    choosing(desk.patch, desk.folder / "moved.ics")

    def agree(dialog: QWidget) -> None:
        desk.hands.press("Take them in", dialog)

    with desk.hands.answering(agree):
        command(desk.hands, "Take sessions from a calendar…")
    assert desk.days(TITLE) == [(4, 24), (5, 8), (5, 19), (5, 29), (6, 12)]
