"""Who owns which day, and which sessions count: worked out anew from all packages of one notebook, never adjusted.

What counts depends on which packages came, not on the order in which they came. The newest package (by its number)
that covers a day owns it; a session counts as its newest package tells it, if that package owns the day; what the
newest package of all calls removed does not count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class Covering(NamedTuple):
    """A package that counts, and the days it covers."""

    id: int
    sequence: int
    first: date
    last: date


class Holding(NamedTuple):
    """Days, both included, that one package owns."""

    package_id: int
    first: date
    last: date


class Told(NamedTuple):
    """A session as one package tells it."""

    package_id: int
    uid: str
    date: date


def holdings(packages: Iterable[Covering]) -> list[Holding]:
    """Return the days each package owns, in the order of days; what lies side by side is one holding."""
    held: list[Holding] = []
    for package in sorted(packages, key=lambda each: -each.sequence):
        free, taken = package.first, []
        for other in sorted(held, key=lambda each: each.first):
            if other.last < free:
                continue
            if other.first > package.last:
                break
            if other.first > free:
                taken.append(Holding(package.id, free, other.first - _DAY))
            free = other.last + _DAY
        if free <= package.last:
            taken.append(Holding(package.id, free, package.last))
        held += taken
    return sorted(held, key=lambda each: each.first)


def current(
    told: Iterable[Told], packages: Sequence[Covering], held: Sequence[Holding], removed: Collection[str]
) -> set[tuple[int, str]]:
    """Return (package, uid) of the sessions that count."""
    sequence_of = {package.id: package.sequence for package in packages}
    newest: dict[str, Told] = {}
    for each in told:
        sequence = sequence_of.get(each.package_id)
        if sequence is None:
            continue
        known = newest.get(each.uid)
        if known is None or sequence > sequence_of[known.package_id]:
            newest[each.uid] = each
    firsts = [holding.first for holding in held]
    return {
        (each.package_id, each.uid)
        for each in newest.values()
        if each.uid not in removed and _owner(held, firsts, each.date) == each.package_id
    }


def _owner(held: Sequence[Holding], firsts: Sequence[date], day: date) -> int | None:
    place = bisect_right(firsts, day) - 1
    return held[place].package_id if place >= 0 and day <= held[place].last else None
