"""Public and school holidays: those of the place, with what is not known said to be unknown."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from models import association, calendar_days
from models.association import AssociationDraft
from models.calendar_days import DayFacts, facts, zone_of
from models.notebook import Notebook
from resources.i18n import Language
from tests.builders import a_place
from tests.resources.conftest import catalogues, english, french

__all__ = ["catalogues", "english", "french"]

RENNES, STRASBOURG, METZ, LYON, PARIS, AJACCIO = "35200", "67000", "57000", "69003", "75013", "20000"


def public(day: date, postcode: str, language: Language) -> str:
    return facts(day, day, postcode=postcode, language=language)[day].public_holiday


def school(day: date, postcode: str, language: Language) -> str:
    return facts(day, day, postcode=postcode, language=language)[day].school_holiday


def test_every_day_of_the_span_has_its_facts(french: Language) -> None:
    found = facts(date(2025, 12, 24), date(2026, 1, 2), postcode=RENNES, language=french)
    assert list(found) == [date(2025, 12, 24) + timedelta(n) for n in range(10)]
    assert found[date(2025, 12, 25)] == DayFacts("Noël", "Vacances de Noël")
    assert found[date(2026, 1, 1)] == DayFacts("Jour de l’an", "Vacances de Noël")


def test_names_are_given_in_the_language_asked_for(french: Language, english: Language) -> None:
    assert public(date(2026, 5, 14), RENNES, french) == "Ascension"
    assert public(date(2026, 5, 14), RENNES, english) == "Ascension Day"
    assert school(date(2026, 2, 18), RENNES, french) == "Vacances d’hiver"
    assert school(date(2026, 2, 18), RENNES, english) == "Winter holidays"


def test_two_holidays_on_one_day_are_both_named(french: Language) -> None:
    assert public(date(2008, 5, 1), "", french) == "Ascension et Fête du Travail"


def test_alsace_and_moselle_have_two_days_more(french: Language) -> None:
    for postcode in (STRASBOURG, "68100", METZ):
        assert public(date(2026, 4, 3), postcode, french) == "Vendredi saint"
        assert public(date(2026, 12, 26), postcode, french) == "Saint-Étienne"
    assert public(date(2026, 4, 3), RENNES, french) == public(date(2026, 12, 26), "", french) == ""


@pytest.mark.parametrize(
    ("postcode", "day"),
    [
        ("97110", date(2026, 5, 27)), ("97200", date(2026, 5, 22)), ("97300", date(2026, 6, 10)),
        ("97400", date(2026, 12, 20)), ("97600", date(2026, 4, 27)), ("97133", date(2026, 10, 9)),
        ("97150", date(2026, 5, 28)),
    ],
)  # fmt: skip
def test_the_end_of_slavery_is_remembered_on_the_day_of_each_territory(
    postcode: str, day: date, french: Language
) -> None:
    assert public(day, postcode, french) == "Abolition de l’esclavage"
    assert public(day, RENNES, french) == ""


def test_school_holidays_are_those_of_the_zone(french: Language) -> None:
    day = date(2026, 2, 10)  # winter holidays of zone A only
    assert [school(day, each, french) for each in (LYON, RENNES, PARIS)] == ["Vacances d’hiver", "", ""]
    assert [zone_of(each) for each in (LYON, RENNES, PARIS, AJACCIO, "97400", "", "B-1000", "99000")] == [
        "A", "B", "C", "", "", "", "", "",
    ]  # fmt: skip


def test_every_departement_of_the_mainland_has_its_zone() -> None:
    numbers = {f"{number:02d}" for number in range(1, 96)} - {"20"}
    assert {each for each in numbers if not zone_of(f"{each}000")} == set()
    assert [sum(zone_of(f"{each}000") == zone for each in numbers) for zone in "ABC"] == [32, 41, 21]


def test_what_nobody_can_say_is_unknown_and_not_free(french: Language) -> None:
    after = calendar_days.school_known_until() + timedelta(1)
    assert after > date(2028, 8, 31)
    for day, postcode in ((after, RENNES), (date(2015, 12, 22), RENNES), (date(2026, 5, 12), AJACCIO)):
        assert facts(day, day, postcode=postcode, language=french)[day] == DayFacts(is_school_known=False)
    assert facts(date(2026, 5, 12), date(2026, 5, 12), postcode=RENNES)[date(2026, 5, 12)].is_school_known


def test_the_place_decides_before_the_association(file_notebook: Notebook) -> None:
    with file_notebook.write("Prepare") as db:
        association.save(db, AssociationDraft("Les Puces du Blosne", postcode=RENNES))
        there, unsaid = a_place(db, "Maison", postcode=METZ), a_place(db, "Salle")
        assert calendar_days.postcode_of(db) == RENNES
        assert calendar_days.postcode_of(db, there) == METZ
        assert calendar_days.postcode_of(db, unsaid) == RENNES


def test_the_calendars_are_loaded_only_when_they_are_asked_for() -> None:
    program = (
        "import sys, models.calendar_days; "
        "sys.exit(', '.join({'holidays', 'vacances_scolaires_france'} & set(sys.modules)) or 0)"
    )
    root = Path(calendar_days.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("region", ["", "57", "6AE", "971", "972", "973", "974", "976", "BL", "MF", "PM", "PF", "NC"])
def test_the_days_are_those_of_the_library_as_it_is_meant_to_be_asked(region: str) -> None:
    from holidays import country_holidays

    for year in (1999, 2008, 2026, 2035):
        whole = country_holidays("FR", subdiv=region or None, years=year, language="fr")
        assert calendar_days._public(year, region) == {day: tuple(whole.get_list(day)) for day in list(whole)}


def test_one_country_is_loaded_and_the_others_can_be_later() -> None:
    program = (
        "import sys, datetime, models.calendar_days as days; "
        "days.public_holiday(datetime.date(2026, 5, 14), ''); "
        "loaded = [name for name in sys.modules if name.startswith('holidays.countries')]; "
        "import holidays; "
        "print(loaded, holidays.country_holidays('DE', years=2026, language='de')[datetime.date(2026, 10, 3)])"
    )
    root = Path(calendar_days.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "['holidays.countries.france'] Tag der Deutschen Einheit", done.stderr
