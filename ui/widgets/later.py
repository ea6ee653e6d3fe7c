"""Owns the place of a part that is made when it is first seen or asked for, and shown again when it is seen next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.boxes import column

Made_co = TypeVar("Made_co", bound=QWidget, covariant=True)


class Later(QWidget, Generic[Made_co]):
    """Holds one part: `make` makes it, `show_data` shows in it what is there now, both no sooner than it is needed."""

    came = Signal()

    def __init__(self, make: Callable[[], Made_co], show_data: Callable[[Made_co], object]) -> None:
        super().__init__()
        self._make, self._show_data = make, show_data
        self._part: Made_co | None = None
        self._is_outdated = True
        self.setLayout(column())

    @property
    def is_made(self) -> bool:
        """Tell whether the part is there already."""
        return self._part is not None

    def part(self) -> Made_co:
        """Return the part as the data are now, made when it was not yet."""
        part = self._part
        if part is None:
            part = self._part = self._make()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(part)
            part.show()
            self.came.emit()
        if self._is_outdated:
            self._is_outdated = False
            self._show_data(part)
        return part

    def outdate(self) -> None:
        """Show the data again: now when the part is seen, else when it is seen or asked for."""
        self._is_outdated = True
        if self.isVisible():
            self.part()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the part there, and up to date, when its place is seen."""
        super().showEvent(event)
        self.part()
