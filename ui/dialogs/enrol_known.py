"""Owns the choice of people of the registry to enrol: searched, ticked many at once, enrolled together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from models import enrolments, people
from models.notebook import Db
from models.people import PeopleQuery, PersonLine
from resources.i18n import N_, _, plural
from resources.labels import label as coded
from ui.dialogs.enrolment import enrol
from ui.dialogs.form_dialog import fit_to_screen
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column
from ui.widgets.buttons import Button
from ui.widgets.inputs import CheckBox, SearchField
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState


@dataclass(frozen=True, slots=True)
class Known:
    """One person of the registry, with their enrolment in this workshop if there is one."""

    person: PersonLine
    status: str


COLUMNS: tuple[Column[Known], ...] = (
    Column("name", N_("Name"), lambda known: known.person.listed, width=260, sort="name", stretch=True),
    Column("born", N_("Born"), lambda known: str(known.person.birth_year or ""), width=110, align="right"),
    Column("town", N_("Town"), lambda known: known.person.town, width=160, sort="town"),
    Column(
        "status", N_("In this workshop"), lambda known: coded("enrolment", known.status) if known.status else "",
        width=150, kind=lambda _known: "muted",
    ),
)  # fmt: skip


class EnrolKnownDialog(QDialog):
    """Searches the registry; those selected are enrolled with one press."""

    def __init__(self, context: Context, workshop_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._workshop_id = context, workshop_id
        title = _("Enrol people of the registry")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.search = SearchField(_("Search a name, a town, a phone number"))
        self.search.textChanged.connect(self._on_search)
        self.table: RowsTable[Known, PeopleQuery] = RowsTable(
            context, name="enrol_known", label=_("People of the registry"), columns=COLUMNS,
            find=people.find, find_first=lambda db, query, limit: people.find(db, query, limit=limit),
            lines=self._lines, query=PeopleQuery(),
            empty=EmptyState("users", _("Nobody is in the registry yet.")),
            counted=lambda number: plural("{n} person", "{n} people", number),
        )  # fmt: skip
        self.table.selection_changed.connect(self._show_state)
        self.table.opened.connect(lambda _person: self.on_enrol())
        self.over = CheckBox(_("Even over the number of places"))
        self.go = Button("", "primary")
        self.go.clicked.connect(self.on_enrol)
        self._lay_out(title)
        fit_to_screen(self, size(820), size(640))
        self.table.refresh()
        self._show_state()
        self.search.setFocus()

    def _lay_out(self, title: str) -> None:
        stay = Button(_("Cancel"))
        stay.setAccessibleName(_("Cancel"))
        stay.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        text = _("Select one person or several: with Ctrl or Shift and the arrows or the mouse, or Ctrl+A for all.")
        whole = column(label(title, "section", wrap=True), label(text, wrap=True), self.search, gap=3, margin=4)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.over)
        whole.addWidget(box)
        self.setLayout(whole)

    def _lines(self, db: Db, ids: Collection[int]) -> dict[int, Known]:
        statuses = enrolments.statuses(db, self._workshop_id, ids)
        return {key: Known(line, statuses.get(key, "")) for key, line in people.lines(db, ids).items()}

    def _on_search(self, text: str) -> None:
        self.table.set_query(PeopleQuery(text))

    def _show_state(self) -> None:
        count = self.table.selected_count
        text = plural("Enrol {n} person", "Enrol {n} people", count) if count else _("Enrol")
        self.go.say(text)
        self.go.setEnabled(bool(count))

    def on_enrol(self) -> None:
        """Enrol those selected, in the order of the list."""
        chosen = self.table.selected()
        if chosen:
            enrol(self._context, self._workshop_id, chosen, over=self.over.isChecked())
            self.accept()


def enrol_known(parent: QWidget, context: Context, workshop_id: int) -> bool:
    """Let people of the registry be chosen and enrolled; tell whether some were."""
    dialog = EnrolKnownDialog(context, workshop_id, parent)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted
