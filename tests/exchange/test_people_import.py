"""A list becomes a plan that adds up, and the plan one write: everything or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange.columns import recognise
from exchange.people_import import Choices, ImportPlan, Kind, carry_out, plan
from exchange.spreadsheet import read
from models import enrolments, people
from models.matching import Likeness, likeness, marks_of
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_person, a_workshop, an_enrolment

HEADER = "Nom;Prénom;Naissance;Courriel;Téléphone;Statut"


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def planned(notebook: Notebook, tmp_path: Path) -> Any:
    """Plan the import of rows."""

    def of(*rows: str, workshop_id: int | None = None, header: str = HEADER) -> ImportPlan:
        path = tmp_path / "liste.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        sheet = read(path)
        with notebook.read() as db:
            found = plan(db, sheet, recognise(sheet, today=TODAY), workshop_id, today=TODAY)
        assert sum(found.counts.values()) == sheet.data_rows == len(found.rows)
        return found

    return of


def kinds(found: ImportPlan) -> list[str]:
    return [str(row.kind) for row in found.rows]


def test_every_row_becomes_something_and_the_counts_add_up(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950)
    found = planned(
        "LE GOFF;Zoe;1950;;;", "Kerbrat;Yann;1948;;;", "Le Goff;Zoé;;;;", "Bob;;jadis;;;", ";;;;;",
        "Kerbrat;Yann;1948;;;", "Diop;Fatou;1970;;;Annulé",
    )  # fmt: skip
    assert kinds(found) == ["known", "new", "doubtful", "to_correct", "left_out", "left_out", "left_out"]
    assert [row.reason for row in found.rows[4:]] == ["empty", "repeated", "cancelled"]
    assert found.rows[5].same_as == 3
    assert found.counts[Kind.LEFT_OUT] == 3


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Le Goff;Zoé;1950;;;", "known"),
        ("Zoé;Le Goff;1950;;;", "known"),  # swapped
        ("LE GOFF;ZOE;;zoe@EXAMPLE.org;;", "known"),
        ("Le Goff;Zoé;;;639980001;", "known"),
        ("Le Goff;Zoé;1980;;;", "new"),  # a homonym
        ("Le Goff;Zoé;1980;zoe@example.org;;", "doubtful"),
        ("Le Goff;Zoé;;;;", "doubtful"),
        ("Kerbrat;Zoé;;zoe@example.org;;", "doubtful"),  # married
        ("Le Goff;Maël;;zoe@example.org;06 39 98 00 01;", "new"),  # a couple
    ],
)
def test_who_is_known_follows_name_year_mail_and_phone(notebook: Notebook, planned: Any, row: str, kind: str) -> None:
    with notebook.write("x") as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950, email="zoe@example.org", phone="+33 6 39 98 00 01")
    assert kinds(planned(row)) == [kind]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Le Gofff;Zoé;1950;;;", "doubtful"),
        ("Legoff;Zoé;;;639980001;", "doubtful"),
        ("Le Goff;Z.;1950;;;", "doubtful"),
        ("Zoé;Le Gof;1950;;;", "doubtful"),  # swapped, with a slip
        ("Le Gofff;Zoé;1980;;;", "new"),
        ("Le Gofff;Zoé;;;;", "new"),
    ],
)
def test_a_slip_in_the_name_of_someone_known_is_a_doubt(notebook: Notebook, planned: Any, row: str, kind: str) -> None:
    with notebook.write("x") as db:
        known = a_person(db, "Zoé", "Le Goff", birth_year=1950, phone="+33 6 39 98 00 01")
    (found,) = planned(row).rows
    assert found.kind == kind
    assert [each.id for each in found.candidates] == ([known] if kind == "doubtful" else [])


def test_two_known_people_who_fit_are_a_doubt_with_both_shown(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        for town in ("Rennes", "Chantepie"):
            a_person(db, "Zoé", "Le Goff", birth_year=1950, town=town)
    (row,) = planned("Le Goff;Zoé;1950;;;").rows
    assert row.kind is Kind.DOUBTFUL
    assert {each.town for each in row.candidates} == {"Rennes", "Chantepie"}


def test_a_bare_name_means_whoever_bears_it_in_the_workshop(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        workshop = a_workshop(db)
        person = a_person(db, "Zoé", "Le Goff", birth_year=1950)
        an_enrolment(db, workshop, person)
    (row,) = planned("Le Goff;Zoé;;;;", workshop_id=workshop).rows
    assert (row.kind, row.person_id) == (Kind.KNOWN, person)


def test_a_homonym_in_the_same_list_is_kept_and_told(planned: Any) -> None:
    found = planned("Le Goff;Zoé;1950;;;", "Le Goff;Zoé;;;06 39 98 00 01;", "Le Goff;Zoé;1980;;;")
    assert kinds(found) == ["new", "new", "new"]
    assert [[each.code for each in row.problems] for row in found.rows] == [[], ["row_homonym"], ["row_homonym"]]


def test_likeness_is_the_same_both_ways() -> None:
    drafts = [
        PersonDraft(given, family, birth_year=year, email=email)
        for given, family in (("Zoé", "Le Goff"), ("Le Goff", "Zoe"), ("Zoé", "Kerbrat"), ("", "Zoé"))
        for year in (None, 1950, 1980)
        for email in ("", "zoe@example.org")
    ]
    for one in map(marks_of, drafts):
        assert likeness(one, one) is Likeness.SAME
        for other in map(marks_of, drafts):
            assert likeness(one, other) is likeness(other, one)


def test_one_write_takes_everyone_in_and_one_undo_takes_it_back(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        workshop = a_workshop(db, capacity=2)
        known = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    found = planned("Kerbrat;Yann;1948;;;", "Le Goff;Zoé;1950;;;", "Diop;Fatou;;;;", workshop_id=workshop)
    report = carry_out(notebook, found, today=TODAY)
    assert (len(report.new), report.known) == (2, (known,))
    assert (len(report.enrolled), len(report.waiting)) == (2, 1)
    with notebook.read() as db:
        listed = [line.shown for line in enrolments.lines(db, enrolments.find(db, workshop)).values()]
    assert sorted(listed) == ["Fatou Diop", "Yann Kerbrat", "Zoé Le Goff"]
    entry = notebook.undo()
    assert (entry.label, entry.values) == ("Import {count} people", {"count": 3})
    with notebook.read() as db:
        assert people.count(db) == 1
        assert enrolments.find(db, workshop) == []


def test_a_row_to_correct_or_undecided_keeps_everyone_out(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950)
    found = planned("Kerbrat;Yann;;pas un mail;;", "Le Goff;Zoé;;;;", "Diop;Fatou;;;;")
    with pytest.raises(UserError) as caught:
        carry_out(notebook, found, today=TODAY)
    assert [each.code for each in caught.value.problems] == ["email_unreadable", "row_doubtful", "import_refused"]
    assert [each.values.get("row") for each in caught.value.problems] == [2, 3, None]
    with notebook.read() as db:
        assert people.count(db) == 1
    report = carry_out(notebook, found, Choices(frozenset({2}), {3: None}), today=TODAY)
    assert (len(report.new), report.left_out) == (2, 1)


def test_a_choice_says_who_a_doubtful_row_is(notebook: Notebook, planned: Any) -> None:
    with notebook.write("x") as db:
        known = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    report = carry_out(notebook, planned("Le Goff;Zoé;;;;"), Choices(people={2: known}), today=TODAY)
    assert (report.new, report.known) == ((), (known,))


def test_an_error_in_the_middle_writes_nothing(
    notebook: Notebook, planned: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with notebook.write("x") as db:
        workshop = a_workshop(db)
    found = planned("Kerbrat;Yann;;;;", workshop_id=workshop)
    monkeypatch.setattr(enrolments, "insert_many", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry_out(notebook, found, today=TODAY)
    with notebook.read() as db:
        assert people.count(db) == 0


def test_what_the_notebook_refuses_is_told_with_its_row(planned: Any) -> None:
    (row,) = planned(f"{'é' * 121};Ann;;;;").rows
    (problem,) = row.problems
    assert (row.kind, problem.code, problem.values["row"]) == (Kind.TO_CORRECT, "text_too_long", 2)


def test_columns_that_go_nowhere_are_named(planned: Any) -> None:
    found = planned("Le Goff;Zoé;x;12", header="Nom;Prénom;12/05/2026;Montant")
    assert found.not_kept == ("12/05/2026", "Montant")


def test_ten_thousand_rows_are_planned_and_taken_in_quickly(notebook: Notebook, planned: Any) -> None:
    found = planned(*(f"Le Goff{number};Zoé;19{number % 90 + 10};;;" for number in range(10_000)))
    assert found.counts[Kind.NEW] == 10_000
    assert len(carry_out(notebook, found, today=TODAY).new) == 10_000
    again = planned(*(f"Le Goff{number};Zoé;19{number % 90 + 10};;;" for number in range(10_000)))
    assert again.counts[Kind.KNOWN] == 10_000
