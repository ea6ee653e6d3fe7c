"""Whatever changes in what a record tells, it is a new version of itself: never the same version, other content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from random import Random

import pytest
from sqlalchemy.orm import Session

from models import attendance, headcounts, places, sessions, statistics, trainers, workshops
from models.codes import AttendanceState, Gender, Theme
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.places import PlaceDraft
from models.problem import UserError
from models.trainers import TrainerDraft
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop, an_enrolment

EVER = (date.min, date.max)
Told = dict[str, tuple[int, object]]


def told(notebook: Notebook) -> Told:
    """Return the version and the content of every session and workshop, as a package tells them."""
    with notebook.read() as db:
        found: Told = {}
        uids = {each.id: each.uid for each in statistics.place_facts(db, places.find(db))}
        parts = statistics.unnamed_facts(db, *EVER)
        for one in statistics.session_facts(db, *EVER):
            unnamed = {part for part in parts if part.session_id == one.id}
            content = replace(one, version=0, place_id=None)
            found[one.uid] = (one.version, (content, uids.get(one.place_id or 0), unnamed))
        for other in statistics.workshop_facts(db, workshops.find(db)):
            found[other.uid] = (other.version, replace(other, version=0))
        return found


def plan(notebook: Notebook) -> Notebook:
    """Make a workshop in one place with two sessions, another without a place, four people enrolled in the first."""
    with notebook.write("Plan") as db:
        first, second = a_workshop(db, place_id=a_place(db), themes=(Theme.EMAIL,)), a_workshop(db, "Autre")
        a_place(db, "Mairie")
        for workshop_id, day in ((first, TODAY), (first, date(2026, 5, 19)), (second, TODAY)):
            a_session(db, workshop_id, day)
        for number in range(4):
            an_enrolment(db, first, a_person(db, f"Ann {number}"))
    return notebook


def _mark(db: Session, state: AttendanceState, enrolment: int = 1, minutes: int | None = None) -> None:
    attendance.mark(db, 1, [enrolment], state, minutes=minutes)


def _count(db: Session, draft: HeadcountDraft) -> None:
    headcounts.save(db, 1, draft)


def _change_session(db: Session, **changes: object) -> None:
    sessions.save(db, 1, replace(sessions.draft(db, 1), **changes), 1)  # type: ignore[arg-type]  # what a test changes


def _change_workshop(db: Session, **changes: object) -> None:
    workshops.save(db, replace(workshops.draft(db, 1), **changes), 1)  # type: ignore[arg-type]  # what a test changes


WOMEN: dict[str, dict[str, int]] = {"gender": {Gender.FEMALE: 2}}
ACTIONS: dict[str, Callable[[Session], object]] = {
    "someone came": lambda db: _mark(db, AttendanceState.PRESENT),
    "someone came for a part": lambda db: _mark(db, AttendanceState.PRESENT, minutes=30),
    "someone was absent": lambda db: _mark(db, AttendanceState.ABSENT, 2),
    "a mark was wrong": lambda db: _mark(db, AttendanceState.UNKNOWN),
    "everyone came": lambda db: attendance.everyone_was_here(db, 1),
    "a walk-in": lambda db: attendance.walk_in(db, 1, "Zoé", "Le Goff", today=TODAY),
    "one more without a name": lambda db: headcounts.add(db, 1),
    "five without a name": lambda db: _count(db, HeadcountDraft(5, 2, WOMEN)),
    "five, other parts": lambda db: _count(db, HeadcountDraft(5, 2, {"gender": {Gender.FEMALE: 1, Gender.MALE: 1}})),
    "nobody without a name": lambda db: headcounts.remove(db, 1),
    "another hour": lambda db: _change_session(db, end=time(17)),
    "its own place": lambda db: _change_session(db, place_id=2),
    "cancelled": lambda db: sessions.cancel(db, 1, "Grève"),
    "the workshop moves": lambda db: _change_workshop(db, place_id=2),
    "the workshop has no place": lambda db: _change_workshop(db, place_id=None),
    "another title": lambda db: _change_workshop(db, title="Autrement"),
    "other themes": lambda db: _change_workshop(db, themes=(Theme.HEALTH, Theme.EMAIL)),
    "a second session goes": lambda db: sessions.remove(db, 2),
    "a third comes": lambda db: a_session(db, 2, date(2026, 6, 2)),
    "a trainer": lambda db: trainers.save(db, TrainerDraft("Yann")),
    "the place is renamed": lambda db: places.save(db, PlaceDraft("Triangle"), 1),
}


def assert_new_versions(before: Told, after: Told, why: object) -> None:
    for uid in before.keys() & after.keys():
        (old, past), (new, now) = before[uid], after[uid]
        assert new >= old, why
        assert past == now or new > old, (why, past, now)


@pytest.mark.parametrize("action", [name for name in ACTIONS if "trainer" not in name])
def test_each_action_its_undo_and_its_redo_make_new_versions(notebook: Notebook, action: str) -> None:
    planned = plan(notebook)
    with planned.write("Prepare") as db:
        _count(db, HeadcountDraft(4, 1, WOMEN))
        _mark(db, AttendanceState.PRESENT, minutes=45)
        _mark(db, AttendanceState.EXCUSED, 2)
    states = [told(planned)]
    with planned.write("Change") as db:
        ACTIONS[action](db)
    states.append(told(planned))
    planned.undo()
    states.append(told(planned))
    planned.redo()
    states.append(told(planned))
    for number, later in enumerate(states):
        for earlier in states[:number]:
            assert_new_versions(earlier, later, action)
    assert {uid: content for uid, (_, content) in states[2].items()} == {
        uid: content for uid, (_, content) in states[0].items()
    }


@pytest.mark.parametrize("seed", range(4))
def test_no_version_ever_tells_two_things(file_notebook: Notebook, seed: int) -> None:
    planned = plan(file_notebook)
    chance = Random(seed)
    ever: dict[tuple[str, int], object] = {}
    highest: dict[str, int] = {}
    for _ in range(40):
        step = chance.choice([*ACTIONS, *["undo"] * 8, *["redo"] * 5])
        try:
            if step == "undo":
                planned.undo()
            elif step == "redo":
                planned.redo()
            else:
                with planned.write("Change") as db:
                    ACTIONS[step](db)
        except UserError:
            continue  # gone, stale, or nothing to take back
        for uid, (version, content) in told(planned).items():
            assert ever.setdefault((uid, version), content) == content, (seed, step)
            assert highest.setdefault(uid, version) <= version, (seed, step)
            highest[uid] = version
