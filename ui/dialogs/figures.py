"""Owns the dialog of the figures of a period: each with how it is counted, and split as one likes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from exchange import figures_words, tables
from exchange.figures import AXES, Figures, figures
from exchange.tables import Format
from exchange.values import typed_date
from models import programme
from models.platforms import open_outside
from models.problem import UserError
from resources.i18n import N_, _, here
from ui import messages, period_choice
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.modal import run
from ui.page import Context
from ui.period_choice import PeriodChoice
from ui.periods import TEXTS, presets
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column, deck, empty, scrolling
from ui.widgets.buttons import Button, button
from ui.widgets.labels import announce, label
from ui.widgets.notices import EmptyState
from ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from models.central.said import Part, Said
    from models.notebook import Db

ROLE = QDialogButtonBox.ButtonRole


@dataclass(frozen=True, slots=True)
class PartQuery:
    """All lines of the split that is chosen, in its own order."""


COLUMNS: tuple[Column[Part], ...] = (
    Column("name", N_("What"), lambda part: part.name, width=360, stretch=True),
    Column("count", N_("Attendances"), lambda part: here().number(part.count), width=150, align="right"),
    Column("share", N_("Share"), figures_words.share, width=110, align="right"),
)


class FiguresDialog(QDialog):
    """Counts when a period is chosen; nothing is written but the table one asks for."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Figures | None = None
        self._parts: dict[int, Part] = {}
        self._asked = 0  # which count is the last one asked for: an earlier answer may come later
        title = _("Figures of a period")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.form = Form(period_choice.FIELDS, typed={"date": lambda text: typed_date(text, context.today())})
        self.period = PeriodChoice(self.form)
        self.tabs = Tabs(title)
        self._shown = column(gap=3)
        self.split = Form((Field("axis", N_("How they are split"), kind="choice"),))
        self.table: RowsTable[Part, PartQuery] = RowsTable(
            context, name="figures", label=title, columns=COLUMNS, find=self._find, lines=self._of, query=PartQuery(),
            empty=EmptyState("users", _("Nobody came in these days, or nothing is entered yet.")),
            sorted_by=lambda query, *_sort: query,
        )  # fmt: skip
        self.hidden = label("", "secondary", wrap=True)
        self.save_button = button(_("Save as a table…"), self.on_save, icon="file-down")
        self._offer()
        self._lay_out(title)
        fit_to_screen(self, size(980), size(640))
        self.form.changed.connect(self._count)
        self.split.changed.connect(self._show_split)
        self._count()

    def _offer(self) -> None:
        with self._context.notebook.read() as db:
            starts = programme.profile(db).school_year_starts
        self.form.fill(self.period.offer(presets(tuple(TEXTS), self._context.today(), starts)))
        self.period.show_days()
        self.split.set_choices("axis", [(axis, figures_words.by(axis)) for axis in AXES])
        self.split.fill({"axis": AXES[0]})

    def _lay_out(self, title: str) -> None:
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        buttons = QDialogButtonBox()
        buttons.addButton(self.save_button, ROLE.ActionRole)
        buttons.addButton(close, ROLE.RejectRole)
        self._shown.addStretch(1)
        self.tabs.add(scrolling(self._shown), _("Figures"))
        parts = column(self.split, gap=3)
        parts.addWidget(self.table, 1)
        parts.addWidget(self.hidden)
        self.tabs.add(scrolling(parts), _("Attendances, split"))
        whole = column(label(title, "section", wrap=True), self.form, gap=3, margin=4)
        whole.addWidget(self.tabs, 1)
        whole.addWidget(buttons)
        self.setLayout(whole)

    # -- counting ------------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Count the period that is chosen, once its days are understood."""
        chosen = self.period.days()
        self._asked += 1
        self.save_button.setEnabled(False)
        if chosen is None:
            wrong = self.period.problems()
            self.form.show_problems([each for each in wrong if each.code != "date_missing"], focus=False)
            return
        self.form.show_problems(())
        self._context.jobs.later(partial(self._read, *chosen), partial(self._show, self._asked), owner=self)

    def _read(self, first: date, last: date) -> Figures:
        with self._context.notebook.read() as db:
            return figures(db, first, last)

    def _show(self, asked: int, found: Figures) -> None:
        if asked != self._asked:
            return
        self._found = found
        empty(self._shown)
        self._shown.addWidget(deck(*map(_figure, figures_words.summary(found)), narrowest=210))
        self._shown.addStretch(1)
        self.hidden.setText(figures_words.hidden(found))
        self.save_button.setEnabled(True)
        self._show_split()
        announce(self, figures_words.days(found))

    def _show_split(self) -> None:
        if self._found is not None:
            parts = figures_words.parts(self._found, self.split.read()["axis"])
            self._parts = dict(enumerate(parts, 1))
            self.table.refresh()

    def _find(self, _db: Db, _query: PartQuery) -> Sequence[int]:
        return list(self._parts)

    def _of(self, _db: Db, ids: Collection[int]) -> Mapping[int, Part]:
        return {number: self._parts[number] for number in ids}

    # -- saving --------------------------------------------------------------------------------------------------------

    def on_save(self) -> None:
        """Ask for a place, and write the figures and every split there."""
        found = self._found
        if found is None:
            return
        name = f"{_('Figures')} {found.period.first} {found.period.last}{tables.ENDINGS[Format.XLSX]}"
        path = ask_where(self, _("Save the table"), name, _(tables.NAMES[Format.XLSX]), tables.ENDINGS[Format.XLSX])
        if path is None:
            return
        try:
            figures_words.write(found, path)
        except UserError as error:
            messages.show_error(self, error)
            return
        self._context.toast(_("The figures are in {file}.", file=path.name), _("Open it"), partial(open_outside, path))


def _figure(said: Said) -> QWidget:
    """Return a figure with its name and how it is counted."""
    made = QWidget()
    layout = column(
        label(said.value, "figure"), label(said.name, "strong", wrap=True),
        label(said.definition, "secondary", wrap=True), gap=0,
    )  # fmt: skip
    layout.addStretch(1)  # side by side, all figures stand at the top
    made.setLayout(layout)
    return made


def show_figures(parent: QWidget | None, context: Context) -> None:
    """Show the figures of a period until they are closed."""
    run(FiguresDialog(context, parent))
