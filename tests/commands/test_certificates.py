"""Certificates by command: who gets one, with exceptions; the register, kept and handed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange import spreadsheet
from tests.commands.conftest import Run
from tests.documents.reading import words_of
from tests.tools import needs


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


@pytest.fixture
def issued(course: Run, tmp_path: Path) -> Run:
    """Three certificates: one revoked, one replaced, one in force."""
    line = ("certificates", "--workshop", "premiers", "-o", tmp_path / "a.pdf")
    assert course(*line, "--exception", "Maël Kerbrat: malade").status == 0
    assert course("certificate", "revoke", "LPB-2026-0001", "--reason", "=HYPERLINK(1)").status == 0
    assert course("certificate", "replace", "LPB-2026-0002", "--reason", "Nom").status == 0
    return course


def numbers(issued: Run, *words: object) -> list[str]:
    return [each["number"] for each in issued("register", *words, "--json").json["certificates"]]


def test_the_register_is_narrowed_by_status_and_day(issued: Run) -> None:
    assert numbers(issued) == ["LPB-2026-0003", "LPB-2026-0002", "LPB-2026-0001"]
    assert numbers(issued, "--status", "revoked") == ["LPB-2026-0001"]
    assert numbers(issued, "--status", "replaced") == ["LPB-2026-0002"]
    assert numbers(issued, "--waiting") == ["LPB-2026-0003"]
    assert numbers(issued, "--from", "13/05/2026") == []
    assert len(numbers(issued, "--from", "12/05/2026", "--to", "12/05/2026")) == 3
    assert issued("register", "--status", "lost").status == 2


@pytest.mark.parametrize(("name", "more"), [("register.xlsx", ()), ("register.csv", ("--format", "excel-csv"))])
def test_the_register_is_written_as_a_table_in_which_nothing_calculates(
    issued: Run, tmp_path: Path, name: str, more: tuple[str, ...]
) -> None:
    ran = issued("register", "--output", tmp_path / name, *more, "--json")
    assert ran.json["written"]["certificates"] == 3
    rows = spreadsheet.read(tmp_path / name).rows
    assert len(rows) == 4
    text = " | ".join(" | ".join(map(str, row)) for row in rows)
    for told in ("LPB-2026-0001", "HYPERLINK", "malade", "Replaced", "Revoked", "Issued"):
        assert told in text


@needs("pdftoppm")
def test_the_register_is_printed_with_what_became_of_each(issued: Run, tmp_path: Path) -> None:
    assert issued("register", "--output", tmp_path / "register.pdf").status == 0
    words = words_of(tmp_path / "register.pdf")
    assert "Replaced by LPB-2026-0003" in words
    assert "=HYPERLINK(1)" in words
    assert "exception: malade" in words
    assert "3 certificates" in words


def test_an_ending_that_means_nothing_is_refused(issued: Run, tmp_path: Path) -> None:
    assert issued("register", "--output", tmp_path / "register.odt").status == 1
    assert not (tmp_path / "register.odt").exists()
