"""Owns the columns of a list on screen: which are shown, their order and widths, and the dialog that chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMenu, QVBoxLayout, QWidget

from resources.i18n import _
from ui.modal import run
from ui.table_model import RowsModel
from ui.table_view import NARROWEST, RowsView
from ui.theme import size, space
from ui.widgets.boxes import UprightArea, column, empty, row
from ui.widgets.buttons import Button, button, icon_button
from ui.widgets.inputs import CheckBox
from ui.widgets.labels import label

Arrangement = dict[str, int]
"""Column key -> width at text size 100 %, in the order shown; a hidden column has its width below zero."""


class Columns(QObject):
    """The columns of one list: `changed` tells that the user has arranged them otherwise."""

    changed = Signal()

    def __init__(self, view: RowsView, model: RowsModel[Any]) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._widths: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._is_spreading = False
        header = view.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_: None if self._is_spreading else self.changed.emit())
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu)
        view.resized.connect(self.spread)

    @property
    def naming(self) -> str:
        """Return the key of the column that names the row: it is always shown."""
        return self._model.columns[0].key

    def keys(self) -> list[str]:
        """Return the keys of all columns, shown or not, in their order."""
        header = self._view.horizontalHeader()
        return [self._model.columns[header.logicalIndex(place)].key for place in range(header.count())]

    def is_shown(self, key: str) -> bool:
        """Tell whether a column is shown."""
        return key not in self._hidden

    def title(self, key: str) -> str:
        """Return the title of a column."""
        return _(self._model.columns[self._section(key)].title)

    def arrangement(self) -> Arrangement:
        """Return how the columns are arranged now."""
        return {key: self._widths[key] * (1 if self.is_shown(key) else -1) for key in self.keys()}

    def arrange(self, kept: Mapping[str, object]) -> None:
        """Arrange the columns as they were kept; what is not told is as at first."""
        keys = [each.key for each in self._model.columns]
        order = [key for key in kept if key in keys] + [key for key in keys if key not in kept]
        header = self._view.horizontalHeader()
        self._is_spreading = True
        for place, key in enumerate(order):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self._hidden = set()
        for each in self._model.columns:
            width = kept.get(each.key)
            is_known = isinstance(width, int) and abs(width) >= NARROWEST
            self._widths[each.key] = abs(width) if is_known and isinstance(width, int) else each.width
            is_shown = width > 0 if is_known and isinstance(width, int) else each.shown
            if not is_shown and each.key != self.naming:
                self._hidden.add(each.key)
        self._is_spreading = False
        self.spread()

    def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column; the one that names the row stays."""
        if key != self.naming and shown != self.is_shown(key):
            self._hidden ^= {key}
            self.spread()
            self.changed.emit()

    def move(self, key: str, step: int) -> None:
        """Move a column by one place, up (-1) or down (1)."""
        header = self._view.horizontalHeader()
        place = header.visualIndex(self._section(key))
        if 0 <= place + step < header.count():
            header.moveSection(place, place + step)

    def reset(self) -> None:
        """Arrange the columns as at first."""
        self.arrange({})
        self.changed.emit()

    def spread(self) -> None:
        """Give each column its width, and the room that is left to the one that stretches."""
        header, columns = self._view.horizontalHeader(), self._model.columns
        widths = [size(self._widths[each.key]) if self.is_shown(each.key) else 0 for each in columns]
        wide = next((place for place, each in enumerate(columns) if each.stretch and self.is_shown(each.key)), 0)
        widths[wide] += max(0, self._view.viewport().width() - sum(widths))
        self._is_spreading = True
        for section, width in enumerate(widths):
            header.setSectionHidden(section, width == 0)
            if width:
                header.resizeSection(section, width)
        self._is_spreading = False

    def menu(self) -> QMenu:
        """Make the menu of the header: a mark for each column that is shown, and the way to the dialog."""
        made = QMenu(self._view)
        made.setAccessibleName(_("Columns"))
        for key in self.keys():
            entry = made.addAction(self.title(key).replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(self.is_shown(key))
            entry.setEnabled(key != self.naming)
            entry.toggled.connect(partial(self.show_column, key))
        made.addSeparator()
        made.addAction(_("Columns…")).triggered.connect(lambda *_: self.choose())
        return made

    def choose(self) -> None:
        """Let the user choose and order the columns; each choice is seen at once."""
        dialog = ColumnsDialog(self._view, self)
        run(dialog)

    def _section(self, key: str) -> int:
        return next(place for place, each in enumerate(self._model.columns) if each.key == key)

    def _on_menu(self, where: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.horizontalHeader().mapToGlobal(where))

    def _on_resized(self, section: int, _before: int, after: int) -> None:
        if not self._is_spreading and after:
            self._widths[self._model.columns[section].key] = max(NARROWEST, round(after / size(100) * 100))
            self.changed.emit()


class ColumnsDialog(QDialog):
    """A box to tick for each column, and buttons that move it."""

    def __init__(self, parent: QWidget | None, columns: Columns) -> None:
        super().__init__(parent)
        self._columns = columns
        title = _("Columns")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.boxes: dict[str, CheckBox] = {}
        self.movers: dict[tuple[str, int], Button] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        inside = QWidget()
        inside.setLayout(column(self._rows, gap=0))
        area = UprightArea(inside)
        area.setMinimumHeight(size(200))
        self.buttons = QDialogButtonBox()
        close, first = Button(_("Close"), "primary"), Button(_("As at first"))
        for made, role in (
            (close, QDialogButtonBox.ButtonRole.AcceptRole),
            (first, QDialogButtonBox.ButtonRole.ResetRole),
        ):
            made.setAccessibleName(made.text())
            self.buttons.addButton(made, role)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        first.clicked.connect(self._on_first)
        text = label(_("Tick what the list shows; the arrows change the order."), wrap=True)
        whole = column(label(title, "section"), text, gap=3, margin=4)
        whole.addWidget(area, 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self._fill()
        room = self.screen().availableGeometry()
        height = inside.sizeHint().height() + size(200)
        self.resize(min(size(460), room.width() - 48), min(height, room.height() - 96))

    def _fill(self) -> None:
        for layout in self._rows.children():
            empty(layout)  # type: ignore[arg-type]  # only rows are inside
        empty(self._rows)
        self.boxes, self.movers = {}, {}
        keys = self._columns.keys()
        for place, key in enumerate(keys):
            title = self._columns.title(key)
            box = CheckBox(title)
            box.setChecked(self._columns.is_shown(key))
            box.setEnabled(key != self._columns.naming)
            box.toggled.connect(partial(self._columns.show_column, key))
            up = icon_button("arrow-up", _("Move {column} up", column=title), partial(self._on_move, key, -1))
            down = icon_button("arrow-down", _("Move {column} down", column=title), partial(self._on_move, key, 1))
            up.setEnabled(place > 0)
            down.setEnabled(place + 1 < len(keys))
            line = row(gap=1)
            line.addWidget(box, 1)
            line.addWidget(up)
            line.addWidget(down)
            line.setContentsMargins(0, 0, space(3), 0)
            self._rows.addLayout(line)
            self.boxes[key], self.movers[key, -1], self.movers[key, 1] = box, up, down

    def _on_move(self, key: str, step: int) -> None:
        self._columns.move(key, step)
        self._fill()
        mover = self.movers[key, step] if self.movers[key, step].isEnabled() else self.movers[key, -step]
        mover.show()  # the row it stands in is new
        mover.setFocus()

    def _on_first(self) -> None:
        self._columns.reset()
        self._fill()


def columns_button(columns: Columns) -> Button:
    """Make the button that lets the user choose the columns of a list."""
    return button(_("Columns…"), columns.choose)
