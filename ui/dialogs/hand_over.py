"""Owns the dialog that shows what leaves in a hand-over, and saves the package."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from exchange.coherence import contradictions
from exchange.gather import Gathered, HandedOver, hand_over
from exchange.package import Package, Preview, preview
from models.levels import PSEUDONYMISED
from models.notebook import Db, Notebook
from models.platforms import documents_folder, open_outside
from models.progress import Progress, Task
from resources.i18n import _, here, plural
from resources.words import sentence
from ui.dialogs import send_package
from ui.dialogs.form_dialog import fit_to_screen
from ui.messages import standing
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size, space
from ui.widgets.boxes import column, deck, scrolling
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.notices import Banner, EmptyState
from ui.widgets.tabs import Tabs

CELL_WIDTHS = (100, 240)  # narrowest and widest column of the preview
LETTER = 9  # pixels a letter takes, to guess the width of a column
IDENTIFIER, IDENTIFIER_PARTS = 36, 5  # letters and parts of a UUID
SAMPLE = 30  # rows looked at for it


@dataclass(frozen=True, slots=True)
class CellsQuery:
    """Which rows of a table that leaves: all, as they stand in the file."""

    sort: str = ""
    descending: bool = False


def warnings_of(package: Package) -> list[str]:
    """Say what deserves a look before the package leaves."""
    found = [sentence(problem) for problem in contradictions(package)]
    missing = package.sessions_without_attendance()
    if missing:
        found.append(
            plural(
                "The attendance of {n} session is not entered yet; the package says so.",
                "The attendance of {n} sessions is not entered yet; the package says so.",
                missing,
            )
        )
    if not package.sessions:
        found.append(_("There is no session in this period: the package would be empty."))
    return found


def totals_line(package: Package) -> Sequence[tuple[str, str]]:
    """Return the totals of a package, each with its words."""
    totals, say = package.totals(), here()
    return (
        (say.number(totals.sessions), _("sessions held")),
        (say.number(totals.attendances), _("attendances")),
        (say.number(totals.people_named), _("different people, named")),
        (say.number(totals.people_unnamed), _("unnamed people, at most")),
        (say.duration(totals.minutes), _("person-hours")),
    )


class HandOverDialog(QDialog):
    """The very tables that leave, one a tab. Nothing is written before the button."""

    def __init__(self, context: Context, gathered: Gathered, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context, self._gathered = context, gathered
        self.saved: Path | None = None
        package = gathered.package
        say = here()
        title = _(
            "What leaves: {first} to {last}",
            first=say.date(package.period.first, "medium"),
            last=say.date(package.period.last, "medium"),
        )
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.go = Button("", "primary", "package")
        self.stay = Button("")
        with context.notebook.read() as db:
            address = send_package.address_of(db)
        self.send = Button("", "plain", "send") if address else None
        buttons = (self.go, _("Save the package…")), (self.stay, _("Cancel")), (self.send, _("Save and send…"))
        for made, name in buttons:
            if made is not None:
                made.say(name)
        self.go.clicked.connect(self.on_save)
        if self.send is not None:
            self.send.clicked.connect(lambda: self.on_save(is_sent=True))
        self.stay.clicked.connect(self.reject)
        self._lay_out(title, package)
        fit_to_screen(self, size(1120), size(900))

    def _lay_out(self, title: str, package: Package) -> None:
        body = column(gap=3)
        body.addWidget(_told_of(package.level))
        if self._gathered.recipient:
            body.addWidget(Banner(_("The package is encrypted: only the programme can open it."), "ok"))
        if package.example:
            body.addWidget(
                Banner(_("Example data: the package is marked as an example, and the programme refuses it."), "warn")
            )
        for text in warnings_of(package):
            body.addWidget(Banner(text, "warn"))
        body.addWidget(deck(*(_figure(*each) for each in totals_line(package)), narrowest=160))
        self.tables: list[RowsTable[list[str], CellsQuery]] = []
        self.tabs = Tabs(_("Tables that leave"))
        for place, table in enumerate(preview(package, here())):
            self.tabs.add(self._table(place, table), table.title)
        body.addWidget(self.tabs, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.stay, QDialogButtonBox.ButtonRole.RejectRole)
        if self.send is not None:
            buttons.addButton(self.send, QDialogButtonBox.ButtonRole.AcceptRole)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(scrolling(body), 1)
        whole.addWidget(buttons)
        self.setLayout(whole)

    def _table(self, place: int, table: Preview) -> QWidget:
        """Show one table: its cells are the very texts of the file."""
        rows = dict(enumerate(table.rows, 1))

        def find(_db: Db, _query: CellsQuery) -> Sequence[int]:
            return list(rows)

        def lines(_db: Db, ids: Collection[int]) -> Mapping[int, list[str]]:
            return {number: rows[number] for number in ids}

        columns = [_column(cell, header, table.rows[:SAMPLE]) for cell, header in enumerate(table.headers)]
        made = RowsTable(
            self._context,
            name=f"hand_over_{place}",
            label=table.title,
            columns=columns,
            find=find,
            lines=lines,
            query=CellsQuery(),
            empty=EmptyState("info", _("This table is empty in this period.")),
        )
        made.refresh()
        self.tables.append(made)
        page = QWidget()
        layout = column(made)
        layout.setContentsMargins(0, space(2), 0, 0)
        page.setLayout(layout)
        return page

    def on_save(self, *, is_sent: bool = False) -> None:
        """Ask for a folder or a stick, write the package there, and send it to the programme's address if asked to."""
        at_first = self._context.preferences.text(send_package.FOLDER) or str(documents_folder())
        folder = QFileDialog.getExistingDirectory(self, _("Save the package in"), at_first)
        if not folder:
            return
        self._context.preferences.keep(send_package.FOLDER, folder)  # before: it is found there after a crash too
        self._allow(is_allowed=False)
        self._context.jobs.run(
            saving(self._context.notebook, self._gathered, Path(folder)),
            _("Saving the package"),
            partial(self._on_saved, is_sent=is_sent),
            on_failed=self._on_failed,
        )

    def _allow(self, *, is_allowed: bool) -> None:
        for made in (self.go, self.stay, self.send):
            if made is not None:
                made.setEnabled(is_allowed)

    def _on_saved(self, done: HandedOver, *, is_sent: bool) -> None:
        self.saved = done.path
        self._allow(is_allowed=True)
        self.accept()
        if is_sent:
            send_package.send_package(standing(self), self._context, done.path)
            return
        self._context.toast(
            _("Package saved: {file}", file=done.path.name),
            _("Open the folder"),
            partial(open_outside, done.path.parent),
        )

    def _on_failed(self, error: Exception) -> None:
        self._allow(is_allowed=True)
        self._context.jobs.show_failure(error)

    def reject(self) -> None:
        """Close, unless the package is being written."""
        if self.stay.isEnabled():
            super().reject()


