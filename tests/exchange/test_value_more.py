"""What forms ask beside a name: an age, a consent, the day somebody was informed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exchange.columns import recognise
from exchange.people_import import Kind, carry_out, plan
from exchange.spreadsheet import read
from exchange.value_more import age_band, informed_on, photo_consent
from models import people
from models.notebook import Notebook
from models.people import PersonDraft

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        (67, "soixante_soixante_neuf"),
        ("67 ans", "soixante_soixante_neuf"),
        ("60-69 ans", "soixante_soixante_neuf"),
        ("de 40 à 59 ans", "quarante_cinquante_neuf"),
        ("30-35", "vingt_cinq_trente_neuf"),
        ("12 - 18 ans", "douze_dix_huit"),
        ("12 – 17", "douze_dix_huit"),
        ("18 - 24 ans", "dix_huit_vingt_quatre"),
        ("70 ans et plus", "soixante_dix_plus"),
        ("> 70", "soixante_dix_plus"),
        ("Moins de 12 ans", "moins_de_douze"),
        ("Non communiqué", "non_communique"),
    ],
)
def test_an_age_is_taken_for_its_band(cell: str | int, band: str) -> None:
    assert age_band(cell) == (band, None)


@pytest.mark.parametrize(
    "cell", ["50-75", "plus de 60 ans", "moins de 18 ans", "1956", "adulte", 150, date(2026, 12, 17)]
)
def test_what_is_no_band_is_told_and_never_invented(cell: str | int | date) -> None:
    band, problem = age_band(cell)
    assert band is None
    assert problem is not None
    assert (problem.code, problem.is_warning) == ("age_band_unknown", True)


@pytest.mark.parametrize(
    ("cell", "agrees"), [("Oui", True), ("x", True), (True, True), (1, True), ("Non", False), (False, False)]
)
def test_only_a_clear_yes_agrees(cell: str | int | bool, agrees: bool) -> None:
    assert photo_consent(cell) == (agrees, None)


def test_an_unclear_answer_is_no_consent_and_an_unreadable_day_is_told() -> None:
    told = [photo_consent("plutôt non"), informed_on("au printemps", today=TODAY)]
    assert [(value, problem and problem.code) for value, problem in told] == [
        (None, "photo_consent_unknown"),
        (None, "informed_on_unknown"),
    ]


def test_an_age_in_a_list_fills_the_band_of_whoever_has_no_year_of_birth(
    file_notebook: Notebook, tmp_path: Path
) -> None:
    with file_notebook.write("Make") as db:
        known = people.save_many(db, [PersonDraft("Zoé", "Kerbrat"), PersonDraft("Maël", "Le Goff", 1950)], today=TODAY)
    path = tmp_path / "list.csv"
    path.write_text(
        "Nom;Prénom;Né en;Âge;Droit à l’image\n"
        "Kerbrat;Zoé;;64;oui\nLe Goff;Maël;1950;12;oui\nFaure;Luc;;30;non\nBa;Awa;;9;oui\n",
        "utf-8",
    )
    sheet = read(path)
    with file_notebook.read() as db:
        planned = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY)
    assert [row.kind for row in planned.rows] == [Kind.KNOWN, Kind.KNOWN, Kind.NEW, Kind.NEW]
    report = carry_out(file_notebook, planned, today=TODAY)
    with file_notebook.read() as db:
        found = [people.draft(db, each) for each in (*known, *report.new)]
    assert [each.age_band for each in found] == [
        "soixante_soixante_neuf",
        "",
        "vingt_cinq_trente_neuf",
        "moins_de_douze",
    ]
    assert [each.photo_consent for each in found] == [False, False, False, True]  # of known people nothing is agreed
