"""Owns the dialogs about sessions: add some (also one each week), change one, delete some."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from models import sessions, workshops
from models.problem import Problem, refuse_if_any
from models.sessions import SessionDraft, SessionQuery
from resources.i18n import N_, _, here, plural
from resources.words import sentence
from ui.dialogs.choices import add_adders, offer_known, parsers
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context

WEEK = timedelta(days=7)
MOST_WEEKS = 60

WHEN = (
    Field("date", N_("Date"), kind="date", help=N_("For example 14/6, tomorrow or Monday")),
    Field("start", N_("Start"), kind="time", help=N_("For example 14:30 or 2 pm")),
    Field("end", N_("End"), kind="time"),
)
REPEAT = Field(
    "weeks", N_("How many weeks in a row"), kind="number", minimum=1, maximum=MOST_WEEKS, help=N_("1 means only once.")
)
WHERE = (
    Field("place_id", N_("Place"), kind="choice"),
    Field("trainer_ids", N_("Trainers, if others than those of the workshop"), kind="choices"),
    Field("capacity", N_("Places, if others than those of the workshop"), kind="number", minimum=1),
)
REMARKS = Field("remarks", N_("Remarks"), kind="note")


def weekly(draft: SessionDraft, weeks: int) -> list[SessionDraft]:
    """Return the same session once a week, the first one as it is."""
    first = draft.date or date.min
    return [replace(draft, date=first + number * WEEK) for number in range(weeks)]


def next_draft(context: Context, workshop_id: int) -> SessionDraft:
    """Propose the session after the last one: a week later, at the same hours; today when there is none."""
    with context.notebook.read() as db:
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
        last = sessions.draft(db, ids[-1]) if ids else None
    if last is None or last.date is None:
        return SessionDraft(date=context.today())
    return SessionDraft(date=last.date + WEEK, start=last.start, end=last.end)


def add_sessions(parent: QWidget, context: Context, workshop_id: int) -> list[int]:
    """Let the user add one session, or one each week, and return the new ones."""
    form = Form((*WHEN, REPEAT, *WHERE), typed=parsers(context.today()))
    inherited = _inherited(context, workshop_id)
    offer_known(form, context, place_text=inherited)
    add_adders(parent, form, context, place_text=inherited)
    proposed = next_draft(context, workshop_id)
    names = ("date", "start", "end", "place_id", "trainer_ids", "capacity")
    form.fill({name: getattr(proposed, name) for name in names} | {"weeks": 1})
    made: list[int] = []

    def save() -> None:
        values = form.read()
        weeks = values.pop("weeks") or 1
        drafts = weekly(SessionDraft(**values), weeks)
        with context.notebook.read() as db:
            problems = sessions.check(db, workshop_id, drafts[0])
            found = [problem for draft in drafts[1:] for problem in sessions.check(db, workshop_id, draft)]
        refuse_if_any(problems)
        with context.notebook.write(N_("Add {count} sessions"), count=weeks) as db:
            made.extend(sessions.save(db, workshop_id, draft) for draft in drafts)
        _tell_warnings(context, [*problems, *found], weeks)

    ask_form(parent, _("New session"), form, verb=_("Add"), save=save)
    return made


def _tell_warnings(context: Context, problems: list[Problem], count: int) -> None:
    """Say what was added, and what deserves a second look."""
    told = plural("{n} session added", "{n} sessions added", count)
    warnings = [sentence(problem) for problem in problems if problem.is_warning]
    context.done(" ".join([told, *warnings[:1]]))


def edit_session(parent: QWidget, context: Context, session_id: int) -> bool:
    """Let the user change a session; tell whether it was."""
    with context.notebook.read() as db:
        stored = sessions.draft(db, session_id)
        line = sessions.lines(db, [session_id])[session_id]
    form = Form((*WHEN, *WHERE, REMARKS), typed=parsers(context.today()))
    inherited = _inherited(context, line.workshop_id)
    offer_known(form, context, place_text=inherited)
    add_adders(parent, form, context, place_text=inherited)
    form.fill(stored)

    def save() -> None:
        with context.notebook.write(N_("Change a session")) as db:
            sessions.save(db, line.workshop_id, form.read_into(stored), session_id)

    title = _("Session of {date}", date=here().date(line.date, "long"))
    return ask_form(parent, title, form, verb=_("Keep these changes"), save=save)


def remove_sessions(context: Context, ids: list[int]) -> None:
    """Delete sessions; raise UserError session_has_presence, and delete none, when somebody came to one of them."""
    with context.notebook.write(N_("Delete sessions ({count})"), count=len(ids)) as db:
        for session_id in ids:
            sessions.remove(db, session_id)
    context.done(plural("{n} session deleted", "{n} sessions deleted", len(ids)))


def _inherited(context: Context, workshop_id: int) -> str:
    """Say what stands where a session has no place of its own."""
    with context.notebook.read() as db:
        line = workshops.lines(db, [workshop_id], today=context.today())[workshop_id]
    return _("That of the workshop: {place}", place=line.place) if line.place else _("No place said")
