"""A program that works on a notebook until it is killed: tells each action on its output once it is committed.

Started by test_killed.py as `python -m tests.reliability.writer NOTEBOOK FIRST_BATCH [FAULT]`. A fault makes it a
program that breaks our promise, to show that the test would see it: `early` tells before the commit, `halves`
writes one action in two transactions.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from models import attendance, enrolments, issuing, people
from models.notebook import Notebook
from models.people import PersonDraft
from tests.builders import TODAY, a_session, a_workshop

SIZE = 20
ACTIONS = ("import", "attendance", "certificates")


def batch_name(batch: int) -> str:
    """Return the family name of everyone in a batch, and the title of its workshop."""
    return f"Lot{batch:05d}"


def work(notebook: Notebook, first: int, fault: str) -> None:
    """Do batch after batch: import people into a workshop, tick who came, issue the certificates."""
    for batch in count(first):
        with _told(notebook, f"plan {batch}", "") as db:
            workshop_id = a_workshop(db, batch_name(batch))
            session_id = a_session(db, workshop_id, date(2026, 5, 12))
        drafts = [PersonDraft(f"Ann{n}", batch_name(batch), email=f"a{n}@exemple.fr") for n in range(SIZE)]
        for part in _parts(drafts, fault):
            with _told(notebook, f"import {batch}", fault, is_last=part[-1] is drafts[-1]) as db:
                ids = people.save_many(db, part, today=TODAY)
                enrolments.enrol(db, workshop_id, ids, today=TODAY)
        with _told(notebook, f"attendance {batch}", fault) as db:
            attendance.everyone_was_here(db, session_id)
        with _told(notebook, f"certificates {batch}", fault) as db:
            issuing.issue(db, workshop_id, today=TODAY, language="fr")


def _parts(drafts: Sequence[PersonDraft], fault: str) -> list[Sequence[PersonDraft]]:
    return [drafts[: SIZE // 2], drafts[SIZE // 2 :]] if fault == "halves" else [drafts]


@contextmanager
def _told(notebook: Notebook, what: str, fault: str, *, is_last: bool = True) -> Iterator[Session]:
    with notebook.write("Work") as db:
        yield db
        if fault == "early":
            print(what, flush=True)
            _pause()
    if fault == "halves" and not is_last:
        _pause()
    if fault != "early" and is_last:
        print(what, flush=True)


def _pause() -> None:
    """Give the killer time to strike where it hurts."""
    threading.Event().wait(0.05)


if __name__ == "__main__":
    with Notebook.open(Path(sys.argv[1])) as opened:
        work(opened, int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
