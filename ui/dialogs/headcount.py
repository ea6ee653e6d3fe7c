"""Owns the dialog of counters: how many came without giving a name, what they told, what people said at the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QSizePolicy, QWidget

from models import attendance, feedback, headcounts, sessions
from models.headcounts import AXES, UNTOLD, HeadcountDraft
from models.problem import Problem, UserError
from resources.codebook import in_force
from resources.i18n import N_, _, here
from resources.labels import codes, field_label
from resources.labels import label as coded
from resources.words import sentence
from ui.days import day_and_month
from ui.dialogs.form_dialog import fit_to_screen
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import Card, UprightArea, column, deck
from ui.widgets.buttons import Button
from ui.widgets.counts import CountEdit, FeedbackCounts
from ui.widgets.labels import announce, label, set_kind


class AxisCard(Card):
    """The counters of one group, with the rest who did not tell under them."""

    def __init__(self, axis: str, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # side by side, of one height
        self.axis = axis
        self.fields: dict[str, CountEdit] = {}
        title, grid = field_label(axis), QGridLayout()
        grid.setColumnStretch(0, 1)
        for row, code in enumerate(each for each in self._codes() if each != UNTOLD):
            text = label(coded(axis, code), wrap=True)
            edit = CountEdit(f"{title}: {coded(axis, code)}", changed)
            text.setBuddy(edit)
            grid.addWidget(text, row, 0)
            grid.addWidget(edit, row, 1)
            self.fields[code] = edit
        self.rest = label("", "secondary", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.body.addWidget(label(title, "strong"))
        self.body.addLayout(grid)
        self.body.addWidget(self.rest)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)

    def _codes(self) -> tuple[str, ...]:
        """Return what the programme asks for, then what it asked for before: no count may vanish."""
        return (*codes(self.axis), *in_force().withdrawn.get(self.axis, ()))

    @property
    def parts(self) -> dict[str, int]:
        """Return the counters that are not 0."""
        return {code: edit.number for code, edit in self.fields.items() if edit.number}

    def follow(self, draft: HeadcountDraft, problems: list[Problem]) -> None:
        """Show the rest, and what is wrong."""
        self.rest.setText(_("Not told: {n}", n=here().number(max(draft.untold(self.axis), 0))))
        _tell(self.problem, problems, list(self.fields.values()))


class HeadcountDialog(QDialog):
    """Counts who came without a name; it closes only when the numbers agree and are saved."""

    def __init__(self, parent: QWidget | None, context: Context, session_id: int) -> None:
        super().__init__(parent)
        with context.notebook.read() as db:
            line = sessions.lines(db, [session_id])[session_id]
            self._stored, self._said = headcounts.draft(db, session_id), feedback.draft(db, session_id)
            self._named = attendance.presences_by_session(db, [session_id])[session_id].present
        title = _("Counters, session of {day}", day=day_and_month(line.date))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._context, self._session_id = context, session_id
        self._is_filling = True
        self.total = CountEdit(_("People without a name, in all"), self._follow)
        self.helped = CountEdit(_("Of these, already helped before"), self._follow)
        self._problems = {name: label("", "problem", wrap=True) for name in ("total", "already_helped")}
        self.axes = [AxisCard(axis, self._follow) for axis in AXES]
        self.answers = FeedbackCounts(self._follow)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(UprightArea(self._inside()), 1)
        whole.addWidget(self._buttons())
        self.setLayout(whole)
        fit_to_screen(self, size(1180), size(640))
        self._fill()
        self.total.setFocus()
        self.total.selectAll()

    def _inside(self) -> QWidget:
        totals = QGridLayout()
        totals.setColumnStretch(2, 1)
        for row, edit in enumerate((self.total, self.helped)):
            text = label(edit.accessibleName())
            text.setBuddy(edit)
            totals.addWidget(text, row, 0)
            totals.addWidget(edit, row, 1)
        layout = column(totals, *self._problems.values(), self._cards())
        layout.setContentsMargins(0, 0, space(3), 0)  # room beside the scroll bar
        layout.addStretch(1)
        inside = QWidget()
        inside.setObjectName("page_body")
        inside.setLayout(layout)
        return inside

    def _cards(self) -> QWidget:
        said = Card()
        said.body.addWidget(self.answers)
        said.body.addStretch(1)
        return deck(*self.axes, said, narrowest=250)

    def _buttons(self) -> QDialogButtonBox:
        self.keep, stay = Button(_("Save these numbers"), "primary"), Button(_("Cancel"))
        self.keep.setAccessibleName(_("Save these numbers"))
        stay.setAccessibleName(_("Cancel"))
        self.keep.clicked.connect(self.on_keep)
        stay.clicked.connect(self.reject)
        self.keep.setDefault(True)
        made = QDialogButtonBox()
        made.addButton(self.keep, QDialogButtonBox.ButtonRole.AcceptRole)
        made.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        return made

    @property
    def draft(self) -> HeadcountDraft:
        """Return what is entered."""
        parts = {card.axis: card.parts for card in self.axes if card.parts}
        return HeadcountDraft(self.total.number, self.helped.number, parts)

    def _fill(self) -> None:
        self.total.show_number(self._stored.total)
        self.helped.show_number(self._stored.already_helped)
        for card in self.axes:
            for code, edit in card.fields.items():
                edit.show_number(self._stored.parts.get(card.axis, {}).get(code, 0))
        self.answers.fill(self._said)
        self._is_filling = False
        self._follow()

    def _follow(self) -> None:
        if not self._is_filling:
            self._show(headcounts.check(self.draft))

    def _show(self, problems: list[Problem]) -> None:
        """Compute the rests anew and show what is wrong under its field."""
        draft = self.draft
        for name, edit in (("total", self.total), ("already_helped", self.helped)):
            _tell(self._problems[name], [each for each in problems if each.field == name], [edit])
        for card in self.axes:
            card.follow(draft, [each for each in problems if each.field == card.axis])
        self.answers.follow(self._named + draft.total)

    def on_keep(self) -> None:
        """Save, or go to what is wrong."""
        counted, said = self.draft, self.answers.draft
        is_counted = counted != self._stored
        done = N_("Count unnamed participants") if is_counted else N_("Count what people said")
        try:
            with self._context.notebook.write(done) as db:
                if is_counted:
                    headcounts.save(db, self._session_id, counted)
                if said != self._said:
                    feedback.save(db, self._session_id, said)
        except UserError as error:
            self._refuse(list(error.problems))
        else:
            self.accept()

    def _refuse(self, problems: list[Problem]) -> None:
        self._show(problems)
        announce(self, " ".join(sentence(each) for each in problems))
        wrong = {"total": self.total, "already_helped": self.helped}
        wrong |= {card.axis: next(iter(card.fields.values())) for card in self.axes}
        if problems[0].field not in wrong:  # of the notebook, not of a field
            raise UserError(*problems)
        wrong[problems[0].field].setFocus(Qt.FocusReason.OtherFocusReason)


def _tell(shown: QLabel, problems: list[Problem], fields: list[CountEdit]) -> None:
    """Show problems under their fields, or that there is none."""
    text = "\n".join(sentence(each) for each in problems)
    shown.setText(text)
    shown.setVisible(bool(text))
    for edit in fields:
        set_kind(edit, "wrong", "true" if text else "false")
        edit.setAccessibleDescription(text)


def count_unnamed(parent: QWidget, context: Context, session_id: int) -> bool:
    """Let the user fill in the counters of a session; tell whether it was saved."""
    dialog = HeadcountDialog(parent, context, session_id)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted
