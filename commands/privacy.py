"""Personal data: the papers that the law asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option
from resources.i18n import N_, _, current

if TYPE_CHECKING:
    from documents.privacy_words import Keeper


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
    Command("register-of-processing", N_("write the register of processing activities"), register, (), (_FILE,)),
    Command("notice", N_("write the information notice, one page for the wall"), notice, (), (_FILE,)),
)
