"""Owns the kinds of fields: for each the widget, how it is filled, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from models import certificate_rule
from models.problem import Problem, UserError
from resources.i18n import _, here
from resources.labels import axes, known_codes
from resources.labels import label as coded
from ui.theme import size
from ui.widgets.check_list import CheckList
from ui.widgets.inputs import CheckBox, ComboBox, LineEdit, NoteEdit

Choices = Sequence[tuple[Any, str]]
Kind = Literal[
    "line",
    "note",
    "choice",
    "choices",
    "date",
    "time",
    "number",
    "email",
    "phone",
    "check",
    "secret",
    "certificate_rule",
]
Parser = Callable[[str], Any]  # text -> value; None or ValueError or UserError when it is not understood
WIDTHS = {"short": 180, "medium": 380, "full": 720}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: texts are marked with N_; `choices` are (value, text already translated)."""

    name: str
    label: str
    kind: Kind = "line"
    help: str = ""
    required: bool = False
    choices: Choices | Callable[[], Choices] = ()
    width: Literal["", "short", "medium", "full"] = ""
    minimum: int = 0
    maximum: int | None = None
    hint: str = ""


class NotUnderstoodError(Exception):
    """What was typed means nothing to this field."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Editor:
    """One field on screen: a widget with value() and set_value(). Subclasses per kind."""

    default_width = "full"

    def __init__(self, field: Field) -> None:
        self.field = field
        self.widget: QWidget

    def value(self) -> Any:
        """Return what is entered. Raises NotUnderstoodError."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def typed(self) -> Any:
        """Return what stands there as it was typed, understood or not; set_value() shows it again."""
        return self.value()

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each edit of the user or of the program."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Write what was typed as we write it, once the field is left."""


class LineEditor(Editor):
    """A line of text."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.widget: LineEdit = LineEdit(_(field.label), hint=_(field.hint) if field.hint else "")
        if field.kind == "secret":
            self.widget.setEchoMode(QLineEdit.EchoMode.Password)
        hints = {
            "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
            "phone": Qt.InputMethodHint.ImhDialableCharactersOnly,
        }
        self.widget.setInputMethodHints(hints.get(field.kind, Qt.InputMethodHint.ImhNone))
        self.default_width = {"phone": "medium", "email": "medium"}.get(field.kind, "full")

    def value(self) -> Any:
        """Return the text."""
        return self.widget.text()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.widget.setText("" if value is None else str(value))
        self.widget.setCursorPosition(0)

    def typed(self) -> str:
        """Return the text itself."""
        return self.widget.text()

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each key."""
        self.widget.textChanged.connect(lambda *_: changed())


class NumberEditor(LineEditor):
    """A whole number; empty is None."""

    default_width = "short"

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.default_width = "short"

    def value(self) -> int | None:
        """Return the number."""
        text = "".join(self.widget.text().split())
        if not text:
            return None
        try:
            number = int(text)
        except ValueError:
            raise NotUnderstoodError(
                Problem(self.field.name, "number_unreadable", {"text": self.widget.text()})
            ) from None
        if number < self.field.minimum:
            raise NotUnderstoodError(
                Problem(self.field.name, "number_too_small", {"value": number, "least": self.field.minimum})
            )
        if self.field.maximum is not None and number > self.field.maximum:
            raise NotUnderstoodError(
                Problem(self.field.name, "number_too_large", {"value": number, "most": self.field.maximum})
            )
        return number


class TypedEditor(LineEditor):
    """A date, a time or a rule of certificates, typed freely; empty is None."""

    def __init__(self, field: Field, parse: Parser) -> None:
        super().__init__(field)
        self.default_width = "short"
        self._parse = parse

    def value(self) -> Any:
        """Return the date, time or rule that is meant."""
        text = self.widget.text().strip()
        if not text:
            return None
        try:
            found = self._parse(text)
        except (ValueError, UserError):
            found = None
        if found is None:
            raise NotUnderstoodError(Problem(self.field.name, f"{self.field.kind}_unreadable", {"text": text}))
        return found

    def set_value(self, value: Any) -> None:
        """Show a date or time; a text that is not understood stays as it was typed."""
        match value:
            case date():
                super().set_value(here().date(value, "short"))
            case time():
                super().set_value(here().time(value))
            case int():
                super().set_value(certificate_rule.typed(value))
            case _:
                super().set_value(value)

    def tidy(self) -> None:
        """Write "14/6" as 14/06/2026."""
        try:
            value = self.value()
        except NotUnderstoodError:
            return
        if value is not None:
            self.set_value(value)


