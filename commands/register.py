"""The register of certificates: listed, narrowed, written to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from commands.output import line_document
from resources.i18n import N_, _, current, here, plural

if TYPE_CHECKING:
    from models.certificates import CertificateLine, RegisterQuery
    from models.notebook import Db, Notebook

_PDF = ".pdf"


def register(call: Call) -> None:
    """List the register of certificates, or write it to a file."""
    from models import certificates

    with call.notebook() as notebook:
        with notebook.read() as db:
            ids = certificates.find(db, _asked(call, db))
            lines = certificates.lines(db, ids)
        if call.has("--output"):
            _write(call, notebook, ids)
        else:
            _show(call, ids, lines)


def _asked(call: Call, db: Db) -> RegisterQuery:
    """Return what the options ask for."""
    from commands import references
    from models.certificates import RegisterQuery

    chosen = call.text("--workshop")
    return RegisterQuery(
        " ".join(call.words("TEXT")),
        references.workshop(db, chosen, today=call.today).id if chosen else None,
        status=call.text("--status"),
        waiting=call.has("--waiting"),
        first=call.day("--from"),
        last=call.day("--to"),
    )


def _show(call: Call, ids: Sequence[int], lines: Mapping[int, CertificateLine]) -> None:
    from resources.labels import label

    headers = (_("Number"), _("Name"), _("Workshop"), _("Length"), _("Date"), _("Status"))
    rows = [
        (
            line.number, line.listed, line.workshop, here().duration(line.minutes), here().date(line.issued_on),
            label("certificate_status", line.status),
        )
        for line in map(lines.__getitem__, ids)
    ]  # fmt: skip
    call.out.table(headers, rows)
    call.out.document(certificates=[line_document(lines[each]) for each in ids])


def _write(call: Call, notebook: Notebook, ids: Sequence[int]) -> None:
    """Write the lines to a PDF, or to a table as its ending says unless a format is named."""
    from documents import certificate_register
    from exchange import register_export, tables
    from models.files import write_file

    path = Path(call.text("--output"))
    if path.suffix.lower() == _PDF:
        with notebook.read() as db:
            facts = certificate_register.facts(db, ids, today=call.today)
        write_file(path, certificate_register.draw(facts, current()))
    else:
        kind = tables.Format(call.text("--format")) if call.has("--format") else tables.format_of(path)
        call.finish(register_export.export(notebook, ids, path, kind=kind))
    count = len(ids)
    call.out.say(
        plural("{n} certificate written to {file}.", "{n} certificates written to {file}.", count, file=path.name)
    )
    call.out.document(written={"file": path, "certificates": count})


COMMANDS = (
    Command(
        "register",
        N_("list the certificates, or write them to a file"),
        register,
        (Word("TEXT", N_("words to search for"), many=True, optional=True),),
        (
            Option("--workshop", N_("only of this workshop"), "WORKSHOP"),
            Option(
                "--status",
                N_("only those that are in force, replaced or revoked"),
                "issued|replaced|revoked",
                choices=("issued", "replaced", "revoked"),
            ),
            Option("--waiting", N_("only those never printed"), how="switch"),
            Option("--from", N_("issued from this day on"), "DATE"),
            Option("--to", N_("issued up to this day"), "DATE"),
            Option("--output", N_("write them to this file (PDF, XLSX or CSV)"), "FILE"),
            Option(
                "--format",
                N_("how the file is written: as its ending says unless named"),
                "xlsx|excel-csv|csv",
                choices=("xlsx", "excel-csv", "csv"),
            ),
        ),
    ),
)
