"""The programme's side: keys that are trusted, packages received into a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import Problem, refusal
from resources.i18n import N_, _, plural
from resources.labels import receipt_label

if TYPE_CHECKING:
    from exchange.receiving import Received
    from models.central.store import Central

INTO = Option("--into", N_("the programme's database: a file, or the address of a server"), "FILE|URL", required=True)

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
    expected = call.text("--fingerprint").strip()
    if expected and expected.removeprefix("SHA256:") != offered.fingerprint.removeprefix("SHA256:"):
        raise refusal("trust_fingerprint_other", found=offered.fingerprint, expected=expected)
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
)
