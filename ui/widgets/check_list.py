"""Owns a list of boxes to tick, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import space
from ui.widgets.inputs import CheckBox

FEW = 4  # boxes that stay in one column


class CheckList(QWidget):
    """Boxes to tick: one or two columns read downwards, or as many as asked for, read along the lines.

    Where the columns have no room for their texts there are fewer of them.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.columns = 0  # as many as look well
        self.setAccessibleName(name)
        self._boxes: list[tuple[Any, CheckBox]] = []
        self._beside = 0  # columns there are now
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(space(1))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Show these boxes."""
        chosen = self.chosen()
        for _value, box in self._boxes:
            box.hide()  # inside a dialog it is deleted only when the dialog ends
            box.deleteLater()
        self._boxes = [(value, CheckBox(text)) for value, text in choices]
        for _value, box in self._boxes:
            box.setAccessibleDescription(self.accessibleName())  # what it is a box of
            box.toggled.connect(lambda *_: self.changed.emit())
        self._beside = 0
        self._place()
        self.choose(chosen)
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])

    def minimumSizeHint(self) -> QSize:
        """Need no more than the widest box."""
        widest = max((box.sizeHint().width() for _value, box in self._boxes), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as many columns as there is room for."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wanted = self.columns or (2 if len(self._boxes) > FEW else 1)
        beside = next(count for count in range(wanted, 0, -1) if count == 1 or self._wide(count) <= self.width())
        if beside == self._beside:
            return
        self._beside = beside
        for place, (_value, box) in enumerate(self._boxes):
            self._grid.removeWidget(box)
            self._grid.addWidget(box, *self._place_of(place, beside))
        self.updateGeometry()

    def _place_of(self, place: int, beside: int) -> tuple[int, int]:
        """Return line and column of a box."""
        if self.columns:
            return divmod(place, beside)
        lines = -(-len(self._boxes) // beside)
        return place % lines, place // lines

    def _wide(self, beside: int) -> int:
        """Return how wide so many columns are."""
        widest = [0] * beside
        for place, (_value, box) in enumerate(self._boxes):
            column = self._place_of(place, beside)[1]
            widest[column] = max(widest[column], box.sizeHint().width())
        return sum(widest) + self._grid.horizontalSpacing() * (beside - 1)

    def chosen(self) -> list[Any]:
        """Return the ticked values, in the order shown."""
        return [value for value, box in self._boxes if box.isChecked()]

    def choose(self, values: Sequence[Any]) -> None:
        """Tick these boxes and no others."""
        for value, box in self._boxes:
            box.setChecked(value in values)
