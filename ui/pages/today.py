"""Owns the first page of the day: today's sessions with their papers, the next days, and what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from models import attendance, enrolments, occupancy, sessions, workshops
from models.attendance import Presence
from models.enrolments import Count
from models.journal import Changes
from models.occupancy import Fill
from models.sessions import SessionLine, SessionQuery
from resources.i18n import _, here, plural
from resources.words import places_taken
from ui.actions import Action
from ui.days import weekday
from ui.page import Context, Page
from ui.pages.today_half_typed import half_typed_cards
from ui.pages.today_sheets import DaySheets
from ui.pages.today_waiting import Waiting, waiting_cards
from ui.theme import space
from ui.widgets.boxes import Card, column, deck, empty, flow, row
from ui.widgets.buttons import Button, ElidedLink, button, link
from ui.widgets.header import PageHeader
from ui.widgets.labels import chip, elided, label
from ui.widgets.notices import EmptyState

SHOWN = ("workshop", "workshop_session", "enrolment", "attendance", "headcount", "certificate", "handover", "place")
NEXT_DAYS = 7
SOON_MINUTES = 180
MOST_COMING = 8


@dataclass(frozen=True, slots=True)
class Day:
    """All that the page shows, read in one go."""

    today: Sequence[SessionLine]
    coming: Sequence[SessionLine]
    presences: Mapping[int, Presence]
    counts: Mapping[int, Count]
    fills: Mapping[int, Fill]
    is_new: bool


def read_day(context: Context) -> Day:
    """Read today's sessions and those of the next days."""
    today = context.today()
    with context.notebook.read() as db:
        ids = sessions.find(db, SessionQuery(first=today, last=today, with_cancelled=False))
        after = SessionQuery(
            first=today + timedelta(days=1),
            last=today + timedelta(days=NEXT_DAYS),
            with_cancelled=False,
            limit=MOST_COMING,
        )
        coming = sessions.find(db, after)
        lines = sessions.lines(db, [*ids, *coming])
        return Day(
            [lines[each] for each in ids],
            [lines[each] for each in coming],
            attendance.presences_by_session(db, ids),
            enrolments.counts_by_workshop(db, {lines[each].workshop_id for each in ids}),
            occupancy.fill_by_session(db, [*ids, *coming]),
            is_new=not workshops.find(db),
        )


