"""Owns the attendance of a workshop: who came to which session, who arrived unexpected, who gave no name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget, QWidget

from models import attendance, enrolments, sessions
from models.attendance import GridRow, Mark, Presence, WalkIn
from models.codes import AttendanceState
from models.journal import Changes
from models.problem import UserError
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, _, plural
from resources.labels import label as coded
from ui.actions import Action, action_button, keys
from ui.attendance_model import NEXT, AttendanceModel, Index
from ui.attendance_scans import Scans
from ui.attendance_words import counted, first_to_enter, said_of
from ui.days import day_and_month
from ui.dialogs.minutes import ask_minutes
from ui.dialogs.typing_back import type_sheet_in
from ui.own_writes import OwnWrites
from ui.page import Context
from ui.scanner import Scanner
from ui.theme import size, space
from ui.widgets.arrival_line import ArrivalLine
from ui.widgets.attendance_signs import StateSign
from ui.widgets.boxes import column, flow, row
from ui.widgets.buttons import button
from ui.widgets.grid import AttendanceGrid
from ui.widgets.grid_heads import GridFoot
from ui.widgets.labels import chip, label
from ui.widgets.notices import EmptyState, announce

TABLES = ("attendance", "enrolment", "enrolment_skip", "headcount", "person", "workshop", "workshop_session")
ROWS_SEEN = 4  # at the least
LEGEND = (AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED, AttendanceState.UNKNOWN)


class AttendanceTab(QWidget):
    """The grid with its line for people who arrive; each mark is stored at once and can be taken back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._workshop_id: int | None = None
        self._session_id: int | None = None
        self._own = OwnWrites(context.notebook)
        self._is_filling = False
        self.model = AttendanceModel(self)
        self.grid = AttendanceGrid(self.model, _("Attendance, people by sessions"))
        self._build()
        self.grid.next_asked.connect(self.on_next)
        self.grid.clear_asked.connect(self.on_clear)
        self.grid.state_asked.connect(self.on_state)
        self.grid.minutes_typed.connect(self.on_typed_minutes)
        self.grid.minutes_asked.connect(self.on_minutes)
        self.grid.moved.connect(self._on_moved)
        self._scans = Scans(context, self.model, self.line.on_known)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self._scans.take)
        self.grid.verticalHeader().sectionDoubleClicked.connect(
            lambda place: context.go("person", self.model.rows[place].person_id)
        )

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        frame = QFrame()
        frame.setObjectName("table")
        self.foot = GridFoot(self.grid, self.model)
        inside = column(self.grid, self.foot, gap=0)
        inside.setContentsMargins(4, 4, 4, 4)
        frame.setLayout(inside)
        self._frame = frame
        self._nobody = EmptyState("users", _("Nobody is enrolled yet. Type the name of who arrives in the line below."))
        self._no_session = EmptyState("calendar-days", _("This workshop has no session yet: add its first date."))
        self._stack = QStackedWidget()
        for part in (self._frame, self._nobody, self._no_session):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(size(40) * (ROWS_SEEN + 1))
        self._top = self._make_top()
        self.line = ArrivalLine(self.context, self._own)
        self.line.came.connect(self._welcome)
        self.line.counted.connect(self._recount)
        self.arrival = self.line.field
        whole = column(self._top, gap=3)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.line)
        self.setLayout(whole)

    def _make_top(self) -> QWidget:
        self.everyone = button(_("Everyone was here"), self.on_everyone)
        self.sheet = Action(
            "attendance.sheet", _("Type a sheet in…"), self.on_sheet, icon="pencil", shortcut="Ctrl+T",
            enabled=lambda: self.session is not None,
        )  # fmt: skip
        for keys_of in keys(self.sheet):
            made = QShortcut(keys_of, self, self.sheet.run)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.sheet_button = action_button(self.sheet)
        self.sheet_button.setEnabled(True)
        self._early = chip(_("Session to come"), "warn")
        self._count = label("", "secondary", wrap=True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._signs = flow(self.everyone, self.sheet_button, *map(_legend, LEGEND), self._early, gap=3)
        self._heads = row(gap=3)
        self._heads.addWidget(self._signs, 1)
        self._heads.addWidget(self._count)
        top = QWidget()
        top.setLayout(self._heads)
        return top

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the count under the button and the signs where there is no room beside them."""
        super().resizeEvent(event)
        beside = self._signs.sizeHint().width() + self._count.sizeHint().width() + space(3) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._heads.direction():
            self._heads.setDirection(way)
            side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
            self._count.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    # -- showing -------------------------------------------------------------------------------------------------------

    @property
    def session(self) -> SessionLine | None:
        """Return the session that is being entered."""
        place = self.model.column_of(self._session_id)
        return self.model.sessions[place] if place >= 0 else None

    def show_workshop(self, workshop_id: int, session_id: int | None = None) -> None:
        """Show a workshop, at one of its sessions or at the one whose attendance is due."""
        if workshop_id != self._workshop_id:
            self.arrival.clear()
        if workshop_id != self._workshop_id or session_id is not None:
            self._session_id = session_id
        self._workshop_id = workshop_id
        self._reload()
        self.grid.show_chosen()

    def refresh(self, changes: Changes | None) -> None:
        """Show again what someone else, or undo, has changed; the marks entered here are shown already."""
        if self._own.know(changes):
            return
        if self._workshop_id is not None and (changes is None or changes.touch(*TABLES)):
            self._reload()

    def _reload(self, enrolment_id: int | None = None) -> None:
        """Read everything again; the keyboard stays on its cell, or goes to the row of `enrolment_id`."""
        assert self._workshop_id is not None
        with self.context.notebook.read() as db:
            ids = sessions.find(db, SessionQuery(workshop_id=self._workshop_id, with_cancelled=False))
            found = sessions.lines(db, ids)
            lines = [found[each] for each in ids]
            rows = attendance.grid(db, self._workshop_id)
            presences = attendance.presences_by_session(db, ids)
        if self._session_id not in found:
            self._session_id = first_to_enter(lines, self.context.today())
        current = self.grid.currentIndex()
        if enrolment_id is None and current.isValid():
            enrolment_id = self.model.rows[current.row()].enrolment_id
        if (rows, lines) != (self.model.rows, self.model.sessions):
            self._fill(rows, lines)
        self.model.presences = presences
        self.model.choose(self.model.column_of(self._session_id))
        if enrolment_id is not None:
            self._go_to(enrolment_id)
        self._show_state()

    def _fill(self, rows: list[GridRow], lines: list[SessionLine]) -> None:
        bars = (self.grid.verticalScrollBar(), self.grid.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        self._is_filling = True
        self.model.fill(rows, lines)
        self._is_filling = False
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def _go_to(self, enrolment_id: int) -> None:
        index = QModelIndex() if self._session_id is None else self.model.where(enrolment_id, self._session_id)
        if index.isValid():
            self.grid.setCurrentIndex(index)

    def _recount(self) -> None:
        """Show the numbers of the session again."""
        session = self.session
        if session is not None:
            with self.context.notebook.read() as db:
                self._count_now(attendance.presences_by_session(db, [session.id]))

    def _count_now(self, presences: Mapping[int, Presence]) -> None:
        self.model.presences.update(presences)
        session = self.session
        if session is not None:
            self._count.setText(counted(self.model.presences[session.id], session))
            self.foot.update()

    def _show_state(self) -> None:
        session = self.line.session = self.session
        people = self._frame if self.model.rows else self._nobody
        self._stack.setCurrentWidget(self._no_session if session is None else people)
        self._top.setVisible(session is not None)
        self.line.setVisible(session is not None)
        if session is not None:
            day = day_and_month(session.date)
            self._early.setVisible(session.date > self.context.today())
            self.everyone.setEnabled(bool(self.model.rows))
            self.everyone.setAccessibleName(_("Everyone was here, session of {day}", day=day))
            self._count.setText(counted(self.model.presences[session.id], session))

    def _on_moved(self) -> None:
        """Enter the session that the keyboard is on."""
        place = self.grid.currentIndex().column()
        if self._is_filling or not 0 <= place < len(self.model.sessions):
            return
        session_id = self.model.sessions[place].id
        if session_id != self._session_id:
            self._session_id = session_id
            self.model.choose(place)
            self._show_state()

    # -- entering ------------------------------------------------------------------------------------------------------

    def _enter(self, cells: Sequence[Index], state: AttendanceState, minutes: int | None = None) -> None:
        """Store the same mark for these cells, then show it: when it is refused they show what is stored."""
        if not cells:
            return
        people: dict[int, list[int]] = {}
        for each in cells:
            people.setdefault(self.model.sessions[each.column()].id, []).append(
                self.model.rows[each.row()].enrolment_id
            )
        try:
            with self._own.write(N_("Enter attendance")) as db:
                for session_id, enrolled in people.items():
                    attendance.mark(db, session_id, enrolled, state, minutes=minutes)
                presences = attendance.presences_by_session(db, list(people))
        except UserError:
            self._reload()
            raise
        self.model.set_marks(cells, Mark(state, minutes))
        self._count_now(presences)
        who = self.model.rows[cells[0].row()].listed
        if len(cells) > 1:
            who = plural("{n} mark", "{n} marks", len(cells))
        announce(self.grid, f"{self.model.words(cells[0])}, {who}")

    def on_next(self) -> None:
        """Turn the mark of the current cell into the next one, and the others selected into the same."""
        index = self.grid.currentIndex()
        if index.isValid():
            self._enter(self.grid.cells(), NEXT[AttendanceState(self.model.mark(index).state)])

    def on_state(self, state: AttendanceState) -> None:
        """Mark the selected cells."""
        self._enter(self.grid.cells(), state)

    def on_clear(self) -> None:
        """Take the marks of the selected cells away."""
        entered = [each for each in self.grid.cells() if self.model.mark(each).state != AttendanceState.UNKNOWN]
        self._enter(entered, AttendanceState.UNKNOWN)

    def on_typed_minutes(self, minutes: int) -> None:
        """Mark the selected cells as present for a part; the length of the session is the whole of it."""
        cells = self.grid.cells()
        lengths = {self.model.sessions[each.column()].minutes for each in cells}
        self._enter(cells, AttendanceState.PRESENT, None if lengths == {minutes} else minutes)

    def on_minutes(self) -> None:
        """Ask how long the person of the current cell stayed."""
        index = self.grid.currentIndex()
        if index.isValid():
            person, session = self.model.rows[index.row()], self.model.sessions[index.column()]
            save = partial(self._enter, [index], AttendanceState.PRESENT)
            ask_minutes(self, person.listed, self.model.mark(index), session.minutes, save)

    def on_everyone(self) -> None:
        """Mark those without a mark as present at the session."""
        session = self.session
        if session is None:
            return
        with self._own.write(N_("Everyone was here")) as db:
            number = attendance.everyone_was_here(db, session.id)
        self._reload()
        if not number:
            self.context.toast(_("Everyone has a mark at this session already."))
            return
        self.context.done(
            plural(
                "{n} person marked as present at the session of {day}",
                "{n} people marked as present at the session of {day}",
                number,
                day=day_and_month(session.date),
            )
        )

    def on_sheet(self) -> None:
        """Type the signed sheet of the session back, on one screen."""
        if self.session is not None:
            type_sheet_in(self, self.context, self.session.id)

    def _welcome(self, came: WalkIn) -> None:
        """Show who arrived in the grid and say what was made of it; the line waits for the next one."""
        known = {each.enrolment_id for each in self.model.rows}
        self._reload(came.enrolment_id)
        person = next(each for each in self.model.rows if each.enrolment_id == came.enrolment_id)
        with self.context.notebook.read() as db:
            enrolled = enrolments.counts_by_workshop(db, [self._workshop_id or 0])[self._workshop_id or 0].enrolled
        name = f"{person.given_name} {person.family_name}".strip()
        self.context.done(said_of(came, name, was_here=came.enrolment_id in known, enrolled=enrolled))


def _legend(state: AttendanceState) -> QWidget:
    """Make the sign of a state with its word."""
    inside = row(StateSign(state), label(coded("attendance", state).lower(), "secondary"), gap=1)
    inside.setContentsMargins(0, space(2), 0, 0)
    made = QWidget()
    made.setLayout(inside)
    return made
