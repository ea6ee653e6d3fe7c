"""Owns the attendance of a workshop: who came to which session, who arrived unexpected, who gave no name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QStackedWidget, QWidget

from exchange.value_names import full_name
from models import attendance, enrolments, headcounts, sessions
from models.attendance import GridRow, Mark, Presence, WalkIn
from models.codes import AttendanceState
from models.journal import Changes
from models.notebook import Db
from models.problem import UserError
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, _, plural
from resources.labels import label as coded
from ui.attendance_model import NEXT, AttendanceModel, Index
from ui.attendance_words import counted, first_to_enter, said_of
from ui.days import day_and_month
from ui.dialogs.headcount import count_unnamed
from ui.dialogs.minutes import ask_minutes
from ui.page import Context
from ui.theme import size, space
from ui.widgets.attendance_signs import StateSign
from ui.widgets.boxes import column, flow, row
from ui.widgets.buttons import button
from ui.widgets.grid import AttendanceGrid
from ui.widgets.labels import chip, label
from ui.widgets.notices import EmptyState, announce
from ui.widgets.person_field import PersonField

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
        self._presence = Presence()
        self._own: set[int] = set()  # history entries of this tab, shown already
        self._is_filling = False
        self.model = AttendanceModel(self)
        self.grid = AttendanceGrid(self.model, _("Attendance, people by sessions"))
        self._build()
        self.grid.next_asked.connect(self.on_next)
        self.grid.clear_asked.connect(self.on_clear)
        self.grid.minutes_asked.connect(self.on_minutes)
        self.grid.moved.connect(self._on_moved)
        self.grid.verticalHeader().sectionDoubleClicked.connect(
            lambda place: context.go("person", self.model.rows[place].person_id)
        )

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        frame = QFrame()
        frame.setObjectName("table")
        inside = column(self.grid)
        inside.setContentsMargins(4, 4, 4, 4)
        frame.setLayout(inside)
        self._frame = frame
        self._nobody = EmptyState("users", _("Nobody is enrolled yet. Type the name of who arrives in the line below."))
        self._no_session = EmptyState("calendar-days", _("This workshop has no session yet: add its first date."))
        self._stack = QStackedWidget()
        for part in (self._frame, self._nobody, self._no_session):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(size(40) * (ROWS_SEEN + 1))
        self._top, self._foot = self._make_top(), self._make_foot()
        whole = column(self._top, gap=3)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)

    def _make_top(self) -> QWidget:
        self.everyone = button(_("Everyone was here"), self.on_everyone)
        self._early = chip(_("Session to come"), "warn")
        self._count = label("", "secondary", wrap=True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._signs = flow(self.everyone, *map(_legend, LEGEND), self._early, gap=3)
        self._line = row(gap=3)
        self._line.addWidget(self._signs, 1)
        self._line.addWidget(self._count)
        top = QWidget()
        top.setLayout(self._line)
        return top

    def _make_foot(self) -> QWidget:
        name = _("Add a person who arrives: their name, then Enter")
        self.arrival = PersonField(self.context, name, hint=name)
        self.arrival.setMinimumWidth(size(200))
        self.arrival.named.connect(self.on_arrival)
        self.arrival.chosen.connect(self.on_known)
        self.plus_one = button(_("+1 unnamed"), self.on_plus_one)
        self.unnamed = button(_("Unnamed participants…"), self.on_unnamed)
        counters = flow(self.plus_one, self.unnamed)
        counters.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        inside = row(gap=2)
        inside.addWidget(self.arrival, 1)
        inside.addWidget(counters)
        foot = QWidget()
        foot.setLayout(inside)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the count under the button and the signs where there is no room beside them."""
        super().resizeEvent(event)
        beside = self._signs.sizeHint().width() + self._count.sizeHint().width() + space(3) <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._line.direction():
            self._line.setDirection(way)
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
        if changes is None:
            self._own.clear()
        elif changes.entry.id in self._own:
            self._own.discard(changes.entry.id)
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
            if self._session_id not in found:
                self._session_id = first_to_enter(lines, self.context.today())
            self._read_presence(db)
        current = self.grid.currentIndex()
        if enrolment_id is None and current.isValid():
            enrolment_id = self.model.rows[current.row()].enrolment_id
        if (rows, lines) != (self.model.rows, self.model.sessions):
            self._fill(rows, lines)
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

    def _read_presence(self, db: Db) -> None:
        if self._session_id is not None:
            self._presence = attendance.presences_by_session(db, [self._session_id])[self._session_id]

    def _show_state(self) -> None:
        session = self.session
        people = self._frame if self.model.rows else self._nobody
        self._stack.setCurrentWidget(self._no_session if session is None else people)
        self._top.setVisible(session is not None)
        self._foot.setVisible(session is not None)
        if session is not None:
            day = day_and_month(session.date)
            self._early.setVisible(session.date > self.context.today())
            self.everyone.setEnabled(bool(self.model.rows))
            self.everyone.setAccessibleName(_("Everyone was here, session of {day}", day=day))
            self._count.setText(counted(self._presence, session))

    def _on_moved(self) -> None:
        """Enter the session that the keyboard is on."""
        place = self.grid.currentIndex().column()
        if self._is_filling or not 0 <= place < len(self.model.sessions):
            return
        session_id = self.model.sessions[place].id
        if session_id != self._session_id:
            self._session_id = session_id
            self.model.choose(place)
            with self.context.notebook.read() as db:
                self._read_presence(db)
            self._show_state()

    # -- entering ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _write(self, text: str) -> Iterator[Db]:
        """Write; what comes back of it through refresh() is known already."""
        thread = threading.get_ident()

        def note(changes: Changes) -> None:
            if threading.get_ident() == thread:
                self._own.add(changes.entry.id)

        stop = self.context.notebook.listen(note)
        try:
            with self.context.notebook.write(text) as db:
                yield db
        finally:
            stop()

    def _enter(self, index: Index, state: AttendanceState, minutes: int | None = None) -> None:
        """Store one mark, then show it: when it is refused the cell shows what is stored."""
        person, session = self.model.rows[index.row()], self.model.sessions[index.column()]
        try:
            with self._write(N_("Enter attendance")) as db:
                attendance.mark(db, session.id, [person.enrolment_id], state, minutes=minutes)
                presence = attendance.presences_by_session(db, [session.id])[session.id]
        except UserError:
            self._reload()
            raise
        self.model.set_mark(index, Mark(state, minutes))
        self._presence = presence
        self._count.setText(counted(presence, session))
        announce(self.grid, f"{self.model.words(index)}, {person.listed}")

    def on_next(self) -> None:
        """Turn the mark of the current cell into the next one."""
        index = self.grid.currentIndex()
        if index.isValid():
            self._enter(index, NEXT[AttendanceState(self.model.mark(index).state)])

    def on_clear(self) -> None:
        """Take the mark of the current cell away."""
        index = self.grid.currentIndex()
        if index.isValid() and self.model.mark(index).state != AttendanceState.UNKNOWN:
            self._enter(index, AttendanceState.UNKNOWN)

    def on_minutes(self) -> None:
        """Ask how long the person of the current cell stayed."""
        index = self.grid.currentIndex()
        if index.isValid():
            person, session = self.model.rows[index.row()], self.model.sessions[index.column()]
            save = partial(self._enter, index, AttendanceState.PRESENT)
            ask_minutes(self, person.listed, self.model.mark(index), session.minutes, save)

    def on_everyone(self) -> None:
        """Mark those without a mark as present at the session."""
        session = self.session
        if session is None:
            return
        with self._write(N_("Everyone was here")) as db:
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

    # -- who is not on the list ----------------------------------------------------------------------------------------

    def on_arrival(self, text: str) -> None:
        """Find or add who arrives, enrol them and mark them as present."""
        name, _problem = full_name(text)  # what is only supposed can be corrected on the person's page
        session = self.session
        if session is None or not (name.given_name or name.family_name):
            return
        try:
            with self._write(N_("Add a person who arrives")) as db:
                came = attendance.walk_in(db, session.id, name.given_name, name.family_name, today=self.context.today())
        except UserError:
            self.arrival.setText(text)  # nothing typed is lost
            raise
        self._welcome(came)

    def on_known(self, person_id: int) -> None:
        """Enrol someone chosen from the registry and mark them as present."""
        session = self.session
        if session is None:
            return
        with self._write(N_("Add a person who arrives")) as db:
            came = attendance.admit(db, session.id, person_id, today=self.context.today())
        self._welcome(came)

    def _welcome(self, came: WalkIn) -> None:
        """Show who arrived in the grid and say what was made of it; the line waits for the next one."""
        known = {each.enrolment_id for each in self.model.rows}
        self._reload(came.enrolment_id)
        person = next(each for each in self.model.rows if each.enrolment_id == came.enrolment_id)
        with self.context.notebook.read() as db:
            enrolled = enrolments.counts_by_workshop(db, [self._workshop_id or 0])[self._workshop_id or 0].enrolled
        name = f"{person.given_name} {person.family_name}".strip()
        self.context.done(said_of(came, name, was_here=came.enrolment_id in known, enrolled=enrolled))

    def on_plus_one(self) -> None:
        """Count one more person who came without giving a name."""
        session = self.session
        if session is None:
            return
        with self._write(N_("Count one unnamed participant")) as db:
            number = headcounts.add_one(db, session.id)
            self._read_presence(db)
        self._count.setText(counted(self._presence, session))
        self.context.done(
            plural(
                "{n} unnamed participant at the session of {day}",
                "{n} unnamed participants at the session of {day}",
                number,
                day=day_and_month(session.date),
            )
        )

    def on_unnamed(self) -> None:
        """Count the unnamed participants in groups."""
        session = self.session
        if session is not None and count_unnamed(self, self.context, session.id):
            self._reload()


def _legend(state: AttendanceState) -> QWidget:
    """Make the sign of a state with its word."""
    inside = row(StateSign(state), label(coded("attendance", state).lower(), "secondary"), gap=1)
    inside.setContentsMargins(0, space(2), 0, 0)
    made = QWidget()
    made.setLayout(inside)
    return made
