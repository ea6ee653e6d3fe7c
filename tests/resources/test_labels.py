"""Every coded value has words, and the default programme profile says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # frictionless brings it without types
import pytest

import resources
from models.codes import AGE_BAND_STARTS, AXES
from resources.i18n import Language
from resources.labels import axes, codes, field_label, label, left_out_label

FOLDER = Path(resources.__file__).parent


@pytest.fixture(scope="module")
def profile() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / "programmes" / "default.json").read_text(encoding="utf-8"))
    return read


def test_the_words_cover_exactly_the_codes_of_the_models() -> None:
    assert {axis: list(codes(axis)) for axis in axes()} == {axis: list(known) for axis, known in AXES.items()}


def test_every_axis_has_a_name_in_both_languages(french: Language, english: Language) -> None:
    for axis in axes():
        assert field_label(axis, english) != axis
        assert field_label(axis, french) != axis


def test_douze_dix_huit_ends_at_seventeen(french: Language, english: Language) -> None:
    assert label("age_band", "douze_dix_huit", french) == "12 – 17 ans"
    assert label("age_band", "douze_dix_huit", english) == "12 – 17"


def test_a_code_of_another_profile_is_shown_as_it_is(french: Language) -> None:
    assert label("theme", "robotique", french) == "robotique"


def test_fields_of_several_things_and_links_have_the_words_of_one(english: Language) -> None:
    assert field_label("themes", english) == "Theme"
    assert field_label("place_id", english) == "Place"
    assert field_label("trainer_ids", english) == "Trainer"
    assert field_label("address", english) == "Address"


@pytest.mark.parametrize("reason", ["empty", "total", "example", "header", "cancelled", "refunded", "repeated"])
def test_why_a_row_is_left_out_is_said_in_words(reason: str, french: Language, english: Language) -> None:
    assert left_out_label(reason, english) not in {reason, left_out_label(reason, french)}


def test_the_default_profile_follows_its_schema(profile: dict[str, Any]) -> None:
    schema = json.loads((FOLDER / "schemas" / "programme-profile.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(profile)


def test_the_default_profile_says_the_same_words(profile: dict[str, Any], french: Language, english: Language) -> None:
    for axis, values in profile["codebook"].items():
        shown = {value["code"]: value["label"] for value in values}
        assert shown == {
            code: {"en": label(axis, code, english), "fr": label(axis, code, french)} for code in codes(axis)
        }


def test_the_age_bands_of_the_profile_have_no_gap_and_are_those_of_the_models(profile: dict[str, Any]) -> None:
    bands = profile["age_bands"]["bands"]
    assert [(band["from"], band["code"]) for band in bands] == [(start, str(code)) for start, code in AGE_BAND_STARTS][
        ::-1
    ]
    assert [band["to"] for band in bands] == [band["from"] - 1 for band in bands[1:]] + [None]
    assert {*(band["code"] for band in bands), profile["age_bands"]["untold"]} == set(codes("age_band"))


def test_sub_themes_come_only_with_help_with_paperwork(profile: dict[str, Any]) -> None:
    themes = {value["code"] for value in profile["codebook"]["theme"]}
    assert {value["only_with"] for value in profile["codebook"]["sub_theme"]} == {"aide_aux_demarches_administratives"}
    assert "aide_aux_demarches_administratives" in themes
