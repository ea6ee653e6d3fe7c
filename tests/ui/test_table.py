"""The list: opens at once however long it is, keeps selection and scroll, is driven by keys alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from tests.ui.keys import press
from ui.page import Context
from ui.preferences import Preferences
from ui.table import FIRST, Column, FindFirst, RowsTable
from ui.table_columns import ColumnsDialog
from ui.table_model import PAGE
from ui.widgets.notices import EmptyState


@dataclass(frozen=True)
class Query:
    text: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    count: int


COLUMNS: tuple[Column[Line], ...] = (
    Column("name", "Name", lambda line: line.name, sort="name", stretch=True),
    Column("count", "Workshops", lambda line: str(line.count), align="right", width=110, sort="count"),
    Column("note", "Note", lambda line: ""),
)


class Rows:
    """The rows a test shows, and what was asked of them."""

    def __init__(self, count: int) -> None:
        self.ids = list(range(1, count + 1))
        self.fetched: list[int] = []

    def find(self, db: object, query: Query) -> list[int]:
        found = [each for each in self.ids if query.text in f"<b>person {each}"] if query.text else self.ids
        return found[::-1] if query.descending else list(found)

    def lines(self, db: object, ids: Sequence[int]) -> dict[int, Line]:
        self.fetched.append(len(ids))
        return {each: Line(each, f"<b>person {each}", each % 7) for each in ids}


Table = RowsTable[Line, Query]


def shown(context: Context, rows: Rows, qtbot: QtBot, *, find_first: FindFirst[Query] | None = None) -> Table:
    table: Table = RowsTable(
        context,
        name="people",
        label="People",
        columns=COLUMNS,
        find=rows.find,
        find_first=find_first,
        lines=rows.lines,
        query=Query(),
        empty=EmptyState("users", "People you enrol appear here."),
    )
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(table)
    layout.addWidget(QPushButton("After"))
    qtbot.addWidget(window)
    window.resize(800, 500)
    table.refresh()
    window.show()
    table.setParent(window)
    table.keeps = window  # type: ignore[attr-defined]  # the window lives as long as its table
    return table


def test_100_000_rows_open_at_once_and_fetch_only_what_is_seen(context: Context, qtbot: QtBot) -> None:
    rows = Rows(100_000)
    begin = time.perf_counter()
    table = shown(context, rows, qtbot)
    table.view.viewport().grab()
    assert time.perf_counter() - begin < 1.0  # the figure itself is a benchmark: 150 ms
    assert table.count == 100_000
    assert len(rows.fetched) == 1
    assert rows.fetched[0] == PAGE
    table.view.scrollToBottom()
    table.view.viewport().grab()
    assert sum(rows.fetched) <= 3 * PAGE


def test_a_click_on_the_header_sorts_through_the_query(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(30), qtbot)
    header = table.view.horizontalHeader()
    assert table.model.ids[0] == 1
    header.sectionClicked.emit(0)
    assert table.query == Query(descending=True)
    assert table.model.ids[0] == 30
    header.sectionClicked.emit(1)
    assert table.query == Query(sort="count")
    header.sectionClicked.emit(2)  # a column that cannot be sorted
    assert table.query == Query(sort="count")


def test_selection_current_row_and_scroll_survive_a_refresh(context: Context, qtbot: QtBot) -> None:
    rows = Rows(500)
    table = shown(context, rows, qtbot)
    table.go_to(300)
    table.select([299, 300, 350])
    before = table.view.verticalScrollBar().value()
    rows.ids.remove(10)
    rows.ids.remove(350)
    table.refresh([10, 350])
    assert table.selected() == [299, 300]
    assert table.current() == 300
    assert table.view.verticalScrollBar().value() == before


def test_a_change_of_a_line_is_shown_without_moving_anything(context: Context, qtbot: QtBot) -> None:
    rows = Rows(30)
    table = shown(context, rows, qtbot)
    table.view.viewport().grab()
    rows.fetched.clear()
    table.refresh([])
    assert rows.fetched == []
    table.refresh([3])
    table.view.viewport().grab()
    assert rows.fetched == [30]


def test_keys_open_edit_delete_and_select(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(20), qtbot)
    told: list[tuple[str, object]] = []
    table.opened.connect(lambda row: told.append(("open", row)))
    table.edited.connect(lambda row: told.append(("edit", row)))
    table.deleted.connect(lambda ids: told.append(("delete", ids)))
    table.view.selectRow(2)
    press(table.view, Qt.Key.Key_Return)
    press(table.view, Qt.Key.Key_F2)
    press(table.view, Qt.Key.Key_Delete)
    press(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert told == [("open", 3), ("edit", 3), ("delete", [3])]
    assert table.selected_count == 20
    assert table._count.text() == "20 lines · 20 selected"


def test_letters_are_handed_on_and_fetch_nothing(context: Context, qtbot: QtBot) -> None:
    rows = Rows(100_000)
    table = shown(context, rows, qtbot)
    rows.fetched.clear()
    with qtbot.waitSignal(table.typed) as letter:
        table.view.keyboardSearch("z")
    assert letter.args == ["z"]
    assert len(rows.fetched) <= 1


def test_tab_leaves_the_list(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(5), qtbot)
    table.window().activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    press(table.view, Qt.Key.Key_Tab)
    focused = table.window().focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "After"


def test_an_empty_list_says_what_goes_there_and_a_search_without_result_says_so(context: Context, qtbot: QtBot) -> None:
    rows = Rows(0)
    table = shown(context, rows, qtbot)
    assert table._stack.currentWidget() is table._empty
    rows.ids = [1, 2]
    table.refresh()
    assert table._stack.currentWidget() is table._frame
    table.set_query(Query(text="nobody"))
    assert table._stack.currentWidget() is table._nothing


def test_widths_and_order_are_remembered(make_context: MakeContext, qtbot: QtBot) -> None:
    preferences = Preferences(None)
    table = shown(make_context(preferences=preferences), Rows(5), qtbot)
    header = table.view.horizontalHeader()
    header.resizeSection(1, 222)
    header.moveSection(header.visualIndex(2), 0)
    qtbot.waitUntil(lambda: "people" in preferences.table("columns"), timeout=3000)
    again = shown(make_context(preferences=preferences), Rows(5), qtbot)
    assert again.view.columnWidth(1) == 222
    assert again.view.horizontalHeader().visualIndex(2) == 0


def test_a_damaged_memory_of_widths_does_no_harm(make_context: MakeContext, qtbot: QtBot) -> None:
    preferences = Preferences(None)
    preferences.keep("columns", {"people": {"name": "wide", "gone": 100, "count": -5}})
    table = shown(make_context(preferences=preferences), Rows(5), qtbot)
    assert table.view.columnWidth(1) == 110


def test_the_list_can_be_read_by_a_screen_reader(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(3), qtbot)
    assert unnamed_focusable(table) == []
    read = QAccessible.queryAccessibleInterface(table.view)
    assert read.text(QAccessible.Text.Name) == "People"
    children = [read.child(place) for place in range(read.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in children]
    assert {"Name, sorted upwards", "Workshops", "Name: <b>person 2", "Workshops: 2", "Note: empty"} <= set(names)


def test_a_name_with_markup_is_painted_as_it_is(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(3), qtbot)
    index = table.model.index(0, 0)
    assert index.data() == "<b>person 1"
    assert "&lt;b&gt;" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_a_line_that_has_gone_meanwhile_is_empty(context: Context, qtbot: QtBot) -> None:
    rows = Rows(3)
    table = shown(context, rows, qtbot)
    rows.lines = lambda db, ids: {}  # type: ignore[method-assign]  # as if another window had deleted all
    table._lines = rows.lines
    table.model.forget()
    assert table.model.index(0, 0).data() == ""


def test_rows_stay_in_view_while_the_mouse_moves(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(10), qtbot)
    y = table.view.rowViewportPosition(4) + 5
    assert table.view.rowAt(y) == 4
    qtbot.mouseMove(table.view.viewport(), QPoint(20, y))  # type: ignore[no-untyped-call]  # pytest-qt has no type here
    assert table.visible_rows().start == 0
    assert table.visible_rows().stop >= 8


def test_rows_of_a_real_notebook_are_shown(make_context: MakeContext, qtbot: QtBot, tmp_path: object) -> None:
    from datetime import date
    from pathlib import Path

    from models import people
    from models.people import PeopleQuery, PersonDraft, PersonLine

    notebook = Notebook.create(Path(str(tmp_path)) / "n.carnet", association_name="Les Puces du Blosne")
    with notebook, notebook.write("Add {count} people", count=1) as db:
        people.save(db, PersonDraft(given_name="Zoé", family_name="Le Goff"), today=date(2026, 5, 12))
        db.flush()
    notebook = Notebook.open(notebook.where)
    columns: tuple[Column[PersonLine], ...] = (Column("name", "Name", lambda line: line.family_name, sort="name"),)
    with notebook:
        table: RowsTable[PersonLine, PeopleQuery] = RowsTable(
            make_context(notebook),
            name="people",
            label="People",
            columns=columns,
            find=people.find,
            lines=people.lines,
            query=PeopleQuery(),
        )
        qtbot.addWidget(table)
        table.refresh()
        assert table.model.index(0, 0).data() == "Le Goff"
        table.set_query(PeopleQuery(text="zoe"))
        assert table.count == 1
        table.set_query(PeopleQuery(text="nobody"))
        assert table.count == 0


@pytest.mark.parametrize("percent", [100, 200])
def test_rows_are_high_enough(app: QApplication, context: Context, qtbot: QtBot, percent: int) -> None:
    from ui import theme

    theme.apply(app, theme.resolve("light", text_size=percent))
    table = shown(context, Rows(3), qtbot)
    assert table.view.rowHeight(0) == 40 * percent // 100


def test_a_hidden_column_stays_hidden_in_the_next_window(make_context: MakeContext, qtbot: QtBot) -> None:
    preferences = Preferences(None)
    table = shown(make_context(preferences=preferences), Rows(3), qtbot)
    table.columns.show_column("count", False)
    qtbot.waitUntil(lambda: "people" in preferences.table("columns"))
    again = shown(make_context(preferences=preferences), Rows(3), qtbot)
    assert list(filter(again.columns.is_shown, again.columns.keys())) == ["name", "note"]
    assert again.view.isColumnHidden(1)


def test_widths_kept_before_columns_could_be_hidden_still_hold(make_context: MakeContext, qtbot: QtBot) -> None:
    preferences = Preferences(None)
    preferences.keep("columns", {"people": {"note": 77, "name": 300, "count": 90}})
    table = shown(make_context(preferences=preferences), Rows(3), qtbot)
    assert table.columns.arrangement() == {"note": 77, "name": 300, "count": 90}


def test_the_column_that_names_the_row_cannot_be_hidden(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(3), qtbot)
    table.columns.show_column("name", False)
    table.columns.arrange({"name": -100})
    assert table.columns.is_shown("name")
    assert not next(each for each in table.columns.menu().actions() if each.text() == "Name").isEnabled()


def test_columns_are_chosen_and_moved_by_keys_alone(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(3), qtbot)
    dialog = ColumnsDialog(None, table.columns)
    qtbot.addWidget(dialog)
    dialog.show()
    assert unnamed_focusable(dialog) == []
    press(dialog.boxes["count"], Qt.Key.Key_Space)
    assert not table.columns.is_shown("count")
    press(dialog.movers["note", -1], Qt.Key.Key_Space)
    assert table.columns.keys() == ["name", "note", "count"]
    assert dialog.focusWidget() is dialog.movers["note", -1]


def the_first(rows: Rows) -> Callable[[object, Query, int], list[int]]:
    return lambda db, query, limit: rows.find(db, query)[:limit]


def test_a_long_search_shows_its_first_rows_at_once_and_then_all(context: Context, qtbot: QtBot) -> None:
    rows = Rows(10_000)
    table = shown(context, rows, qtbot, find_first=the_first(rows))
    assert (table.count, table.count_text) == (FIRST, "…")
    qtbot.waitUntil(lambda: table.count == 10_000)
    assert table.count_text == "10,000 lines"


def test_what_was_selected_far_down_is_selected_again_when_all_rows_are_there(context: Context, qtbot: QtBot) -> None:
    rows = Rows(10_000)
    table = shown(context, rows, qtbot, find_first=the_first(rows))
    qtbot.waitUntil(lambda: table.count == 10_000)
    table.select([3, 9_000])
    table.set_query(Query(descending=True))
    table.set_query(Query("person"))
    assert table.selected() == [3], "the other is not among the first"
    qtbot.waitUntil(lambda: table.count == 10_000)
    assert table.selected() == [3, 9_000]


def test_rows_that_come_too_late_are_not_shown(context: Context, qtbot: QtBot) -> None:
    rows = Rows(10_000)
    table = shown(context, rows, qtbot, find_first=the_first(rows))
    late = rows.find(None, Query())
    turn = table._turn
    table.set_query(Query("9999"))
    table._show_all(turn, late)
    assert table.model.ids == [9_999]


def test_ctrl_a_selects_every_row_even_before_all_were_asked_for(context: Context, qtbot: QtBot) -> None:
    rows = Rows(1_000)
    table = shown(context, rows, qtbot, find_first=the_first(rows))
    assert table.count < 1_000
    qtbot.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_count == 1_000
    assert table.count == 1_000


@pytest.mark.parametrize("ctrl", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_home_and_end_go_to_the_first_and_the_very_last_row(
    context: Context, qtbot: QtBot, ctrl: Qt.KeyboardModifier
) -> None:
    table = shown(context, Rows(1_000), qtbot, find_first=the_first(Rows(1_000)))
    table.view.selectRow(5)
    press(table.view, Qt.Key.Key_End, ctrl)
    assert (table.current(), table.selected()) == (1_000, [1_000])
    press(table.view, Qt.Key.Key_Up)
    press(table.view, Qt.Key.Key_Home, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert (table.current(), table.selected_count) == (1, 999)
    press(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    press(table.view, Qt.Key.Key_Home, ctrl)
    assert table.selected() == [1]


def test_home_and_end_do_nothing_in_an_empty_list(context: Context, qtbot: QtBot) -> None:
    table = shown(context, Rows(0), qtbot)
    press(table.view, Qt.Key.Key_End)
    press(table.view, Qt.Key.Key_Home)
    assert table.current() is None
