"""The lists people really have, from the file to the notebook and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from exchange.columns import recognise
from exchange.people_import import Choices, ImportPlan, Kind, carry_out, plan
from exchange.spreadsheet import Sheet, read
from models import enrolments, people
from models.codes import EnrolmentStatus
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from models.problem import UserError
from resources import words
from tests.builders import TODAY, a_workshop
from tests.exchange.lists.workbooks import xlsx
from tests.models.checks import refused
from tests.models.dumps import dump

LISTS = Path(__file__).parent / "lists"
HEADER_ON_LINE_4: list[list[object]] = [
    ["Atelier « Premiers pas »"],
    ["Bibliothèque Triangle, mardi", None, "2026"],
    [],
    ["NOM de famille", "Prénom", "Ddn", "Portable", "CP", "Commune"],
    ["N’Diaye", "Aïssatou", date(1962, 11, 3), 639980102, 35200, "Rennes"],
    ["Le Goff", "Maël", 1954, "06.39.98.01.03", 1000, "Bourg-en-Bresse"],
    ["Nguyễn", "Łukasz", "12 mars 1971", "+33 6 39 98 01 04", "35000", "Rennes"],
    ["O'Brien", "Patrick", None, None, None, None],
]


def planned(notebook: Notebook, source: Path | Sheet, workshop_id: int | None = None) -> ImportPlan:
    sheet = read(source) if isinstance(source, Path) else source
    with notebook.read() as db:
        found = plan(db, sheet, recognise(sheet, today=TODAY), workshop_id, today=TODAY)
    assert sum(found.counts.values()) == sheet.data_rows == len(found.rows)
    return found


def the_one(db: Session, words: str) -> PersonDraft:
    (person_id,) = people.find(db, PeopleQuery(words))
    return people.draft(db, person_id)


def test_a_french_list_of_30_people_goes_into_the_registry_right(file_notebook: Notebook) -> None:
    found = planned(file_notebook, LISTS / "french-cp1252.csv")
    assert found.counts == {**dict.fromkeys(Kind, 0), Kind.NEW: 30}
    report = carry_out(file_notebook, found, today=TODAY)
    assert (len(report.new), report.known, report.left_out) == (30, (), 0)
    with file_notebook.read() as db:
        assert people.count(db) == 30
        assert the_one(db, "le goff mael") == PersonDraft(
            "Maël", "LE GOFF", birth_year=1954, gender="feminin", postcode="35000", town="Rennes",
            email="personne0@example.org", phone="06 00 34 56 78",
        )  # fmt: skip
        ndiaye = the_one(db, "n'diaye")
        assert (ndiaye.given_name, ndiaye.family_name) == ("Aïssatou", "N’Diaye")
        assert (ndiaye.birth_year, ndiaye.phone, ndiaye.postcode) == (1948, "06 01 34 56 78", "01000")
        assert the_one(db, "oeillet").family_name == "Œillet"
        assert (the_one(db, "celik").given_name, the_one(db, "brule").given_name) == ("Gülay", "Thérèse")
        years = {the_one(db, name).birth_year for name in ("dupont", "lefevre", "gauthier", "benard")}
        assert years == {1962, 1971, 1939, 1966}


def test_an_excel_list_whose_header_is_on_line_4_goes_into_the_workshop_right(
    file_notebook: Notebook, tmp_path: Path
) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
    path = xlsx(tmp_path / "liste.xlsx", {"Feuil1": HEADER_ON_LINE_4})
    report = carry_out(file_notebook, planned(file_notebook, path, workshop_id), today=TODAY)
    assert (len(report.new), len(report.enrolled)) == (4, 4)
    with file_notebook.read() as db:
        listed = [line.listed for line in enrolments.lines(db, enrolments.find(db, workshop_id)).values()]
        assert sorted(listed) == ["Le Goff Maël", "Nguyễn Łukasz", "N’Diaye Aïssatou", "O'Brien Patrick"]
        ndiaye, le_goff, nguyen = (the_one(db, name) for name in ("diaye", "le goff", "nguyen"))
        assert (ndiaye.birth_year, ndiaye.phone, ndiaye.postcode) == (1962, "06 39 98 01 02", "35200")
        assert (le_goff.birth_year, le_goff.phone, le_goff.postcode) == (1954, "06 39 98 01 03", "01000")
        assert (nguyen.birth_year, nguyen.phone, nguyen.town) == (1971, "06 39 98 01 04", "Rennes")
        assert the_one(db, "patrick") == PersonDraft("Patrick", "O'Brien")


def test_one_undo_takes_the_whole_list_back(file_notebook: Notebook) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
    with file_notebook.read() as db:
        before = dump(db)
    carry_out(file_notebook, planned(file_notebook, LISTS / "french-cp1252.csv", workshop_id), today=TODAY)
    assert file_notebook.undo().label == "Import {count} people"
    with file_notebook.read() as db:
        assert dump(db) == before
        assert people.find(db, PeopleQuery("goff")) == []


@pytest.mark.parametrize("file", ["french-cp1252.csv", "helloasso-tickets.csv", "coop-people.csv", "one-cell.csv"])
def test_the_same_list_again_finds_everybody_and_makes_nobody_twice(file_notebook: Notebook, file: str) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
    first = carry_out(file_notebook, planned(file_notebook, LISTS / file, workshop_id), today=TODAY)
    again = planned(file_notebook, LISTS / file, workshop_id)
    assert {row.kind for row in again.rows} <= {Kind.KNOWN, Kind.LEFT_OUT}
    report = carry_out(file_notebook, again, today=TODAY)
    assert (report.new, report.known) == ((), first.new)
    assert (report.enrolled, report.waiting, len(report.already)) == ((), (), len(first.enrolled))
    with file_notebook.read() as db:
        assert people.count(db) == len(first.new)


def test_a_list_longer_than_the_workshop_waits_in_its_order(file_notebook: Notebook) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db, capacity=10)
    report = carry_out(file_notebook, planned(file_notebook, LISTS / "french-cp1252.csv", workshop_id), today=TODAY)
    assert (len(report.enrolled), len(report.waiting)) == (10, 20)
    with file_notebook.read() as db:
        waiting = enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)
        lines = enrolments.lines(db, waiting)
    assert [lines[row].person_id for row in waiting] == list(report.new[10:])
    assert [lines[row].family_name for row in waiting[:2]] == ["Müller", "Garçon"]


def test_a_file_that_is_not_a_list_is_refused_with_a_sentence_and_nothing_is_written(
    file_notebook: Notebook, tmp_path: Path
) -> None:
    with file_notebook.read() as db:
        before = dump(db)
    picture, letter = tmp_path / "photo.jpg", tmp_path / "lettre.txt"
    picture.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)))
    letter.write_text("Madame,\nnous vous remercions de votre venue.\nCordialement\n", "utf-8")
    for path in (picture, letter):
        with pytest.raises(UserError) as error:
            carry_out(file_notebook, planned(file_notebook, path), today=TODAY)
        assert path.name in " ".join(words.sentence(problem) for problem in error.value.problems)
    with file_notebook.read() as db:
        assert dump(db) == before
    assert file_notebook.undoable() is None


def test_a_list_left_out_to_the_last_row_is_refused_and_leaves_no_action(file_notebook: Notebook) -> None:
    found = planned(file_notebook, LISTS / "dates-with-crosses.csv")
    everyone = Choices(left_out=frozenset(row.number for row in found.rows))
    with refused("import_nobody", file="dates-with-crosses.csv"):
        carry_out(file_notebook, found, everyone, today=TODAY)
    assert file_notebook.undoable() is None
