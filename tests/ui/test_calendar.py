"""The calendar by the keyboard and the mouse: walking, opening, making, moving, and what is told of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from models import sessions
from models.codes import SessionStatus
from models.notebook import Notebook
from models.sessions import SessionQuery
from tests.builders import TODAY, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press, type_text
from ui import theme
from ui.dialogs.calendar_session import DayDialog
from ui.dialogs.form_dialog import FormDialog
from ui.pages.calendar import CalendarPane
from ui.pages.workshops import WorkshopsPage
from ui.preferences import Preferences
from ui.widgets.calendar import CalendarView

__all__ = ["file_notebook", "new_file"]
DAY = timedelta(days=1)
KEY = Qt.Key


@pytest.fixture
def ids(file_notebook: Notebook) -> dict[str, int]:
    """Today two sessions at once, one the week after, twelve on one day; the first day of May is a holiday."""
    with file_notebook.write("Prepare") as db:
        photos = a_workshop(db, "Photos", capacity=15)
        an_enrolment(db, photos)
        clicks = a_workshop(db, "Premiers clics")
        found = {
            "photos": a_session(db, photos, TODAY, "14:00", "16:00"),
            "clicks": a_session(db, clicks, TODAY, "15:00", "16:30"),
            "later": a_session(db, photos, TODAY + 7 * DAY),
        }
        for number in range(12):
            a_session(db, clicks, TODAY + 9 * DAY, f"{8 + number}:00".zfill(5), f"{9 + number}:00".zfill(5))
    return found


@pytest.fixture
def pane(file_notebook: Notebook, ids: dict[str, int], make_context: MakeContext, qtbot: QtBot) -> CalendarPane:
    made = CalendarPane(make_context(file_notebook))
    qtbot.addWidget(made)
    made.resize(1120, 620)
    made.show_span("month")
    made.show()
    made.view.setFocus()
    return made


def view_of(pane: CalendarPane) -> CalendarView:
    return pane.view


def stored(notebook: Notebook, session_id: int) -> tuple[date | None, time | None]:
    with notebook.read() as db:
        draft = sessions.draft(db, session_id)
    return draft.date, draft.start


def test_arrows_walk_session_by_session_and_day_by_day(pane: CalendarPane, ids: dict[str, int]) -> None:
    view = pane.view
    assert (view.day, view.chosen) == (TODAY, ids["photos"])
    press(view, KEY.Key_Down)
    assert (view.day, view.chosen) == (TODAY, ids["clicks"])
    press(view, KEY.Key_Down)
    assert (view.day, view.chosen) == (TODAY + 7 * DAY, ids["later"])
    press(view, KEY.Key_Up)
    assert (view.day, view.chosen) == (TODAY, ids["clicks"])
    press(view, KEY.Key_Right)
    assert (view.day, view.chosen) == (TODAY + DAY, None)
    press(view, KEY.Key_Left)
    assert view.day == TODAY


def test_pages_turn_and_home_comes_back_to_today(pane: CalendarPane) -> None:
    press(pane.view, KEY.Key_PageDown)
    assert (pane.view.day, pane.title.text()) == (date(2026, 6, 12), "June 2026")
    press(pane.view, KEY.Key_PageUp)
    press(pane.view, KEY.Key_PageUp)
    assert pane.title.text() == "April 2026"
    press(pane.view, KEY.Key_Home)
    assert (pane.view.day, pane.title.text()) == (TODAY, "May 2026")
    pane.show_span("week")
    press(pane.view, KEY.Key_PageDown)
    assert pane.view.day == TODAY + 7 * DAY
    assert pane.title.text().startswith("Week 21")


def test_walking_out_of_the_month_turns_the_page(pane: CalendarPane) -> None:
    pane.show_day(date(2026, 5, 31))
    press(pane.view, KEY.Key_Right)
    assert (pane.view.day, pane.title.text()) == (date(2026, 6, 1), "June 2026")


def test_enter_opens_the_workshop_at_the_session(pane: CalendarPane, ids: dict[str, int], said: Said) -> None:
    press(pane.view, KEY.Key_Down)
    press(pane.view, KEY.Key_Return)
    assert said.went == [("session", ids["clicks"])]


def test_a_session_is_moved_by_keys_alone_and_back_by_one_undo(
    pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook, said: Said
) -> None:
    press(pane.view, KEY.Key_F2)
    press(pane.view, KEY.Key_Right)
    press(pane.view, KEY.Key_Down)
    assert "Wednesday 20 May, 14:00 – 16:00" in pane.told.text()
    assert stored(file_notebook, ids["photos"]) == (TODAY, time(14))
    press(pane.view, KEY.Key_Return)
    assert stored(file_notebook, ids["photos"]) == (date(2026, 5, 20), time(14))
    assert said.done == ["Session moved to Wednesday 20 May 2026."]
    assert (pane.view.day, pane.view.chosen) == (date(2026, 5, 20), ids["photos"])
    file_notebook.undo()
    assert stored(file_notebook, ids["photos"]) == (TODAY, time(14))


def test_escape_puts_it_back_and_writes_nothing(
    pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook
) -> None:
    before = len(file_notebook.history())
    press(pane.view, KEY.Key_F2)
    press(pane.view, KEY.Key_Down)
    press(pane.view, KEY.Key_Down)
    press(pane.view, KEY.Key_Down)  # into June
    assert pane.title.text() == "June 2026"
    press(pane.view, KEY.Key_Escape)
    assert (pane.view.day, pane.view.chosen, pane.view.moving) == (TODAY, ids["photos"], None)
    assert len(file_notebook.history()) == before


def test_a_week_moves_by_quarters_of_an_hour(pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook) -> None:
    pane.show_span("week")
    for key in (KEY.Key_F2, KEY.Key_Up, KEY.Key_Up, KEY.Key_Right, KEY.Key_Enter):
        press(pane.view, key)
    assert stored(file_notebook, ids["photos"]) == (TODAY + DAY, time(13, 30))


def test_moving_tells_what_deserves_a_second_look(pane: CalendarPane, said: Said) -> None:
    for key in (KEY.Key_F2, KEY.Key_Right, KEY.Key_Right, KEY.Key_Return):
        press(pane.view, key)
    assert "public holiday: Ascension Day" in said.done[0]


def mouse(view: CalendarView, kind: QEvent.Type, where: QPoint, button: Qt.MouseButton) -> None:
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    place, everywhere = QPointF(where), QPointF(view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), QMouseEvent(kind, place, everywhere, button, held, Qt.KeyboardModifier(0)))


def drag(view: CalendarView, start: QPoint, end: QPoint) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)
    mouse(view, QEvent.Type.MouseMove, (start + end) / 2, Qt.MouseButton.NoButton)
    mouse(view, QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton)
    mouse(view, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.LeftButton)


def test_dragging_does_what_the_keys_do(pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook) -> None:
    view = pane.view
    bar = view.placed(view.calendar.index_of(TODAY)).bars[0][1]
    target = view.visualRect(view.calendar.index_of(TODAY + 10 * DAY)).center()
    drag(view, bar.center(), target)
    assert stored(file_notebook, ids["photos"]) == (TODAY + 10 * DAY, time(14))


def test_dragging_in_a_week_changes_the_hour(pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook) -> None:
    pane.show_span("week")
    view = pane.view
    bar = view.placed(view.calendar.index_of(TODAY)).bars[0][1]
    hour = view.visualRect(view.calendar.index_of(TODAY)).height() // (view.hours[1] - view.hours[0])
    drag(view, bar.center(), bar.center() + QPoint(view.columnWidth(1), -hour))
    assert stored(file_notebook, ids["photos"]) == (TODAY + DAY, time(13))


def test_a_click_alone_moves_nothing(pane: CalendarPane, ids: dict[str, int], file_notebook: Notebook) -> None:
    before = len(file_notebook.history())
    view = pane.view
    bar = view.placed(view.calendar.index_of(TODAY)).bars[1][1]
    drag(view, bar.center(), bar.center() + QPoint(1, 1))
    assert view.chosen == ids["clicks"]
    assert len(file_notebook.history()) == before


def test_many_sessions_are_counted_and_listed(pane: CalendarPane, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    view, day = pane.view, TODAY + 9 * DAY
    placed = view.placed(view.calendar.index_of(day))
    assert placed.more is not None
    assert len(placed.bars) + placed.hidden == 12
    lists: list[list[str]] = []

    def run(dialog: DayDialog) -> int:
        lists.append([dialog.list.item(row).text() for row in range(dialog.list.count())])
        press(dialog.list, KEY.Key_End)
        press(dialog.list, KEY.Key_Return)
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        mouse(view, kind, placed.more.center(), Qt.MouseButton.LeftButton)
    assert [each.split("   ")[0] for each in lists[0]][:2] == ["08:00 – 09:00", "09:00 – 10:00"]
    assert len(lists[0]) == 12
    assert said.went == [("session", view.calendar.of_day(day)[-1].id)]


def test_the_chosen_session_is_always_among_those_shown(pane: CalendarPane) -> None:
    view = pane.view
    pane.show_day(TODAY + 9 * DAY)
    for _step in range(11):
        press(view, KEY.Key_Down)
        shown = [each.id for each, _bar in view.placed(view.calendar.index_of(view.day)).bars]
        assert view.chosen in shown


def test_enter_on_an_empty_day_asks_which_workshop_and_adds_a_session(
    pane: CalendarPane, file_notebook: Notebook, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(dialog: FormDialog) -> int:
        assert dialog.form.read()["date"] == TODAY + DAY
        type_text(dialog.form.widget("start"), "")
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(FormDialog, "exec", run)
    press(pane.view, KEY.Key_Right)
    press(pane.view, KEY.Key_Return)
    with file_notebook.read() as db:
        (made,) = sessions.find(db, SessionQuery(first=TODAY + DAY, last=TODAY + DAY))
        assert (sessions.draft(db, made).start, sessions.draft(db, made).end) == (time(14), time(16))
    assert said.done == ["1 session added"]
    assert pane.view.chosen == made


def test_a_date_is_typed_as_people_write_it(pane: CalendarPane) -> None:
    type_text(pane.where, "14/7")
    press(pane.where, KEY.Key_Return)
    assert pane.view.day == date(2026, 7, 14)
    type_text(pane.where, "n'importe")
    press(pane.where, KEY.Key_Return)
    assert "is not a date" in pane.told.text()


def test_each_day_is_told_in_words(pane: CalendarPane) -> None:
    cells = pane.view.calendar
    text = str(cells.index_of(TODAY).data(Qt.ItemDataRole.AccessibleTextRole))
    assert text.startswith("Tuesday 12 May, today, 2 sessions. 14:00 – 16:00, Photos, 1 enrolled, 15 places")
    assert "Labour Day" in str(cells.index_of(date(2026, 5, 1)).data(Qt.ItemDataRole.AccessibleTextRole))
    interface = QAccessible.queryAccessibleInterface(pane.view)
    cells_told = [interface.child(number) for number in range(interface.childCount())]
    assert any("Photos" in each.text(QAccessible.Text.Name) for each in cells_told if each is not None)
    assert unnamed_focusable(pane) == []


def test_cancelled_past_and_held_are_told_in_words(pane: CalendarPane, file_notebook: Notebook) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db, "Mails")
        a_session(db, workshop, TODAY - DAY)
        a_session(db, workshop, TODAY - 2 * DAY, is_complete=True, status=SessionStatus.HELD)
        a_session(db, workshop, TODAY + DAY, status=SessionStatus.CANCELLED, cancel_reason="malade")
    pane.refresh()
    told = [str(pane.view.calendar.index_of(TODAY + step * DAY).data()) for step in (-1, -2, 1)]
    assert [each.rsplit(", ", 1)[1] for each in told] == ["Attendance missing", "Held", "Cancelled"]


@pytest.mark.parametrize("text_size", [80, 100, 200])
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_every_look_is_painted(pane: CalendarPane, app: QApplication, scheme: str, text_size: int) -> None:
    theme.apply(app, theme.resolve(scheme, text_size=text_size))
    for span in ("month", "week"):
        pane.show_span(span)  # type: ignore[arg-type]  # one of the two
        picture = pane.grab().toImage()
        assert len({picture.pixel(x, y) for x in range(0, 1100, 7) for y in range(100, 600, 7)}) > 3
    bars = pane.view.placed(pane.view.calendar.index_of(TODAY)).bars
    assert len(bars) == 2
    assert all(bar.width() > 20 and bar.height() >= theme.size(20) for _each, bar in bars)


def test_the_page_remembers_how_the_workshops_are_shown(
    file_notebook: Notebook, ids: dict[str, int], make_context: MakeContext, qtbot: QtBot
) -> None:
    kept = Preferences(None)
    page = WorkshopsPage(make_context(file_notebook, kept))
    qtbot.addWidget(page)
    page.refresh(None)
    assert page.form == "list"
    page.shown.setCurrentIndex(1)
    assert page.calendar.part().view.calendar.rowCount() == 5
    page.shown.setCurrentIndex(2)
    assert page.calendar.part().view.calendar.rowCount() == 1
    again = WorkshopsPage(make_context(file_notebook, kept))
    qtbot.addWidget(again)
    again.refresh(None)
    assert again.form == "week"
    assert again.calendar.part().title.text().startswith("Week 20")
    assert unnamed_focusable(again) == []
