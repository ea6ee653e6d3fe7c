"""The hand-over to the programme: what leaves is shown, written, and checked on the programme's side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.call import Call
from commands.grammar import Command, Option, Word
from commands.output import line_document
from models.levels import AGGREGATES, LEVELS, PSEUDONYMISED
from models.problem import Problem
from resources.i18n import N_, _, here, plural
from resources.labels import receipt_label

if TYPE_CHECKING:
    from exchange.package import Package
    from models.handovers import HandoverLine

_TOTALS = {
    "sessions": N_("Sessions held"),
    "attendances": N_("Attendances"),
    "people_named": N_("Different people, named"),
    "people_unnamed": N_("Different people, unnamed at most"),
    "minutes": N_("Time attended"),
}


def hand_over(call: Call) -> None:
    """Show what leaves for the programme, and write it unless it is only a dry run."""
    from commands.notebooks import make_folder
    from exchange import gather

    first, last = call.day("--from"), call.day("--to")
    assert first is not None
    assert last is not None
    with call.notebook() as notebook:
        level = call.text("--level", AGGREGATES)
        gathered = gather.gather(notebook, first, last, now=datetime.now(UTC), level=level)
        show(call, gathered.package)
        if gathered.recipient:
            call.out.say(_("The package is encrypted: only the programme can open it."))
        if call.has("--dry-run"):
            call.out.say(_("Nothing was written."))
            call.out.document(**_document(gathered.package))
            return
        folder = Path(call.text("-o", "."))
        make_folder(folder)
        done = gather.hand_over(notebook, gathered, folder)
    call.out.say(_("The package is in {file}.", file=done.path))
    call.out.document(**_document(gathered.package), file=done.path)


def show(call: Call, package: Package) -> None:
    """Show the tables that leave with their number of rows, the totals, and what is missing."""
    from exchange.package import preview

    period = (here().date(package.period.first, "long"), here().date(package.period.last, "long"))
    call.out.say(_("From {first} to {last}", first=period[0], last=period[1]))
    rows = ((table.title, plural("{n} line", "{n} lines", len(table.rows))) for table in preview(package, here()))
    call.out.table((_("Table"), ""), list(rows))
    totals = package.totals()._asdict()
    shown = {**totals, "minutes": here().duration(totals["minutes"])}
    call.out.table((_("Figure"), ""), [(_(text), shown[name]) for name, text in _TOTALS.items()])
    if package.level == PSEUDONYMISED:
        call.out.say(_("No names, no contacts: counts leave, and one line for each attendance, under a code."))
    else:
        call.out.say(_("No names, no contacts: only counts leave."))
    if missing := package.sessions_without_attendance():
        call.out.tell(Problem("", "handover_attendance_missing", {"count": missing}, is_warning=True))
    if package.example:
        call.out.tell(Problem("example", "package_is_example", is_warning=True))


def _document(package: Package) -> Mapping[str, Any]:
    return {
        "id": package.id,
        "sequence": package.sequence,
        "from": package.period.first,
        "to": package.period.last,
        "level": package.level,
        "example": package.example,
        "totals": package.totals()._asdict(),
        "missing": {"sessions": package.sessions_without_attendance()},
    }


def check_package(call: Call) -> int:
    """Check a package as the programme does before taking it in."""
    from exchange.check import check

    report = check(Path(call.word("PACKAGE")))
    for problem in report.problems:
        call.out.tell(problem)
    if report.package is not None:
        call.out.say(_("From {association}", association=report.package.producer.name))
        show_received(call, report.package)
    if report.signed_by:
        call.out.say(_("Signed by the key {fingerprint}", fingerprint=report.signed_by))
    if not report.is_refused:
        call.out.say(_("The package is whole, unaltered, and its tables agree."))
    found = [{"field": each.field, "code": each.code, "values": each.values} for each in report.problems]
    told = _document(report.package) if report.package else {}
    call.out.document(
        is_refused=report.is_refused, sha256=report.sha256, signed_by=report.signed_by, problems=found, **told
    )
    return int(report.is_refused)


def show_received(call: Call, package: Package) -> None:
    """Show period and totals of a package that came in."""
    period = (here().date(package.period.first, "long"), here().date(package.period.last, "long"))
    call.out.say(_("From {first} to {last}", first=period[0], last=period[1]))
    held = package.totals()
    sessions = plural("{n} session held", "{n} sessions held", held.sessions)
    came = plural("{n} attendance", "{n} attendances", held.attendances)
    call.out.say(f"{sessions}, {came}")


def list_handovers(call: Call) -> None:
    """List what was handed over, what the programme said of it, and what changed since it last took one in."""
    from models import handovers

    with call.notebook() as notebook, notebook.read() as db:
        found = handovers.lines(db, ids := handovers.find(db))
        accepted = handovers.last_accepted(db)
        since = accepted or handovers.last(db)
        changes = handovers.changed_since(db, since.created_at) if since else 0
    rows = [_row(found[each]) for each in ids]
    call.out.table((_("No."), _("Period"), _("Saved on"), _("Sent on"), _("Receipt"), _("File")), rows)
    if since is None:
        call.out.say(_("No package has been made yet."))
    elif accepted is None:
        call.out.say(plural("{n} change since the last package.", "{n} changes since the last package.", changes))
    else:
        told = plural(
            "{n} change since package {number}, the last one accepted.",
            "{n} changes since package {number}, the last one accepted.",
            changes,
            number=accepted.sequence,
        )
        call.out.say(told)
    told_lines = [line_document(found[each], status=found[each].status) for each in ids]
    call.out.document(handovers=told_lines, accepted=accepted.sequence if accepted else None, changes=changes)


def _row(line: HandoverLine) -> tuple[object, ...]:
    """Return one hand-over as a row of the list."""
    days = f"{here().date(line.first, 'short')} – {here().date(line.last, 'short')}"
    saved = here().date(line.created_at.date(), "short")
    sent = here().date(line.sent_at.date(), "short") if line.sent_at else ""
    return line.sequence, days, saved, sent, receipt_label(line.status), line.file_name


def send_package(call: Call) -> None:
    """Send a package to the address of the programme, or write an e-mail draft with it."""
    from exchange import sending
    from models.files import write_file
    from models.logins import Login

    path = Path(call.word("PACKAGE"))
    with call.notebook() as notebook:
        if call.has("--mail"):
            target = Path(call.text("--mail"))
            write_file(target, sending.draft(notebook, path))
            call.out.say(_("The draft is in {file}. Open it in your mail program, look, and send it.", file=target))
            call.out.document(file=target)
            return
        login = None
        if call.has("--user"):
            secret = call.text("--password-file")
            login = Login(call.text("--user"), call.first_line(Path(secret)) if secret else "")
        line = call.finish(sending.send_and_record(notebook, path, login))
    call.out.say(_("Package {number} was sent.", number=line.sequence))
    call.out.document(sequence=line.sequence, sent_at=line.sent_at)


def take_receipts(call: Call) -> None:
    """Keep what the programme said of packages; tell what it found wrong."""
    from exchange.receipts import keep_receipts, receipt_problems

    with call.notebook() as notebook:
        kept = keep_receipts(notebook, [Path(word) for word in call.words("FILE")])
    for line, receipt in kept:
        fate = receipt_label(receipt["status"])
        call.out.say(_("Package {number}, {file}: {fate}", number=line.sequence, file=line.file_name, fate=fate))
        for problem in receipt_problems(receipt):
            call.out.tell(problem)
    call.out.document(receipts=[{"sequence": line.sequence, "status": receipt["status"]} for line, receipt in kept])


COMMANDS = (
    Command(
        "hand-over",
        N_("make the package of a period for the programme"),
        hand_over,
        (),
        (
            Option("--from", N_("the first day"), "DATE", required=True),
            Option("--to", N_("the last day"), "DATE", required=True),
            Option("-o", N_("the folder to write into (this one)"), "FOLDER"),
            Option("--level", N_("how much leaves"), "LEVEL", choices=LEVELS),
            Option("--dry-run", N_("only show what would leave"), how="switch"),
        ),
    ),
    Command("hand-over list", N_("list what was handed over and what the programme answered"), list_handovers),
    Command(
        "hand-over send",
        N_("send a package to the address of the programme, or write an e-mail draft with it"),
        send_package,
        (Word("PACKAGE", N_("the file that was handed over")),),
        (
            Option("--user", N_("the name that the programme gave for its address"), "NAME"),
            Option("--password-file", N_("a file whose first line is the password that goes with it"), "FILE"),
            Option("--mail", N_("write an e-mail draft to this file instead (.eml)"), "FILE"),
        ),
    ),
    Command(
        "hand-over receipt",
        N_("keep what the programme answered"),
        take_receipts,
        (Word("FILE", N_("the receipts that came back from the programme"), many=True),),
    ),
    Command(
        "programme check",
        N_("check a package as the programme does"),
        check_package,
        (Word("PACKAGE", N_("the file that was handed over")),),
    ),
)
