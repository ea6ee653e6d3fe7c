"""Empty fields of known people filled from what a list says of them; what is there already is never overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import people
from models.base import chunks
from models.drafts import cleaned, store
from models.names import digits, fold
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
    "age_band",
    "informed_on",
    "referred_by",
)
"""Fields that may be filled; a name is never completed, for it is what the person was known by."""


COMPARED = ("birth_year", "email", "phone")
"""Fields of which it is told that a list says something else."""


def completed(before: PersonDraft, told: PersonDraft) -> PersonDraft:
    """Return the first with its empty fields filled from the second; a postcode of another town is not taken."""
    values = {name: getattr(told, name) for name in FILLED if not getattr(before, name) and getattr(told, name)}
    if before.birth_year or told.birth_year:
        values.pop("age_band", None)  # it follows from the year
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


@dataclass(frozen=True, slots=True)
class Gap:
    """The fields a draft would fill of a person, and field -> what is kept where it says another contact or year."""

    fields: tuple[str, ...] = ()
    kept: Mapping[str, str | int] = field(default_factory=dict)


def gaps(db: Session, wanted: Iterable[tuple[int, PersonDraft]], *, today: date) -> list[Gap]:
    """Return what each draft would fill of its person and what it says otherwise, in the order asked.

    What would make a person wrong is not filled, nor is anything of somebody anonymised.
    """
    pairs = list(wanted)
    stored = _stored(db, {person_id for person_id, _draft in pairs})
    return [_gap(stored.get(person_id), told, today) for person_id, told in pairs]


def _gap(before: PersonDraft | None, told: PersonDraft, today: date) -> Gap:
    if before is None:
        return Gap()
    kept = {
        name: getattr(before, name) for name in COMPARED if _differs(name, getattr(before, name), getattr(told, name))
    }
    return Gap(_right(before, told, today), kept)


def _differs(name: str, kept: str | int | None, told: str | int | None) -> bool:
    if not kept or not told or kept == told:
        return False
    if name == "phone":  # 06… and +33 6… are one number
        return digits(str(kept))[-9:] != digits(str(told))[-9:]
    return str(kept).casefold() != str(told).casefold()


def complete(db: Session, told: Mapping[int, PersonDraft], *, today: date) -> list[int]:
    """Fill the empty fields of these people and return those who gained something."""
    fields = {person_id: gap.fields for person_id, gap in zip(told, gaps(db, told.items(), today=today), strict=True)}
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


def _right(before: PersonDraft, told: PersonDraft, today: date) -> tuple[str, ...]:
    """Return the fields that can be filled without anything being wrong then."""
    after = completed(before, told)
    if after is before:
        return ()
    fields = filled(before, after)
    wrong = {problem.field for problem in people.check(after, this_year=today.year)}
    return tuple(name for name in fields if name not in wrong)
