"""What a parcel that comes back would change: three-way, by what stood in it when it left.

People are found again by uid, by a merge since, or by name; a mark belongs to workshop, person and session, whatever
the rows were called meanwhile. Where only the parcel changed, its value is taken; where both did, somebody chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import duplicates, erasure_ledger, merging, parcel_content, people
from models.matching import KnownPerson, Likeness, likeness, marks_of
from models.parcel_content import KINDS, Content, Records, Values
from models.parcel_sides import Ref, Side
from models.parcel_walk import OURS, THEIRS, Conflict, Step, Walk
from models.people import Person, PersonDraft
from models.workshops import Workshop

__all__ = ["OURS", "THEIRS", "Answers", "Comparison", "Conflict", "Newcomer", "Returned", "Step", "compare"]


@dataclass(frozen=True, slots=True)
class Returned:
    """A parcel as it was read: whose it is, what it holds now, and what it held when it left or came last."""

    uid: str
    label: str
    notebook: str
    salt: str
    records: Records
    carried_base: Records

    @property
    def digest(self) -> str:
        """What is the same for the same content."""
        return parcel_content.digest(self.records)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was decided: conflict -> theirs or ours; somebody new in the parcel -> who it is here, None for new.

    `every` decides all conflicts that are not named.
    """

    conflicts: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, int | None] = field(default_factory=dict)
    every: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the parcel brings: known here for sure, perhaps one of the candidates, or new."""

    uid: str
    given_name: str
    family_name: str
    is_known: bool
    candidates: tuple[KnownPerson, ...]
    person_id: int | None

    @property
    def is_asked(self) -> bool:
        """Tell whether somebody has to look at the candidates."""
        return bool(self.candidates) and not self.is_known


@dataclass(slots=True)
class Comparison:
    """What taking the parcel back would do. `lost` counts what has nowhere to go any more, by code."""

    steps: list[Step] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    newcomers: list[Newcomer] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    is_known: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many records of each kind would change, the chosen side of the conflicts included."""
        found = Counter(step.kind for step in self.to_do)
        found["newcomer"] = sum(each.person_id is None for each in self.newcomers)
        found["recognised"] = len(self.newcomers) - found["newcomer"]
        return +found

    @property
    def to_do(self) -> list[Step]:
        """The steps to take, in the order in which they can be taken."""
        chosen = [each.step for each in self.conflicts if each.chosen == THEIRS]
        return sorted((*self.steps, *chosen), key=lambda step: KINDS.index(step.kind))


def compare(db: Session, own_uid: str, returned: Returned, base: Records, answers: Answers) -> Comparison:
    """Return what taking the parcel back would do now; nothing is changed."""
    found = Comparison()
    known = select(Workshop.id).where(Workshop.uid.in_(returned.records["workshop"]))
    ours = parcel_content.read(db, list(db.scalars(known)), with_anonymised=True)
    refs = _people(db, own_uid, returned, base, answers, ours, found)
    sides = (Side.shared(returned.records, refs), Side.shared(base, refs), Side.of_here(db, ours, set(refs.values())))
    walk = Walk(*sides, returned.salt, answers.conflicts, answers.every)
    walk.go()
    found.steps, found.conflicts, found.lost = walk.steps, walk.conflicts, walk.lost
    gone = {uid for uid in returned.records["person"] if uid not in refs}
    lost = _touched(returned, base, gone)
    found.lost += Counter({"people_gone": len(lost)} if lost else {})
    return found


def _touched(returned: Returned, base: Records, gone: set[str]) -> set[str]:
    """Return those of these people about whom the parcel says something that it did not say before."""
    enrolments = returned.records["enrolment"]
    frozen = parcel_content.all_frozen(returned.records, returned.salt)
    changed = {key.split()[0] for key, values in frozen["mark"].items() if base["mark"].get(key) != values}
    changed |= {key for key, values in frozen["enrolment"].items() if base["enrolment"].get(key) != values}
    return {enrolments[each]["person"] for each in changed if enrolments[each]["person"] in gone}


def _people(
    db: Session, own_uid: str, returned: Returned, base: Records, answers: Answers, ours: Content, found: Comparison
) -> dict[str, Ref]:
    """Return who of the parcel is who: those forgotten or deleted since are left out."""
    wanted = {*returned.records["person"], *base["person"]}
    refs: dict[str, Ref] = dict(merging.by_uid(db, wanted))
    ledger = erasure_ledger.read(own_uid)
    taken = {ref for ref in refs.values() if isinstance(ref, int)}
    for uid, values in returned.records["person"].items():
        if uid in refs or uid in base["person"] or erasure_ledger.hashed(own_uid, uid) in ledger:
            continue
        near = _near_workshops(returned, uid, ours)
        newcomer = _newcomer(db, uid, values, near, taken, answers)
        found.newcomers.append(newcomer)
        refs[uid] = uid if newcomer.person_id is None else newcomer.person_id
    return refs


def _near_workshops(returned: Returned, uid: str, ours: Content) -> set[int]:
    """Return the people here who are in a workshop that this person of the parcel is in."""
    workshops = {each["workshop"] for each in returned.records["enrolment"].values() if each["person"] == uid}
    there = {each["person"] for each in ours.records["enrolment"].values() if each["workshop"] in workshops}
    return {ours.ids["person"][each] for each in there if each in ours.ids["person"]}


def _newcomer(db: Session, uid: str, values: Values, near: set[int], taken: set[int], answers: Answers) -> Newcomer:
    """Find out whether somebody new in the parcel is known here.

    The only one of that name is taken, as a walk-in takes them, unless something speaks against it; whoever stood in
    the parcel by the same name is somebody else, or the line would have been theirs.
    """
    draft = draft_of(values)
    same = [each for each in people.named(db, draft.given_name, draft.family_name) if each not in taken]
    chosen = [each for each in same if each in near] if len(same) > 1 else same
    known = [each.person for each in duplicates.likely(db, draft, limit=5)]
    is_known = len(chosen) == 1 and any(_agrees(each, draft) for each in known if each.id == chosen[0])
    person_id = answers.people.get(uid, chosen[0] if is_known else None)
    return Newcomer(uid, draft.given_name, draft.family_name, is_known, tuple(known), person_id)


def _agrees(known: KnownPerson, draft: PersonDraft) -> bool:
    marks = marks_of(draft)
    return marks.has_only_a_name or likeness(known.marks, marks) is Likeness.SAME


def draft_of(values: Values) -> PersonDraft:
    """Return what a record says of a person."""
    from models.journal import stored

    return PersonDraft(**stored(Person.__table__, values))  # type: ignore[arg-type]  # a table, as mapped
