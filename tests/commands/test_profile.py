"""The programme's profile by command: shown, taken in, and given to a new notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources import codebook
from tests.commands.conftest import Run
from tests.exchange.test_profiles import another, written


@pytest.fixture(autouse=True)
def usual_codes() -> Iterator[None]:
    yield
    codebook.use(None)


def test_the_profile_that_comes_along_is_shown(on: Run) -> None:
    found = on("profile", "show", "--json").json
    assert (found["profile"]["name"], found["profile"]["threshold"]) == ("Ateliers numériques", 5)
    assert found["withdrawn"] == {}
    assert "Ateliers numériques" in on("profile", "show").out


def test_another_profile_is_taken_in_and_says_what_it_no_longer_offers(on: Run, tmp_path: Path) -> None:
    on("workshop", "new", "Premiers pas", "--session", "2026-05-05 14:00-16:00", "--theme", "email")
    ran = on("profile", "import", written(tmp_path, another()))
    assert ran.status == 0
    assert "The profile of Robots 35 is in use, version 7." in ran.out
    assert "Theme: the programme no longer offers “E-mail”" in ran.err
    assert on("workshop", "new", "Robots", "--session", "2026-05-06 14:00-16:00", "--theme", "robotique").status == 0
    assert on("profile", "show", "--json").json["withdrawn"] == {"format": ["workshop"], "theme": ["email"]}


def test_a_wrong_profile_changes_nothing(on: Run, tmp_path: Path) -> None:
    ran = on("profile", "import", written(tmp_path, {**another(), "threshold": 0}))
    assert ran.status == 1
    assert "“threshold” is not as it must be" in ran.err
    assert on("profile", "show", "--json").json["profile"]["code"] == "ateliers-numeriques"


def test_a_new_notebook_begins_with_the_profile_it_is_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.carnet"
    assert run("new", path, "--association", "A", "--profile", written(tmp_path, another())).status == 0
    assert run("profile", "show", "--json", "--notebook", path).json["profile"]["code"] == "robots-35"


def test_a_wrong_profile_makes_no_notebook(run: Run, tmp_path: Path) -> None:
    path, profile = tmp_path / "new.carnet", tmp_path / "p.json"
    profile.write_text(json.dumps([]), encoding="utf-8")
    assert run("new", path, "--association", "A", "--profile", profile).status == 1
    assert not path.exists()
