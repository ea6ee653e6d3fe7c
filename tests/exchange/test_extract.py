"""The extract for machines has everything, in keys and codes that stay, and comes back as it was."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from exchange import extract
from models.problem import UserError
from tests.documents.builders import AWKWARD_NAMES, an_extract

DAY = date(2026, 5, 12)


@pytest.mark.parametrize("name", [*AWKWARD_NAMES, "W" * 120, "😀"])
def test_everything_comes_back_from_json_as_it_was(name: str) -> None:
    held = an_extract(given_name=name, sessions=60)
    read = json.loads(extract.as_json(held, association="Les Puces", made_on=DAY))
    assert (read["format"], read["version"], read["made_on"]) == ("carnet-extract", 1, "2026-05-12")
    person = read["person"]
    assert (person["given_name"], person["family_name"], person["uid"]) == (name, held.family_name, held.uid)
    assert datetime.fromisoformat(person["created_at"]) == held.created_at
    assert (person["gender"], person["birth_year"], person["informed_on"]) == ("feminin", 1962, "2026-01-05")
    (workshop,) = read["workshops"]
    assert len(workshop["attendance"]) == 60
    assert workshop["attendance"][0] == {
        "date": "2026-01-06", "start": "14:00", "end": "16:00", "state": "present", "minutes": 60,
    }  # fmt: skip
    assert read["certificates"][0]["number"] == "LPB-2026-0042"
    assert read["history"][0]["values"] == {"count": 1}


def test_the_same_extract_gives_the_same_bytes() -> None:
    first, second = (extract.as_json(an_extract(), association="A", made_on=DAY) for _time in range(2))
    assert first == second


def test_the_two_files_stand_side_by_side(tmp_path: Path) -> None:
    paper, machine = extract.write(tmp_path / "Zoé v.2.pdf", b"%PDF", b"{}")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Zoé v.2.json", "Zoé v.2.pdf"]
    assert (paper.read_bytes(), machine.read_bytes()) == (b"%PDF", b"{}")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        extract.write(tmp_path / "nowhere" / "a.pdf", b"", b"")
    assert refused.value.problems[0].code == "place_missing"
