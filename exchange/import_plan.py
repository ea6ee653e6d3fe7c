"""What an import would do, what the user decided on it, and what it did: plain values, nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from models.matching import KnownPerson
from models.people import PersonDraft
from models.problem import Problem


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    DOUBTFUL = "doubtful"
    TO_CORRECT = "to_correct"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file and what becomes of it; `number` is the row as a spreadsheet shows it.

    A known one has its `person_id`; a doubtful one the `candidates` it may be; one left out its `reason` (those of
    RowDraft, or repeated: the person of the row `same_as`, or by_hand). Problems of a row to correct keep it out.
    `presence` is date -> present, absent, excused.
    """

    number: int
    kind: Kind
    draft: PersonDraft = field(default_factory=PersonDraft)
    person_id: int | None = None
    candidates: tuple[KnownPerson, ...] = ()
    same_as: int | None = None
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    presence: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do; nothing has been written. `not_kept` are the headers of columns that go nowhere.

    `sessions` are those the marks of a day are entered at. A list that `names_payers` must be said to hold people.
    """

    file: str
    rows: tuple[PlannedRow, ...]
    workshop_id: int | None = None
    not_kept: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    sessions: Mapping[date, int] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    names_payers: bool = False

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Return how many rows become what; the counts add up to the rows of the file."""
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in Kind}

    @property
    def marks(self) -> int:
        """Return how many marks of attendance would be entered."""
        return sum(day in self.sessions for row in self.rows if row.kind is not Kind.LEFT_OUT for day in row.presence)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided on a plan: rows to leave out, and who the doubtful ones are (None: somebody new).

    `takes_payers`: those who paid are those who come. `remembered` is kept for the next list with these titles.
    """

    left_out: frozenset[int] = frozenset()
    people: Mapping[int, int | None] = field(default_factory=dict)
    takes_payers: bool = False
    remembered: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the user typed over the list before it is planned: corrected rows, and rows to leave out."""

    corrected: Mapping[int, PersonDraft] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: people made and people found, in the order of the file, and enrolment ids by outcome."""

    new: tuple[int, ...]
    known: tuple[int, ...]
    left_out: int
    enrolled: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    already: tuple[int, ...] = ()
    marks: int = 0


NO_CHOICES = Choices()
NOTHING_GIVEN = Given()
