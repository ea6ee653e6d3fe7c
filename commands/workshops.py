"""Workshops: made, changed, cancelled, copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.call import Call, Moment
from commands.grammar import Command, Option, Word, misuse
from models.problem import Problem
from resources.i18n import N_, _, plural

if TYPE_CHECKING:
    from models.notebook import Db
    from models.workshops import WorkshopDraft

_TEXTS = {
    "--title": "title",
    "--format": "format",
    "--audience": "audience",
    "--level": "level",
    "--description": "description",
    "--funders": "funders",
}
_LISTS = {"--theme": "themes", "--sub-theme": "sub_themes", "--equipment": "equipment"}


def new(call: Call) -> None:
    """Make a workshop with its sessions, alone or of a template."""
    from models import workshops
    from models.workshops import WorkshopDraft

    moments = call.moments(call.texts("--session"))
    title = call.word("TITLE")
    with call.notebook() as notebook:
        with notebook.write(N_("New workshop")) as db:
            draft = WorkshopDraft(title)
            if call.has("--template"):
                draft, usual = _of_template(db, call)
                moments = [*usual, *moments]
                draft = replace(draft, title=title or draft.title)
            workshop_id = workshops.save(db, _changed(db, draft, call))
            session_ids, warnings = add_sessions(db, workshop_id, moments, today=call.today)
        with notebook.read() as db:
            _tell(db, call, workshop_id, session_ids, warnings)


def _of_template(db: Db, call: Call) -> tuple[WorkshopDraft, list[Moment]]:
    """Return what the template says, and with --from its usual sessions from that day on."""
    from commands import templates
    from models import calendar_days, repeat, template_content

    draft, usual = template_content.made_of(db, templates.named(db, call.text("--template")).id)
    first = call.day("--from")
    if first is None or usual.start is None or usual.end is None:
        return draft, []
    postcode = calendar_days.postcode_of(db, draft.place_id)
    days = repeat.dates(usual.rule(first), known=lambda day: calendar_days.facts(day, day, postcode=postcode)[day])
    return draft, [Moment(day, usual.start, usual.end) for day in days]


def edit(call: Call) -> None:
    """Change what is said of a workshop."""
    from commands import references
    from models import workshops

    with call.notebook() as notebook:
        with notebook.read() as db:
            workshop_id = references.workshop(db, call.word("WORKSHOP"), today=call.today).id
        with notebook.write(N_("Change a workshop")) as db:
            draft = workshops.draft(db, workshop_id)
            changed = _changed(db, draft, call)
            if changed == draft:
                raise misuse("nothing_to_change", command="workshop edit")
            workshops.save(db, changed, workshop_id)
        with notebook.read() as db:
            _tell(db, call, workshop_id, (), ())


def cancel(call: Call) -> None:
    """Cancel a workshop and its sessions not held, and say why."""
    from commands import references
    from models import workshops

    reason = call.text("--reason")
    with call.notebook() as notebook:
        with notebook.read() as db:
            line = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        with notebook.write(N_("Cancel a workshop")) as db:
            workshops.cancel(db, line.id, reason)
    call.out.say(_("Cancelled: {title}", title=line.title))
    call.out.document(workshop={"uid": line.uid, "status": "cancelled"})


def restore(call: Call) -> None:
    """Plan a cancelled workshop again, with the sessions that were cancelled with it."""
    from commands import references
    from models import workshops

    with call.notebook() as notebook:
        with notebook.read() as db:
            line = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        with notebook.write(N_("Plan a cancelled workshop again")) as db:
            workshops.restore(db, line.id)
        with notebook.read() as db:
            _tell(db, call, line.id, (), ())


def duplicate(call: Call) -> None:
    """Make a workshop like another one, with its sessions moved and its people where that is asked for."""
    from commands import references
    from models import coherence, copies, workshops
    from models.copies import CopyPlan

    moments, first = call.moments(call.texts("--session")), call.day("--from")
    plan = CopyPlan(first, keep_weekdays=call.has("--keep-weekdays"), with_people=call.has("--with-people"))
    with call.notebook() as notebook:
        with notebook.read() as db:
            model_id = references.workshop(db, call.word("WORKSHOP"), today=call.today).id
        with notebook.write(N_("Duplicate a workshop")) as db:
            copied = copies.duplicate(db, model_id, plan, today=call.today)
            workshops.save(db, _changed(db, workshops.draft(db, copied.workshop_id), call), copied.workshop_id)
            session_ids, _told = add_sessions(db, copied.workshop_id, moments, today=call.today)
            doubts = coherence.of_workshop(db, copied.workshop_id, today=call.today)
        with notebook.read() as db:
            warnings = [problem for problems in doubts.values() for problem in problems]
            _tell(db, call, copied.workshop_id, (*copied.session_ids, *session_ids), warnings)


def add_sessions(
    db: Db, workshop_id: int, moments: Sequence[Moment], *, today: date, **more: Any
) -> tuple[list[int], list[Problem]]:
    """Store sessions of a workshop; return their ids and what deserves a second look."""
    from models import coherence, sessions
    from models.sessions import SessionDraft

    ids, warnings = [], []
    for moment in moments:
        draft = SessionDraft(date=moment.date, start=moment.start, end=moment.end, **more)
        warnings += coherence.of_drafts(db, workshop_id, [draft], today=today)[0]
        ids.append(sessions.save(db, workshop_id, draft))
    return ids, warnings


def _changed(db: Db, draft: WorkshopDraft, call: Call) -> WorkshopDraft:
    """Return the draft with what the options say; an empty value takes away."""
    from commands import references

    changes: dict[str, Any] = {field: call.text(option) for option, field in _TEXTS.items() if call.has(option)}
    for option, field in _LISTS.items():
        if call.has(option):
            changes[field] = tuple(code for code in call.texts(option) if code)
    if call.has("--place"):
        name = call.text("--place")
        changes["place_id"] = references.place(db, name) if name else None
    if call.has("--trainer"):
        names = [name for name in call.texts("--trainer") if name]
        changes["trainer_ids"] = tuple(dict.fromkeys(references.trainer(db, name) for name in names))
    if call.has("--capacity"):
        changes["capacity"] = call.number("--capacity")
    if call.has("--minimum-sessions"):
        changes["minimum_sessions"] = _rule(call.text("--minimum-sessions"))
    return replace(draft, **changes)


def _rule(text: str) -> int:
    """Return who gets a certificate, as it is typed: "2" or "75 %"."""
    from models import certificate_rule

    rule = certificate_rule.understood(text)
    if rule is None:
        raise misuse("certificate_rule_unreadable", text=text)
    return rule


def _tell(db: Db, call: Call, workshop_id: int, session_ids: Sequence[int], warnings: Sequence[Problem]) -> None:
    """Say what is there now."""
    from models import sessions, workshops

    line = workshops.lines(db, [workshop_id], today=call.today)[workshop_id]
    made = sessions.lines(db, session_ids)
    for warning in warnings:
        call.out.tell(warning)
    count = plural("{n} session", "{n} sessions", line.sessions)
    call.out.say(_("Saved: {title}, {sessions}", title=line.title, sessions=count))
    call.out.document(
        workshop={"uid": line.uid, "title": line.title}, sessions=[{"uid": made[each].uid} for each in session_ids]
    )


_SESSION = Option("--session", N_("a session, written “2026-05-12 14:00-16:00”; may be repeated"), "WHEN", "repeated")
_FACTS = (
    Option("--place", N_("its place; a new name makes a new place"), "NAME"),
    Option("--trainer", N_("its trainer; may be repeated, a new name makes a new trainer"), "NAME", "repeated"),
    Option("--capacity", N_("how many people fit; empty: no limit"), "N"),
    Option("--theme", N_("code of a theme; may be repeated"), "CODE", "repeated"),
    Option("--sub-theme", N_("code of a kind of paperwork; may be repeated"), "CODE", "repeated"),
    Option("--format", N_("code of its format"), "CODE"),
    Option("--audience", N_("code of its audience"), "CODE"),
    Option("--level", N_("code of its level"), "CODE"),
    Option("--equipment", N_("code of what people work with; may be repeated"), "CODE", "repeated"),
    Option("--minimum-sessions", N_("how many sessions a certificate needs, or which share: “75 %”"), "N|P %"),
    Option("--description", N_("what people will read about it"), "TEXT"),
    Option("--funders", N_("who pays for it"), "TEXT"),
)
_WORKSHOP = Word("WORKSHOP", N_("a part of its title or a date, or its identifier"))
_TITLE = Option("--title", N_("its new title"), "TITLE")

COMMANDS = (
    Command(
        "workshop new",
        N_("make a workshop with its sessions"),
        new,
        (Word("TITLE", N_("its title; that of the template unless said"), optional=True),),
        (
            Option("--template", N_("make it of this template"), "NAME"),
            Option("--from", N_("with the usual sessions of the template, from this day on"), "DATE"),
            _SESSION,
            *_FACTS,
        ),
    ),
    Command("workshop edit", N_("change a workshop"), edit, (_WORKSHOP,), (_TITLE, *_FACTS)),
    Command(
        "workshop cancel",
        N_("cancel a workshop and its sessions to come"),
        cancel,
        (_WORKSHOP,),
        (Option("--reason", N_("why"), "TEXT", required=True),),
    ),
    Command("workshop restore", N_("plan a cancelled workshop again, with its sessions"), restore, (_WORKSHOP,)),
    Command(
        "workshop duplicate",
        N_("make a workshop like another one, its sessions moved to other days"),
        duplicate,
        (_WORKSHOP,),
        (
            Option("--from", N_("day of its first session; without it no session is copied"), "DATE"),
            Option("--keep-weekdays", N_("move by whole weeks, to that day or the six days after"), how="switch"),
            Option("--with-people", N_("enrol again those who are enrolled"), how="switch"),
            _TITLE,
            _SESSION,
            *_FACTS,
        ),
    ),
)
