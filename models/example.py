"""The example notebook: an association in Rennes with a year of work around today, the same for the same day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from models import (
    association,
    certificates,
    enrolments,
    headcounts,
    issuing,
    people,
    places,
    sessions,
    trainers,
    workshops,
)
from models.attendance import Attendance
from models.codes import AgeBand, AttendanceState, EnrolmentStatus, Gender, Occupation, SessionStatus, WorkshopStatus
from models.completeness import settle_workshop
from models.enrolments import EnrolmentSkip
from models.headcounts import HeadcountDraft
from models.journal import insert_many
from models.names import fold
from models.notebook import Notebook
from models.people import PersonDraft
from models.places import PlaceDraft
from models.sessions import SessionDraft, length
from models.trainers import TrainerDraft
from models.workshops import WorkshopDraft
from resources.i18n import N_

SEED = 35_200
NOT_YET_CERTIFIED = 2
"""How many of the workshops finished last still wait for their certificates."""

_TOWNS = (
    ("35200", "Rennes"),
    ("35000", "Rennes"),
    ("35700", "Rennes"),
    ("35135", "Chantepie"),
    ("35510", "Cesson-Sévigné"),
    ("35136", "Saint-Jacques-de-la-Lande"),
    ("35770", "Vern-sur-Seiche"),
)
_TOWN_WEIGHTS = (40, 20, 15, 8, 6, 6, 5)
_BORN = {"seniors": (1936, 1962), "job_seekers": (1966, 2004), "professionals": (1960, 2000), "families": (1972, 2014)}
_REFERRED = ("bouche_a_oreille", "association", "administration", "insertion_professionnelle", "aide_sociale", "presse")
_MARKS = (AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED)
_MARK_WEIGHTS = (80, 13, 7)
_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_PARTIAL = 0.06  # of those present who stayed for a part only


@dataclass(slots=True)
class _Held:
    """One session as it was planned: `late` when nobody has entered its attendance yet."""

    id: int
    date: date
    minutes: int
    is_cancelled: bool
    is_late: bool
    unnamed: int


@dataclass(slots=True)
class _Made:
    """One workshop that has been made: its sessions, its enrolments and whom each session does not expect."""

    id: int
    plan: Mapping[str, Any]
    sessions: list[_Held] = field(default_factory=list)
    enrolled: list[tuple[int, int]] = field(default_factory=list)
    skipped: set[tuple[int, int]] = field(default_factory=set)


def make_example(where: str | Path, *, today: date) -> Notebook:
    """Make the example notebook and return it open. Raises what Notebook.create raises."""
    facts = _read("association")
    notebook = Notebook.create(where, association_name=facts["association"]["name"], is_example=True)
    try:
        with notebook.write(N_("Make the example"), final=True) as db:
            _Builder(db, today).build(facts)
    except BaseException:
        notebook.close()
        if isinstance(notebook.where, Path):
            notebook.where.unlink(missing_ok=True)
        raise
    return notebook


def _read(name: str) -> Any:
    return json.loads(files("resources").joinpath(f"example/{name}.json").read_text(encoding="utf-8"))


class _Builder:
    """Fills an empty notebook within one write."""

    def __init__(self, db: Session, today: date) -> None:
        self._db = db
        self._today = today
        self._random = Random(SEED)  # noqa: S311  # the same people every time, no secret
        self._births: dict[int, int | None] = {}

    def build(self, facts: Mapping[str, Any]) -> None:
        """Make everything, in the order in which a year brings it."""
        association.save(self._db, replace(association.draft(self._db), **facts["association"]))
        place_ids = [places.save(self._db, PlaceDraft(**each)) for each in facts["places"]]
        trainer_ids = [trainers.save(self._db, TrainerDraft(**each)) for each in facts["trainers"]]
        registry = self._people()
        made = [self._workshop(plan, place_ids, trainer_ids) for plan in _read("workshops")]
        for each in made:
            self._enrol(each, registry)
        self._attendance(made)
        self._certificates(made)

    def _people(self) -> list[int]:
        drafts = [self._person(*names) for names in _read("people")]
        ids = people.save_many(self._db, drafts, today=self._today - timedelta(days=400))
        self._births = {row_id: draft.birth_year for row_id, draft in zip(ids, drafts, strict=True)}
        return ids

    def _person(self, given_name: str, family_name: str, gender: str, about: int = 0) -> PersonDraft:
        """Describe someone; a first name of one generation comes with the year that its bearers are born about."""
        chance = self._random.random
        born = about or self._random.choices((1950, 1972, 1990, 2012), (55, 25, 17, 3))[0]
        born += self._random.randint(-9, 9)
        born = min(born, self._today.year - 8)
        postcode, town = self._random.choices(_TOWNS, _TOWN_WEIGHTS)[0]
        address = f"{fold(given_name)}.{fold(family_name)}".replace(" ", "-").strip(".")
        number = f"{self._random.randint(0, 9999):04}"
        start = "06 39 98" if chance() < 0.7 else "02 61 91"
        tells_year = chance() < 0.9
        return PersonDraft(
            given_name, family_name,
            birth_year=born if tells_year else None,
            age_band="" if tells_year or chance() < 0.5 else AgeBand.FROM_60,
            gender=gender if chance() < 0.95 else Gender.UNTOLD,
            occupation=self._occupation(born) if chance() < 0.8 else "",
            postcode=postcode if chance() < 0.9 else "",
            town=town,
            email=f"{address}@example.org" if address.isascii() and chance() < 0.6 else "",
            phone=f"{start} {number[:2]} {number[2:]}" if chance() < 0.8 else "",
            referred_by=self._random.choice(_REFERRED) if chance() < 0.6 else "",
            informed_on=self._today - timedelta(days=self._random.randint(20, 330)),
        )  # fmt: skip

    def _occupation(self, born: int) -> str:
        age = self._today.year - born
        if age < 20:
            return Occupation.SCHOOL
        if age > 63:
            return Occupation.RETIRED
        return self._random.choice((Occupation.EMPLOYED, Occupation.UNEMPLOYED, Occupation.UNEMPLOYED))

    def _workshop(self, plan: Mapping[str, Any], place_ids: Sequence[int], trainer_ids: Sequence[int]) -> _Made:
        days = list(self._days(plan))
        is_over = all(day < self._today for _, day in days)
        texts = ("title", "description", "format", "audience", "level", "funders", "capacity", "minimum_sessions")
        lists = ("themes", "sub_themes", "equipment")
        codes: dict[str, Any] = {name: tuple(plan[name]) for name in lists if name in plan}
        draft = WorkshopDraft(
            **{name: plan[name] for name in texts if name in plan},
            **codes,
            place_id=place_ids[plan["place"]],
            trainer_ids=tuple(trainer_ids[place] for place in plan["trainers"]),
            status=WorkshopStatus.HELD if is_over else WorkshopStatus.OPEN,
        )
        made = _Made(workshops.save(self._db, draft), plan)
        for number, (step, day) in enumerate(days):
            made.sessions.append(self._session(made, step, day, number))
        return made

    def _days(self, plan: Mapping[str, Any]) -> Iterator[tuple[int, date]]:
        """Give each session's step in the plan with its day: weeks from this week's Monday, or days from today."""
        monday = self._today - timedelta(days=self._today.weekday())
        for week in plan.get("weeks", ()):
            yield week, _working_day(monday + timedelta(weeks=week, days=plan["weekday"]))
        for days in plan.get("days", ()):
            day = self._today + timedelta(days=days)
            yield days, day if days in (0, 1) else _working_day(day)

    def _session(self, made: _Made, step: int, day: date, number: int) -> _Held:
        start, end = time.fromisoformat(made.plan["start"]), time.fromisoformat(made.plan["end"])
        reason = made.plan.get("cancelled", {}).get(str(step), "")
        is_late = step in made.plan.get("late", ())
        status = SessionStatus.HELD if day < self._today and not is_late else SessionStatus.PLANNED
        draft = SessionDraft(
            day, start, end,
            status=SessionStatus.CANCELLED if reason else status,
            cancel_reason=reason,
        )  # fmt: skip
        unnamed = (made.plan.get("unnamed") or [0] * (number + 1))[number]
        row_id = sessions.save(self._db, made.id, draft)
        return _Held(row_id, day, length(start, end), bool(reason), is_late, unnamed)

    def _enrol(self, made: _Made, registry: Sequence[int]) -> None:
        """Enrol people of the audience's age; whoever comes after the last place waits, one changes their mind."""
        low, high = _BORN.get(made.plan["audience"], (1930, 2006))
        fitting = [each for each in registry if self._births[each] is None or low <= (self._births[each] or 0) <= high]
        chosen = self._random.sample(fitting, min(made.plan["people"], len(fitting)))
        first = made.sessions[0].date
        day = min(self._today, first - timedelta(days=10))
        done = enrolments.enrol(self._db, made.id, chosen, today=day)
        rows = [*zip(done.enrolled, chosen, strict=False)]
        if len(rows) > 8 and not done.waiting:
            enrolments.set_status(self._db, [rows[-1][0]], EnrolmentStatus.CANCELLED)
            rows = rows[:-1]
        made.enrolled = rows
        seats = made.plan.get("drop_in")
        if seats:
            self._drop_in(made, seats)

    def _drop_in(self, made: _Made, seats: int) -> None:
        """Expect only a few people at each session, one after the other."""
        ids = [enrolment_id for enrolment_id, _ in made.enrolled]
        for number, session in enumerate(made.sessions):
            here = {ids[(number * (seats - 1) + seat) % len(ids)] for seat in range(seats)}
            made.skipped |= {(each, session.id) for each in ids if each not in here}
        rows = [{"enrolment_id": enrolment, "session_id": session} for enrolment, session in sorted(made.skipped)]
        insert_many(self._db, EnrolmentSkip, rows)

    def _attendance(self, made: Sequence[_Made]) -> None:
        """Enter who came to every session that has been held and whose attendance is not late."""
        rows: list[dict[str, Any]] = []
        seen: dict[date, set[int]] = {}
        for each, session in self._entered(made):
            for enrolment_id, person_id in each.enrolled:
                if (enrolment_id, session.id) not in each.skipped:
                    rows.append(self._mark(enrolment_id, session))
                    if rows[-1]["state"] == AttendanceState.PRESENT:
                        seen.setdefault(session.date, set()).add(person_id)
        insert_many(self._db, Attendance, rows)
        for day, person_ids in sorted(seen.items()):
            people.touch(self._db, person_ids, day)
        for _, session in self._entered(made):
            if session.unnamed:
                headcounts.save(self._db, session.id, self._headcount(session.unnamed))
        for each in made:
            settle_workshop(self._db, each.id)

    def _entered(self, made: Sequence[_Made]) -> list[tuple[_Made, _Held]]:
        return [
            (each, session)
            for each in made
            for session in each.sessions
            if session.date < self._today and not session.is_cancelled and not session.is_late
        ]

    def _mark(self, enrolment_id: int, session: _Held) -> dict[str, Any]:
        state = self._random.choices(_MARKS, _MARK_WEIGHTS)[0]
        is_partial = state == AttendanceState.PRESENT and self._random.random() < _PARTIAL
        minutes = session.minutes // 2 if is_partial else None
        return {"enrolment_id": enrolment_id, "session_id": session.id, "state": state, "minutes": minutes}

    def _headcount(self, total: int) -> HeadcountDraft:
        women = total * 3 // 5
        parts: dict[str, Mapping[str, int]] = {
            "gender": {Gender.FEMALE: women, Gender.MALE: total - women - 1},
            "age_band": {AgeBand.FROM_60: total // 3, AgeBand.FROM_70: total // 4},
        }
        return HeadcountDraft(total, total // 6, parts)

    def _certificates(self, made: Sequence[_Made]) -> None:
        """Issue what the workshops of the year brought, in their order; one is revoked, one replaced."""
        over = [each for each in made if max(session.date for session in each.sessions) < self._today]
        over.sort(key=lambda each: max(session.date for session in each.sessions))
        ids: list[int] = []
        day = self._today
        for each in over[:-NOT_YET_CERTIFIED]:
            day = max(session.date for session in each.sessions) + timedelta(days=2)
            issued = issuing.issue(self._db, each.id, today=day, language="fr")
            certificates.mark_handed_out(self._db, issued.new, datetime.combine(day, time(16), UTC))
            ids += issued.new
        certificates.revoke(self._db, ids[7], "Remise à une autre personne par erreur", today=day)
        certificates.replace(self._db, ids[-3], "Nom mal orthographié", today=day)


def _working_day(day: date) -> date:
    """Return the day, or the one before a holiday: nobody plans a session then."""
    while (day.month, day.day) in _HOLIDAYS:
        day -= timedelta(days=1)
    return day
