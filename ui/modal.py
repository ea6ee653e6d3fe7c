"""Owns how a dialog is waited for."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QDialog


def run(dialog: QDialog) -> int:
    """Show a dialog until it is answered, let it go, and return its code; it may have gone before, with its window."""
    answer = dialog.exec()
    if shiboken6.isValid(dialog):
        dialog.deleteLater()
    return answer
