"""Owns the small field that opens on a cell of the attendance grid when digits are typed: minutes attended."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from resources.i18n import _
from ui.widgets.inputs import LineEdit


class MinutesEdit(LineEdit):
    """Digits, then Enter: `typed` tells the minutes. Escape, or going elsewhere, leaves what was."""

    typed = Signal(int)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(_("Minutes attended"), hint="")
        self._view = view
        self.setParent(view.viewport())
        self.setValidator(QIntValidator(1, 1440, self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextMargins(0, 0, 0, 0)
        self.setProperty("kind", "cell")
        self.hide()

    def open(self, cell: QRect, digits: str) -> None:
        """Begin on a cell with what was typed already."""
        self.setGeometry(cell)
        self.setText(digits)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deselect()
        self.setCursorPosition(len(digits))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the minutes with Enter, leave them with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            minutes = int(self.text()) if self.hasAcceptableInput() else 0
            self._close()
            if minutes:
                self.typed.emit(minutes)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close when one goes elsewhere."""
        super().focusOutEvent(event)
        self.hide()

    def _close(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
