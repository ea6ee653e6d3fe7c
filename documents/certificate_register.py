"""The register of certificates as it is printed: every number with what became of it. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Block, Grid, Paragraph, Title
from documents.text_pages import Paper, spelled_out
from documents.text_pages import draw as draw_paper
from models import certificates
from resources.i18n import N_, Language, language
from resources.labels import label

if TYPE_CHECKING:
    from datetime import date

    from models.certificates import CertificateLine
    from models.notebook import Db

_SIZE = 8.5
_SHARES = (0.15, 0.17, 0.24, 0.08, 0.11, 0.25)


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """The lines of the register in their order, whose they are, and the day of the paper."""

    keeper: Keeper
    lines: tuple[CertificateLine, ...]
    made_on: date


def facts(db: Db, ids: Sequence[int], *, today: date) -> RegisterFacts:
    """Return these certificates as the register says them, in this order."""
    found = certificates.lines(db, ids)
    return RegisterFacts(words.keeper(db), tuple(found[each] for each in ids if each in found), today)


def draw(register: RegisterFacts, code: str) -> bytes:
    """Return the register as a PDF/A-2b in the language `code`; a letter that no font has is written as its code."""
    say, who = language(code), register.keeper
    title = say("Register of certificates")
    blocks = tuple(_blocks(register, title, say))
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    return draw_paper(spelled_out(paper), _SIZE)


def _blocks(register: RegisterFacts, title: str, say: Language) -> Iterator[Block]:
    count = say.plural("{n} certificate", "{n} certificates", len(register.lines))
    made = say("Made on {date}", date=say.date(register.made_on, "long"))
    yield Title(title, f"{register.keeper.association.name} · {count} · {made}")
    if not register.lines:
        yield Paragraph(say("No certificate was issued."))
        return
    headers = (say("Number"), say("Name"), say("Workshop"), say("Duration"), say("Issued on"), say("Status"))
    rows = tuple(
        (
            line.number,
            line.listed,
            line.workshop,
            say.duration(line.minutes),
            say.date(line.issued_on, "short"),
            _status(line, say),
        )
        for line in register.lines
    )
    yield Grid(headers, rows, _SHARES, right=frozenset({3}))


_ENDED = {
    "replaced": N_("Replaced by {new} on {date}: {reason}"),
    "revoked": N_("Revoked on {date}: {reason}"),
}


def _status(line: CertificateLine, say: Language) -> str:
    """Say what a certificate is and became: who signed it, what it replaces, why it ended."""
    parts = [label("certificate_status", line.status, say)] if line.status not in _ENDED else []
    if line.ended_on is not None:
        day = say.date(line.ended_on, "short")
        parts.append(say(_ENDED[line.status], new=line.replaced_by, date=day, reason=line.reason))
    if line.replaces:
        parts.append(say("replaces {number}", number=line.replaces))
    if line.note:
        parts.append(say("exception: {note}", note=line.note))
    if line.signed_by:
        parts.append(say("signed by {name}", name=line.signed_by))
    return " · ".join(parts)