class NoteEditor(Editor):
    """Several lines of text."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.widget: NoteEdit = NoteEdit(_(field.label))

    def value(self) -> str:
        """Return the text."""
        return self.widget.toPlainText()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.widget.setPlainText("" if value is None else str(value))

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each key."""
        self.widget.textChanged.connect(changed)


class CheckEditor(Editor):
    """A box to tick; its text is the field's label."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.widget: CheckBox = CheckBox(_(field.label))

    def value(self) -> bool:
        """Tell whether it is ticked."""
        return self.widget.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.widget.setChecked(bool(value))

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each click."""
        self.widget.toggled.connect(lambda *_: changed())


class ChoiceEditor(Editor):
    """One of several values; None (or the first) when nothing was chosen."""

    default_width = "medium"

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.widget: ComboBox = ComboBox(_(field.label))
        self.set_choices(_choices(field))

    def set_choices(self, choices: Choices) -> None:
        """Offer other values; the chosen one stays when it is still there."""
        before = self.value()
        self.widget.blockSignals(True)
        self.widget.clear()
        for value, text in choices:
            self.widget.addItem(text, value)
        self.set_value(before)
        self.widget.blockSignals(False)

    def value(self) -> Any:
        """Return the chosen value."""
        return self.widget.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not offered chooses the first."""
        places = (place for place in range(self.widget.count()) if self.widget.itemData(place) == value)
        found = next(places, None)
        if found is None and (kept := _no_longer_offered(self.field.name, value)):
            self.widget.addItem(kept, value)
            found = self.widget.count() - 1
        found = found or 0
        self.widget.setCurrentIndex(found if self.widget.count() else -1)

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each choice."""
        self.widget.currentIndexChanged.connect(lambda *_: changed())


class ChoicesEditor(Editor):
    """Several of several values, as the kind of collection it was filled with."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.widget: CheckList = CheckList(_(field.label))
        self._collection: Callable[[Sequence[Any]], Any] = tuple
        self.set_choices(_choices(field))

    def set_choices(self, choices: Choices) -> None:
        """Offer other values."""
        self._offered = list(choices)
        self.widget.offer(choices)

    def value(self) -> Any:
        """Return the ticked values."""
        return self._collection(self.widget.chosen())

    def set_value(self, value: Any) -> None:
        """Tick these values."""
        self._collection = type(value) if isinstance(value, (list, set, frozenset)) else tuple
        offered = {each for each, _text in self._offered}
        gone = [(code, kept) for code in value or () if code not in offered
                and (kept := _no_longer_offered(self.field.name, code))]  # fmt: skip
        if gone:
            self.set_choices([*self._offered, *gone])
        self.widget.choose(tuple(value or ()))

    def typed(self) -> list[Any]:
        """Return the ticked values as a list, whatever collection they are read as."""
        return list(self.widget.chosen())

    def on_change(self, changed: Callable[[], object]) -> None:
        """Call `changed` after each click."""
        self.widget.changed.connect(changed)


_TYPED = frozenset({"date", "time", "certificate_rule"})
_EDITORS: Mapping[str, Callable[[Field], Editor]] = {
    "line": LineEditor,
    "email": LineEditor,
    "phone": LineEditor,
    "secret": LineEditor,
    "note": NoteEditor,
    "number": NumberEditor,
    "check": CheckEditor,
    "choice": ChoiceEditor,
    "choices": ChoicesEditor,
}


def editor(field: Field, typed: Mapping[str, Parser]) -> Editor:
    """Make the editor of a field; `typed` brings the parsers of dates and times."""
    parsers = {"certificate_rule": certificate_rule.understood, **typed}
    made = TypedEditor(field, parsers[field.kind]) if field.kind in _TYPED else _EDITORS[field.kind](field)
    width = WIDTHS[field.width or made.default_width]
    if field.kind not in ("check", "choices"):
        made.widget.setMaximumWidth(min(size(width), max(size(WIDTHS["full"]) // 2, WIDTHS["full"])))
    return made


def _no_longer_offered(name: str, value: Any) -> str:
    """Return the words of a coded value that the programme has withdrawn: it stays where it was chosen."""
    axis = name if name in axes() else name.removesuffix("s")
    if not value or axis not in axes() or value not in known_codes(axis):
        return ""
    return _("{value} (no longer offered)", value=coded(axis, value))


def _choices(field: Field) -> Choices:
    return field.choices() if callable(field.choices) else field.choices
