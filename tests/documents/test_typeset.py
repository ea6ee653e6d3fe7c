"""Any name is shaped, fitted and told apart, letter by letter."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.fitting import FLOOR, balanced, fit
from documents.fonts import WEIGHTS, Weight, chain
from documents.letter_pairs import paired
from documents.typeset import _shape_run, missing_characters, shape

DRAWABLE = sorted(set().union(*(face.characters for face in chain("regular"))) - set(range(0x20)))


def test_a_text_that_fits_keeps_its_size() -> None:
    fitted = fit("Zoé", "bold", size=36, width=500)
    assert fitted is not None
    assert (fitted.size, len(fitted.lines)) == (36, 1)


def test_a_wider_text_shrinks_by_the_exact_ratio() -> None:
    natural = shape("Zoé Le Goff").width_at(20)
    fitted = fit("Zoé Le Goff", "regular", size=20, width=natural * 0.75)
    assert fitted is not None
    assert fitted.size == pytest.approx(15)
    assert len(fitted.lines) == 1


def test_at_the_floor_it_takes_two_balanced_lines() -> None:
    text = "one two three four five six"
    width = shape(text).width_at(FLOOR) * 0.7
    fitted = fit(text, "regular", size=12, width=width)
    assert fitted is not None
    assert [line.text for line in fitted.lines] == ["one two three", "four five six"]
    assert fitted.size >= FLOOR


def test_what_cannot_be_read_is_not_fitted() -> None:
    assert fit("W" * 100, "regular", size=20, width=100) is None


def test_a_word_too_long_for_the_box_is_broken_after_its_hyphens_and_only_then_anywhere() -> None:
    text = "de Montmorency-Luxembourg-Piney-Tingry-Bouteville"
    width = shape("Montmorency-Luxembourg-").width_at(FLOOR)
    fitted = fit(text, "regular", size=FLOOR, width=width, lines=4)
    assert fitted is not None
    assert fitted.joint.join(line.text for line in fitted.lines) == text
    assert all(line.text.endswith(("-", " ")) for line in fitted.lines[:-1])
    narrow = fit(text, "regular", size=FLOOR, width=width / 3, lines=12)
    assert narrow is not None
    assert narrow.joint.join(line.text for line in narrow.lines) == text


def test_lines_are_balanced_as_well_as_the_words_allow() -> None:
    words = ["Maximiliane", "de", "la", "Rochefoucauld", "et", "du", "Plessis"]
    lines = balanced(" ".join(words), "regular", 2)
    assert " ".join(lines).split() == words
    possible = [max(shape(" ".join(part)).width for part in (words[:at], words[at:])) for at in range(1, len(words))]
    assert max(shape(line).width for line in lines) <= min(possible) + 50  # kerning with the space between words


def test_an_unbreakable_text_is_not_cut_inside_a_letter_with_its_mark() -> None:
    lines = balanced("e\u0323\u0302" * 10, "regular", 2)
    assert "".join(lines) == "e\u0323\u0302" * 10
    assert all(line.startswith("e") for line in lines)


def test_arabic_letters_are_joined_and_not_rewritten() -> None:
    run = shape("محمد").runs[0]
    alone = {chain("regular")[1].font.get_nominal_glyph(ord(letter)) for letter in "محمد"}
    assert run.is_reversed
    assert len(run.readings) == 4
    assert not {glyph for glyph, _ in run.readings} <= alone


def test_a_combining_mark_adds_no_width() -> None:
    assert shape("x\u0323").width == shape("x").width


def test_each_missing_character_is_named_once() -> None:
    told = missing_characters("a漢b漢😀")
    assert [(p.code, p.values["character"], p.values["code"]) for p in told] == [
        ("character_missing", "漢", "U+6F22"),
        ("character_missing", "😀", "U+1F600"),
    ]


@given(st.text(st.sampled_from([chr(code) for code in DRAWABLE]), min_size=1, max_size=40))
@example("\u0591\u2066")  # an isolate, which the bidi library does not know, in a text from right to left
def test_any_drawable_text_is_shaped_without_a_blank(text: str) -> None:
    line = shape(text)
    assert line.text == text
    assert all(glyph != 0 for run in line.runs for glyph, reading in run.readings if reading.strip())


@pytest.mark.parametrize("weight", WEIGHTS)
def test_plain_latin_shaped_by_pairs_is_what_harfbuzz_makes_of_the_whole(weight: Weight) -> None:
    face, chance = chain(weight)[0], Random(4)
    letters = [chr(code) for code in range(0x20, 0x2030) if paired(chr(code), face)]
    usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzéèêàçïôùœÉ’-. ,'0123456789"
    for place in range(2000):
        text = "".join(chance.choices(letters if place % 4 == 0 else usual, k=chance.randint(1, 12)))
        found = paired(text, face)
        run, advance = _shape_run(text, face, is_reversed=False)
        assert found == (run.shows[0].parts[0][1], run.readings, advance), text
        assert len(run.shows) == len(run.shows[0].parts) == 1


def test_what_is_more_than_plain_latin_is_shaped_whole() -> None:
    face = chain("regular")[0]
    for text in ("e\u0301", "محمد", "Иван", "a\u200db", ""):
        assert paired(text, face) is None
