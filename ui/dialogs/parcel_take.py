"""Owns taking a parcel back: what it would change is shown first, who is who and which side stays are chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QFileDialog, QGridLayout, QRadioButton, QWidget

from exchange.parcel_words import conflict_title, counted, lost, value_text
from models import parcel_taking
from models.base import utc_now
from models.matching import KnownPerson
from models.parcel_merge import OURS, THEIRS, Answers, Comparison, Conflict, Newcomer, Returned
from models.parcels import SUFFIX
from models.platforms import documents_folder
from models.problem import UserError
from resources.i18n import _, here, plural
from ui import messages
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.passphrase import ask_passphrase, needs_passphrase
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import UprightArea, column, empty
from ui.widgets.buttons import Button
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import announce, label


def take_parcel(parent: QWidget, context: Context, path: Path | None = None) -> None:
    """Ask for the parcel and its passphrase, read it off the window's thread, then show what it would change."""
    if path is None:
        chosen, _kind = QFileDialog.getOpenFileName(
            parent, _("Take a parcel back"), str(documents_folder()), f"{_('Parcels')} (*{SUFFIX})"
        )
        if not chosen:
            return
        path = Path(chosen)
    passphrase = ask_passphrase(parent, path) if needs_passphrase(path) else ""
    if passphrase is None:
        return
    read = partial(parcel_taking.read_back, path, passphrase)
    context.jobs.later(read, partial(show_returned, parent, context), owner=parent)


def show_returned(parent: QWidget, context: Context, returned: Returned) -> None:
    """Show what a parcel would change, or that there is nothing new in it."""
    try:
        found = parcel_taking.preview(context.notebook, returned)
    except UserError as error:
        messages.show_error(parent, error)
        return
    if found.is_known:
        messages.tell(
            parent, _("Take a parcel back"), [_("This parcel has been taken back already: there is nothing new in it.")]
        )
        return
    dialog = TakeDialog(context, returned, found, parent)
    if run(dialog) == QDialog.DialogCode.Accepted:
        _take(parent, context, returned, dialog.answers)


def _take(parent: QWidget, context: Context, returned: Returned, answers: Answers) -> None:
    take = partial(parcel_taking.take, context.notebook, returned, answers, today=context.today(), now=utc_now())

    def told(done: Comparison) -> None:
        changes = sum(done.counts.values())
        context.done(plural("Parcel taken back: {n} change", "Parcel taken back: {n} changes", changes))

    context.jobs.later(take, told, owner=parent)


