"""Whether someone named in a list is somebody the registry knows: by name with year, e-mail or phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import names
from models.base import chunks
from models.names import WORD_LENGTH, Named
from models.people import Person, PersonDraft, by_key
from models.person_index import sharing_words

_DIGITS_COMPARED = 9  # 06… and +33 6… are one number
_TRUNKS = ("0", "33")  # what stands before these nine digits


class Likeness(StrEnum):
    """How two descriptions of people relate."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Marks:
    """What two people are compared by. `digits` are the last nine of the phone number."""

    name_key: str
    given: str
    birth_year: int | None
    email: str
    digits: str

    @property
    def has_only_a_name(self) -> bool:
        """Tell whether nothing but the name can be compared."""
        return self.birth_year is None and not self.email and not self.digits


@dataclass(frozen=True, slots=True)
class KnownPerson(Named):
    """Someone of the registry as shown beside a doubtful row of a list."""

    id: int
    given_name: str
    family_name: str
    birth_year: int | None
    town: str
    email: str
    phone: str

    @property
    def marks(self) -> Marks:
        """What this person is compared by."""
        return _marks(self.given_name, self.family_name, self.birth_year, self.email, self.phone)


def marks_of(draft: PersonDraft) -> Marks:
    """Return what a draft is compared by."""
    return _marks(draft.given_name, draft.family_name, draft.birth_year, draft.email, draft.phone)


def _marks(given_name: str, family_name: str, birth_year: int | None, email: str, phone: str) -> Marks:
    key = names.name_key(given_name, family_name)
    compared = names.digits(phone)[-_DIGITS_COMPARED:]
    return Marks(key, names.fold(given_name), birth_year, email.casefold(), compared)


def likeness(one: Marks, other: Marks) -> Likeness:
    """Compare two people.

    The same name with the same year, e-mail or phone is the same person; with different years it is somebody else
    (a parent and a child may share a phone). Under another name only the same given name with the same e-mail or
    phone is doubtful: a marriage, a typing mistake. Two bare names that are equal are taken as one person.
    """
    shares_contact = bool(one.email and one.email == other.email) or bool(one.digits and one.digits == other.digits)
    years_differ = None not in (one.birth_year, other.birth_year) and one.birth_year != other.birth_year
    if one.name_key != other.name_key:
        is_doubtful = shares_contact and not years_differ and bool(one.given) and one.given == other.given
        return Likeness.DOUBTFUL if is_doubtful else Likeness.OTHER
    if years_differ:
        return Likeness.DOUBTFUL if shares_contact else Likeness.OTHER
    if shares_contact or (one.birth_year is not None and one.birth_year == other.birth_year):
        return Likeness.SAME
    return Likeness.SAME if one.has_only_a_name and other.has_only_a_name else Likeness.DOUBTFUL


def known_people(db: Session, wanted: Iterable[Marks]) -> list[KnownPerson]:
    """Return everyone who has the name, the e-mail or the phone of one of these, in a few queries."""
    wanted = list(wanted)
    ids = {row_id for same in by_key(db, {each.name_key for each in wanted}).values() for row_id in same}
    contacts = {each.email[:WORD_LENGTH] for each in wanted}
    contacts |= {f"{trunk}{each.digits}" for each in wanted if each.digits for trunk in _TRUNKS}
    for part in chunks(sorted(contacts - {""})):
        ids |= sharing_words(db, part)
    columns = [getattr(Person, name) for name in KnownPerson.__dataclass_fields__]
    people: list[KnownPerson] = []
    for found in chunks(sorted(ids)):
        people += [KnownPerson(*row) for row in db.execute(select(*columns).where(Person.id.in_(found)))]
    return people
