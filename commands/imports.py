"""A list of people brought in: what was recognised is told, then everything goes in or nothing does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from resources.i18n import N_, _, here, plural
from resources.labels import field_label

if TYPE_CHECKING:
    from exchange.columns import Mapping
    from exchange.import_choices import ColumnChoices
    from exchange.people_import import Choices, ImportPlan, ImportReport
    from models.notebook import Db

_REASONS = {
    "empty": N_("empty"),
    "total": N_("a total"),
    "example": N_("an example"),
    "header": N_("the titles again"),
    "cancelled": N_("cancelled"),
    "refunded": N_("refunded"),
    "by_hand": N_("as you asked"),
    "repeated": N_("the same person as in row {row}"),
}


def import_list(call: Call) -> None:
    """Bring people in from a list, into the registry or straight into a workshop."""
    from commands import references
    from exchange import columns, import_choices, people_import
    from exchange.people_import import Given
    from exchange.reading import read_task

    path = Path(call.word("LIST"))
    read = read_task(path, encoding=call.text("--encoding") or None, sheet=call.text("--sheet") or None)
    sheet = call.finish(read)
    mapping = columns.recognise(sheet, today=call.today)
    given = Given({}, _numbers(call, "--leave-out"), _same(call))
    with call.notebook() as notebook:
        with notebook.read() as db:
            chosen = call.text("--workshop")
            workshop_id = references.workshop(db, chosen, today=call.today).id if chosen else None
            picked = _column_choices(call, db, mapping)
            mapping = import_choices.applied(mapping, picked)
            plan = people_import.plan(db, sheet, mapping, workshop_id, today=call.today, given=given)
            if call.text("--several") and (rows := [row.row for row in plan.rows if row.people]):
                parted = dict.fromkeys(rows, call.text("--several") == "each")
                given = replace(given, parted=parted)
                plan = people_import.plan(db, sheet, mapping, workshop_id, today=call.today, given=given)
        _tell_plan(call, plan)
        if call.has("--dry-run"):
            call.out.say(_("Nothing was written."))
            call.out.document(**_plan_document(plan))
            return
        _tell_ways_on(call, plan)
        report = people_import.carry_out(notebook, plan, _choices(call, plan, picked), today=call.today)
    _tell_report(call, plan, report)


def _tell_report(call: Call, plan: ImportPlan, report: ImportReport) -> None:
    """Say what was done."""
    from commands.enrolments import tell_enrolled

    if report.new or not report.known:
        call.out.say(plural("{n} person is new.", "{n} people are new.", len(report.new)))
    if report.known:
        call.out.say(plural("{n} person was known already.", "{n} people were known already.", len(report.known)))
    if report.completed:
        call.out.say(plural("{n} of them was completed.", "{n} of them were completed.", report.completed))
    if plan.workshop_id is not None:
        tell_enrolled(call, len(report.enrolled), len(report.waiting), len(report.already))
    if plan.marks:
        call.out.say(
            plural("{n} mark of attendance was entered.", "{n} marks of attendance were entered.", report.marks)
        )
    outcome = {name: len(getattr(report, name)) for name in ("new", "known", "enrolled", "waiting", "already")}
    done = {**outcome, "completed": report.completed, "left_out": report.left_out, "marks": report.marks}
    call.out.document(**_plan_document(plan), done=done)


def _numbers(call: Call, option: str) -> frozenset[int]:
    return frozenset(_row_number(text, option) for text in call.texts(option))


def _row_number(text: str, option: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise misuse("option_not_number", option=option, text=text)
    return int(text)


def _same(call: Call) -> dict[int, int | None]:
    """Return the rows that are the person of an earlier one, and those that are somebody of their own."""
    found: dict[int, int | None] = dict.fromkeys(_numbers(call, "--apart"))
    for text in call.texts("--same"):
        row, _sign, earlier = text.partition("=")
        found[_row_number(row, "--same")] = _row_number(earlier, "--same")
    return found


def _column_choices(call: Call, db: Db, mapping: Mapping) -> ColumnChoices:
    """Return what the options choose about columns, over what was chosen for the last list with these titles."""
    from exchange import import_choices
    from exchange.import_choices import ColumnChoices

    found = ColumnChoices() if call.has("--guess") else import_choices.remembered(db, mapping)
    if found:
        call.out.say(_("The columns are taken as last time. With --guess they are guessed again."))
    headers = [column.header for column in mapping.columns]
    for index, name in import_choices.named(headers, call.texts("--column")).items():
        found = found.with_column(index, name)
    for text in call.texts("--set"):
        name, _sign, value = text.partition("=")
        found = found.with_fixed(name, call.read_day(value) if name == "informed_on" and value else value)
    return found


def _tell_plan(call: Call, plan: ImportPlan) -> None:
    """Say what was recognised: notes on the file, what each row becomes, what is not kept."""
    from exchange.import_plan import FURTHER
    from exchange.people_import import Kind

    for note in plan.notes:
        call.out.tell(note)
    words = {
        Kind.NEW: _("new"),
        Kind.KNOWN: _("known already"),
        Kind.DOUBTFUL: _("doubtful"),
        Kind.TO_CORRECT: _("to correct"),
        Kind.LEFT_OUT: _("left out"),
    }
    parts = [f"{count} {words[kind]}" for kind, count in plan.counts.items() if count]
    rows = plural("{n} row", "{n} rows", len(plan.rows))
    call.out.say(_("{file}: {rows}: {parts}", file=plan.file, rows=rows, parts=", ".join(parts)))
    for row in plan.rows:
        if row.kind is Kind.KNOWN and row.completes:
            fields = here().and_list(field_label(name) for name in next(iter(row.completes.values())))
            call.out.say(_("Row {row} completes {name}: {fields}.", row=row.row, name=row.name, fields=fields))
        if row.kind is Kind.LEFT_OUT and row.reason != "empty":
            reason = _(_REASONS[row.reason], row=row.same_as % FURTHER) if row.same_as else _(_REASONS[row.reason])
            call.out.say(_("Row {row} is left out: {reason}.", row=row.row, reason=reason))
        for problem in row.problems:
            if problem.is_warning or call.has("--dry-run") or call.has("--skip-wrong"):
                call.out.tell(problem)
    if plan.to_check:
        call.out.say(plural("{n} row is to be checked.", "{n} rows are to be checked.", plan.to_check))
    if plan.marks:
        call.out.say(plural("{n} mark of attendance is read.", "{n} marks of attendance are read.", plan.marks))
    if plan.not_kept:
        call.out.say(_("These columns are not kept: {columns}", columns=", ".join(plan.not_kept)))


def _tell_ways_on(call: Call, plan: ImportPlan) -> None:
    """Say which options decide on the rows that keep the list from going in."""
    from exchange.people_import import Kind

    if plan.counts[Kind.TO_CORRECT] and not call.has("--skip-wrong"):
        call.out.say(_("Rows to correct: correct them in the file, or leave them out with --skip-wrong."))
    if any(problem.code == "row_several_people" for row in plan.rows for problem in row.problems):
        call.out.say(_("Rows that name several people: decide with --several each or --several one."))
    if plan.counts[Kind.DOUBTFUL] and not call.has("--doubtful"):
        call.out.say(_("Doubtful rows: decide with --doubtful known, --doubtful new or --doubtful leave."))
    if plan.names_payers and not call.has("--payers"):
        call.out.say(_("A list of those who paid: with --payers they are taken for those who come."))


def _choices(call: Call, plan: ImportPlan, picked: ColumnChoices) -> Choices:
    """Return what the options decide on rows to correct and doubtful ones."""
    from exchange.import_choices import to_remember
    from exchange.people_import import Choices, Kind

    left_out = {row.number for row in plan.rows if row.kind is Kind.TO_CORRECT and call.has("--skip-wrong")}
    doubtful = [row for row in plan.rows if row.kind is Kind.DOUBTFUL]
    decision = call.text("--doubtful")
    if decision == "leave":
        left_out |= {row.number for row in doubtful}
    people: dict[int, int | None] = {}
    if decision == "new":
        people = {row.number: None for row in doubtful}
    if decision == "known":  # one candidate is who is meant, among several nobody can tell
        people = {row.number: row.candidates[0].id for row in doubtful if len(row.candidates) == 1}
    kept = to_remember(picked) if picked or call.has("--guess") else None
    return Choices(frozenset(left_out), people, takes_payers=call.has("--payers"), remembered=kept)


def _plan_document(plan: ImportPlan) -> dict[str, Any]:
    names = ("number", "kind", "same_as", "reason")
    rows = [
        {
            **{name: getattr(row, name) for name in names},
            "is_to_check": row.is_to_check,
            "completes": sorted({name for fields in row.completes.values() for name in fields}),
            "given_name": row.draft.given_name,
            "family_name": row.draft.family_name,
            "problems": [{"field": each.field, "code": each.code, "values": each.values} for each in row.problems],
        }
        for row in plan.rows
    ]
    notes = [{"field": each.field, "code": each.code, "values": each.values} for each in plan.notes]
    shown = {"counts": plan.counts, "rows": rows, "not_kept": plan.not_kept, "marks": plan.marks, "notes": notes}
    return {"file": plan.file, **shown}


COMMANDS = (
    Command(
        "import",
        N_("bring people in from a list (CSV, XLSX, XLS, ODS)"),
        import_list,
        (Word("LIST", N_("the file")),),
        (
            Option("--workshop", N_("enrol them in this workshop"), "WORKSHOP"),
            Option(
                "--column", N_("what a column is; nothing after = when it is not kept"), "TITLE=FIELD", how="repeated"
            ),
            Option("--set", N_("a value that is the same for everyone"), "FIELD=VALUE", how="repeated"),
            Option("--guess", N_("guess the columns again instead of taking them as last time"), how="switch"),
            Option("--leave-out", N_("rows of the file that are left out"), "ROW", how="many"),
            Option(
                "--several",
                N_("rows that name several people: take each of them, or one as it is written"),
                "each|one",
                choices=("each", "one"),
            ),
            Option("--same", N_("a row that is the person of an earlier row"), "ROW=EARLIER", how="repeated"),
            Option("--apart", N_("rows that are somebody else than the earlier row like them"), "ROW", how="many"),
            Option("--payers", N_("those who paid are those who come"), how="switch"),
            Option("--dry-run", N_("only say what would be done"), how="switch"),
            Option("--skip-wrong", N_("leave out the rows that must be corrected"), how="switch"),
            Option(
                "--doubtful",
                N_("rows that may be somebody known: take them as such, as new people, or leave them out"),
                "known|new|leave",
                choices=("known", "new", "leave"),
            ),
            Option(
                "--encoding", N_("how the letters of a text file are written (utf-8, cp1252, mac_roman, cp850)"), "NAME"
            ),
            Option("--sheet", N_("the sheet of a workbook"), "NAME"),
        ),
    ),
)
