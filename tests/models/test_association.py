"""The association's own facts, its identifiers, and the programme's profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models import association, programme
from models.association import AssociationDraft
from models.drafts import is_siret
from models.notebook import Notebook
from models.programme import default_profile
from tests.models.checks import codes, refused

PUCES = AssociationDraft("Les Puces du Blosne")


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("35600000000048", True),  # La Poste's seat: both rules hold
        ("35600000049837", True),  # one of its offices: the digits add up to a multiple of five
        ("35600000009075", True),  # another one, which Luhn's sum alone would refuse
        ("35600000000049", False),
        ("73282932000074", True),
        ("73282932000075", False),
        ("7328293200007", False),
        ("732829320000740", False),
        ("7328293200007A", False),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", False),
        ("", False),
    ],
)
def test_a_siret_is_checked_by_its_sum_with_the_exception_of_la_poste(number: str, is_right: bool) -> None:
    assert is_siret(number) is is_right


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "association_name_missing"),
        ("siret", "73282932000075", "siret_wrong"),
        ("rna", "W35100123", "rna_wrong"),
        ("rna", "351001234W", "rna_wrong"),
        ("email", "puces", "email_wrong"),
        ("phone", "appeler", "phone_wrong"),
        ("postcode", "?", "postcode_wrong"),
        ("certificate_prefix", "L P", "prefix_wrong"),
        ("certificate_prefix", "<b>", "prefix_wrong"),
        ("certificate_start", 0, "number_too_small"),
        ("certificate_start", 10**10, "number_too_large"),
        ("privacy_notice", "x" * 601, "text_too_long"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(field: str, value: object, code: str) -> None:
    assert (field, code) in codes(association.check(replace(PUCES, **{field: value})))  # type: ignore[arg-type]  # one field


def test_identifiers_are_stored_in_their_plain_form(notebook: Notebook) -> None:
    draft = replace(PUCES, siret="732 829 320 00074", rna="w351001234", certificate_prefix="lpb")
    with notebook.write("Change the association") as db:
        association.save(db, draft)
    with notebook.read() as db:
        stored = association.draft(db)
    assert (stored.siret, stored.rna, stored.certificate_prefix) == ("73282932000074", "W351001234", "LPB")


def test_a_refused_change_leaves_what_was_there(notebook: Notebook) -> None:
    with refused("siret_wrong"), notebook.write("Change the association") as db:
        association.save(db, replace(PUCES, town="Rennes", siret="1"))
    with notebook.read() as db:
        assert association.draft(db).town == ""


def test_every_notebook_has_its_own_identity(notebook: Notebook) -> None:
    with notebook.read() as db:
        own = association.identity(db)
    assert len({own.uid, own.notebook_uid}) == 2
    assert own.is_example is False


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Les Puces du Blosne", "LPB"), ("Éveil & Savoirs de l’Ille et de la Vilaine", "ESIV"), ("3 Maisons", "3M"),
     ("جمعية", "CA"), ("A", "A")],
)  # fmt: skip
def test_certificate_numbers_begin_with_the_associations_initials(name: str, initials: str) -> None:
    assert association.initials(name) == initials


def test_the_default_profile_is_that_of_the_model_programme(notebook: Notebook) -> None:
    with notebook.read() as db:
        profile = programme.profile(db)
    assert (profile.code, profile.threshold, profile.target) == ("ateliers-numeriques", 5, 100_000)
    assert profile.codebook == default_profile()["codebook"]
    assert profile.school_year_starts == (9, 1)
    assert set(profile.periods) == {"month", "quarter", "school_year", "civil_year"}


def test_the_profile_names_the_codes_that_the_models_know() -> None:
    from models.codes import AXES

    codebook = default_profile()["codebook"]
    for axis, known in AXES.items():
        if axis in codebook:
            assert [row["code"] for row in codebook[axis]] == [str(code) for code in known], axis
