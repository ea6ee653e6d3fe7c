"""Which counts leave as "masked": those of fewer than k people, and those that would give them away.

Counts are published beside their sums: a workshop's women, men and unknown beside its attendances, the same three of
every workshop beside those of the period. So hiding the small cells alone hides nothing. Here the attacker is played:
whoever knows every sum, that counts are never negative and that zeros are shown, narrows each hidden cell to a range,
again and again; as long as a range holds a single value, the next smallest cell beside it is hidden too. The attacker
also knows this rule, hence that what is hidden is smaller than what is shown beside it.

Cells of the same size are hidden together, so that the choice between them tells nothing about them. Zeros are shown
beside other counts; where all other counts are hidden, or nothing else is left to hide behind, they are hidden too.
All sums together are then solved as one system of equations, and what that gives away is treated alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

THRESHOLD = 5
_PRIME = 2**61 - 1  # counting modulo a large prime keeps the numbers of a long elimination small

Cell = TypeVar("Cell", bound=Hashable)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """What everybody knows: the parts add up to a known number plus the wholes (cells that may be hidden too)."""

    parts: tuple[Hashable, ...]
    wholes: tuple[Hashable, ...] = ()


def mask_row(counts: Mapping[Cell, int], k: int = THRESHOLD) -> dict[Cell, int | None]:
    """Return the counts of one axis whose total is published, None for those that must not be told.

    An axis of one code cannot hide anything behind anything: give it at least two (`non_communique`, even when 0).
    """
    return mask(counts, [Sum(tuple(counts))], k)


def mask(counts: Mapping[Cell, int], sums: Iterable[Sum], k: int = THRESHOLD) -> dict[Cell, int | None]:
    """Return the counts, None for those that must not be told, given every sum that is published or follows."""
    known = list(sums)
    hidden: set[Hashable] = {cell for cell, count in counts.items() if 0 < count < k}
    while more := _to_hide(counts, hidden, known, k):
        hidden |= more
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def _to_hide(counts: Mapping[Cell, int], hidden: Set[Hashable], sums: Sequence[Sum], k: int) -> set[Hashable]:
    """Return what to hide beside a small count that can still be worked out: nothing when there is none left.

    A sum that tells its only hidden cell is mended first: that costs the fewest counts.
    """
    values: dict[Hashable, int] = dict(counts.items())
    ranges = deduce(values, hidden, sums)
    found = {cell for cell, (low, high) in ranges.items() if low == high} or solve(hidden, sums)
    small = {cell for cell in found if 0 < values[cell] < k}
    more = _lone_zeros(values, hidden, sums)
    if small:
        alone = [known for known in sums if len(hidden & {*known.parts, *known.wholes}) == 1]
        more |= (
            _beside(values, hidden, alone, found)
            or _beside(values, hidden, sums, small)
            or _beside(values, hidden, sums, found)
        )
    return more


def _beside(
    values: Mapping[Hashable, int], hidden: Set[Hashable], sums: Sequence[Sum], told: Set[Hashable]
) -> set[Hashable]:
    """Return the next smallest cells of each sum in which one of the `told` stands, zeros only when alone."""
    more: set[Hashable] = set()
    for known in sums:
        cells = {*known.parts, *known.wholes}
        if told & cells:
            shown = cells - hidden
            smallest = min((values[cell] for cell in shown if values[cell]), default=0)
            more |= {cell for cell in shown if values[cell] == smallest}
    return more


def _lone_zeros(values: Mapping[Hashable, int], hidden: Set[Hashable], sums: Sequence[Sum]) -> set[Hashable]:
    """Return the zeros of the rows that show nothing else."""
    more: set[Hashable] = set()
    for known in sums:
        shown = set(known.parts) - hidden
        if not known.wholes and len(shown) < len(known.parts) and not any(values[cell] for cell in shown):
            more |= shown
    return more


def deduce(counts: Mapping[Cell, int], hidden: Set[Hashable], sums: Sequence[Sum]) -> dict[Hashable, Range]:
    """Return the range everybody can work out for each hidden cell, by each sum in turn until nothing narrows."""
    values: dict[Hashable, int] = dict(counts.items())
    ranges = _first_ranges(values, hidden, sums)
    narrowed = True
    while narrowed:
        narrowed = False
        for known in sums:
            narrowed |= _narrow(values, ranges, known)
    return ranges


def solve(hidden: Set[Hashable], sums: Sequence[Sum]) -> set[Hashable]:
    """Return the hidden cells that follow from all sums together, as one system of equations (Gauss and Jordan)."""
    solved: dict[Hashable, dict[Hashable, int]] = {}  # pivot -> its equation, in which no other pivot occurs
    for known in sums:
        row = {cell: 1 for cell in known.parts if cell in hidden}
        row |= {cell: -1 % _PRIME for cell in known.wholes if cell in hidden}
        for pivot in [cell for cell in row if cell in solved]:
            _subtract(row, solved[pivot], row[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: value * inverse % _PRIME for cell, value in row.items()}
        for other in solved.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        solved[pivot] = row
    return {pivot for pivot, row in solved.items() if len(row) == 1}


def _subtract(row: dict[Hashable, int], other: Mapping[Hashable, int], times: int) -> None:
    for cell, value in other.items():
        rest = (row.get(cell, 0) - times * value) % _PRIME
        if rest:
            row[cell] = rest
        else:
            row.pop(cell, None)


def _first_ranges(values: Mapping[Hashable, int], hidden: Set[Hashable], sums: Sequence[Sum]) -> dict[Hashable, Range]:
    """Return what the rule itself tells of hidden cells.

    They are 1 at least, or 0 where a sum shows nothing at all (there zeros may be hidden), and smaller than whatever
    count is still shown in one of their sums, for the smallest are hidden first.
    """
    total = sum(values.values())
    lows: dict[Hashable, int] = {cell: 0 if values[cell] == 0 else 1 for cell in hidden}
    highs: dict[Hashable, int] = dict.fromkeys(hidden, 0)
    for known in sums:
        cells = {*known.parts, *known.wholes}
        smallest_shown = min((values[cell] for cell in cells - hidden if values[cell]), default=total + 1)
        for cell in cells & hidden:
            highs[cell] = max(highs[cell], smallest_shown - 1)
            if hidden >= cells:
                lows[cell] = 0
    return {cell: (lows[cell], highs[cell]) for cell in hidden}


def _narrow(values: Mapping[Hashable, int], ranges: dict[Hashable, Range], known: Sum) -> bool:
    """Narrow the hidden cells of one sum; tell whether anything moved."""
    signed = [(cell, 1) for cell in known.parts if cell in ranges] + [
        (cell, -1) for cell in known.wholes if cell in ranges
    ]
    rest = sum(sign * values[cell] for cell, sign in signed)
    lows = [sign * ranges[cell][0 if sign > 0 else 1] for cell, sign in signed]
    highs = [sign * ranges[cell][1 if sign > 0 else 0] for cell, sign in signed]
    low_sum, high_sum, moved = sum(lows), sum(highs), False
    for at, (cell, sign) in enumerate(signed):
        ends = sorted((sign * (rest - high_sum + highs[at]), sign * (rest - low_sum + lows[at])))
        low, high = max(ranges[cell][0], ends[0]), min(ranges[cell][1], ends[1])
        if (low, high) != ranges[cell]:
            ranges[cell], moved = (low, high), True
    return moved
