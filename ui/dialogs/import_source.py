"""Owns the part of the import dialog that shows what was recognised, and lets it be put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exchange.sheet_cells import is_blank
from exchange.spreadsheet import Sheet
from resources.i18n import _, plural
from resources.words import sentence
from ui.dialogs.import_reading import ENCODINGS, SEPARATORS, Asked, Read, accented_words
from ui.widgets.boxes import Card, FlowLayout, Flow, column
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import chip, label

HEADER_ROWS = 15  # rows that may be chosen as the one with the titles


class SourceCard(Card):
    """What the file is: where it comes from, accents, separator, sheet, row of the titles."""

    asked = Signal(object)  # Asked

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._what = label("", "strong", wrap=True)
        self._choices = Flow(FlowLayout(gap=4))
        self._notes = label("", "secondary", wrap=True)
        for part in (label(_("What was recognised"), "section"), self._what, self._choices, self._notes):
            self.body.addWidget(part)

    def show_read(self, asked: Asked, read: Read) -> None:
        """Show what a list was recognised as."""
        self._asked = asked
        sheet = read.sheet
        rows = plural("{n} row", "{n} rows", sheet.data_rows)
        self._what.setText(_("{source} · {rows} under the titles", source=_(read.mapping.source.name), rows=rows))
        for old in self._choices.findChildren(QWidget, "choice"):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        for made in self._made(sheet):
            self._choices.add(made)
        notes = [*sheet.notes, *read.mapping.notes]
        self._notes.setText("\n".join(f"• {sentence(note)}" for note in notes))
        self._notes.setVisible(bool(notes))

    def _made(self, sheet: Sheet) -> list[QWidget]:
        made = []
        if sheet.kind == "csv":
            words = accented_words(sheet)
            hint = _("They read: {words}", words=words) if words else _("This list holds none.")
            accents = self._choice(
                _("Are the accents right?"), ENCODINGS, _plain(sheet.encoding), "encoding", sheet.is_encoding_guessed
            )
            below = label(hint, "help", wrap=True)
            accents_layout = accents.layout()
            assert accents_layout is not None
            accents_layout.addWidget(below)
            made.append(accents)
            made.append(
                self._choice(
                    _("Columns parted by"), SEPARATORS, sheet.separator, "separator", sheet.is_separator_guessed
                )
            )
        if len(sheet.sheet_names) > 1:
            names = [(name, name) for name in sheet.sheet_names]
            made.append(self._choice(_("Sheet"), names, sheet.sheet_name, "sheet_name", self._is_free("sheet_name")))
        rows = [
            (number, _("Row {row}", row=number))
            for number, row in enumerate(sheet.rows[:HEADER_ROWS], 1)
            if not is_blank(row) or number == sheet.header_row
        ]
        made.append(
            self._choice(_("Titles of the columns"), rows, sheet.header_row, "header_row", self._is_free("header_row"))
        )
        return made

    def _is_free(self, name: str) -> bool:
        return getattr(self._asked, name) is None

    def _choice(
        self, name: str, choices: Sequence[tuple[Any, str]], value: object, field: str, is_guessed: bool
    ) -> QWidget:
        """Make one labelled choice with the mark that tells whether it was guessed or chosen."""
        combo = ComboBox(name)
        for each, text in choices:
            combo.addItem(_(text), each)
        combo.setCurrentIndex(max(0, next((place for place, each in enumerate(choices) if each[0] == value), 0)))
        combo.activated.connect(lambda *_place: self._on_choice(field, combo.currentData()))
        made = QWidget()
        made.setObjectName("choice")
        top = FlowLayout(gap=2)
        head = Flow(top, (label(name, "strong"), mark(is_guessed)))
        made.setLayout(column(head, combo, gap=1))
        return made

    def _on_choice(self, field: str, value: object) -> None:
        assert self._asked is not None
        # Another encoding, separator, sheet or header makes other columns: what was chosen of them is void.
        self.asked.emit(replace(self._asked, chosen=(), **{field: value}))


def mark(is_guessed: bool) -> QWidget:
    """Make the small mark that tells what was guessed from what was chosen."""
    return chip(_("guessed"), "muted") if is_guessed else chip(_("chosen"), "accent")


def _plain(encoding: str) -> str:
    return "utf-8" if encoding == "utf-8-sig" else encoding
