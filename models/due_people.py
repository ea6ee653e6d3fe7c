"""What the list of those due to be forgotten shows of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attendance import presences_by_person
from models.base import chunks
from models.names import Named
from models.people import Person


@dataclass(frozen=True, slots=True)
class DueLine(Named):
    """One person; `last_contact` is unknown of those from before it was noted, `since` is when they were entered."""

    id: int
    given_name: str
    family_name: str
    town: str
    last_contact: date | None
    since: date
    presences: int


def lines(db: Session, ids: Collection[int]) -> dict[int, DueLine]:
    """Return the lines of these people."""
    columns = (Person.id, Person.given_name, Person.family_name, Person.town, Person.last_contact, Person.created_at)
    found: dict[int, DueLine] = {}
    for part in chunks(sorted(ids)):
        presences = presences_by_person(db, part)
        for row in db.execute(select(*columns).where(Person.id.in_(part))):
            since = row.created_at.astimezone().date()
            found[row.id] = DueLine(*row[:-1], since, presences.get(row.id, 0))
    return found
