"""The figures of a period as they may be shown around: each by its definition, small groups hidden as in a package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exchange.audiences import counts_by_part
from exchange.package import Period
from exchange.rows import AXES as PEOPLE_AXES
from exchange.rows import HOME, MONTH, PERIOD, UNTOLD
from exchange.splits import audience_rows
from models import occupancy, programme, statistics
from models.codes import SessionStatus
from models.problem import refusal
from models.statistics import PlaceFacts, PresenceFacts, SessionFacts, UnnamedFacts, WorkshopFacts

if TYPE_CHECKING:
    from models.notebook import Db

MONTHS, PLACES = "month", "place"
AXES = (*PEOPLE_AXES, "theme", "format", "audience", PLACES, MONTHS)


@dataclass(frozen=True, slots=True)
class Cell:
    """The attendances of one code of one axis, over the period or one of its months; None when hidden."""

    scope: str
    axis: str
    code: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every figure of a period; `expected` and `places` are those of sessions held that have a number of places."""

    period: Period
    threshold: int
    held: int
    planned: int
    cancelled: int
    present: int
    absent: int
    excused: int
    unnamed: int
    people_named: int
    people_unnamed: int
    new_named: int
    minutes: int
    expected: int
    places: int
    cells: tuple[Cell, ...]

    @property
    def attendances(self) -> int:
        """Return how many came, named or not, a person as often as they came."""
        return self.present + self.unnamed

    def split(self, axis: str, scope: str = PERIOD) -> Mapping[str, int | None]:
        """Return the counts of one axis."""
        return {cell.code: cell.count for cell in self.cells if (cell.scope, cell.axis) == (scope, axis)}


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one read of the notebook gives."""

    sessions: Sequence[SessionFacts]
    presences: Sequence[PresenceFacts]
    unnamed: Sequence[UnnamedFacts]
    workshops: Mapping[int, WorkshopFacts]
    places: Mapping[int, PlaceFacts]


def figures(db: Db, first: date, last: date) -> Figures:
    """Return the figures of the days from `first` to `last`. Raises UserError period_reversed."""
    if last < first:
        raise refusal("period_reversed", field="last", first=first, last=last)
    counted, profile = _read(db, first, last), programme.profile(db)
    held = [each for each in counted.sessions if each.is_held]
    people = {each.person_id for each in counted.presences}
    fills = [each for each in occupancy.fill_by_session(db, [one.id for one in held]).values() if each.capacity]
    status = Counter(each.status for each in counted.sessions)
    offered = {axis: [code["code"] for code in codes] for axis, codes in profile.codebook.items()}
    period = Period(first, last)
    return Figures(
        period=period,
        threshold=profile.threshold,
        held=len(held),
        planned=status[SessionStatus.PLANNED],
        cancelled=status[SessionStatus.CANCELLED],
        present=sum(each.present for each in held),
        absent=sum(each.absent for each in held),
        excused=sum(each.excused for each in held),
        unnamed=sum(each.unnamed for each in held),
        people_named=len(people),
        people_unnamed=sum(each.unnamed - each.already_helped for each in held),
        new_named=sum(day >= first for day in statistics.first_days(db, people).values()),
        minutes=sum(each.person_minutes for each in held),
        expected=sum(each.expected for each in fills),
        places=sum(each.capacity or 0 for each in fills),
        cells=(*_people_cells(counted, period, offered, profile.threshold), *_workshop_cells(counted, held)),
    )


def _read(db: Db, first: date, last: date) -> _Counted:
    sessions = statistics.session_facts(db, first, last)
    place_ids = {each.place_id for each in sessions if each.place_id is not None}
    return _Counted(
        sessions,
        statistics.presence_facts(db, first, last),
        statistics.unnamed_facts(db, first, last),
        {each.id: each for each in statistics.workshop_facts(db, {one.workshop_id for one in sessions})},
        {each.id: each for each in statistics.place_facts(db, place_ids)},
    )


def _people_cells(
    counted: _Counted, period: Period, offered: Mapping[str, Sequence[str]], threshold: int
) -> Iterable[Cell]:
    """Split by what people told, masked together with the workshops and months of a package of these days."""
    parts = counts_by_part(counted, {each.id: each.uid for each in counted.workshops.values()})
    codes = {
        axis: list(dict.fromkeys((*offered.get(axis, ()), *sorted({p.code for p in parts if p.axis == axis}), UNTOLD)))
        for axis in statistics.AXES
    }
    for row in audience_rows(parts, period, codes, threshold):
        if row.scope in (PERIOD, MONTH):
            yield Cell(PERIOD if row.scope == PERIOD else row.scope_id, row.axis, row.code, row.count)


def _workshop_cells(counted: _Counted, held: Sequence[SessionFacts]) -> Iterable[Cell]:
    """Split by what a package tells of its sessions one by one: nothing to hide. A workshop may have several themes."""
    found: Counter[tuple[str, str]] = Counter()
    for each in held:
        workshop, place = counted.workshops[each.workshop_id], counted.places.get(each.place_id or 0)
        codes = {("theme", code) for code in workshop.themes or (UNTOLD,)}
        codes |= {("format", workshop.format or UNTOLD), ("audience", workshop.audience or UNTOLD)}
        codes |= {(PLACES, _place(place)), (MONTHS, f"{each.date:%Y-%m}")}
        for key in codes:
            found[key] += each.present + each.unnamed
    for (axis, code), count in sorted(found.items()):
        yield Cell(PERIOD, axis, code, count)


def _place(place: PlaceFacts | None) -> str:
    """Return the name of a place; of somebody's home only the town is told."""
    if place is None:
        return UNTOLD
    return (place.town if place.kind == HOME else place.name) or UNTOLD
