"""Owns the rows of a list: ids in order, and the lines on screen fetched page by page when they are painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from resources.i18n import _
from ui.widgets.labels import plain_tip

PAGE = 32  # lines fetched at once: more than a laptop shows, few enough for each key of a search
PAGES_KEPT = 40

PAINT_ROLE = Qt.ItemDataRole.UserRole + 1  # of a cell: its text, kind and flags of drawText, all that painting needs
SORTED_ROLE = Qt.ItemDataRole.UserRole + 2  # of a header: the icon of its arrow
Line = TypeVar("Line")
Index = QModelIndex | QPersistentModelIndex
FetchLines = Callable[[Sequence[int]], Mapping[int, Line]]


def _no_kind(_line: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Line]):
    """One column. `title` is marked with N_; `text` makes the cell's text from a line.

    `sort` is the name the query sorts by ("": not sortable); `width` is at text size 100 %; a `stretch` column takes
    the room that is left (the first one when none does); the first column names the row and is always shown, one that
    is not `shown` waits until the user asks for it; `kind` gives the colour and weight of a cell: "ok", "warn",
    "bad", "muted", "strong", "chip-ok", "chip-warn", "chip-bad", "chip-accent", "chip-muted".
    """

    key: str
    title: str
    text: Callable[[Line], str]
    align: Literal["left", "right", "center"] = "left"
    width: int = 140
    sort: str = ""
    stretch: bool = False
    shown: bool = True
    kind: Callable[[Line], str] = _no_kind


ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}
_DRAWN = {name: int(flags | Qt.TextFlag.TextSingleLine) for name, flags in ALIGNMENTS.items()}


class RowsModel(QAbstractTableModel, Generic[Line]):
    """A list of ids and a small cache of their lines; opening it costs no work per row."""

    def __init__(self, columns: Sequence[Column[Line]], fetch: FetchLines[Line], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.ids: Sequence[int] = ()
        self.sorted_by, self.descending = "", False
        self._fetch = fetch
        self._pages: OrderedDict[int, Mapping[int, Line]] = OrderedDict()
        self._rows: dict[int, int] | None = None

    def show(self, ids: Sequence[int]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.ids, self._rows = ids, None
        self._pages.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Fetch again the lines on screen; the rows stay."""
        self._pages.clear()
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.columns) - 1))

    def row_of(self, row_id: int) -> int:
        """Return the row of an id, -1 when it is not in the list."""
        if self._rows is None:
            self._rows = {each: row for row, each in enumerate(self.ids)}
        return self._rows.get(row_id, -1)

    def line(self, row: int) -> Line | None:
        """Return the line of a row, None when it has gone meanwhile."""
        page = row // PAGE
        if page not in self._pages:
            self._pages[page] = self._fetch(self.ids[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return self._pages[page].get(self.ids[row])

    def mark_sorted(self, sort: str, descending: bool) -> None:
        """Show an arrow on the column the rows are sorted by."""
        self.sorted_by, self.descending = sort, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of one cell."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENTS[column.align]
        if role not in _TEXT_ROLES and role != PAINT_ROLE:
            return None
        line = self.line(index.row())
        if role == PAINT_ROLE:
            text, kind = ("", "") if line is None else (column.text(line), column.kind(line))
            return text, kind, _DRAWN[column.align]
        if line is None:
            return ""
        text = column.text(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{column}: {value}", column=_(column.title), value=text or _("empty"))
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of one header."""
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        is_sorted = bool(column.sort) and column.sort == self.sorted_by
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(column.title)
            case Qt.ItemDataRole.TextAlignmentRole:
                return ALIGNMENTS[column.align]
            case _ if role == SORTED_ROLE:
                return ("arrow-down" if self.descending else "arrow-up") if is_sorted else ""
            case Qt.ItemDataRole.AccessibleTextRole if is_sorted:
                direction = _("sorted downwards") if self.descending else _("sorted upwards")
                return f"{_(column.title)}, {direction}"
        return None


_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
