"""File names that every system takes: judged by pathvalidate, inside their folder, and nothing is ever overwritten."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathvalidate import Platform, validate_filename

from documents.batch import certificates_each, mail_drafts
from documents.facts import Print
from documents.file_names import LONGEST_NAME, file_name, free_name, safe_name, taken_in
from documents.layout import layout
from models.progress import finish
from tests.documents.builders import AWKWARD_NAMES, a_certificate

HOSTILE = [
    *AWKWARD_NAMES,
    *("CON", "nul", "COM1", "lpt9.txt", "com¹", "conin$", "aux .x", "PRN."),
    *("", ".", "..", "...", " ", "../../etc/passwd", "C:\\Windows", "\\\\server\\share", "~", "-rf", "a/b", "a:b"),
    *("Zoé. ", "Zoe\u0301", "\u202egpj.exe", "\x00\x1f\x7f\x9f", "👩‍👩‍👧‍👦" * 40, "é" * 300, "a" * 300, "\ud800"),
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=400))


@given(TEXTS, st.sampled_from([".pdf", ".eml", ""]))
def test_pathvalidate_takes_every_name_on_every_system(stem: str, suffix: str) -> None:
    name = safe_name(stem, suffix)
    for platform in (Platform.WINDOWS, Platform.LINUX, Platform.MACOS, Platform.UNIVERSAL):
        validate_filename(name, platform=platform, max_len=255)
    assert len(name.encode()) <= LONGEST_NAME + 1
    assert name == unicodedata.normalize("NFC", name)
    assert Path(name).name == name


def test_control_the_names_as_they_are_typed_are_refused() -> None:
    refused = 0
    for stem in HOSTILE:
        try:
            validate_filename(f"{stem}", platform=Platform.UNIVERSAL)
        except ValueError:
            refused += 1
    assert refused > len(HOSTILE) // 2


@given(TEXTS, TEXTS, st.sampled_from(["{name}", "{workshop} {name}", "{date}/{number}", "..{name}", "{number}. "]))
@example("CON", "nul", "{name}")
@example("\ud800", "<img src=/etc/passwd>", "{name}")
def test_every_pattern_keeps_the_number_in_a_name_that_is_taken_everywhere(
    person: str, workshop: str, pattern: str
) -> None:
    plain = a_certificate(number="LPB-2026-0042")
    facts = replace(plain, given_name=person, family_name="", workshop=workshop)
    name = file_name(facts, pattern)
    assert "LPB-2026-0042" in name
    validate_filename(name, platform=Platform.UNIVERSAL, max_len=255)


@given(st.lists(st.sampled_from(["Zoé", "ZOÉ", "Zoe\u0301", "zoé", "Strasse", "Straße", "a", "A"]), max_size=12))
def test_twins_by_case_or_composition_get_names_apart(stems: list[str]) -> None:
    taken: set[str] = set()
    names = [free_name(safe_name(stem, ".pdf"), taken) for stem in stems]
    folded = {unicodedata.normalize("NFD", name).casefold() for name in names}
    assert len(folded) == len(names)


@pytest.mark.parametrize("there", ["LPB-2026-0001 ZOE\u0301.PDF", "lpb-2026-0001 zoé.pdf"])
def test_a_file_that_is_there_under_a_twin_of_its_name_stays(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(b"theirs")
    report = finish(
        certificates_each([(a_certificate(name="Zoé", number="LPB-2026-0001"), Print())], layout(), tmp_path)
    )
    assert (tmp_path / there).read_bytes() == b"theirs"
    assert [each.name for each in report.files] == ["LPB-2026-0001 Zoé (2).pdf"]
    assert len(taken_in(tmp_path)) == 2


@pytest.mark.parametrize("kind", ["each", "mail"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    facts = [
        a_certificate(name=name, number=f"LPB-2026-{n:04}", workshop="../../W")
        for n, name in enumerate(AWKWARD_NAMES, 1)
    ]
    prints = [(each, Print()) for each in facts]
    pattern = "../{workshop}/{name}"
    if kind == "each":
        report = finish(certificates_each(prints, layout(), folder, pattern))
    else:
        addresses = {each.number: "zoe@exemple.fr" for each in facts}
        report = finish(mail_drafts(prints, layout(), folder, addresses, pattern))
    assert {each.resolve().parent for each in report.files} == {folder.resolve()}
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
