"""Trainers: who leads sessions, paid or as a volunteer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names
from models.base import Base, Travelling
from models.drafts import Lines, cleaned, existing, length_problems, shape_problems, store, values_of
from models.problem import Problem, refuse_if_any
from models.text import NAME_LENGTH


class Trainer(Travelling, Base):
    """One trainer."""

    __tablename__ = "trainer"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    is_volunteer: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True, slots=True)
class TrainerDraft:
    """What can be said of a trainer; only the name is required."""

    name: str
    email: str = ""
    phone: str = ""
    is_volunteer: bool = True


@dataclass(frozen=True, slots=True)
class TrainerLine:
    """One trainer in a list."""

    id: int
    uid: str
    name: str
    is_volunteer: bool


def check(draft: TrainerDraft) -> list[Problem]:
    """Return what is wrong with the draft."""
    draft = cleaned(draft)
    problems = length_problems(draft, {"name": NAME_LENGTH, "phone": 40}) + shape_problems(draft, "email", "phone")
    return problems if draft.name else [Problem("name", "trainer_name_missing"), *problems]


def save(db: Session, draft: TrainerDraft, trainer_id: int | None = None) -> int:
    """Store the draft as a new trainer or over an existing one and return the id."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    row = Trainer(name=draft.name) if trainer_id is None else existing(db, Trainer, trainer_id)
    store(row, draft)
    db.add(row)
    db.flush()
    return row.id


def draft(db: Session, trainer_id: int) -> TrainerDraft:
    """Return what is stored of a trainer."""
    return TrainerDraft(**values_of(existing(db, Trainer, trainer_id), TrainerDraft))


def find(db: Session) -> list[int]:
    """Return the ids of all trainers, by name."""
    rows = db.execute(select(Trainer.id, Trainer.name)).all()
    return [row.id for row in sorted(rows, key=lambda row: names.fold(row.name))]


def lines(db: Session, ids: Collection[int]) -> Lines[TrainerLine]:
    """Return the lines of these trainers."""
    query = select(Trainer.id, Trainer.uid, Trainer.name, Trainer.is_volunteer).where(Trainer.id.in_(ids))
    return Lines("trainer", {row.id: TrainerLine(*row) for row in db.execute(query)})


def named(db: Session, name: str) -> int | None:
    """Return the trainer with this name (accents and case ignored), if there is just one."""
    wanted = names.key(name)
    found = [row.id for row in db.execute(select(Trainer.id, Trainer.name)) if names.key(row.name) == wanted]
    return found[0] if len(found) == 1 else None
