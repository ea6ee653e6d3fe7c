"""Around a session: who came."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from models.problem import Problem, UserError
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from models.attendance import Presence
    from models.feedback import FeedbackDraft
    from models.notebook import Db
    from models.sessions import SessionLine

_NAMED = {"--present": "present", "--absent": "absent", "--excused": "excused"}
_SAID = {
    "--pleased": "pleased",
    "--neutral": "neutral",
    "--displeased": "displeased",
    "--at-ease": "more_at_ease",
    "--as-before": "as_before",
}


def attendance(call: Call) -> None:
    """Enter who came to a session."""
    from commands import references
    from models import attendance as marks
    from models import feedback, headcounts
    from models.codes import AttendanceState

    options = ("--all", *_NAMED, "--list", "--unnamed", "--others-absent", *_SAID)
    if not any(map(call.has, options)):
        raise misuse("one_of_options", options=", ".join(options))
    unnamed = call.number("--unnamed")
    said = {name: number for option, name in _SAID.items() if (number := call.number(option)) is not None}
    warnings: list[Problem] = []
    with call.notebook() as notebook:
        with notebook.read() as db:
            session = references.session(db, call.word("SESSION"), today=call.today)
            chosen = _chosen(db, call, session)
        with notebook.write(N_("Enter attendance")) as db:
            for state, ids in chosen.items():
                marks.mark(db, session.id, ids, AttendanceState(state))
            if call.has("--all"):
                marks.everyone_was_here(db, session.id)
            if call.has("--others-absent"):
                marks.mark(db, session.id, _unmarked(db, session), AttendanceState.ABSENT)
            if unnamed is not None:
                headcounts.save(db, session.id, replace(headcounts.draft(db, session.id), total=unnamed))
            if said:
                warnings = feedback.save(db, session.id, replace(feedback.draft(db, session.id), **said))
        with notebook.read() as db:
            numbers = marks.presences_by_session(db, [session.id])[session.id]
            answers = feedback.draft(db, session.id)
    for warning in warnings:
        call.out.tell(warning)
    _say(call, session, numbers, answers)


def _say(call: Call, session: SessionLine, numbers: Presence, answers: FeedbackDraft) -> None:
    """Say how many came and what is missing; the document has every number."""
    came = plural("{n} person came", "{n} people came", numbers.people)
    when = f"{here().date(session.date)} {session.start:%H:%M}"
    call.out.say(_("{title}, {when}: {came}.", title=session.workshop, when=when, came=came))
    missing = numbers.expected - numbers.present - numbers.absent - numbers.excused
    if missing > 0:
        call.out.say(plural("{n} person has no mark yet.", "{n} people have no mark yet.", missing))
    shown = {name: getattr(numbers, name) for name in ("expected", "present", "absent", "excused", "unnamed")}
    call.out.document(session={"uid": session.uid}, **shown, feedback=asdict(answers))


def _chosen(db: Db, call: Call, session: SessionLine) -> dict[str, list[int]]:
    """Return the enrolments that options and list name, by state; every name that is not enrolled is told."""
    from commands import references
    from models import attendance as marks

    rows = marks.grid(db, session.workshop_id)
    named = {state: list(call.texts(option)) for option, state in _NAMED.items()}
    if call.has("--list"):
        for state, names in _names_of_list(Path(call.text("--list")), session, call).items():
            named[state] += names
    chosen: dict[str, list[int]] = {}
    problems: list[Problem] = []
    for state, names in named.items():
        for name in names:
            try:
                chosen.setdefault(state, []).append(references.enrolled(db, rows, name).enrolment_id)
            except UserError as error:
                problems += error.problems
    if problems:
        raise UserError(*problems)
    return chosen


def _names_of_list(path: Path, session: SessionLine, call: Call) -> dict[str, list[str]]:
    """Return the names of a list by state: its column of that day decides, without one all of them came."""
    from exchange import columns, spreadsheet

    sheet = spreadsheet.read(path)
    mapping = columns.recognise(sheet, today=session.date)
    days = {column.day for column in mapping.columns if column.field == "presence"}
    found: dict[str, list[str]] = {"present": [], "absent": [], "excused": []}
    for row in columns.drafts(sheet, mapping, today=call.today):
        if row.left_out_reason is not None:
            continue
        state = row.presence.get(session.date) if session.date in days else "present"
        if state is not None:
            name = (str(row.values.get(part, "")) for part in ("given_name", "family_name"))
            found[state].append(" ".join(part for part in name if part))
    return found


def _unmarked(db: Db, session: SessionLine) -> list[int]:
    """Return those expected who have no mark."""
    from models import attendance as marks

    marked = {row.enrolment_id for row in marks.grid(db, session.workshop_id) if session.id in row.marks}
    return [each for each in marks.expected(db, session.id) if each not in marked]


_SESSION = N_("a part of the workshop’s title, the date, or both; or its identifier")

COMMANDS = (
    Command(
        "attendance",
        N_("enter who came to a session"),
        attendance,
        (Word("SESSION", _SESSION),),
        (
            Option("--all", N_("everyone expected came, but those named otherwise"), how="switch"),
            Option("--present", N_("who came"), "NAME", "many"),
            Option("--absent", N_("who did not come"), "NAME", "many"),
            Option("--excused", N_("who did not come and had said so"), "NAME", "many"),
            Option("--list", N_("a list of who came, or with a column of that day"), "FILE"),
            Option("--others-absent", N_("everyone else expected did not come"), how="switch"),
            Option("--unnamed", N_("how many came without giving a name"), "N"),
            Option("--pleased", N_("how many said at the end that they were pleased"), "N"),
            Option("--neutral", N_("how many were neither pleased nor displeased"), "N"),
            Option("--displeased", N_("how many were displeased"), "N"),
            Option("--at-ease", N_("how many feel more at ease than before"), "N"),
            Option("--as-before", N_("how many feel just as before"), "N"),
        ),
    ),
)