class TakeDialog(QDialog):
    """The preview: counts, people who may be known, what both sides changed side by side, what is left out."""

    def __init__(self, context: Context, returned: Returned, found: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._returned, self.found = context, returned, found
        self.answers = Answers()
        self.people: dict[str, ComboBox] = {}
        self.conflicts: dict[str, QButtonGroup] = {}
        title = _("Take a parcel back")
        if returned.label:
            title = _("Take the parcel of {name} back", name=returned.label)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._inside = QWidget()
        self._body = column(gap=3)
        self._body.setContentsMargins(0, 0, space(3), 0)
        self._inside.setLayout(self._body)
        self.go = Button(_("Take it back"), "primary")
        self.go.setAccessibleName(_("Take it back"))
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        stay = Button(_("Cancel"))
        stay.setAccessibleName(_("Cancel"))
        stay.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        text = _("Nothing has been changed yet. Everything comes in as one action, which can be undone.")
        whole = column(label(title, "section", wrap=True), label(text, wrap=True), gap=3, margin=4)
        self._counts = column(gap=1)
        self._body.addLayout(self._counts)
        whole.addWidget(UprightArea(self._inside), 1)
        whole.addWidget(box)
        self.setLayout(whole)
        self._show_people()
        self._conflict_place = column(gap=2)
        self._body.addLayout(self._conflict_place)
        self._body.addStretch(1)
        self._show()
        fit_to_screen(self, size(860), size(620))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        empty(self._counts)
        for line in counted(self.found) or [_("Nothing was entered in this parcel.")]:
            self._counts.addWidget(label(f"•\u00a0{line}", wrap=True))
        for line in lost(self.found):
            self._counts.addWidget(label(line, "warning", wrap=True))
        empty(self._conflict_place)
        self.conflicts = {}
        if not self.found.conflicts:
            return
        number = len(self.found.conflicts)
        text = plural("{n} thing was changed on both sides", "{n} things were changed on both sides", number)
        self._conflict_place.addWidget(label(text, "strong", wrap=True))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(4))
        grid.setVerticalSpacing(space(2))
        for place, name in enumerate((_("In the parcel"), _("Here")), 1):
            grid.addWidget(label(name, "secondary"), 0, place)
        for row, conflict in enumerate(self.found.conflicts, 1):
            self._add_conflict(grid, row, conflict)
        for place, stretch in enumerate((4, 3, 3)):
            grid.setColumnStretch(place, stretch)
        self._conflict_place.addWidget(holder)

    def _add_conflict(self, grid: QGridLayout, row: int, conflict: Conflict) -> None:
        title = conflict_title(conflict)
        grid.addWidget(label(title, wrap=True), row, 0)
        group = QButtonGroup(self)
        sides = ((THEIRS, _("In the parcel"), conflict.step.theirs), (OURS, _("Here"), conflict.step.ours))
        for place, (side, where, values) in enumerate(sides, 1):
            shown = value_text(conflict, values)
            made = QRadioButton()
            made.setAccessibleName(f"{title} – {where}: {shown}")
            made.setProperty("side", side)
            made.setChecked(conflict.chosen == side)
            group.addButton(made)
            holder = QWidget()
            line = QGridLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(made, 0, 0)
            line.addWidget(label(shown, wrap=True), 0, 1)
            line.setColumnStretch(1, 1)
            grid.addWidget(holder, row, place)
        group.buttonToggled.connect(partial(self._on_side, conflict.id))
        self.conflicts[conflict.id] = group

    def _show_people(self) -> None:
        asked = [each for each in self.found.newcomers if each.is_asked]
        if not asked:
            return
        text = plural(
            "{n} person of the parcel may be in the registry already",
            "{n} people of the parcel may be in the registry already",
            len(asked),
        )
        self._body.addWidget(label(text, "strong", wrap=True))
        for newcomer in asked:
            self._add_person(newcomer)

    def _add_person(self, newcomer: Newcomer) -> None:
        name = f"{newcomer.given_name} {newcomer.family_name}".strip()
        choice = ComboBox(_("Who is {name}?", name=name))
        choice.addItem(_("Somebody new"), None)
        for each in newcomer.candidates:
            choice.addItem(_known(each), each.id)
        choice.currentIndexChanged.connect(partial(self._on_person, newcomer.uid))
        choice.setMaximumWidth(size(560))
        shown = label(_("Who is {name}?", name=name), wrap=True)
        shown.setBuddy(choice)
        self._body.addLayout(column(shown, choice, gap=1))
        self.people[newcomer.uid] = choice

    # -- what is chosen ------------------------------------------------------------------------------------------------

    def _on_side(self, conflict_id: str, made: QRadioButton, is_on: bool) -> None:
        if is_on:
            sides = {**self.answers.conflicts, conflict_id: str(made.property("side"))}
            self.answers = replace(self.answers, conflicts=sides)

    def _on_person(self, uid: str, _place: int) -> None:
        """Take who somebody is, and look again at what that changes."""
        person: Any = self.people[uid].currentData()
        self.answers = replace(self.answers, people={**self.answers.people, uid: person})
        self.found = parcel_taking.preview(self._context.notebook, self._returned, self.answers)
        self._show()
        announce(self, here().and_list(counted(self.found)))


def _known(person: KnownPerson) -> str:
    parts = (person.listed, str(person.birth_year or ""), person.town)
    return ", ".join(part for part in parts if part)
