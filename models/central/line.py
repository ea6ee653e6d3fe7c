"""The line of a notebook's packages: numbers without gaps, each naming the one before; a restored copy makes a fork."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.central.delivery import Delivery
from models.central.standing import PackageFact
from models.problem import Problem, refusal


def left_behind(packages: Sequence[PackageFact], delivery: Delivery, *, is_allowed: bool) -> frozenset[int]:
    """Return the packages that no longer count because the notebook was taken back to before them.

    A package shows it when its number is another one's already, or when a neighbour names another one before it. Then
    a human decides: raises UserError central_line_forked unless it is allowed.
    """
    of_number = {each.sequence: each for each in packages}
    before, after = of_number.get(delivery.sequence - 1), of_number.get(delivery.sequence + 1)
    is_other_line = before is not None and before.uid != delivery.previous_uid
    is_fork = is_other_line or delivery.sequence in of_number or _is_foreign(after, delivery.uid)
    if not is_fork:
        return frozenset()
    if not is_allowed:
        raise refusal("central_line_forked", number=delivery.sequence)
    following = _following(of_number, delivery)
    left = {each.id for each in packages if each.sequence >= delivery.sequence and each.sequence not in following}
    if before is not None and is_other_line:
        left.add(before.id)
    return frozenset(left)


def _is_foreign(after: PackageFact | None, uid: str) -> bool:
    return after is not None and after.previous_uid != uid


def _following(of_number: dict[int, PackageFact], delivery: Delivery) -> set[int]:
    """Return the numbers of the packages that go on from this one, one after the other."""
    uid, number, found = delivery.uid, delivery.sequence, set[int]()
    while (after := of_number.get(number + 1)) is not None and after.previous_uid == uid:
        uid, number = after.uid, number + 1
        found.add(number)
    return found


def missing_numbers(numbers: Iterable[int]) -> list[int]:
    """Return the numbers below the greatest that are not there."""
    known = set(numbers)
    return [number for number in range(1, max(known, default=0)) if number not in known]


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers in order as people write them: 2–4, 7."""
    parts: list[tuple[int, int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)


def gap_problem(numbers: Sequence[int]) -> Problem:
    """Return the warning that packages between those received never came."""
    return Problem("", "central_gap", {"numbers": ranges(numbers)}, is_warning=True)
