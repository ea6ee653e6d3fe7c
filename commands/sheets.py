"""Papers around workshops and people: sign-in sheets, registration forms, call lists, attendance statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from models.problem import refusal
from resources.i18n import N_, _, current, plural

if TYPE_CHECKING:
    from documents.facts import SheetFacts
    from documents.papers import SheetOptions
    from models.notebook import Notebook


def sheet(call: Call) -> None:
    """Print sign-in sheets for a session, a workshop or all sessions of a day."""
    from documents import sign_in_sheet
    from models.files import write_file

    path = Path(call.text("-o"))
    chosen = [name for name in ("--session", "--workshop", "--day") if call.has(name)]
    if len(chosen) != 1:
        raise misuse("one_of_options", options="--session, --workshop, --day")
    options = _options(call)
    with call.notebook() as notebook:
        sheets = _sheets(call, notebook, options)
    write_file(path, sign_in_sheet.draw(sheets))
    told = plural("{n} sign-in sheet: {file}", "{n} sign-in sheets: {file}", len(sheets), file=path)
    call.out.say(told)
    call.out.document(file=path, sheets=len(sheets), names=sum(len(each.names) for each in sheets))


def _options(call: Call) -> SheetOptions:
    from documents.papers import SheetOptions
    from documents.sheet_plan import MOST_BLANK_ROWS

    blank = call.number("--blank")
    if blank is not None and blank > MOST_BLANK_ROWS:
        raise refusal("number_too_large", field="number", value=blank, most=MOST_BLANK_ROWS)
    return SheetOptions(
        blank_rows=blank,
        orientation="landscape" if call.has("--landscape") else "portrait",
        by_given_name=call.has("--by-given-name"),
        with_waiting=call.has("--waiting"),
        half_days=not call.has("--whole-days"),
    )


def _sheets(call: Call, notebook: Notebook, options: SheetOptions) -> list[SheetFacts]:
    from commands import references
    from documents import papers

    if call.has("--day"):
        return papers.day_sheets(notebook, call.day("--day") or call.today, current(), options)
    with notebook.read() as db:
        if call.has("--workshop"):
            workshop_id = references.workshop(db, call.text("--workshop"), today=call.today).id
        else:
            ids = [references.session(db, each, today=call.today).id for each in call.texts("--session")]
    if call.has("--workshop"):
        return [papers.workshop_sheet(notebook, workshop_id, current(), options)]
    return papers.session_sheets(notebook, ids, current(), options)


def registration_form(call: Call) -> None:
    """Write the registration form of a workshop, or of any of them."""
    from commands import references
    from documents import registration_form as paper

    asked = call.texts("--ask") or paper.USUAL_FIELDS
    with call.notebook() as notebook, notebook.read() as db:
        word = call.word("WORKSHOP")
        workshop_id = references.workshop(db, word, today=call.today).id if word else None
        form = paper.facts(db, workshop_id, asked, today=call.today)
    _write(call, paper.draw(form, current()))


def call_list(call: Call) -> None:
    """Write the names and phones of a workshop, only when that is confirmed."""
    from commands import references
    from documents import call_list as paper

    if not call.has("--confidential"):
        raise refusal("call_list_unconfirmed")
    with call.notebook() as notebook, notebook.read() as db:
        line = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        called = paper.facts(db, line.id, today=call.today)
    _write(call, paper.draw(called, current()))


def badges(call: Call) -> None:
    """Write the badges of a workshop's people, to cut out."""
    from commands import references
    from documents import badges as paper

    with call.notebook() as notebook, notebook.read() as db:
        line = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        worn = paper.facts(db, line.id, today=call.today)
    _write(call, paper.draw(worn, current()), badges=len(worn.badges))


def statement(call: Call) -> None:
    """Write which sessions one person attended over a period."""
    from commands import references
    from documents import attendance_statement as paper

    with call.notebook() as notebook, notebook.read() as db:
        line = references.person(db, call.word("PERSON"))
        stated = paper.facts(db, line.id, call.day("--from"), call.day("--to"), today=call.today)
    minutes = sum(each.minutes for each in stated.attended)
    _write(call, paper.draw(stated, current()), sessions=len(stated.attended), minutes=minutes)


def _write(call: Call, pdf: bytes, **told: object) -> None:
    from models.files import write_file

    path = Path(call.text("-o"))
    write_file(path, pdf)
    call.out.say(_("Saved: {file}", file=path))
    call.out.document(file=path, **told)


ASKED = (
    "birth_year", "gender", "occupation", "phone", "email", "postcode", "town", "referred_by", "notes", "photo_consent",
)  # fmt: skip
_FILE = Option("-o", N_("the PDF to write"), "FILE", required=True)
_WORKSHOP = N_("a part of the workshop’s title, or its identifier")

COMMANDS = (
    Command(
        "sheet",
        N_("print sign-in sheets"),
        sheet,
        (),
        (
            Option("--session", N_("of one session; may be given several times"), "SESSION", "repeated"),
            Option("--workshop", N_("of a whole workshop, one column a session"), "WORKSHOP"),
            Option("--day", N_("of all sessions of a day, such as “tomorrow”, by time"), "DATE"),
            _FILE,
            Option("--blank", N_("how many empty rows for people who turn up (5)"), "N"),
            Option("--landscape", N_("print across"), how="switch"),
            Option("--by-given-name", N_("order the names by given name"), how="switch"),
            Option("--waiting", N_("list who waits for a place, below"), how="switch"),
            Option("--whole-days", N_("one signature for a long day, not one for each half of it"), how="switch"),
        ),
    ),
    Command(
        "registration-form",
        N_("write a registration form to fill in by hand, the information notice on its back"),
        registration_form,
        (Word("WORKSHOP", _WORKSHOP, optional=True),),
        (_FILE, Option("--ask", N_("what it asks besides the name"), "FIELD", "many", choices=ASKED)),
    ),
    Command(
        "call-list",
        N_("write the names and phones of a workshop; confidential"),
        call_list,
        (Word("WORKSHOP", _WORKSHOP),),
        (_FILE, Option("--confidential", N_("say that you will keep it safe and destroy it after use"), how="switch")),
    ),
    Command(
        "badges",
        N_("write the badges of a workshop’s people, ten on a page to cut out, with a code for a scanner"),
        badges,
        (Word("WORKSHOP", _WORKSHOP),),
        (_FILE,),
    ),
    Command(
        "statement",
        N_("write which sessions one person attended"),
        statement,
        (Word("PERSON", N_("the name, or the identifier that --json shows")),),
        (
            _FILE,
            Option("--from", N_("the first day"), "DATE"),
            Option("--to", N_("the last day"), "DATE"),
        ),
    ),
)
