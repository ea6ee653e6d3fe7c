"""Owns the form of sessions: when, how they come again, and the days this makes, shown while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models import calendar_days, coherence, repeat, workshops
from models.calendar_days import DayFacts
from models.problem import Problem, refuse_if_any
from models.repeat import LAST, Day, Rule, Unit
from models.sessions import SessionDraft
from resources.i18n import N_, _, here, plural
from resources.words import sentence
from ui.coherence_words import day_notes
from ui.dialogs.choices import parsers
from ui.dialogs.form_dialog import FormDialog
from ui.form import Field, Form
from ui.page import Context
from ui.widgets.boxes import flow
from ui.widgets.check_list import CheckList
from ui.widgets.day_list import DayList, ShownDay, framed
from ui.widgets.inputs import ComboBox
from ui.widgets.labels import label, set_kind

ONCE = "once"
REPEATS = (
    (ONCE, N_("Just once")),
    ("week:1", N_("Each week")),
    ("week:2", N_("Every second week")),
    ("week:3", N_("Every third week")),
    ("week:4", N_("Every fourth week")),
    ("month:1", N_("Each month")),
    ("month:2", N_("Every second month")),
    ("month:3", N_("Every third month")),
)
NTHS = (
    (1, N_("The first")),
    (2, N_("The second")),
    (3, N_("The third")),
    (4, N_("The fourth")),
    (LAST, N_("The last")),
)
MONDAY = date(2024, 1, 1)

WHEN = (
    Field("date", N_("Date"), kind="date", help=N_("For example 14/6, tomorrow or Monday")),
    Field("start", N_("Start"), kind="time", help=N_("For example 14:30 or 2 pm")),
    Field("end", N_("End"), kind="time"),
)
REPEAT = (
    Field("repeat", N_("Repeat"), kind="choice", choices=lambda: [(code, _(text)) for code, text in REPEATS]),
    Field("nth", N_("Which one of the month"), kind="choice", choices=lambda: [(n, _(text)) for n, text in NTHS]),
    Field("weekdays", N_("On which days"), kind="choices", choices=lambda: [(n, _weekday(n)) for n in range(7)]),
    Field("times", N_("How many sessions"), kind="number", minimum=1, maximum=repeat.MOST_SESSIONS),
    Field("until", N_("Or until which day"), kind="date"),
    Field("without_public", N_("Leave out public holidays"), kind="check"),
    Field("without_school", N_("Leave out school holidays"), kind="check"),
)
START: Mapping[str, Any] = {
    "repeat": ONCE, "weekdays": (), "nth": 1, "times": None, "until": None, "without_public": True,
    "without_school": False,
}  # fmt: skip
LINES = (("date", "start", "end"), ("repeat", "nth"), ("times", "until"), ("without_public", "without_school"))
NARROWEST = 640  # pixels, so that date and hours are on one line
_OF_A_SESSION = frozenset(each.name for each in fields(SessionDraft))


def _weekday(number: int) -> str:
    """Return the name of a day of the week, Monday being 0."""
    return here().date(MONDAY.replace(day=1 + number), "full").split()[0].capitalize()


class SessionsForm(Form):
    """The fields of a session, with REPEAT of several; below them the days, and what is to be known of each.

    `base` is what the form does not ask; `session_id` is the session being changed, `workshop_id` 0 a new workshop.
    """

    def __init__(
        self,
        context: Context,
        asked: Iterable[Field],
        *,
        workshop_id: int = 0,
        session_id: int | None = None,
        base: SessionDraft | None = None,
    ) -> None:
        super().__init__(asked, typed=parsers(context.today()))
        self._context, self._workshop_id, self._session_id = context, workshop_id, session_id
        self._base = base or SessionDraft()
        self._left_out: set[date] = set()
        self._kept: set[date] = set()
        self._followed: date | None = None
        self._shown: object = None
        self._lay_out()
        self.days = DayList(_("Days of the sessions"))
        self.days.toggled.connect(self.on_toggled)
        self._frame = framed(self.days)
        self.told = label("", "help", wrap=True)
        self._put_under(self._lines[-1], self._frame, self.told)
        self.changed.connect(self._follow)

    def _lay_out(self) -> None:
        """Put beside each other what is said in one breath; at a large text size the lines wrap."""
        self._lines: list[QWidget] = []
        for names in LINES:
            rows = [self._rows[name].widget for name in names if name in self._rows]
            if rows:
                line = flow(gap=3)
                self._put_under(rows[-1], line)
                for row in rows:
                    line.add(row)
                self._lines.append(line)
        if self._repeats:
            boxes = self.widget("weekdays")
            assert isinstance(boxes, CheckList)
            boxes.columns = 4
            boxes.offer([(number, _weekday(number)) for number in range(7)])
        self.setMinimumWidth(NARROWEST)

    def _put_under(self, above: QWidget, *parts: QWidget) -> None:
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        for part in reversed(parts):
            whole.insertWidget(whole.indexOf(above) + 1, part)

    @property
    def _repeats(self) -> bool:
        return "repeat" in self._rows

    def fill(self, draft: object) -> None:
        """Show the values of a draft, and the days they make."""
        super().fill(draft)
        self._follow()

    def typed(self) -> dict[str, Any]:
        """Return what was typed, with the days left out and kept by hand."""
        days = {"left_out": self._left_out, "kept_days": self._kept}
        return super().typed() | {name: sorted(day.isoformat() for day in each) for name, each in days.items()}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed, and the days as they were chosen."""
        self._left_out, self._kept = (
            {date.fromisoformat(day) for day in typed.get(name, ())} for name in ("left_out", "kept_days")
        )
        super().show_typed(typed)

    def rule(self) -> Rule | None:
        """Return how the sessions come again; nothing without a first day."""
        values = self.read()
        if values.get("date") is None:
            return None
        unit, _colon, every = (values.get("repeat") or ONCE).partition(":")
        weekdays = frozenset(values.get("weekdays") or ())
        return Rule(
            values["date"], Unit(unit), int(every or 1), weekdays, values.get("nth") or 0, values.get("times"),
            values.get("until"), bool(values.get("without_public")), bool(values.get("without_school")),
        )  # fmt: skip

    def drafts(self) -> list[SessionDraft]:
        """Return the sessions that are meant: one, without its day when none was typed. Raises UserError."""
        rule = self.rule()
        if rule is None:
            return [self._draft(None)]
        refuse_if_any(repeat.check(rule))
        held = [day.date for day in self._days(rule) if day.is_kept]
        refuse_if_any(repeat.count_problems(held))
        return [self._draft(day) for day in held]

    def doubts(self, drafts: list[SessionDraft]) -> list[Problem]:
        """Return what is to be looked at again in these sessions."""
        with self._context.notebook.read() as db:
            found = coherence.of_drafts(
                db, self._workshop_id, drafts, today=self._context.today(), session_id=self._session_id
            )
        return [problem for problems in found for problem in problems]

    def on_toggled(self, place: int) -> None:
        """Leave a day out, or keep it although it is a holiday."""
        day = self.days.days()[place]
        for days, has_it in ((self._left_out, day.is_kept), (self._kept, not day.is_kept)):
            (days.add if has_it else days.discard)(day.date)
        self._on_change()

    def _draft(self, day: date | None) -> SessionDraft:
        values = {name: value for name, value in self.read().items() if name in _OF_A_SESSION}
        return replace(self._base, **{**values, "date": day})

    def _days(self, rule: Rule) -> list[Day]:
        if rule.unit == Unit.ONCE:  # what was left out of a list that is not shown any more
            return repeat.days(rule, known=self._known())
        return repeat.days(rule, left_out=self._left_out, kept=self._kept, known=self._known())

    def _known(self) -> repeat.Known:
        postcode = self._postcode()
        return lambda day: facts_of(day, postcode, here().code)

    def _postcode(self) -> str:
        place_id = self.read().get("place_id")
        with self._context.notebook.read() as db:
            if place_id is None and self._workshop_id:
                place_id = workshops.draft(db, self._workshop_id).place_id
            return calendar_days.postcode_of(db, place_id)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Let weekday and place in the month follow the first day, and show what is asked and the days it makes."""
        rule = self.rule()
        is_filling, self._is_filling = self._is_filling, True
        if self._repeats and rule is not None and rule.first != self._followed:
            self._follow_day(rule.first)
        self._is_filling = is_filling
        self._show(self.rule())

    def _follow_day(self, day: date) -> None:
        boxes, nth = self.widget("weekdays"), self.widget("nth")
        assert isinstance(boxes, CheckList)
        assert isinstance(nth, ComboBox)
        before = self._followed
        if not boxes.chosen() or (before is not None and boxes.chosen() == [before.weekday()]):
            boxes.choose([day.weekday()])
        if before is None or nth.currentData() == repeat.nth_of(before):
            nth.setCurrentIndex(nth.findData(repeat.nth_of(day)))
        self._followed = day

    def _show(self, rule: Rule | None) -> None:
        drafts_like = self._draft(None)
        state = (rule, drafts_like, frozenset(self._left_out), frozenset(self._kept), self.read().get("repeat"))
        if state == self._shown:
            return
        self._shown = state
        unit = (self.read().get("repeat") or ONCE).partition(":")[0]
        if self._repeats:
            for name in START.keys() - {"repeat"}:
                self.set_shown(name, unit == Unit.MONTH if name == "nth" else unit != Unit.ONCE)
            for line in self._lines[2:]:
                line.setVisible(unit != Unit.ONCE)
        problems = repeat.check(rule) if rule is not None else []
        days = self._days(rule) if rule is not None and not problems else []
        days = days[: repeat.MOST_SESSIONS + 1]
        by_day = self._doubts_by_day([day.date for day in days])
        is_list = unit != Unit.ONCE and bool(days)
        self._frame.setVisible(is_list)
        self.days.show_days([_shown(day, by_day.get(day.date, [])) for day in days] if is_list else [])
        self._tell(days, problems, by_day, is_list=is_list)
        window = self.window()
        if isinstance(window, FormDialog):
            window.fit()

    def _doubts_by_day(self, days: list[date]) -> dict[date, list[Problem]]:
        drafts = [self._draft(day) for day in days]
        with self._context.notebook.read() as db:
            found = coherence.of_drafts(
                db, self._workshop_id, drafts, today=self._context.today(), session_id=self._session_id
            )
        return dict(zip(days, found, strict=True))

    def _tell(
        self, days: list[Day], problems: list[Problem], by_day: Mapping[date, list[Problem]], *, is_list: bool
    ) -> None:
        """Say under the days how many there are, or for a single one what is to be known of it."""
        held = [day for day in days if day.is_kept]
        if problems:
            parts = [sentence(problem) for problem in problems]
        elif is_list:
            parts = [_count(held, len(days) - len(held)), self._school_unknown(days)]
        else:
            parts = [note for day in days if (note := day_notes(day.facts, by_day[day.date]))]
        self.told.setText(" ".join(part for part in parts if part))
        self.told.setVisible(bool(self.told.text()))
        is_warning = not is_list and not problems and any(day.facts.public_holiday or by_day[day.date] for day in days)
        set_kind(self.told, "role", "warning" if is_warning else "help")
        self.days.setAccessibleDescription(self.told.text())

    def _school_unknown(self, days: list[Day]) -> str:
        """Say why nothing can be said of school holidays, where that is so."""
        unknown = [day.date for day in days if not day.facts.is_school_known]
        if not unknown:
            return ""
        postcode, until = self._postcode(), calendar_days.school_known_until()
        if not postcode:
            return _("School holidays are shown once the postcode of the association or the place is known.")
        if not calendar_days.zone_of(postcode):
            return _("School holidays of {postcode} are not known here.", postcode=postcode)
        return _("School holidays are not published after {date}.", date=here().date(until, "long"))


@lru_cache(maxsize=4096)
def facts_of(day: date, postcode: str, _language: str) -> DayFacts:
    """Return what a day is; the language is a part of the key."""
    return calendar_days.facts(day, day, postcode=postcode)[day]


def _shown(day: Day, problems: list[Problem]) -> ShownDay:
    note = day_notes(day.facts, problems)
    is_warning = bool(day.facts.public_holiday or problems)
    return ShownDay(day.date, here().date(day.date, "full"), note, is_kept=day.is_kept, is_warning=is_warning)


def _count(held: list[Day], left_out: int) -> str:
    """Say how many sessions there are, from when to when, and how many days are left out."""
    if not held:
        return _("No session.")
    first, last = (here().date(each.date, "long") for each in (held[0], held[-1]))
    count = plural("{n} session", "{n} sessions", len(held))
    said = _("{sessions}, from {first} to {last}.", sessions=count, first=first, last=last)
    more = plural("{n} day left out.", "{n} days left out.", left_out) if left_out else ""
    return f"{said} {more}".strip()
