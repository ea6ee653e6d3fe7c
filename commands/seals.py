"""Seals: whether a certificate is genuine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import UserError, refusal
from resources.i18n import N_, _, here
from resources.words import sentence

if TYPE_CHECKING:
    from models.seal_check import Checked

_PAPERS = (".pdf", ".png", ".jpg", ".jpeg")


def check_certificate(call: Call) -> int:
    """Say whether a certificate is genuine and still in force."""
    checked = _checked(call, _seals(call.word("FILE|TEXT")))
    for each in checked:
        _tell(call, each)
    call.out.document(certificates=[_document(each) for each in checked])
    return 0 if all(each.is_accepted for each in checked) else 1


def _checked(call: Call, texts: list[str]) -> list[Checked]:
    """Check with the keys of the notebook, or with the public key of a file alone."""
    from exchange.key_files import read_file, read_public
    from models import seal_check
    from models.keys import TrustedLine, key_id_of

    if call.has("--key"):
        path = Path(call.text("--key"))
        content = read_file(path).decode("utf-8", "replace")
        try:
            public, issuer = read_public(content)
        except UserError as error:
            raise refusal("key_not_readable", file=path.name) from error
        line = TrustedLine(None, key_id_of(public), public, issuer, None, "file")
        return [seal_check.check_with(text, {line.key_id: line}) for text in texts]
    with call.notebook() as notebook, notebook.read() as db:
        return [seal_check.check(db, text) for text in texts]


def _seals(text: str) -> list[str]:
    """Return the seals in a PDF or picture, or the text itself when there is no such file."""
    from documents.seal import read_seals
    from models.seal import PREFIX

    path = Path(text)
    try:
        is_file = not text.startswith(PREFIX) and path.is_file()
    except OSError:  # longer than a file name can be
        is_file = False
    if not is_file:
        if path.suffix.lower() in _PAPERS:
            raise refusal("file_missing", file=path.name, folder=str(path.parent))
        return [text]
    return read_seals(path)


def _tell(call: Call, checked: Checked) -> None:
    """Say what the seal says, then whether it still holds."""
    facts = checked.facts
    if facts is not None:
        shown = {
            "number": facts.number,
            "name": facts.name,
            "title": facts.title,
            "date": here().date(facts.issued_on, "long"),
            "duration": here().duration(facts.minutes),
        }
        call.out.say(_("{number}: {name}, “{title}”, {duration}, issued on {date}", **shown))
        if checked.issuer:
            call.out.say(_("Issued by {issuer}", issuer=checked.issuer))
    if checked.ended_on is not None:
        day = here().date(checked.ended_on, "long")
        call.out.say(_("Ended on {date}. Reason: {reason}", date=day, reason=checked.reason))
    if checked.replaced_by:
        call.out.say(_("Replaced by {number}", number=checked.replaced_by))
    if checked.is_accepted:
        call.out.say(sentence(checked.problem))
    else:
        call.out.tell(checked.problem)


def _document(checked: Checked) -> dict[str, object]:
    facts = checked.facts
    told = {name: getattr(facts, name) for name in facts.__dataclass_fields__} if facts else {}
    if checked.ended_on is not None:
        told |= {"ended_on": checked.ended_on, "reason": checked.reason, "replaced_by": checked.replaced_by}
    return {"status": str(checked.verdict), "issuer": checked.issuer, **told}


COMMANDS = (
    Command(
        "check-certificate",
        N_("say whether a certificate is genuine"),
        check_certificate,
        (Word("FILE|TEXT", N_("its PDF, a photo of it, or the text of its code")),),
        (Option("--key", N_("the issuer’s public key alone, not those of this notebook"), "FILE"),),
    ),
)
