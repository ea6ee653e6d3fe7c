"""Certificates: who gets one, numbers without gaps, facts frozen at issue, the register."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models import names
from models.base import Base, Travelling, UtcDateTime, chunks
from models.codes import CertificateStatus
from models.drafts import Lines, existing
from models.names import Named
from models.people import Person
from models.problem import refusal, refuse_if_any
from models.text import clean_line, too_long
from models.workshops import Workshop


class Certificate(Travelling, Base):
    """One line of the register; its facts never change, whatever is edited later."""

    __tablename__ = "certificate"
    is_final = True
    constraints = (
        UniqueConstraint("year", "sequence"),
        Index("ix_certificate_workshop_id", "workshop_id"),
        Index("ix_certificate_person_id", "person_id"),
        # the migration says `where` to PostgreSQL too; here it would load that dialect, 35 ms, for every notebook file
        Index(
            "ix_certificate_in_force", "workshop_id", "person_id", unique=True,
            sqlite_where=text("status = 'issued'"),
        ),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    sequence: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    issued_on: Mapped[date]
    minutes: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default=CertificateStatus.ISSUED)
    override_note: Mapped[str] = mapped_column(String(300), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    ended_on: Mapped[date | None]  # the day it was replaced or revoked
    reason: Mapped[str] = mapped_column(String(300), default="")
    handed_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    facts: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class CertificateLine(Named):
    """One line of the register; names are those frozen at issue."""

    id: int
    uid: str
    number: str
    given_name: str
    family_name: str
    workshop: str
    workshop_id: int
    person_id: int
    minutes: int
    issued_on: date
    status: str
    replaced_by: str
    ended_on: date | None
    reason: str
    is_handed_out: bool
    note: str = ""  # why it was given all the same
    signed_by: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What printing one certificate needs: the frozen facts and where the certificate stands now.

    `was_handed_out` asks for « Duplicata »: what was numbered but never handed out is simply drawn again.
    """

    id: int
    facts: Mapping[str, Any]
    status: str
    ended_on: date | None
    replaced_by: str
    was_handed_out: bool


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What to list: words of number, name or workshop, frozen or of today; one workshop or person; the sort column.

    `first` and `last` are days of issue, both included; `waiting` keeps those numbered and never handed out.
    """

    text: str = ""
    workshop_id: int | None = None
    person_id: int | None = None
    sort: str = "number"
    descending: bool = True
    status: str = ""
    waiting: bool = field(default=False)
    first: date | None = None
    last: date | None = None


def find(db: Session, query: RegisterQuery = RegisterQuery()) -> list[int]:
    """Return the ids of the certificates, sorted by number, name, workshop or date of issue."""
    statement = select(Certificate.id, Certificate.number, Person.sort_key, Workshop.sort_key.label("title"))
    statement = statement.join(Person, Person.id == Certificate.person_id)
    statement = statement.join(Workshop, Workshop.id == Certificate.workshop_id)
    columns = {
        "number": (Certificate.year, Certificate.sequence),
        "name": (Person.sort_key,),
        "workshop": (Workshop.sort_key,),
        "issued_on": (Certificate.issued_on, Certificate.sequence),
    }
    order = [column.desc() if query.descending else column for column in columns[query.sort]]
    for column, wanted in (
        (Certificate.workshop_id, query.workshop_id),
        (Certificate.person_id, query.person_id),
        (Certificate.status, query.status or None),
    ):
        statement = statement if wanted is None else statement.where(column == wanted)
    if query.first is not None:
        statement = statement.where(Certificate.issued_on >= query.first)
    if query.last is not None:
        statement = statement.where(Certificate.issued_on <= query.last)
    if query.waiting:
        statement = statement.where(Certificate.handed_out_at.is_(None), Certificate.status == CertificateStatus.ISSUED)
    statement = statement.order_by(*order, Certificate.id)
    searched = names.fold(query.text).split()
    if not searched:
        return list(db.scalars(statement))
    frozen = [Certificate.facts[name].as_string() for name in ("given_name", "family_name", "workshop")]
    folded = ((row[0], names.fold(" ".join(row[1:]))) for row in db.execute(statement.add_columns(*frozen)))
    return [row_id for row_id, found in folded if all(word in found for word in searched)]


def lines(db: Session, ids: Collection[int]) -> Lines[CertificateLine]:
    """Return the register's lines."""
    after = aliased(Certificate)
    query = select(Certificate, after.number).outerjoin(after, after.id == Certificate.replaced_by_id)
    found: Lines[CertificateLine] = Lines("certificate")
    for part in chunks(sorted(ids)):
        for row, replaced_by in db.execute(query.where(Certificate.id.in_(part))):
            found[row.id] = _line(row, replaced_by or "")
    return found


