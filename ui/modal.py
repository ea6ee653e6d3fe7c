"""Owns how a dialog is waited for."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog


def run(dialog: QDialog) -> int:
    """Show a dialog until it is answered, let it go, and return its code; it may have gone before, with its window.

    F1 shows the manual beside it.
    """
    QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog, partial(_help, dialog))
    answer = dialog.exec()
    if shiboken6.isValid(dialog):
        dialog.deleteLater()
    return answer


def _help(dialog: QDialog) -> None:
    from ui.manual import open_manual_in

    open_manual_in(dialog)
