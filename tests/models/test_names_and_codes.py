"""Names folded for search, ages at the day of the session, the one cleaner of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import names
from models.base import new_uid
from models.codes import AgeBand, age_band
from models.text import clean_line, clean_note, too_long


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Le Goff", "le goff"),
        ("LE-GOFF", "le goff"),
        ("N’Diaye", "n diaye"),
        ("N'Diaye", "n diaye"),
        ("Zoé", "zoe"),
        ("Zoe\u0301", "zoe"),
        ("Łukasz", "lukasz"),
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("Øre", "ore"),
        ("Œuvre", "oeuvre"),
        ("Æsop", "aesop"),
        ("Þór", "thor"),
        ("Đặng", "dang"),
        ("İpek Işık", "ipek isik"),
        ("ﬁn", "fin"),
        ("A_B", "a b"),
        ("a@b.fr", "a@b fr"),
        ("محمد", "محمد"),
        ("李 小龍", "李 小龍"),
        ("'-–—.", ""),
        ("  ", ""),
    ],
)
def test_names_are_folded_for_search(text: str, folded: str) -> None:
    assert names.fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


def test_two_names_made_only_of_signs_are_two_people() -> None:
    assert names.name_key("???", "") != names.name_key("!!!", "")
    assert names.name_key("???", "") == names.name_key("", "???") != ""


def test_name_keys_ignore_the_order_of_words() -> None:
    assert names.name_key("Anne-Marie", "Le Goff") == names.name_key("Goff Le", "marie ANNE")
    assert len(names.name_key("ﷺ" * 120, "ﷺ" * 120)) <= 240
    assert names.sort_key("Zoé", "") == "zoe"
    assert names.sort_key("Zoé", "Le Goff") == "le goff zoe"


@pytest.mark.parametrize(
    ("birth_year", "year", "stored", "band"),
    [
        (2015, 2026, None, AgeBand.UNDER_12),
        (2014, 2026, None, AgeBand.FROM_12),
        (2009, 2026, None, AgeBand.FROM_12),
        (2008, 2026, None, AgeBand.FROM_18),
        (2001, 2026, None, AgeBand.FROM_25),
        (1986, 2026, None, AgeBand.FROM_40),
        (1967, 2026, None, AgeBand.FROM_40),
        (1966, 2026, None, AgeBand.FROM_60),
        (1956, 2026, None, AgeBand.FROM_70),
        (1956, 2025, None, AgeBand.FROM_60),  # at the session's year: past figures do not move
        (1956, 2025, "douze_dix_huit", AgeBand.FROM_60),
        (2026, 2026, None, AgeBand.UNDER_12),
        (2027, 2026, None, AgeBand.UNTOLD),
        (None, 2026, "soixante_dix_plus", AgeBand.FROM_70),
        (None, 2026, "", AgeBand.UNTOLD),
        (None, 2026, None, AgeBand.UNTOLD),
    ],
)
def test_the_age_band_is_that_of_the_sessions_year(
    birth_year: int | None, year: int, stored: str | None, band: str
) -> None:
    assert age_band(birth_year, year, stored) == band


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("  Zoé   Le\tGoff\n", "Zoé Le Goff"),
        ("Zoe\u0301", "Zoé"),
        ("\u202eeoZ\u202c", "eoZ"),
        ("A\x00B\x07C\x9bD", "ABCD"),
        ("a\ud800b", "ab"),
        ("a\u2028b\u2029c", "a b c"),
        ("\ufeffZoé", "Zoé"),
        ("نی\u200cخواهم", "نی\u200cخواهم"),  # joiners are letters' own business
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("<img src=/etc/passwd>", "<img src=/etc/passwd>"),
        ("\u00a0Zoé\u3000", "Zoé"),
    ],
)
def test_a_line_is_cleaned_at_entry(given: str, line: str) -> None:
    assert clean_line(given) == line


def test_a_note_keeps_its_lines() -> None:
    assert clean_note(" a\r\nb\rc\u2028d\n\n\te\x00\u202e ") == "a\nb\nc\nd\n\n\te"


@given(st.text(st.characters(), max_size=80))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_forbidden(text: str) -> None:
    for clean in (clean_line, clean_note):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)
        assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x00")
        once.encode()


def test_a_text_is_never_cut_without_a_word() -> None:
    assert too_long("title", "é" * 300) == []
    (problem,) = too_long("title", "é" * 301)
    assert (problem.field, problem.code, problem.values) == ("title", "text_too_long", {"length": 301, "limit": 300})


def test_uids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    from uuid import UUID

    uids = [new_uid() for _ in range(50)]
    assert len(set(uids)) == 50
    assert {(UUID(uid).version, UUID(uid).variant) for uid in uids} == {(7, "specified in RFC 4122")}
    assert [uid[:13] for uid in uids] == sorted(uid[:13] for uid in uids)
