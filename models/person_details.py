"""All that is known of people at once, for a table that leaves the notebook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person, PersonDraft


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """One person. `presences` counts sessions attended, `workshops` enrolments not cancelled."""

    id: int
    uid: str
    last_contact: date | None
    draft: PersonDraft
    workshops: int
    presences: int


def details(db: Session, ids: Collection[int]) -> dict[int, PersonDetails]:
    """Return what is known of these people, in one query for each table; `ids` are those of one short read."""
    from models.attendance import presences_by_person
    from models.enrolments import workshops_by_person

    fields = [getattr(Person, name) for name in PersonDraft.__dataclass_fields__]
    query = select(Person.id, Person.uid, Person.last_contact, *fields).where(Person.id.in_(ids))
    workshops, presences = workshops_by_person(db, ids), presences_by_person(db, ids)
    return {
        row[0]: PersonDetails(
            row[0], row[1], row[2], PersonDraft(*row[3:]), workshops.get(row[0], 0), presences.get(row[0], 0)
        )
        for row in db.execute(query)
    }
