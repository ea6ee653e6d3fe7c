"""What the user decides over a list: corrected rows, columns, values for everyone, what is kept for the next list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from exchange.columns import Mapping, recognise
from exchange.import_choices import ColumnChoices, applied, named, remembered, to_remember
from exchange.people_import import Choices, Given, Kind, carry_out, plan
from exchange.spreadsheet import Sheet, read
from models import people
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_person, a_workshop

LISTS = Path(__file__).parent / "lists"


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


def a_list(folder: Path, *lines: str) -> tuple[Sheet, Mapping]:
    path = folder / "liste.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sheet = read(path)
    return sheet, recognise(sheet, today=TODAY)


def refused(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_corrected_row_is_checked_again_and_looked_for_again(notebook: Notebook, tmp_path: Path) -> None:
    with notebook.write("x") as db:
        known = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    sheet, mapping = a_list(tmp_path, "Nom;Prénom;Courriel", "Goff;Zoé;pas un mail", "Diop;Fatou;non plus")
    zoe = PersonDraft("Zoé", "Le Goff", birth_year=1950)
    with notebook.read() as db:
        found = plan(db, sheet, mapping, today=TODAY, given=Given({2: zoe, 3: PersonDraft("Fatou", birth_year=1800)}))
    assert [(row.kind, row.person_id) for row in found.rows] == [(Kind.KNOWN, known), (Kind.TO_CORRECT, None)]
    assert [(each.code, each.values["row"]) for each in found.rows[1].problems] == [("year_out_of_range", 3)]


def test_a_row_corrected_into_an_earlier_one_is_that_person_again(notebook: Notebook, tmp_path: Path) -> None:
    sheet, mapping = a_list(tmp_path, "Nom;Prénom", "Diop;Fatou", "Diopp;Fatou")
    with notebook.read() as db:
        found = plan(db, sheet, mapping, today=TODAY, given=Given({3: PersonDraft("Fatou", "Diop")}))
    assert (found.rows[1].kind, found.rows[1].same_as) == (Kind.LEFT_OUT, 2)


def test_leaving_out_the_first_of_two_rows_takes_the_second_in(notebook: Notebook, tmp_path: Path) -> None:
    sheet, mapping = a_list(tmp_path, "Nom;Prénom", "Diop;Fatou", "Diop;Fatou")
    with notebook.read() as db:
        found = plan(db, sheet, mapping, today=TODAY, given=Given(left_out=frozenset({2})))
        assert [row.reason or str(row.kind) for row in found.rows] == ["by_hand", "new"]
        with pytest.raises(UserError) as caught:
            plan(db, sheet, mapping, today=TODAY, given=Given(left_out=frozenset({9})))
    assert refused(caught) == ["import_row_missing"]


def test_a_value_for_everyone_fills_only_what_a_row_leaves_empty(notebook: Notebook, tmp_path: Path) -> None:
    sheet, mapping = a_list(tmp_path, "Nom;Prénom;Ville", "Diop;Fatou;", "Le Goff;Zoé;Vannes")
    chosen = applied(mapping, ColumnChoices(fixed={"town": "Rennes", "informed_on": date(2026, 5, 1)}))
    with notebook.read() as db:
        found = plan(db, sheet, chosen, today=TODAY)
    assert [row.draft.town for row in found.rows] == ["Rennes", "Vannes"]
    carry_out(notebook, found, today=TODAY)
    with notebook.read() as db:
        assert {people.draft(db, each).informed_on for each in people.find(db)} == {date(2026, 5, 1)}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("postcode", "ab;c", "postcode_wrong"),
        ("occupation", "roi", "code_unknown"),
        ("email", "x", "field_not_fixable"),
    ],
)
def test_a_value_that_nobody_could_have_is_refused_once(tmp_path: Path, name: str, value: str, code: str) -> None:
    _sheet, mapping = a_list(tmp_path, "Nom;Prénom", "Diop;Fatou")
    with pytest.raises(UserError) as caught:
        applied(mapping, ColumnChoices(fixed={name: value}))
    assert refused(caught) == [code]


def test_what_was_chosen_is_kept_with_the_import_for_the_next_list_with_these_titles(
    notebook: Notebook, tmp_path: Path
) -> None:
    sheet, mapping = a_list(tmp_path, "Qui;Nom", "Fatou;Diop")
    choices = ColumnChoices({0: "given_name"}).with_fixed("town", "Rennes").with_fixed("informed_on", date(2026, 5, 1))
    with notebook.read() as db:
        assert not remembered(db, mapping)
        found = plan(db, sheet, applied(mapping, choices), today=TODAY)
    carry_out(notebook, found, Choices(remembered=to_remember(choices)), today=TODAY)
    with notebook.read() as db:
        assert remembered(db, a_list(tmp_path, "Qui;Nom", "Ann;Le Goff")[1]) == choices
        assert not remembered(db, a_list(tmp_path, "Qui;Nom;Ville", "Ann;Le Goff;")[1])


def test_columns_are_chosen_by_their_titles() -> None:
    headers = ("Qui", "A=B")
    assert named(headers, ["Qui=full_name", "A=B="]) == {0: "full_name", 1: ""}
    for text, code in (("Quoi=notes", "column_missing"), ("Qui=shoe_size", "column_field_unknown")):
        with pytest.raises(UserError) as caught:
            named(headers, [text])
        assert refused(caught) == [code]


def test_a_column_of_attendance_chosen_again_keeps_its_day(tmp_path: Path) -> None:
    _sheet, mapping = a_list(tmp_path, "Nom;Prénom;12/05/2026", "Diop;Fatou;x")
    assert applied(mapping, ColumnChoices({2: "presence"})).columns[2].day == date(2026, 5, 12)


def test_those_who_paid_are_imported_only_once_that_is_said(notebook: Notebook) -> None:
    sheet = read(LISTS / "helloasso-payments.csv")
    with notebook.read() as db:
        found = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY)
    with pytest.raises(UserError) as caught:
        carry_out(notebook, found, today=TODAY)
    assert refused(caught) == ["payers_undecided"]
    assert carry_out(notebook, found, Choices(takes_payers=True), today=TODAY).new


CELLS = {
    "Nom": ("Le Goff", "LE GOFF", "Diop", "Kerbrat", "", "Total", "Exemple", "Nom", "é" * 130),
    "Prénom": ("Zoé", "zoe", "Fatou", "", "Prénom", "#REF!"),
    "Naissance": ("1950", "1980", "", "jadis", "3026"),
    "Courriel": ("zoe@example.org", "", "", "pas un mail"),
    "Statut": ("", "", "Annulé", "Confirmé", "peut-être"),
    "12/05/2026": ("x", "", "abs", "?"),
}


@pytest.mark.parametrize("seed", range(25))
def test_the_counts_add_up_to_the_rows_of_any_list(notebook: Notebook, tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    with notebook.write("x") as db:
        workshop = a_workshop(db)
        for year in (1950, None):
            a_person(db, "Zoé", "Le Goff", birth_year=year)
    lines = [";".join(dice.choice(cells) for cells in CELLS.values()) for _ in range(dice.randint(1, 60))]
    sheet, mapping = a_list(tmp_path, ";".join(CELLS), *lines)
    numbers = [number for number, _row in sheet.data()]
    given = Given(
        {number: PersonDraft("Ann", "Diop") for number in dice.sample(numbers, len(numbers) // 5)},
        frozenset(dice.sample(numbers, len(numbers) // 5)),
    )
    with notebook.read() as db:
        found = plan(db, sheet, mapping, workshop, today=TODAY, given=given)
    assert [row.number for row in found.rows] == numbers
    assert sum(found.counts.values()) == sheet.data_rows == len(lines)
    wrong = frozenset(row.number for row in found.rows if row.kind is Kind.TO_CORRECT)
    doubtful = {row.number: None for row in found.rows if row.kind is Kind.DOUBTFUL}
    if wrong != {row.number for row in found.rows if row.kind is not Kind.LEFT_OUT}:
        report = carry_out(notebook, found, Choices(wrong, doubtful), today=TODAY)
        known = sum(row.kind is Kind.KNOWN for row in found.rows)
        assert len(report.new) + known + report.left_out == len(lines)
