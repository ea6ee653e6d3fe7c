"""Parcels: a small notebook given to whoever holds a workshop elsewhere, and taken back with what was entered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Travelling
from models.text import NAME_LENGTH


class ParcelRole(StrEnum):
    """Which end of the journey this notebook is."""

    GIVEN = "given"
    HELD = "held"


class Parcel(Travelling, Base):
    """One parcel: in the coordinator's notebook what was given away, in the small notebook what it is.

    `base` is what stood in the parcel when it left, by uid and without names; a return is compared with it.
    """

    __tablename__ = "parcel"

    role: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    given_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    return_digest: Mapped[str] = mapped_column(String(64), default="")
    base: Mapped[dict[str, Any]]
