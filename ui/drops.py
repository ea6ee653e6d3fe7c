"""Owns what happens when a file is dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file that is being dropped, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class FileDrops(QObject):
    """Hands a file that is dropped anywhere on a window to a function."""

    def __init__(self, window: QWidget, on_file: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._on_file = on_file
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take one file, leave everything else alone."""
        if isinstance(event, QDropEvent | QDragEnterEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            path = dropped_file(event)
            if path is None:
                return False
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._on_file(path)
            return True
        return super().eventFilter(watched, event)
