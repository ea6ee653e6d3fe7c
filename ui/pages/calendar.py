"""Owns the calendar of the page of workshops: which days it shows, and what is done with what it asks for."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from exchange.value_dates import typed_date
from models import calendar, calendar_days
from models.problem import Problem
from resources.i18n import N_, _, here
from resources.words import sentence
from ui.calendar_model import DAY, Days, Span, days_shown, session_text, stepped, within
from ui.dialogs.calendar_session import add_session, choose_session, has_workshops
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button, icon_button
from ui.widgets.calendar import CalendarView
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import announce, label, set_kind

LEAST_HEIGHT = 240


class CalendarPane(QWidget):
    """A month or a week with its way around: back, on, today, or a date that is typed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.span: Span = "month"
        self.view = CalendarView(_("Calendar"), Days("month", context.today(), context.today()))
        self.back = icon_button("chevron-left", _("Previous"), lambda: self.turn(-1))
        self.on = icon_button("chevron-right", _("Next"), lambda: self.turn(1))
        self.today = button(_("Today"), lambda: self.show_day(self._context.today()))
        self.title = label("", "section")
        self.title.setMinimumHeight(size(40))  # in line with the buttons
        self.where = LineEdit(_("Go to a date"), hint=_("14/6, tomorrow"))
        self.where.setFixedWidth(size(150))
        self.where.returnPressed.connect(self.on_date)
        self.told = label("", "secondary", wrap=True)
        self.told.setMinimumHeight(self.told.fontMetrics().height())
        frame = QFrame()
        frame.setObjectName("table")
        inside = column(self.view)
        inside.setContentsMargins(4, 4, 4, 4)
        frame.setLayout(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space(2))
        whole.addWidget(flow(self.back, self.on, self.today, self.where, self.title))
        whole.addWidget(frame, 1)
        whole.addWidget(self.told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(size(LEAST_HEIGHT))
        self.setFocusProxy(self.view)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.opened.connect(lambda session_id: self._context.go("session", session_id))
        view.create_asked.connect(self.on_create)
        view.move_asked.connect(self.on_move)
        view.day_asked.connect(self.on_list)
        view.day_wanted.connect(self.show_day)
        view.page_asked.connect(self.turn)
        view.chosen_changed.connect(self._tell)

    def show_span(self, span: Span) -> None:
        """Show a month or a week, around the day the keyboard is on."""
        self.span = span
        self.show_day(self.view.day, self.view.chosen)

    def turn(self, step: int) -> None:
        """Show the next month or week, or the one before."""
        self.show_day(stepped(self.span, self.view.day, step))
        announce(self.view, self.title.text())

    def show_day(self, day: date, chosen: int | None = None) -> None:
        """Show the month or week of a day and put the keyboard on it."""
        first, last = days_shown(self.span, within(day))
        with self._context.notebook.read() as db:
            found = calendar.between(db, first, last)
            postcode = calendar_days.postcode_of(db)
        facts = calendar_days.facts(first - DAY, last, postcode=postcode)
        days = Days(self.span, within(day), self._context.today(), found, facts)
        self.title.setText(_title(self.span, first, last, within(day)))
        self.view.show_days(days, within(day), chosen)
        self._tell()

    def refresh(self) -> None:
        """Show the same days again."""
        self.show_day(self.view.day, self.view.chosen)

    def on_date(self) -> None:
        """Go to the date that was typed."""
        day = typed_date(self.where.text(), self._context.today())
        set_kind(self.where, "wrong", "true" if day is None else "false")
        if day is None:
            self._say(sentence(Problem("date", "date_unreadable", {"text": self.where.text()})))
            return
        self.where.clear()
        self.show_day(day)
        self.view.setFocus()

    def on_create(self, day: date, start: time | None) -> None:
        """Add a session on a day."""
        if not has_workshops(self._context):
            self._say(_("There is no workshop yet that could have a session. Make one first."))
            return
        made = add_session(self, self._context, day, start)
        if made is not None:
            self.show_day(day, made)

    def on_list(self, day: date) -> None:
        """List the sessions of a day and open the one that is chosen."""
        chosen = choose_session(self, day, self.view.calendar.of_day(day), self._context.today())
        if chosen is not None:
            self._context.go("session", chosen)

    def on_move(self, session_id: int, day: date, start: time) -> None:
        """Move a session, and say what deserves a second look."""
        today = self._context.today()
        try:
            with self._context.notebook.write(N_("Move a session")) as db:
                warnings = calendar.move(db, session_id, day, start, today=today)
        finally:
            self.show_day(self.view.day, session_id)
        moved = _("Session moved to {when}.", when=here().date(day, "full"))
        self._context.done(" ".join([moved, *(sentence(each) for each in warnings[:2])]))

    def _say(self, text: str) -> None:
        self.told.setText(text)
        announce(self.told, text)

    def _tell(self) -> None:
        """Say under the calendar what the keyboard is on: a session in full, or the day."""
        view = self.view
        session = view.chosen_session()
        if view.moving is not None:
            text = view.moving_text()
        elif session is not None:
            day = view.calendar.day_text(session.date).split(", ", 1)[0]
            text = f"{day}, {session_text(session, self._context.today())}"
        else:
            text = view.calendar.day_text(view.day)
        self.told.setText(text[:1].upper() + text[1:])


def _title(span: Span, first: date, last: date, day: date) -> str:
    """Return the title of a month, or of a week: its number and its days."""
    if span == "month":
        text = here().date(day.replace(day=2), "long").split(" ", 1)[1]
        return text[:1].upper() + text[1:]
    begins = here().date(first, "medium")
    if first.year == last.year:
        begins = begins.removesuffix(f" {first.year}")
    if first.month == last.month:
        begins = begins.split(" ", 1)[0]
    dates = f"{begins} – {here().date(last, 'medium')}"
    return _("Week {number}, {dates}", number=first.isocalendar().week, dates=dates)
