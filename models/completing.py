"""Empty fields of known people filled from what a list says of them; what is there already is never overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import people
from models.base import chunks
from models.drafts import cleaned, store
from models.names import fold
from models.people import Person, PersonDraft

FILLED = (
    "birth_year",
    "gender",
    "occupation",
    "postcode",
    "town",
    "email",
    "phone",
    "notes",
    "informed_on",
    "referred_by",
)
"""Fields that may be filled; a name is never completed, for it is what the person was known by."""


def completed(before: PersonDraft, told: PersonDraft) -> PersonDraft:
    """Return the first with its empty fields filled from the second; a postcode of another town is not taken."""
    values = {name: getattr(told, name) for name in FILLED if not getattr(before, name) and getattr(told, name)}
    if not values:
        return before
    towns = {fold(each.town) for each in (before, told) if each.town}
    codes = {each.postcode for each in (before, told) if each.postcode}
    if len(towns) > 1 or len(codes) > 1:
        values = {name: value for name, value in values.items() if name not in ("postcode", "town")}
    return replace(before, **values)


def filled(before: PersonDraft, after: PersonDraft) -> tuple[str, ...]:
    """Return the fields that are filled in the second and were not in the first."""
    return tuple(name for name in FILLED if getattr(before, name) != getattr(after, name))


def gaps(db: Session, wanted: Iterable[tuple[int, PersonDraft]], *, today: date) -> list[tuple[str, ...]]:
    """Return the fields that each draft would fill of its person, in the order asked.

    What would make a person wrong is not filled, nor is anything of somebody anonymised.
    """
    pairs = list(wanted)
    stored = _stored(db, {person_id for person_id, _draft in pairs})
    return [_right(stored.get(person_id), told, today) for person_id, told in pairs]


def complete(db: Session, told: Mapping[int, PersonDraft], *, today: date) -> list[int]:
    """Fill the empty fields of these people and return those who gained something."""
    fields = dict(zip(told, gaps(db, told.items(), today=today), strict=True))
    gaining = [person_id for person_id, names in fields.items() if names]
    for part in chunks(sorted(gaining)):
        for person in db.scalars(select(Person).where(Person.id.in_(part))):
            store(person, cleaned(told[person.id]), *fields[person.id])
    db.flush()
    return gaining


def _stored(db: Session, ids: Collection[int]) -> dict[int, PersonDraft]:
    columns = [Person.__table__.c[name] for name in PersonDraft.__dataclass_fields__]
    query = select(Person.id, *columns).where(Person.anonymised_on.is_(None))
    return {
        person_id: PersonDraft(*values)
        for part in chunks(sorted(ids))
        for person_id, *values in db.execute(query.where(Person.id.in_(part)))
    }


def _right(before: PersonDraft | None, told: PersonDraft, today: date) -> tuple[str, ...]:
    """Return the fields that can be filled without anything being wrong then."""
    if before is None or (after := completed(before, told)) is before:
        return ()
    fields = filled(before, after)
    wrong = {problem.field for problem in people.check(after, this_year=today.year)}
    return tuple(name for name in fields if name not in wrong)
