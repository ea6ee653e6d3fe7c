"""Owns what happens after an error of ours: a report without personal data, one dialog, and work goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from models.crash_log import open_log, report
from models.problem import UserError
from resources.i18n import _
from ui.modal import run

log = logging.getLogger(__name__)


def start_log(folder: Path) -> logging.Handler | None:
    """Write the log and the traces of hard crashes into `folder`; None when it cannot be written."""
    handler = open_log(folder)
    if handler is None:
        return None
    logging.getLogger().addHandler(handler)
    if handler.stream is not None:
        faulthandler.enable(file=handler.stream)
    return handler


class Crashes(QObject):
    """Takes every error that nobody caught, on any thread, and tells the user once at a time."""

    _happened = Signal(object)

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        super().__init__()
        self._window = window
        self._is_telling = False
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = lambda _kind, error, _trace: self.take(error)
        threading.excepthook = lambda args: self.take(args.exc_value or args.exc_type())
        sys.unraisablehook = lambda args: self.take(args.exc_value or args.exc_type())

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def take(self, error: BaseException) -> None:
        """Log an error and have it told; may be called on any thread."""
        if isinstance(error, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        if not isinstance(error, UserError):
            log.error("an error of ours\n%s", report(error))
        self._happened.emit(error.with_traceback(None) if isinstance(error, UserError) else report(error))

    def _tell(self, what: UserError | str) -> None:
        if self._is_telling:
            return
        from ui import messages

        self._is_telling = True
        try:
            if isinstance(what, UserError):
                messages.show_error(self._window(), what)
            else:
                show_report(self._window(), what)
        finally:
            self._is_telling = False


def full_report(error_report: str) -> str:
    """Return the text a user may send us."""
    import platform

    return f"Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}\n{error_report}"


def show_report(parent: QWidget | None, error_report: str) -> None:
    """Show one dialog with a report that can be copied."""
    from PySide6.QtWidgets import QDialogButtonBox

    from ui import messages
    from ui.widgets.inputs import NoteEdit

    text = full_report(error_report)
    sentences = [
        _(
            "The action stopped before its end, and nothing of it was kept. "
            "All that was saved before is safe. You can go on."
        ),
        _("If it happens again, send this report to whoever looks after the application. It holds no names."),
    ]
    dialog = messages.Message(parent, _("An error in the application"), sentences, "circle-alert", "bad")
    shown = NoteEdit(_("Error report"), lines=6)
    shown.setPlainText(text)
    shown.setReadOnly(True)
    dialog.more.addWidget(shown)
    copy = dialog.add(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    go_on = dialog.add(_("Go on"), QDialogButtonBox.ButtonRole.AcceptRole, kind="primary")
    go_on.clicked.connect(dialog.accept)
    go_on.setDefault(True)
    go_on.setFocus()
    run(dialog)
