"""Rows that name one person twice, and rows that say more of somebody than the registry knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exchange.columns import recognise
from exchange.people_import import Choices, Given, ImportPlan, Kind, carry_out, plan
from exchange.spreadsheet import read
from models import people
from models.notebook import Notebook
from models.people import PersonDraft
from resources.words import sentence
from tests.builders import TODAY, a_person

HEADER = "Nom;Prénom;Naissance;Courriel;Téléphone;CP;Ville"
Planned = Callable[..., ImportPlan]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def planned(notebook: Notebook, tmp_path: Path) -> Planned:
    def of(*rows: str, header: str = HEADER, given: Given | None = None) -> ImportPlan:
        path = tmp_path / "liste.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        sheet = read(path)
        with notebook.read() as db:
            found = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY, given=given or Given())
        assert sum(found.counts.values()) == len(found.rows) >= sheet.data_rows
        return found

    return of


def stored(notebook: Notebook, person_id: int) -> PersonDraft:
    with notebook.read() as db:
        return people.draft(db, person_id)


def codes(found: ImportPlan, place: int) -> list[str]:
    return [problem.code for problem in found.rows[place].problems]


# -- empty fields of known people --------------------------------------------------------------------------------------


def test_a_known_person_gains_the_phone_that_the_registry_lacks_and_one_undo_takes_it_back(
    notebook: Notebook, planned: Planned
) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950, email="zoe@example.org")
    before = stored(notebook, zoe)
    found = planned("Le Goff;Zoé;;zoe@example.org;06 39 98 00 01;35200;Rennes")
    (row,) = found.rows
    assert (row.kind, row.completes) == (Kind.KNOWN, {zoe: ("postcode", "town", "phone")})
    assert found.completed == 1
    report = carry_out(notebook, found, today=TODAY)
    assert (report.known, report.completed) == ((zoe,), 1)
    after = stored(notebook, zoe)
    assert (after.phone, after.postcode, after.town, after.birth_year) == ("06 39 98 00 01", "35200", "Rennes", 1950)
    notebook.undo()
    assert stored(notebook, zoe) == before


def test_what_is_known_already_is_never_overwritten(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950, phone="06 39 98 00 01", town="Rennes")
    before = stored(notebook, zoe)
    found = planned("Le Goff;Zoé;1950;;06 39 98 00 99;75011;Paris")
    assert (found.rows[0].kind, found.completed, codes(found, 0)) == (Kind.KNOWN, 0, ["known_differs"])
    assert "06 39 98 00 01" in sentence(found.rows[0].problems[0])
    assert carry_out(notebook, found, today=TODAY).completed == 0
    assert stored(notebook, zoe) == before  # no postcode of Paris beside Rennes either


def test_one_number_written_in_two_ways_does_not_differ(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950, phone="+33 6 39 98 00 01", email="ZOE@example.org")
    assert codes(planned("Le Goff;Zoé;1950;zoe@example.org;06.39.98.00.01;;"), 0) == []


def test_a_postcode_is_added_to_the_same_town(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950, town="Rennes")
    carry_out(notebook, planned("Le Goff;Zoé;1950;;;35200;RENNES"), today=TODAY)
    assert (stored(notebook, zoe).postcode, stored(notebook, zoe).town) == ("35200", "Rennes")


def test_a_doubtful_row_completes_whoever_it_is_said_to_be(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    found = planned("Le Goff;Zoé;;zoe@example.org;;;")
    assert (found.rows[0].kind, found.rows[0].completes) == (Kind.DOUBTFUL, {zoe: ("email",)})
    assert carry_out(notebook, found, Choices(people={2: zoe}), today=TODAY).completed == 1
    assert stored(notebook, zoe).email == "zoe@example.org"


def test_two_rows_of_one_known_person_complete_them_together(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    found = planned("Le Goff;Zoé;1950;zoe@example.org;;;", "Le Goff;Zoé;1950;;06 39 98 00 01;;")
    assert (found.completed, found.counts[Kind.LEFT_OUT]) == (1, 1)
    carry_out(notebook, found, today=TODAY)
    assert (stored(notebook, zoe).email, stored(notebook, zoe).phone) == ("zoe@example.org", "06 39 98 00 01")


# -- one person twice in a list ----------------------------------------------------------------------------------------


def test_a_repeated_row_completes_the_first(notebook: Notebook, planned: Planned) -> None:
    found = planned("Le Goff;Zoé;1950;;;;", "LE GOFF;Zoe;1950;zoe@example.org;06 39 98 00 01;;Rennes")
    assert [str(row.kind) for row in found.rows] == ["new", "left_out"]
    (zoe,) = carry_out(notebook, found, today=TODAY).new
    wanted = PersonDraft("Zoé", "Le Goff", 1950, email="zoe@example.org", phone="06 39 98 00 01", town="Rennes")
    assert stored(notebook, zoe) == wanted


def test_a_repeated_row_that_says_otherwise_is_told(planned: Planned) -> None:
    found = planned("Le Goff;Zoé;1950;;06 39 98 00 01;;", "Le Goff;Zoé;1950;;06 39 98 00 02;;")
    assert codes(found, 1) == ["row_repeated_differs"]
    assert "06 39 98 00 02" in sentence(found.rows[1].problems[0])
    assert found.to_check == 1


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("Le Goff;Zoé;;zoe@example.org;;;", "Le Goff;Zoe;;;;;", "row_homonym"),  # an e-mail on one row only
        ("Le Goff;Zoé;;;;;", "Le Gof;Zoé;;;;;", "row_near"),
        ("Le Goff;Zoé;;zoe@example.org;;;", "Le Gof;Zoé;1950;;;;", "row_near"),
        ("Le Goff;Zoé;;zoe@example.org;;;", "Kerbrat;Zoé;;zoe@example.org;;;", "row_near"),  # a married name
        ("Goff;Zoé;;;;;Rennes", "Le Goff;Zoé;;;;;Rennes", "row_near"),
    ],
)
def test_two_rows_that_may_be_one_person_are_to_be_checked(
    notebook: Notebook, planned: Planned, first: str, second: str, code: str
) -> None:
    found = planned(first, second)
    assert codes(found, 0) == []
    assert (codes(found, 1), found.rows[1].beside, found.to_check) == ([code], 2, 1)
    kept = planned(first, second, given=Given(same={3: None}))
    assert ([str(row.kind) for row in kept.rows], kept.to_check) == (["new", "new"], 0)
    as_one = planned(first, second, given=Given(same={3: 2}))
    assert (as_one.rows[1].kind, as_one.rows[1].same_as) == (Kind.LEFT_OUT, 2)
    assert len(carry_out(notebook, as_one, today=TODAY).new) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Le Goff;Zoé;;zoe@example.org;;;", "Le Goff;Maël;;zoe@example.org;;;"),  # a couple with one address
        ("Le Goff;Zoé;1950;;;;", "Le Gof;Zoé;1982;;;;"),
        ("Martin;Marie;;;;;", "Bernard;Marie;;;;;"),
    ],
)
def test_two_people_who_only_share_something_are_left_alone(planned: Planned, first: str, second: str) -> None:
    found = planned(first, second)
    assert ([str(row.kind) for row in found.rows], found.to_check) == (["new", "new"], 0)


def test_a_row_said_to_be_somebody_else_is_taken_in_although_it_repeats_another(
    notebook: Notebook, planned: Planned
) -> None:
    rows = ("Le Goff;Zoé;;;;;", "Le Goff;Zoé;;;;;")
    assert planned(*rows).counts[Kind.LEFT_OUT] == 1
    found = planned(*rows, given=Given(same={3: None}))
    assert len(carry_out(notebook, found, today=TODAY).new) == 2


def test_like_rows_of_two_people_who_are_both_known_need_no_look(notebook: Notebook, planned: Planned) -> None:
    with notebook.write("x") as db:
        a_person(db, "Zoé", "Le Goff", email="zoe@example.org")
        a_person(db, "Zoé", "Le Gof", email="z.legof@example.org")
    found = planned("Le Goff;Zoé;;zoe@example.org;;;", "Le Gof;Zoé;;z.legof@example.org;;;")
    assert (found.counts[Kind.KNOWN], found.to_check) == (2, 0)


# -- several people in one row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        ("Nom complet", "Jean et Marie Dupont", [("Jean", "Dupont"), ("Marie", "Dupont")]),
        ("Nom complet", "M. et Mme Le Goff", [("", "Le Goff"), ("", "Le Goff")]),
        ("Nom complet", "Dupont Jean / Dupont Marie", [("Jean", "Dupont"), ("Marie", "Dupont")]),
        ("Nom complet", '"Dupont Jean\nDupont Marie"', [("Jean", "Dupont"), ("Marie", "Dupont")]),
        ("Nom complet", "DUPONT Jean & Marie", [("Jean", "DUPONT"), ("Marie", "DUPONT")]),
        ("Nom complet", "Dupont, Jean et Marie", [("Jean", "Dupont"), ("Marie", "Dupont")]),
        ("Nom complet", "Jean, Marie et Paul Dupont", [("Jean", "Dupont"), ("Marie", "Dupont"), ("Paul", "Dupont")]),
        ("Nom complet", "Mme Le Goff et M. Martin", [("", "Le Goff"), ("", "Martin")]),
        ("Nom;Prénom", "Dupont et Martin;Jean et Marie", [("Jean", "Dupont"), ("Marie", "Martin")]),
        ("Nom;Prénom", "Dupont;Jean/Marie", [("Jean", "Dupont"), ("Marie", "Dupont")]),
    ],
)
def test_a_row_of_several_people_is_asked_about_and_taken_one_by_one(
    notebook: Notebook, planned: Planned, header: str, row: str, names: list[tuple[str, str]]
) -> None:
    found = planned(row, header=header)
    assert (found.rows[0].kind, codes(found, 0)[-1]) == (Kind.TO_CORRECT, "row_several_people")
    assert [(each.given_name, each.family_name) for each in found.rows[0].people] == names
    parted = planned(row, header=header, given=Given(parted={2: True}))
    assert [(each.draft.given_name, each.draft.family_name) for each in parted.rows] == names
    assert {each.row for each in parted.rows} == {2}
    assert len(carry_out(notebook, parted, today=TODAY).new) == len(names)


@pytest.mark.parametrize(
    "name",
    [
        "Bernadette Etcheverry",
        "Martin/Dupont Marie",
        "José Ortega y Gasset",
        "R&B Zoé",
        "Le Goff, Marie Claire",
        "AT&T",
        "O'Brien & fils",
        "Le Goff et Cie",
    ],
)
def test_a_name_that_only_looks_like_two_is_one(planned: Planned, name: str) -> None:
    assert planned(name, header="Nom complet").counts[Kind.NEW] == 1


def test_several_people_kept_as_one_stay_as_they_are_written(notebook: Notebook, planned: Planned) -> None:
    found = planned("Dupont;Jean et Marie;;;;;", given=Given(parted={2: False}))
    (one,) = carry_out(notebook, found, today=TODAY).new
    assert stored(notebook, one) == PersonDraft("Jean et Marie", "Dupont")


def test_what_a_row_says_of_two_people_is_shared_but_for_what_only_one_can_have(planned: Planned) -> None:
    row = "M. et Mme Le Goff;;1950;;06 39 98 00 01;35200;Rennes"
    one, other = (each.draft for each in planned(row, given=Given(parted={2: True})).rows)
    contact = {"postcode": "35200", "town": "Rennes", "phone": "06 39 98 00 01"}
    assert one == PersonDraft("", "Le Goff", 1950, gender="masculin", **contact)
    assert other == PersonDraft("", "Le Goff", None, gender="feminin", **contact)


# -- no name where a name should be ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["12/05/2026", "42", "12 mai 2026", "06 39 98 00 01", "14:30"])
@pytest.mark.parametrize("row", ["{};Zoé;;;;;", "Le Goff;{};;;;;", "{};;;;;;"])
def test_a_date_or_a_number_is_no_name(planned: Planned, text: str, row: str) -> None:
    found = planned(row.format(text))
    assert (found.rows[0].kind, codes(found, 0)) == (Kind.TO_CORRECT, ["name_not_name"])
    told = sentence(found.rows[0].problems[0])
    assert text in told
    assert "2" in told


def test_a_name_with_a_figure_in_it_is_a_name(planned: Planned) -> None:
    assert planned("Henri 4;Zoé;;;;;", "Le Goff;Zoé 2;;;;;").counts[Kind.NEW] == 2
