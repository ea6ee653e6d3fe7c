"""The programme's side: keys that are trusted, packages received into a database."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import Problem, refusal
from resources.i18n import N_, _, current, here, plural
from resources.labels import receipt_label

if TYPE_CHECKING:
    from exchange.receiving import Received
    from models.central.figures import Figures
    from models.central.report import Report
    from models.central.store import Central

INTO = Option("--into", N_("the programme's database: a file, or the address of a server"), "FILE|URL", required=True)

_HEARD = 8  # characters of a fingerprint that are enough to compare
_COUNTS: Mapping[str, str] = {
    "created": N_("created"),
    "updated": N_("changed"),
    "deleted": N_("deleted"),
    "ignored": N_("without effect"),
}


@contextmanager
def central(call: Call, *, create: bool = False) -> Iterator[Central]:
    """Open the database that --into names and close it at the end."""
    from models.central.store import Central

    with Central.open(call.text("--into"), create=create) as opened:
        yield opened


def trust(call: Call) -> None:
    """Accept the key of an association, once its fingerprint was compared."""
    from exchange.receiving import offered_key
    from models.central import trust as keys

    offered = offered_key(call.word("KEY|PACKAGE"))
    _compare(call.text("--fingerprint").strip(), offered.fingerprint)
    with central(call, create=True) as opened, opened.write() as db:
        is_new = keys.trust(db, offered.line, offered.fingerprint, offered.owner, now=datetime.now(UTC))
    name = offered.owner.name if offered.owner else ""
    if name:
        call.out.say(_("From {association}", association=name))
    if is_new:
        call.out.say(_("The key {fingerprint} is trusted from now on.", fingerprint=offered.fingerprint))
    else:
        call.out.say(_("The key {fingerprint} was trusted already.", fingerprint=offered.fingerprint))
    call.out.document(fingerprint=offered.fingerprint, association=name, is_new=is_new)


def _compare(expected: str, fingerprint: str) -> None:
    """Refuse a key that is not the one read aloud; on a terminal ask for it, unseen, so that it is truly compared."""
    found = fingerprint.removeprefix("SHA256:")
    if expected:
        is_same = expected.removeprefix("SHA256:") == found
    elif not sys.stdin.isatty():
        return
    else:
        ask = _("Fingerprint that the association reads to you over the phone (its last {n} characters do): ", n=_HEARD)
        sys.stderr.write(ask)
        sys.stderr.flush()
        expected = sys.stdin.readline().strip().removeprefix("SHA256:")
        is_same = len(expected) >= _HEARD and found.endswith(expected)
    if not is_same:
        raise refusal("trust_fingerprint_other", found=fingerprint, expected=expected or "–")


def receive(call: Call) -> int:
    """Take packages in; those that are refused are told and kept apart."""
    from exchange.receiving import receive as take_in
    from models.central.delivery import Permissions

    permissions = Permissions(loss=call.has("--accept-loss"), restored=call.has("--accept-restored"))
    paths = [Path(word) for word in call.words("PACKAGE")]
    folder = Path(call.text("--receipts")) if call.has("--receipts") else None
    with central(call, create=True) as opened:
        found = call.finish(take_in(opened, paths, permissions, now=datetime.now(UTC), receipts=folder))
    for each in found:
        _say(call, each)
    refused = sum(each.status == "rejected" for each in found)
    if len(found) > 1:
        call.out.say(
            plural("{n} package received", "{n} packages received", len(found) - refused)
            + ", "
            + plural("{n} refused", "{n} refused", refused)
        )
    call.out.document(packages=[_document(each) for each in found])
    return int(refused > 0)


def _say(call: Call, found: Received) -> None:
    """Say what came of one file: its fate, what it changed, what is wrong."""
    fate = _("received before: nothing changed") if found.is_known else receipt_label(found.status)
    call.out.say(_("{file}: {fate}", file=found.path.name, fate=fate))
    tables = found.receipt["tables"] if found.receipt and not found.is_known else {}
    sums = {name: sum(counts[name] for counts in tables.values()) for name in _COUNTS} if tables else {}
    if sums:
        call.out.say("  " + ", ".join(f"{_(text)} {sums[name]}" for name, text in _COUNTS.items()))
    for problem in found.problems:
        call.out.tell(problem)


def _document(found: Received) -> Mapping[str, object]:
    problems = [_plain(problem) for problem in found.problems]
    return {
        "file": found.path,
        "status": found.status,
        "is_known": found.is_known,
        "receipt": found.receipt_path,
        "tables": found.receipt["tables"] if found.receipt else {},
        "problems": problems,
    }


def _plain(problem: Problem) -> Mapping[str, object]:
    return {"field": problem.field, "code": problem.code, "values": problem.values, "is_warning": problem.is_warning}


def report(call: Call) -> None:
    """Show the figures of a period, and write them as a PDF or an XLSX when asked to."""
    from models.central import periods
    from models.central.report import report as counted

    path = Path(call.text("--output")) if call.has("--output") else None
    if path is not None and path.suffix.lower() not in (".pdf", ".xlsx"):
        raise refusal("report_ending_unknown", file=path.name)
    span = periods.read_period(call.text("--period") or str(call.today.year))
    target = call.number("--target")
    with central(call) as opened, opened.read() as db:
        found = counted(db, span, today=call.today, target=target)
    _show(call, found)
    if path is not None:
        _write(found, path)
        call.out.say(_("The report is in {file}.", file=path))
    call.out.document(**_report_document(found), file=path)


def _show(call: Call, found: Report) -> None:
    from models.central import said

    say = here()
    call.out.say(f"{found.programme}, {said.days(found.span, say)}")
    call.out.table((_("Figure"), ""), [(each.name, each.value) for each in said.summary(found, say)])
    for text in (said.told_by(found.total, say), said.progress(found, say)):
        if text:
            call.out.say(text)
    headers = (_("Association"), _("Sessions held"), _("Attendances"), _("Named people"), _("What is missing"))
    rows = []
    for line in found.lines:
        named = say.number(line.figures.people_named) if line.figures.told else "–"
        counts = (say.number(line.figures.sessions_held), say.number(line.figures.attendances), named)
        rows.append((line.name, *counts, said.lacking(line, say)))
    call.out.table(headers, rows)
    if found.late:
        names = here().and_list(line.name for line in found.late)
        call.out.say(_("Late: {names}", names=names))
    for each in found.refused:
        call.out.say(_("Refused and waiting: {file}", file=f"{each.file_name} {each.association}".strip()))


def _write(found: Report, path: Path) -> None:
    if path.suffix.lower() == ".pdf":
        from documents import programme_report as paper
        from models.files import write_file

        write_file(path, paper.draw(found, current()))
    else:
        from exchange import programme_report as workbook

        workbook.write(found, path, here())


def _report_document(found: Report) -> dict[str, object]:
    """Return the report as JSON gives it: codes and numbers, no words."""
    return {
        "programme": found.programme,
        "from": found.span.first,
        "to": found.span.last,
        "target": found.target,
        "reached_at_most": found.reached,
        "total": _figures_document(found.total),
        "associations": [
            {
                "uid": line.uid,
                "name": line.name,
                **_figures_document(line.figures),
                "missing": [{"from": span.first, "to": span.last} for span in line.missing],
                "gaps": line.gaps,
                "is_late": line.is_late,
                "last_received": line.last_received.isoformat() if line.last_received else None,
            }
            for line in found.lines
        ],
        "splits": {split.axis: {"counts": dict(split.counts), "hidden": split.hidden} for split in found.splits},
        "refused": [
            {"file": each.file_name, "codes": [problem["code"] for problem in each.problems]} for each in found.refused
        ],
        "unused_keys": list(found.unused_keys),
    }


def _figures_document(figures: Figures) -> dict[str, object]:
    numbers: dict[str, object] = dataclasses.asdict(figures)
    if not figures.told:
        numbers |= {"people_named": None, "new_named": None}
    return {**numbers, "attendances": figures.attendances, "people_unnamed": figures.people_unnamed}


COMMANDS = (
    Command(
        "programme trust",
        N_("trust the key of an association, once its fingerprint was read over the phone"),
        trust,
        (Word("KEY|PACKAGE", N_("the key, a file that holds it, or a package signed with it")),),
        (INTO, Option("--fingerprint", N_("the fingerprint that was read over the phone"), "TEXT")),
    ),
    Command(
        "programme receive",
        N_("take packages into the programme's database"),
        receive,
        (Word("PACKAGE", N_("the files that were handed over"), many=True),),
        (
            INTO,
            Option("--receipts", N_("the folder for the receipts (beside each package)"), "FOLDER"),
            Option("--accept-loss", N_("take a package in after which far less counts"), how="switch"),
            Option("--accept-restored", N_("take in what comes from a notebook taken back to a copy"), how="switch"),
        ),
    ),
    Command(
        "programme report",
        N_("count over all associations, and say who is late"),
        report,
        (),
        (
            INTO,
            Option("--period", N_("2026, 2026-05, 2026-Q2, 2025-2026 or FIRST/LAST (this year)"), "PERIOD"),
            Option("--target", N_("how many people a year the programme wants to reach"), "N"),
            Option("--output", N_("also write it: a .pdf or .xlsx file"), "FILE"),
        ),
    ),
)
