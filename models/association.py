"""The association that owns the notebook: its name on every paper, its identifiers, its settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling, new_uid
from models.codes import LegalBasis
from models.drafts import cleaned, code_problems, length_problems, shape_problems, size_problems, store, values_of
from models.problem import Problem, refusal, refuse_if_any
from models.text import clean_line
from resources.i18n import N_

if TYPE_CHECKING:
    from models.notebook import Notebook


RETENTION_MONTHS = 24
"""After how many months without contact somebody is due to be forgotten, unless the association says otherwise."""


class Association(Travelling, Base):
    """The one row of its table, made with the notebook."""

    __tablename__ = "association"

    notebook_uid: Mapped[str] = mapped_column(String(36), default=new_uid)
    is_example: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(300), default="")
    rna: Mapped[str] = mapped_column(String(10), default="")
    siret: Mapped[str] = mapped_column(String(14), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(300), default="")
    web: Mapped[str] = mapped_column(String(300), default="")
    nda: Mapped[str] = mapped_column(String(40), default="")
    signatory_name: Mapped[str] = mapped_column(String(300), default="")
    signatory_role: Mapped[str] = mapped_column(String(300), default="")
    partner_code: Mapped[str] = mapped_column(String(40), default="")
    certificate_prefix: Mapped[str] = mapped_column(String(12), default="")
    certificate_start: Mapped[int] = mapped_column(default=1)
    certificate_layout: Mapped[str] = mapped_column(String(40), default="")
    privacy_notice: Mapped[str] = mapped_column(Text, default="")
    retention_months: Mapped[int] = mapped_column(default=RETENTION_MONTHS)
    legal_basis: Mapped[str] = mapped_column(String(30), default=LegalBasis.LEGITIMATE_INTEREST)
    privacy_contact: Mapped[str] = mapped_column(String(300), default="")


@dataclass(frozen=True, slots=True)
class AssociationDraft:
    """What can be said of the association; only the name is required."""

    name: str
    short_name: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    rna: str = ""
    siret: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    nda: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    partner_code: str = ""
    certificate_prefix: str = ""
    certificate_start: int = 1
    privacy_notice: str = ""
    retention_months: int = RETENTION_MONTHS
    legal_basis: str = LegalBasis.LEGITIMATE_INTEREST
    privacy_contact: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What does not change in the life of a notebook."""

    uid: str
    notebook_uid: str
    is_example: bool


_LIMITS = {"postcode": 20, "rna": 10, "siret": 14, "phone": 40, "nda": 40, "partner_code": 40, "certificate_prefix": 12}
_NOTICE_LENGTH = 600


def check_name(name: str) -> None:
    """Raise UserError when the name cannot be an association's."""
    refuse_if_any(check(AssociationDraft(name)))


def check(draft: AssociationDraft) -> list[Problem]:
    """Return what is wrong with the draft."""
    draft = _tidied(draft)
    problems = length_problems(draft, {**_LIMITS, "privacy_notice": _NOTICE_LENGTH})
    if not draft.name:
        problems.append(Problem("name", "association_name_missing"))
    if draft.certificate_start < 1:
        problems.append(
            Problem("certificate_start", "number_too_small", {"value": draft.certificate_start, "least": 1})
        )
    if draft.retention_months < 1:
        problems.append(Problem("retention_months", "number_too_small", {"value": draft.retention_months, "least": 1}))
    problems += size_problems(certificate_start=draft.certificate_start, retention_months=draft.retention_months)
    problems += code_problems(draft, legal_basis=LegalBasis)
    if draft.certificate_prefix and not draft.certificate_prefix.replace("-", "").isalnum():
        problems.append(Problem("certificate_prefix", "prefix_wrong", {"value": draft.certificate_prefix}))
    return problems + shape_problems(draft, "email", "phone", "postcode", "rna", "siret")


def _tidied(draft: AssociationDraft) -> AssociationDraft:
    draft = cleaned(draft)
    prefix = draft.certificate_prefix.upper()
    return replace(draft, rna=draft.rna.upper(), siret=draft.siret.replace(" ", ""), certificate_prefix=prefix)


def found(notebook: Notebook, *, name: str, is_example: bool) -> None:
    """Write the first row of a new notebook; it is not a step that can be undone."""
    from models import programme

    with notebook.write(N_("Make the notebook"), final=True) as db:
        row = Association(name=clean_line(name), is_example=is_example)
        row.certificate_prefix = initials(row.name)
        db.add(row)
        programme.install_default(db)


def initials(name: str) -> str:
    """Return up to four capitals for certificate numbers: « Les Puces du Blosne » gives LPB."""
    from models.names import fold

    small = {"de", "du", "des", "d", "l", "et", "la", "le", "of", "the", "and", "a"}
    parts = fold(name).split()
    chosen = [part for place, part in enumerate(parts) if place == 0 or part not in small]
    letters = "".join(part[0] for part in chosen if part[0].isascii() and part[0].isalnum())
    return letters[:4].upper() or "CA"


def the_row(db: Session) -> Association:
    """Return the mapped row, for the noun files of models."""
    row = db.scalars(select(Association)).first()
    if row is None:
        raise refusal("notebook_damaged", file="")
    return row


def identity(db: Session) -> Identity:
    """Return the uids of the association and its notebook, and whether this is an example."""
    row = the_row(db)
    return Identity(row.uid, row.notebook_uid, row.is_example)


def draft(db: Session) -> AssociationDraft:
    """Return what is stored of the association."""
    return AssociationDraft(**values_of(the_row(db), AssociationDraft))


def save(db: Session, draft: AssociationDraft) -> None:
    """Store the draft; raise UserError with its problems."""
    draft = _tidied(draft)
    refuse_if_any(check(draft))
    store(the_row(db), draft)