def _line(row: Certificate, replaced_by: str) -> CertificateLine:
    facts = row.facts
    return CertificateLine(
        row.id, row.uid, row.number, facts["given_name"], facts["family_name"], facts["workshop"], row.workshop_id,
        row.person_id, row.minutes, row.issued_on, row.status, replaced_by, row.ended_on, row.reason,
        row.handed_out_at is not None, row.override_note, facts.get("signatory", {}).get("name", ""),
        facts.get("replaces", ""),
    )  # fmt: skip


def years(db: Session) -> list[int]:
    """Return the years in which certificates were issued, the latest first."""
    return list(db.scalars(select(Certificate.year).distinct().order_by(Certificate.year.desc())))


def _number(db: Session, certificate_id: int | None) -> str:
    query = select(Certificate.number).where(Certificate.id == certificate_id)
    return "" if certificate_id is None else db.scalars(query).one()


def frozen(db: Session, ids: Sequence[int]) -> list[Frozen]:
    """Return what printing these certificates needs, sorted by name; raise UserError certificate_forgotten."""
    query = select(Certificate).join(Person, Person.id == Certificate.person_id).where(Certificate.id.in_(ids))
    if db.scalars(query.where(Person.anonymised_on.is_not(None)).limit(1)).first() is not None:
        raise refusal("certificate_forgotten")
    return [
        Frozen(
            row.id, row.facts, row.status, row.ended_on, _number(db, row.replaced_by_id), row.handed_out_at is not None
        )
        for row in db.scalars(query.order_by(Person.sort_key, Certificate.sequence))
    ]


def mark_handed_out(db: Session, ids: Collection[int], at: datetime) -> None:
    """Note that these certificates have been printed or saved: a further print is a duplicata."""
    for row in db.scalars(select(Certificate).where(Certificate.id.in_(ids), Certificate.handed_out_at.is_(None))):
        row.handed_out_at = at
    db.flush()


def revoke(db: Session, certificate_id: int, reason: str, *, today: date) -> None:
    """Revoke a certificate; the reason is required. It prints from now on only with its watermark."""
    row = _issued(db, certificate_id, reason)
    row.status, row.ended_on, row.reason = CertificateStatus.REVOKED, today, clean_line(reason)
    db.flush()


def _issued(db: Session, certificate_id: int, reason: str) -> Certificate:
    row = existing(db, Certificate, certificate_id)
    if row.status != CertificateStatus.ISSUED:
        raise refusal("certificate_ended", number=row.number)
    if not clean_line(reason):
        raise refusal("reason_missing", field="reason")
    refuse_if_any(too_long("reason", clean_line(reason)))
    return row


def replace(db: Session, certificate_id: int, reason: str, *, today: date) -> int:
    """Issue a new number from the facts as they are now; it « annule et remplace » the old one. Return the new id."""
    from models.issuing import facts_now, next_number, sealer

    old = _issued(db, certificate_id, reason)
    old.status, old.ended_on, old.reason = CertificateStatus.REPLACED, today, clean_line(reason)
    db.flush()
    language, layout = old.facts["language"], old.facts["layout"]
    everyone = facts_now(db, old.workshop_id, [old.person_id], today=today, language=language, layout=layout)
    if old.person_id not in everyone:  # neither enrolled any more nor marked at a session
        raise refusal("certificate_no_presence")
    facts = everyone[old.person_id]
    number = next_number(db, today.year)
    sealed = sealer(db).sealed({**facts, "number": number.text, "replaces": old.number})
    row = Certificate(
        number=number.text, year=number.year, sequence=number.sequence, person_id=old.person_id,
        workshop_id=old.workshop_id, issued_on=today, minutes=facts["minutes"], facts=sealed,
    )  # fmt: skip
    db.add(row)
    db.flush()
    old.replaced_by_id = row.id
    db.flush()
    return row.id


def by_number(db: Session, number: str) -> int | None:
    """Return the certificate with this number (case ignored)."""
    return db.scalars(select(Certificate.id).where(func.upper(Certificate.number) == number.strip().upper())).first()


def issued_in_workshop(db: Session, workshop_id: int) -> dict[int, int]:
    """Return person -> certificate in force, for one workshop."""
    query = select(Certificate.person_id, Certificate.id).where(
        Certificate.workshop_id == workshop_id, Certificate.status == CertificateStatus.ISSUED
    )
    return {row.person_id: row.id for row in db.execute(query)}


def people_with_certificates(db: Session, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who ever got a certificate."""
    return set(db.scalars(select(Certificate.person_id).where(Certificate.person_id.in_(person_ids))))


def count_of_workshop(db: Session, workshop_id: int) -> int:
    """Return how many certificates a workshop ever had."""
    return db.scalar(select(func.count(Certificate.id)).where(Certificate.workshop_id == workshop_id)) or 0
