"""Owns the small fields of whole numbers, and the counters of what people said at the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from models import feedback
from models.feedback import FeedbackDraft
from models.problem import Problem
from resources.i18n import _
from resources.labels import field_label
from resources.words import sentence
from ui.theme import size, space
from ui.widgets.boxes import column
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import label

MOST = 9999


class CountEdit(LineEdit):
    """A small whole number; empty is 0, the arrows up and down count."""

    def __init__(self, name: str, changed: Callable[[], object]) -> None:
        super().__init__(name, hint="0")
        self.setValidator(QIntValidator(0, MOST, self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(size(84))
        self.textChanged.connect(lambda *_: changed())

    @property
    def number(self) -> int:
        """Return what is entered."""
        text = self.text().strip()
        return int(text) if text.isdecimal() else 0

    def show_number(self, number: int) -> None:
        """Show a number; nothing for 0, so that the empty fields stay quiet."""
        self.setText(str(number) if number else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrows."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.show_number(min(max(self.number + step, 0), MOST))


class FeedbackCounts(QWidget):
    """Three faces and two answers, each a counter; what is odd about them is told under them and forbids nothing."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self.fields = {each.name: CountEdit(field_label(each.name), changed) for each in fields(FeedbackDraft)}
        self._warnings = label("", "warning", wrap=True)
        self._warnings.hide()
        lines = QGridLayout()
        lines.setColumnStretch(0, 1)
        lines.setVerticalSpacing(space(1))
        for place, edit in enumerate(self.fields.values()):
            text = label(edit.accessibleName(), wrap=True)
            text.setBuddy(edit)
            lines.addWidget(text, place, 0)
            lines.addWidget(edit, place, 1)
        self.setLayout(column(label(_("What they said at the end"), "strong", wrap=True), lines, self._warnings, gap=1))

    @property
    def draft(self) -> FeedbackDraft:
        """Return what is entered."""
        return FeedbackDraft(**{name: edit.number for name, edit in self.fields.items()})

    @property
    def warnings(self) -> str:
        """Return what is told to be odd."""
        return self._warnings.text()

    def fill(self, draft: FeedbackDraft) -> None:
        """Show these counters."""
        for name, edit in self.fields.items():
            edit.show_number(getattr(draft, name))

    def follow(self, came: int) -> list[Problem]:
        """Show what is odd when so many people came, and return it."""
        found = feedback.check(self.draft, came)
        text = "\n".join(sentence(each) for each in found)
        self._warnings.setText(text)
        self._warnings.setVisible(bool(text))
        return found
