"""Attendances split by one axis at a time, over workshops, months and the period, masked together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from exchange.masking import THRESHOLD, Sum, mask
from exchange.package import Period
from exchange.rows import AXES, MONTH, PERIOD, UNTOLD, WORKSHOP, AudienceRow


class Part(NamedTuple):
    """What attendances are counted by before they are summed: never published itself."""

    workshop_uid: str
    month: str  # 2026-05
    axis: str
    code: str


class _Cell(NamedTuple):
    scope: str
    scope_id: str
    code: str


def audience_rows(
    counts: Mapping[Part, int], period: Period, codes: Mapping[str, Sequence[str]], k: int = THRESHOLD
) -> tuple[AudienceRow, ...]:
    """Return the rows of `audiences`: every code of each axis, also at 0, for every scope somebody came to.

    Towns have no list of codes: they are those that occur, and are not split by workshop, where nearly all would be
    masked.
    """
    rows: list[AudienceRow] = []
    for axis in AXES:
        parts = {part: count for part, count in counts.items() if part.axis == axis and count}
        if not parts:
            continue
        known = list(codes.get(axis, ())) or sorted({UNTOLD, *(part.code for part in parts)})
        masked = _masked_axis(parts, str(period), known, by_workshop=axis in codes, k=k)
        rows += [
            AudienceRow(scope=cell.scope, scope_id=cell.scope_id, axis=axis, code=cell.code, count=count)
            for cell, count in masked.items()
        ]
    return tuple(rows)


def _masked_axis(
    parts: Mapping[Part, int], period: str, codes: Sequence[str], *, by_workshop: bool, k: int
) -> dict[_Cell, int | None]:
    found: Counter[_Cell] = Counter()
    for part, count in parts.items():
        found[_Cell(PERIOD, period, part.code)] += count
        found[_Cell(MONTH, part.month, part.code)] += count
        if by_workshop:
            found[_Cell(WORKSHOP, part.workshop_uid, part.code)] += count
    scopes = {(cell.scope, cell.scope_id) for cell in found}
    cells = {_Cell(*scope, code): found[_Cell(*scope, code)] for scope in sorted(scopes) for code in codes}
    return mask(cells, list(_sums(parts, scopes, codes)), k)


def _sums(parts: Mapping[Part, int], scopes: set[tuple[str, str]], codes: Sequence[str]) -> Iterator[Sum]:
    """Give every sum that is published or follows.

    The codes of a scope make its attendances; months make the period, and so do workshops; and workshops that share
    no month with any other make, together, the same as their months.
    """
    for scope in scopes:
        yield Sum(tuple(_Cell(*scope, code) for code in codes))
    (period,) = (scope for scope in scopes if scope[0] == PERIOD)
    families = [[scope for scope in scopes if scope[0] == kind] for kind in (MONTH, WORKSHOP)]
    equal = [(family, [period]) for family in families if family]
    if families[1]:
        equal += [
            ([scope for scope in group if scope[0] == WORKSHOP], [scope for scope in group if scope[0] == MONTH])
            for group in _connected(parts)
        ]
    for left, right in equal:
        for code in codes:
            yield Sum(tuple(_Cell(*scope, code) for scope in left), tuple(_Cell(*scope, code) for scope in right))


def _connected(parts: Mapping[Part, int]) -> list[set[tuple[str, str]]]:
    """Return the groups of workshops and months that are linked by attendances."""
    groups: list[set[tuple[str, str]]] = []
    for part in parts:
        linked = {(WORKSHOP, part.workshop_uid), (MONTH, part.month)}
        touched = [group for group in groups if group & linked]
        groups = [group for group in groups if not group & linked] + [linked.union(*touched)]
    return groups
