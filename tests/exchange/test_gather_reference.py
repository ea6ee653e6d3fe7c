"""The figures of a package against a slow reference that is obviously right, on notebooks made by chance."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import archive
from exchange.check import check
from exchange.gather import gather, private_key
from exchange.package import Package
from models import attendance, enrolments, headcounts, people, sessions, statistics, workshops
from models.codes import AttendanceState, Gender, Occupation, SessionStatus
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.builders import TODAY

FIRST, LAST = date(2026, 4, 1), date(2026, 5, 31)
NOW = datetime(2026, 6, 2, 8, tzinfo=UTC)
DAYS = (date(2025, 12, 31), date(2026, 3, 31), FIRST, date(2026, 4, 30), date(2026, 5, 1), LAST, date(2026, 6, 1))
PRESENT = AttendanceState.PRESENT


@dataclass(frozen=True)
class Day:
    """One session as it is to be: marks are state and minutes by the number of a person."""

    workshop: int
    date: date
    minutes: int
    status: str
    marks: dict[int, tuple[AttendanceState, int | None]]
    headcount: HeadcountDraft

    @property
    def counts(self) -> bool:
        return self.status == SessionStatus.HELD

    @property
    def came(self) -> list[tuple[int, int]]:
        """Return person and minutes of everyone who came."""
        everyone = self.marks.items()
        return [(n, self.minutes if stayed is None else stayed) for n, (state, stayed) in everyone if state == PRESENT]


@dataclass(frozen=True)
class World:
    people: list[PersonDraft]
    days: list[Day]

    def held(self) -> Iterator[Day]:
        return (day for day in self.days if day.counts and FIRST <= day.date <= LAST)


@st.composite
def headcount_drafts(draw: st.DrawFn) -> HeadcountDraft:
    total = draw(st.integers(0, 12))
    women = draw(st.integers(0, total))
    men = draw(st.integers(0, total - women))
    retired = draw(st.integers(0, total))
    parts: dict[str, dict[str, int]] = {
        "gender": {Gender.FEMALE: women, Gender.MALE: men},
        "occupation": {Occupation.RETIRED: retired},
    }
    return HeadcountDraft(total, draw(st.integers(0, total)), parts)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    numbers = range(draw(st.integers(1, 8)))
    everyone = [
        PersonDraft(
            f"Prénom {number}", "Nom",
            birth_year=draw(st.sampled_from((None, 1950, 1957, 1980, 2015))),
            age_band=draw(st.sampled_from(("", "soixante_dix_plus"))),
            gender=draw(st.sampled_from(("", *Gender))),
            occupation=draw(st.sampled_from(("", *Occupation))),
            town=draw(st.sampled_from(("", "Rennes", "Bruz"))),
        )
        for number in numbers
    ]  # fmt: skip
    days = []
    for _ in range(draw(st.integers(1, 6))):
        minutes = draw(st.sampled_from((45, 120)))
        marks = st.tuples(st.sampled_from(list(AttendanceState)), st.sampled_from((None, None, 1, 30)))
        days.append(
            Day(
                draw(st.integers(0, 1)),
                draw(st.sampled_from(DAYS)),
                minutes,
                draw(st.sampled_from((*[SessionStatus.HELD] * 4, *SessionStatus))),
                draw(st.dictionaries(st.sampled_from(numbers), marks)),
                draw(headcount_drafts()),
            )
        )
    return World(everyone, days)


def build(notebook: Notebook, world: World) -> None:
    """Make it as the window would: enrol, mark, count, then say what became of the session."""
    with notebook.write("Make") as db:
        person_ids = [people.save(db, draft, today=TODAY) for draft in world.people]
        workshop_ids = [workshops.save(db, WorkshopDraft(f"Atelier {number}")) for number in range(2)]
        enrolled = {
            workshop_id: enrolments.enrol(db, workshop_id, person_ids, today=TODAY).enrolled
            for workshop_id in workshop_ids
        }
        for day in world.days:
            workshop_id = workshop_ids[day.workshop]
            end = time(14 + day.minutes // 60, day.minutes % 60)
            session_id = sessions.save(db, workshop_id, SessionDraft(day.date, time(14), end))
            for number, (state, minutes) in day.marks.items():
                attendance.mark(db, session_id, [enrolled[workshop_id][number]], state, minutes=minutes)
            headcounts.save(db, session_id, day.headcount)
            stored = sessions.draft(db, session_id)
            sessions.save(db, workshop_id, replace(stored, status=day.status), session_id)


def age_band(draft: PersonDraft) -> str:
    """Return the band in 2026, the year of every session that counts."""
    if draft.birth_year is None:
        return draft.age_band or "non_communique"
    ages = {1950: "soixante_dix_plus", 1957: "soixante_soixante_neuf", 1980: "quarante_cinquante_neuf"}
    return ages.get(draft.birth_year, "moins_de_douze")


def audiences(world: World) -> Counter[tuple[str, str, str]]:
    """Count the attendances by scope, axis and code."""
    found: Counter[tuple[str, str, str]] = Counter()
    for day in world.held():
        for scope in ("period", f"{day.date:%Y-%m}"):
            for number, _ in day.came:
                draft = world.people[number]
                found[scope, "gender", draft.gender or "non_communique"] += 1
                found[scope, "occupation", draft.occupation or "non_communique"] += 1
                found[scope, "town", draft.town or "non_communique"] += 1
                found[scope, "age_band", age_band(draft)] += 1
            for axis in ("gender", "occupation", "age_band", "town"):
                told = day.headcount.parts.get(axis, {})
                for code, count in told.items():
                    found[scope, axis, code] += count
                found[scope, axis, "non_communique"] += day.headcount.total - sum(told.values())
    return +found


def different_people(world: World, first: date, last: date) -> tuple[int, int]:
    """Return how many different people came in these days, and for how many it was the first time ever."""
    here = {n for day in world.days if day.counts and first <= day.date <= last for n, _ in day.came}
    before = {n for day in world.days if day.counts and day.date < first for n, _ in day.came}
    return len(here), len(here - before)


def gathered(world: World, new_file: Path) -> tuple[Package, set[int]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "n.carnet"
        shutil.copyfile(new_file, path)
        with Notebook.open(path) as notebook:
            build(notebook, world)
            found = gather(notebook, FIRST, LAST, now=NOW)
            with notebook.read() as db:
                helped = {facts.already_helped for facts in statistics.session_facts(db, FIRST, LAST)}
    report = check(archive.pack(found.package, private_key(found.key)))
    assert not report.is_refused, report.problems
    return found.package, helped


@settings(max_examples=20, deadline=None)
@given(world=worlds())
def test_every_figure_is_the_one_that_a_patient_person_would_count(world: World, new_file: Path) -> None:
    package, helped = gathered(world, new_file)
    held = list(world.held())
    assert package.totals()._asdict() == {
        "sessions": len(held),
        "attendances": sum(len(day.came) + day.headcount.total for day in held),
        "people_named": different_people(world, FIRST, LAST)[0],
        "people_unnamed": sum(day.headcount.total - day.headcount.already_helped for day in held),
        "minutes": sum(minutes for day in held for _, minutes in day.came),
    }
    here = [day for day in world.days if FIRST <= day.date <= LAST]
    assert len(package.sessions) == len(here)
    assert helped == {day.headcount.already_helped for day in here}
    scopes = {
        "2026-04": (FIRST, date(2026, 4, 30)),
        "2026-05": (date(2026, 5, 1), LAST),
        str(package.period): (FIRST, LAST),
    }
    assert {row.scope_id: (row.people_named, row.new_people) for row in package.people} == {
        scope: different_people(world, *days) for scope, days in scopes.items()
    }
    _compare_audiences(package, audiences(world))


def _compare_audiences(package: Package, expected: Counter[tuple[str, str, str]]) -> None:
    """Shown counts are right, counts under the threshold are hidden, and nothing that happened is left out."""
    told: set[tuple[str, str, str]] = set()
    for row in package.audiences:
        if row.scope != "workshop":
            key = ("period" if row.scope == "period" else row.scope_id, row.axis, row.code)
            told.add(key)
            assert row.count in (None, expected[key]), key
            assert row.count is None or not 0 < row.count < package.threshold, key
    assert set(expected) <= told
