"""Numbers of certificates have no gap and no double, whoever else issues at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from models import attendance, certificates, enrolments, issuing, people
from models.certificates import RegisterQuery
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_session, a_workshop
from tests.postgres import Server
from tests.reliability.test_concurrency import all_at_once
from tests.tools import needs

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 200


def a_full_workshop(notebook: Notebook) -> int:
    """Store a workshop to which two hundred people came."""
    with notebook.write("Hold") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        drafts = [PersonDraft(f"Personne {place}", "Le Goff") for place in range(PEOPLE)]
        rows = enrolments.enrol(db, workshop, people.save_many(db, drafts, today=TODAY), today=TODAY).enrolled
        attendance.mark(db, session, rows, AttendanceState.PRESENT)
    return workshop


def a_desk(where: str | Path, workshop: int, direction: str, size: int, *wrong: str) -> subprocess.Popen[str]:
    """Start a desk in a process of its own and wait until it is ready."""
    command = [
        sys.executable,
        "-m",
        "tests.reliability.issuer",
        str(where),
        str(workshop),
        direction,
        str(size),
        *wrong,
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def without_gap_or_double(notebook: Notebook) -> bool:
    with notebook.read() as db:
        lines = certificates.lines(db, certificates.find(db, RegisterQuery()))
    numbers = sorted(int(line.number.rsplit("-", 1)[1]) for line in lines.values())
    in_force = Counter(line.person_id for line in lines.values() if line.status == "issued")
    return numbers == list(range(1, PEOPLE + 1)) and set(in_force.values()) == {1} and len(in_force) == PEOPLE


def issued_together(where: str, workshop: int, size: int, *wrong: str) -> list[list[str]]:
    """Let two desks begin at the same time, one from the start and one from the end; return the numbers of each."""
    desks = [a_desk(where, workshop, each, size, *wrong) for each in ("forwards", "backwards")]
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write("go\n")
        desk.stdin.flush()
    told = [desk.communicate(timeout=300)[0].split() for desk in desks]
    assert [desk.returncode for desk in desks] == [0, 0]
    return told


LET_TWICE_IN = """DO $$ DECLARE each text; BEGIN
FOR each IN SELECT conname FROM pg_constraint
  WHERE conrelid = 'certificate'::regclass AND contype = 'u' AND conname NOT LIKE '%uid%'
LOOP EXECUTE format('ALTER TABLE certificate DROP CONSTRAINT %I', each); END LOOP; END $$"""


@needs("initdb")
def test_two_desks_on_one_server_issue_two_hundred_together(postgres: Server, postgres_template: str) -> None:
    """Both ask for everyone, so that they meet over the same people."""
    database = postgres.new_database(template=postgres_template)
    with Notebook.open(postgres.url(database)) as notebook:
        workshop = a_full_workshop(notebook)
        told = issued_together(postgres.url(database), workshop, 2)
        assert all(told), "one desk did all the work: they did not meet"
        assert len(set(told[0]) & set(told[1])) == 0
        assert len(told[0]) + len(told[1]) == PEOPLE
        assert without_gap_or_double(notebook)
    postgres.drop(database)


@needs("initdb")
def test_control_two_desks_that_count_alone_are_caught(postgres: Server, postgres_template: str) -> None:
    """The same work on a database that lets a number twice in, with numbers from what each desk has read before."""
    database = postgres.new_database(template=postgres_template)
    with Notebook.open(postgres.url(database)) as notebook:
        workshop = a_full_workshop(notebook)
        postgres.run(LET_TWICE_IN, database)
        told = issued_together(postgres.url(database), workshop, 1, "WRONG")
        assert set(told[0]) & set(told[1])
        assert not without_gap_or_double(notebook)
    postgres.drop(database)


def test_a_second_window_on_one_file_gives_no_number_and_goes_on_without_a_gap_later(
    file_notebook: Notebook, tmp_path: Path
) -> None:
    path, workshop = tmp_path / "notebook.carnet", a_full_workshop(file_notebook)
    file_notebook.close()
    with a_desk(path, workshop, "forwards", 50) as first:
        with pytest.raises(UserError, match="notebook_in_use"):
            Notebook.open(path)
        assert first.stdin is not None
        first.stdin.write("go\n")
        first.stdin.flush()
        assert first.stdout is not None
        assert len(first.stdout.readline().split()) == 50
        first.kill()  # wherever it stands: what it told is kept, what it did not finish has no number
    with a_desk(path, workshop, "backwards", 7) as second:
        second.communicate("go\n", timeout=300)
        assert second.returncode == 0
    with Notebook.open(path) as notebook:
        assert without_gap_or_double(notebook)


def test_two_pages_of_one_window_that_issue_at_the_same_time_share_the_numbers(file_notebook: Notebook) -> None:
    workshop = a_full_workshop(file_notebook)
    with file_notebook.read() as db:
        everyone = [each.person_id for each in issuing.candidates(db, workshop)]

    def issue(wanted: list[int]) -> None:
        for place in range(0, PEOPLE, 8):
            with file_notebook.write("Issue") as db:
                chosen = wanted[place : place + 8]
                issuing.issue(db, workshop, today=TODAY, language="fr", person_ids=chosen)

    all_at_once([lambda: issue(everyone), lambda: issue(everyone[::-1])])
    assert without_gap_or_double(file_notebook)
