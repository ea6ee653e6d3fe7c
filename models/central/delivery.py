"""A package as the programme's database takes it in: plain values, verified before by whoever read the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.central.loading import Row
from models.problem import Problem
from models.text import clean_line

ACCEPTED, WITH_WARNINGS, REJECTED = "accepted", "accepted_with_warnings", "rejected"


@dataclass(frozen=True, slots=True)
class ProducerFacts:
    """The association as it names itself."""

    uid: str
    name: str
    rna: str
    siret: str
    partner_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One package. `tables` hold the values of tables.TABLES in the order of their columns, without the package.

    A table that packages of its level do not have is not among them.
    """

    uid: str
    sha256: str
    sequence: int
    previous_uid: str | None
    first: date
    last: date
    created_at: datetime
    threshold: int
    level: str
    codebook_version: str
    age_bands: str
    app_version: str
    programme_code: str
    programme_name: str
    producer: ProducerFacts
    notebook_uid: str
    fingerprint: str
    codes: Sequence[tuple[str, str, str, str]]  # list, code, French, English
    tables: Mapping[str, Sequence[Row]]

    @property
    def period(self) -> str:
        """The days covered, as ISO 8601 writes them and as rows over the whole period are called."""
        return f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a package: its receipt, and whether it had been received before."""

    receipt: Mapping[str, Any]
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a human has allowed after looking: a great loss, a notebook that was taken back from a copy."""

    loss: bool = False
    restored: bool = False


def receipt_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as a receipt says it: where, which rule, and the values of its sentence."""
    values = {
        name: clean_line(value) if isinstance(value, str) else value
        for name, value in problem.values.items()
        if isinstance(value, (str, int))
    }
    row, key = values.get("row"), values.get("key")
    table, _, column = problem.field.partition(".")
    return {
        "table": table,
        "row": row if isinstance(row, int) else None,
        "key": key if isinstance(key, str) else None,
        "field": column,
        "code": problem.code,
        "is_warning": problem.is_warning,
        "values": values,
    }
