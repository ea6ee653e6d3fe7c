"""Pseudonyms: the codes of people in packages of level 2, made with a key that never leaves the notebook.

A code is the HMAC-SHA-256 of a person's uid, written as a UUID of version 8 (RFC 9562). Whoever is forgotten gets
another one, which nobody can tell to be the same person's.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.journal import JournalEntry, JournalRow
from models.merging import PersonAlias
from models.people import Person

MISTAKE, MERGED, ERASED = "mistake", "merged", "erased"
_KEY_LENGTH = 32  # bytes


class PseudonymKey(Base):
    """The one key of a notebook."""

    __tablename__ = "pseudonym_key"
    journaled = False  # never copied into the journal

    secret: Mapped[bytes] = mapped_column(LargeBinary)


def secret(db: Session) -> bytes | None:
    """Return the key of this notebook, nothing before the first package of level 2."""
    return db.scalar(select(PseudonymKey.secret))


def make_secret(db: Session) -> bytes:
    """Return the key, made when there is none."""
    known = secret(db)
    if known is None:
        known = secrets.token_bytes(_KEY_LENGTH)
        db.add(PseudonymKey(secret=known))
        db.flush()
    return known


def pseudonym(key: bytes, uid: str, *, is_forgotten: bool = False) -> str:
    """Return the code of a person."""
    told = f"{uid} forgotten" if is_forgotten else uid
    digest = bytearray(hmac.digest(key, told.encode(), "sha256")[:16])
    digest[6] = digest[6] & 0x0F | 0x80  # version 8: of our own making
    digest[8] = digest[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(digest)))


def pseudonyms(db: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of people, by id; none while there is no key."""
    key = secret(db)
    if key is None:
        return {}
    wanted = set(person_ids)
    rows = db.execute(select(Person.id, Person.uid, Person.anonymised_on))
    return {id_: pseudonym(key, uid, is_forgotten=day is not None) for id_, uid, day in rows if id_ in wanted}


def gone(db: Session, travelled: Collection[str], *, today: date) -> dict[str, tuple[date, str]]:
    """Return which of the codes that travelled stand for nobody any more: code -> day and reason."""
    key = secret(db)
    if key is None or not travelled:
        return {}
    lost = set(travelled)
    found: dict[str, tuple[date, str]] = {}
    for uid, forgotten_on in db.execute(select(Person.uid, Person.anonymised_on)):
        if forgotten_on is None:
            lost.discard(pseudonym(key, uid))
        else:
            lost.discard(pseudonym(key, uid, is_forgotten=True))
            found[pseudonym(key, uid)] = forgotten_on, ERASED
    for uid, told in _deletions(db).items():
        found |= {pseudonym(key, uid): told, pseudonym(key, uid, is_forgotten=True): told}
    return {code: found.get(code, (today, ERASED)) for code in lost}


def _deletions(db: Session) -> Mapping[str, tuple[date, str]]:
    """Return the uids of people whose record is gone, with day and reason."""
    merged = set(db.scalars(select(PersonAlias.former_uid)))
    query = select(JournalRow.uid, JournalEntry.at, JournalEntry.state)
    query = query.join(JournalEntry, JournalEntry.id == JournalRow.entry_id)
    query = query.where(JournalRow.table_name == "person", JournalRow.kind == "delete").order_by(JournalEntry.id)
    return {
        str(uid): (at.date(), MERGED if uid in merged else ERASED if state == "final" else MISTAKE)
        for uid, at, state in db.execute(query)
    }
