"""Tables out: text stays text, nothing is cut, and our own lists come back as they left."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import people_export
from exchange.columns import recognise
from exchange.people_import import Kind, carry_out, plan
from exchange.spreadsheet import read
from exchange.tables import Format, Value, format_of, table
from models import people
from models.codes import AgeBand, Gender, Occupation, ReferredBy
from models.merging import PersonAlias
from models.notebook import Notebook
from models.people import PersonDraft
from models.progress import finish
from models.text import clean_line, clean_note
from resources import i18n
from resources.labels import codes, label
from tests.builders import TODAY, a_person
from tests.models.checks import refused
from tests.models.dumps import dump

FORMATS = list(Format)
HEADERS = ("Nom", "Année", "Vu le", "Notes")
ROWS: list[tuple[Value, ...]] = [
    ("=1+1", 1954, date(2026, 5, 12), "https://example.org/"),
    ("+33 6", None, None, "-\t@"),
    ("'=x", 0, date(1900, 3, 1), '"a";b,c\nd'),
    ("00123", -4, None, "<b>&amp;_x0041_"),
]


def written(path: Path, kind: Format, rows: list[tuple[Value, ...]] = ROWS) -> Path:
    with table(path, kind, HEADERS, title="a/b [c]") as add:
        for row in rows:
            add(row)
    return path


@pytest.fixture(params=["fr", "en"])
def tongue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(i18n, "_current", i18n.language(request.param))
    return str(request.param)


def test_a_workbook_keeps_text_as_text_and_dates_and_numbers_as_such(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", Format.XLSX)
    book = python_calamine.CalamineWorkbook.from_path(path)
    cells = book.get_sheet_by_index(0).to_python()
    assert book.sheet_names == ["a b  c"]
    assert cells == [list(HEADERS), *([("" if value is None else value) for value in row] for row in ROWS)]
    assert [type(value) for value in cells[1]] == [str, float, date, str]
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet


def test_the_lossless_csv_says_exactly_what_it_was_given(tmp_path: Path) -> None:
    content = written(tmp_path / "t.csv", Format.CSV).read_bytes()
    assert content.startswith("Nom,Année,Vu le,Notes\r\n=1+1,1954,2026-05-12,https".encode())
    cells = list(csv.reader(content.decode().splitlines(keepends=True)))
    shown = [["" if value is None else str(value) for value in row] for row in ROWS]
    assert cells == [list(HEADERS), *shown]


def test_the_csv_for_excel_has_its_mark_its_separator_and_no_formula(tmp_path: Path, tongue: str) -> None:
    content = written(tmp_path / "t.csv", Format.EXCEL_CSV).read_bytes()
    assert content.startswith(b"\xef\xbb\xbfNom;")
    cells = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert cells[1] == ["'=1+1", "1954", "12/05/2026", "https://example.org/"]
    assert [row[0] for row in cells[1:]] == ["'=1+1", "'+33 6", "''=x", "00123"]
    assert cells[2][3] == "'-\t@"
    assert cells[4][1] == "-4"
    assert [row[0] for row in read(tmp_path / "t.csv").rows[1:]] == [row[0] for row in ROWS]


@pytest.mark.parametrize("kind", [Format.XLSX, Format.EXCEL_CSV])
def test_what_excel_would_cut_is_refused_with_its_place_and_the_old_file_stays(tmp_path: Path, kind: Format) -> None:
    path = tmp_path / "t.dat"
    path.write_text("before", "utf-8")
    with refused("cell_too_long_for_excel", column="Notes", row=3, limit=32_767):
        written(path, kind, [("a", 1, None, "é" * 32_767), ("b", 1, None, "😀" * 16_384)])
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
    written(path, Format.CSV, [("b", 1, None, "😀" * 16_384)])
    assert path.read_text("utf-8").count("😀") == 16_384


@pytest.mark.parametrize("kind", FORMATS)
def test_a_table_given_up_leaves_nothing(
    tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch, file_notebook: Notebook
) -> None:
    aside, out = tmp_path / "aside", tmp_path / "out"
    aside.mkdir()
    out.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    with file_notebook.write("Make") as db:
        ids = people.save_many(db, [PersonDraft(family_name=f"n{i}") for i in range(900)], today=TODAY)
    task = people_export.export(file_notebook, ids, out / "t.dat", kind=kind)
    assert [next(task).done for _ in range(3)] == [0, 400, 800]
    task.close()
    assert list(out.iterdir()) == list(aside.iterdir()) == []


def test_the_ending_of_a_file_says_how_it_is_written() -> None:
    assert format_of(Path("a.XLSX")) is Format.XLSX
    assert format_of(Path("a.csv")) is Format.CSV
    with refused("table_ending_unknown", file="a.ods"):
        format_of(Path("a.ods"))


def test_only_the_columns_chosen_are_written_in_their_order(tmp_path: Path, file_notebook: Notebook) -> None:
    with file_notebook.write("Make") as db:
        ids = [a_person(db, "Zoé", "Le Goff", photo_consent=True), a_person(db, "Ali", "Ben")]
    task = people_export.export(
        file_notebook, ids[::-1], tmp_path / "t.csv", kind=Format.CSV, columns=["given_name", "photo_consent", "gender"]
    )
    assert finish(task) == 2
    assert (tmp_path / "t.csv").read_text("utf-8").splitlines()[1:] == ["Ali,No,", "Zoé,Yes,"]
    with refused("column_unknown", column="shoe_size", columns=", ".join(people_export.NAMES)):
        finish(people_export.export(file_notebook, ids, tmp_path / "u.csv", kind=Format.CSV, columns=["shoe_size"]))
    assert not (tmp_path / "u.csv").exists()


@pytest.mark.parametrize("axis", ["gender", "occupation", "referred_by"])
def test_every_coded_value_is_written_in_words_that_are_read_back(axis: str, tongue: str) -> None:
    from exchange.values import code_of

    for code in codes(axis):
        assert code_of(label(axis, code), axis) == (code, None)


@pytest.mark.parametrize("kind", FORMATS)
def test_our_own_headers_are_known_again(tmp_path: Path, kind: Format, file_notebook: Notebook, tongue: str) -> None:
    with file_notebook.write("Make") as db:
        a_person(db, notes="Vient le mardi")
        finish_ids = people.find(db)
    path = tmp_path / "t.dat"
    finish(people_export.export(file_notebook, finish_ids, path, kind=kind))
    mapping = recognise(read(path), today=TODAY)
    assert mapping.source.id == "carnet"
    assert {c.field for c in mapping.columns} - {None} == {
        "uid", "family_name", "given_name", "birth_year", "gender", "occupation", "postcode", "town", "email",
        "phone", "notes", "referred_by", "age_band", "informed_on", "photo_consent",
    }  # fmt: skip
    assert all(c.field or c.unneeded for c in mapping.columns)


def test_a_former_identifier_finds_the_person_kept(tmp_path: Path, file_notebook: Notebook) -> None:
    path = tmp_path / "t.csv"
    with file_notebook.write("Make") as db:
        kept, other = a_person(db, "Zoé", "Le Goff"), a_person(db, "Zoe", "Legoff")
    finish(people_export.export(file_notebook, [other], path, kind=Format.CSV))
    with file_notebook.write("Merge") as db:
        uid = people.lines(db, [other])[other].uid
        people.remove(db, [other])
        db.add(PersonAlias(person_id=kept, former_uid=uid))
    with file_notebook.read() as db:
        (row,) = plan(db, sheet := read(path), recognise(sheet, today=TODAY), today=TODAY).rows
    assert (row.kind, row.person_id) == (Kind.KNOWN, kept)


def test_an_identifier_of_another_notebook_makes_a_new_person(tmp_path: Path, file_notebook: Notebook) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Identifiant;Nom;Prénom;Téléphone\n01890a5d-ac96-774b-bcce-b302099a8057;Le Goff;;'+33 6 39 98 01 02\n", "utf-8"
    )
    with file_notebook.read() as db:
        (row,) = plan(db, sheet := read(path), recognise(sheet, today=TODAY), today=TODAY).rows
    assert (row.kind, row.draft) == (Kind.NEW, PersonDraft(family_name="Le Goff", phone="06 39 98 01 02"))


LINES = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "+33", "-", "@x", "'=1", "Nom", "Total", "Exemple : Zoé", "#N/A", "_x0041_", "007", "12/05/1954", "a;b,c"]
)
PEOPLE = st.builds(
    PersonDraft,
    given_name=LINES.map(clean_line),
    family_name=LINES.map(clean_line),
    birth_year=st.none() | st.integers(1900, 2026),
    gender=st.sampled_from(["", *Gender]).map(str),
    occupation=st.sampled_from(["", *Occupation]).map(str),
    age_band=st.sampled_from(["", *AgeBand]).map(str),
    postcode=st.sampled_from(["", "01000", "SW1A 1AA"]),
    town=LINES.map(clean_line),
    email=st.sampled_from(["", "a@b.fr", "+x@é.org"]),
    phone=st.sampled_from(["", "3939", "+44 20 7946 0958", "06 39 98 01 02"]),
    notes=st.text(max_size=30).map(clean_note),
    referred_by=st.sampled_from(["", *ReferredBy]).map(str),
    informed_on=st.none() | st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    photo_consent=st.booleans(),
).filter(lambda draft: draft.given_name or draft.family_name)
CHOSEN = st.permutations([name for name in people_export.NAMES if name not in {"uid", "family_name"}]).flatmap(
    lambda names: st.integers(0, len(names)).flatmap(
        lambda count: st.permutations(["uid", "family_name", "given_name", *names[:count]])
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drafts=st.lists(PEOPLE, min_size=1, max_size=8), columns=CHOSEN, tongue=st.sampled_from(["fr", "en"]))
@pytest.mark.parametrize("kind", FORMATS)
def test_bringing_in_our_own_list_again_changes_nothing(
    tmp_path: Path, file_notebook: Notebook, monkeypatch: Any, kind: Format, drafts: Any, columns: Any, tongue: str
) -> None:
    monkeypatch.setattr(i18n, "_current", i18n.language(tongue))
    path = tmp_path / "t.dat"
    with file_notebook.write("Make") as db:
        ids = people.save_many(db, drafts, today=TODAY)[::-1]
    for chosen in (people_export.NAMES, columns):
        finish(people_export.export(file_notebook, ids, path, kind=kind, columns=chosen))
        sheet = read(path)
        with file_notebook.read() as db:
            before = dump(db)
            planned = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY)
        assert [(row.kind, row.person_id) for row in planned.rows] == [(Kind.KNOWN, each) for each in ids]
        report = carry_out(file_notebook, planned, today=TODAY)
        assert (report.new, report.known, report.left_out) == ((), tuple(ids), 0)
        with file_notebook.read() as db:
            assert dump(db) == before


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_of_a_person_is_read_back_in_another_notebook(
    tmp_path: Path, file_notebook: Notebook, kind: Format, tongue: str
) -> None:
    everything = PersonDraft(
        "Maël", "Le Goff", birth_year=1954, gender="masculin", occupation="scolarise", postcode="01000",
        town="Saint-Malo", email="mael@example.org", phone="06 39 98 01 02", notes="=1+1;\n« x », \"y\"",
        referred_by="insertion_professionnelle", age_band="soixante_dix_plus", informed_on=date(2026, 3, 2),
        photo_consent=True,
    )  # fmt: skip
    abroad = PersonDraft("@Zoé", "-Ô", phone="+44 20 7946 0958", age_band="douze_dix_huit")
    with file_notebook.write("Make") as db:
        ids = people.save_many(db, [everything, abroad], today=TODAY)
    finish(people_export.export(file_notebook, ids, path := tmp_path / "t.dat", kind=kind))
    with file_notebook.write("Empty") as db:
        people.remove(db, ids, agreed=len(ids))
    sheet = read(path)
    with file_notebook.read() as db:
        planned = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY)
    assert [(row.kind, row.draft) for row in planned.rows] == [(Kind.NEW, everything), (Kind.NEW, abroad)]
