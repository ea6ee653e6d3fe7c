"""Owns the part of the import dialog that shows what becomes of each row, and asks who may be known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from exchange.people_import import Given, ImportPlan, Kind, PlannedRow
from models.names import listed
from models.notebook import Db
from resources.i18n import N_, _, plural
from ui.dialogs.import_correct import CorrectRowDialog
from ui.dialogs.import_questions import Answers, question
from ui.dialogs.import_reading import CHIPS, KIND_NAMES, counted
from ui.dialogs.import_standing import EVERYTHING, TO_CHECK, Standing
from ui.dialogs.import_told import completing, described, told
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import Card, flow, row
from ui.widgets.buttons import Button, button
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import chip, label
from ui.widgets.notices import EmptyState

BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class RowsQuery:
    """Which rows of the list are shown: those that become this, those to check, or all."""

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


COLUMNS: tuple[Column[ShownRow], ...] = (
    Column("row", N_("Row"), lambda line: str(line.row.row), width=64, align="right"),
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


def _can_correct(planned: PlannedRow) -> bool:
    """Tell whether a row names somebody: what the file itself leaves out cannot be put right."""
    return planned.kind is not Kind.LEFT_OUT or planned.reason == "repeated"


class RowsCard(Card):
    """The rows with their counts, which add up; a row that may be someone known asks who it is."""

    decided = Signal()
    given = Signal(object)  # Given: rows corrected or left out
    asked = Signal(object)  # the widget of a question that was gone to

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.standing = Standing()
        self._answers = Answers(self._decide, self._say_right, self._say)
        self._after: int | None = None  # the row whose answer is being planned
        self._context = context
        self._marks = label("", "secondary")
        self._total = label("")
        self._check = chip("", "warn")
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
        for signal in (self.table.opened, self.table.edited):
            signal.connect(self.correct)
        self.table.deleted.connect(self.leave_out)
        self.correct_button = button(_("Correct this row…"), self._on_correct)
        self.leave_out_button = button("", self._on_leave_out)
        self._question = QWidget()
        self._question.hide()
        top = row(label(_("Rows"), "section"), gap=3)
        done = flow(self.correct_button, self.leave_out_button, self._filter)  # one under the other where it is narrow
        top.addWidget(done, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(top)
        self.body.addWidget(flow(self._total, *self._chips.values(), self._check, self._marks))
        self.body.addWidget(self._question)
        self.body.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_plan(self, planned: ImportPlan, given: Given, *, is_same: bool = False) -> None:
        """Show what becomes of each row; what needs a look is shown first.

        When the same rows were planned again, answers, filter and selection stay.
        """
        chosen = self.table.selected()
        self.standing.renew(planned, given, is_same=is_same)
        marks = plural("{n} mark of attendance", "{n} marks of attendance", planned.marks)
        done = plural("{n} completed", "{n} completed", planned.completed)
        shown = [text for text, number in ((done, planned.completed), (marks, planned.marks)) if number]
        self._marks.setText(" · ".join(shown))
        self._show_counts()
        counts = self.standing.counts()
        first = next((kind for kind in (Kind.DOUBTFUL, Kind.TO_CORRECT) if counts[kind]), None)
        if not is_same:
            self._filter.setCurrentIndex(max(0, self._filter.findData(first.value if first else EVERYTHING)))
        self._show_filtered()
        self.table.refresh()
        if is_same or first is not Kind.DOUBTFUL:
            self.table.select(chosen if is_same else ())
            self._show_question()
        else:
            self.table.select(self.table.model.ids[:1])
        after, self._after = self._after, None
        if is_same and after is not None:
            self._go_on(after)

    def answer_again(self, people: Mapping[int, int | None], right: Collection[int]) -> None:
        """Take answers that were given before, as far as the rows still ask for them."""
        self.standing.answer_again(people, right)
        self._show_counts()
        self._show_filtered()
        self.table.refresh()
        self._show_question()

    def _show_counts(self) -> None:
        counts, shown, to_check = self.standing.counts(), self._filter.currentData(), self.standing.to_check()
        self._total.setText(plural("{n} row:", "{n} rows:", len(self.standing.rows)))
        for kind, made in self._chips.items():
            made.setText(counted(kind, counts[kind]))
            made.setVisible(bool(counts[kind]))
        self._filter.clear()
        self._filter.addItem(_("All rows"), EVERYTHING)
        if to_check:
            self._filter.addItem(_("To check"), TO_CHECK)
        for kind in Kind:
            if counts[kind]:
                self._filter.addItem(_(KIND_NAMES[kind]), kind.value)
        self._filter.setCurrentIndex(max(0, self._filter.findData(shown)))
        self._check.setText(plural("{n} to check", "{n} to check", to_check))
        self._check.setVisible(bool(to_check))

    def _show_filtered(self) -> None:
        self.table.set_query(RowsQuery(str(self._filter.currentData() or EVERYTHING)))

    def _find(self, _db: Db, query: RowsQuery) -> Sequence[int]:
        return [each.number for each in self.standing.rows.values() if self.standing.is_shown(each, query.kind)]

    def show_next(self) -> None:
        """Go to the next row that waits for the user, after the last to the first again; the keys go to its answers."""
        self._go_on(self.table.current())

    def _go_on(self, number: int | None) -> None:
        following = self.standing.next_after(number)
        if following is None:
            return
        if not self.standing.is_shown(following, str(self._filter.currentData() or EVERYTHING)):
            self._filter.setCurrentIndex(self._filter.findData(EVERYTHING))
            self._show_filtered()
        self.table.go_to(following.number)
        self._show_question()
        answers = self._question.findChildren(Button)
        (answers[0] if answers else self.table.view).setFocus()
        self.asked.emit(self._question if answers else self.table)

    def _lines(self, _db: Db, ids: Collection[int]) -> Mapping[int, ShownRow]:
        found = ((number, self.standing.rows[number]) for number in ids if number in self.standing.rows)
        return {number: ShownRow(each, self.standing.kind(each), self._told(each)) for number, each in found}

    def _told(self, planned: PlannedRow) -> str:
        person_id = self.standing.people.get(planned.number)
        answer = next((described(each) for each in planned.candidates if each.id == person_id), "")
        if answer:
            return " · ".join(part for part in (answer, completing(planned, person_id)) if part)
        return "" if planned.number in self.standing.people else told(planned)

    # -- rows put right or left out ------------------------------------------------------------------------------------

    def _show_buttons(self) -> None:
        """Say what can be done with the selected rows."""
        rows = [self.standing.rows[number] for number in self.table.selected() if number in self.standing.rows]
        self.correct_button.setEnabled(len(rows) == 1 and _can_correct(rows[0]))
        is_back = bool(rows) and all(each.reason == BY_HAND for each in rows)
        count = max(1, len(rows))
        text = (
            plural("Take this row in again", "Take {n} rows in again", count)
            if is_back
            else plural("Leave out this row", "Leave out {n} rows", count)
        )
        self.leave_out_button.say(text)
        self.leave_out_button.setEnabled(is_back or any(each.kind is not Kind.LEFT_OUT for each in rows))

    def _on_correct(self) -> None:
        chosen = self.table.selected()
        if len(chosen) == 1:
            self.correct(chosen[0])

    def correct(self, number: int) -> None:
        """Let one row be put right; it is checked and looked for again."""
        planned = self.standing.rows.get(number)
        if planned is None or not _can_correct(planned):
            return
        dialog = CorrectRowDialog(self, planned, today=self._context.today())
        if run(dialog) == QDialog.DialogCode.Accepted:  # the same draft too: a cell that was wrong is empty now
            self.given.emit(
                replace(self.standing.given, corrected={**self.standing.given.corrected, number: dialog.draft})
            )

    def _on_leave_out(self) -> None:
        self.leave_out(self.table.selected())

    def leave_out(self, numbers: Sequence[int]) -> None:
        """Leave rows out, or take them in again when all of them were."""
        changed = self.standing.with_left_out(numbers, BY_HAND)
        if changed != self.standing.given:
            self.given.emit(changed)

    # -- what a row asks -----------------------------------------------------------------------------------------------

    def _show_question(self) -> None:
        self._show_buttons()
        chosen = self.table.selected()
        asked = self.standing.rows.get(chosen[0]) if len(chosen) == 1 else None
        made = question(asked, self.standing, self._answers) if asked is not None else None
        before, self._question = self._question, made or QWidget()
        self.body.replaceWidget(before, self._question)
        self._question.setVisible(made is not None)
        before.hide()
        before.deleteLater()

    def _decide(self, number: int, person_id: int | None) -> None:
        """Keep who a doubtful row is and ask about the next."""
        self.standing.people[number] = person_id
        self._show_answered(number)

    def _say_right(self, number: int) -> None:
        """Keep that a row to check is right and show the next."""
        self.standing.right.add(number)
        self._show_answered(number)

    def _say(self, number: int, given: Given) -> None:
        """Have the rows planned again with what was said of one, then show the next."""
        self._after = number
        self.given.emit(given)

    def _show_answered(self, number: int) -> None:
        self._show_counts()
        self._show_filtered()
        self.table.refresh()
        if self.standing.waiting():
            self._go_on(number)
        else:
            self.table.go_to(number)
            self._show_question()
            self.table.view.setFocus()
        self.decided.emit()
