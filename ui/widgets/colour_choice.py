"""Owns the choice of a colour for a paper: those that print well, and any other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QColorDialog

from resources.i18n import _
from ui.theme import colour, size
from ui.widgets.inputs import ComboBox

OTHER = "other"


class ColourChoice(ComboBox):
    """Colours by name, each with its square; the last line asks for any other. `chosen` follows each choice."""

    chosen = Signal()

    def __init__(self, name: str, palette: Sequence[tuple[str, str]]) -> None:
        super().__init__(name)
        self._palette = palette
        self._value = ""
        self.setIconSize(QSize(size(18), size(18)))
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> str:
        """Return the colour as #RRGGBB."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a colour; one that has no name here is shown by its number."""
        self._value = value.upper()
        self.clear()
        named = dict(self._palette)
        if self._value and self._value not in named:
            self.addItem(_square(self._value), self._value, self._value)
        for each, name in self._palette:
            self.addItem(_square(each), _(name), each)
        self.addItem(_("Another colour…"), OTHER)
        self.setCurrentIndex(max(self.findData(self._value), 0))

    def _on_activated(self, place: int) -> None:
        value = str(self.itemData(place))
        if value == OTHER:
            picked = QColorDialog.getColor(QColor(self._value), self, self.accessibleName())
            value = picked.name() if picked.isValid() else self._value
        changed = value.upper() != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit()


def _square(value: str) -> QIcon:
    side = size(18)
    drawn = QPixmap(side, side)
    drawn.fill(QColor(0, 0, 0, 0))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(value))
    painter.setPen(QPen(colour("edge"), 1))
    painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), 3, 3)
    painter.end()
    return QIcon(drawn)
