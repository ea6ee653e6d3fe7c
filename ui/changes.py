"""Owns the way from the notebook's listeners to the window: one signal, on the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from models.journal import Changes
    from models.notebook import Notebook


class ChangeSignal(QObject):
    """Tells what each committed write touched, in the order of the commits."""

    changed = Signal(object)
    _committed = Signal(object)

    def __init__(self, notebook: Notebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._committed.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._stop = notebook.listen(self._on_commit)

    def _on_commit(self, changes: Changes) -> None:
        self._committed.emit(changes)

    def stop(self) -> None:
        """Listen no longer."""
        self._stop()
