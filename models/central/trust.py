"""Whose signature is believed: keys that an officer accepted, each of one association only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from models.central.delivery import Delivery, ProducerFacts
from models.central.store import Db
from models.central.tables import producer, trusted_key
from models.problem import refusal


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key that was accepted, and the association that signs with it, when it is known."""

    fingerprint: str
    line: str
    association: str
    trusted_at: datetime


def trusted_keys(db: Db) -> list[TrustedKey]:
    """Return every accepted key, the oldest first."""
    key = trusted_key.c
    query = select(key.fingerprint, key.line, func.coalesce(producer.c.name, ""), key.trusted_at)
    query = query.select_from(trusted_key.outerjoin(producer, producer.c.id == key.producer_id)).order_by(key.id)
    return [TrustedKey(*row) for row in db.execute(query)]


def trust(db: Db, line: str, fingerprint: str, owner: ProducerFacts | None, *, now: datetime) -> bool:
    """Accept a key, of this association where it is known; return whether that is new.

    Raises UserError central_key_of_other when it is already the key of another association.
    """
    producer_id = keep_producer(db, owner) if owner else None
    known = db.execute(select(trusted_key).where(trusted_key.c.fingerprint == fingerprint)).first()
    if known is None:
        values = {"fingerprint": fingerprint, "line": line, "producer_id": producer_id, "trusted_at": now}
        db.execute(insert(trusted_key).values(values))
        return True
    if producer_id is None or known.producer_id == producer_id:
        return False
    if known.producer_id is not None:
        raise refusal("central_key_of_other", fingerprint=fingerprint)
    _give(db, fingerprint, producer_id)
    return True


def authorise(db: Db, delivery: Delivery) -> int:
    """Return the number of the association whose package this is.

    A key without an association belongs to the first one that signs with it, unless that one has another key already.
    Raises UserError package_signer_unknown or central_key_of_other.
    """
    fingerprint = delivery.fingerprint
    known = db.execute(select(trusted_key).where(trusted_key.c.fingerprint == fingerprint)).first()
    if known is None:
        raise refusal("package_signer_unknown", fingerprint=fingerprint)
    uid = delivery.producer.uid
    found = db.scalar(select(producer.c.id).where(producer.c.uid == uid))
    if known.producer_id is not None and known.producer_id != found:
        raise refusal("central_key_of_other", fingerprint=fingerprint)
    if known.producer_id is None:
        if found is not None and db.scalar(select(trusted_key.c.id).where(trusted_key.c.producer_id == found)):
            raise refusal("central_key_of_other", fingerprint=fingerprint)
        found = keep_producer(db, delivery.producer)
        _give(db, fingerprint, found)
    assert found is not None
    return int(found)


def keep_producer(db: Db, facts: ProducerFacts) -> int:
    """Return the number of an association, made when it is new; what it is called stays as it was."""
    found = db.scalar(select(producer.c.id).where(producer.c.uid == facts.uid))
    return found if found is not None else _added(db, facts)


def rename(db: Db, producer_id: int, facts: ProducerFacts) -> None:
    """Call an association as its newest package does."""
    names = {name: getattr(facts, name) for name in ("name", "rna", "siret", "partner_code")}
    db.execute(update(producer).where(producer.c.id == producer_id).values(names))


def _added(db: Db, facts: ProducerFacts) -> int:
    names = ("uid", "name", "rna", "siret", "partner_code")
    key = db.execute(insert(producer).values({name: getattr(facts, name) for name in names})).inserted_primary_key
    assert key is not None
    return int(key[0])


def _give(db: Db, fingerprint: str, producer_id: int) -> None:
    db.execute(update(trusted_key).where(trusted_key.c.fingerprint == fingerprint).values(producer_id=producer_id))
