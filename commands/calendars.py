"""Calendars: the sessions as a file for phones and other programs, and sessions taken from such a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from exchange.calendar_import import Read, Step


def calendar(call: Call) -> None:
    """Write the sessions of some days or of a workshop as a calendar."""
    from commands import references
    from exchange.calendar import calendar as drawn
    from models import sessions
    from models.files import write_file
    from models.sessions import SessionQuery

    path = Path(call.text("-o"))
    with call.notebook() as notebook, notebook.read() as db:
        chosen = call.text("--workshop")
        workshop_id = references.workshop(db, chosen, today=call.today).id if chosen else None
        ids = sessions.find(db, SessionQuery(workshop_id, call.day("--from"), call.day("--to")))
        content = drawn(db, ids)
    write_file(path, content)
    call.out.say(plural("{n} session written to {file}.", "{n} sessions written to {file}.", len(ids), file=path.name))
    call.out.document(written={"file": path, "sessions": len(ids)})


def take(call: Call) -> None:
    """Take the sessions of a workshop from a calendar, or show what would be taken."""
    from commands import references
    from exchange import calendar_import

    read = calendar_import.read_calendar(Path(call.word("FILE")))
    with call.notebook() as notebook:
        with notebook.read() as db:
            workshop = references.workshop(db, call.text("--workshop"), today=call.today)
            steps = calendar_import.plan(db, workshop.id, read.events)
        if not call.has("--dry-run"):
            steps = calendar_import.take(notebook, workshop.id, read.events)
    _tell(call, read, steps)


def _tell(call: Call, read: Read, steps: list[Step]) -> None:
    from exchange.calendar_import import FATES, Fate
    from resources.words import sentence

    rows: list[tuple[object, ...]] = [
        (
            here().date(step.event.date), step.event.start, step.event.end, step.event.title,
            _(FATES[step.fate]), sentence(step.problem) if step.problem else "",
        )
        for step in steps
    ]  # fmt: skip
    rows += [("", "", "", each.title, _(FATES[Fate.LEFT_OUT]), sentence(each.problem)) for each in read.left_out]
    call.out.table((_("Date"), _("Start"), _("End"), _("Appointment"), _("What becomes of it"), _("Why")), rows)
    call.out.document(
        sessions=[
            {"date": step.event.date, "start": step.event.start, "end": step.event.end, "fate": step.fate.value}
            for step in steps
        ],
        left_out=[{"title": each.title, "code": each.problem.code} for each in read.left_out],
    )


COMMANDS = (
    Command(
        "calendar",
        N_("write the sessions as a calendar for phones and other programs"),
        calendar,
        (),
        (
            Option("--from", N_("sessions from this day on"), "DATE"),
            Option("--to", N_("sessions up to this day"), "DATE"),
            Option("--workshop", N_("only of this workshop"), "WORKSHOP"),
            Option("-o", N_("the file to write"), "FILE", required=True),
        ),
    ),
    Command(
        "session import",
        N_("take the sessions of a workshop from a calendar file"),
        take,
        (Word("FILE", N_("an iCalendar file (.ics)")),),
        (
            Option("--workshop", N_("the workshop whose sessions these are"), "WORKSHOP", required=True),
            Option("--dry-run", N_("show what would be taken, and write nothing"), how="switch"),
        ),
    ),
)
