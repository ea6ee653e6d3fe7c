"""A desk that issues certificates person after person, and tells each number once it is committed.

Started by test_numbers.py as `python -m tests.reliability.issuer NOTEBOOK WORKSHOP forwards|backwards SIZE [WRONG]`.
It asks for everyone of the workshop, also for those whom another desk has served meanwhile. It begins when a line comes
in. A WRONG desk, the control, counts from the number that was free when it was opened.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from models import certificates, issuing
from models.notebook import Notebook
from tests.builders import TODAY


def work(notebook: Notebook, workshop_id: int, *, backwards: bool, size: int) -> None:
    """Issue for `size` people at a time."""
    with notebook.read() as db:
        people = [each.person_id for each in issuing.candidates(db, workshop_id)]
    people = people[::-1] if backwards else people
    print("ready", flush=True)
    sys.stdin.readline()
    for place in range(0, len(people), size):
        wanted = people[place : place + size]
        with notebook.write("Issue") as db:
            new = issuing.issue(db, workshop_id, today=TODAY, language="fr", person_ids=wanted).new
            numbers = [line.number for line in certificates.lines(db, new).values()]
        print(*numbers, flush=True)


def count_alone(notebook: Notebook) -> None:
    """Take numbers as though no other desk were there."""
    with notebook.read() as db:
        free = itertools.count(issuing.next_number(db, TODAY.year).sequence)
    issuing.next_number = lambda db, year: issuing.Number("LPB", year, next(free))


if __name__ == "__main__":
    where = sys.argv[1]
    with Notebook.open(where if "://" in where else Path(where)) as opened:
        if sys.argv[5:]:
            count_alone(opened)
        work(opened, int(sys.argv[2]), backwards=sys.argv[3] == "backwards", size=int(sys.argv[4]))
