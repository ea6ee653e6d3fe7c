"""Owns the card that shows two records side by side: made one, field by field, or told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QGridLayout, QRadioButton, QWidget

from models import backup, duplicates, merging, people
from models.backup import BETWEEN_MERGES, Reason
from models.codes import AXES
from models.merging import Difference
from models.people import PersonDraft, PersonLine
from models.problem import UserError
from resources.i18n import N_, _, here, plural
from resources.labels import field_label
from resources.labels import label as coded
from ui import messages
from ui.dialogs.form_dialog import fit_to_screen
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import UprightArea, column
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.person_field import PersonField

KEPT, OTHER, BOTH = "kept", "other", "both"


def shown_value(field: str, value: object) -> str:
    """Return a stored value as people read it."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return here().date(value)
    return coded(field, str(value)) if field in AXES else str(value)


class MergeDialog(QDialog):
    """Two records: what differs is chosen field by field, and what was chosen is what stays."""

    def __init__(self, context: Context, first_id: int, second_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.ids = context, (first_id, second_id)
        with context.notebook.read() as db:
            self._drafts = tuple(people.draft(db, each) for each in self.ids)
            found = people.lines(db, self.ids)
            self._lines = tuple(found[each] for each in self.ids)
        self._combined = merging.combined(*self._drafts)
        self.choices: dict[str, QButtonGroup] = {}
        title = _("Is this one person?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._lay_out(title)
        fit_to_screen(self, size(900), size(640))

    def _lay_out(self, title: str) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, space(2), 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(2))
        for place, line in enumerate(self._lines, 1):
            grid.addWidget(label(line.listed, "strong", wrap=True), 0, place)
            grid.addWidget(label(_life(line), "secondary", wrap=True), 1, place)
        differing = merging.differences(*self._drafts)
        for place, difference in enumerate(differing, 1):
            self._add_choice(grid, 2 * place, difference)
        if not differing:
            grid.addWidget(label(_("Both records say the same."), "secondary", wrap=True), 2, 0, 1, 3)
        for place, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(place, stretch)
        grid.setRowStretch(grid.rowCount(), 1)
        told = _(
            "Choose what stays. Attendance and certificates of both are kept; where both came to one session, "
            "it counts once. This can be undone."
        )
        scrolled = QWidget()
        scrolled.setLayout(column(label(told, wrap=True), inside, gap=3))
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(UprightArea(scrolled), 1)
        self.buttons = self._buttons()
        whole.addWidget(self.buttons)
        self.setLayout(whole)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        for text, act, role, kind in (
            (_("Make them one person"), self.on_merge, QDialogButtonBox.ButtonRole.AcceptRole, "primary"),
            (_("They are two people"), self.on_apart, QDialogButtonBox.ButtonRole.ActionRole, "plain"),
            (_("Cancel"), self.reject, QDialogButtonBox.ButtonRole.RejectRole, "plain"),
        ):
            made = Button(text, kind)
            made.setAccessibleName(text)
            made.clicked.connect(act)
            box.addButton(made, role)
        return box

    def _add_choice(self, grid: QGridLayout, row: int, difference: Difference) -> None:
        """Add one field: its two values, each a choice; for notes also both."""
        name = field_label(difference.field)
        grid.addWidget(label(name, "strong", wrap=True), row, 0)
        group = QButtonGroup(self)
        proposed = getattr(self._combined, difference.field)
        offered: list[tuple[str, object]] = [(KEPT, difference.kept), (OTHER, difference.other)]
        places = {KEPT: (row, 1), OTHER: (row, 2)}
        for which, value in offered:
            self._add_radio(grid, group, places[which], f"{name}: {shown_value(difference.field, value)}", which)
        chosen = KEPT if proposed == difference.kept else OTHER
        if difference.can_join and difference.kept and difference.other:
            self._add_radio(grid, group, (row + 1, 1), f"{name}: " + _("keep both"), BOTH)
            chosen = BOTH
        next(each for each in group.buttons() if each.property("which") == chosen).setChecked(True)
        self.choices[difference.field] = group

    @staticmethod
    def _add_radio(grid: QGridLayout, group: QButtonGroup, place: tuple[int, int], text: str, which: str) -> None:
        made = QRadioButton()
        made.setAccessibleName(text)
        made.setProperty("which", which)
        group.addButton(made)
        shown = label(text.partition(": ")[2], wrap=True)
        holder = QWidget()
        line = QGridLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(made, 0, 0)
        line.addWidget(shown, 0, 1)
        line.setColumnStretch(1, 1)
        grid.addWidget(holder, *place)

    def choose(self, field: str, which: str) -> None:
        """Choose what stays of one field: kept, other or both."""
        next(each for each in self.choices[field].buttons() if each.property("which") == which).setChecked(True)

    def draft(self) -> PersonDraft:
        """Return what would be known of the person."""
        chosen: dict[str, Any] = {}
        for field, group in self.choices.items():
            which = next(each.property("which") for each in group.buttons() if each.isChecked())
            source = self._combined if which == BOTH else self._drafts[0 if which == KEPT else 1]
            chosen[field] = getattr(source, field)
        return replace(self._drafts[0], **chosen)

    def on_merge(self) -> None:
        """Make them one, after a backup."""
        self.buttons.setEnabled(False)
        save = partial(backup.before, self._context.notebook, Reason.MERGE, apart=BETWEEN_MERGES)
        self._context.jobs.later(save, self._merge, owner=self)

    def _merge(self, _backup: object) -> None:
        self.buttons.setEnabled(True)
        try:
            with self._context.notebook.write(N_("Merge two records of one person")) as db:
                merging.merge(db, *self.ids, self.draft(), today=self._context.today())
        except UserError as error:
            messages.show_error(self, error)
            return
        self.accept()
        self._context.done(_("Two records are one person now"))

    def on_apart(self) -> None:
        """Remember that they are two people."""
        with self._context.notebook.write(N_("Say that two people are not the same")) as db:
            duplicates.tell_apart(db, *self.ids)
        self.accept()
        self._context.done(_("They are not shown as one person any more"))


def _life(line: PersonLine) -> str:
    """Say what hangs on a record."""
    return " · ".join(
        (
            plural("In {n} workshop", "In {n} workshops", line.workshops),
            plural("came to {n} session", "came to {n} sessions", line.presences),
        )
    )


def open_merge(parent: QWidget, context: Context, first_id: int, second_id: int) -> bool:
    """Show two records side by side; tell whether something was decided."""
    dialog = MergeDialog(context, first_id, second_id, parent)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted


class OtherRecordDialog(QDialog):
    """Asks for the other record of a person, found as one types."""

    def __init__(self, context: Context, person_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person_id = person_id
        self.other_id: int | None = None
        title = _("Merge with another record")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.field = PersonField(
            context, _("The other record of this person"), hint=_("Type a name, then choose with Down")
        )
        self.field.chosen.connect(self.on_chosen)
        cancel = Button(_("Cancel"))
        cancel.setAccessibleName(_("Cancel"))
        cancel.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        whole = column(
            label(title, "section", wrap=True), label(_("Which record is the same person?"), wrap=True), gap=3, margin=4
        )
        whole.addWidget(self.field)
        whole.addStretch(1)
        whole.addWidget(box)
        self.setLayout(whole)
        fit_to_screen(self, size(560), size(380))
        self.field.setFocus()

    def on_chosen(self, person_id: int) -> None:
        """Take whom was chosen, unless it is the same record."""
        if person_id != self._person_id:
            self.other_id = person_id
            self.accept()


def ask_merge(parent: QWidget, context: Context, person_id: int) -> bool:
    """Ask for the other record of a person, then show both side by side; tell whether something was decided."""
    dialog = OtherRecordDialog(context, person_id, parent)
    run(dialog)
    other_id = dialog.other_id
    return other_id is not None and open_merge(parent, context, person_id, other_id)
