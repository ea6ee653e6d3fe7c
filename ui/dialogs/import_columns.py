"""Owns the part of the import dialog that shows what each column is taken for, and lets it be chosen."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QSizePolicy, QWidget

from exchange.columns import ColumnChoice
from resources.i18n import _, here, plural
from resources.labels import axes, field_label
from resources.labels import label as coded
from ui.dialogs.import_correct import SameForAllDialog
from ui.dialogs.import_reading import NOT_KEPT, Read, field_choices, field_name, samples
from ui.dialogs.import_source import focused_name, mark, refocus
from ui.modal import run
from ui.page import Context
from ui.theme import space
from ui.widgets.boxes import Card, flow, row
from ui.widgets.buttons import button
from ui.widgets.inputs import CheckBox, ComboBox
from ui.widgets.labels import elided, label

FEW = 8  # columns; of more, those nobody needs are folded away


class ColumnsCard(Card):
    """What each column is taken for: in one line, or unfolded with titles, examples and choices."""

    chosen = Signal(int, str)
    fixed = Signal(dict)  # field -> the value that is the same for everyone
    guessed_again = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._told = label("", wrap=True)
        self.unfold = button("", self._on_unfold)
        self.same = button(_("The same for everyone…"), self.on_same)
        self._all = CheckBox(_("Also show the columns that are not kept"))
        self._all.toggled.connect(lambda *_: self._show_rows())
        self._rows = QWidget()
        self._is_open = False
        self._read: Read | None = None
        top = row(label(_("Columns"), "section"), gap=3)
        top.addWidget(flow(self.same, self.unfold), 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(top)
        self.body.addWidget(self._told)
        self._notes = self._made_notes(None)
        for part in (self._notes, self._rows, self._all):
            self.body.addWidget(part)

    def show_read(self, read: Read) -> None:
        """Show the columns of a list; unfolded where names are missing, for one of them has to be chosen."""
        self._read = read
        self._is_open = self._is_open or not read.mapping.has_names
        focused = focused_name(self._notes)
        before, self._notes = self._notes, self._made_notes(read)
        self.body.replaceWidget(before, self._notes)
        before.hide()
        before.deleteLater()
        refocus(self._notes, focused)
        self._show_rows()

    def _made_notes(self, read: Read | None) -> QWidget:
        """Show what was taken from last time, with the way back, and what is the same for everyone."""
        parts: list[QWidget] = []
        if read is not None and read.is_remembered:
            again = button(_("Guess again"), self.guessed_again.emit)
            parts += [label(_("The columns are taken as last time.")), mark("chosen"), again]
        for name, value in (read.mapping.fixed if read else {}).items():
            text = _("{field}: {value}", field=field_label(name), value=_shown(name, value))
            parts += [label(_("For everyone: {what}", what=text)), mark("chosen")]
        made = flow(*parts)
        made.setVisible(bool(parts))
        return made

    def on_same(self) -> None:
        """Ask what is the same for everyone."""
        values = dict(self._read.mapping.fixed) if self._read else {}
        dialog = SameForAllDialog(self, values, today=self._context.today())
        if run(dialog) == QDialog.DialogCode.Accepted and dialog.values != values:
            self.fixed.emit(dialog.values)

    def _on_unfold(self) -> None:
        self._is_open = not self._is_open
        self._show_rows()

    def _summary(self, read: Read) -> str:
        kept = [field_name(column.field) for column in read.mapping.columns if column.field is not None]
        unkept = len(read.mapping.columns) - len(kept)
        told = here().and_list(dict.fromkeys(kept)) if kept else _("None of them is kept yet.")
        more = plural("{n} column is not kept", "{n} columns are not kept", unkept) if unkept else ""
        return " · ".join(part for part in (told, more) if part)

    def _shown(self, read: Read) -> list[ColumnChoice]:
        columns = list(read.mapping.columns)
        if self._all.isChecked() or not self._is_folding(read):
            return columns
        return [column for column in columns if column.field is not None]

    def _is_folding(self, read: Read) -> bool:
        """Tell whether there are so many columns that those nobody needs are left out of sight."""
        return len(read.mapping.columns) > FEW and read.mapping.has_names

    def _show_rows(self) -> None:
        if self._read is None:
            return
        self._told.setText(self._summary(self._read))
        text = _("Fold the columns") if self._is_open else _("Change the columns")
        self.unfold.say(text)
        self._all.setVisible(self._is_open and self._is_folding(self._read))
        focused = focused_name(self._rows)
        rows = self._made_rows(self._read) if self._is_open else QWidget()
        before, self._rows = self._rows, rows
        self.body.replaceWidget(before, rows)
        rows.setVisible(self._is_open)
        before.hide()
        before.deleteLater()
        refocus(rows, focused)

    def _made_rows(self, read: Read) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(1))
        for place, text in enumerate((_("Title in the list"), _("For example"), _("Taken for"), "")):
            grid.addWidget(label(text, "secondary"), 0, place)
        for number, column in enumerate(self._shown(read), 1):
            self._add_row(grid, number, column, read)
        for place, stretch in enumerate((3, 4, 4, 0)):
            grid.setColumnStretch(place, stretch)
        return rows

    def _add_row(self, grid: QGridLayout, number: int, column: ColumnChoice, read: Read) -> None:
        title = column.header or _("Column {number}", number=column.index + 1)
        combo = ComboBox(_("Column “{title}” is taken for", title=title))
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setMinimumContentsLength(10)
        for name, text in field_choices(column):
            combo.addItem(text, name)
        combo.setCurrentIndex(max(0, combo.findData(column.field or NOT_KEPT)))
        combo.activated.connect(partial(self._on_choice, column.index, combo))
        grid.addWidget(elided(title, "strong"), number, 0)
        grid.addWidget(elided(samples(read.sheet, column.index), "secondary"), number, 1)
        grid.addWidget(combo, number, 2)
        if column.how != "none":
            grid.addWidget(mark(column.how), number, 3, Qt.AlignmentFlag.AlignVCenter)

    def _on_choice(self, index: int, combo: ComboBox, _place: int) -> None:
        self.chosen.emit(index, str(combo.currentData()))


def _shown(name: str, value: str | date) -> str:
    """Write a value that is the same for everyone."""
    if isinstance(value, date):
        return here().date(value)
    return coded(name, value) if name in axes() else value
