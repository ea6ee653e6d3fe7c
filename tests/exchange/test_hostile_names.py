"""A name is just a name, from a list of people to every paper, and in no package at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from documents import certificate, papers, sign_in_sheet
from documents.layout import layout
from exchange.columns import recognise
from exchange.gather import gather, hand_over
from exchange.people_import import ImportPlan, Kind, carry_out, plan
from exchange.spreadsheet import read
from models import attendance, enrolments, issuing, people
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from resources import words
from tests.builders import TODAY, a_session, a_workshop
from tests.documents.reading import words_of
from tests.models.checks import refused
from tests.tools import needs

LONGEST = "Wolfeschlegelsteinhausen " * 4 + "Bergerdorff-Łuczak Ñ"
HOSTILE = (
    ("", "<img src=/etc/passwd>"),
    ("A<B", "Dupont"),
    ("<Zoé>", "Le Goff"),
    ("Seán", "O'Brien & fils"),
    ("Łukasz", "Nguyễn"),
    ("محمد", "بن علي"),
    ("Joaquín", LONGEST),
)


def planned(notebook: Notebook, path: Path, rows: tuple[tuple[str, str], ...], workshop_id: int) -> ImportPlan:
    path.write_text("\n".join(["Prénom;Nom", *(";".join(row) for row in rows)]), "utf-8")
    sheet = read(path)
    with notebook.read() as db:
        return plan(db, sheet, recognise(sheet, today=TODAY), workshop_id, today=TODAY)


@pytest.fixture
def workshop_id(file_notebook: Notebook, tmp_path: Path) -> int:
    """A workshop held, to which everybody of the list came."""
    with file_notebook.write("Plan") as db:
        made = a_workshop(db)
        session_id = a_session(db, made)
    carry_out(file_notebook, planned(file_notebook, tmp_path / "liste.csv", HOSTILE, made), today=TODAY)
    with file_notebook.write("Came") as db:
        attendance.everyone_was_here(db, session_id)
    return made


def test_120_characters_are_the_longest_name() -> None:
    assert len(LONGEST) == 120


def test_names_are_stored_found_and_listed_exactly(file_notebook: Notebook, workshop_id: int) -> None:
    with file_notebook.read() as db:
        stored = {people.draft(db, each) for each in people.find(db)}
        assert {(each.given_name, each.family_name) for each in stored} == set(HOSTILE)
        listed = {line.shown for line in enrolments.lines(db, enrolments.find(db, workshop_id)).values()}
        assert listed == {f"{given} {family}".strip() for given, family in HOSTILE}
        for given, family in HOSTILE:
            (found,) = people.find(db, PeopleQuery(f"{family} {given}"))
            assert people.draft(db, found) == PersonDraft(given, family)


@needs("pdftoppm")
def test_names_are_printed_exactly_on_sheet_and_certificate(
    file_notebook: Notebook, workshop_id: int, tmp_path: Path
) -> None:
    with file_notebook.write("Issue") as db:
        issued = issuing.issue(db, workshop_id, today=TODAY, language="fr").new
    prints = papers.certificate_prints(file_notebook, issued, today=TODAY)
    drawn = {
        "sheet.pdf": sign_in_sheet.draw([papers.workshop_sheet(file_notebook, workshop_id, "fr")]),
        "certificates.pdf": certificate.draw(prints, layout()),
    }
    for name, pdf in drawn.items():
        (tmp_path / name).write_bytes(pdf)
        text = words_of(tmp_path / name)
        for given, family in HOSTILE:
            for part in f"{given} {family}".split():
                assert part in text, (name, part)
        assert "root:" not in text
        assert "&amp;" not in text
        assert "&lt;" not in text


def test_no_name_is_in_the_package(file_notebook: Notebook, workshop_id: int, tmp_path: Path) -> None:
    gathered = gather(file_notebook, date(2026, 5, 1), date(2026, 5, 31), now=datetime(2026, 6, 1, tzinfo=UTC))
    assert gathered.package.totals().people_named == len(HOSTILE)
    content = hand_over(file_notebook, gathered, tmp_path).path.read_bytes()
    for given, family in HOSTILE:
        for name in {given, family, *family.split()} - {"", "Le", "<img", "&", "fils", "Ñ"}:
            assert name.encode() not in content, name


def test_a_longer_name_is_refused_with_its_row_and_a_sentence(file_notebook: Notebook, tmp_path: Path) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
    found = planned(file_notebook, tmp_path / "liste.csv", (("Ann", LONGEST + "x"), ("Zoé", "Le Goff")), workshop_id)
    assert [row.kind for row in found.rows] == [Kind.TO_CORRECT, Kind.NEW]
    (problem,) = found.rows[0].problems
    sentence = words.sentence(problem)
    assert "121" in sentence
    assert "120" in sentence
    with refused("text_too_long", limit=120):
        carry_out(file_notebook, found, today=TODAY)
    with file_notebook.read() as db:
        assert people.count(db) == 0
