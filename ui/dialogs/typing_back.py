"""Owns the screen on which a signed paper sheet is typed back: its rows, who arrived, counters; one save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QWidget

from exchange.value_names import full_name
from models import feedback, headcounts, names, people, sessions, sheet_entries
from models.codes import AttendanceState
from models.problem import Problem, UserError
from models.sheet_entries import Arrival, Entered, SheetEntry, SheetOrder
from resources.i18n import N_, _, plural
from resources.words import sentence
from ui import messages
from ui.attendance_sheet import Came, SheetModel
from ui.days import day_and_month
from ui.dialogs.form_dialog import fit_to_screen
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import UprightArea, column, row, rule
from ui.widgets.buttons import Button, button
from ui.widgets.counts import CountEdit, FeedbackCounts
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import announce, chip, elided, label, plain_tip, set_kind
from ui.widgets.person_field import PersonField
from ui.widgets.sheet_list import SheetList

SIDE = 300
SAVE = "Ctrl+Return"
ORDERS = (
    (SheetOrder.SESSION, N_("by family name")),
    (SheetOrder.GIVEN_NAME, N_("by given name")),
    (SheetOrder.WORKSHOP, N_("of all sessions")),
)


class TypingBackDialog(QDialog):
    """One sheet on one screen, by keys alone: everyone, untick, arrivals, counters, save. Enter goes on."""

    def __init__(self, parent: QWidget | None, context: Context, session_id: int) -> None:
        super().__init__(parent)
        self._context, self._session_id = context, session_id
        with context.notebook.read() as db:
            self.line = sessions.lines(db, [session_id])[session_id]
            self._unnamed = headcounts.draft(db, session_id).total
            self._said = feedback.draft(db, session_id)
        title = _("Type the sheet in, session of {day}", day=day_and_month(self.line.date))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.model = SheetModel(self)
        self._is_ready = False
        self._build(title)
        self.unnamed.show_number(self._unnamed)
        self.answers.fill(self._said)
        self.model.marked.connect(self._follow)
        self._is_ready = True
        self._read()
        fit_to_screen(self, size(1320), size(720))
        (self.everyone if self.model.missing() else self.list).setFocus()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self, title: str) -> None:
        self.order = ComboBox(_("Order of the sheet"))
        for order, text in ORDERS:
            self.order.addItem(_(text), order)
        self.order.currentIndexChanged.connect(lambda *_: self._read())
        named = label(self.order.accessibleName())
        named.setBuddy(self.order)
        self.everyone = button(_("Everyone was here"), self.on_everyone, icon="check")
        self.everyone.setAutoDefault(True)  # Enter presses it while the focus is on it
        top = row(self.everyone, gap=3)
        top.addStretch(1)
        top.addWidget(named)
        top.addWidget(self.order)
        both = row(gap=4)
        both.addWidget(self._rows(), 1)
        both.addWidget(self._side())
        head = row(label(title, "section"), gap=4)
        head.addWidget(elided(self.line.workshop, "secondary"), 1)
        if self.line.date > self._context.today():
            head.addWidget(chip(_("Session to come"), "warn"))
        whole = column(head, top, gap=2, margin=4)
        whole.addLayout(both, 1)
        whole.addWidget(self._buttons())
        self.setLayout(whole)

    def _rows(self) -> QWidget:
        self.list = SheetList(self.model, _("Rows of the sheet"))
        self.list.done.connect(self._go_on)
        hint = label(
            _("P present, A absent, E excused, then the next row. Space unticks. A number goes to its row."),
            "secondary",
            wrap=True,
        )
        self.list.setAccessibleDescription(hint.text())
        frame = QFrame()
        frame.setObjectName("table")
        inside = column(self.list)
        inside.setContentsMargins(4, 4, 4, 4)
        frame.setLayout(inside)
        name = _("Who wrote their name below: type it, then Enter")
        self.arrival = ArrivalField(self._context, name, hint=name)
        self.arrival.named.connect(self.on_named)
        self.arrival.chosen.connect(self.on_known)
        self.arrival.left.connect(self._go_on)
        made = QWidget()
        layout = column(hint, gap=2)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame, 1)
        layout.addWidget(self.arrival)
        made.setLayout(layout)
        return made

    def _side(self) -> QWidget:
        self.unnamed = CountEdit(_("People without a name, in all"), self._follow)
        self.answers = FeedbackCounts(self._follow)
        text = label(self.unnamed.accessibleName(), "strong", wrap=True)
        text.setBuddy(self.unnamed)
        first = row(gap=2)
        first.addWidget(text, 1)
        first.addWidget(self.unnamed)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.count = label("", wrap=True)
        inside = QWidget()
        inside.setObjectName("page_body")
        layout = column(first, self.problem, rule(), self.answers, rule(), self.count, gap=3)
        layout.setContentsMargins(0, 0, space(3), 0)  # room beside the scroll bar
        layout.addStretch(1)
        inside.setLayout(layout)
        area = UprightArea(inside)
        area.setFixedWidth(size(SIDE))
        return area

    def _buttons(self) -> QDialogButtonBox:
        self.keep, stay = Button(_("Save this sheet"), "primary"), Button(_("Cancel"))
        self.keep.setAccessibleName(_("Save this sheet"))
        self.keep.setToolTip(plain_tip(QKeySequence(SAVE).toString(QKeySequence.SequenceFormat.NativeText)))
        stay.setAccessibleName(_("Cancel"))
        self.keep.clicked.connect(self.on_keep)
        stay.clicked.connect(self.reject)
        made = QDialogButtonBox()
        made.addButton(self.keep, QDialogButtonBox.ButtonRole.AcceptRole)
        made.addButton(stay, QDialogButtonBox.ButtonRole.RejectRole)
        return made

    # -- showing -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Show the rows in the order chosen; what is typed stays."""
        with self._context.notebook.read() as db:
            order = SheetOrder(self.order.currentData())
            self.model.fill(sheet_entries.rows(db, self._session_id, order))

    def _follow(self) -> None:
        """Say the numbers as they would be stored now."""
        if not self._is_ready:
            return
        now = self.model.numbers()
        came = now[AttendanceState.PRESENT] + self.unnamed.number
        parts = [
            plural("{n} person came", "{n} people came", came),
            plural("{n} absent", "{n} absent", now[AttendanceState.ABSENT]),
            plural("{n} excused", "{n} excused", now[AttendanceState.EXCUSED]),
        ]
        if missing := self.model.missing():
            parts.append(plural("{n} person has no mark yet.", "{n} people have no mark yet.", missing).rstrip("."))
        self.count.setText("\n".join(parts))
        self.everyone.setEnabled(missing > 0)
        self.answers.follow(came)
        self._tell([])

    def _tell(self, problems: Sequence[Problem]) -> None:
        text = "\n".join(sentence(each) for each in problems)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        set_kind(self.unnamed, "wrong", "true" if text else "false")
        self.unnamed.setAccessibleDescription(text)

    # -- typing --------------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> SheetEntry:
        """Return what is typed and not stored yet."""
        unnamed, said = self.unnamed.number, self.answers.draft
        return SheetEntry(
            self.model.changes,
            tuple(each.arrival for each in self.model.came),
            unnamed if unnamed != self._unnamed else None,
            said if said != self._said else None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter, save by Ctrl+Enter."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.on_keep()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Go from the rows to the arrivals, the counters and the button that saves."""
        stops = [self.everyone, self.list, self.arrival, self.unnamed, *self.answers.fields.values(), self.keep]
        focus: QWidget | None = self.focusWidget()
        place = stops.index(focus) if focus in stops else -1
        stops[min(place + 1, len(stops) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def on_everyone(self) -> None:
        """Tick everyone expected who has no mark, and go to the rows to untick."""
        number = self.model.everyone_was_here()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        announce(self, plural("{n} person marked as present", "{n} people marked as present", number))

    def on_named(self, text: str) -> None:
        """Add a name that stands below the rows."""
        name, _problem = full_name(text)
        if name.given_name or name.family_name:
            self._arrive(
                Came(names.shown(name.given_name, name.family_name), Arrival(name.given_name, name.family_name))
            )

    def on_known(self, person_id: int) -> None:
        """Add someone chosen from the registry."""
        with self._context.notebook.read() as db:
            line = people.lines(db, [person_id])[person_id]
        self._arrive(Came(line.shown, Arrival(person_id=person_id)))

    def _arrive(self, came: Came) -> None:
        place = self.model.arrive(came)
        self.list.go(place)
        announce(self, f"{came.name}, {self.model.words(place)}")

    # -- ending --------------------------------------------------------------------------------------------------------

    def on_keep(self) -> None:
        """Store all of it in one action, or say what is refused."""
        entry = self.entry
        if entry == SheetEntry():
            self.accept()
            return
        try:
            with self._context.notebook.write(N_("Type a sheet in")) as db:
                entered = sheet_entries.enter(db, self._session_id, entry, today=self._context.today())
        except UserError as error:
            self._tell(error.problems)
            announce(self, self.problem.text())
            self.unnamed.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()
        self._context.done(self._said_of(entered))

    def _said_of(self, entered: Entered) -> str:
        came = self.model.numbers()[AttendanceState.PRESENT] + self.unnamed.number
        day = day_and_month(self.line.date)
        text = plural(
            "{n} person came to the session of {day}", "{n} people came to the session of {day}", came, day=day
        )
        if new := sum(each.is_new_person for each in entered.came):
            text += " · " + plural("{n} new in the registry", "{n} new in the registry", new)
        if homonyms := sum(each.homonyms > 0 for each in entered.came):
            text += " · " + plural("{n} has the name of someone else", "{n} have the name of someone else", homonyms)
        return text

    def reject(self) -> None:
        """Ask before what is typed is thrown away."""
        entry = self.entry
        typed = len(entry.states) + len(entry.arrivals)
        if entry == SheetEntry() or messages.ask(
            self,
            _("Throw away what is typed of this sheet?"),
            detail=plural("{n} row is not saved.", "{n} rows are not saved.", typed) if typed else "",
            verb=_("Throw it away"),
            other=_("Go on typing"),
            destructive=True,
        ):
            super().reject()


class ArrivalField(PersonField):
    """The line of names below the rows; `left` tells that Enter was pressed without a name."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the sheet, and go on when there is no name."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif self.text().strip():
            super().keyPressEvent(event)
        else:
            self.left.emit()


def type_sheet_in(parent: QWidget, context: Context, session_id: int) -> bool:
    """Let the user type a signed sheet back; tell whether it was saved."""
    dialog = TypingBackDialog(parent, context, session_id)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted
