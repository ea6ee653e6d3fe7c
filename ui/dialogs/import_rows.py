"""Owns the part of the import dialog that shows what becomes of each row, and asks who may be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exchange.people_import import Choices, ImportPlan, Kind, PlannedRow
from models.matching import KnownPerson
from models.names import listed
from models.notebook import Db
from models.people import PersonDraft
from resources.i18n import N_, _, plural
from resources.labels import left_out_label
from resources.words import sentence
from ui.dialogs.import_reading import CHIPS, KIND_NAMES, counted
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import Card, flow, row
from ui.widgets.buttons import Button, button
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import chip, label
from ui.widgets.notices import EmptyState

EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class RowsQuery:
    """Which rows of the list are shown: those that become this, or all."""

    kind: str = EVERYTHING
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the list as it stands now: what becomes of it after what the user answered."""

    row: PlannedRow
    kind: Kind
    told: str

    @property
    def name(self) -> str:
        """The name the row gives."""
        return listed(self.row.draft.given_name, self.row.draft.family_name)


def described(person: PersonDraft | KnownPerson) -> str:
    """Return someone in one line, with all that tells them from another of the same name."""
    born = _("born {year}", year=person.birth_year) if person.birth_year else ""
    name = " ".join(part for part in (person.given_name, person.family_name) if part)
    return ", ".join(part for part in (name, born, person.town, person.email, person.phone) if part)


def told(planned: PlannedRow) -> str:
    """Say what deserves to be told of a row."""
    texts = [sentence(problem) for problem in planned.problems]
    if planned.same_as is not None:
        texts.append(_("The same person as in row {row}", row=planned.same_as))
    elif planned.kind is Kind.LEFT_OUT:
        texts.append(left_out_label(planned.reason))
    texts += [_("Perhaps {person}", person=described(each)) for each in planned.candidates]
    return " ".join(texts)


COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("row", N_("Row"), lambda line: str(line.row.number), width=64, align="right"),
    Column("name", N_("Name"), lambda line: line.name, width=200),
    Column("born", N_("Born"), lambda line: str(line.row.draft.birth_year or ""), width=100, align="right"),
    Column("phone", N_("Phone"), lambda line: line.row.draft.phone, width=135),
    Column(
        "kind",
        N_("What becomes of it"),
        lambda line: _(KIND_NAMES[line.kind]),
        width=160,
        kind=lambda line: f"chip-{CHIPS[line.kind]}",
    ),
    Column("told", N_("To know"), lambda line: line.told, width=300, stretch=True),
)


class RowsCard(Card):
    """The rows with their counts, which add up; a row that may be someone known asks who it is."""

    decided = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._rows: dict[int, PlannedRow] = {}
        self._people: dict[int, int | None] = {}  # doubtful row -> who it is, None: someone new
        self._total = label("")
        self._chips = {kind: chip("", CHIPS[kind]) for kind in Kind}
        self._filter = ComboBox(_("Rows that are shown"))
        self._filter.activated.connect(lambda *_: self._show_filtered())
        self.table = RowsTable(
            context,
            name="import_rows",
            label=_("Rows of the list"),
            columns=COLUMNS,
            find=self._find,
            lines=self._lines,
            query=RowsQuery(),
            empty=EmptyState("users", _("The list has no rows under its titles.")),
            counted=lambda number: plural("{n} row", "{n} rows", number),
        )
        self.table.selection_changed.connect(self._show_question)
        self._question = QWidget()
        self._question.hide()
        top = row(label(_("Rows"), "section"), gap=3)
        top.addWidget(flow(self._total, *self._chips.values()), 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._filter)
        self.body.addLayout(top)
        self.body.addWidget(self._question)
        self.body.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_plan(self, planned: ImportPlan) -> None:
        """Show what becomes of each row; what needs a look is shown first."""
        self._rows = {each.number: each for each in planned.rows}
        self._people = {}
        self._show_counts()
        counts = self.counts()
        first = next((kind for kind in (Kind.DOUBTFUL, Kind.TO_CORRECT) if counts[kind]), None)
        self._filter.setCurrentIndex(max(0, self._filter.findData(first.value if first else EVERYTHING)))
        self._show_filtered()
        self.table.refresh()
        if first is Kind.DOUBTFUL:
            self.table.select(self.table.model.ids[:1])

    def choices(self, *, leaves_out_wrong: bool) -> Choices:
        """Return what the user decided."""
        wrong = [number for number, each in self._rows.items() if each.kind is Kind.TO_CORRECT]
        return Choices(frozenset(wrong if leaves_out_wrong else ()), dict(self._people))

    def counts(self) -> Counter[Kind]:
        """Return how many rows become what; they add up to the rows of the file."""
        return Counter(map(self._kind, self._rows.values()))

    def _kind(self, planned: PlannedRow) -> Kind:
        if planned.number in self._people:
            return Kind.NEW if self._people[planned.number] is None else Kind.KNOWN
        return planned.kind

    def _show_counts(self) -> None:
        counts, shown = self.counts(), self._filter.currentData()
        self._total.setText(plural("{n} row:", "{n} rows:", len(self._rows)))
        for kind, made in self._chips.items():
            made.setText(counted(kind, counts[kind]))
            made.setVisible(bool(counts[kind]))
        self._filter.clear()
        self._filter.addItem(_("All rows"), EVERYTHING)
        for kind in Kind:
            if counts[kind]:
                self._filter.addItem(_(KIND_NAMES[kind]), kind.value)
        self._filter.setCurrentIndex(max(0, self._filter.findData(shown)))

    def _show_filtered(self) -> None:
        self.table.set_query(RowsQuery(str(self._filter.currentData() or EVERYTHING)))

    def _find(self, _db: Db, query: RowsQuery) -> Sequence[int]:
        return [each.number for each in self._rows.values() if query.kind in (EVERYTHING, self._kind(each).value)]

    def _lines(self, _db: Db, ids: Collection[int]) -> Mapping[int, ShownRow]:
        found = ((number, self._rows[number]) for number in ids if number in self._rows)
        return {number: ShownRow(each, self._kind(each), self._told(each)) for number, each in found}

    def _told(self, planned: PlannedRow) -> str:
        person_id = self._people.get(planned.number)
        answer = next((described(each) for each in planned.candidates if each.id == person_id), "")
        return answer or ("" if planned.number in self._people else told(planned))

    # -- someone who may be known --------------------------------------------------------------------------------------

    def _show_question(self) -> None:
        chosen = self.table.selected()
        asked = self._rows.get(chosen[0]) if len(chosen) == 1 else None
        is_doubtful = asked is not None and asked.kind is Kind.DOUBTFUL
        before = self._question
        self._question = self._made_question(asked) if asked is not None and is_doubtful else QWidget()
        self.body.replaceWidget(before, self._question)
        self._question.setVisible(is_doubtful)
        before.hide()
        before.deleteLater()

    def _made_question(self, asked: PlannedRow) -> QWidget:
        """Show the row of the list over the people it may be, each a button."""
        made = Card(accent=True)
        made.body.addWidget(label(_("Row {row}: is this someone you know?", row=asked.number), "strong"))
        made.body.addWidget(label(_("In the list: {person}", person=described(asked.draft)), wrap=True))
        answers = [
            self._answer(asked, each.id, _("It is {person}", person=described(each))) for each in asked.candidates
        ]
        made.body.addWidget(flow(*answers, self._answer(asked, None, _("Someone new"))))
        return made

    def _answer(self, asked: PlannedRow, person_id: int | None, text: str) -> Button:
        is_chosen = asked.number in self._people and self._people[asked.number] == person_id
        made = button(text, partial(self._decide, asked.number, person_id), icon="check" if is_chosen else "")
        made.setAccessibleName(_("{answer} (chosen)", answer=text) if is_chosen else text)
        return made

    def _decide(self, number: int, person_id: int | None) -> None:
        """Keep an answer and ask about the next row that may be someone known."""
        self._people[number] = person_id
        undecided = [each.number for each in self._rows.values() if self._kind(each) is Kind.DOUBTFUL]
        self._show_counts()
        self._show_filtered()
        self.table.refresh()
        following = next((each for each in undecided if each > number), undecided[0] if undecided else number)
        self.table.go_to(following)
        self._show_question()
        answers = self._question.findChildren(Button)
        (answers[0] if undecided and answers else self.table.view).setFocus()  # who works by keyboard goes on
        self.decided.emit()
