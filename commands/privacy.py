"""Personal data: the papers that the law asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from resources.i18n import N_, _, current

if TYPE_CHECKING:
    from documents.privacy_words import Keeper


def person_extract(call: Call) -> None:
    """Write everything held about one person: a PDF to read, and JSON for machines beside it."""
    from commands import references
    from commands.notebooks import make_folder
    from documents import person_extract as paper
    from documents import privacy_words
    from documents.file_names import safe_name
    from exchange import extract as machine
    from models import privacy

    with call.notebook() as notebook, notebook.read() as db:
        line = references.person(db, call.word("PERSON"))
        held, who = privacy.extract(db, line.id), privacy_words.keeper(db)
    path = Path(call.text("-o"))
    if path.suffix.lower() != ".pdf":
        make_folder(path)
        path /= safe_name(f"{_('Extract')} {line.shown} {call.today}", ".pdf")
    pdf = paper.draw(paper.ExtractFacts(held, who, call.today), current())
    files = machine.write(path, pdf, machine.as_json(held, association=who.association.name, made_on=call.today))
    for each in files:
        call.out.say(_("Saved: {file}", file=each))
    call.out.document(person={"uid": line.uid}, files=list(files))


def register(call: Call) -> None:
    """Write the register of processing activities."""
    from documents import processing_register

    _write(call, processing_register.draw(_keeper(call), current(), made_on=call.today))


def notice(call: Call) -> None:
    """Write the information notice."""
    from documents import information_notice

    _write(call, information_notice.draw(_keeper(call), current()))


def _keeper(call: Call) -> Keeper:
    from documents import privacy_words

    with call.notebook() as notebook, notebook.read() as db:
        return privacy_words.keeper(db)


def _write(call: Call, pdf: bytes) -> None:
    from models.files import write_file

    path = Path(call.text("-o"))
    write_file(path, pdf)
    call.out.say(_("Saved: {file}", file=path))
    call.out.document(file=path)


_FILE = Option("-o", N_("the PDF to write"), "FILE", required=True)

COMMANDS = (
    Command(
        "person extract",
        N_("write everything held about one person: a PDF to read and a file for machines"),
        person_extract,
        (Word("PERSON", N_("the name, or the identifier that --json shows")),),
        (Option("-o", N_("a folder, or the PDF; the other file stands beside it"), "PLACE", required=True),),
    ),
    Command("register-of-processing", N_("write the register of processing activities"), register, (), (_FILE,)),
    Command("notice", N_("write the information notice, one page for the wall"), notice, (), (_FILE,)),
)
