"""Certificates: issued and printed for a workshop, revoked, replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from commands.output import told
from models.problem import refusal
from resources.i18n import N_, _, current, plural

if TYPE_CHECKING:
    from documents.batch import BatchReport
    from documents.prints import Prints
    from models.issuing import Candidate
    from models.notebook import Db, Notebook


def certificates(call: Call) -> None:
    """Issue what a workshop's people are due, or everyone's, and print what has not been handed out yet."""
    from documents import own_layouts, papers

    _refuse_together(call)
    path = Path(call.text("-o"))
    _refuse_place(path, is_folder=_wants_folder(call))
    layout = call.text("--layout")
    with call.notebook() as notebook:
        with notebook.read() as db:
            asked = _asked(call, db)
            layout = own_layouts.named(db, layout).reference if layout else ""
        if call.has("--test"):
            _try(call, notebook, asked, path, layout=layout)
            return
        ids, refused = issue(notebook, asked, call, layout=layout)
        prints = papers.certificate_prints(notebook, ids, today=call.today)
        if not prints:
            _tell_refused(call, refused)
        _refuse_nothing(prints)
        report = print_all(call, notebook, prints, path, papers.addresses(notebook, ids))
        hand_out(notebook, report.made)
    _tell(call, report, refused)


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom certificates are asked: of one workshop everyone or some people, or of several everyone."""

    workshop_ids: Sequence[int]
    person_ids: frozenset[int] | None = None
    notes: Mapping[int, str] = field(default_factory=dict)


def _asked(call: Call, db: Db) -> Asked:
    """Return for whom certificates are asked. Raises UserError for a name that is not enrolled."""
    from commands import references
    from models import attendance, issuing

    if call.has("--everywhere"):
        return Asked(sorted(issuing.waiting_by_workshop(db)))
    workshop_id = references.workshop(db, call.text("--workshop"), today=call.today).id
    rows = attendance.grid(db, workshop_id)
    people = frozenset(references.enrolled(db, rows, name).person_id for name in call.texts("--person"))
    notes = _exceptions(db, workshop_id, call.texts("--exception"))
    return Asked([workshop_id], people | set(notes) if people else None, notes)


def _refuse_together(call: Call) -> None:
    """Raise UserError for options that say two things at once, or not for whom."""
    if not call.has("--everywhere") and not call.has("--workshop"):
        raise misuse("certificates_for_whom")
    for one, others in (
        ("--everywhere", ("--workshop", "--person", "--exception")),
        ("--mail", ("--each", "--test")),
    ):
        for other in others:
            if call.has(one) and call.has(other):
                raise misuse("options_exclude", options=f"{one}, {other}")


def _wants_folder(call: Call) -> bool:
    return call.has("--each") or call.has("--mail")


def _try(call: Call, notebook: Notebook, asked: Asked, path: Path, *, layout: str) -> None:
    """Draw what would be issued now, and record nothing."""
    from documents import papers
    from models import issuing

    prints = papers.trial_prints(
        notebook, asked.workshop_ids, current(), today=call.today, layout=layout, person_ids=asked.person_ids
    )
    with notebook.read() as db:
        found = [each for workshop_id in asked.workshop_ids for each in issuing.candidates(db, workshop_id)]
    _refuse_nothing(prints)
    report = print_all(call, notebook, prints, path)
    call.out.say(_("This was a test: nothing was recorded, and the papers say so."))
    refused = [
        each
        for each in found
        if each.problem is not None
        and each.certificate_id is None
        and (asked.person_ids is None or each.person_id in asked.person_ids)
    ]
    _tell(call, report, refused)


