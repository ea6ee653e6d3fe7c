"""Around a session: sheets, who came, and the certificates that follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.seal import read_codes
from tests.commands.conftest import Run
from tests.documents.reading import told_by, words_of
from tests.tools import needs


@pytest.fixture
def course(on: Run) -> Run:
    """A workshop of two sessions with three people, of which a certificate needs both."""
    on(
        "workshop", "new", "Premiers pas", "--minimum-sessions", "2", "--place", "Bibliothèque Triangle",
        "--session", "2026-05-05 14:00-16:00", "--session", "2026-05-12 14:00-16:00",
    )  # fmt: skip
    assert on("enrol", "premiers", "Zoé Le Goff", "Maël Kerbrat", "Bob").status == 0
    return on


def shown(ran: object) -> dict[str, int]:
    values = ran.json  # type: ignore[attr-defined]  # what a command said
    return {name: values[name] for name in ("expected", "present", "absent", "excused", "unnamed") if values[name]}


def test_everyone_was_here_but_those_named(course: Run) -> None:
    ran = course("attendance", "12/05", "--excused", "Bob", "--all", "--unnamed", "3", "--json")
    assert shown(ran) == {"expected": 3, "present": 2, "excused": 1, "unnamed": 3}
    assert course("sessions", "--to-enter", "--json").json["sessions"][0]["date"] == "2026-05-05"


def test_those_named_came_and_the_others_did_not(course: Run) -> None:
    ran = course("attendance", "12/05", "--present", "Le Goff Zoé", "--others-absent", "--json")
    assert shown(ran) == {"expected": 3, "present": 1, "absent": 2}


def test_a_name_that_is_not_enrolled_is_refused_and_nothing_is_entered(course: Run) -> None:
    ran = course("attendance", "12/05", "--present", "Bob", "Zoé Le Gof")
    assert ran.status == 1
    assert "Le Goff Zoé" in ran.err
    assert course("sessions", "--json").json["sessions"][1]["present"] == 0


def test_a_list_says_who_came(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "emargement.csv"
    path.write_text("Nom;Prénom;12/05/2026\nLe Goff;Zoé;x\nKerbrat;Maël;\n", encoding="utf-8")
    assert shown(course("attendance", "12/05", "--list", path, "--json")) == {"expected": 3, "present": 1}
    path.write_text("Nom;Prénom\nKerbrat;Maël\n", encoding="utf-8")
    assert shown(course("attendance", "12/05", "--list", path, "--json")) == {"expected": 3, "present": 2}


def test_what_people_said_is_counted_and_more_answers_than_people_are_told(course: Run) -> None:
    ran = course("attendance", "12/05", "--all", "--pleased", "2", "--at-ease", "1", "--json")
    said = {"pleased": 2, "neutral": 0, "displeased": 0, "more_at_ease": 1, "as_before": 0}
    assert ran.json["feedback"] == said
    assert not ran.err
    ran = course("attendance", "12/05", "--neutral", "3", "--json")
    assert ran.status == 0
    assert ran.json["feedback"] == {**said, "neutral": 3}
    assert "5 answers were counted, but 3 people came" in ran.err
    assert course("attendance", "12/05", "--pleased=-1").status == 1


def test_badges_of_a_workshop_are_written(course: Run, tmp_path: Path) -> None:
    ran = course("badges", "premiers", "-o", tmp_path / "badges.pdf", "--json")
    assert ran.json["badges"] == 3
    assert len(read_codes(tmp_path / "badges.pdf")) == 3


def test_attendance_asks_for_what_to_enter(course: Run) -> None:
    assert course("attendance", "12/05").status == 2


@needs("pdftoppm")
def test_a_sheet_names_everyone_expected(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    for how in (("--session", "12/05"), ("--workshop", "premiers"), ("--day", "2026-05-12")):
        assert course("sheet", *how, "-o", path, "--lang", "fr", "--landscape").status == 0
        text = words_of(path)
        assert "Zoé Le Goff" in text
        assert "Bibliothèque Triangle" in text
        path.unlink()
    assert course("sheet", "--day", "2026-05-13", "-o", path).status == 1
    assert course("sheet", "-o", path).status == 2
    assert not path.exists()


@needs("pdftoppm")
def test_certificates_are_issued_once_and_printed_again_as_duplicates(course: Run, tmp_path: Path) -> None:
    for day in ("05/05", "12/05"):
        course("attendance", day, "--absent", "Bob", "--all")
    path = tmp_path / "a.pdf"
    printed = course("certificates", "--workshop", "premiers", "-o", path, "--test")
    assert printed.status == 0, printed.err
    assert '"TEST"' in told_by("pdfinfo", "-struct-text", path)
    assert course("register", "--json").json["certificates"] == []
    ran = course("certificates", "--workshop", "premiers", "-o", path, "--json")
    assert [each["number"] for each in ran.json["made"]] == ["LPB-2026-0001", "LPB-2026-0002"]
    assert ran.json["without"] == [{"name": "Bob", "code": "certificate_no_presence"}]
    assert course("certificates", "--workshop", "premiers", "-o", path).status == 1
    folder = tmp_path / "each"
    again = course(
        "certificates", "--workshop", "premiers", "-o", folder, "--each", "--again", "--lang", "fr", "--json"
    )
    assert sorted(each.name for each in folder.iterdir()) == sorted(Path(name).name for name in again.json["files"])
    assert "Duplicate of 12 May 2026" in words_of(Path(again.json["files"][0]))


def test_no_number_is_given_when_the_paper_could_not_be_written(course: Run, tmp_path: Path) -> None:
    course("attendance", "05/05", "--all")
    course("attendance", "12/05", "--all")
    assert course("certificates", "--workshop", "premiers", "-o", tmp_path / "none" / "a.pdf").status == 1
    assert course("register", "--json").json["certificates"] == []


def test_a_certificate_is_checked_replaced_and_revoked(course: Run, tmp_path: Path) -> None:
    for day in ("05/05", "12/05"):
        course("attendance", day, "--present", "Zoé Le Goff")
    path, key = tmp_path / "a.pdf", tmp_path / "key.pub"
    assert course("certificates", "--workshop", "premiers", "-o", path).status == 0
    assert course("key", "export", "-o", key).status == 0
    found = course("check-certificate", path, "--json")
    assert (found.status, found.json["certificates"][0]["status"]) == (0, "genuine")
    assert found.json["certificates"][0]["name"] == "Zoé Le Goff"
    assert course("certificate", "replace", "LPB-2026-0001", "--reason", "Nom").status == 0
    assert course("check-certificate", path, "--json").json["certificates"][0]["status"] == "replaced"
    assert course("certificate", "revoke", "LPB-2026-0002", "--reason", "").status == 1
    assert course("certificate", "revoke", "lpb-2026-0002", "--reason", "Erreur").status == 0
    assert course("certificate", "revoke", "LPB-2026-0009", "--reason", "Erreur").status == 1
    elsewhere = course("check-certificate", path, "--key", key, "--json")
    assert (elsewhere.status, elsewhere.json["certificates"][0]["status"]) == (0, "genuine_unknown_since")
    for text in ("bonjour", "CARNET1:ABC"):
        assert course("check-certificate", text).status == 1


def test_the_private_key_is_for_its_owner_alone(on: Run, tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert on("key", "export", "--private", "-o", path).status == 0
    assert path.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert path.stat().st_mode & 0o077 == 0
    assert "PRIVATE" not in on("key", "show").out


def test_a_sheet_of_millions_of_empty_rows_is_refused(course: Run, tmp_path: Path) -> None:
    ran = course("sheet", "--session", "12/05", "-o", str(tmp_path / "sheet.pdf"), "--blank", "999999999")
    assert ran.status == 1
    assert "500" in ran.err
    assert list(tmp_path.glob("sheet.pdf")) == []
