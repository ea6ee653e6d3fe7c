"""Owns forms: one column of labelled fields, filled from a draft, read back, with what is wrong under each field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from models.problem import Problem
from resources.i18n import _
from resources.words import sentence
from ui.form_fields import ChoiceEditor, Choices, ChoicesEditor, Editor, Field, NotUnderstoodError, Parser, editor
from ui.theme import size, space
from ui.widgets.boxes import column
from ui.widgets.labels import announce, label, set_kind

__all__ = ["Field", "Form"]

Draft = TypeVar("Draft")
WIDEST = 720


class _Row:
    """What belongs to one field: its label, editor, help and message."""

    def __init__(self, field: Field, made: Editor) -> None:
        self.field, self.editor = field, made
        self.message = label("", "problem", wrap=True)
        self.message.hide()
        self.help = _(field.help) if field.help else ""
        self.widget = QWidget()
        parts: list[QWidget] = []
        if field.kind != "check":
            parts.append(self._label())
        parts.append(made.widget)
        if self.help:
            parts.append(label(self.help, "help", wrap=True))
        parts.append(self.message)
        self.widget.setLayout(column(*parts, gap=1))
        made.widget.setAccessibleDescription(self.help)

    def _label(self) -> QLabel:
        text = _(self.field.label)
        if self.field.required:
            text = _("{label} (needed)", label=text)
        made = label(text, "strong")
        made.setBuddy(self.editor.widget)
        return made

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong with this field, and tie it to the field for screen readers."""
        text = "\n".join(sentence(problem) for problem in problems)
        is_wrong = any(not problem.is_warning for problem in problems)
        self.message.setText(text)
        set_kind(self.message, "role", "problem" if is_wrong else "warning")
        self.message.setVisible(bool(text))
        set_kind(self.editor.widget, "wrong", "true" if is_wrong else "false")
        self.editor.widget.setAccessibleDescription(" ".join(part for part in (text, self.help) if part))


class Form(QWidget):
    """A form over a draft. `changed` follows each edit; `left` comes when the focus leaves a form that was edited.

    `settled` comes when what was edited is saved or given up.
    """

    changed = Signal()
    left = Signal()
    settled = Signal()

    def __init__(self, fields: Iterable[Field], *, typed: Mapping[str, Parser] | None = None) -> None:
        super().__init__()
        self._rows = {field.name: _Row(field, editor(field, typed or {})) for field in fields}
        self._is_filling = False
        self.is_changed = False
        self._top = label("", "problem", wrap=True)
        self._top.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space(3))
        for part in (self._top, *(row.widget for row in self._rows.values())):
            whole.addWidget(part)
        self._widen()
        for row in self._rows.values():
            row.editor.on_change(self._on_change)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _widen(self) -> None:
        """Be no wider than lines read well, but as wide as the text of every box to tick: it cannot wrap."""
        boxes = [row.editor.widget for row in self._rows.values() if row.field.kind in ("check", "choices")]
        self.setMaximumWidth(max(WIDEST, size(WIDEST) // 2, *(each.minimumSizeHint().width() for each in boxes)))

    def fill(self, draft: object) -> None:
        """Show the values of a draft (an object or a mapping); nothing counts as changed."""
        self._is_filling = True
        for name, row in self._rows.items():
            row.editor.set_value(draft.get(name) if isinstance(draft, Mapping) else getattr(draft, name))
        self._is_filling = False
        self.kept()
        self.show_problems(())

    def read(self) -> dict[str, Any]:
        """Return what is entered, by field; what is not understood is left out (see problems())."""
        values: dict[str, Any] = {}
        for name, row in self._rows.items():
            try:
                values[name] = row.editor.value()
            except NotUnderstoodError:
                continue
        return values

    def read_into(self, draft: Draft) -> Draft:
        """Return a copy of a draft (a dataclass) with what is entered."""
        return dataclasses.replace(draft, **self.read())  # type: ignore[type-var]  # drafts are dataclasses

    def typed(self) -> dict[str, Any]:
        """Return what stands in the fields as it was typed, secrets left out: it can be kept and shown again."""
        return {
            name: value
            for name, row in self._rows.items()
            if row.field.kind != "secret" and isinstance(value := row.editor.typed(), (str, int, list, NoneType))
        }

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed; it counts as changed, for nothing of it is saved.

        Twice: a form may answer one field by filling others (a template), and what was typed comes last.
        """
        for _time in range(2):
            self._is_filling = True
            for name in typed.keys() & self._rows.keys():
                self._rows[name].editor.set_value(typed[name])
            self._is_filling = False
            self._on_change()

    def problems(self) -> list[Problem]:
        """Return what was typed and is not understood: dates, times, numbers."""
        found: list[Problem] = []
        for row in self._rows.values():
            try:
                row.editor.value()
            except NotUnderstoodError as wrong:
                found.append(wrong.problem)
        return found

    def show_problems(self, problems: Iterable[Problem], *, focus: bool = True) -> None:
        """Show each problem under its field, the others on top; the first wrong field takes the focus."""
        known = list(problems)
        for name, row in self._rows.items():
            row.tell([problem for problem in known if problem.field == name])
        others = [sentence(problem) for problem in known if problem.field not in self._rows]
        self._top.setText("\n".join(others))
        self._top.setVisible(bool(others))
        wrong = [problem for problem in known if not problem.is_warning]
        if wrong:
            announce(self, " ".join(sentence(problem) for problem in wrong))
        first = next((problem.field for problem in wrong if problem.field in self._rows), None)
        if focus and first is not None:
            self.widget(first).setFocus(Qt.FocusReason.OtherFocusReason)

    def widget(self, name: str) -> QWidget:
        """Return the widget of a field."""
        return self._rows[name].editor.widget

    def set_choices(self, name: str, choices: Choices) -> None:
        """Offer other values in a field of choices."""
        made = self._rows[name].editor
        assert isinstance(made, (ChoiceEditor, ChoicesEditor))
        made.set_choices(choices)
        self._widen()

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide a field with its label and message."""
        self._rows[name].widget.setVisible(shown)

    def kept(self) -> None:
        """Take what is entered as saved, or as of no more interest."""
        was_changed, self.is_changed = self.is_changed, False
        if was_changed:
            self.settled.emit()

    def settle(self) -> None:
        """Act as if the focus had left: for a page that is about to be closed."""
        if self.is_changed:
            self.left.emit()

    def _on_change(self) -> None:
        if not self._is_filling:
            self.is_changed = True
            self.changed.emit()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None or new is None or not self._holds(old):
            return
        for row in self._rows.values():
            if row.editor.widget is old:
                row.editor.tidy()
        if not self._holds(new):
            self.settle()

    def _holds(self, widget: QWidget | None) -> bool:
        """Tell whether a widget belongs to this form, the open list of a choice included."""
        while widget is not None and widget is not self:
            widget = widget.parentWidget()
        return widget is self
