"""The registry: everyone who gave a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Index, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names, person_index
from models.base import Base, Travelling, chunks, folded_text
from models.codes import AgeBand, Gender, Occupation, ReferredBy
from models.drafts import cleaned, code_problems, existing, length_problems, shape_problems, store, values_of
from models.journal import insert_many
from models.people_lists import PeopleQuery, PersonLine, find, lines
from models.problem import Problem, refusal, refuse_if_any
from models.text import NAME_LENGTH

__all__ = ["PeopleQuery", "Person", "PersonDraft", "PersonLine", "check", "draft", "find", "lines", "remove", "save"]

EARLIEST_BIRTH = 1900


class Person(Travelling, Base):
    """Someone in the registry; only one of the two names is required."""

    __tablename__ = "person"
    constraints = (
        Index("ix_person_name_key", "name_key"),
        Index("ix_person_sort_key", "sort_key", "id", "anonymised_on"),  # lists by name read nothing else
        Index("ix_person_town", "town", "sort_key"),
    )
    derived_from = frozenset({"given_name", "family_name", "email", "phone", "town"})

    given_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    family_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    name_key: Mapped[str] = mapped_column(String(240))
    sort_key: Mapped[str] = mapped_column(folded_text(240))
    birth_year: Mapped[int | None]
    age_band: Mapped[str] = mapped_column(String(40), default="")
    gender: Mapped[str] = mapped_column(String(20), default="")
    occupation: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    informed_on: Mapped[date | None]
    photo_consent: Mapped[bool] = mapped_column(default=False)
    referred_by: Mapped[str] = mapped_column(String(30), default="")
    last_contact: Mapped[date | None]
    anonymised_on: Mapped[date | None]

    @staticmethod
    def derive(db: Session, ids: Collection[int]) -> None:
        """Rebuild what these people are found by; called after every write that changed `derived_from`."""
        index(db, ids)


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What can be said of a person; a given or a family name is required. Codes are empty when not told."""

    given_name: str = ""
    family_name: str = ""
    birth_year: int | None = None
    gender: str = ""
    occupation: str = ""
    age_band: str = ""
    postcode: str = ""
    town: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""
    informed_on: date | None = None
    photo_consent: bool = False
    referred_by: str = ""


_LIMITS = {"given_name": NAME_LENGTH, "family_name": NAME_LENGTH, "postcode": 20, "phone": 40}
_CODES = {"gender": Gender, "occupation": Occupation, "age_band": AgeBand, "referred_by": ReferredBy}


def check(draft: PersonDraft, *, this_year: int) -> list[Problem]:
    """Return what is wrong with the draft; a year of birth is refused before 1900 and in the future."""
    return _problems(cleaned(draft), this_year)


def _problems(draft: PersonDraft, this_year: int) -> list[Problem]:
    problems = length_problems(draft, _LIMITS) + code_problems(draft, **_CODES)
    problems += shape_problems(draft, "email", "phone", "postcode")
    if not draft.given_name and not draft.family_name:
        problems.append(Problem("family_name", "name_missing"))
    if draft.birth_year is not None and not EARLIEST_BIRTH <= draft.birth_year <= this_year:
        values = {"year": draft.birth_year, "earliest": EARLIEST_BIRTH, "latest": this_year}
        problems.append(Problem("birth_year", "year_out_of_range", values))
    return problems


def save(db: Session, draft: PersonDraft, person_id: int | None = None, *, today: date) -> int:
    """Store the draft as a new person or over an existing one and return the id."""
    draft = cleaned(draft)
    refuse_if_any(_problems(draft, today.year))
    row = Person(last_contact=today) if person_id is None else existing(db, Person, person_id)
    if row.anonymised_on is not None:
        raise refusal("person_anonymised")
    store(row, draft)
    row.name_key = names.name_key(draft.given_name, draft.family_name)
    row.sort_key = names.sort_key(draft.given_name, draft.family_name)
    db.add(row)
    db.flush()
    return row.id


def save_many(db: Session, drafts: Sequence[PersonDraft], *, today: date) -> list[int]:
    """Store many new people through the bulk door and return their ids in order."""
    rows = []
    for each in map(cleaned, drafts):
        refuse_if_any(_problems(each, today.year))
        values = {name: getattr(each, name) for name in PersonDraft.__dataclass_fields__}
        keys = {
            "name_key": names.name_key(each.given_name, each.family_name),
            "sort_key": names.sort_key(each.given_name, each.family_name),
        }
        rows.append({**values, **keys, "last_contact": today})
    return insert_many(db, Person, rows)


