"""Owns the dialog that makes a workshop like another one: its sessions moved to other days, its people again or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models import calendar_days, coherence, copies, sessions, workshops
from models.copies import CopyPlan, Moved
from models.problem import Problem
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from resources.i18n import N_, _, here, plural
from ui.coherence_words import day_notes
from ui.dialogs.choices import parsers
from ui.dialogs.form_dialog import FormDialog, ask_form
from ui.dialogs.repeat import NARROWEST, facts_of
from ui.dialogs.session import tell
from ui.form import Field, Form
from ui.page import Context
from ui.widgets.day_list import DayList, ShownDay, framed
from ui.widgets.inputs import CheckBox
from ui.widgets.labels import label

FIELDS = (
    Field("title", N_("Title"), required=True),
    Field("date", N_("Day of the first session"), kind="date", help=N_("Leave it empty to add the sessions later.")),
    Field("keep_weekdays", N_("Keep the days of the week"), kind="check"),
    Field("with_place", N_("The same place"), kind="check"),
    Field("with_trainers", N_("The same trainers"), kind="check"),
    Field("with_people", N_("Enrol the same people again"), kind="check"),
)


class CopyForm(Form):
    """What the copy is to be, and the days its sessions are moved to, each to be ticked."""

    def __init__(self, context: Context, workshop_id: int) -> None:
        super().__init__(FIELDS, typed=parsers(context.today()))
        self._context, self._workshop_id = context, workshop_id
        self._left_out: set[int] = set()
        self._moved: list[Moved] = []
        self._shown: object = None
        self.days = DayList(_("Days of the sessions"))
        self.days.toggled.connect(self.on_toggled)
        self._frame, self.told = framed(self.days), label("", "help", wrap=True)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        place = whole.indexOf(self._rows["keep_weekdays"].widget) + 1
        for part in (self.told, self._frame):
            whole.insertWidget(place, part)
        self.setMinimumWidth(NARROWEST)
        self.changed.connect(self._follow)

    def fill(self, draft: object) -> None:
        """Show the values of a draft, and the days they make."""
        super().fill(draft)
        self._follow()

    def plan(self) -> CopyPlan:
        """Return what the copy is to be."""
        values: dict[str, Any] = self.read()
        return CopyPlan(first=values.pop("date", None), **values, left_out=frozenset(self._left_out))

    def doubts(self) -> list[Problem]:
        """Return what is to be looked at again in the sessions of the copy."""
        return [
            problem
            for each, problems in zip(self._moved, self._problems(), strict=True)
            if each.session_id not in self._left_out
            for problem in problems
        ]

    def on_toggled(self, place: int) -> None:
        """Leave a session out, or take it again."""
        self._left_out ^= {self._moved[place].session_id}
        self._on_change()

    def _follow(self) -> None:
        """Show the days again when what they depend on was changed."""
        plan = replace(self.plan(), title="", with_people=False)
        if plan == self._shown:
            return
        self._shown = plan
        with self._context.notebook.read() as db:
            self._moved = (
                copies.moved(db, self._workshop_id, plan.first, keep_weekdays=plan.keep_weekdays) if plan.first else []
            )
            stored = workshops.draft(db, self._workshop_id)
            postcode = calendar_days.postcode_of(db, stored.place_id if plan.with_place else None)
        days = [
            _shown(each, postcode, problems, is_kept=each.session_id not in plan.left_out)
            for each, problems in zip(self._moved, self._problems(), strict=True)
        ]
        self.days.show_days(days)
        self._frame.setVisible(bool(days))
        kept = sum(day.is_kept for day in days)
        self.told.setText(plural("{n} session is copied.", "{n} sessions are copied.", kept) if days else "")
        self.told.setVisible(bool(days))
        window = self.window()
        if isinstance(window, FormDialog):
            window.fit()

    def _problems(self) -> list[list[Problem]]:
        """Return what does not go together for each session of the copy, the workshop copied included."""
        plan = self.plan()
        with self._context.notebook.read() as db:
            workshop = workshops.draft(db, self._workshop_id)
            drafts = [_draft(sessions.draft(db, each.session_id), each, plan, workshop) for each in self._moved]
            return coherence.of_drafts(db, 0, drafts, today=self._context.today())


def _draft(stored: SessionDraft, each: Moved, plan: CopyPlan, workshop: WorkshopDraft) -> SessionDraft:
    """Return a session of the copy as it will be, its place and trainers said."""
    place_id = (stored.place_id or workshop.place_id) if plan.with_place else None
    trainer_ids = (stored.trainer_ids or workshop.trainer_ids) if plan.with_trainers else ()
    return SessionDraft(each.date, each.start, each.end, place_id, trainer_ids=trainer_ids)


def _shown(each: Moved, postcode: str, problems: list[Problem], *, is_kept: bool) -> ShownDay:
    facts = facts_of(each.date, postcode, here().code)
    text = f"{here().date(each.date, 'full')}, {here().time(each.start)} – {here().time(each.end)}"
    is_warning = bool(facts.public_holiday or problems)
    return ShownDay(each.date, text, day_notes(facts, problems), is_kept=is_kept, is_warning=is_warning)


def copy_workshop(parent: QWidget, context: Context, workshop_id: int) -> int | None:
    """Let the user make a workshop like another one and open it; return it, or nothing when given up."""
    with context.notebook.read() as db:
        stored = workshops.draft(db, workshop_id)
        line = workshops.lines(db, [workshop_id], today=context.today())[workshop_id]
        first = copies.proposed(db, workshop_id, today=context.today()) if line.sessions else None
    form = CopyForm(context, workshop_id)
    people = form.widget("with_people")
    assert isinstance(people, CheckBox)
    if line.enrolled:
        people.setText(plural("Enrol the {n} person again", "Enrol the {n} people again", line.enrolled))
        people.setAccessibleName(people.text())
    for name, is_there in (
        ("with_people", line.enrolled), ("with_place", line.place), ("with_trainers", line.trainers),
        ("date", line.sessions), ("keep_weekdays", line.sessions),
    ):  # fmt: skip
        form.set_shown(name, bool(is_there))
    form.fill(
        {"title": stored.title, "date": first, "keep_weekdays": False, "with_place": True, "with_trainers": True}
        | {"with_people": False}
    )
    made: list[int] = []

    def save() -> None:
        doubts = form.doubts()
        with context.notebook.write(N_("Duplicate a workshop")) as db:
            copied = copies.duplicate(db, workshop_id, form.plan(), today=context.today())
        made.append(copied.workshop_id)
        said = [_("Workshop duplicated")] if copied.session_ids else [_("Workshop duplicated: add its sessions")]
        if waiting := len(copied.enrolled.waiting):
            said.append(plural("{n} person is on the waiting list", "{n} people are on the waiting list", waiting))
        tell(context, ". ".join(said), doubts)

    title = _("Duplicate “{workshop}”", workshop=line.title)
    ask_form(parent, title, form, verb=_("Make this workshop"), save=save)
    if made:
        context.go("workshop_sessions", made[0])
    return made[0] if made else None
