"""Owns every list of the window: a table over ids, sorted and filtered by its query, never by Qt."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QRect,
    QTimer,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from resources.i18n import _, plural
from ui.page import Context
from ui.table_columns import Columns
from ui.table_model import PAGE, Column, RowsModel
from ui.table_view import RowsView
from ui.theme import announcer, size, space
from ui.widgets.boxes import column as upright
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

__all__ = ["Column", "RowsTable"]

Line = TypeVar("Line")
Query = TypeVar("Query")
# `db` and the query belong to models: the table only carries them from notebook.read() to the two functions.
Find = Callable[[Any, Query], Sequence[int]]
Lines = Callable[[Any, Sequence[int]], Mapping[int, Line]]
FindFirst = Callable[[Any, Query, int], Sequence[int]]
Sorted = Callable[[Query, str, bool], Query]

FIRST = 2 * PAGE  # rows shown at once, before all of them are known
TYPING = 250  # milliseconds without a key after which all rows are looked for: two threads share one interpreter


def _replaced(query: Any, sort: str, descending: bool) -> Any:
    return dataclasses.replace(query, sort=sort, descending=descending)


def _counted(number: int) -> str:
    return plural("{n} line", "{n} lines", number)


@dataclasses.dataclass(slots=True)
class Awaited:
    """What was chosen when all rows were asked for, and what of it the first rows have."""

    chosen: tuple[int, ...] = ()
    current: int | None = None
    shown: tuple[int, ...] = ()


class RowsTable(QWidget, Generic[Line, Query]):
    """A list with its count, its sorting and its keys. `find(db, query)` gives ids, `lines(db, ids)` their lines.

    With `find_first(db, query, limit)` another query shows its first rows at once, and the others a moment later.
    """

    opened = Signal(int)
    edited = Signal(int)
    deleted = Signal(list)
    selection_changed = Signal()
    typed = Signal(str)

    def __init__(
        self,
        context: Context,
        *,
        name: str,
        label: str,
        columns: Sequence[Column[Line]],
        find: Find[Query],
        lines: Lines[Line],
        query: Query,
        empty: EmptyState | None = None,
        find_first: FindFirst[Query] | None = None,
        sorted_by: Sorted[Query] = _replaced,
        counted: Callable[[int], str] = _counted,
    ) -> None:
        super().__init__()
        self.name, self.query = name, query
        self._context, self._find, self._find_first, self._lines = context, find, find_first, lines
        self._is_whole, self._turn, self._awaited = False, 0, Awaited()
        self._first_query, self._sorted_by, self._counted = query, sorted_by, counted
        self.tells_selected = True  # unless a bar says it
        self.model: RowsModel[Line] = RowsModel(columns, self._fetch, self)
        self.view = RowsView(label)
        self.view.setModel(self.model)
        self.columns = Columns(self.view, self.model)
        self._remember_soon = QTimer(self, singleShot=True, interval=400)
        self._all_soon = QTimer(self, singleShot=True, interval=TYPING)
        self._build(empty)
        self._connect()
        self._restore_columns()

    def _build(self, empty: EmptyState | None) -> None:
        self._frame = QFrame()
        self._frame.setObjectName("table")
        inside = upright(self.view)
        inside.setContentsMargins(4, 4, 4, 4)
        self._frame.setLayout(inside)
        self._empty = empty or EmptyState("search", _("There is nothing here yet."))
        self._nothing = EmptyState("search", _("Nothing matches. Search for less, or take a filter away."))
        self._stack = QStackedWidget()
        for part in (self._frame, self._empty, self._nothing):
            self._stack.addWidget(part)
        self._count = label("", "secondary")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space(1))
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._count)
        self.setFocusProxy(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(size(40) * 4)

    def _connect(self) -> None:
        view = self.view
        view.opened.connect(lambda: self._tell_current(self.opened))
        view.edit_asked.connect(lambda: self._tell_current(self.edited))
        view.delete_asked.connect(self._tell_deleted)
        view.typed.connect(self.typed)
        view.all_wanted.connect(self._complete)
        view.horizontalHeader().sectionClicked.connect(self._on_header)
        self.columns.changed.connect(self._remember_soon.start)
        self._remember_soon.timeout.connect(self._remember_columns)
        self._all_soon.timeout.connect(self._ask_all)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        announcer().changed.connect(self._restore_columns)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def refresh(self, touched: Iterable[int] | None = None) -> None:
        """Show the data again, keeping selection and scroll; with `touched` given, nothing to do when it is empty."""
        if touched is not None and not list(touched):
            return
        self._turn += 1  # whatever is still being looked for comes too late
        self._all_soon.stop()
        with self._context.notebook.read() as db:
            if self._find_first is None or self._is_whole:
                ids, is_whole = self._find(db, self.query), True
            else:
                ids = self._find_first(db, self.query, FIRST)
                is_whole = len(ids) < FIRST
        awaited = self._to_await()
        self._is_whole, self._awaited = is_whole, Awaited() if is_whole else awaited
        if len(ids) == len(self.model.ids) and ids == self.model.ids:
            self.model.forget()
        else:
            self._show(ids, awaited.chosen)
        if not is_whole:
            self._awaited.shown = tuple(self.selected())
            self._all_soon.start()
        self._show_state()

    def _to_await(self) -> Awaited:
        """Return what is chosen now, or still waits to be chosen again."""
        now = tuple(self.selected())
        waits = self._awaited.chosen and now == self._awaited.shown
        current = self.current()
        return Awaited(self._awaited.chosen if waits else now, self._awaited.current if current is None else current)

    def _ask_all(self) -> None:
        turn, query = self._turn, self.query
        if not self.isVisible():  # asked again when it is shown
            return

        def read() -> Sequence[int]:
            with self._context.notebook.read() as db:
                return self._find(db, query)

        self._context.jobs.later(read, lambda ids: self._show_all(turn, ids), owner=self)

    def _complete(self) -> None:
        """Have all rows now: something is to be done with every one of them."""
        if self._is_whole or not self.model.ids:
            return
        self._turn += 1  # what is being looked for elsewhere comes too late
        self._all_soon.stop()
        with self._context.notebook.read() as db:
            ids = self._find(db, self.query)
        self._show_all(self._turn, ids)

    def _show_all(self, turn: int, ids: Sequence[int]) -> None:
        """Put all rows where the first of them are, unless something else is asked for meanwhile."""
        if turn != self._turn:
            return
        awaited, self._awaited, self._is_whole = self._awaited, Awaited(), True
        now = tuple(self.selected())
        self._show(ids, awaited.chosen if now == awaited.shown else now)  # those that the first rows did not have
        if self.current() is None and awaited.current is not None:
            self._put_current(awaited.current, 0)
        self._show_state()

    def set_query(self, query: Query) -> None:
        """Show the rows of another query; what stays in the list stays selected."""
        if query != self.query:
            self.query, self._is_whole = query, False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for the rows that were not asked for while the list could not be seen."""
        super().showEvent(event)
        if self._find_first is not None and not self._is_whole and self.model.ids:
            self._all_soon.start()

    def _show(self, ids: Sequence[int], chosen: Sequence[int]) -> None:
        current, top = self.current(), self.view.verticalScrollBar().value()
        column = max(self.view.currentIndex().column(), 0)
        self.model.show(ids)
        if current is not None:
            self._put_current(current, column)
        if chosen:
            self.select(chosen)
        self.view.verticalScrollBar().setValue(top)
        self._on_selection()

    def _put_current(self, row_id: int, column: int) -> None:
        row = self.model.row_of(row_id)
        if row >= 0:
            index = self.model.index(row, column)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, Line]:
        with self._context.notebook.read() as db:
            return self._lines(db, ids)

    def _show_state(self) -> None:
        sort, descending = getattr(self.query, "sort", ""), getattr(self.query, "descending", False)
        if (sort, descending) != (self.model.sorted_by, self.model.descending):
            self.model.mark_sorted(sort, descending)
        has_rows = bool(self.model.ids)
        asks_all = self._sorted_by(self.query, "", False) == self._sorted_by(self._first_query, "", False)
        self._stack.setCurrentWidget(self._frame if has_rows else self._empty if asks_all else self._nothing)
        self._count.setVisible(has_rows)
        self._show_count()

    def _show_count(self) -> None:
        text, chosen = self._counted(self.count) if self._is_whole else "…", self.selected_count
        if chosen and self.tells_selected:
            text += " · " + plural("{n} selected", "{n} selected", chosen)
        self._count.setText(text)

    # -- what is chosen ------------------------------------------------------------------------------------------------

    @property
    def count_text(self) -> str:
        """Return what is said under the list."""
        return self._count.text()

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self.model.ids)

    @property
    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(part.height() for part in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        return list(self.view.selectionModel().selection().toList())

    def selected(self) -> list[int]:
        """Return the ids of the selected rows, in their order."""
        ranges = sorted((part.top(), part.bottom()) for part in self._ranges())
        return [row_id for top, bottom in ranges for row_id in self.model.ids[top : bottom + 1]]

    def current(self) -> int | None:
        """Return the id of the row the keyboard is on."""
        row = self.view.currentIndex().row()
        return self.model.ids[row] if 0 <= row < self.count else None

    def select(self, ids: Iterable[int]) -> None:
        """Select these rows, those of them that are in the list, and no others."""
        rows = sorted(row for row in map(self.model.row_of, ids) if row >= 0)
        last, selection, start = self.model.columnCount() - 1, QItemSelection(), 0
        for place, row in enumerate(rows):  # one range for each run of neighbours
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                selection.select(self.model.index(rows[start], 0), self.model.index(row, last))
                start = place + 1
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, row_id: int) -> None:
        """Select one row and scroll to it."""
        row = self.model.row_of(row_id)
        if row >= 0:
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _tell_current(self, signal: Any) -> None:
        current = self.current()
        if current is not None:
            signal.emit(current)

    def _tell_deleted(self) -> None:
        current = self.current()
        ids = self.selected() or ([current] if current is not None else [])
        if ids:
            self.deleted.emit(ids)

    def _on_selection(self, *_selections: object) -> None:
        self._show_count()
        self.selection_changed.emit()

    # -- columns -------------------------------------------------------------------------------------------------------

    def _on_header(self, section: int) -> None:
        sort = self.model.columns[section].sort
        if sort:
            descending = sort == self.model.sorted_by and not self.model.descending
            self.set_query(self._sorted_by(self.query, sort, descending))

    def _restore_columns(self) -> None:
        """Show columns in the order and with the widths kept for this table."""
        kept = self._context.preferences.table("columns").get(self.name)
        self.columns.arrange(kept if isinstance(kept, dict) else {})

    def _remember_columns(self) -> None:
        kept = self._context.preferences.table("columns")
        self._context.preferences.keep("columns", kept | {self.name: self.columns.arrangement()})

    def visible_rows(self) -> range:
        """Return the rows that can be seen now."""
        area = QRect(QPoint(0, 0), self.view.viewport().size())
        top, bottom = self.view.rowAt(area.top()), self.view.rowAt(area.bottom())
        return range(max(top, 0), (bottom if bottom >= 0 else self.count - 1) + 1)
