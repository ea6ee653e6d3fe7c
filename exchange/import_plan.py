"""What an import would do, what the user decided on it, and what it did: plain values, nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from exchange.row_drafts import NOTED
from exchange.value_names import FullName
from models.matching import KnownPerson
from models.names import shown
from models.people import PersonDraft
from models.problem import Problem

FURTHER = 1_000_000
"""What is added to the number of a row for its second person, and again for each further one; no list is as long."""


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    DOUBTFUL = "doubtful"
    TO_CORRECT = "to_correct"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file and what becomes of it; of several people of one row each has a `number` of their own.

    A known one has its `person_id`; a doubtful one the `candidates` it may be; one left out its `reason` (those of
    RowDraft, or repeated: the person of the row `same_as`, or by_hand). Problems of a row to correct keep it out. One
    that may be the person of an earlier row has it `beside`; one that names several `people` has them.
    `presence` is date -> present, absent, excused; `completes` the empty fields that the row fills, by person it is.
    """

    number: int
    kind: Kind
    draft: PersonDraft = field(default_factory=PersonDraft)
    person_id: int | None = None
    candidates: tuple[KnownPerson, ...] = ()
    same_as: int | None = None
    beside: int | None = None
    people: tuple[FullName, ...] = ()
    reason: str = ""
    problems: tuple[Problem, ...] = ()
    presence: Mapping[date, str] = field(default_factory=dict)
    completes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def row(self) -> int:
        """The row as a spreadsheet shows it."""
        return self.number % FURTHER

    @property
    def name(self) -> str:
        """The name the row gives, as it is said."""
        return shown(self.draft.given_name, self.draft.family_name)

    @property
    def is_to_check(self) -> bool:
        """Tell whether the row goes in as it is, but says something that should be looked at first."""
        match self.kind:
            case Kind.NEW | Kind.KNOWN:
                return any(map(_is_to_check, self.problems))
            case Kind.LEFT_OUT:
                return any(problem.code == "row_repeated_differs" for problem in self.problems)
        return False  # what is doubtful or to correct waits already


def _is_to_check(problem: Problem) -> bool:
    """Tell whether a warning asks for a look; what is noted, or two words parted in the usual way, does not."""
    is_usual = problem.code == "name_split_supposed" and len(str(problem.values["text"]).split()) == 2
    return problem.is_warning and not is_usual and problem.code not in NOTED | {"known_differs"}


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
    def to_check(self) -> int:
        """Return how many rows go in but should be looked at first."""
        return sum(row.is_to_check for row in self.rows)

    @property
    def completed(self) -> int:
        """Return how many known people would have an empty field filled."""
        return len({row.person_id for row in self.rows if row.kind is Kind.KNOWN and row.completes})

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
    """What the user said over the list before it is planned: corrected rows, and rows to leave out.

    `same` is row -> the earlier row that is the same person, None when it is somebody of their own; `parted` is
    row -> whether the several people it names are taken one by one (else they stay one, as written).
    """

    corrected: Mapping[int, PersonDraft] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    same: Mapping[int, int | None] = field(default_factory=dict)
    parted: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: people made and people found, in the order of the file, and enrolment ids by outcome.

    `completed` counts those found who had an empty field filled.
    """

    new: tuple[int, ...]
    known: tuple[int, ...]
    left_out: int
    enrolled: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    already: tuple[int, ...] = ()
    marks: int = 0
    completed: int = 0


NO_CHOICES = Choices()
NOTHING_GIVEN = Given()