def draft(db: Session, person_id: int) -> PersonDraft:
    """Return what is stored of a person."""
    return PersonDraft(**values_of(existing(db, Person, person_id), PersonDraft))


def set_field(db: Session, ids: Collection[int], name: str, value: Any, *, today: date) -> int:
    """Give many people the same value in one field and return for how many it changed; the anonymised stay as they are.

    Raises UserError when the value cannot be right.
    """
    changed = 0
    for part in chunks(sorted(ids)):
        for row in db.scalars(select(Person).where(Person.id.in_(part), Person.anonymised_on.is_(None))):
            before = PersonDraft(**values_of(row, PersonDraft))
            after = cleaned(replace(before, **{name: value}))
            if after != before:
                refuse_if_any([each for each in _problems(after, today.year) if each.field == name])
                store(row, after, name)
                changed += 1
    db.flush()
    return changed


def count(db: Session) -> int:
    """Return how many people the registry holds."""
    return db.scalar(select(func.count(Person.id))) or 0


def named(db: Session, given_name: str, family_name: str) -> list[int]:
    """Return the people of this name; accents, case, hyphens and the order of the words are ignored."""
    key = names.name_key(given_name, family_name)
    return list(db.scalars(select(Person.id).where(Person.name_key == key).order_by(Person.id))) if key else []


def present(db: Session, ids: Collection[int]) -> set[int]:
    """Return those of these people who are still in the registry."""
    return {
        row_id for part in chunks(sorted(ids)) for row_id in db.scalars(select(Person.id).where(Person.id.in_(part)))
    }


def by_key(db: Session, keys: Collection[str]) -> dict[str, list[int]]:
    """Return the ids of the people with each of these name keys."""
    found: dict[str, list[int]] = {}
    for part in chunks(sorted(set(keys) - {""})):
        for row in db.execute(select(Person.id, Person.name_key).where(Person.name_key.in_(part)).order_by(Person.id)):
            found.setdefault(row.name_key, []).append(row.id)
    return found


def remove(db: Session, ids: Collection[int], *, agreed: int = 0) -> None:
    """Delete people who never came, with their enrolments; `agreed` is the number the user was asked about.

    Raises UserError person_has_presence: deleting must not change how many people came. Raises mass_removal when
    that many had to be agreed to.
    """
    from models.attendance import presences_by_person
    from models.certificates import people_with_certificates
    from models.duplicates import forget_pairs
    from models.enrolments import remove_of_people
    from models.mass_removal import refuse_unagreed
    from models.merging import forget_aliases

    refuse_unagreed(db, len(ids), agreed)
    kept = set[int]()
    for part in chunks(sorted(ids)):
        kept |= set(presences_by_person(db, part)) | people_with_certificates(db, part)
    if kept:
        raise refusal("person_has_presence", count=len(kept))
    remove_of_people(db, ids)
    forget_pairs(db, ids)
    forget_aliases(db, ids)
    for person_id in ids:
        db.delete(existing(db, Person, person_id))
    db.flush()


def touch(db: Session, ids: Collection[int], day: date) -> None:
    """Note that these people were seen on that day, for the retention period."""
    for part in chunks(sorted(ids)):
        earlier = Person.last_contact.is_(None) | (Person.last_contact < day)
        for row in db.scalars(select(Person).where(Person.id.in_(part), earlier)):
            row.last_contact = day


def index(db: Session, ids: Collection[int]) -> None:
    """Write anew what these people are found by."""
    columns = (Person.id, Person.given_name, Person.family_name, Person.email, Person.phone, Person.town)
    for part in chunks(sorted(ids)):
        person_index.forget(db, part)
        person_index.index(db, person_index.rows(db.execute(select(*columns).where(Person.id.in_(part)))))


def derive_all(db: Session) -> None:
    """Rebuild what is derived from every person, after an upgrade that may have changed how."""
    ids = list(db.scalars(select(Person.id)))
    for part in chunks(ids, 5_000):
        Person.derive(db, part)
