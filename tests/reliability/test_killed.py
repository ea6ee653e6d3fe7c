"""The program is killed (SIGKILL) during import, attendance and certificates: nothing said to be saved is lost."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.notebook import Notebook
from tests.reliability.writer import SIZE, batch_name

ROOT = Path(__file__).resolve().parents[2]
KILLS = 18
A_BATCH = 0.15  # seconds, about

_STATES = {
    "import": """SELECT count(*) FROM person p JOIN enrolment e ON e.person_id = p.id
        WHERE p.family_name = :name AND EXISTS (SELECT 1 FROM person_word w WHERE w.person_id = p.id)""",
    "attendance": """SELECT count(*) FROM attendance a JOIN enrolment e ON e.id = a.enrolment_id
        JOIN workshop w ON w.id = e.workshop_id WHERE w.title = :name AND a.state = 'present'""",
    "certificates": """SELECT count(*) FROM certificate c JOIN workshop w ON w.id = c.workshop_id
        WHERE w.title = :name""",
}
_INVARIANTS = {
    "people without enrolment": "SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM enrolment)",
    "people without words": "SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM person_word)",
    "words without people": "SELECT count(*) FROM person_word WHERE person_id NOT IN (SELECT id FROM person)",
    "gaps in the numbers": "SELECT coalesce(max(sequence), 0) - count(*) FROM certificate",
    "rows of no action": "SELECT count(*) FROM journal_row WHERE entry_id NOT IN (SELECT id FROM journal_entry)",
    "people unknown to the journal": """SELECT count(*) FROM person p WHERE NOT EXISTS (SELECT 1 FROM journal_row r
        WHERE r.table_name = 'person' AND r.row_id = p.id AND r.kind = 'insert')""",
    "held sessions without presence": """SELECT count(*) FROM workshop_session WHERE status = 'held'
        AND id NOT IN (SELECT session_id FROM attendance)""",
}


def run_and_kill(path: Path, first: int, chance: random.Random, fault: str = "") -> list[str]:
    """Let the writer work, kill it at some moment, and return what it said to be saved."""
    command = [sys.executable, "-m", "tests.reliability.writer", str(path), str(first), fault]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.fileno()
    told = os.read(output, 1000)  # it works
    assert told, "the writer did not start"
    while chance.random() > 0.3 and (more := os.read(output, 1000)):
        told += more
    if fault != "early":
        select.select([], [], [], chance.random() * A_BATCH)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    while more := os.read(output, 1000):
        told += more
    process.stdout.close()
    return told.decode().splitlines()


def findings(path: Path, told: list[str], batches: int) -> list[str]:
    """Return what is lost, what is half, and what is not as it must be."""
    with Notebook.open(path) as notebook, notebook.read() as db:
        wrong = [name for name, query in _INVARIANTS.items() if db.scalar(text(query))]
        if db.scalar(text("PRAGMA integrity_check")) != "ok" or db.execute(text("PRAGMA foreign_key_check")).first():
            wrong.append("the file is damaged")
        return wrong + [finding for batch in range(batches) for finding in _of_batch(db, batch, told)]


def _of_batch(db: Session, batch: int, told: list[str]) -> list[str]:
    wrong = []
    for action, query in _STATES.items():
        found = db.scalar(text(query), {"name": batch_name(batch)}) or 0
        if found not in (0, SIZE):
            wrong.append(f"half: {found} of {action} {batch}")
        if found != SIZE and f"{action} {batch}" in told:
            wrong.append(f"lost: {action} {batch}")
    return wrong


def last_batch(told: list[str]) -> int:
    return max((int(line.split()[1]) for line in told), default=-1)


@pytest.fixture
def path(new_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "notebook.carnet"
    copy.write_bytes(new_file.read_bytes())
    return copy


def test_what_was_said_to_be_saved_is_there_and_nothing_is_half(path: Path) -> None:
    chance, told, first = random.Random(20260512), list[str](), 0
    for _ in range(KILLS):
        told += run_and_kill(path, first, chance)
        first = last_batch(told) + 2  # the one it was killed in may be there in part: its number is not used again
        assert findings(path, told, first) == []
    actions = Counter(line.split()[0] for line in told)
    assert all(actions[action] for action in _STATES), "each kind of action was seen"


@pytest.mark.parametrize(("fault", "finding"), [("early", "lost: "), ("halves", "half: ")])
def test_control_a_program_that_breaks_the_promise_is_caught(path: Path, fault: str, finding: str) -> None:
    chance, told, first = random.Random(20260512), list[str](), 0
    for _ in range(10):
        told += run_and_kill(path, first, chance, fault)
        first = last_batch(told) + 2
        if any(each.startswith(finding) for each in findings(path, told, first)):
            return
    pytest.fail(f"a program with the fault {fault!r} passed the test")
