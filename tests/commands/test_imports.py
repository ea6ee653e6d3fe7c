"""Lists of people brought in by a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.test_workshops import HOSTILE

LISTS = Path(__file__).parents[1] / "exchange" / "lists"


def a_list(folder: Path, *rows: str, header: str = "Nom;Prénom;Naissance;Courriel;Téléphone") -> Path:
    path = folder / "liste.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def people(on: Run) -> list[tuple[str, str]]:
    return [(p["family_name"], p["given_name"]) for p in on("people", "--json").json["people"]]


def test_a_list_from_windows_goes_into_a_workshop_and_one_undo_takes_it_back(on: Run) -> None:
    on("workshop", "new", "Premiers pas", "--capacity", "12")
    ran = on("import", LISTS / "french-cp1252.csv", "--workshop", "premiers", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["done"] == {
        "new": 30, "known": 0, "enrolled": 12, "waiting": 18, "already": 0, "left_out": 0, "marks": 0, "completed": 0,
    }  # fmt: skip
    assert ("N’Diaye", "Aïssatou") in people(on)
    newest = on("history", "--json").json["history"][0]
    assert newest["label"] == "Import {count} people"
    assert on("history", "--undo", str(newest["number"])).status == 0
    assert people(on) == []
    assert on("people", "--workshop", "premiers", "--json").json["people"] == []


def test_the_same_list_again_changes_nothing(on: Run) -> None:
    assert on("import", LISTS / "french-cp1252.csv").status == 0
    entries = len(on("history", "--json").json["history"])
    again = on("import", LISTS / "french-cp1252.csv", "--json").json
    assert (again["done"]["new"], again["done"]["known"]) == (0, 30)
    assert len(on("history", "--json").json["history"]) == entries


def test_only_what_happened_is_told(on: Run) -> None:
    on("workshop", "new", "Premiers pas", "--capacity", "1")
    on("enrol", "premiers", "Zoé")
    told = on("import", LISTS / "french-cp1252.csv", "--workshop", "premiers").out
    assert "30 people are on the waiting list." in told
    assert "0 people enrolled" not in told
    again = on("import", LISTS / "french-cp1252.csv", "--workshop", "premiers").out
    assert "30 people were known already." in again
    assert "are new" not in again
    assert "people enrolled" not in again


def test_a_folder_that_has_no_name_is_still_named(on: Run) -> None:
    ran = on("import", ".")
    assert ran.status == 1
    assert "“.”" in ran.err


def test_a_dry_run_writes_nothing(on: Run) -> None:
    ran = on("import", LISTS / "french-cp1252.csv", "--dry-run")
    assert ran.status == 0
    assert "30 new" in ran.out
    assert people(on) == []


def test_a_row_to_correct_refuses_the_whole_list_with_its_number(on: Run, tmp_path: Path) -> None:
    path = a_list(tmp_path, "Le Goff;Zoé;1950;zoe@example.org;", "Kerbrat;Yann;1948;pas un mail;")
    ran = on("import", path)
    assert ran.status == 1
    assert "Row 3" in ran.err
    assert people(on) == []
    left = on("import", path, "--skip-wrong")
    assert left.status == 0
    assert "Row 3" in left.err
    assert people(on) == [("Le Goff", "Zoé")]


def test_a_doubtful_row_is_shown_with_what_is_known_and_decided_by_an_option(on: Run, tmp_path: Path) -> None:
    on("person", "new", "Zoé Le Goff", "--birth-year", "1950", "--town", "Rennes")
    path = a_list(tmp_path, "Le Goff;Zoé;;;")
    ran = on("import", path)
    assert ran.status == 1
    assert "1950" in ran.err
    assert on("import", path, "--doubtful", "known", "--json").json["done"]["known"] == 1
    assert on("import", path, "--doubtful", "leave").status == 1, "nobody is left to import"
    assert on("import", path, "--doubtful", "new", "--json").json["done"]["new"] == 1


def test_two_identical_rows_are_one_person_and_that_is_said(on: Run, tmp_path: Path) -> None:
    ran = on("import", a_list(tmp_path, "Le Goff;Zoé;1950;;", "LE GOFF;Zoe;1950;;"))
    assert ran.status == 0
    assert "Row 3 is left out" in ran.out
    assert people(on) == [("Le Goff", "Zoé")]


def test_columns_that_nobody_needs_are_not_kept_and_that_is_said(on: Run, tmp_path: Path) -> None:
    path = a_list(tmp_path, "Le Goff;Zoé;12 €", header="Nom;Prénom;Montant")
    assert "Montant" in on("import", path).out


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x00\x01\x02", b"", b"une phrase\n"])
def test_a_file_that_is_no_list_is_refused_and_nothing_is_written(on: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    before = on("history", "--json").out
    ran = on("import", path)
    assert ran.status == 1
    assert "liste.csv" in ran.err
    assert on("history", "--json").out == before


def test_awkward_names_go_in_letter_by_letter(on: Run, tmp_path: Path) -> None:
    path = a_list(tmp_path, *(f'"{name}";Ann;;;' for name in HOSTILE))
    assert on("import", path).status == 0
    assert {family for family, _ in people(on)} == set(HOSTILE)


def test_a_name_longer_than_a_name_may_be_is_refused_with_its_row(on: Run, tmp_path: Path) -> None:
    ran = on("import", a_list(tmp_path, f"{'é' * 121};Ann;;;"))
    assert ran.status == 1
    assert "Row 2" in ran.err
    assert "120" in ran.err


def test_crosses_under_dates_become_attendance(on: Run) -> None:
    on("workshop", "new", "Tablette", "--session", "2026-05-12 14:00-16:00", "--session", "2026-05-19 14:00-16:00")
    ran = on("import", LISTS / "dates-with-crosses.csv", "--workshop", "tablette")
    assert ran.status == 0, ran.err
    assert "5 marks of attendance were entered." in ran.out
    assert "No session on 26 May 2026: its 2 marks are left out." in ran.err
    alone = on("import", LISTS / "dates-with-crosses.csv", "--dry-run")
    assert "7 marks of attendance are left out" in alone.err


def test_columns_and_values_for_everyone_are_chosen_and_remembered(on: Run, tmp_path: Path) -> None:
    path = a_list(tmp_path, "Fatou;Diop", header="Qui;Nom")
    chosen = ("--column", "Qui=given_name", "--set", "town=Rennes")
    assert on("import", path, *chosen).status == 0
    assert people(on) == [("Diop", "Fatou")]
    again = on("import", a_list(tmp_path, "Zoé;Le Goff", header="Qui;Nom"))
    assert "as last time" in again.out
    shown = on("people", "--json").json["people"]
    assert {(each["given_name"], each["town"]) for each in shown} == {("Fatou", "Rennes"), ("Zoé", "Rennes")}
    entries = len(on("history", "--json").json["history"])
    guessed = on("import", a_list(tmp_path, "Ann;Kerbrat", header="Qui;Nom"), "--guess")
    assert guessed.status == 0
    assert ("Kerbrat", "") in people(on)
    assert len(on("history", "--json").json["history"]) == entries + 1
    assert "as last time" not in on("import", path, "--dry-run").out, "guessing again forgets what was chosen"
    assert on("import", path, "--column", "Quoi=notes").status == 1
    assert on("import", path, "--set", "email=x").status == 1


def test_rows_are_left_out_by_their_numbers(on: Run, tmp_path: Path) -> None:
    path = a_list(tmp_path, "Le Goff;Zoé;;pas un mail;", "Kerbrat;Yann;;;", "Diop;Fatou;;;")
    ran = on("import", path, "--leave-out", "2", "4")
    assert ran.status == 0, ran.err
    assert "Row 2 is left out: as you asked." in ran.out
    assert people(on) == [("Kerbrat", "Yann")]
    assert on("import", path, "--leave-out", "17").status == 1
    assert on("import", path, "--leave-out", "deux").status == 2


def test_those_who_paid_are_taken_for_those_who_come_only_when_asked(on: Run) -> None:
    ran = on("import", LISTS / "helloasso-payments.csv")
    assert ran.status == 1
    assert "--payers" in ran.out
    assert people(on) == []
    assert on("import", LISTS / "helloasso-payments.csv", "--payers").status == 0
    assert people(on) != []


def test_what_a_list_completes_of_known_people_is_told_and_written(on: Run, tmp_path: Path) -> None:
    on("import", a_list(tmp_path, "Le Goff;Zoé;1950;;"))
    path = a_list(tmp_path, "Le Goff;Zoé;1950;;0639980001", "Le Gof;Zoé;1950;;")
    told = on("import", path, "--dry-run")
    assert "Row 2 completes Zoé Le Goff: Phone." in told.out
    ran = on("import", path, "--doubtful", "leave")
    assert "1 of them was completed." in ran.out, ran.err
    assert [p["phone"] for p in on("people", "--json").json["people"]] == ["06 39 98 00 01"]


def test_rows_of_several_people_and_like_rows_are_decided_by_options(on: Run, tmp_path: Path) -> None:
    path = a_list(
        tmp_path,
        "Dupont;Jean et Marie;;;",
        "Le Goff;Zoé;;zoe@example.org;",
        "Le Gof;Zoé;;;",
        "Diop;Ali;;;",
        "Diop;Ali;;;",
    )
    asked = on("import", path)
    assert asked.status == 1
    assert "--several each" in asked.out
    told = on("import", path, "--several", "one", "--dry-run").out
    assert "1 row is to be checked." in told
    assert on("import", path, "--several", "each", "--same", "4=3", "--apart", "6").status == 0
    assert sorted(people(on)) == [
        ("Diop", "Ali"), ("Diop", "Ali"), ("Dupont", "Jean"), ("Dupont", "Marie"), ("Le Goff", "Zoé"),
    ]  # fmt: skip
    wrong = on("import", path, "--same", "4=x")
    assert wrong.status == 2
    assert "--same" in wrong.err
