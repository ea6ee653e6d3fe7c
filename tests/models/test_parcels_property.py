"""Random work on both laptops: nothing is lost, nothing counts twice, one undo takes all of it back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models import attendance, cipher, enrolments, feedback, headcounts, parcel_giving, people, sessions, workshops
from models.attendance import Mark
from models.codes import AttendanceState, EnrolmentStatus
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.notebook import Db, Notebook
from models.parcel_giving import Choice, Given
from models.parcel_taking import read_back, take
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.dumps import dump

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
NAMES = ("Zoé Le Goff", "Ali Ben Salah", "Mona Petit")
WALK_INS = ("Nour Azizi", "Lena Roux", "Omar Diallo")
UNKNOWN = Mark()

Work = tuple[Any, ...]
marks = st.tuples(
    st.just("mark"), st.sampled_from(NAMES), st.integers(0, 1), st.sampled_from(list(AttendanceState)),
    st.sampled_from([None, 30, 90]),
)  # fmt: skip
counts = st.tuples(st.just("count"), st.integers(0, 1), st.integers(0, 9))
faces = st.tuples(st.just("faces"), st.integers(0, 1), st.integers(0, 3))
walk_ins = st.tuples(st.just("walk_in"), st.sampled_from(WALK_INS), st.integers(0, 1))
places = st.tuples(
    st.just("status"), st.sampled_from(NAMES), st.sampled_from([EnrolmentStatus.CANCELLED, EnrolmentStatus.ENROLLED])
)
work = st.lists(st.one_of(marks, marks, counts, faces, walk_ins, places), max_size=7)


@pytest.fixture(scope="module")
def parcel(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Given]:
    """A notebook from which a parcel was given, and the parcel."""
    folder = tmp_path_factory.mktemp("property")
    path = folder / "home.carnet"
    shutil.copyfile(new_file, path)
    with Notebook.open(path) as notebook:
        with notebook.write(N_("Prepare")) as db:
            workshop = a_workshop(db)
            days = [a_session(db, workshop), a_session(db, workshop, date(2026, 5, 19))]
            for name in NAMES:
                an_enrolment(db, workshop, a_person(db, *name.split(" ", 1)))
            zoe = attendance.grid(db, workshop)[0].enrolment_id
            attendance.mark(db, days[1], [zoe], AttendanceState.EXCUSED)
            a_person(db, *WALK_INS[0].split(" ", 1), birth_year=1980)  # known here, not in the parcel
        given_parcel = parcel_giving.give(notebook, Choice((workshop,)), folder / "p.colis", now=NOW)
    return path, given_parcel


def do(db: Db, what: Work) -> None:
    """Do one piece of work in a notebook that has one workshop."""
    days = sessions.find(db)
    kind, *rest = what
    if kind == "mark":
        name, place, state, minutes = rest
        attendance.mark(db, days[place], [enrolled(db)[name]], state, minutes=minutes)
    elif kind == "status":
        enrolments.set_status(db, [enrolled(db)[rest[0]]], rest[1])
    elif kind == "count":
        headcounts.save(db, days[rest[0]], HeadcountDraft(rest[1]))
    elif kind == "faces":
        feedback.save(db, days[rest[0]], FeedbackDraft(pleased=rest[1]))
    else:
        attendance.walk_in(db, days[rest[1]], *rest[0].split(" ", 1), today=TODAY)


def told(db: Db) -> dict[Any, Any]:
    """Return everything that can be entered as plain values by what it is of."""
    found: dict[Any, Any] = {}
    days = sessions.find(db)
    for row in attendance.grid(db, workshops.find(db)[0]):
        found |= {("mark", row.shown, days.index(day)): mark for day, mark in row.marks.items()}
    for place, day in enumerate(days):
        found[("count", place)] = headcounts.draft(db, day)
        found[("faces", place)] = feedback.draft(db, day)
    for row in enrolments.lines(db, enrolments.find(db, workshops.find(db)[0])).values():
        found[("status", row.shown)] = row.status
    return found


def enrolled(db: Db) -> dict[str, int]:
    """Return name -> enrolment, the cancelled too."""
    found = enrolments.lines(db, enrolments.find(db, workshops.find(db)[0]))
    return {row.shown: row.id for row in found.values()}


def after(path: Path, passphrase: str | None, pieces: list[Work]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Do the work and return what was told before and after."""
    with Notebook.open(path, passphrase=passphrase) as notebook:
        with notebook.read() as db:
            before = told(db)
        for piece in pieces:
            with notebook.write(N_("Work")) as db:
                do(db, piece)
        with notebook.read() as db:
            return before, told(db)


def expected(base: dict[Any, Any], theirs: dict[Any, Any], ours: dict[Any, Any]) -> dict[Any, Any]:
    """Return what has to be there: what one side changed, and the trainer's where both did."""
    found = {}
    for key in {*base, *theirs, *ours}:
        was, there, here = (side.get(key, UNKNOWN) for side in (base, theirs, ours))
        found[key] = here if there == was else there
    return {key: value for key, value in found.items() if value != UNKNOWN}


def seen(notebook: Notebook, look: Callable[[Db], Any]) -> Any:
    """Return what a look into the notebook finds."""
    with notebook.read() as db:
        return look(db)


@settings(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(there=work, here=work, later=work)
def test_nothing_is_lost_and_nothing_counts_twice(
    parcel: tuple[Path, Given], tmp_path_factory: pytest.TempPathFactory, there: list[Work], here: list[Work],
    later: list[Work],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("run")
    home, away = folder / "home.carnet", folder / "p.colis"
    shutil.copyfile(parcel[0], home)
    shutil.copyfile(parcel[1].path, away)
    words = cipher.plain_letters(parcel[1].passphrase)
    base, theirs = after(away, words, there)
    _, ours = after(home, None, here)
    with Notebook.open(home) as notebook:
        untouched = seen(notebook, dump)
        take(notebook, read_back(away, words), today=TODAY, now=NOW)
        merged, once = seen(notebook, told), seen(notebook, dump)
        assert merged == expected(base, theirs, ours)
        assert len(seen(notebook, lambda db: people.find(db, people.PeopleQuery()))) == len(
            {*NAMES, WALK_INS[0], *(each[1] for each in (*there, *here) if each[0] == "walk_in")}
        )
        assert take(notebook, read_back(away, words), today=TODAY, now=NOW).is_known
        assert seen(notebook, dump) == once
        notebook.undo()
        assert seen(notebook, dump) == untouched
        notebook.redo()
        assert seen(notebook, dump) == once
    _, latest = after(away, words, later)
    with Notebook.open(home) as notebook:
        take(notebook, read_back(away, words), today=TODAY, now=NOW)
        assert seen(notebook, told) == expected(theirs, latest, merged)
