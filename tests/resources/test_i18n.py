"""Texts, dates, times and numbers in both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from pathlib import Path

import pytest

from resources import i18n
from resources.i18n import Language

NARROW, FIXED = "\u202f", "\u00a0"


@pytest.fixture(autouse=True)
def _same_language_after() -> Iterator[None]:
    before = i18n.current()
    yield
    i18n.use(before)


@pytest.mark.parametrize(
    ("day", "style", "shown"),
    [
        (date(2026, 5, 12), "short", "12/05/2026"),
        (date(2026, 5, 12), "medium", "12 mai 2026"),
        (date(2026, 5, 12), "long", "12 mai 2026"),
        (date(2026, 5, 12), "full", "mardi 12 mai 2026"),
        (date(2026, 6, 1), "short", "01/06/2026"),
        (date(2026, 6, 1), "medium", "1er juin 2026"),
        (date(2026, 6, 1), "long", "1er juin 2026"),
        (date(2026, 6, 1), "full", "lundi 1er juin 2026"),
        (date(2026, 2, 11), "medium", "11 févr. 2026"),
    ],
)
def test_french_dates_are_written_as_in_france(french: Language, day: date, style: i18n.DateStyle, shown: str) -> None:
    assert french.date(day, style) == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("short", "01/06/2026"),
        ("medium", "1 Jun 2026"),
        ("long", "1 June 2026"),
        ("full", "Monday 1 June 2026"),
    ],
)
def test_english_dates_have_the_day_first(english: Language, style: i18n.DateStyle, shown: str) -> None:
    assert english.date(date(2026, 6, 1), style) == shown


def test_times_are_short_in_tables_and_spoken_in_sentences(french: Language, english: Language) -> None:
    assert french.time(time(9, 5)) == english.time(time(9, 5)) == "09:05"
    assert french.time_in_sentence(time(14, 30)) == f"14{FIXED}h{FIXED}30"
    assert french.time_in_sentence(time(9, 5)) == f"9{FIXED}h{FIXED}05"
    assert french.time_in_sentence(time(14)) == f"14{FIXED}h"
    assert english.time_in_sentence(time(14, 30)) == "14:30"


@pytest.mark.parametrize(
    ("minutes", "in_french", "in_english"),
    [
        (0, "0 min", "0 min"),
        (45, "45 min", "45 min"),
        (90, "1 h 30", "1 h 30 min"),
        (65, "1 h 05", "1 h 05 min"),
        (360, "6 h", "6 h"),
        (60_000, f"1{NARROW}000 h", "1,000 h"),
    ],
)
def test_durations_are_hours_and_minutes(
    french: Language, english: Language, minutes: int, in_french: str, in_english: str
) -> None:
    assert french.duration(minutes).replace(FIXED, " ") == in_french
    assert english.duration(minutes).replace(FIXED, " ") == in_english


@pytest.mark.parametrize(
    ("value", "in_french", "in_english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (8000, f"8{NARROW}000", "8,000"),
        (-1_234_567, f"-1{NARROW}234{NARROW}567", "-1,234,567"),
        (12.5, "12,5", "12.5"),
        (1200.0, f"1{NARROW}200", "1,200"),
    ],
)
def test_numbers_have_their_thousands_apart(
    french: Language, english: Language, value: float, in_french: str, in_english: str
) -> None:
    assert french.number(value) == in_french
    assert english.number(value) == in_english


def test_a_list_ends_with_and(french: Language, english: Language) -> None:
    assert french.and_list(["Aïssatou", "Yann", "Łukasz"]) == "Aïssatou, Yann et Łukasz"
    assert english.and_list(["Aïssatou", "Yann", "Łukasz"]) == "Aïssatou, Yann and Łukasz"
    assert french.and_list(["Zoé"]) == "Zoé"
    assert french.and_list([]) == ""


def test_the_language_of_the_window_is_switched_at_once() -> None:
    i18n.use("fr")
    assert (i18n.current(), i18n.here().code) == ("fr", "fr")
    i18n.use("en")
    assert i18n._("Year of birth") == "Year of birth"
    assert i18n.here() is i18n.language("en")


def test_a_document_keeps_its_own_language(french: Language) -> None:
    i18n.use("en")
    assert french("Year of birth") == "Année de naissance"
    assert i18n._("Year of birth") == "Year of birth"


def test_values_are_filled_in_and_never_read_as_text_to_fill(french: Language) -> None:
    assert i18n.language("en")("“{file}” is here", file="{count} & <b>") == "“{count} & <b>” is here"
    assert french("100 {braces}") == "100 {braces}"


def test_an_empty_text_stays_empty(french: Language) -> None:
    assert french("") == "", "gettext would give the catalogue's header"


def test_zero_is_singular_in_french_and_plural_in_english(french: Language, english: Language) -> None:
    one = "This person came to {n} session, so deleting would change the figures. Anonymise or erase instead."
    many = "This person came to {n} sessions, so deleting would change the figures. Anonymise or erase instead."
    assert "0 séance :" in french.plural(one, many, 0).replace(NARROW, " ")
    assert "2 séances :" in french.plural(one, many, 2).replace(NARROW, " ")
    assert f"8{NARROW}000 séances" in french.plural(one, many, 8000)
    assert "0 sessions" in english.plural(one, many, 0)
    assert "1 session," in english.plural(one, many, 1)


def test_one_word_has_the_gender_of_what_it_is_said_of(french: Language, english: Language) -> None:
    of_workshop, of_session = i18n.pgettext("workshop", "Cancelled"), i18n.pgettext("session", "Cancelled")
    assert (french(of_workshop), french(of_session)) == ("Annulé", "Annulée")
    assert english(of_workshop) == english(of_session) == "Cancelled"


def test_without_a_compiled_catalogue_french_speaks_english_but_keeps_its_dates(tmp_path: Path) -> None:
    say = i18n.language("fr", tmp_path)
    assert say("Year of birth") == "Year of birth"
    assert say.plural("{n} person", "{n} people", 3) == "3 people"
    assert say(i18n.pgettext("workshop", "Cancelled")) == "Cancelled"
    assert say.date(date(2026, 6, 1), "long") == "1er juin 2026"


def test_a_language_that_is_not_here_is_an_error() -> None:
    with pytest.raises(ValueError, match="br"):
        i18n.use("br")


def test_many_threads_write_in_two_languages_at_once(french: Language, english: Language) -> None:
    def write(number: int) -> str:
        say = (french, english)[number % 2]
        return f"{say('Year of birth')} {say.date(date(2026, 6, 1), 'long')}"

    with ThreadPoolExecutor(8) as threads:
        shown = list(threads.map(write, range(400)))
    assert set(shown[::2]) == {"Année de naissance 1er juin 2026"}
    assert set(shown[1::2]) == {"Year of birth 1 June 2026"}


def test_importing_the_languages_does_not_import_babel() -> None:
    code = "import sys, resources.i18n, resources.words, resources.labels; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
