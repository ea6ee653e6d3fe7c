"""The figures of a period against a slow reference, and against somebody who subtracts what is published."""

from __future__ import annotations

import shutil
from collections.abc import Hashable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from exchange.figures import Cell, Figures, figures
from exchange.gather import gather
from exchange.masking import Sum, solve
from exchange.rows import AXES, UNTOLD
from models.codes import AttendanceState, SessionStatus
from models.notebook import Notebook
from tests.exchange.test_gather_reference import FIRST, LAST, NOW, World, audiences, build, different_people, worlds


def figures_of(world: World, new_file: Path) -> tuple[Figures, set[Cell]]:
    """Return the figures, and the same cells as a package of these days tells them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "n.carnet"
        shutil.copyfile(new_file, path)
        with Notebook.open(path) as notebook:
            build(notebook, world)
            with notebook.read() as db:
                found = figures(db, FIRST, LAST)
            package = gather(notebook, FIRST, LAST, now=NOW).package
    rows = [row for row in package.audiences if row.scope != "workshop"]
    return found, {Cell(_scope(row.scope, row.scope_id), row.axis, row.code, row.count) for row in rows}


def _scope(scope: str, scope_id: str) -> str:
    return "period" if scope == "period" else scope_id


@settings(max_examples=15, deadline=None)
@given(world=worlds())
def test_every_figure_is_the_one_that_a_patient_person_would_count(world: World, new_file: Path) -> None:
    found, _told = figures_of(world, new_file)
    here = [day for day in world.days if FIRST <= day.date <= LAST]
    held = [day for day in here if day.counts]
    marks = [state for day in held for state, _minutes in day.marks.values()]
    assert found.held == len(held)
    assert found.planned == sum(day.status == SessionStatus.PLANNED for day in here)
    assert found.cancelled == sum(day.status == SessionStatus.CANCELLED for day in here)
    assert found.attendances == sum(len(day.came) + day.headcount.total for day in held)
    assert (found.people_named, found.new_named) == different_people(world, FIRST, LAST)
    assert found.people_unnamed == sum(day.headcount.total - day.headcount.already_helped for day in held)
    assert found.minutes == sum(minutes for day in held for _number, minutes in day.came)
    assert found.present == marks.count(AttendanceState.PRESENT)
    assert found.absent == marks.count(AttendanceState.ABSENT)
    assert found.excused == marks.count(AttendanceState.EXCUSED)
    for axis in ("theme", "format", "audience", "place", "month"):
        counts = found.split(axis)
        assert None not in counts.values()
        assert sum(filter(None, counts.values())) == found.attendances


@settings(max_examples=15, deadline=None)
@given(world=worlds())
def test_figures_shown_and_packages_sent_hide_the_same_and_show_the_truth(world: World, new_file: Path) -> None:
    found, told = figures_of(world, new_file)
    true = audiences(world)
    for cell in found.cells:
        if cell.axis in AXES:
            count = true[cell.scope, cell.axis, cell.code]
            assert cell.count == count or (cell.count is None and count >= 0)
            assert cell.count is None or not 0 < cell.count < found.threshold
    assert {cell for cell in found.cells if cell.axis in AXES} == told


@settings(max_examples=25, deadline=None)
@given(world=worlds())
def test_no_subtraction_among_months_and_period_gives_a_small_group_away(world: World, new_file: Path) -> None:
    found, _told = figures_of(world, new_file)
    true = audiences(world)
    for axis in AXES:
        cells = {(cell.scope, cell.code): cell.count for cell in found.cells if cell.axis == axis}
        counts = {key: true[key[0], axis, key[1]] for key in cells}
        if {code for _scope, code in cells} == {UNTOLD}:  # nobody told a town: that is all there is to find out
            continue
        hidden = {key for key, count in cells.items() if count is None}
        given_away = attacked(counts, hidden)
        assert not [key for key in given_away if 0 < counts[key] < found.threshold]


def test_the_attacker_finds_what_is_only_half_hidden() -> None:
    """The control: the small group alone hidden, it is the total less the others."""
    counts = {("2026-04", "f"): 3, ("2026-04", "m"): 9, ("period", "f"): 3, ("period", "m"): 9}
    assert attacked(counts, {("2026-04", "f"), ("period", "f")}) == {("2026-04", "f"), ("period", "f")}


def test_the_attacker_knows_that_no_count_is_negative() -> None:
    """The control of the ranges: no equation alone tells these, but where nobody is, nobody hides."""
    counts = {("2026-04", "f"): 2, ("2026-04", "m"): 0, ("2026-05", "f"): 0, ("2026-05", "m"): 0}
    hidden = set(counts)
    assert attacked(counts | {("period", "f"): 2, ("period", "m"): 0}, hidden) == hidden


def attacked(counts: Mapping[tuple[str, str], int], hidden: set[tuple[str, str]]) -> set[Hashable]:
    """Return the hidden cells that follow: totals by month are told, months make the period, no count is negative."""
    scopes, codes = ({key[at] for key in counts} for at in (0, 1))
    months = scopes - {"period"}
    sums = [Sum(tuple((scope, code) for code in codes)) for scope in scopes]
    sums += [Sum(tuple((month, code) for month in months), (("period", code),)) for code in codes]
    ranges: dict[Hashable, tuple[int, int]] = {key: (0, sum(counts.values())) for key in hidden}
    for _round in range(12):
        for known in sums:
            _narrow(counts, ranges, known)
    return solve(hidden, sums) | {key for key, (low, high) in ranges.items() if low == high}


def _narrow(counts: Mapping[tuple[str, str], int], ranges: dict[Hashable, tuple[int, int]], known: Sum) -> None:
    """Narrow each hidden cell of a sum by the ranges of all others in it."""
    signs = dict.fromkeys(known.parts, 1) | dict.fromkeys(known.wholes, -1)
    values: dict[Hashable, int] = dict(counts.items())
    total = sum(sign * values.get(cell, 0) for cell, sign in signs.items())  # what everybody knows of this sum
    for cell in signs.keys() & ranges.keys():
        low = high = 0
        for other, sign in signs.items():
            if other != cell:
                shown = values.get(other, 0)
                ends = [sign * end for end in ranges.get(other, (shown, shown))]
                low, high = low + min(ends), high + max(ends)
        bounds = sorted((signs[cell] * (total - low), signs[cell] * (total - high)))
        ranges[cell] = (max(ranges[cell][0], bounds[0]), min(ranges[cell][1], bounds[1]))
