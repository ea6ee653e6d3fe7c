"""Percentages that add up to 100: the largest remainders are rounded up."""

from __future__ import annotations

from collections.abc import Sequence


def shares(counts: Sequence[int], whole: int = 100) -> list[int]:
    """Return the share of each count in parts of the whole; all are 0 where there is nothing to share."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    floors = [count * whole // total for count in counts]
    remainders = sorted(range(len(counts)), key=lambda at: (-(counts[at] * whole % total), at))
    for at in remainders[: whole - sum(floors)]:
        floors[at] += 1
    return floors
