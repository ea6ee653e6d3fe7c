"""What is being typed and cannot be saved yet: kept inside the notebook, so that a crash or a lock loses none of it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, utc_now
from models.journal import unjournaled

KEPT_FOR = timedelta(days=30)
"""A form that nobody has come back to for so long is forgotten: it may hold a name."""


class HalfTyped(Base):
    """One form that was left in the middle. Neither an action nor a fact: no history, no figure, no hand-over."""

    __tablename__ = "half_typed"
    journaled = False

    form: Mapped[str] = mapped_column(String(200), unique=True)
    typed: Mapped[dict[str, Any]]
    typed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the fields of a form, by the names of the fields, and when (UTC)."""

    values: Mapping[str, Any]
    at: datetime


def form_name(name: str, ids: Iterable[int] = (), *, is_shared: bool = False) -> str:
    """Name a form: what is asked and of which records; on a server that several desks share, of this desk only."""
    return desk(is_shared) + ":".join([name, *(str(each) for each in ids)])


def desk(is_shared: bool) -> str:
    """Return what the names of this desk's forms begin with: nothing in a file, which one desk has open at a time."""
    return f"{platform.node()[:100]}|" if is_shared else ""


def keep(db: Session, form: str, values: Mapping[str, Any], now: datetime | None = None) -> None:
    """Keep what stands in a form in place of what was kept before."""
    row = db.scalars(select(HalfTyped).where(HalfTyped.form == form)).first()
    if row is None:
        row = HalfTyped(form=form)
        db.add(row)
    row.typed, row.typed_at = dict(values), now or utc_now()
    db.flush()


def find(db: Session, form: str) -> Typed | None:
    """Return what was half typed in a form, nothing when it was saved or given up."""
    row = db.execute(select(HalfTyped.typed, HalfTyped.typed_at).where(HalfTyped.form == form)).first()
    return Typed(row.typed, row.typed_at) if row else None


def waiting(db: Session, *, is_shared: bool = False) -> list[tuple[str, datetime]]:
    """Return the forms that were left in the middle at this desk, and when; the latest first."""
    query = select(HalfTyped.form, HalfTyped.typed_at).order_by(HalfTyped.typed_at.desc(), HalfTyped.id)
    own = desk(is_shared)
    return [(row.form.removeprefix(own), row.typed_at) for row in db.execute(query) if row.form.startswith(own)]


def forget(db: Session, form: str) -> None:
    """Forget a form: it has been saved, or given up."""
    unjournaled(db, delete(HalfTyped).where(HalfTyped.form == form))


def forget_all(db: Session) -> None:
    """Forget every form: somebody is being erased, whose name may stand in any of them."""
    unjournaled(db, delete(HalfTyped))


def purge(db: Session, now: datetime) -> None:
    """Forget the forms that nobody came back to."""
    unjournaled(db, delete(HalfTyped).where(HalfTyped.typed_at < now - KEPT_FOR))
