"""Certificates by command: who gets one, with exceptions; the register, kept and handed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def course(on: Run) -> Run:
    """A workshop of two sessions, of which a certificate needs all; Zoé came to both, Maël to one, Bob to none."""
    on(
        "workshop", "new", "Premiers pas", "--minimum-sessions", "100 %",
        "--session", "2026-05-05 14:00-16:00", "--session", "2026-05-12 14:00-16:00",
    )  # fmt: skip
    assert on("enrol", "premiers", "Zoé Le Goff", "Maël Kerbrat", "Bob").status == 0
    on("attendance", "05/05", "--present", "Zoé Le Goff", "--present", "Maël Kerbrat", "--others-absent")
    assert on("attendance", "12/05", "--present", "Zoé Le Goff", "--others-absent").status == 0
    return on


def test_a_test_run_names_those_who_get_none_and_records_nothing(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    ran = course("certificates", "--workshop", "premiers", "-o", path, "--test", "--json")
    assert {each["name"]: each["code"] for each in ran.json["without"]} == {
        "Kerbrat Maël": "certificate_below_minimum",
        "Bob": "certificate_no_presence",
    }
    assert path.read_bytes().startswith(b"%PDF")
    assert course("register", "--json").json["certificates"] == []
    assert not any("Issue" in str(each["label"]) for each in course("history", "--json").json["history"])


def test_an_exception_is_made_by_name_with_its_note(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    ran = course(
        "certificates", "--workshop", "premiers", "-o", path, "--exception", "Maël Kerbrat: malade le 12", "--json"
    )
    assert len(ran.json["made"]) == 2
    assert [each["name"] for each in ran.json["without"]] == ["Bob"]
    notes = {each["family_name"]: each["note"] for each in course("register", "--json").json["certificates"]}
    assert notes == {"Le Goff": "", "Kerbrat": "malade le 12"}


def test_no_note_makes_an_exception_of_somebody_who_never_came(course: Run, tmp_path: Path) -> None:
    line = ("certificates", "--workshop", "premiers", "-o", tmp_path / "a.pdf", "--json")
    assert len(course(*line, "--exception", "Bob: un ami").json["made"]) == 1


@pytest.mark.parametrize("text", ["Maël Kerbrat", "Maël Kerbrat:  ", "Personne: malade"])
def test_an_exception_without_note_or_person_is_refused_and_nothing_is_issued(
    course: Run, tmp_path: Path, text: str
) -> None:
    assert course("certificates", "--workshop", "premiers", "-o", tmp_path / "a.pdf", "--exception", text).status == 1
    assert course("register", "--json").json["certificates"] == []


@pytest.mark.parametrize(("rule", "status"), [("75%", 0), ("75 %", 0), ("2", 0), ("souvent", 2), ("200 %", 1)])
def test_the_rule_is_a_number_or_a_share(course: Run, rule: str, status: int) -> None:
    assert course("workshop", "edit", "premiers", "--minimum-sessions", rule).status == status
