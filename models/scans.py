"""What a scanner reads: the code of a person's badge, or the seal of a certificate."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import keys, people
from models.certificates import Certificate
from models.codes import CertificateStatus
from models.people import Person
from models.problem import UserError, refusal
from models.seal import PREFIX as SEAL_PREFIX
from models.seal import SealFacts, SealFault, fault_problem, read_seal

BADGE_PREFIX = "CARNETP:"
PREFIXES = (BADGE_PREFIX, SEAL_PREFIX)
CODE_LENGTH = 12
"""Of a badge: with the prefix, all that the smallest QR code holds at level M, so that its dots are large."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """Whose code was read; of a certificate also what it says, and `ended` when it no longer holds.

    `person_id` is None when the certificate is genuine, but not in this notebook's register.
    """

    person_id: int | None
    certificate: SealFacts | None = None
    ended: str = ""


def badge_code(uid: str) -> str:
    """Return what the QR code of a badge holds: the random end of a person's identifier, and nothing personal."""
    return BADGE_PREFIX + uid[-CODE_LENGTH:].upper()


def read(db: Session, text: str) -> Scanned:
    """Return whose code this is. Raises UserError badge_unknown, or what is wrong with a seal."""
    text = text.strip()
    return _certificate(db, text) if text.startswith(SEAL_PREFIX) else Scanned(_person(db, text))


def _person(db: Session, text: str) -> int:
    code = text.removeprefix(BADGE_PREFIX).lower()
    if len(code) == CODE_LENGTH and code.isascii() and code.isalnum():
        found = db.scalars(select(Person.id).where(Person.uid.like(f"%-{code}"))).all()
        named = [each for each in people.lines(db, found).values() if each.given_name or each.family_name]
        if len(named) == 1:
            return named[0].id
    raise refusal("badge_unknown")


def _certificate(db: Session, text: str) -> Scanned:
    facts = read_seal(text, keys.public_keys(db))
    if isinstance(facts, SealFault):
        raise UserError(fault_problem(facts))
    query = select(Certificate.person_id, Certificate.status).where(Certificate.number == facts.number)
    row = db.execute(query).first()
    if row is None:
        return Scanned(None, facts)
    return Scanned(row.person_id, facts, "" if row.status == CertificateStatus.ISSUED else row.status)
