"""How sessions are known in calendars outside: the UID that each keeps there, and how often it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.drafts import existing
from models.places import Place
from models.sessions import WorkshopSession
from models.workshops import Workshop

_DOMAIN = "@carnet-ateliers"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Revision:
    """What a calendar has to know to move a session instead of doubling it, and the way there."""

    calendar_uid: str
    version: int
    changed_at: datetime
    address: str


def revisions(db: Session, ids: Collection[int]) -> dict[int, Revision]:
    """Return, for these sessions, UID, number of the version (1 for a new one), last change (UTC) and address."""
    place_id = func.coalesce(WorkshopSession.place_id, Workshop.place_id)
    query = select(
        WorkshopSession.id, WorkshopSession.uid, WorkshopSession.calendar_uid, WorkshopSession.version,
        WorkshopSession.changed_at, Place.address, Place.postcode, Place.town,
    )  # fmt: skip
    query = query.join(Workshop, Workshop.id == WorkshopSession.workshop_id)
    query = query.outerjoin(Place, Place.id == place_id).where(WorkshopSession.id.in_(ids))
    return {
        row.id: Revision(row.calendar_uid or own_uid(row.uid), row.version, row.changed_at, _address(row))
        for row in db.execute(query)
    }


def _address(row: object) -> str:
    street, postcode, town = (getattr(row, name) or "" for name in ("address", "postcode", "town"))
    return ", ".join(each for each in (street, f"{postcode} {town}".strip()) if each)


def own_uid(session_uid: str) -> str:
    """Return the UID that calendars get for a session that came from none."""
    return f"{session_uid}{_DOMAIN}"


def key_of(calendar_uid: str) -> str:
    """Return a UID as it is stored: as it is, or its digest where it is longer than 255 characters."""
    fits = len(calendar_uid) <= _LONGEST
    return calendar_uid if fits else f"sha256:{hashlib.sha256(calendar_uid.encode()).hexdigest()}"


def known(db: Session, workshop_id: int) -> dict[str, int]:
    """Return the sessions of a workshop by the UID that calendars know them by."""
    query = select(WorkshopSession.id, WorkshopSession.uid, WorkshopSession.calendar_uid)
    rows = db.execute(query.where(WorkshopSession.workshop_id == workshop_id)).all()
    return {row.calendar_uid or own_uid(row.uid): row.id for row in rows}


def call(db: Session, session_id: int, calendar_uid: str) -> None:
    """Keep the UID by which a calendar knows a session (255 characters at most)."""
    row = existing(db, WorkshopSession, session_id)
    if calendar_uid != own_uid(row.uid):
        row.calendar_uid = calendar_uid
