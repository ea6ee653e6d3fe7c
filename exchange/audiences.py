"""Who came: attendances by axis, different people by month; what the programme is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from exchange.package import Period
from exchange.rows import AXES, MONTH, PERIOD, UNTOLD, PeopleRow
from exchange.splits import Part
from models import statistics
from models.names import key
from models.statistics import PresenceFacts, SessionFacts, UnnamedFacts

Scope = tuple[str, str]


class Counted(Protocol):
    """What is counted: the sessions of the period, who came by name, and what the unnamed told."""

    @property
    def sessions(self) -> Sequence[SessionFacts]:
        """Return the sessions of the period."""
        ...

    @property
    def presences(self) -> Sequence[PresenceFacts]:
        """Return who came by name."""
        ...

    @property
    def unnamed(self) -> Sequence[UnnamedFacts]:
        """Return what the unnamed told."""
        ...


def counts_by_part(counted: Counted, workshop_uids: Mapping[int, str]) -> Counter[Part]:
    """Count the attendances by workshop, month and code of each axis, before they are summed and masked."""
    where = {each.id: (workshop_uids[each.workshop_id], f"{each.date:%Y-%m}") for each in counted.sessions}
    spelling = _spellings(Counter(each.town for each in counted.presences))
    counts: Counter[Part] = Counter()
    for axis in AXES:
        for (session_id, code), count in Counter((p.session_id, getattr(p, axis)) for p in counted.presences).items():
            told = spelling[code] if axis == "town" else str(code)
            counts[Part(*where[session_id], axis, told or UNTOLD)] += count
    for part in counted.unnamed:
        counts[Part(*where[part.session_id], part.axis, part.code)] += part.count
        if part.axis == statistics.AXES[0]:  # the unnamed tell no town: once for each of them
            counts[Part(*where[part.session_id], "town", UNTOLD)] += part.count
    return counts


def _spellings(towns: Counter[str]) -> Mapping[str, str]:
    """Return each town as most people write it: « RENNES » counts as Rennes, and is not masked beside it."""
    usual: dict[str, str] = {}
    for town in sorted(towns, key=lambda each: (-towns[each], each)):
        usual.setdefault(key(town), town)
    return {town: usual[key(town)] for town in towns}


def people_rows(
    period: Period, presences: Iterable[PresenceFacts], first_days: Mapping[int, date]
) -> Iterable[PeopleRow]:
    """Count different named people in each month and the whole period: taken as they stand, never added up."""
    found: dict[Scope, set[int]] = {(MONTH, month): set() for month in period.months()}
    found[PERIOD, str(period)] = set()
    by_day: dict[date, set[int]] = {}
    for presence in presences:
        by_day.setdefault(presence.day, set()).add(presence.person_id)
    for day, people in by_day.items():
        found[MONTH, f"{day:%Y-%m}"] |= people
        found[PERIOD, str(period)] |= people
    for (scope, scope_id), people in found.items():
        first = period.first if scope == PERIOD else max(period.first, date.fromisoformat(f"{scope_id}-01"))
        new = sum(first_days[person] >= first for person in people)  # they came by its end, so it ends in time
        yield PeopleRow(scope=scope, scope_id=scope_id, people_named=len(people), new_people=new)
