"""Lists as they come: every format, encoding and oddity gives the same people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from exchange.columns import RowDraft, drafts, recognise
from exchange.spreadsheet import Sheet, read, with_header
from models.problem import UserError
from tests.exchange.lists.workbooks import Rows, ods, xls, xlsx

LISTS = Path(__file__).parent / "lists"
TODAY = date(2026, 6, 15)
PEOPLE: list[list[object]] = [
    ["Nom", "Prénom", "Né(e) le", "Tél.", "CP"],
    ["LE GOFF", "Maël", date(1954, 5, 12), 612345678, 1000],
    ["N’Diaye", "Aïssatou", date(1962, 11, 3), "+33 7 12 34 56 78", 35000],
]


def people(sheet: Sheet) -> list[RowDraft]:
    found = drafts(sheet, recognise(sheet, today=TODAY), today=TODAY)
    assert len(found) == sheet.data_rows
    return found


def codes(sheet: Sheet) -> set[str]:
    return {note.code for note in sheet.notes}


def test_a_french_list_from_windows_goes_in_right() -> None:
    sheet = read(LISTS / "french-cp1252.csv")
    assert (sheet.kind, sheet.encoding, sheet.is_encoding_guessed) == ("csv", "cp1252", True)
    assert (sheet.separator, sheet.is_separator_guessed, sheet.header_row, sheet.notes) == (";", True, 1, ())
    found = people(sheet)
    assert len(found) == 30
    assert not any(draft.problems for draft in found)
    assert found[0].values == {
        "family_name": "LE GOFF",
        "given_name": "Maël",
        "birth_year": 1954,
        "phone": "06 00 34 56 78",
        "email": "personne0@example.org",
        "postcode": "35000",
        "town": "Rennes",
        "gender": "feminin",
    }
    names = [f"{draft.values['given_name']} {draft.values['family_name']}" for draft in found]
    assert {"Aïssatou N’Diaye", "Gülay Çelik", "Mélanie Cœuret", "Léa Œillet", "Minh Nguyen"} <= set(names)
    assert [draft.values["birth_year"] for draft in found[:6]] == [1954, 1948, 1962, 1971, 1939, 1966]
    assert found[1].values["postcode"] == "01000"
    assert all(str(draft.values["phone"]).startswith("06 ") for draft in found)


def test_an_excel_list_whose_header_is_on_line_4_goes_in_right(tmp_path: Path) -> None:
    title: list[list[object]] = [["Atelier « Premiers pas »"], ["Bibliothèque Triangle, mardi", None, "2026"], []]
    sheet = read(xlsx(tmp_path / "liste.xlsx", {"Feuil1": [*title, *PEOPLE]}))
    assert (sheet.kind, sheet.header_row, sheet.sheet_name) == ("xlsx", 4, "Feuil1")
    found = people(sheet)
    assert [draft.row_number for draft in found] == [5, 6]
    assert found[0].values == {
        "family_name": "LE GOFF",
        "given_name": "Maël",
        "birth_year": 1954,
        "phone": "06 12 34 56 78",
        "postcode": "01000",
    }


@pytest.mark.parametrize("make", [lambda p: xlsx(p, {"F": PEOPLE}), lambda p: xls(p, PEOPLE), lambda p: ods(p, PEOPLE)])
def test_every_workbook_gives_the_same_people(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    found = people(read(make(tmp_path / "liste.dat")))
    assert [(draft.values["birth_year"], draft.values["phone"], draft.values["postcode"]) for draft in found] == [
        (1954, "06 12 34 56 78", "01000"),
        (1962, "07 12 34 56 78", "35000"),
    ]


def test_a_unicode_text_of_excel_is_read() -> None:
    sheet = read(LISTS / "utf-16.csv")
    assert (sheet.encoding, sheet.is_encoding_guessed, sheet.separator) == ("utf-16", False, "\t")
    assert [draft.values["family_name"] for draft in people(sheet)] == ["Łukasz", "بن علي"]


def test_utf_16_without_a_mark_is_known_by_its_zeros(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        path = tmp_path / "liste.csv"
        path.write_bytes("Nom;Prénom\nLe Goff;Maël\n".encode(encoding))
        sheet = read(path)
        assert (sheet.encoding, sheet.is_encoding_guessed) == (encoding, True)
        assert people(sheet)[0].values["given_name"] == "Maël"


def test_accents_of_an_old_mac_are_guessed_or_chosen() -> None:
    assert read(LISTS / "mac-roman.csv").encoding == "mac_roman"
    chosen = read(LISTS / "mac-roman.csv", encoding="mac_roman")
    assert not chosen.is_encoding_guessed
    assert [draft.values["given_name"] for draft in people(chosen)] == ["Hélène", "Benoît"]
    with pytest.raises(UserError) as wrong:
        read(LISTS / "mac-roman.csv", encoding="utf-8")
    assert wrong.value.problems[0].code == "encoding_wrong"


def test_doubtful_accents_are_told(tmp_path: Path) -> None:
    path = tmp_path / "dos.csv"
    path.write_bytes("Nom;Prénom\nDupont;André\nMartin;Hélène\n".encode("cp850"))
    assert "accents_doubtful" in codes(read(path))
    assert people(read(path, encoding="cp850"))[1].values["given_name"] == "Hélène"


def test_tabs_quotes_and_line_ends_inside_a_cell_are_kept() -> None:
    assert read(LISTS / "tabs.tsv").separator == "\t"
    assert people(read(LISTS / "tabs.tsv"))[0].values["email"] == "zoe@example.org"
    found = people(read(LISTS / "quotes.csv"))
    assert found[0].values["family_name"] == 'O\'Brien, dit "Paddy"'
    assert found[0].values["notes"] == "Ligne 1\nLigne 2"
    assert found[1].values == {"family_name": "<img src=/etc/passwd>", "given_name": "A<B", "notes": "=1+1"}


def test_the_separator_can_be_told_by_the_file_or_chosen(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("sep=|\nNom|Prénom\nLe Goff|Maël\n", "utf-8")
    assert (read(path).separator, read(path).is_separator_guessed, read(path).header_row) == ("|", False, 1)
    path.write_text("Nom;Prénom\nLe Goff;Maël\n", "utf-8")
    assert not read(path, separator=";").is_separator_guessed


def test_what_is_not_a_person_is_told_and_never_swallowed(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        *PEOPLE,
        [],
        ["Nom", "Prénom", "Né(e) le", "Tél.", "CP"],
        ["Dupont", "Marie"],
        ["Total", None, None, 3],
    ]
    instructions: list[list[object]] = [["Remplissez la feuille suivante"]]
    sheets: dict[str, Rows] = {"Mode d’emploi": instructions, "Inscrits": rows, "Ancien": PEOPLE}
    sheet = read(xlsx(tmp_path / "liste.xlsx", sheets, hidden=["Ancien"]))
    assert (sheet.sheet_name, sheet.sheet_names) == ("Inscrits", ("Mode d’emploi", "Inscrits"))
    notes = {note.code: note.values for note in sheet.notes}
    assert notes["rows_empty"] == {"count": 1, "rows": "4"}
    assert notes["rows_total"] == {"count": 1, "rows": "7"}
    assert notes["sheets_hidden"]["sheets"] == "Ancien"
    assert notes["sheets_other"]["sheets"] == "Mode d’emploi"
    assert [draft.left_out_reason for draft in people(sheet)] == [None, None, "empty", "header", None, "total"]
    assert len(people(read(tmp_path / "liste.xlsx", sheet="Ancien"))) == 2
    with pytest.raises(UserError) as missing:
        read(tmp_path / "liste.xlsx", sheet="Absente")
    assert missing.value.problems[0].code == "sheet_missing"


def test_a_second_table_to_the_right_is_told_and_not_mixed_in(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nom", "Prénom", None, "Nom", "Tél."],
        ["Le Goff", "Maël", None, "Animatrice", "0299123456"],
    ]
    sheet = read(xlsx(tmp_path / "liste.xlsx", {"F": rows}))
    assert [note.values["column"] for note in sheet.notes] == ["D"]
    assert people(sheet)[0].values == {"family_name": "Le Goff", "given_name": "Maël"}


def test_a_formula_error_is_named_with_its_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Nom", "Prénom", "CP"], ["Le Goff", "Maël", "==#REF!"], ["Dupont", "Marie", 35000]]
    sheet = read(xlsx(tmp_path / "liste.xlsx", {"Un & deux": rows}))
    assert [note.values for note in sheet.notes] == [{"count": 1, "rows": "2"}]
    problem = people(sheet)[0].problems[0]
    assert (problem.code, problem.field) == ("cell_formula_error", "postcode")
    assert problem.values == {"text": "#REF!", "row": 2, "column": "CP"}


def test_a_header_on_two_lines_gives_each_date_its_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nom", "Prénom", "Présences", None, "Tél."],
        [None, None, date(2026, 5, 12), date(2026, 5, 19), None],
        ["Le Goff", "Maël", "x", None, "0299123456"],
    ]
    sheet = read(xlsx(tmp_path / "liste.xlsx", {"F": rows}))
    assert (sheet.header_row, sheet.header_lines) == (1, 2)
    assert sheet.headers == ("Nom", "Prénom", "12/05/2026", "19/05/2026", "Tél.")
    assert people(sheet)[0].presence == {date(2026, 5, 12): "present"}
    assert people(sheet)[0].row_number == 3


def test_repeated_and_missing_headers_stay_different(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Tél;Tél;;\nLe Goff;Maël;;0612345678;x;y\n", "utf-8")
    sheet = read(path)
    assert sheet.headers == ("Nom", "Prénom", "Tél", "Tél (2)", "E", "F")[: len(sheet.headers)]
    assert people(sheet)[0].values["phone"] == "06 12 34 56 78"


def test_another_row_can_be_chosen_as_the_header(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom\nFamille;Petit nom\nLe Goff;Maël\n", "utf-8")
    sheet = with_header(read(path), 2)
    assert (sheet.headers, sheet.data_rows) == (("Famille", "Petit nom"), 1)
    with pytest.raises(UserError):
        with_header(sheet, 9)


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom\nLe Goff;Maël\nDupont;Marie;35000;Rennes\n", "utf-8")
    draft = people(read(path))[1]
    assert draft.is_to_correct
    assert [(p.code, p.values) for p in draft.problems] == [("row_too_wide", {"row": 3, "cells": 4, "columns": 2})]
