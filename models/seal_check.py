"""Whether a certificate is genuine: its seal, whose key signed it, and where it stands in the register here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import association, keys
from models.certificates import Certificate
from models.keys import TrustedLine
from models.problem import Problem
from models.seal import SealFacts, SealFault, read_seal


class Verdict(StrEnum):
    """What is answered. The last three are faults of the seal itself; the others need a key or a register."""

    GENUINE = "genuine"
    EXAMPLE = "example"
    GENUINE_UNKNOWN_SINCE = "genuine_unknown_since"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN_NUMBER = "unknown_number"
    NOT_AS_ISSUED = "not_as_issued"
    ALTERED = "altered"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_A_SEAL = "not_a_seal"


ACCEPTED = frozenset({Verdict.GENUINE, Verdict.GENUINE_UNKNOWN_SINCE})


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer about one seal; `facts` only where the signature holds, `ended_on` and `reason` from the register."""

    verdict: Verdict
    facts: SealFacts | None = None
    issuer: str = ""
    replaced_by: str = ""
    ended_on: date | None = None
    reason: str = ""

    @property
    def is_accepted(self) -> bool:
        """Tell whether the certificate may be taken as genuine."""
        return self.verdict in ACCEPTED

    @property
    def problem(self) -> Problem:
        """The answer as a code with its own sentence; a warning where nothing is wrong."""
        number = self.facts.number if self.facts else ""
        return Problem("seal", f"seal_{self.verdict}", {"number": number}, is_warning=self.is_accepted)


def check(db: Session, text: str) -> Checked:
    """Check a seal with the keys of this notebook: its own, whose register knows more, and those it trusts."""
    own, others = keys.public_keys(db), {line.key_id: line for line in keys.trusted(db)}
    facts = read_seal(text, {key_id: line.public_key for key_id, line in others.items()} | own)
    if isinstance(facts, SealFault):
        return Checked(Verdict(str(facts)))
    if facts.key_id not in own:
        return Checked(Verdict.GENUINE_UNKNOWN_SINCE, facts, others[facts.key_id].issuer)
    return _in_register(db, facts)


def check_with(text: str, issuers: Mapping[str, TrustedLine]) -> Checked:
    """Check a seal with these keys alone, by their ids."""
    facts = read_seal(text, {key_id: line.public_key for key_id, line in issuers.items()})
    if isinstance(facts, SealFault):
        return Checked(Verdict(str(facts)))
    return Checked(Verdict.GENUINE_UNKNOWN_SINCE, facts, issuers[facts.key_id].issuer)


def _in_register(db: Session, facts: SealFacts) -> Checked:
    """Say where a certificate that our own key signed stands: its seal must be the very one that was issued."""
    issuer = association.the_row(db).name
    row = db.scalars(select(Certificate).where(Certificate.number == facts.number)).first()
    if row is None:
        return Checked(Verdict.UNKNOWN_NUMBER, facts, issuer)
    issued = read_seal(str(row.facts["seal"]), keys.public_keys(db))
    if isinstance(issued, SealFacts) and issued != facts:  # none is left of a person who was forgotten
        return Checked(Verdict.NOT_AS_ISSUED, facts, issuer)
    query = select(Certificate.number).where(Certificate.id == row.replaced_by_id)
    replaced_by = "" if row.replaced_by_id is None else db.scalars(query).one()
    verdict = Verdict.GENUINE if row.status == "issued" else Verdict(row.status)
    if row.facts.get("example"):
        verdict = Verdict.EXAMPLE
    return Checked(verdict, facts, issuer, replaced_by, row.ended_on, row.reason)