def issue(notebook: Notebook, asked: Asked, call: Call, *, layout: str = "") -> tuple[list[int], tuple[Candidate, ...]]:
    """Give a number to everyone who is due one; return the certificates to print and who gets none."""
    from models import certificates as register
    from models import issuing
    from models.certificates import RegisterQuery

    wanted = asked.person_ids
    with notebook.read() as db:
        found = [each for workshop_id in asked.workshop_ids for each in issuing.candidates(db, workshop_id)]
    due = [each for each in found if not (each.problem or each.certificate_id)]
    count = sum(wanted is None or each.person_id in wanted for each in due) + len(asked.notes)
    ids: list[int] = []
    refused: list[Candidate] = []
    with notebook.write(N_("Issue certificates ({count})"), count=count) as db:
        for workshop_id in asked.workshop_ids:
            issued = issuing.issue(
                db, workshop_id, today=call.today, language=current(), layout=layout, person_ids=wanted,
                overrides=asked.notes,
            )  # fmt: skip
            refused += issued.refused
    with notebook.read() as db:
        for workshop_id in asked.workshop_ids:
            query = RegisterQuery(workshop_id=workshop_id, status="issued", waiting=not call.has("--again"))
            ids += register.find(db, query)
        lines = register.lines(db, ids)
    return [each for each in ids if wanted is None or lines[each].person_id in wanted], tuple(refused)


def _exceptions(db: Db, workshop_id: int, texts: Sequence[str]) -> dict[int, str]:
    """Read "NAME: note" of people below the minimum. Raises UserError when someone is not enrolled or has no note."""
    from commands import references
    from models import attendance

    rows = attendance.grid(db, workshop_id) if texts else []
    notes = {}
    for text in texts:
        name, _colon, note = text.partition(":")
        if not note.strip():
            raise refusal("exception_without_note", name=name.strip())
        notes[references.enrolled(db, rows, name.strip()).person_id] = note.strip()
    return notes


def print_all(
    call: Call, notebook: Notebook, prints: Prints, path: Path, addresses: Mapping[str, str] | None = None
) -> BatchReport:
    """Draw certificates into one file, or each into its own in a folder: as a PDF, or as an e-mail draft."""
    from commands.notebooks import make_folder
    from documents import batch
    from documents.file_names import DEFAULT_PATTERN
    from documents.own_layouts import layouts_of

    layouts, pattern = layouts_of(notebook, prints), call.text("--names", DEFAULT_PATTERN)
    if not _wants_folder(call):
        return call.finish(batch.certificates_in_one(prints, layouts, path))
    make_folder(path)
    if call.has("--mail"):
        return call.finish(batch.mail_drafts(prints, layouts, path, addresses or {}, pattern))
    return call.finish(batch.certificates_each(prints, layouts, path, pattern))


def hand_out(notebook: Notebook, numbers: Sequence[str]) -> None:
    """Note that these certificates are on paper: the next print of each is a duplicate."""
    from models import certificates as register
    from models.base import utc_now

    with notebook.write(N_("Hand out certificates ({count})"), count=len(numbers)) as db:
        ids = [found for number in numbers if (found := register.by_number(db, number)) is not None]
        register.mark_handed_out(db, ids, utc_now())


def _refuse_place(path: Path, *, is_folder: bool) -> None:
    """Raise UserError before any number is given when the paper could not be written there."""
    folder = path if is_folder else path.parent
    if is_folder and folder.exists() and not folder.is_dir():
        raise refusal("place_missing", file=path.name, folder=str(folder))
    if not is_folder and path.is_dir():
        raise refusal("place_is_folder", file=path.name, folder=str(path.parent))
    if not is_folder and not folder.is_dir():
        raise refusal("place_missing", file=path.name, folder=str(folder))


def _refuse_nothing(prints: Prints) -> None:
    if not prints:
        raise refusal("certificates_nothing_to_print")


def _tell(call: Call, report: BatchReport, refused: Sequence[Candidate]) -> None:
    """Say what was printed, what was skipped and why, and who gets no certificate."""
    where = report.files[0] if len(report.files) == 1 else report.files[0].parent if report.files else ""
    count = len(report.made)
    if not count:
        done = _("No file was written.")
    elif call.has("--mail"):
        done = plural("{n} e-mail draft written: {file}", "{n} e-mail drafts written: {file}", count, file=where)
    else:
        done = plural("{n} certificate printed: {file}", "{n} certificates printed: {file}", count, file=where)
    call.out.say(done)
    for skipped in report.skipped:
        for problem in skipped.problems:
            who = " ".join(part for part in (skipped.number, skipped.name) if part)
            text = _("{number} was not printed: {sentence}", number=who, sentence=told(problem))
            call.out.say(text)
    _tell_refused(call, refused)
    call.out.document(
        made=[{"number": each} for each in report.made],
        files=list(report.files),
        skipped=[{"number": s.number, "problems": [p.code for p in s.problems]} for s in report.skipped],
        without=[{"name": each.listed, "code": each.problem.code} for each in refused if each.problem],
    )


