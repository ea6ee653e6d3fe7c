"""Cells -> values: what is sure is taken, what is not is told, nothing is swapped or invented."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import values
from exchange.sheet_cells import Cell
from resources.i18n import DateStyle, language

TODAY = date(2026, 6, 15)  # a Monday
CELLS = st.none() | st.text(max_size=40) | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12/05/1954", date(1954, 5, 12)),
        ("03/04/2026", date(2026, 4, 3)),
        ("12-5-26", date(2026, 5, 12)),
        ("12.05.54", date(1954, 5, 12)),
        ("12 mai 1954", date(1954, 5, 12)),
        ("1er juin 2026", date(2026, 6, 1)),
        ("mardi 12 mai 2026", date(2026, 5, 12)),
        ("mar. 12 mai 2026", date(2026, 5, 12)),
        ("3 août 2025", date(2025, 8, 3)),
        ("DÉC 2020", None),
        ("12 May 2026", date(2026, 5, 12)),
        ("May 12, 2026", date(2026, 5, 12)),
        ("2026-05-12T14:30:00Z", date(2026, 5, 12)),
        ("12/05/2026 à 14h30", date(2026, 5, 12)),
        ("5/13/2026", None),
        ("31/02/2020", None),
        (19856, date(1954, 5, 12)),
        (19856.5, date(1954, 5, 12)),
        ("19856", date(1954, 5, 12)),
        (datetime(2020, 1, 2, 3, 4), date(2020, 1, 2)),
        ("bientôt", None),
    ],
)
def test_dates_are_read_day_first(cell: Cell, expected: date | None) -> None:
    found, problem = values.date_value(cell, today=TODAY)
    assert found == expected
    assert (problem is None) == (expected is not None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1954, 1954),
        (1954.0, 1954),
        ("1954", 1954),
        ("54", 1954),
        ("12", 2012),
        ("12/05/54", 1954),
        ("12/05/12", 2012),
        ("né en 1954", 1954),
        ("née le 12/05/1954", 1954),
        ("05/1954", 1954),
        ("mai 1954", 1954),
        (20000, 1954),
        (datetime(1954, 5, 12), 1954),
        ("72 ans", "birth_year_is_age"),
        ("72 years", "birth_year_is_age"),
        ("2030", "birth_year_impossible"),
        ("1823", "birth_year_impossible"),
        ("?? 54 ??", "birth_year_unreadable"),
        (12.5, "birth_year_unreadable"),
    ],
)
def test_only_the_year_of_birth_is_kept_and_never_an_age(cell: Cell, expected: int | str) -> None:
    found, problem = values.birth_year(cell, today=TODAY)
    assert (problem.code if problem else found) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (612345678, "06 12 34 56 78"),
        (612345678.0, "06 12 34 56 78"),
        ("612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("06/12/34/56/78", "06 12 34 56 78"),
        ("06\u00a012\u00a034\u00a056\u00a078", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("+33612345678", "06 12 34 56 78"),
        ("0033 6 12 34 56 78", "06 12 34 56 78"),
        (33612345678, "06 12 34 56 78"),
        ("Tél : 02 99 12 34 56", "02 99 12 34 56"),
        ("+262 692 12 34 56", "06 92 12 34 56"),
        ("0590 12 34 56", "05 90 12 34 56"),
        ("+687 12 34 56", "+687 12 34 56"),
        ("0044 7911 123456", "+44 7911 123456"),
    ],
)
def test_telephones_keep_the_zero_that_excel_ate(cell: Cell, expected: str) -> None:
    assert values.phone(cell) == (expected, None)


@pytest.mark.parametrize("cell", ["inconnu", "06 12 34 56 7", "6,12E+08", "123", 12, "061234567890123456", "0012"])
def test_an_unreadable_telephone_is_a_problem_that_holds_it(cell: Cell) -> None:
    found, problem = values.phone(cell)
    assert found == ""
    assert problem is not None
    assert (problem.code, problem.values) == ("phone_unreadable", {"text": str(cell)})


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        ("06 12 34 56 78 / 02 99 12 34 56", "02 99 12 34 56"),
        ("0612345678 ou 0299123456", "02 99 12 34 56"),
        ("06 12 34 56 78\n02 99 12 34 56", "02 99 12 34 56"),
        ("06 12 34 56 78 (mari)", "mari"),
        ("06 12 34 56 78 le soir", "le soir"),
    ],
)
def test_what_stands_beside_a_telephone_is_told(cell: str, other: str) -> None:
    found, problem = values.phone(cell)
    assert found == "06 12 34 56 78"
    assert problem is not None
    assert problem.is_warning
    assert problem.values == {"kept": found, "other": other}


def test_e_mail_addresses_are_found_or_told() -> None:
    assert values.email("Marie <Marie.D@EXAMPLE.fr>") == ("Marie.D@example.fr", None)
    assert values.email("mailto:x@y.org") == ("x@y.org", None)
    assert values.email("zoé.le-goff@mairie-rennes.fr") == ("zoé.le-goff@mairie-rennes.fr", None)
    found, problem = values.email("a@b.fr; c@d.fr")
    assert (found, problem and problem.values["other"]) == ("a@b.fr", "c@d.fr")
    for wrong in ("pas d'adresse", "a@b", "a@@b.fr", "a b@c"):
        found, problem = values.email(wrong)
        assert (found, problem and problem.code) == ("", "email_unreadable")


def test_postcodes_keep_the_zero_that_excel_ate() -> None:
    for cell, expected in (
        (1000, "01000"),
        ("1000", "01000"),
        (35000.0, "35000"),
        ("35 000", "35000"),
        ("F-35000", "35000"),
    ):
        assert values.postcode(cell) == (expected, None)
    for wrong in ("2A004", "99", "00100", "350000", "٣٥٠٠٠"):
        assert values.postcode(wrong)[1] is not None
    assert values.postcode_town("35000 Rennes")[0] == ("35000", "Rennes")
    assert values.postcode_town("Rennes (35000)")[0] == ("35000", "Rennes")
    assert values.postcode_town("Rennes")[0] == ("", "Rennes")


@pytest.mark.parametrize(
    ("axis", "cell", "code"),
    [
        ("gender", "F", "feminin"),
        ("gender", "Mme", "feminin"),
        ("gender", "Madame", "feminin"),
        ("gender", "M.", "masculin"),
        ("gender", "homme", "masculin"),
        ("gender", "N", "non_communique"),
        ("occupation", "Retraité(e)", "retraite"),
        ("occupation", "Scolarisé·e", "scolarise"),
        ("occupation", "Demandeuse d’emploi", "sans_emploi"),
        ("occupation", "en_emploi", "en_emploi"),
        ("audience", "Grand public", "general_public"),
        ("audience", "Demandeurs d'emploi", "job_seekers"),
        ("referred_by", "Bouche-à-oreille", "bouche_a_oreille"),
        ("presence", "X", "present"),
        ("presence", "✓", "present"),
        ("presence", 1, "present"),
        ("presence", "Exc.", "excused"),
    ],
)
def test_labels_give_codes(axis: str, cell: Cell, code: str) -> None:
    assert values.code_of(cell, axis) == (code, None)


def test_an_unknown_label_is_told_and_not_guessed() -> None:
    found, problem = values.gender("licorne")
    assert (found, problem and problem.code) == (None, "gender_unknown")


@pytest.mark.parametrize(
    ("cell", "given_name", "family_name", "is_certain"),
    [
        ("LE GOFF Maël", "Maël", "LE GOFF", True),
        ("Maël LE GOFF", "Maël", "LE GOFF", True),
        ("Dupont, Marie", "Marie", "Dupont", True),
        ("DUPONT-MARTIN Anne Sophie", "Anne Sophie", "DUPONT-MARTIN", True),
        ("J. DUPONT", "J.", "DUPONT", True),
        ("N'DIAYE Aïssatou", "Aïssatou", "N'DIAYE", True),
        ("Zoé Le Goff", "Zoé", "Le Goff", False),
        ("Le Goff Maël", "Maël", "Le Goff", False),
        ("DUPONT MARIE", "MARIE", "DUPONT", False),
        ("Marie D.", "Marie", "D.", False),
        ("محمد بن علي", "محمد", "بن علي", False),
        ("Fatima", "Fatima", "", True),
    ],
)
def test_names_in_one_cell_are_parted(cell: str, given_name: str, family_name: str, is_certain: bool) -> None:
    found, problem = values.full_name(cell)
    assert (found.given_name, found.family_name, found.is_certain) == (given_name, family_name, is_certain)
    assert (problem is None) == is_certain


def test_a_title_before_a_name_tells_the_gender() -> None:
    found, _ = values.full_name("Mme DUPONT Marie")
    assert (found.given_name, found.family_name, found.gender) == ("Marie", "DUPONT", "feminin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14/6/25", date(2025, 6, 14)),
        ("14 juin", date(2026, 6, 14)),
        ("14/06", date(2026, 6, 14)),
        ("2 janvier", date(2026, 1, 2)),
        ("31/12", date(2025, 12, 31)),
        ("29/2", date(2028, 2, 29)),
        ("June 14", date(2026, 6, 14)),
        ("lundi 14 juin", date(2026, 6, 14)),
        ("2026-06-14", date(2026, 6, 14)),
        ("aujourd’hui", TODAY),
        ("demain", date(2026, 6, 16)),
        ("après-demain", date(2026, 6, 17)),
        ("hier", date(2026, 6, 14)),
        ("lundi", date(2026, 6, 22)),
        ("mardi", date(2026, 6, 16)),
        ("lundi dernier", date(2026, 6, 8)),
        ("next tuesday", date(2026, 6, 16)),
        ("tomorrow", date(2026, 6, 16)),
        ("lundi prochain", date(2026, 6, 22)),
        ("Lundi en huit", date(2026, 6, 29)),
        ("mardi en quinze", date(2026, 6, 30)),
        ("a week on Tuesday", date(2026, 6, 23)),
        ("dans 2 semaines", date(2026, 6, 29)),
        ("dans une semaine", date(2026, 6, 22)),
        ("la semaine prochaine", date(2026, 6, 22)),
        ("dans huit jours", date(2026, 6, 22)),
        ("dans 3 jours", date(2026, 6, 18)),
        ("dans un mois", date(2026, 7, 15)),
        ("in two weeks", date(2026, 6, 29)),
        ("in 3 days", date(2026, 6, 18)),
        ("next week", date(2026, 6, 22)),
        ("le 20", date(2026, 6, 20)),
        ("le 1er", date(2026, 7, 1)),
        ("the 31st", date(2026, 7, 31)),
        ("le 32", None),
        ("20", None),
        ("14 juin en huit", None),
        ("", None),
        ("35000", None),
        ("plus tard", None),
    ],
)
def test_typed_dates(text: str, expected: date | None) -> None:
    assert values.typed_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, time(14, 30))
            for text in ("14h30", "14:30", "1430", "14 h 30", "2:30 pm", "2.30 p.m.", "14\u202fh\u202f30")
        ),
        *((text, time(14)) for text in ("14h", "14", "2 pm", "14 heures", "à 14h", "at 2pm", "14 H")),
        *(
            (text, time(14, 30))
            for text in ("14 heures 30", "14h et demie", "14 heures et demie", "14,30", "14heures30")
        ),
        *((text, time(12, 30)) for text in ("midi et demi", "midi trente", "12 h 30")),
        ("9h et quart", time(9, 15)),
        ("minuit", time(0)),
        ("2 heures du matin", None),
        ("930", time(9, 30)),
        ("midi", time(12)),
        ("12 am", time(0)),
        ("25h", None),
        ("14h75", None),
        ("13 pm", None),
        ("tôt", None),
    ],
)
def test_typed_times(text: str, expected: time | None) -> None:
    assert values.typed_time(text) == expected


@settings(max_examples=100, deadline=None)
@given(CELLS)
def test_no_cell_makes_a_converter_fail(cell: Cell) -> None:
    values.date_value(cell, today=TODAY)
    values.birth_year(cell, today=TODAY)
    for convert in (values.phone, values.email, values.postcode, values.postcode_town, values.gender, values.full_name):
        convert(cell)
    text = str(cell)
    values.typed_date(text, TODAY)
    values.typed_time(text)


@given(st.dates(date(1910, 1, 2), date(2040, 1, 1)))
def test_every_way_to_write_a_date_gives_the_same_date(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for written in (day, f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), serial):
        assert values.date_value(written, today=TODAY) == (day, None)


@given(st.integers(100_000_000, 999_999_999))
def test_a_telephone_number_is_the_same_in_all_its_spellings(number: int) -> None:
    spellings = (number, f"0{number}", f"+33{number}", f"0033 {number}", f"+33 (0){number}", f"{number}.0")
    assert len({values.phone(spelling)[0] for spelling in spellings}) == 1


@pytest.mark.parametrize("code", ["fr", "en"])
@given(day=st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_date_typed_as_it_is_printed_is_that_date(code: str, day: date) -> None:
    for style in get_args(DateStyle):
        printed = language(code).date(day, style)
        assert values.typed_date(printed, TODAY) == day, printed
        assert values.typed_date(printed.upper(), TODAY) == day, printed


@pytest.mark.parametrize("code", ["fr", "en"])
@given(moment=st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_an_hour_typed_as_it_is_printed_is_that_hour(code: str, moment: time) -> None:
    for printed in (language(code).time(moment), language(code).time_in_sentence(moment)):
        for typed in (printed, printed.replace("\u00a0", " "), printed.replace("\u00a0", ""), printed.upper()):
            assert values.typed_time(typed) == moment, typed
