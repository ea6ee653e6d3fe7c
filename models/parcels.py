"""Parcels: a small notebook given to whoever holds a workshop elsewhere, and taken back with what was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.problem import refusal
from models.text import NAME_LENGTH

SUFFIX = ".colis"


class ParcelRole(StrEnum):
    """Which end of the journey this notebook is."""

    GIVEN = "given"
    HELD = "held"


class Parcel(Travelling, Base):
    """One parcel: in the coordinator's notebook what was given away, in the small notebook what it is.

    `base` is what stood in the parcel when it left or was last taken back, by uid and without names (models/
    parcel_content.py); a return is compared with it. In the small notebook it also says whose parcel it is.
    """

    __tablename__ = "parcel"

    role: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    given_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    return_digest: Mapped[str] = mapped_column(String(64), default="")
    base: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """One parcel in a list: for whom, when it was given and last taken back, its sessions and the day of the last."""

    id: int
    uid: str
    label: str
    given_at: datetime
    returned_at: datetime | None
    sessions: int
    last_day: date | None = None


def given(db: Session) -> Sequence[ParcelLine]:
    """Return the parcels that were given from this notebook, the newest first."""
    rows = db.scalars(select(Parcel).where(Parcel.role == ParcelRole.GIVEN).order_by(Parcel.id.desc()))
    return [_line(row) for row in rows]


def held(db: Session) -> ParcelLine | None:
    """Return what this notebook is as a parcel; nothing for an ordinary notebook."""
    row = db.scalars(select(Parcel).where(Parcel.role == ParcelRole.HELD)).first()
    return _line(row) if row else None


def _line(row: Parcel) -> ParcelLine:
    hours = row.base["content"].get("hours", {})
    last = max((str(each["date"]) for each in hours.values()), default="")
    last_day = date.fromisoformat(last) if last else None
    return ParcelLine(row.id, row.uid, row.label, row.given_at, row.returned_at, len(hours), last_day)


def refuse_in_parcel(db: Session) -> None:
    """Raise UserError not_in_parcel: numbers, registers and what leaves belong to the whole notebook."""
    if db.scalars(select(Parcel.id).where(Parcel.role == ParcelRole.HELD).limit(1)).first() is not None:
        raise refusal("not_in_parcel")
