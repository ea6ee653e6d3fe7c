"""Owns the one door to the user: toasts, sentences, questions. Plain text only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from models.problem import UserError
from resources.i18n import _
from ui.modal import run
from ui.theme import look
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.notices import Picture, Toast

Kind = QDialogButtonBox.ButtonRole


def standing(parent: QWidget | None) -> QWidget | None:
    """Return the window of a part; the active one when the part was closed while a job worked for it."""
    if parent is None or shiboken6.isValid(parent):
        return parent and parent.window()
    return QApplication.activeWindow()


class Message(QDialog):
    """A dialog of sentences with named buttons; nothing in it is read as markup."""

    def __init__(self, parent: QWidget | None, title: str, sentences: Sequence[str], icon: str, role: str) -> None:
        super().__init__(standing(parent))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(sentences))
        self.buttons = QDialogButtonBox()
        self.more = QVBoxLayout()
        text = column(label(title, "section", wrap=True), *(label(each, wrap=True) for each in sentences), gap=2)
        text.addLayout(self.more)
        top = row(gap=4)
        top.addWidget(Picture(icon, role, 28), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(text, 1)
        whole = column(top, self.buttons, gap=4, margin=4)
        self.setLayout(whole)
        self.setMinimumWidth(min(look().size(420), 900))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as wide as the buttons need in the look they have now."""
        super().showEvent(event)
        layout = self.layout()
        assert layout is not None
        edges = layout.contentsMargins()
        wide = max(self.width(), self.buttons.sizeHint().width() + edges.left() + edges.right())
        self.resize(wide, max(layout.heightForWidth(wide), layout.minimumSize().height()))

    def add(self, text: str, role: Kind, *, kind: str = "plain") -> Button:
        """Add a button; its place depends on the system."""
        made = Button(text, kind)
        made.setAccessibleName(text)
        made.setMinimumWidth(look().size(80))
        self.buttons.addButton(made, role)
        return made


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Say what the world or the user refused, and what to do."""
    from resources.words import sentence

    tell(parent, _("This did not work"), [sentence(problem) for problem in error.problems], is_problem=True)


def said(error: Exception) -> str:
    """Return the sentence for the world's faults; a bug goes on to the crash report."""
    if not isinstance(error, UserError):
        raise error
    from resources.words import sentence

    return " ".join(sentence(problem) for problem in error.problems)


def tell(parent: QWidget | None, title: str, sentences: Sequence[str], *, is_problem: bool = False) -> None:
    """Show sentences and wait until they have been read."""
    icon, role = ("triangle-alert", "warn") if is_problem else ("info", "accent")
    dialog = Message(parent, title, sentences, icon, role)
    close = dialog.add(_("Close"), Kind.AcceptRole, kind="primary")
    close.clicked.connect(dialog.accept)
    close.setDefault(True)
    run(dialog)


def ask(
    parent: QWidget | None,
    question: str,
    *,
    verb: str,
    detail: str = "",
    other: str = "",
    destructive: bool = False,
) -> bool:
    """Ask with verbs, never Yes or No; True when `verb` was chosen. What destroys is never the default."""
    dialog = Message(
        parent,
        question,
        [detail] if detail else [],
        "circle-alert" if destructive else "info",
        "bad" if destructive else "accent",
    )
    go = dialog.add(
        verb, Kind.DestructiveRole if destructive else Kind.AcceptRole, kind="destructive" if destructive else "primary"
    )
    stay = dialog.add(other or _("Cancel"), Kind.RejectRole)
    go.clicked.connect(dialog.accept)
    stay.clicked.connect(dialog.reject)
    first = stay if destructive else go
    first.setDefault(True)
    first.setFocus()
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted


@runtime_checkable
class _HasToasts(Protocol):
    """The main window, which has a place for toasts of its own."""

    @property
    def toasts(self) -> Toast:
        """The place of short messages."""


def toast(parent: QWidget, text: str, action: str = "", on_click: Callable[[], object] | None = None) -> None:
    """Show a short message at the bottom of the parent's window, with one action."""
    window = standing(parent)
    if window is None:
        return
    if isinstance(window, _HasToasts):
        window.toasts.say(text, action, on_click)
    else:  # a dialog
        (window.findChild(Toast) or Toast(window)).say(text, action, on_click)