def _told_of(level: str) -> Banner:
    """Say what leaves and what does not."""
    if level == PSEUDONYMISED:
        text = _(
            "Counts leave, and one line for each attendance, under a code: only this notebook can tell whose it is."
            " No names, no contact, no notes leave this computer."
        )
        return Banner(text, "warn")
    return Banner(_("Counts only: no names, no contact, no notes leave this computer."), "ok")


def saving(notebook: Notebook, gathered: Gathered, folder: Path) -> Task[HandedOver]:
    """Write, check and record a package."""
    yield Progress(0, 0, str(folder))
    return hand_over(notebook, gathered, folder)


def _figure(number: str, words: str) -> QWidget:
    made = QWidget()
    layout = column(label(number, "figure"), label(words, "secondary", wrap=True), gap=0)
    layout.addStretch(1)  # side by side, all figures stand at the top
    made.setLayout(layout)
    return made


def _column(cell: int, header: str, rows: Sequence[Sequence[str]]) -> Column[list[str]]:
    texts = [row[cell] for row in rows]
    wanted = max(len(header) + 1, *map(len, texts), 0) * LETTER + space(4)  # a header is bold
    if texts and all(map(_is_identifier, texts)):
        wanted = 0  # it says nothing to a reader, and stands whole in the tooltip
    is_number = any(texts) and all(text.isdigit() for text in texts if text)
    return Column(
        str(cell),
        header,
        lambda line: line[cell],
        width=max(CELL_WIDTHS[0], min(CELL_WIDTHS[1], wanted)),
        align="right" if is_number else "left",
    )


def _is_identifier(text: str) -> bool:
    return len(text) == IDENTIFIER and text.count("-") == IDENTIFIER_PARTS - 1
