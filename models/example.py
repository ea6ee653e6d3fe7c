"""The example notebook: an invented association in Rennes with a year of work around a given day.

Everything goes through the functions that the application itself uses. The same day gives the same notebook, apart
from uids and moments; a session is always today and one tomorrow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from models import (
    association,
    attendance,
    certificates,
    enrolments,
    headcounts,
    issuing,
    people,
    places,
    sessions,
    workshops,
)
from models import trainers as trainers_noun
from models.association import AssociationDraft
from models.codes import AttendanceState, Gender, Occupation
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.places import PlaceDraft
from models.sessions import SessionDraft
from models.trainers import TrainerDraft
from models.workshops import WorkshopDraft
from resources.i18n import N_

_OCCUPATIONS = (
    Occupation.RETIRED,
    Occupation.RETIRED,
    Occupation.UNEMPLOYED,
    Occupation.EMPLOYED,
    Occupation.SCHOOL,
    "",
)
_SHARES = ((0.80, AttendanceState.PRESENT), (0.91, AttendanceState.ABSENT), (1.01, AttendanceState.EXCUSED))
_EARLY_MINUTES = 45
"""How long someone stayed who had to leave early."""


@dataclass(frozen=True, slots=True)
class _Made:
    """One workshop of the example with its sessions in order."""

    id: int
    row: Mapping[str, Any]
    session_ids: tuple[int, ...]
    days: tuple[date, ...]


def make_example(where: str | Path, *, today: date) -> Notebook:
    """Make the example notebook and open it. Raises UserError as Notebook.create does."""
    data = json.loads(files("resources").joinpath("example/rennes.json").read_text(encoding="utf-8"))
    chance = Random(data["seed"])  # noqa: S311 - an example, not a secret
    notebook = Notebook.create(where, association_name=data["association"]["name"], is_example=True)
    try:
        with notebook.write(N_("Make the example"), final=True) as db:
            association.save(db, AssociationDraft(**data["association"]))
            made = _workshops(db, data, today)
            person_ids = people.save_many(db, _people(data, chance, today), today=today - timedelta(days=300))
            _enrol(db, made, person_ids, chance)
            _attend(db, data, made, today, chance)
            _cancel_one(db, data, made)
            _certify(db, made, today)
    except BaseException:
        notebook.close()
        raise
    return notebook


def _workshops(db: Session, data: Mapping[str, Any], today: date) -> list[_Made]:
    place_ids = [places.save(db, PlaceDraft(**each)) for each in data["places"]]
    trainer_ids = [trainers_noun.save(db, TrainerDraft(**each)) for each in data["trainers"]]
    return [_workshop(db, row, place_ids, trainer_ids, today) for row in data["workshops"]]


def _workshop(
    db: Session, row: Mapping[str, Any], place_ids: Sequence[int], trainer_ids: Sequence[int], today: date
) -> _Made:
    draft = WorkshopDraft(
        title=row["title"],
        format=row.get("format", "workshop"),
        audience=row["audience"],
        level=row["level"],
        place_id=place_ids[row["place"]],
        capacity=row["capacity"],
        themes=tuple(row["themes"]),
        sub_themes=tuple(row.get("sub_themes", ())),
        equipment=tuple(row["equipment"]),
        trainer_ids=tuple(trainer_ids[place] for place in row["trainers"]),
    )
    workshop_id = workshops.save(db, draft)
    start, end = time.fromisoformat(row["start"]), time.fromisoformat(row["end"])
    days = tuple(today + timedelta(days=row["first_day"] + row["every"] * number) for number in range(row["sessions"]))
    ids = tuple(sessions.save(db, workshop_id, SessionDraft(date=day, start=start, end=end)) for day in days)
    return _Made(workshop_id, row, ids, days)


def _people(data: Mapping[str, Any], chance: Random, today: date) -> list[PersonDraft]:
    """Return the people with remarkable names first, then others of the usual names of the region."""
    names = [tuple(each) for each in data["people"]]
    while len(names) < data["people_in_all"]:
        name = (chance.choice(data["given_names"]), chance.choice(data["family_names"]))
        if name not in names:
            names.append(name)
    return [_person(number, name, data, chance, today) for number, name in enumerate(names)]


def _person(number: int, name: tuple[str, ...], data: Mapping[str, Any], chance: Random, today: date) -> PersonDraft:
    """Describe one person; telephone numbers are of the range that is never given out (ARCEP: 06 39 98)."""
    postcode, town = chance.choice(data["towns"])
    return PersonDraft(
        given_name=name[0],
        family_name=name[1],
        birth_year=today.year - chance.randint(16, 88) if chance.random() < 0.8 else None,
        gender=chance.choice((Gender.FEMALE, Gender.FEMALE, Gender.MALE, "")),
        occupation=chance.choice(_OCCUPATIONS),
        postcode=postcode,
        town=town,
        email=f"personne{number}@example.org" if chance.random() < 0.5 else "",
        phone=f"06 39 98 {number // 100:02} {number % 100:02}" if chance.random() < 0.6 else "",
        informed_on=today - timedelta(days=300) if chance.random() < 0.9 else None,
    )


def _enrol(db: Session, made: Sequence[_Made], person_ids: Sequence[int], chance: Random) -> None:
    """Enrol people: the first workshop has the remarkable names, the others whoever chance brings."""
    for number, workshop in enumerate(made):
        wanted = workshop.row["people"]
        chosen = list(person_ids[:wanted]) if number == 0 else chance.sample(list(person_ids), wanted)
        day = workshop.days[0] - timedelta(days=10)
        enrolments.enrol(db, workshop.id, chosen, today=day, over=True)
        others = [person_id for person_id in person_ids if person_id not in set(chosen)]
        waiting = chance.sample(others, workshop.row.get("waiting", 0))
        enrolments.enrol(db, workshop.id, waiting, today=day, waiting=True)
        if workshop.row.get("drop_ins"):
            _expect_some(db, workshop, chance)


def _expect_some(db: Session, workshop: _Made, chance: Random) -> None:
    """Let each person of a workshop without fixed groups come to three sessions only."""
    for enrolment_id in enrolments.find(db, workshop.id):
        visits = set(chance.sample(workshop.session_ids, 3))
        enrolments.leave_out(db, enrolment_id, [each for each in workshop.session_ids if each not in visits])


def _attend(db: Session, data: Mapping[str, Any], made: Sequence[_Made], today: date, chance: Random) -> None:
    """Enter the attendance of every past session, apart from those that wait in the list of what is missing."""
    missing = {_missing_session(made[number], today) for number in data["not_entered"]}
    for workshop in made:
        for session_id, day in zip(workshop.session_ids, workshop.days, strict=True):
            if day < today and session_id not in missing:
                _attend_session(db, workshop, session_id, chance)


def _missing_session(workshop: _Made, today: date) -> int:
    """Return the newest past session of a workshop."""
    return max((day, each) for each, day in zip(workshop.session_ids, workshop.days, strict=True) if day < today)[1]


def _attend_session(db: Session, workshop: _Made, session_id: int, chance: Random) -> None:
    ids = attendance.expected(db, session_id)
    states: dict[AttendanceState, list[int]] = {}
    for enrolment_id in ids:
        lot = chance.random()
        states.setdefault(next(state for share, state in _SHARES if lot < share), []).append(enrolment_id)
    present = states.get(AttendanceState.PRESENT, [])
    early = [present.pop()] if len(present) > 4 and chance.random() < 0.2 else []
    for state, group in states.items():
        attendance.mark(db, session_id, group, state)
    attendance.mark(db, session_id, early, AttendanceState.PRESENT, minutes=_EARLY_MINUTES)
    _count_unnamed(db, workshop, session_id, chance)


def _count_unnamed(db: Session, workshop: _Made, session_id: int, chance: Random) -> None:
    usual = workshop.row.get("unnamed", 0)
    total = chance.randint(usual // 2, usual * 3 // 2) if usual else 0
    if total:
        women = total * 3 // 5
        parts = {"gender": {"feminin": women, "masculin": total - women - total // 10}}
        headcounts.save(db, session_id, HeadcountDraft(total, total // 4, parts))


def _cancel_one(db: Session, data: Mapping[str, Any], made: Sequence[_Made]) -> None:
    """Cancel one session to which, in the end, nobody came."""
    workshop = made[data["cancelled"]["workshop"]]
    session_id = workshop.session_ids[data["cancelled"]["session"]]
    attendance.mark(db, session_id, attendance.expected(db, session_id), AttendanceState.UNKNOWN)
    sessions.cancel(db, session_id, data["cancelled"]["reason"])


def _certify(db: Session, made: Sequence[_Made], today: date) -> None:
    """Issue and hand out the certificates of the workshops that ended long ago."""
    for workshop in sorted(made, key=lambda each: each.days[-1]):
        if workshop.row.get("certificates"):
            day = min(today, workshop.days[-1] + timedelta(days=1))
            issued = issuing.issue(db, workshop.id, today=day, language="fr")
            noon = datetime.combine(day, time(12), tzinfo=UTC)
            certificates.mark_handed_out(db, issued.new, noon)
