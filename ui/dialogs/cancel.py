"""Owns the dialogs that cancel a workshop or a session with a reason, and what plans them again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models import attendance, sessions, workshops
from models.codes import SessionStatus
from models.sessions import SessionQuery
from resources.i18n import N_, _, here, plural
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context

REASON = (
    Field(
        "cancel_reason",
        N_("Reason"),
        required=True,
        help=N_("People will ask. For example: trainer ill, room closed."),
    ),
)


def cancel_workshop(parent: QWidget, context: Context, workshop_id: int) -> bool:
    """Ask for the reason and cancel a workshop with its sessions not held; tell whether it was done."""
    with context.notebook.read() as db:
        line = workshops.lines(db, [workshop_id], today=context.today())[workshop_id]
        ids = sessions.find(db, SessionQuery(workshop_id=workshop_id))
        planned = [each for each in sessions.lines(db, ids).values() if each.status == SessionStatus.PLANNED]
    told = [
        plural(
            "{n} session not held yet is cancelled with it.",
            "{n} sessions not held yet are cancelled with it.",
            len(planned),
        ),
        plural(
            "{n} person is enrolled and has to be told.", "{n} people are enrolled and have to be told.", line.enrolled
        ),
    ]

    def do(reason: str) -> None:
        with context.notebook.write(N_("Cancel a workshop")) as db:
            workshops.cancel(db, workshop_id, reason)

    question = _("Cancel “{workshop}”?", workshop=line.title)
    is_done = _ask(parent, question, verb=_("Cancel this workshop"), text=" ".join(told), do=do)
    if is_done:
        context.done(_("Workshop cancelled"))
    return is_done


def restore_workshop(context: Context, workshop_id: int) -> None:
    """Plan a cancelled workshop again, with the sessions that were cancelled with it."""
    with context.notebook.write(N_("Plan a cancelled workshop again")) as db:
        workshops.restore(db, workshop_id)
    context.done(_("Workshop planned again"))


def cancel_session(parent: QWidget, context: Context, session_id: int) -> bool:
    """Ask for the reason and cancel a session; tell whether it was done."""
    with context.notebook.read() as db:
        line = sessions.lines(db, [session_id])[session_id]
        expected = attendance.presences_by_session(db, [session_id])[session_id].expected
    told = [
        _("It stays in the list with its reason. Nobody is told by the application."),
        plural("{n} person is expected and has to be told.", "{n} people are expected and have to be told.", expected),
    ]

    def do(reason: str) -> None:
        with context.notebook.write(N_("Cancel a session")) as db:
            sessions.cancel(db, session_id, reason)

    day = here().date(line.date, "full")
    question = _("Cancel the session of {date}?", date=day)
    is_done = _ask(parent, question, verb=_("Cancel this session"), text=" ".join(told), do=do)
    if is_done:
        context.done(_("Session of {date} cancelled", date=day))
    return is_done


def restore_session(context: Context, session_id: int) -> None:
    """Plan a cancelled session again."""
    with context.notebook.write(N_("Plan a cancelled session again")) as db:
        sessions.restore(db, session_id)
    context.done(_("Session planned again"))


def _ask(parent: QWidget, question: str, *, verb: str, text: str, do: Callable[[str], None]) -> bool:
    form = Form(REASON)
    form.fill({"cancel_reason": ""})
    return ask_form(parent, question, form, verb=verb, text=text, save=lambda: do(form.read()["cancel_reason"]))
