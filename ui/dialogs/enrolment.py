"""Owns the questions about people of a workshop: which sessions they come to, where to move them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from models import enrolments, expected_sessions, occupancy, sessions, transfers, workshops
from models.enrolments import EnrolmentLine
from models.occupancy import Fill
from models.problem import refusal
from models.sessions import SessionLine, SessionQuery
from models.workshops import WorkshopLine, WorkshopQuery
from resources.i18n import N_, _, here, plural
from resources.words import places_taken
from ui import messages
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context


def ask_expected(parent: QWidget, context: Context, lines: Sequence[EnrolmentLine]) -> None:
    """Let the user say which sessions these people come to; all of them get the same answer."""
    with context.notebook.read() as db:
        ids = sessions.find(db, SessionQuery(workshop_id=lines[0].workshop_id, with_cancelled=False))
        told, fills = sessions.lines(db, ids), occupancy.fill_by_session(db, ids)
        left_out = expected_sessions.left_out(db, lines[0].id)
    form = Form((Field("session_ids", N_("Expected at"), kind="choices"),))
    form.set_choices("session_ids", [(each, _session(told[each], fills[each])) for each in ids])
    form.fill({"session_ids": tuple(each for each in ids if each not in left_out)})

    def save() -> None:
        chosen = form.read()["session_ids"]
        if not chosen:
            raise refusal("no_session_expected", field="session_ids")
        with context.notebook.write(N_("Change the sessions people come to ({count})"), count=len(lines)) as db:
            for line in lines:
                expected_sessions.leave_out(db, line.id, [each for each in ids if each not in chosen])
        context.done(_("{expected} of {sessions} sessions", expected=len(chosen), sessions=len(ids)))

    title = plural("Sessions of {n} person", "Sessions of {n} people", len(lines))
    if len(lines) == 1:
        title = _("Sessions of {name}", name=lines[0].shown)
    text = _("Who comes now and then stands only on the sheets of these sessions, and is missed only there.")
    ask_form(parent, title, form, verb=_("Keep these sessions"), save=save, text=text)


def _session(line: SessionLine, fill: Fill) -> str:
    when = _("{day}, {time}", day=here().date(line.date, "long"), time=here().time(line.start))
    return f"{when} · {places_taken(fill.expected, fill.capacity)}"


def ask_move(parent: QWidget, context: Context, lines: Sequence[EnrolmentLine]) -> None:
    """Ask for another workshop and move these people there."""
    found = _others(context, lines[0].workshop_id, context.today())
    if not found:
        messages.tell(parent, _("There is no workshop to come"), [_("Plan a workshop first, then move people to it.")])
        return
    form = Form(
        (
            Field("workshop_id", N_("Workshop"), kind="choice"),
            Field("over", N_("Even over the number of places"), kind="check"),
        )
    )
    form.set_choices("workshop_id", [(each.id, _workshop(each)) for each in found])

    def save() -> None:
        told = form.read()
        with context.notebook.write(N_("Move people to another workshop ({count})"), count=len(lines)) as db:
            moved = transfers.move(
                db, [line.id for line in lines], told["workshop_id"], today=context.today(), over=told["over"]
            )
        parts = [plural("{n} person moved", "{n} people moved", len(lines))]
        if moved.done.waiting:
            parts.append(plural("{n} on the waiting list", "{n} on the waiting list", len(moved.done.waiting)))
        if moved.done.already:
            parts.append(plural("{n} already there", "{n} already there", len(moved.done.already)))
        if moved.done.over:
            parts.append(plural("{n} over the number of places", "{n} over the number of places", moved.done.over))
        context.done(" · ".join(parts))

    title = plural("Move {n} person", "Move {n} people", len(lines))
    text = _("What they attended so far stays with this workshop.")
    ask_form(parent, title, form, verb=title, save=save, text=text)


def _others(context: Context, workshop_id: int, today: date) -> list[WorkshopLine]:
    with context.notebook.read() as db:
        ids = workshops.find(db, WorkshopQuery(only="upcoming", today=today, descending=False))
        lines = workshops.lines(db, ids, today=today)
    return [lines[each] for each in ids if each != workshop_id]


def _workshop(line: WorkshopLine) -> str:
    parts = [line.title, here().date(line.first, "medium") if line.first else ""]
    if line.capacity:
        parts.append(places_taken(line.enrolled, line.capacity))
    return " · ".join(part for part in parts if part)


def enrol(context: Context, workshop_id: int, person_ids: Sequence[int], *, new: int = 0, over: bool = False) -> None:
    """Enrol people known to the registry, `new` of them since a moment, and say what became of each."""
    with context.notebook.write(N_("Enrol {count} people"), count=len(person_ids)) as db:
        done = enrolments.enrol(db, workshop_id, person_ids, today=context.today(), over=over)
    tell_enrolled(context, done, new=new)


def tell_enrolled(context: Context, done: enrolments.Enrolled, *, new: int = 0) -> None:
    """Say how many were enrolled, wait, were there already."""
    parts = [plural("{n} person enrolled", "{n} people enrolled", len(done.enrolled))] if done.enrolled else []
    if done.waiting:
        parts.append(plural("{n} on the waiting list", "{n} on the waiting list", len(done.waiting)))
    if done.already:
        parts.append(plural("{n} already there", "{n} already there", len(done.already)))
    if new:
        parts.append(plural("{n} new in the registry", "{n} new in the registry", new))
    if done.over:
        parts.append(plural("{n} over the number of places", "{n} over the number of places", done.over))
    context.done(" · ".join(parts))
