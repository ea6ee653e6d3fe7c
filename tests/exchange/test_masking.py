"""Nobody can work out a count of fewer than five people from what is published beside it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from exchange.masking import Sum, deduce, mask, mask_row

COUNTS = some.integers(0, 12) | some.integers(0, 200)


def test_large_counts_and_zeros_are_shown() -> None:
    assert mask_row({"feminin": 12, "masculin": 5, "non_communique": 0}) == {
        "feminin": 12,
        "masculin": 5,
        "non_communique": 0,
    }


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    assert mask_row({"feminin": 12, "masculin": 3, "non_communique": 6}) == {
        "feminin": 12,
        "masculin": None,
        "non_communique": None,
    }


def test_two_small_counts_hide_each_other() -> None:
    assert mask_row({"feminin": 12, "masculin": 3, "non_communique": 4})["feminin"] == 12


def test_two_ones_beside_a_total_are_not_enough() -> None:
    assert set(mask_row({"feminin": 12, "masculin": 1, "non_communique": 1}).values()) == {None}


def test_counts_of_one_size_are_hidden_together() -> None:
    assert set(mask_row({"a": 5, "b": 5, "c": 4}).values()) == {None}


def test_zeros_are_hidden_only_when_nothing_else_is_left() -> None:
    assert set(mask_row({"feminin": 3, "masculin": 0, "non_communique": 0}).values()) == {None}


@pytest.mark.parametrize(("cells", "largest"), [(2, 20), (3, 16), (4, 11), (5, 8)])
def test_even_who_knows_the_rule_and_the_total_cannot_tell_a_small_count(cells: int, largest: int) -> None:
    """Play every row: among all rows that publish the same thing, no hidden cell has one value only."""
    worlds = defaultdict(list)
    for row in product(range(largest + 1), repeat=cells):
        if sum(row) <= largest:
            worlds[sum(row), tuple(mask_row(dict(enumerate(row))).values())].append(row)
    for (_, published), rows in worlds.items():
        for at, shown in enumerate(published):
            if shown is None:
                assert len({row[at] for row in rows}) > 1, (published, rows)


@given(some.lists(COUNTS, min_size=2, max_size=8))
def test_no_small_count_is_shown_and_none_follows_from_the_total(row: list[int]) -> None:
    published = list(mask_row(dict(enumerate(row))).values())
    assert all(shown is None or shown == count for shown, count in zip(published, row, strict=True))
    assert all(shown is None or shown == 0 or shown >= 5 for shown in published)
    hidden = [count for count, shown in zip(row, published, strict=True) if shown is None]
    rest = sum(row) - sum(shown or 0 for shown in published)
    assert len(hidden) != 1
    assert not hidden or published.count(None) == len(row) or rest > len(hidden)


def _workshops_and_period(table: list[list[int]]) -> tuple[dict[tuple[int, int], int], list[Sum]]:
    """Return the cells of workshops × codes with the period's as row -1, and every sum that is published."""
    codes = range(len(table[0]))
    counts = {(row, code): count for row, line in enumerate(table) for code, count in enumerate(line)}
    counts |= {(-1, code): sum(line[code] for line in table) for code in codes}
    sums = [Sum(tuple((row, code) for code in codes)) for row in range(-1, len(table))]
    sums += [Sum(tuple((row, code) for row in range(len(table))), ((-1, code),)) for code in codes]
    return counts, sums


def test_a_workshop_cannot_be_had_as_the_period_less_the_other_workshops() -> None:
    counts, sums = _workshops_and_period([[3, 2, 7], [20, 30, 40]])
    published = mask(counts, sums)
    assert published[0, 0] is None
    assert published[1, 0] is None or published[-1, 0] is None


@given(some.lists(some.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_difference_between_published_tables_gives_a_small_count_away(table: list[list[int]]) -> None:
    counts, sums = _workshops_and_period(table)
    published = mask(counts, sums)
    hidden = {cell for cell, shown in published.items() if shown is None}
    assert {cell for cell, count in counts.items() if 0 < count < 5} <= hidden
    ranges = deduce(counts, hidden, sums)
    assert all(ranges[cell][0] < ranges[cell][1] for cell, count in counts.items() if 0 < count < 5)
    assert all(ranges[cell][0] <= counts[cell] <= ranges[cell][1] for cell in hidden)


def test_the_attacker_of_these_tests_does_find_what_is_only_half_hidden() -> None:
    """The control: with the small cells alone hidden, the same deduction gives one away."""
    counts, sums = _workshops_and_period([[3, 2, 7], [20, 30, 40]])
    small = {cell for cell, count in counts.items() if 0 < count < 5}
    assert deduce(counts, small, sums)[0, 0] == (3, 3)


def _tables(rows: list[int], shown: list[list[int | None]]) -> list[tuple[tuple[int, ...], ...]]:
    """Return every table with these row totals that agrees with the counts shown."""
    found: list[tuple[tuple[int, ...], ...]] = [()]
    for total, cells in zip(rows, shown, strict=True):
        choices = [range(total + 1) if cell is None else [cell] for cell in cells]
        found = [(*table, row) for table in found for row in product(*choices) if sum(row) == total]
    return found


@settings(max_examples=60)
@given(
    some.lists(some.lists(some.sampled_from([0, 0, 1, 3, 4, 5, 6, 8]), min_size=3, max_size=3), min_size=2, max_size=2)
)
def test_among_all_tables_that_agree_with_what_is_published_a_small_count_has_several_values(
    table: list[list[int]],
) -> None:
    """The attacker here uses everything at once: all row totals and the period's counts."""
    counts, sums = _workshops_and_period(table)
    published = mask(counts, sums)
    shown = [[published[row, code] for code in range(3)] for row in range(2)]
    worlds = [
        world
        for world in _tables([sum(line) for line in table], shown)
        if all(published[-1, code] in (None, world[0][code] + world[1][code]) for code in range(3))
    ]
    for row, code in product(range(2), range(3)):
        if 0 < table[row][code] < 5:
            assert len({world[row][code] for world in worlds}) > 1 or sum(map(sum, table)) == table[row][code]
