"""A year's hand-over: gathered, masked, packed, signed, read again and recorded, against plain CSV of the same rows."""

from __future__ import annotations

import csv
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random

from benchmarks._rounds import Work, interleaved, show
from exchange.gather import Gathered, gather, hand_over
from exchange.rows import TABLES
from models import enrolments, headcounts, people, places, sessions, workshops
from models.attendance import Attendance
from models.codes import AttendanceState, Gender, Occupation, SessionStatus, Theme, WorkshopStatus
from models.headcounts import HeadcountDraft
from models.journal import insert_many
from models.notebook import Db, Notebook
from models.people import PersonDraft
from models.places import PlaceDraft
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft

ROUNDS = 5
FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)
NOW = datetime(2026, 9, 2, 9, tzinfo=UTC)
_SESSIONS_EACH = 5  # of one workshop, a week apart
_TOWNS = ("Rennes", "Rennes", "Rennes", "Chantepie", "Cesson-Sévigné", "Bruz", "Betton", "Saint-Grégoire")
_READ = (
    """SELECT s.uid, s.date, s.start, s."end", s.status, w.uid, w.title, p.birth_year, p.gender, p.occupation, p.town,
              a.state, a.minutes
         FROM attendance a JOIN workshop_session s ON s.id = a.session_id JOIN workshop w ON w.id = s.workshop_id
         JOIN enrolment e ON e.id = a.enrolment_id JOIN person p ON p.id = e.person_id
        WHERE s.date BETWEEN ? AND ?""",
    """SELECT s.uid, h.total, h.already_helped, c.axis, c.code, c.count
         FROM headcount h JOIN workshop_session s ON s.id = h.session_id
         LEFT JOIN headcount_part c ON c.headcount_id = h.id
        WHERE s.date BETWEEN ? AND ?""",
    """SELECT s.uid, w.uid, s.date, s.start, s."end", s.status, s.version, p.name, p.town
         FROM workshop_session s JOIN workshop w ON w.id = s.workshop_id LEFT JOIN place p ON p.id = w.place_id
        WHERE s.date BETWEEN ? AND ?""",
)
"""The rows that the figures are counted from, as the raw driver gives them."""


def run(size: int | None) -> None:
    """Print one table; `size` is the number of people (5 000 unless told), with a session for every ten."""
    count = size or 5_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "year.carnet"
        _fill(path, count)
        copy = Path(shutil.copy(path, Path(folder) / "copy.carnet"))  # nobody else opens the file of an open notebook
        with Notebook.open(path) as notebook:
            gathered = gather(notebook, FIRST, LAST, now=NOW)
            works: dict[str, Work] = {
                "raw driver: the same rows read, plain CSV": lambda: _plain(copy, Path(folder)),
                "csv module: the package's own rows alone": lambda: _own_rows(gathered, Path(folder)),
                "ours: gather (read, count, mask)": lambda: gather(notebook, FIRST, LAST, now=NOW),
                "ours: gather, write, read again, record": lambda: _ours(notebook, Path(folder)),
            }
            times = interleaved(works, ROUNDS)
        _print(count, gathered, times)


def _print(count: int, gathered: Gathered, times: dict[str, list[float]]) -> None:
    package = gathered.package
    totals = package.totals()
    print(
        f"{count} people, {totals.sessions} sessions held, {totals.attendances} attendances, "
        f"{len(package.audiences)} rows of audiences; wall time, {ROUNDS} interleaved rounds after a warm-up"
    )
    show(times, floor=next(iter(times)))
    print("goal: at most 3.0 times the raw driver, at most 2 s")


def _ours(notebook: Notebook, folder: Path) -> None:
    hand_over(notebook, gather(notebook, FIRST, LAST, now=NOW), folder)


def _own_rows(gathered: Gathered, folder: Path) -> None:
    for table in TABLES:
        names = [column.name for column in table.columns if column.name != "content_hash"]
        _write(folder / table.path, ([getattr(row, name) for name in names] for row in gathered.package.rows(table)))


def _plain(path: Path, folder: Path) -> None:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(path))
    connection.execute("PRAGMA cache_size=-65536")
    for number, query in enumerate(_READ):
        _write(folder / f"plain-{number}.csv", connection.execute(query, (FIRST.isoformat(), LAST.isoformat())))
    connection.close()


def _write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def _fill(path: Path, count: int) -> None:
    """Make a year: five sessions a workshop, everyone enrolled once, four in five present, some unnamed."""
    chance = Random(2018)
    number_of_workshops = max(1, count // (10 * _SESSIONS_EACH))
    made = Notebook.create(path, association_name="Les Puces du Blosne")
    with made as notebook, notebook.write("Make a year") as db:
        place_ids = [places.save(db, PlaceDraft(f"Lieu {number}", town="Rennes")) for number in range(8)]
        ids = people.save_many(db, [_person(number, chance) for number in range(count)], today=FIRST)
        for number in range(number_of_workshops):
            _workshop(db, number, place_ids[number % 8], ids[number::number_of_workshops], chance)


def _person(number: int, chance: Random) -> PersonDraft:
    return PersonDraft(
        f"Prénom {number}",
        f"Nom {number}",
        birth_year=chance.randrange(1935, 2014),
        gender=chance.choice(list(Gender)),
        occupation=chance.choice(list(Occupation)),
        town=chance.choice(_TOWNS),
    )


def _workshop(db: Db, number: int, place_id: int, person_ids: list[int], chance: Random) -> None:
    draft = WorkshopDraft(
        f"Atelier {number}", place_id=place_id, status=WorkshopStatus.HELD, themes=(chance.choice(list(Theme)),)
    )
    workshop_id = workshops.save(db, draft)
    first = FIRST + timedelta(days=chance.randrange(0, 330))
    days = [day for week in range(_SESSIONS_EACH) if (day := first + timedelta(weeks=week)) <= LAST]
    status = SessionStatus.HELD
    session_ids = [sessions.save(db, workshop_id, SessionDraft(d, clock(14), clock(16), status=status)) for d in days]
    enrolled = enrolments.enrol(db, workshop_id, person_ids, today=first).enrolled
    states = [*[AttendanceState.PRESENT] * 4, AttendanceState.ABSENT]
    rows = [
        {"enrolment_id": enrolment_id, "session_id": session_id, "state": chance.choice(states), "minutes": None}
        for session_id in session_ids
        for enrolment_id in enrolled
    ]
    insert_many(db, Attendance, rows)
    for session_id in session_ids[::4]:
        headcounts.save(db, session_id, HeadcountDraft(9, 2, {"gender": {Gender.FEMALE: 5, Gender.MALE: 3}}))


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="people of the year")
    run(parser.parse_args().size)