class TodayPage(Page):
    """Cards of today, the next days in lines, what waits in cards."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Today"))
        self.header = PageHeader("")
        self.sheets = DaySheets(self, context, self.header)
        self.cards = column(gap=3)
        self.coming = column(gap=2)
        self.waiting = column(gap=3)
        self.body.addWidget(self.header)
        for part in (self.cards, self.coming, self.waiting):
            self.body.addLayout(part)
        self.body.addStretch(1)
        self._minute = QTimer(self, interval=60_000)  # the chips say how far away a session is
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self.main_action = Action("workshop.new", _("New workshop"), self.on_new, icon="plus")

    def actions_offered(self) -> list[Action]:
        """Offer the sheets of a whole day."""
        return self.sheets.actions

    def _on_minute(self) -> None:
        focus: QWidget | None = self.window().focusWidget()
        if self.isVisible() and (focus is None or not self.isAncestorOf(focus)):  # never from under the keys
            self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show the day again when something on it can have changed."""
        if changes is not None and not changes.touch(*SHOWN):
            return
        day = read_day(self.context)
        self.sheets.offer(day.today, day.coming)
        self.header.set_title(_("Today, {date}", date=weekday(self.context.today())))
        self.starts_at = None
        for part in (self.cards, self.coming, self.waiting):
            empty(part)
        if day.is_new:
            self.cards.addWidget(self._welcome())
            return
        self._show_today(day)
        self._show_coming(day)
        self._show_waiting()

    def _welcome(self) -> QWidget:
        return EmptyState(
            "calendar-days",
            _("Your workshops of the day will be here. Begin with the first one."),
            button(_("New workshop"), self.on_new, kind="primary", icon="plus"),
            button(_("Import a list of people"), self.on_import, icon="file-down"),
        )

    def _show_today(self, day: Day) -> None:
        if not day.today:
            self.cards.addWidget(label(_("No session today."), "secondary"))
        now = self.context.now()
        following = next((line for line in day.today if ends_at(line) > now), None)
        following = following or next((line for line in day.today if not line.is_complete), None)
        for line in day.today:
            self.cards.addWidget(self._card(line, day, now, is_next=line is following))

    def _card(self, line: SessionLine, day: Day, now: datetime, *, is_next: bool) -> Card:
        card = Card(accent=is_next)
        hours = f"{here().time(line.start)} – {here().time(line.end)}"
        top = row(label(hours, "section"), gap=2)
        when = chip_of(line, now)
        if when is not None:
            top.addWidget(chip(*when), 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        card.body.addLayout(top)
        card.body.addWidget(label(title_of(line), "section", wrap=True))
        where = " · ".join(part for part in (line.place, ", ".join(line.trainers)) if part)
        if where:
            card.body.addWidget(label(where, "secondary", wrap=True))
        card.body.addWidget(
            label(
                people_of(day.fills[line.id], day.counts[line.workshop_id], day.presences[line.id]),
                "secondary",
                wrap=True,
            )
        )
        card.body.addSpacing(space(1))
        first_step = "" if not is_next else "sheet" if datetime.combine(line.date, line.start) > now else "attendance"
        card.body.addWidget(self._buttons(line, day.counts[line.workshop_id], first_step))
        return card

    def _buttons(self, line: SessionLine, count: Count, first_step: str) -> QWidget:
        """Make the big buttons; the first step ("sheet", "attendance" or none) is the page's one primary button."""
        sheet = button(
            _("Sign-in sheet"),
            lambda: self.on_sheet(line, sheet),
            kind="primary" if first_step == "sheet" else "plain",
            icon="printer",
        )
        ticks = _("Attendance") if count.enrolled else _("Count participants")
        enter = button(
            ticks,
            partial(self._enter, line, count),
            kind="primary" if first_step == "attendance" else "plain",
            icon="check",
        )
        parts: list[Button] = [sheet, enter]
        if count.enrolled:
            parts.append(
                button(
                    _("Certificates"), partial(self.context.go, "workshop_certificates", line.workshop_id), icon="award"
                )
            )
        for made in parts:
            made.setAccessibleDescription(title_of(line))
        if first_step:
            self.starts_at = sheet if first_step == "sheet" else enter
        return flow(*parts)

    def _show_coming(self, day: Day) -> None:
        if not day.coming:
            return
        self.coming.addWidget(label(_("The next days"), "section"))
        card = Card()
        card.body.addWidget(deck(*(self._coming_line(line, day.fills[line.id]) for line in day.coming), narrowest=440))
        self.coming.addWidget(card)

    def _coming_line(self, line: SessionLine, fill: Fill) -> QWidget:
        when = _("{day}, {time}", day=weekday(line.date), time=here().time(line.start))
        text = " · ".join(part for part in (when, enrolled_of(fill) if fill.expected else "", line.place) if part)
        opener = ElidedLink(title_of(line), partial(self.context.go, "session", line.id))
        opener.setAccessibleDescription(text)
        both = column(gap=1)
        both.addWidget(opener)
        both.addWidget(elided(text, "secondary"))
        made = QWidget()
        made.setLayout(both)
        return made

    def _show_waiting(self) -> None:
        found: list[Waiting] = [*half_typed_cards(self, self.context), *waiting_cards(self, self.context)]
        if not found:
            return
        self.waiting.addWidget(label(_("To do"), "section"))
        self.waiting.addWidget(deck(*(_waiting_card(each) for each in found)))

    def _enter(self, line: SessionLine, count: Count) -> None:
        """Go to the attendance of a session, or count its participants when nobody is enrolled."""
        if count.enrolled:
            self.context.go("session", line.id)
        else:
            from ui.dialogs.headcount import count_unnamed

            count_unnamed(self, self.context, line.id)

    def on_sheet(self, line: SessionLine, made: Button) -> None:
        """Show the sign-in sheet of one session."""
        from ui.dialogs.papers import show_sheets

        show_sheets(self, self.context, session_ids=[line.id], button=made)

    def on_new(self) -> None:
        """Describe a new workshop and open it."""
        from ui.dialogs.workshop import new_workshop

        workshop_id = new_workshop(self, self.context)
        if workshop_id is not None:
            self.context.go("workshop", workshop_id)

    def on_import(self) -> None:
        """Bring a list of people into the registry."""
        from ui.dialogs.import_people import open_import

        open_import(self.context, None, parent=self)


def _waiting_card(waiting: Waiting) -> Card:
    card = Card()
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # all as tall as the tallest
    top = row(chip(waiting.chip, waiting.kind), gap=1)
    top.addStretch(1)
    card.body.addLayout(top)
    card.body.addWidget(label(waiting.text, "text", wrap=True))
    card.body.addStretch(1)
    act: Callable[[], object] = waiting.act
    ways = [link(waiting.verb, act)]
    if waiting.act_otherwise is not None:
        ways.append(link(waiting.other, waiting.act_otherwise))
    card.body.addWidget(flow(*ways, gap=3))
    card.body.addStretch(1)
    return card


def ends_at(line: SessionLine) -> datetime:
    """Return when a session ends, in local wall-clock time."""
    return datetime.combine(line.date, line.end)


def chip_of(line: SessionLine, now: datetime) -> tuple[str, str] | None:
    """Return text and kind of the chip that says how far away a session is."""
    start, end = datetime.combine(line.date, line.start), ends_at(line)
    minutes = ceil((start - now).total_seconds() / 60)
    if now >= end:
        return (_("attendance entered"), "ok") if line.is_complete else (_("attendance to enter"), "warn")
    if now >= start:
        return _("now"), "ok"
    if minutes <= SOON_MINUTES:
        return plural("in {n} minute", "in {n} minutes", minutes), "accent"
    return None


def title_of(line: SessionLine) -> str:
    """Return the workshop's title, with the session's place in it when there are several."""
    if line.numbers < 2 or not line.number:
        return line.workshop
    return f"{line.workshop} · " + _("session {number} of {numbers}", number=line.number, numbers=line.numbers)


def enrolled_of(fill: Fill) -> str:
    """Say how many are expected at a session, as « 12 / 15 places taken » where places are limited."""
    if not fill.capacity:
        return plural("{n} person enrolled", "{n} people enrolled", fill.expected)
    taken = places_taken(fill.expected, fill.capacity)
    return plural("{taken} place taken", "{taken} places taken", fill.expected, taken=taken)


def people_of(fill: Fill, count: Count, presence: Presence) -> str:
    """Say how many are expected, wait and came."""
    is_free = not count.enrolled and not count.waiting
    parts = [_("free entry, unnamed participants are counted") if is_free else enrolled_of(fill)]
    if count.waiting:
        parts.append(plural("{n} person on the waiting list", "{n} people on the waiting list", count.waiting))
    if presence.people:
        parts.append(plural("{n} person came", "{n} people came", presence.people))
    return " · ".join(parts)
