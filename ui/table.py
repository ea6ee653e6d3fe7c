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
from ui.table_model import Column, RowsModel
from ui.table_view import NARROWEST, RowsView
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
Sorted = Callable[[Query, str, bool], Query]


def _replaced(query: Any, sort: str, descending: bool) -> Any:
    return dataclasses.replace(query, sort=sort, descending=descending)


def _counted(number: int) -> str:
    return plural("{n} line", "{n} lines", number)


class RowsTable(QWidget, Generic[Line, Query]):
    """A list with its count, its sorting and its keys. `find(db, query)` gives ids, `lines(db, ids)` their lines."""

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
        sorted_by: Sorted[Query] = _replaced,
        counted: Callable[[int], str] = _counted,
    ) -> None:
        super().__init__()
        self.name, self.query = name, query
        self._context, self._find, self._lines = context, find, lines
        self._first_query, self._sorted_by, self._counted = query, sorted_by, counted
        self.model: RowsModel[Line] = RowsModel(columns, self._fetch, self)
        self.view = RowsView(label)
        self.view.setModel(self.model)
        self._widths: dict[str, int] = {}
        self._is_spreading = False
        self._remember_soon = QTimer(self, singleShot=True, interval=400)
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
        view.resized.connect(self._spread)
        header = view.horizontalHeader()
        header.sectionClicked.connect(self._on_header)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_: self._remember_soon.start())
        self._remember_soon.timeout.connect(self._remember_columns)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        announcer().changed.connect(self._restore_columns)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def refresh(self, touched: Iterable[int] | None = None) -> None:
        """Show the data again, keeping selection and scroll; with `touched` given, nothing to do when it is empty."""
        if touched is not None and not list(touched):
            return
        with self._context.notebook.read() as db:
            ids = self._find(db, self.query)
        if len(ids) == len(self.model.ids) and ids == self.model.ids:
            self.model.forget()
        else:
            self._show(ids)
        self._show_state()

    def set_query(self, query: Query) -> None:
        """Show the rows of another query; what stays in the list stays selected."""
        if query != self.query:
            self.query = query
            self.refresh()

    def _show(self, ids: Sequence[int]) -> None:
        chosen, current, top = self.selected(), self.current(), self.view.verticalScrollBar().value()
        column = max(self.view.currentIndex().column(), 0)
        self.model.show(ids)
        if current is not None and (row := self.model.row_of(current)) >= 0:
            index = self.model.index(row, column)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if chosen:
            self.select(chosen)
        self.view.verticalScrollBar().setValue(top)
        self._on_selection()

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
        text, chosen = self._counted(self.count), self.selected_count
        if chosen:
            text += " · " + plural("{n} selected", "{n} selected", chosen)
        self._count.setText(text)

    # -- what is chosen ------------------------------------------------------------------------------------------------

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
        widths = kept if isinstance(kept, dict) else {}
        keys = [column.key for column in self.model.columns]
        order = [key for key in widths if key in keys] + [key for key in keys if key not in widths]
        header = self.view.horizontalHeader()
        self._is_spreading = True
        for place, key in enumerate(order):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        for column in self.model.columns:
            width = widths.get(column.key)
            self._widths[column.key] = width if isinstance(width, int) and width >= NARROWEST else column.width
        self._is_spreading = False
        self._spread()

    def _spread(self) -> None:
        """Give each column its width, and the room that is left to the one that stretches."""
        header, columns = self.view.horizontalHeader(), self.model.columns
        widths = [size(self._widths[column.key]) for column in columns]
        wide = next((place for place, column in enumerate(columns) if column.stretch), 0)
        widths[wide] += max(0, self.view.viewport().width() - sum(widths))
        self._is_spreading = True
        for section, width in enumerate(widths):
            header.resizeSection(section, width)
        self._is_spreading = False

    def _on_resized(self, section: int, _before: int, after: int) -> None:
        if not self._is_spreading:
            self._widths[self.model.columns[section].key] = max(NARROWEST, round(after / size(100) * 100))
            self._remember_soon.start()

    def _remember_columns(self) -> None:
        header = self.view.horizontalHeader()
        order = [self.model.columns[header.logicalIndex(place)].key for place in range(header.count())]
        kept = self._context.preferences.table("columns")
        self._context.preferences.keep("columns", kept | {self.name: {key: self._widths[key] for key in order}})

    def visible_rows(self) -> range:
        """Return the rows that can be seen now."""
        area = QRect(QPoint(0, 0), self.view.viewport().size())
        top, bottom = self.view.rowAt(area.top()), self.view.rowAt(area.bottom())
        return range(max(top, 0), (bottom if bottom >= 0 else self.count - 1) + 1)
