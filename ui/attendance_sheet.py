"""Owns what the screen of a paper sheet shows: its printed rows in their order, then who wrote their name below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from models import names
from models.codes import AttendanceState
from models.sheet_entries import Arrival, SheetRow
from resources.i18n import _
from ui.attendance_model import NOT_EXPECTED, state_word
from ui.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Came:
    """Who wrote their name on a blank row, as it is shown."""

    name: str
    arrival: Arrival


class SheetModel(QAbstractListModel):
    """The rows of one sheet with what is typed of them; nothing is stored here. `marked` tells of each change."""

    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SheetRow] = []
        self.came: list[Came] = []
        self._typed: dict[int, AttendanceState] = {}

    def fill(self, rows: Sequence[SheetRow]) -> None:
        """Show rows in another order; what is typed of them stays."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()
        self.marked.emit()

    @property
    def changes(self) -> dict[int, AttendanceState]:
        """Return what is typed and not stored yet, by enrolment."""
        stored = {row.enrolment_id: row.mark.state for row in self.rows}
        return {each: state for each, state in self._typed.items() if state != stored.get(each)}

    def numbers(self) -> dict[str, int]:
        """Return how many of the rows have each state, who arrived among the present."""
        found = dict.fromkeys(map(str, AttendanceState), 0)
        for row in self.rows:
            found[self._state(row)] += 1
        found[AttendanceState.PRESENT] += len(self.came)
        return found

    def missing(self) -> int:
        """Return how many of those expected have no mark yet."""
        return sum(row.is_expected and self._state(row) == AttendanceState.UNKNOWN for row in self.rows)

    def _state(self, row: SheetRow) -> str:
        return self._typed.get(row.enrolment_id, AttendanceState(row.mark.state))

    def state(self, place: int) -> str:
        """Return the state a row shows: of AttendanceState, or NOT_EXPECTED."""
        if place >= len(self.rows):
            return AttendanceState.PRESENT
        row = self.rows[place]
        state = self._state(row)
        return NOT_EXPECTED if not row.is_expected and state == AttendanceState.UNKNOWN else state

    def minutes(self, place: int) -> int | None:
        """Return the minutes stored before, of who is present still."""
        is_present = place < len(self.rows) and self.state(place) == AttendanceState.PRESENT
        return self.rows[place].mark.minutes if is_present else None

    def mark(self, place: int, state: AttendanceState) -> None:
        """Type the state of a row; who arrived was here, or is taken off the sheet."""
        if place < len(self.rows):
            self._typed[self.rows[place].enrolment_id] = state
            self.dataChanged.emit(self.index(place), self.index(place))
        elif state != AttendanceState.PRESENT:
            self.beginRemoveRows(QModelIndex(), place, place)
            self.came.pop(place - len(self.rows))
            self.endRemoveRows()
        self.marked.emit()

    def everyone_was_here(self) -> int:
        """Type present for those expected who have no mark, and return how many they are."""
        missing = [
            row.enrolment_id for row in self.rows if row.is_expected and self._state(row) == AttendanceState.UNKNOWN
        ]
        self._typed |= dict.fromkeys(missing, AttendanceState.PRESENT)
        if missing:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
            self.marked.emit()
        return len(missing)

    def arrive(self, came: Came) -> int:
        """Add who wrote their name below the rows and return their place; who has a row already was here."""
        place = self._place_of(came)
        if place < 0:
            place = self.rowCount()
            self.beginInsertRows(QModelIndex(), place, place)
            self.came.append(came)
            self.endInsertRows()
            self.marked.emit()
        elif place < len(self.rows):
            self.mark(place, AttendanceState.PRESENT)
        return place

    def _place_of(self, came: Came) -> int:
        """Return the one row of the same person or, when only a name is known, of the same name."""
        person_id = came.arrival.person_id
        if person_id is not None:
            known = [*(row.person_id for row in self.rows), *(each.arrival.person_id for each in self.came)]
            return known.index(person_id) if person_id in known else -1
        key = names.name_key(came.name, "")
        alike = [place for place in range(self.rowCount()) if names.name_key(self.name(place), "") == key]
        return alike[0] if len(alike) == 1 else -1

    def name(self, place: int) -> str:
        """Return the name of a row as it is printed."""
        return self.rows[place].shown if place < len(self.rows) else self.came[place - len(self.rows)].name

    def words(self, place: int) -> str:
        """Say the state of a row."""
        return _("arrived") if place >= len(self.rows) else state_word(self.state(place))

    # -- what Qt asks --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of rows, with those below."""
        return 0 if parent.isValid() else len(self.rows) + len(self.came)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, or the sentence a screen reader and the tooltip say."""
        place = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(place)
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        said = _("{number}, {person}: {state}", number=place + 1, person=self.name(place), state=self.words(place))
        return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
