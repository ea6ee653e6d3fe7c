"""Owns the dialogs about sessions: add some by a rule, change one, delete some."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from models import sessions, workshops
from models.problem import Problem, refuse_if_any
from models.sessions import SessionDraft, SessionQuery
from resources.i18n import N_, _, here, plural
from resources.words import sentence
from ui.dialogs.choices import add_adders, offer_known
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.repeat import REPEAT, START, WHEN, SessionsForm
from ui.form import Field
from ui.page import Context

WEEK = timedelta(days=7)
SENTENCES = 2  # of what is to be looked at again, told at once
WHERE = (
    Field("place_id", N_("Place"), kind="choice"),
    Field("trainer_ids", N_("Trainers, if others than those of the workshop"), kind="choices"),
    Field("capacity", N_("Places, if others than those of the workshop"), kind="number", minimum=1),
)
REMARKS = Field("remarks", N_("Remarks"), kind="note")


def next_draft(context: Context, workshop_id: int) -> SessionDraft:
    """Propose the session after the last one: a week later, at the same hours; today when there is none."""
    with context.notebook.read() as db:
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
        last = sessions.draft(db, ids[-1]) if ids else None
    if last is None or last.date is None:
        return SessionDraft(date=context.today())
    return SessionDraft(date=last.date + WEEK, start=last.start, end=last.end)


def add_sessions(parent: QWidget, context: Context, workshop_id: int) -> list[int]:
    """Let the user add one session, or several by a rule, and return the new ones."""
    form = SessionsForm(context, (*WHEN, *REPEAT, *WHERE), workshop_id=workshop_id)
    inherited = _inherited(context, workshop_id)
    offer_known(form, context, place_text=inherited)
    add_adders(parent, form, context, place_text=inherited)
    proposed = next_draft(context, workshop_id)
    names = ("date", "start", "end", "place_id", "trainer_ids", "capacity")
    form.fill({name: getattr(proposed, name) for name in names} | dict(START))
    made: list[int] = []

    def save() -> None:
        drafts = form.drafts()
        with context.notebook.read() as db:
            refuse_if_any(sessions.check(db, workshop_id, drafts[0]))
        doubts = form.doubts(drafts)
        with context.notebook.write(N_("Add {count} sessions"), count=len(drafts)) as db:
            made.extend(sessions.save(db, workshop_id, draft) for draft in drafts)
        tell(context, plural("{n} session added", "{n} sessions added", len(drafts)), doubts)

    ask_form(
        parent, _("New session"), form, verb=_("Add"), save=save, keep=(context.notebook, "new_session", (workshop_id,))
    )
    return made


def tell(context: Context, done: str, doubts: list[Problem]) -> None:
    """Say what was done, and what deserves a second look."""
    told = [sentence(problem) for problem in doubts[:SENTENCES]]
    if more := len(doubts) - len(told):
        told.append(plural("{n} more thing to look at again.", "{n} more things to look at again.", more))
    context.done(" ".join([f"{done}." if told else done, *told]))


def edit_session(parent: QWidget, context: Context, session_id: int) -> bool:
    """Let the user change a session; tell whether it was."""
    with context.notebook.read() as db:
        stored = sessions.draft(db, session_id)
        line = sessions.lines(db, [session_id])[session_id]
    asked = (*WHEN, *WHERE, REMARKS)
    form = SessionsForm(context, asked, workshop_id=line.workshop_id, session_id=session_id, base=stored)
    inherited = _inherited(context, line.workshop_id)
    offer_known(form, context, place_text=inherited)
    add_adders(parent, form, context, place_text=inherited)
    form.fill(stored)

    def save() -> None:
        (draft,) = form.drafts()
        doubts = form.doubts([draft])
        with context.notebook.write(N_("Change a session")) as db:
            sessions.save(db, line.workshop_id, draft, session_id)
        tell(context, _("Session changed"), doubts)

    title = _("Session of {date}", date=here().date(line.date, "long"))
    return ask_form(
        parent, title, form, verb=_("Keep these changes"), save=save, keep=(context.notebook, "session", (session_id,))
    )


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
