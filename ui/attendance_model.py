"""Owns what the attendance grid shows: enrolled people as rows, the sessions of the workshop as columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.attendance import GridRow, Mark, Presence
from models.codes import AttendanceState
from models.names import fold
from models.sessions import SessionLine
from resources.i18n import _, here
from resources.labels import label as coded
from ui.days import day_and_month
from ui.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
NO_MARK = Mark()
NOT_EXPECTED = "not_expected"
NEXT = {
    AttendanceState.UNKNOWN: AttendanceState.PRESENT,
    AttendanceState.PRESENT: AttendanceState.ABSENT,
    AttendanceState.ABSENT: AttendanceState.EXCUSED,
    AttendanceState.EXCUSED: AttendanceState.UNKNOWN,
}
"""What one press of the space bar, or one click, turns a mark into."""


def state_word(state: str) -> str:
    """Return the word of a state as it stands in a sentence."""
    return _("not expected") if state == NOT_EXPECTED else coded("attendance", state).lower()


class AttendanceModel(QAbstractTableModel):
    """The marks of one workshop. Changing one repaints one cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GridRow] = []
        self.sessions: list[SessionLine] = []
        self.presences: dict[int, Presence] = {}
        self.chosen = -1  # the column of the session that is being entered
        self._keys: list[tuple[str, str]] = []
        self._days: dict[date, int] = {}

    def fill(self, rows: Sequence[GridRow], sessions: Sequence[SessionLine]) -> None:
        """Show other people or sessions; no session is chosen then."""
        self.beginResetModel()
        self.rows, self.sessions, self.chosen = list(rows), list(sessions), -1
        self._keys = [(_key(row.listed), _key(row.given_name)) for row in self.rows]
        self._days = {}
        for session in self.sessions:
            self._days[session.date] = self._days.get(session.date, 0) + 1
        self.endResetModel()

    def choose(self, column: int) -> None:
        """Make one column the session that is being entered."""
        before, self.chosen = self.chosen, column
        for each in {before, column} - {-1}:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, each, each)
            if self.rows and each < len(self.sessions):
                self.dataChanged.emit(self.index(0, each), self.index(len(self.rows) - 1, each))

    def mark(self, index: Index) -> Mark:
        """Return what is entered in a cell."""
        return self.rows[index.row()].marks.get(self.sessions[index.column()].id, NO_MARK)

    def set_marks(self, cells: Sequence[Index], mark: Mark) -> None:
        """Show what has been stored of these cells."""
        for index in cells:
            self.rows[index.row()].marks[self.sessions[index.column()].id] = mark
            self.dataChanged.emit(index, index)
        if cells:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, cells[0].row(), cells[-1].row())

    def sum_of_row(self, row: int) -> str:
        """Return at how many of the sessions a person was, of those expected."""
        person = self.rows[row]
        states = [person.marks[each.id].state for each in self.sessions if each.id in person.marks]
        expected = sum(each.id not in person.skipped for each in self.sessions)
        return f"{states.count(AttendanceState.PRESENT)} / {expected}"

    def sum_of_column(self, session_id: int) -> str:
        """Return how many came to a session, of those expected, and how many more without a name."""
        now = self.presences.get(session_id, Presence())
        return f"{now.present} / {now.expected}" + (f" + {now.unnamed}" if now.unnamed else "")

    def state(self, index: Index) -> str:
        """Return the state a cell shows: of AttendanceState, or NOT_EXPECTED."""
        state = self.mark(index).state
        is_left_out = self.sessions[index.column()].id in self.rows[index.row()].skipped
        return NOT_EXPECTED if is_left_out and state == AttendanceState.UNKNOWN else state

    def words(self, index: Index) -> str:
        """Say the state of a cell, with the time of who stayed for a part only."""
        word, minutes = state_word(self.state(index)), self.mark(index).minutes
        return word if minutes is None else f"{word}, {here().duration(minutes)}"

    def title(self, column: int) -> str:
        """Return the short date over a column, with the time where two sessions are on one day."""
        session = self.sessions[column]
        day = day_and_month(session.date)
        return f"{day}, {here().time(session.start)}" if self._days[session.date] > 1 else day

    def where(self, enrolment_id: int, session_id: int) -> QModelIndex:
        """Return the cell of a person and a session, an invalid one when it is not there."""
        row = next((place for place, row in enumerate(self.rows) if row.enrolment_id == enrolment_id), -1)
        return self.index(row, self.column_of(session_id))

    def column_of(self, session_id: int | None) -> int:
        """Return the column of a session, -1 when it is not there."""
        return next((place for place, each in enumerate(self.sessions) if each.id == session_id), -1)

    def row_named(self, typed: str, after: int) -> int:
        """Return the first row from `after` on whose name begins so, accents ignored; -1 when there is none."""
        wanted, count = _key(typed), len(self.rows)
        order = [(after + step) % count for step in range(count)] if wanted and count else []
        for part in (0, 1):  # family names before given names
            found = next((row for row in order if self._keys[row][part].startswith(wanted)), None)
            if found is not None:
                return found
        return -1

    # -- what Qt asks --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of people."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of sessions."""
        return 0 if parent.isValid() else len(self.sessions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the word of a cell, or the sentence a screen reader and the tooltip say."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index)
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        said = _(
            "{person}, {day}: {state}",
            person=self.rows[index.row()].listed,
            day=self.title(index.column()),
            state=self.words(index),
        )
        return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a person, or the date of a session."""
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        if orientation is Qt.Orientation.Vertical:
            if not 0 <= section < len(self.rows):
                return None
            name = self.rows[section].listed
            return plain_tip(name) if role == Qt.ItemDataRole.ToolTipRole else name
        if not 0 <= section < len(self.sessions):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(section)
        session = self.sessions[section]
        return f"{here().date(session.date, 'full')}, {here().time_in_sentence(session.start)}"


def _key(text: str) -> str:
    return fold(text).replace(" ", "")
