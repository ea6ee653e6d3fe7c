"""Owns the curtain over a locked notebook: after some minutes without a key or a click, or at once when asked.

The windows stay open behind it, so that what was half typed is there again; the file itself is encrypted at all times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFrame, QWidget

from models.problem import UserError, refusal
from resources.i18n import N_, _
from ui.form import Field, Form
from ui.widgets.boxes import column
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.notices import Picture

if TYPE_CHECKING:
    from models.notebook import Notebook
    from ui.main_window import MainWindow

_USED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin})


class IdleLock(QObject):
    """Watches one open notebook that has a passphrase."""

    def __init__(self, window: MainWindow, notebook: Notebook) -> None:
        super().__init__(window)
        self._window, self._notebook = window, notebook
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.lock)
        self._curtains: list[Curtain] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self.begin()

    def begin(self) -> None:
        """Count from now, as many minutes as are preferred; 0 never locks by itself."""
        minutes = self._window.preferences.number("lock_after")
        self._timer.stop()
        if minutes and not self._curtains:
            self._timer.start(minutes * 60_000)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count from the last key or click."""
        if event.type() in _USED and self._timer.isActive():
            self._timer.start()
        return False

    def lock(self) -> None:
        """Draw the curtain over every window of the application, and ask for the passphrase."""
        if self._curtains:
            return
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and not each.isHidden()]
        self._curtains = [Curtain(each) for each in shown if isinstance(each, QDialog) or each is self._window]
        dialog = UnlockDialog(QApplication.activeModalWidget() or self._window, self._notebook)
        dialog.finished.connect(self._on_answer)
        dialog.open()

    def _on_answer(self, answer: int) -> None:
        for each in self._curtains:
            each.draw_back()
        self._curtains = []
        if answer == QDialog.DialogCode.Accepted:
            self.begin()
        else:
            self._window.close_notebook()

    def stop(self) -> None:
        """End with its notebook."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()
        for each in self._curtains:
            each.draw_back()
        self.deleteLater()


class Curtain(QFrame):
    """Covers one window whole; nothing of it can be read or used behind."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("page")
        self.setAutoFillBackground(True)
        inside = column(gap=3)
        inside.addStretch(1)
        inside.addWidget(Picture("circle-alert", "ink", 56), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(label(_("Locked"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self.setLayout(inside)
        self._over = over
        over.installEventFilter(self)
        self._cover()
        self.show()
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay over the whole window, on top of what appears in it."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._cover()
            self.raise_()
        return False

    def _cover(self) -> None:
        self.setGeometry(self._over.rect())

    def draw_back(self) -> None:
        """Show the window again."""
        self._over.removeEventFilter(self)
        self.hide()
        self.deleteLater()


class UnlockDialog(QDialog):
    """Asks for the passphrase; the other way out is to close the notebook, which keeps all that is saved."""

    def __init__(self, parent: QWidget, notebook: Notebook) -> None:
        super().__init__(parent)
        self._notebook = notebook
        title = _("This notebook is locked")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = _("Nobody has used it for a while. What you were typing is still there.")
        self.form = Form([Field("passphrase", N_("Passphrase"), kind="secret")])
        self.form.fill({"passphrase": ""})
        go, close = Button(_("Unlock"), "primary"), Button(_("Close the notebook"))
        for made in (go, close):
            made.setAccessibleName(made.text())
        go.setDefault(True)
        go.clicked.connect(self.on_unlock)
        close.clicked.connect(self.on_close)
        buttons = QDialogButtonBox()
        buttons.addButton(go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self.setLayout(
            column(label(title, "section", wrap=True), label(text, wrap=True), self.form, buttons, gap=3, margin=4)
        )

    def on_unlock(self) -> None:
        """Open the curtain when the passphrase is right."""
        try:
            if not self._notebook.opens_with(str(self.form.read()["passphrase"])):
                raise refusal("passphrase_wrong", field="passphrase", file=self._name())
        except UserError as error:
            self.form.show_problems(error.problems)
            return
        self.accept()

    def _name(self) -> str:
        return getattr(self._notebook.where, "name", "")

    def on_close(self) -> None:
        """Close the notebook instead."""
        self.done(QDialog.DialogCode.Rejected)

    def reject(self) -> None:
        """Do nothing at Escape: nobody may have meant it."""
