"""Places where sessions are held: the columns of the State's Table Schema for places that apply here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names
from models.base import Base, Travelling
from models.codes import PlaceKind, usual
from models.drafts import (
    Lines,
    capacity_problems,
    cleaned,
    code_problems,
    existing,
    length_problems,
    shape_problems,
    store,
    values_of,
)
from models.problem import Problem, refuse_if_any


class Place(Travelling, Base):
    """One place; a room of it is said in `room`."""

    __tablename__ = "place"

    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20), default=PlaceKind.ACTIVITY)
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(300), default="")
    insee: Mapped[str] = mapped_column(String(5), default="")
    pivot: Mapped[str] = mapped_column(String(14), default="")  # SIRET or RNA of who runs the place
    room: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[int | None]
    access_notes: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """What can be said of a place; only the name is required. `capacity` is in people."""

    name: str
    kind: str = field(default_factory=partial(usual, PlaceKind.ACTIVITY))
    address: str = ""
    postcode: str = ""
    town: str = ""
    insee: str = ""
    pivot: str = ""
    room: str = ""
    capacity: int | None = None
    access_notes: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place in a list."""

    id: int
    uid: str
    name: str
    room: str
    town: str
    capacity: int | None

    @property
    def shown(self) -> str:
        """The name with its room, as papers say it."""
        return f"{self.name}, {self.room}" if self.room else self.name


_LIMITS = {"kind": 20, "postcode": 20, "insee": 5, "pivot": 14}


def check(draft: PlaceDraft) -> list[Problem]:
    """Return what is wrong with the draft."""
    draft = cleaned(draft)
    problems = length_problems(draft, _LIMITS) + shape_problems(draft, "postcode")
    if not draft.name:
        problems.append(Problem("name", "place_name_missing"))
    return problems + capacity_problems(draft.capacity) + code_problems(draft, kind=PlaceKind)


def save(db: Session, draft: PlaceDraft, place_id: int | None = None) -> int:
    """Store the draft as a new place or over an existing one and return its id."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    row = Place(name=draft.name) if place_id is None else existing(db, Place, place_id)
    store(row, draft)
    db.add(row)
    db.flush()
    return row.id


def draft(db: Session, place_id: int) -> PlaceDraft:
    """Return what is stored of a place."""
    return PlaceDraft(**values_of(existing(db, Place, place_id), PlaceDraft))


def find(db: Session) -> list[int]:
    """Return the ids of all places, by name."""
    rows = db.execute(select(Place.id, Place.name, Place.room)).all()
    return [row.id for row in sorted(rows, key=lambda row: names.fold(f"{row.name} {row.room}"))]


def lines(db: Session, ids: Collection[int]) -> Lines[PlaceLine]:
    """Return the lines of these places."""
    query = select(Place.id, Place.uid, Place.name, Place.room, Place.town, Place.capacity).where(Place.id.in_(ids))
    return Lines("place", {row.id: PlaceLine(*row) for row in db.execute(query)})


def named(db: Session, name: str) -> int | None:
    """Return the place with this name (accents and case ignored), if there is just one."""
    wanted = names.key(name)
    found = [row.id for row in db.execute(select(Place.id, Place.name)) if names.key(row.name) == wanted]
    return found[0] if len(found) == 1 else None
