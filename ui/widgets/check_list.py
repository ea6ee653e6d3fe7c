"""Owns a list of boxes to tick, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import space
from ui.widgets.inputs import CheckBox


class CheckList(QWidget):
    """Boxes to tick: one or two columns read downwards, or as many as asked for, read along the lines."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.columns = 0  # as many as look well
        self.setAccessibleName(name)
        self._boxes: list[tuple[Any, CheckBox]] = []
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
        half = (len(self._boxes) + 1) // 2 if len(self._boxes) > 4 else len(self._boxes)
        for place, (_value, box) in enumerate(self._boxes):
            across = divmod(place, self.columns) if self.columns else (place % max(half, 1), place // max(half, 1))
            self._grid.addWidget(box, *across)
            box.setAccessibleDescription(self.accessibleName())  # what it is a box of
            box.toggled.connect(lambda *_: self.changed.emit())
        self.choose(chosen)
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])

    def chosen(self) -> list[Any]:
        """Return the ticked values, in the order shown."""
        return [value for value, box in self._boxes if box.isChecked()]

    def choose(self, values: Sequence[Any]) -> None:
        """Tick these boxes and no others."""
        for value, box in self._boxes:
            box.setChecked(value in values)
