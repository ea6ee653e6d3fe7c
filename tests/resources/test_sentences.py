"""All sentences about what is wrong, listed in both languages, to be read; each says what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resources.i18n import language
from resources.sentences import COUNTED, SENTENCES
from resources.sentences.__main__ import listing, said

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400  # characters: nobody reads more in a message
PLAIN = {
    "certificate_forgotten",
    "event_cancelled",
    "event_of_held_session",
    "redo_nothing",
    "repeat_endless",
    "seal_genuine",
    "undo_nothing",
}
"""Sentences of which one part is enough: there is nothing to do, or it is all that they say."""


def test_the_listing_for_readers_is_up_to_date() -> None:
    written = (ROOT / "docs" / "sentences.md").read_text("utf-8")
    assert written == listing(), "dev.py translate, then python -m resources.sentences > docs/sentences.md"


@pytest.mark.parametrize("code", ["fr", "en"])
def test_each_says_what_is_wrong_and_what_to_do(code: str) -> None:
    say = language(code)
    found = {each: said(each, say) for each in (*SENTENCES, *COUNTED)}
    short = {each for each, text in found.items() if len(re.findall(r"[.!?:;](?=\s|$)", text)) < 2}
    assert short <= PLAIN
    assert {each: text for each, text in found.items() if len(text) > LONGEST} == {}
