"""What the law asks: who is due to be forgotten, forgetting them, and everything held about one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class HeldAttendance:
    """One mark of a person: the session's day and hours, the state, the minutes when only a part was attended."""

    date: date
    start: time
    end: time
    state: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class HeldWorkshop:
    """One enrolment of a person with every mark, in the order of the sessions."""

    title: str
    status: str
    enrolled_on: date
    attendance: tuple[HeldAttendance, ...]


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """One certificate of a person."""

    number: str
    workshop: str
    issued_on: date
    status: str


@dataclass(frozen=True, slots=True)
class HeldAction:
    """One action of the history that touched a person; `label` is English source text that takes `values`."""

    at: datetime
    label: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything held about one person (RGPD art. 15). `person` is field -> stored value, coded values as codes."""

    uid: str
    given_name: str
    family_name: str
    created_at: datetime
    person: Mapping[str, Any]
    workshops: tuple[HeldWorkshop, ...]
    certificates: tuple[HeldCertificate, ...]
    history: tuple[HeldAction, ...]
