"""What one hand-over holds: its record and its tables, as plain values; nothing here reads or writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from exchange.masking import THRESHOLD
from exchange.rows import (
    CANCELLED,
    HELD,
    MONTH,
    PERIOD,
    WORKSHOP,
    AssociationRow,
    AudienceRow,
    CertificateRow,
    ParticipationRow,
    PeopleRow,
    PlaceRow,
    RemovalRow,
    SessionRow,
    WorkshopRow,
    tables_of,
)
from exchange.schema import Table
from models.levels import AGGREGATES
from resources.i18n import Language

FORMAT = "1.0.0"
SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Period:
    """The days a package covers, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """Return the interval of ISO 8601, also the scope_id of the period's own rows."""
        return f"{self.first}/{self.last}"

    def months(self) -> tuple[str, ...]:
        """Return the months touched, the scope_id of their rows: 2026-05."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Previous:
    """The package handed over before this one: its id and the SHA-256 of its file."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """The association as the programme knows it, with its public key (one OpenSSH line)."""

    uid: str
    name: str
    rna: str
    siret: str
    partner_code: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Code:
    """One coded value and its words."""

    code: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every coded value of the programme's profile that the tables may hold, list by list."""

    version: str
    age_bands: str  # name of the age band scheme
    lists: tuple[tuple[str, tuple[Code, ...]], ...]

    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes of each list."""
        return {name: tuple(code.code for code in codes) for name, codes in self.lists}


class Totals(NamedTuple):
    """What must agree with the tables; only sessions held count."""

    sessions: int
    attendances: int
    people_named: int
    people_unnamed: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The whole state of one notebook over one period. Tables are kept in the order of their keys."""

    id: str
    created: datetime  # UTC, whole seconds
    sequence: int
    previous: Previous | None
    period: Period
    example: bool
    producer: Producer
    notebook_uid: str
    programme_code: str
    programme_name: str
    codebook: Codebook
    app_version: str
    association: tuple[AssociationRow, ...]
    places: tuple[PlaceRow, ...] = ()
    workshops: tuple[WorkshopRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    audiences: tuple[AudienceRow, ...] = ()
    people: tuple[PeopleRow, ...] = ()
    certificates: tuple[CertificateRow, ...] = ()
    removals: tuple[RemovalRow, ...] = ()
    participations: tuple[ParticipationRow, ...] = ()
    level: str = AGGREGATES
    threshold: int = THRESHOLD

    def __post_init__(self) -> None:
        if self.created.utcoffset() != timedelta(0) or self.created.microsecond:
            raise ValueError("a package is dated in UTC, to the second")
        for table in self.tables:
            object.__setattr__(self, table.name, tuple(sorted(self.rows(table), key=table.key_of)))

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """The tables that leave at this level."""
        return tables_of(self.level)

    def rows(self, table: Table[Any]) -> tuple[Any, ...]:
        """Return the rows of one of its tables."""
        rows: tuple[Any, ...] = getattr(self, table.name)
        return rows

    def totals(self) -> Totals:
        """Return the figures the receiver compares with the tables."""
        held = [session for session in self.sessions if session.status == HELD]
        return Totals(
            sessions=len(held),
            attendances=sum(session.attendances for session in held),
            people_named=sum(row.people_named for row in self.people if row.scope == PERIOD),
            people_unnamed=sum(session.unnamed - session.already_helped for session in held),
            minutes=sum(session.person_minutes for session in held),
        )

    def sessions_without_attendance(self) -> int:
        """Return how many sessions lie behind, were not cancelled, and whose attendance is not complete."""
        day = self.created.date()
        return sum(
            session.date <= day and session.status != CANCELLED and not session.attendance_complete
            for session in self.sessions
        )

    def attendances_by_scope(self) -> Mapping[tuple[str, str], int]:
        """Return the attendances of every (scope, scope_id) that `audiences` may split."""
        found: Counter[tuple[str, str]] = Counter({(PERIOD, str(self.period)): 0})
        found.update({(MONTH, month): 0 for month in self.period.months()})
        found.update({(WORKSHOP, workshop.uid): 0 for workshop in self.workshops})
        for session in self.sessions:
            found[WORKSHOP, session.workshop_uid] += session.attendances
            found[MONTH, f"{session.date:%Y-%m}"] += session.attendances
            found[PERIOD, str(self.period)] += session.attendances
        return found


class Preview(NamedTuple):
    """One table as it will leave: the cells are the very texts of the file."""

    title: str
    headers: list[str]
    rows: list[list[str]]


def preview(package: Package, say: Language) -> Sequence[Preview]:
    """Return the tables that will leave, with titles in the reader's language."""
    return [
        Preview(
            say(table.title),
            [say(column.rule.title) for column in table.columns],
            [table.cells(row) for row in package.rows(table)],
        )
        for table in package.tables
    ]
