"""The two laptops of the tests: the coordinator's desk, and the parcel away from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import (
    attendance,
    parcel_giving,
    sessions,
    workshops,
)  # fmt: skip
from models.attendance import Mark
from models.codes import AttendanceState
from models.notebook import Db, Notebook
from models.parcel_giving import Choice, Given
from models.parcel_merge import Answers, Comparison
from models.parcel_taking import read_back, take
from models.problem import UserError
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.models.dumps import dump

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
PRESENT, ABSENT, EXCUSED = AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED


@dataclass
class Desk:
    """The coordinator's notebook with one workshop, two people in it and two sessions."""

    notebook: Notebook
    folder: Path
    workshop: int
    first: int
    second: int
    zoe: int
    ali: int

    def give(self, path: Path | None = None) -> Given:
        """Give the workshop away."""
        choice = Choice((self.workshop,), label="Yann")
        return parcel_giving.give(self.notebook, choice, path or self.folder / "parcel.colis", now=NOW)

    def take(self, given: Given, answers: Answers = Answers()) -> Comparison:  # noqa: B008  # frozen
        """Take the parcel back."""
        returned = read_back(given.path, given.passphrase)
        return take(self.notebook, returned, answers, today=TODAY, now=NOW + timedelta(hours=5))

    def marks(self, session: int | None = None) -> dict[str, Mark]:
        """Return name -> mark at the first session."""
        with self.notebook.read() as db:
            rows = attendance.grid(db, self.workshop)
        return {row.shown: row.marks[session or self.first] for row in rows if (session or self.first) in row.marks}

    def dump(self) -> object:
        """Return everything in the notebook."""
        with self.notebook.read() as db:
            return dump(db)


@pytest.fixture
def desk(file_notebook: Notebook, tmp_path: Path) -> Desk:
    """A notebook with somebody's phone and notes in it, and people of other workshops."""
    with file_notebook.write(N_("Prepare")) as db:
        trainer = a_trainer(db, "Yann Bihan", email="yann@example.org", phone="0600000001")
        place = a_place(db, access_notes="code du portail")
        workshop = a_workshop(db, place_id=place, trainer_ids=(trainer,), notes="secret", themes=("email",))
        first, second = a_session(db, workshop), a_session(db, workshop, TODAY + timedelta(days=7))
        zoe = a_person(
            db, "Zoé", "Le Goff", phone="0612345678", email="zoe@example.org", birth_year=1957, town="Cesson",
            notes="lunettes",
        )  # fmt: skip
        ali = a_person(db, "Ali", "Ben Salah")
        for person in (zoe, ali):
            an_enrolment(db, workshop, person)
        a_person(db, "Étranger", "Ailleurs")
    return Desk(file_notebook, tmp_path, workshop, first, second, zoe, ali)


class Away:
    """The parcel on the borrowed laptop."""

    def __init__(self, given: Given) -> None:
        self.notebook = Notebook.open(given.path, passphrase=given.passphrase)

    def __enter__(self) -> Away:
        return self

    def __exit__(self, *_: object) -> None:
        self.notebook.close()

    def write(self):  # type: ignore[no-untyped-def]  # a context manager of the notebook
        """Open a write."""
        return self.notebook.write(N_("Work"))

    def first(self, db: Db) -> int:
        """Return the first session."""
        return sessions.find(db)[0]

    def enrolment(self, db: Db, name: str) -> int:
        """Return somebody's enrolment."""
        workshop = workshops.find(db)[0]
        return next(row.enrolment_id for row in attendance.grid(db, workshop) if name in row.shown)

    def mark(self, name: str, state: AttendanceState, minutes: int | None = None) -> None:
        """Enter a mark at the first session."""
        with self.write() as db:
            attendance.mark(db, self.first(db), [self.enrolment(db, name)], state, minutes=minutes)


def code_of(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.problems[0].code
