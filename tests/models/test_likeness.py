"""How alike two people are: the keys that find them, the points that explain them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.likeness import KEY_LENGTH, Score, Verdict, compare, keys
from models.matching import Likeness, likeness, marks_of
from models.people import PersonDraft

ZOE = PersonDraft("Zoé", "Le Goff", birth_year=1962, town="Rennes", email="zoe@exemple.fr", phone="06 39 98 00 01")


def score(one: PersonDraft, other: PersonDraft) -> Score:
    return compare(marks_of(one), marks_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zoé", "Le Goff"), ("ZOE", "LE GOFF")),
        (("Zoé", "Le Goff"), ("Le Goff", "Zoé")),
        (("Zoé", "Le Goff"), ("Zoé", "Legoff")),
        (("Zoé", "Le Goff"), ("Zoé", "Goff")),
        (("Zoé", "Le Goff"), ("Zoé Le Goff", "")),
        (("Zoé", "Le Goff"), ("", "LE GOFF Zoé")),
        (("Zoé", "Le Goff"), ("Z.", "Le Goff")),
        (("Zoé", "Le Goff"), ("Zoé", "Le Goff-Kerbrat")),
        (("Jean-Pierre", "Riou"), ("Jean Pierre", "Riou")),
        (("Jean-Pierre", "Riou"), ("JP", "Riou")),
        (("Mohamed", "N’Diaye"), ("Mohammed", "Ndiaye")),
        (("Philippe", "Kerbrat"), ("Filipe", "Kerbratt")),
        (("Françoise", "de La Villéon"), ("Francoise", "La Villeon")),
    ],
)
def test_spellings_of_one_name_share_a_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert keys(*one) & keys(*other)


@pytest.mark.parametrize("name", [("محمد", "علي"), ("Ольга", ""), ("", "李小龍"), ("a", "e"), ("???", "")])
def test_no_script_is_without_keys(name: tuple[str, str]) -> None:
    assert keys(*name)
    assert all(0 < len(key) <= KEY_LENGTH for key in keys(*name))


def test_nobody_has_many_keys() -> None:
    assert len(keys("Marie-Thérèse", "de La Villéon du Plessis")) <= 3
    assert len(keys("Marie-Thérèse de La Villéon du Plessis", "")) <= 6
    assert keys("", "") == frozenset()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_short_keys_and_is_like_itself(given_name: str, family_name: str) -> None:
    assert all(0 < len(key) <= KEY_LENGTH for key in keys(given_name, family_name))
    draft = PersonDraft(given_name, family_name, birth_year=1962)
    assert score(draft, draft).verdict is not Verdict.SAME or keys(given_name, family_name)


@pytest.mark.parametrize(
    ("other", "reasons", "verdict"),
    [
        (PersonDraft("Zoe", "LE GOFF", 1962, phone="+33639980001"), ("same_name", "same_year", "same_phone"), "same"),
        (PersonDraft("Le Goff", "Zoé", 1962), ("swapped_names", "same_year"), "likely"),
        (PersonDraft("Zoé", "Le Gofff", 1962), ("similar_name", "same_year"), "likely"),
        (PersonDraft("Zoé", "Goff", email="ZOE@exemple.fr"), ("similar_name", "same_email"), "likely"),
        (PersonDraft("Z.", "Le Goff", phone="0639980001"), ("initial_of_name", "same_phone"), "likely"),
        (PersonDraft("Zoé", "Le Goff-Riou", 1962), ("part_of_name", "same_year"), "likely"),
        (PersonDraft("Zoé", "Kerbrat", phone="0639980001"), ("same_given_name", "same_phone"), "likely"),
        (PersonDraft("Zoé", "Kerbrat", 1962), (), "other"),
        (PersonDraft("Maël", "Le Goff", phone="0639980001"), (), "other"),
        (PersonDraft("Zoé", "Le Goff", 1990), ("same_name", "year_differs"), "other"),
        (PersonDraft("Zoé", "Le Goff", 1963, phone="0639980001"), ("same_name", "year_close", "same_phone"), "likely"),
    ],
)
def test_reasons_and_verdict_follow_what_two_people_have_in_common(
    other: PersonDraft, reasons: tuple[str, ...], verdict: str
) -> None:
    found = score(ZOE, other)
    assert (found.reasons, found.verdict) == (reasons, verdict)
    assert score(other, ZOE) == found, "the same both ways"


def test_a_parent_and_a_child_of_one_name_and_phone_are_two() -> None:
    child = PersonDraft("Zoé", "Le Goff", 1990, town="Rennes", phone="0639980001")
    assert score(ZOE, child).verdict is Verdict.OTHER
    with_both = PersonDraft("Zoé", "Le Goff", 1990, email="zoe@exemple.fr", phone="0639980001")
    assert score(ZOE, with_both).verdict is Verdict.LIKELY, "likely at most"


def test_the_same_name_alone_is_not_enough() -> None:
    assert score(PersonDraft("Zoé", "Le Goff"), PersonDraft("Zoé", "Le Goff")).verdict is Verdict.OTHER
    assert score(PersonDraft("Zoé"), PersonDraft("Zoé", birth_year=1962)).verdict is Verdict.OTHER


def test_a_common_name_needs_more_than_a_rare_one() -> None:
    one, other = (marks_of(PersonDraft("Marie", "Martin", 1962)) for _ in range(2))
    assert compare(one, other, commonness=20).verdict is Verdict.OTHER
    assert compare(one, other, commonness=-16).points > compare(one, other).points


def test_contact_that_differs_speaks_against() -> None:
    stranger = PersonDraft("Zoé", "Le Goff", 1962, town="Brest", email="z@exemple.fr", phone="0639980002")
    assert score(ZOE, stranger).points < score(ZOE, PersonDraft("Zoé", "Le Goff", 1962)).points


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (PersonDraft("Zoé", "Le Gofff", 1962), Likeness.DOUBTFUL),
        (PersonDraft("Le Gof", "Zoé", 1962), Likeness.DOUBTFUL),
        (PersonDraft("Zoé", "Legoff", phone="06 39 98 00 01"), Likeness.DOUBTFUL),
        (PersonDraft("Zoé", "Le Gofff"), Likeness.OTHER),
        (PersonDraft("Zoé", "Le Gofff", 1990, phone="06 39 98 00 01"), Likeness.OTHER),
    ],
)
def test_a_slip_in_the_name_is_never_more_than_a_doubt(other: PersonDraft, expected: Likeness) -> None:
    assert likeness(marks_of(ZOE), marks_of(other)) is expected
    assert likeness(marks_of(other), marks_of(ZOE)) is expected
