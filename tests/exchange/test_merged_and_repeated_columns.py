"""Cells merged over several rows, and titles that stand twice in a list: nothing of them is lost."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # carries no types
import xlwt  # type: ignore[import-untyped]  # carries no types

from exchange.columns import RowDraft, drafts, recognise
from exchange.spreadsheet import Sheet, read, with_header
from resources.words import sentence
from tests.builders import TODAY
from tests.exchange.lists.workbooks import ods, with_part, xlsx

PEOPLE = [["Le Goff", "Zoé"], ["Kerbrat", "Yann"], ["Diop", "Fatou"]]


def an_xlsx(folder: Path) -> Path:
    with xlsxwriter.Workbook(str(folder / "liste.xlsx")) as book:
        sheet = book.add_worksheet("Feuil1")
        sheet.merge_range(0, 0, 1, 2, "Atelier du mardi")
        sheet.write_row(2, 0, ["Nom", "Prénom", "Ville"])
        for place, names in enumerate(PEOPLE):
            sheet.write_row(3 + place, 0, names)
        sheet.merge_range(3, 2, 5, 2, "Rennes")
        sheet.write_row(8, 0, ["Martin", "Paul"])
    return folder / "liste.xlsx"


def an_xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuil1")
    for row, names in enumerate([["Nom", "Prénom", "Ville"], *PEOPLE]):
        for column, text in enumerate(names):
            sheet.write(row, column, text)
    sheet.write_merge(1, 3, 2, 2, "Rennes")
    book.save(str(folder / "liste.xls"))
    return folder / "liste.xls"


def an_ods(folder: Path) -> Path:
    path = ods(
        folder / "liste.ods", [["Nom", "Prénom", "Ville"], [*PEOPLE[0], "Rennes"], *([*p, None] for p in PEOPLE[1:])]
    )
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    town = b'<table:table-cell office:value-type="string"><text:p>Rennes<'
    assert town in parts["content.xml"]
    merged = town.replace(b"cell ", b'cell table:number-columns-spanned="1" table:number-rows-spanned="3" ')
    parts["content.xml"] = parts["content.xml"].replace(town, merged)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def of(sheet: Sheet) -> list[RowDraft]:
    return drafts(sheet, recognise(sheet, today=TODAY), today=TODAY)


@pytest.mark.parametrize("make", [an_xlsx, an_xls, an_ods])
def test_a_town_merged_over_three_rows_is_that_of_all_three(tmp_path: Path, make: Any) -> None:
    sheet = read(make(tmp_path))
    found = [draft for draft in of(sheet) if draft.left_out_reason is None]
    assert [draft.values.get("town") for draft in found[:3]] == ["Rennes"] * 3
    (note,) = [note for note in sheet.notes if note.code == "cells_merged"]
    assert (note.values["count"], note.values["columns"]) == (2, "C")
    assert "2" in sentence(note)


def test_a_merge_ends_where_it_ends_and_fills_no_empty_row(tmp_path: Path) -> None:
    sheet = read(an_xlsx(tmp_path))
    found = {draft.row_number: draft for draft in of(sheet)}
    assert (found[7].left_out_reason, found[8].left_out_reason) == ("empty", "empty")
    assert dict(found[9].values) == {"family_name": "Martin", "given_name": "Paul"}


def test_the_values_stay_when_another_row_is_taken_for_the_titles(tmp_path: Path) -> None:
    sheet = with_header(with_header(read(an_xlsx(tmp_path)), 4), 3)
    assert [draft.values.get("town") for draft in of(sheet)][:3] == ["Rennes"] * 3
    assert "cells_merged" in {note.code for note in sheet.notes}


def test_a_heading_merged_over_two_rows_is_still_a_heading(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "liste.xlsx")) as book:
        sheet = book.add_worksheet("Feuil1")
        sheet.merge_range(0, 0, 1, 0, "Nom")
        sheet.merge_range(0, 1, 1, 1, "Prénom")
        sheet.merge_range(0, 2, 0, 3, "Contact")
        sheet.write_row(1, 2, ["Téléphone", "Courriel"])
        sheet.write_row(2, 0, ["Le Goff", "Zoé", "06 39 98 00 01", "zoe@example.org"])
    (draft,) = of(read(tmp_path / "liste.xlsx"))
    assert draft.values["phone"] == "06 39 98 00 01"
    assert draft.values["family_name"] == "Le Goff"


def text_list(folder: Path, *lines: str) -> list[RowDraft]:
    (folder / "liste.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return of(read(folder / "liste.csv"))


def test_two_columns_of_telephones_are_both_kept(tmp_path: Path) -> None:
    both, second, note = text_list(
        tmp_path,
        "Nom;Téléphone;Téléphone;Remarques",
        "Le Goff;06 39 98 00 01;02 99 00 00 01;",
        "Kerbrat;;02 99 00 00 02;",
        "Diop;06 39 98 00 03;02 99 00 00 03;Vient le mardi",
    )
    assert both.values == {
        "family_name": "Le Goff",
        "phone": "06 39 98 00 01",
        "notes": "Téléphone (2): 02 99 00 00 01",
    }
    assert (second.values["phone"], "notes" in second.values) == ("02 99 00 00 02", False)
    assert note.values["notes"] == "Vient le mardi\nTéléphone (2): 02 99 00 00 03"
    assert [problem.code for problem in both.problems] == ["phone_rest_noted"]
    assert "02 99 00 00 01" in sentence(both.problems[0])


def test_of_two_columns_with_one_title_the_first_that_is_filled_counts(tmp_path: Path) -> None:
    first, second, differing = text_list(
        tmp_path,
        "Nom;Courriel;Ville;Courriel;Ville;Naissance;Date de naissance",
        "Le Goff;zoe@example.org;Rennes;;;;12/05/1950",
        "Kerbrat;;;yann@example.org;Brest;1948;",
        "Diop;a@example.org;Rennes;b@example.org;Vitré;1970;1971",
    )
    assert (first.values["email"], first.values["town"], first.values["birth_year"]) == (
        "zoe@example.org",
        "Rennes",
        1950,
    )
    assert (second.values["email"], second.values["town"], second.values["birth_year"]) == (
        "yann@example.org",
        "Brest",
        1948,
    )
    assert differing.values["notes"] == "Courriel (2): b@example.org"
    assert [(each.field, each.code) for each in differing.problems] == [
        ("email", "email_rest_noted"), ("town", "value_rest_left_out"), ("birth_year", "value_rest_left_out"),
    ]  # fmt: skip


def test_a_second_number_in_one_cell_is_noted(tmp_path: Path) -> None:
    (draft,) = text_list(tmp_path, "Nom;Portable", "Le Goff;06 39 98 00 01 / 02 99 00 00 01")
    assert draft.values["notes"] == "Portable: 02 99 00 00 01"


def test_a_second_name_may_be_somebody_else_and_is_not_taken(tmp_path: Path) -> None:
    (draft,) = text_list(tmp_path, "Nom;Prénom;Prénom", "Le Goff;Zoé;Maël")
    assert draft.values == {"family_name": "Le Goff", "given_name": "Zoé"}


@pytest.mark.parametrize(
    ("ranges", "count"),
    [("A{row}:XFD1048576", 200_000), ("C5:C2", 1), ("C99999999999:D99999999999999", 1)],
)
def test_merges_that_nobody_made_stop_no_list(tmp_path: Path, ranges: str, count: int) -> None:
    path = xlsx(tmp_path / "liste.xlsx", {"Feuil1": [["Nom", "Ville"], *([f"Le Goff{n}", None] for n in range(2000))]})
    merges = "".join(f'<mergeCell ref="{ranges.format(row=n % 2000 + 2)}"/>' for n in range(count))
    with_part(path, "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    start = time.perf_counter()
    assert len(read(path, is_apart=True).rows) == 2001
    assert time.perf_counter() - start < 5
