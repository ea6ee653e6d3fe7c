"""Owns the dialog about personal data: who is due to be forgotten, and the papers that the law asks for."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from resources.i18n import _
from ui.dialogs.due_people import DuePeople
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.privacy_papers import show_notice, show_register
from ui.modal import run
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import column, flow, scrolling
from ui.widgets.buttons import Button, button
from ui.widgets.labels import label


class PrivacyDialog(QDialog):
    """What an association owes the people whose names it keeps."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Personal data")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._context = context
        self.register_button = button(_("Register of processing…"), self.on_register, icon="printer")
        self.notice_button = button(_("Information notice…"), self.on_notice, icon="printer")
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self.due = DuePeople(context)
        text = _("Both are filled in from what “My association” says: whom to ask, legal basis, how long.")
        inside = column(gap=3)
        inside.addWidget(self.due, 1)
        inside.addWidget(label(_("Papers"), "strong"))
        inside.addWidget(label(text, wrap=True))
        inside.addWidget(flow(self.register_button, self.notice_button))
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(scrolling(inside), 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumWidth(min(size(520), 900))
        fit_to_screen(self, size(760), size(720))

    def on_register(self) -> None:
        """Show the register of processing activities."""
        show_register(self, self._context, button=self.register_button)

    def on_notice(self) -> None:
        """Show the information notice."""
        show_notice(self, self._context, button=self.notice_button)


def open_privacy(parent: QWidget, context: Context) -> None:
    """Show the dialog until it is closed."""
    dialog = PrivacyDialog(context, parent)
    run(dialog)
