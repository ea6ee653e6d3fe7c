"""Owns the part of the import dialog that shows what was recognised, and lets it be put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exchange.people_import import Given
from exchange.sheet_cells import is_blank
from exchange.spreadsheet import Sheet
from resources.i18n import _, plural
from resources.words import sentence
from ui.dialogs.import_reading import ENCODINGS, SEPARATORS, Asked, Read, accented_words
from ui.widgets.boxes import Card, column, deck, row
from ui.widgets.buttons import button
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import chip, elided, label

CHOICE_WIDTH = 250
HEADER_ROWS = 15  # rows that may be chosen as the one with the titles


class SourceCard(Card):
    """What the file is: where it comes from, accents, separator, sheet, row of the titles."""

    asked = Signal(object)  # Asked

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._what = elided("")
        self._is_open = False
        self.unfold = button("", self._on_unfold)
        self._choices = deck()
        self._notes = label("", "secondary", wrap=True)
        top = row(label(_("What was recognised"), "section"), gap=3)
        top.addWidget(self._what, 1)
        top.addWidget(self.unfold)
        self.body.addLayout(top)
        for part in (self._choices, self._notes):
            self.body.addWidget(part)

    def show_read(self, asked: Asked, read: Read) -> None:
        """Show what a list was recognised as."""
        self._asked = asked
        sheet = read.sheet
        self._what.set_whole(self._summary(read))
        chosen = (asked.encoding, asked.separator, asked.sheet_name, asked.header_row)
        is_doubtful = not read.mapping.has_names or any(note.code == "accents_doubtful" for note in sheet.notes)
        self._is_open = self._is_open or is_doubtful or any(each is not None for each in chosen)
        focused = focused_name(self)
        before, self._choices = self._choices, deck(*self._made(sheet), narrowest=CHOICE_WIDTH)
        self.body.replaceWidget(before, self._choices)
        before.hide()
        before.deleteLater()
        refocus(self._choices, focused)
        self._show_open()
        notes = read.plan.notes if read.plan else (*sheet.notes, *read.mapping.notes)
        self._notes.setText("\n".join(f"• {sentence(note)}" for note in notes))
        self._notes.setVisible(bool(notes))

    def _summary(self, read: Read) -> str:
        """Say in one line what the list is, with some of its accents to be judged."""
        rows = plural("{n} row", "{n} rows", read.sheet.data_rows)
        source = read.mapping.source.name or _("A list made by hand")
        told = [_("{source} · {rows} under the titles", source=source, rows=rows)]
        words = accented_words(read.sheet) if read.sheet.kind == "csv" else ""
        if words:
            told.append(_("accents: {words}", words=words))
        return " · ".join(told)

    def _on_unfold(self) -> None:
        self._is_open = not self._is_open
        self._show_open()

    def _show_open(self) -> None:
        text = _("Fold the reading") if self._is_open else _("Change the reading")
        self.unfold.say(text)
        self._choices.setVisible(self._is_open)

    def _made(self, sheet: Sheet) -> list[QWidget]:
        made = []
        if sheet.kind == "csv":
            made = [self._accents(sheet), self._separators(sheet)]
        if len(sheet.sheet_names) > 1:
            names = [(name, name) for name in sheet.sheet_names]
            made.append(self._choice(_("Sheet"), names, sheet.sheet_name, "sheet_name"))
        rows = [
            (number, _("Row {row}", row=number))
            for number, cells in enumerate(sheet.rows[:HEADER_ROWS], 1)
            if not is_blank(cells)
        ]
        made.append(self._choice(_("Titles of the columns"), rows, sheet.header_row, "header_row"))
        for each in made:  # of different heights in one row: all begin at the top
            layout = each.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addStretch(1)
        return made

    def _accents(self, sheet: Sheet) -> QWidget:
        words = accented_words(sheet)
        choices = [(code, _(text)) for code, text in ENCODINGS]
        name = _("Are the accents right?")
        made = self._choice(name, choices, sheet.encoding, "encoding", is_sure=not sheet.is_encoding_guessed)
        layout = made.layout()
        assert layout is not None
        layout.addWidget(elided(_("Here: {words}", words=words) if words else _("This list holds none."), "help"))
        return made

    def _separators(self, sheet: Sheet) -> QWidget:
        choices = [(sign, _(text)) for sign, text in SEPARATORS]
        name = _("Columns parted by")
        return self._choice(name, choices, sheet.separator, "separator", is_sure=not sheet.is_separator_guessed)

    def _choice(
        self, name: str, choices: Sequence[tuple[Any, str]], value: Any, field: str, *, is_sure: bool = False
    ) -> QWidget:
        """Make one labelled choice with the mark that tells whether it was guessed or chosen."""
        offered = list(choices)
        if value not in dict(choices):
            offered.append((value, str(value)))
        combo = ComboBox(name)
        for each, text in offered:
            combo.addItem(text, each)
        combo.setCurrentIndex([each for each, _text in offered].index(value))
        combo.activated.connect(lambda *_place: self._on_choice(field, combo.currentData()))
        is_chosen = getattr(self._asked, field) is not None
        head = row(label(name, "strong"), mark("chosen" if is_chosen else "sure" if is_sure else "guessed"), gap=2)
        head.addStretch(1)
        made = QWidget()
        layout = column(head, combo, gap=1)
        made.setLayout(layout)
        return made

    def _on_choice(self, field: str, value: object) -> None:
        assert self._asked is not None
        changed: dict[str, Any] = {field: value}
        if field != "encoding":  # other columns than those that were chosen
            changed |= {"choices": None, "given": Given()}
        self.asked.emit(replace(self._asked, **changed))


def mark(how: str) -> QWidget:
    """Make the small mark that tells what was guessed, chosen by the user, or said by the file itself."""
    texts = {"guessed": _("guessed"), "chosen": _("chosen"), "sure": _("sure")}
    kinds = {"guessed": "muted", "chosen": "accent", "sure": "ok"}
    return chip(texts[how], kinds[how])


def focused_name(part: QWidget) -> str:
    """Return the accessible name of what has the focus inside a part that is about to be made anew, "" for nothing."""
    focused: QWidget | None = part.focusWidget()
    return focused.accessibleName() if focused is not None and focused.hasFocus() else ""


def refocus(part: QWidget, name: str) -> None:
    """Give the focus back to what bears a name: who works by keyboard stays where they were."""
    if name:
        for each in part.findChildren(QWidget):
            if each.accessibleName() == name and each.focusPolicy() != Qt.FocusPolicy.NoFocus:
                each.setFocus(Qt.FocusReason.OtherFocusReason)
