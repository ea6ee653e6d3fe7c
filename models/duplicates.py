"""People who may be in the registry twice, and pairs of whom it was said that they are two."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, or_, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import likeness
from models.base import Base, chunks
from models.drafts import refuse_gone
from models.likeness import LIKELY_FROM, SHOWN_FROM, Marks, compare
from models.matching import KNOWN_COLUMNS, KnownPerson, contact_words, marks_of
from models.people import Person, PersonDraft
from models.person_index import PersonKey, PersonWord
from models.progress import Progress, Task

if TYPE_CHECKING:
    from models.notebook import Notebook

BLOCK_LIMIT = 120
"""People of one key who are compared each with each; beyond it, each with their neighbours in the order of contact."""
NEIGHBOURS = 12
LOOKED_AT = 40
"""People of one key who are looked at while a name is typed."""
RARE, COMMON = -16, 30
"""Points for a name so rare that two bearers are hardly an accident; the most that a common one loses."""
POINTS_OF_DOUBLING = 4
_STEPS, _STEPS_OF_KEYS = 1_000, 300
_CHUNK = 2_000  # people or groups between two signs of life


class DistinctPair(Base):
    """Two people who look like one and are not; the one with the smaller id comes first."""

    __tablename__ = "distinct_pair"
    constraints = (UniqueConstraint("first_id", "second_id"), Index("ix_distinct_pair_second_id", "second_id"))

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


def tell_apart(db: Session, one_id: int, other_id: int) -> None:
    """Remember that these two are not the same person; saying it twice changes nothing."""
    refuse_gone(db, Person, [one_id, other_id])
    first, second = sorted((one_id, other_id))
    query = select(DistinctPair.id).where(DistinctPair.first_id == first, DistinctPair.second_id == second)
    if first != second and db.scalars(query).first() is None:
        db.add(DistinctPair(first_id=first, second_id=second))
        db.flush()


def told_apart(db: Session, ids: Collection[int] | None = None) -> set[tuple[int, int]]:
    """Return the pairs told apart in which one of these people is (all pairs when none are named), ids ascending."""
    columns = select(DistinctPair.first_id, DistinctPair.second_id)
    if ids is None:
        return {(row.first_id, row.second_id) for row in db.execute(columns)}
    found: set[tuple[int, int]] = set()
    for part in chunks(sorted(ids)):
        query = columns.where(or_(DistinctPair.first_id.in_(part), DistinctPair.second_id.in_(part)))
        found |= {(row.first_id, row.second_id) for row in db.execute(query)}
    return found


def forget_pairs(db: Session, ids: Collection[int]) -> None:
    """Delete the pairs of people who are about to go."""
    for part in chunks(sorted(ids)):
        query = select(DistinctPair).where(or_(DistinctPair.first_id.in_(part), DistinctPair.second_id.in_(part)))
        for row in db.scalars(query):
            db.delete(row)
    db.flush()


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Someone of the registry who may be the one being typed, and why (codes of likeness)."""

    person: KnownPerson
    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of the registry who are probably one; the one with the smaller id comes first."""

    first: KnownPerson
    second: KnownPerson
    points: int
    reasons: tuple[str, ...]


def likely(db: Session, wanted: PersonDraft | Marks, *, limit: int = 3) -> list[Lookalike]:
    """Return who of the registry may be this one, best first; fast enough for each letter typed.

    Whoever bears the same name is shown, whatever else differs: the user knows better.
    """
    marks = marks_of(wanted) if isinstance(wanted, PersonDraft) else wanted
    if not marks.name_key:
        return []
    keys = [*sorted(likeness.keys(marks.given, marks.family)), *[""] * _KEYS_LOOKED_AT]
    values: dict[str, object] = {f"key{place}": keys[place] for place in range(_KEYS_LOOKED_AT)}
    values |= {"name_key": marks.name_key, "words": sorted(contact_words(marks)) or [""]}
    found = []
    for row in db.connection().execute(_LOOK_UP, values):
        person = KnownPerson(*row)
        score = compare(marks, person.marks)
        if score.points >= SHOWN_FROM or score.reasons[:1] in (("same_name",), ("swapped_names",)):
            found.append(Lookalike(person, score.points, score.reasons))
    return sorted(found, key=lambda each: (-each.points, each.person.id))[:limit]


_KEYS_LOOKED_AT = 6


def _look_up() -> Any:
    """Make the one statement: some people of each key, of the whole name, and of the e-mail and the phone."""
    key, person = PersonKey.__table__.c, Person.__table__.c
    word = PersonWord.__table__.c
    parts = [select(key.person_id).where(key.key == bindparam(f"key{place}")) for place in range(_KEYS_LOOKED_AT)]
    parts.append(select(person.id.label("person_id")).where(person.name_key == bindparam("name_key")))
    parts.append(select(word.person_id).where(word.word.in_(bindparam("words", expanding=True))))
    some = union_all(*(select(part.limit(LOOKED_AT).subquery().c.person_id) for part in parts))
    return select(*KNOWN_COLUMNS).where(person.id.in_(some), person.anonymised_on.is_(None))


_LOOK_UP = _look_up()


def review(notebook: Notebook) -> Task[list[Pair]]:
    """Find who may be in the registry twice, best first; nothing is held open while it computes."""
    with notebook.read() as db:
        query = select(*KNOWN_COLUMNS).where(Person.anonymised_on.is_(None)).order_by(Person.id)
        people = [KnownPerson(*row) for row in db.connection().execute(query)]
        apart = told_apart(db)
    return (yield from pairs_among(people, apart))


def pairs_among(people: Sequence[KnownPerson], apart: Collection[tuple[int, int]] = ()) -> Task[list[Pair]]:
    """Find the pairs among these people (ids ascending) who are probably one, without those told apart."""
    marks: list[Marks] = []
    groups: dict[Hashable, list[int]] = {}
    for place, person in enumerate(people):
        if place % _CHUNK == 0:
            yield Progress(_STEPS_OF_KEYS * place // len(people), _STEPS)
        marks.append(person.marks)
        for group in _groups_of(marks[place]):
            groups.setdefault(group, []).append(place)
    shared = [(group, places) for group, places in groups.items() if len(places) > 1]
    groups.clear()
    commonness = _Commonness(marks)
    seen: set[tuple[int, int]] = set()
    found: list[Pair] = []
    since = 0
    for number, (group, places) in enumerate(shared):
        new = set(_couples(group, places, marks)) - seen
        seen |= new
        since += len(new) + 1
        if since >= _CHUNK:
            since = 0
            yield Progress(_STEPS_OF_KEYS + (_STEPS - _STEPS_OF_KEYS) * number // len(shared), _STEPS)
        for one, other in new:
            score = compare(marks[one], marks[other], commonness.of(marks[one], marks[other]))
            if score.points >= LIKELY_FROM and (people[one].id, people[other].id) not in apart:
                found.append(Pair(people[one], people[other], score.points, score.reasons))
    yield Progress(_STEPS, _STEPS)
    return sorted(found, key=lambda each: (-each.points, each.first.listed, each.first.id, each.second.id))


def _groups_of(marks: Marks) -> Iterator[Hashable]:
    """Give what a person shares with whoever may be the same: a like name with the year, an e-mail, a phone.

    Where a year is missing only names that sound the same are worth a look: a like name alone says too little.
    """
    for key in likeness.keys(marks.given, marks.family):
        if marks.birth_year is not None:
            yield key, marks.birth_year
        if key.startswith("a"):
            yield key
    if marks.email:
        yield "@", marks.email
    if marks.digits:
        yield "+", marks.digits


def _couples(group: Hashable, places: Sequence[int], marks: Sequence[Marks]) -> Iterator[tuple[int, int]]:
    """Give the couples of a group that are to be compared, the smaller place first."""
    if isinstance(group, str):  # a name without year: those whose year is known meet each other elsewhere
        untold = [place for place in places if marks[place].birth_year is None]
        if not untold:
            return
        if len(untold) * len(places) <= BLOCK_LIMIT**2:
            yield from ((min(one, other), max(one, other)) for one in untold for other in places if one != other)
            return
    if len(places) <= BLOCK_LIMIT:
        yield from combinations(places, 2)
        return
    ordered = sorted(places, key=lambda place: (marks[place].name_key, marks[place].town, marks[place].digits))
    for start, one in enumerate(ordered):
        yield from ((min(one, other), max(one, other)) for other in ordered[start + 1 : start + 1 + NEIGHBOURS])


class _Commonness:
    """How many people would bear a name by accident, from how often its two halves are borne, as points."""

    def __init__(self, marks: Sequence[Marks]) -> None:
        self._people = max(len(marks), 1)
        self._given = Counter(each.given for each in marks)
        self._family = Counter(each.family for each in marks)
        self._whole = Counter(each.name_key for each in marks)

    def of(self, one: Marks, other: Marks) -> int:
        """Return the points that the more common of two names loses; below zero for two rare ones."""
        by_chance = max(self._given[each.given] * self._family[each.family] for each in (one, other)) / self._people
        more = max(self._whole[one.name_key], self._whole[other.name_key]) - 2  # bearers beside these two
        return max(RARE, min(COMMON, round(POINTS_OF_DOUBLING * math.log2(max(by_chance, more)))))
