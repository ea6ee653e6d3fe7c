"""Whether someone named in a list is somebody the registry knows: by name with year, e-mail or phone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import names
from models.base import chunks
from models.likeness import LIKELY_FROM, compare, has_like_name, keys
from models.likeness import Marks as Marks  # noqa: PLC0414  # who compares rows of a list finds all of it here
from models.names import WORD_LENGTH, Named
from models.people import Person, PersonDraft, by_key
from models.person_index import PersonKey, sharing_words

_DIGITS_COMPARED = 9  # 06… and +33 6… are one number
_TRUNKS = ("0", "33")  # what stands before these nine digits


class Likeness(StrEnum):
    """How two descriptions of people relate."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    OTHER = "other"


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
        return _marks(self.given_name, self.family_name, self.birth_year, self.email, self.phone, self.town)


def marks_of(draft: PersonDraft) -> Marks:
    """Return what a draft is compared by."""
    return _marks(draft.given_name, draft.family_name, draft.birth_year, draft.email, draft.phone, draft.town)


def _marks(given_name: str, family_name: str, birth_year: int | None, email: str, phone: str, town: str) -> Marks:
    key = names.name_key(given_name, family_name)
    compared = names.digits(phone)[-_DIGITS_COMPARED:]
    given, family = names.fold(given_name), names.fold(family_name)
    return Marks(key, given, family, birth_year, email.casefold(), compared, names.fold(town))


def likeness(one: Marks, other: Marks) -> Likeness:
    """Compare two people.

    The same name with the same year, e-mail or phone is the same person; with different years it is somebody else
    (a parent and a child may share a phone). Under another name it is doubtful at most: the same given name with the
    same e-mail or phone (a marriage), or a like name with the same e-mail, phone, or year that nothing else speaks
    against (a slip of typing). Two bare names that are equal are taken as one person.
    """
    shares_contact = bool(one.email and one.email == other.email) or bool(one.digits and one.digits == other.digits)
    years_differ = None not in (one.birth_year, other.birth_year) and one.birth_year != other.birth_year
    is_same_year = one.birth_year is not None and one.birth_year == other.birth_year
    if one.name_key != other.name_key:
        if years_differ or not (shares_contact or is_same_year):
            return Likeness.OTHER
        is_married = shares_contact and bool(one.given) and one.given == other.given
        is_slip = has_like_name(one, other) and (shares_contact or compare(one, other).points >= LIKELY_FROM)
        return Likeness.DOUBTFUL if is_married or is_slip else Likeness.OTHER
    if years_differ:
        return Likeness.DOUBTFUL if shares_contact else Likeness.OTHER
    if shares_contact or is_same_year:
        return Likeness.SAME
    return Likeness.SAME if one.has_only_a_name and other.has_only_a_name else Likeness.DOUBTFUL


def near_keys(marks: Marks) -> list[tuple[str, int]]:
    """Return the keys of names like this one with the year of birth, without which a like name says too little."""
    if marks.birth_year is None:
        return []
    return [(key, marks.birth_year) for key in keys(marks.given, marks.family)]


def known_people(db: Session, wanted: Iterable[Marks]) -> list[KnownPerson]:
    """Return everyone who has the name, the e-mail, the phone, or a like name and the year of one of these."""
    wanted = list(wanted)
    ids = {row_id for same in by_key(db, {each.name_key for each in wanted}).values() for row_id in same}
    ids |= _near(db, {near for each in wanted for near in near_keys(each)})
    ids |= _sharing_contact(db, wanted)
    people: list[KnownPerson] = []
    for found in chunks(sorted(ids)):
        people += [KnownPerson(*row) for row in db.execute(select(*KNOWN_COLUMNS).where(Person.id.in_(found)))]
    return people


KNOWN_COLUMNS = tuple(Person.__table__.c[name] for name in KnownPerson.__dataclass_fields__)
"""What a KnownPerson is read from."""


def contact_words(marks: Marks) -> set[str]:
    """Return the words under which the e-mail and the phone of someone are indexed."""
    numbers = {f"{trunk}{marks.digits}" for trunk in _TRUNKS} if marks.digits else set()
    return {marks.email[:WORD_LENGTH], *numbers} - {""}


def _sharing_contact(db: Session, wanted: Iterable[Marks]) -> set[int]:
    words = sorted({word for each in wanted for word in contact_words(each)})
    return {row_id for part in chunks(words) for row_id in sharing_words(db, part)}


def _near(db: Session, wanted: Collection[tuple[str, int]]) -> set[int]:
    found: set[int] = set()
    columns = select(PersonKey.person_id, PersonKey.key, Person.birth_year)
    query = columns.join(Person, Person.id == PersonKey.person_id)
    for part in chunks(sorted({key for key, _year in wanted})):
        rows = db.execute(query.where(PersonKey.key.in_(part), Person.birth_year.is_not(None)))
        found |= {person_id for person_id, key, year in rows if (key, year) in wanted}
    return found