def _tell_refused(call: Call, refused: Sequence[Candidate]) -> None:
    for each in refused:
        if each.problem is not None:
            call.out.say(_("No certificate for {name}: {sentence}", name=each.listed, sentence=told(each.problem)))


def revoke(call: Call) -> None:
    """Revoke a certificate."""
    from models import certificates as register

    with call.notebook() as notebook:
        with notebook.read() as db:
            certificate_id = _by_number(db, call.word("NUMBER"))
        with notebook.write(N_("Revoke a certificate")) as db:
            register.revoke(db, certificate_id, call.text("--reason"), today=call.today)
        with notebook.read() as db:
            line = register.lines(db, [certificate_id])[certificate_id]
    call.out.say(_("Certificate {number} is revoked.", number=line.number))
    call.out.document(certificate={"uid": line.uid, "number": line.number, "status": line.status})


def replace(call: Call) -> None:
    """Issue a new certificate that replaces another."""
    from models import certificates as register

    with call.notebook() as notebook:
        with notebook.read() as db:
            old_id = _by_number(db, call.word("NUMBER"))
        with notebook.write(N_("Replace a certificate")) as db:
            new_id = register.replace(db, old_id, call.text("--reason"), today=call.today)
        with notebook.read() as db:
            lines = register.lines(db, [old_id, new_id])
    old, new = lines[old_id], lines[new_id]
    call.out.say(_("Certificate {number} is replaced by {new}.", number=old.number, new=new.number))
    call.out.document(certificate={"uid": new.uid, "number": new.number, "replaces": old.number})


def _by_number(db: Db, number: str) -> int:
    from models import certificates as register
    from models.certificates import RegisterQuery

    found = register.by_number(db, number)
    if found is None:
        near = register.lines(db, register.find(db, RegisterQuery(number))[:5])
        candidates = tuple(f"{line.number} · {line.listed} · {line.workshop}" for line in near.values())
        raise refusal("reference_unknown", reference=number, candidates=candidates)
    return found


_NUMBER = Word("NUMBER", N_("the number of the certificate"))
_REASON = Option("--reason", N_("why; it stands in the register"), "TEXT", required=True)

COMMANDS = (
    Command(
        "certificates",
        N_("issue the certificates of a workshop and print them"),
        certificates,
        (),
        (
            Option("--workshop", N_("whose"), "WORKSHOP"),
            Option("--everywhere", N_("in all workshops: everyone who has none yet"), how="switch"),
            Option("--person", N_("only this person of the workshop; may be repeated"), "NAME", "repeated"),
            Option("-o", N_("the PDF to write, or with --each or --mail the folder"), "FILE", required=True),
            Option("--each", N_("one file for each person"), how="switch"),
            Option("--mail", N_("an e-mail draft for each person, the PDF attached"), how="switch"),
            Option("--names", N_("how these files are called, with {number}, {name}, {workshop}, {date}"), "PATTERN"),
            Option("--layout", N_("the layout"), "NAME"),
            Option(
                "--exception",
                N_("someone who came too rarely and gets one all the same, and why; may be repeated"),
                "NAME: NOTE",
                "repeated",
            ),
            Option("--again", N_("also print those handed out before, as duplicates"), how="switch"),
            Option("--test", N_("a test run: nothing is recorded"), how="switch"),
        ),
    ),
    Command("certificate revoke", N_("revoke a certificate"), revoke, (_NUMBER,), (_REASON,)),
    Command("certificate replace", N_("issue a certificate that replaces another"), replace, (_NUMBER,), (_REASON,)),
)
