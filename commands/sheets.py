"""Papers around a session: sign-in sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, misuse
from models.problem import refusal
from resources.i18n import N_, current, plural

if TYPE_CHECKING:
    from documents.facts import SheetFacts
    from models.notebook import Notebook

MOST_BLANK_ROWS = 500


def sheet(call: Call) -> None:
    """Print sign-in sheets for a session, a workshop or all sessions of a day."""
    from documents import sign_in_sheet
    from models.files import write_file

    path = Path(call.text("-o"))
    chosen = [name for name in ("--session", "--workshop", "--day") if call.has(name)]
    if len(chosen) != 1:
        raise misuse("one_of_options", options="--session, --workshop, --day")
    blank = call.number("--blank")
    if blank is not None and blank > MOST_BLANK_ROWS:
        raise refusal("number_too_large", field="number", value=blank, most=MOST_BLANK_ROWS)
    with call.notebook() as notebook:
        sheets = _sheets(call, notebook)
    if blank is not None:
        sheets = [replace(each, blank_rows=blank) for each in sheets]
    if call.has("--landscape"):
        sheets = [replace(each, orientation="landscape") for each in sheets]
    write_file(path, sign_in_sheet.draw(sheets))
    told = plural("{n} sign-in sheet: {file}", "{n} sign-in sheets: {file}", len(sheets), file=path)
    call.out.say(told)
    call.out.document(file=path, sheets=len(sheets), names=sum(len(each.names) for each in sheets))


def _sheets(call: Call, notebook: Notebook) -> list[SheetFacts]:
    from commands import references
    from documents import papers
    from models import sessions
    from models.sessions import SessionQuery

    with notebook.read() as db:
        if call.has("--workshop"):
            workshop_id = references.workshop(db, call.text("--workshop"), today=call.today).id
        elif call.has("--session"):
            ids = [references.session(db, call.text("--session"), today=call.today).id]
        else:
            day = call.day("--day")
            ids = sessions.find(db, SessionQuery(first=day, last=day, with_cancelled=False))
            if not ids:
                raise refusal("day_without_sessions", date=day)
    if call.has("--workshop"):
        return [papers.workshop_sheet(notebook, workshop_id, current())]
    return papers.session_sheets(notebook, ids, current())


COMMANDS = (
    Command(
        "sheet",
        N_("print sign-in sheets"),
        sheet,
        (),
        (
            Option("--session", N_("of one session"), "SESSION"),
            Option("--workshop", N_("of a whole workshop, one column a session"), "WORKSHOP"),
            Option("--day", N_("of all sessions of a day"), "DATE"),
            Option("-o", N_("the PDF to write"), "FILE", required=True),
            Option("--blank", N_("how many empty rows for people who turn up (5)"), "N"),
            Option("--landscape", N_("print across"), how="switch"),
        ),
    ),
)
