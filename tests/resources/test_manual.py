"""The manual: the same pages in both languages, links that lead somewhere, names that are those of the window."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from resources.i18n import language
from resources.manual import ENDING, FOLDER, NAMES, PICTURE, PICTURES, pages

ROOT = Path(__file__).resolve().parents[2]
_BOLD, _LINK, _CODE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)"), re.compile(r"`[^`]*`")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)


@pytest.fixture(scope="module")
def texts() -> frozenset[str]:
    """Every English text of the window, as the source has it."""
    found = set()
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


def test_both_languages_have_the_same_pages_and_nothing_else() -> None:
    for code in ("fr", "en"):
        assert {path.stem for path in (FOLDER / code).glob(f"*{ENDING}")} == set(NAMES)
    for french, english in zip(pages("fr"), pages("en"), strict=True):
        assert _HEADING.findall(french.text) == _HEADING.findall(english.text), french.name
        assert len(_BOLD.findall(french.text)) == len(_BOLD.findall(english.text)), french.name
        assert _LINK.findall(french.text) == _LINK.findall(english.text), french.name


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_link_leads_to_a_page(code: str) -> None:
    for page in pages(code):
        assert page.title
        assert "**" not in page.title
        links = _LINK.findall(page.text)
        assert links, page.name
        assert {link.removesuffix(ENDING) for link in links} <= set(NAMES), page.name


def test_the_pictures_are_the_same_in_both_languages_each_with_its_words_and_none_too_many() -> None:
    for french, english in zip(pages("fr"), pages("en"), strict=True):
        assert list(french.pictures()) == list(english.pictures()), french.name
    for code in ("fr", "en"):
        named = [picture for page in pages(code) for picture in page.pictures().values()]
        assert len(set(named)) == len(named) >= 15
        assert set((FOLDER / code / PICTURES).iterdir()) == set(named)
        assert all(path.stat().st_size < 60_000 for path in named)
        said = [says for page in pages(code) for says, _name in PICTURE.findall(page.text)]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_bold_name_is_one_of_the_window(code: str, texts: frozenset[str]) -> None:
    say = language(code)
    shown = {say(text) for text in texts}
    wrong = [(page.name, name) for page in pages(code) for name in _BOLD.findall(page.text) if name not in shown]
    assert not wrong, wrong


def test_french_is_typeset() -> None:
    for page in pages("fr"):
        text = _CODE.sub("", page.text)
        assert "'" not in text, page.name
        assert not re.search(r"\w [;:!?](\s|$)", text), page.name  # a no-break space stands before these
        assert not re.search(r"« | »", text), page.name
