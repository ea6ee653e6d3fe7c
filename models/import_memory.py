"""What a kind of list was taken for the last time: the user's choices by the titles of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.names import key


class ImportMemory(Base):
    """The choices for one set of titles. No action of its own: taking an import back does not forget them."""

    __tablename__ = "import_memory"
    journaled = False

    headers_key: Mapped[str] = mapped_column(String(64), unique=True)
    choices: Mapped[dict[str, Any]]
    used_on: Mapped[date]


def headers_key(headers: Sequence[str]) -> str:
    """Return what tells a set of titles from another: case and accents ignored, their order kept."""
    return sha256("\n".join(map(key, headers)).encode()).hexdigest()


def remember(db: Session, headers: Sequence[str], choices: dict[str, Any], *, today: date) -> None:
    """Keep what the user chose for lists with these titles."""
    wanted = headers_key(headers)
    row = db.scalars(select(ImportMemory).where(ImportMemory.headers_key == wanted)).first()
    if row is None:
        row = ImportMemory(headers_key=wanted, choices={}, used_on=today)
        db.add(row)
    row.choices, row.used_on = dict(choices), today
    db.flush()


def recall(db: Session, headers: Sequence[str]) -> dict[str, Any]:
    """Return what was chosen for lists with these titles, nothing when there was none."""
    query = select(ImportMemory.choices).where(ImportMemory.headers_key == headers_key(headers))
    return db.scalars(query).first() or {}
