"""Sessions of a workshop: added, changed, cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from models.codes import SessionStatus
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from models.notebook import Db
    from models.sessions import SessionDraft


def add(call: Call) -> None:
    """Add sessions to a workshop."""
    from commands import references
    from commands.workshops import add_sessions
    from models import sessions

    moments = call.moments(call.words("WHEN"))
    with call.notebook() as notebook:
        with notebook.read() as db:
            workshop = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        with notebook.write(N_("Add {count} sessions"), count=len(moments)) as db:
            ids, warnings = add_sessions(db, workshop.id, moments, today=call.today, **_facts(db, call))
        with notebook.read() as db:
            lines = sessions.lines(db, ids)
    for warning in warnings:
        call.out.tell(warning)
    added = plural("{n} session added to {title}", "{n} sessions added to {title}", len(ids), title=workshop.title)
    call.out.say(added)
    call.out.document(workshop={"uid": workshop.uid}, sessions=[{"uid": lines[each].uid} for each in ids])


def edit(call: Call) -> None:
    """Change a session."""
    from commands import references
    from models import coherence, sessions

    with call.notebook() as notebook:
        with notebook.read() as db:
            line = references.session(db, call.word("SESSION"), today=call.today)
        with notebook.write(N_("Change a session")) as db:
            draft = sessions.draft(db, line.id)
            changed = _changed(db, draft, call)
            if changed == draft:
                raise misuse("nothing_to_change", command="session edit")
            (warnings,) = coherence.of_drafts(db, line.workshop_id, [changed], today=call.today, session_id=line.id)
            sessions.save(db, line.workshop_id, changed, line.id)
        with notebook.read() as db:
            line = sessions.lines(db, [line.id])[line.id]
    for warning in warnings:
        call.out.tell(warning)
    when = f"{here().date(line.date)} {line.start:%H:%M}–{line.end:%H:%M}"
    call.out.say(_("Saved: {title}, {when}", title=line.workshop, when=when))
    call.out.document(session={"uid": line.uid, "date": line.date, "start": line.start, "end": line.end})


def warnings(call: Call) -> None:
    """List what to look at again in the sessions: holidays, who or what is wanted twice, too many people."""
    from commands import references
    from models import coherence, sessions
    from resources.words import sentence

    with call.notebook() as notebook, notebook.read() as db:
        first, last, chosen = call.day("--from"), call.day("--to"), call.text("--workshop")
        if chosen:
            workshop_id = references.workshop(db, chosen, today=call.today).id
            by_session = coherence.of_workshop(db, workshop_id, today=call.today)
            found = [(key, problem) for key, problems in by_session.items() for problem in problems]
        else:
            doubts = coherence.warnings(db, today=call.today, first=first, last=last)
            found = [(each.session_id, each.problem) for each in doubts]
        lines = sessions.lines(db, {key for key, _problem in found})
    told = [(lines[key], problem) for key, problem in found]
    told = [each for each in told if (first or date.min) <= each[0].date <= (last or date.max)]
    told.sort(key=lambda each: (each[0].date, each[0].start))
    headers = (_("Date"), _("Start"), _("Workshop"), _("To look at again"))
    rows = [(here().date(line.date), line.start, line.workshop, sentence(problem)) for line, problem in told]
    call.out.table(headers, rows)
    call.out.document(
        warnings=[
            {"session": line.uid, "date": line.date, "code": problem.code, "text": sentence(problem)}
            for line, problem in told
        ]
    )


def _changed(db: Db, draft: SessionDraft, call: Call) -> SessionDraft:
    changes = _facts(db, call)
    if call.has("--at"):
        (moment,) = call.moments([call.text("--at")])
        changes |= {"date": moment.date, "start": moment.start, "end": moment.end}
    if call.has("--planned"):
        changes |= {"status": SessionStatus.PLANNED, "cancel_reason": ""}
    return replace(draft, **changes)


def _facts(db: Db, call: Call) -> dict[str, Any]:
    """Return what the options say; an empty value takes away, so that the workshop's own holds again."""
    from commands import references

    changes: dict[str, Any] = {}
    if call.has("--place"):
        name = call.text("--place")
        changes["place_id"] = references.place(db, name) if name else None
    if call.has("--trainer"):
        changes["trainer_ids"] = tuple(references.trainer(db, name) for name in call.texts("--trainer") if name)
    if call.has("--capacity"):
        changes["capacity"] = call.number("--capacity")
    if call.has("--remarks"):
        changes["remarks"] = call.text("--remarks")
    return changes


def cancel(call: Call) -> None:
    """Cancel a session and say why."""
    from commands import references
    from models import sessions

    reason = call.text("--reason")
    with call.notebook() as notebook:
        with notebook.read() as db:
            line = references.session(db, call.word("SESSION"), today=call.today)
        with notebook.write(N_("Cancel a session")) as db:
            sessions.cancel(db, line.id, reason)
    call.out.say(_("Cancelled: {title}, {when}", title=line.workshop, when=here().date(line.date)))
    call.out.document(session={"uid": line.uid, "status": "cancelled"})


_SESSION = Word("SESSION", N_("a part of the workshop’s title, the date, or both; or its identifier"))
_FACTS = (
    Option("--place", N_("another place than the workshop’s"), "NAME"),
    Option("--trainer", N_("another trainer than the workshop’s; may be repeated"), "NAME", "repeated"),
    Option("--capacity", N_("how many people fit; empty: as the workshop says"), "N"),
    Option("--remarks", N_("remarks"), "TEXT"),
)

COMMANDS = (
    Command(
        "session add",
        N_("add sessions to a workshop"),
        add,
        (
            Word("WORKSHOP", N_("a part of its title or a date, or its identifier")),
            Word("WHEN", N_("when, written “2026-05-12 14:00-16:00”"), many=True),
        ),
        _FACTS,
    ),
    Command(
        "session edit",
        N_("change a session"),
        edit,
        (_SESSION,),
        (
            Option("--at", N_("its new day and hours, written “2026-05-12 14:00-16:00”"), "WHEN"),
            Option("--planned", N_("plan it again after it was cancelled"), how="switch"),
            *_FACTS,
        ),
    ),
    Command(
        "session cancel",
        N_("cancel a session"),
        cancel,
        (_SESSION,),
        (Option("--reason", N_("why"), "TEXT", required=True),),
    ),
)
