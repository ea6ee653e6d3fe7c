"""The figures of a period at the command line: right, small groups hidden, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run

YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def held(on: Run) -> Run:
    """A notebook in which two named and seven unnamed people came to one session of two hours."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00", "--capacity", "4", "--theme", "email")
    on("enrol", "Premiers pas", "Anne Le Goff", "Yann Kerbrat")
    marked = on("attendance", "12/05", "--present", "Anne Le Goff", "Yann Kerbrat", "--unnamed", "7")
    assert marked.status == 0, marked.err
    return on


def test_each_figure_is_told_with_its_definition(held: Run) -> None:
    told = held("statistics", *YEAR)
    assert told.status == 0, told.err
    assert "Sessions that took place. Beside them: 0 planned, 0 cancelled." in told.out
    assert "never added over periods" in told.out
    assert ["Not", "told", "9", "100", "%"] in [line.split() for line in told.out.splitlines()]
    found = held("statistics", *YEAR, "--json").json
    assert found["figures"] == {
        "held": 1, "planned": 0, "cancelled": 0, "present": 2, "absent": 0, "excused": 0, "unnamed": 7,
        "attendances": 9, "people_named": 2, "people_unnamed": 7, "new_named": 2, "minutes": 240,
        "expected": 2, "places": 4,
    }  # fmt: skip
    assert found["splits"]["theme"] == {"email": 9}
    assert found["splits"]["month"] == {"2026-05": 9}
    assert found["splits"]["gender"]["non_communique"] == 9


def test_the_days_outside_the_period_do_not_count(held: Run) -> None:
    found = held("statistics", "--from", "2026-05-13", "--to", "2026-12-31", "--json").json
    assert set(found["figures"].values()) == {0}


def test_a_small_group_is_hidden_together_with_what_would_give_it_away(held: Run) -> None:
    held("person", "edit", "Anne Le Goff", "--gender", "feminin")
    found = held("statistics", *YEAR, "--json").json
    counts = found["splits"]["gender"]
    assert counts["feminin"] is None
    assert counts["non_communique"] is None  # 9 less 8 would be the one woman
    assert "Hidden (small groups)" in held("statistics", *YEAR).out


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_figures_are_written_to_a_table(held: Run, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"figures.{ending}"
    done = held("statistics", *YEAR, "--output", path)
    assert done.status == 0, done.err
    content = path.read_bytes()
    assert b"Attendances" in content if ending == "csv" else content.startswith(b"PK")


def test_a_period_that_ends_before_it_begins_is_refused(held: Run) -> None:
    assert held("statistics", "--from", "2026-05-13", "--to", "2026-05-12").status == 1
