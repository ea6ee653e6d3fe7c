"""A batch writes whole files under safe names, tells what it left out, and can be stopped."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from documents.batch import certificates_each, certificates_in_one
from documents.facts import Print
from documents.file_names import LONGEST_NAME, file_name, safe_name
from documents.layout import layout
from models.problem import UserError
from models.progress import Progress, finish
from tests.documents.builders import AWKWARD_NAMES, a_certificate

PRINTS = [(a_certificate(name=name, number=f"LPB-2026-{n:04}"), Print()) for n, name in enumerate(AWKWARD_NAMES, 1)]
UNPRINTABLE = (a_certificate(name="李小龍", number="LPB-2026-0099"), Print())


def test_all_certificates_go_into_one_file_and_the_rest_is_told(tmp_path: Path) -> None:
    told: list[Progress] = []
    report = finish(certificates_in_one([*PRINTS, UNPRINTABLE], layout(), tmp_path / "all.pdf"), told.append)
    assert len(pikepdf.open(tmp_path / "all.pdf").pages) == len(PRINTS) == len(report.made)
    assert [(skipped.number, skipped.problems[0].code) for skipped in report.skipped] == [
        ("LPB-2026-0099", "character_missing")
    ]
    assert (told[-1].done, told[-1].total) == (len(PRINTS) + 1, len(PRINTS) + 1)


def test_nothing_to_print_writes_nothing(tmp_path: Path) -> None:
    report = finish(certificates_in_one([UNPRINTABLE], layout(), tmp_path / "all.pdf"))
    assert report.files == ()
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_batch_leaves_nothing_half(tmp_path: Path) -> None:
    one = certificates_in_one(PRINTS, layout(), tmp_path / "all.pdf")
    next(one)
    one.close()
    assert list(tmp_path.iterdir()) == []
    each = certificates_each(PRINTS, layout(), tmp_path)
    next(each)
    next(each)
    assert len(list(tmp_path.iterdir())) == 2
    each.close()
    assert list(tmp_path.iterdir()) == []


def test_each_person_gets_a_file_and_none_is_overwritten(tmp_path: Path) -> None:
    first = finish(certificates_each(PRINTS, layout(), tmp_path))
    again = finish(certificates_each(PRINTS, layout(), tmp_path))
    files = {*first.files, *again.files}
    assert len(files) == 2 * len(PRINTS) == len(list(tmp_path.iterdir()))
    assert all(file.parent == tmp_path for file in files)


def test_the_number_is_in_every_name() -> None:
    facts = a_certificate(name="Z" * 120, workshop="é" * 300)
    for pattern in ("{name}", "{workshop} {name} {number}", "{date}"):
        name = file_name(facts, pattern)
        assert "LPB-2026-0042" in name
        assert len(name.encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("CON", "_CON.pdf"),
        ("com1.x", "_com1.x.pdf"),
        ("a/b\\c:d", "a-b-c-d.pdf"),
        ("../../etc", "-..-etc.pdf"),
        ("Zoé. . ", "Zoé.pdf"),
        ("", "_.pdf"),
        ("Zoe\u0301", "Zoé.pdf"),
    ],
)
def test_a_file_name_is_safe_everywhere(stem: str, name: str) -> None:
    assert safe_name(stem, ".pdf") == name


def test_an_unknown_word_in_the_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="file_pattern_wrong"):
        finish(certificates_each(PRINTS, layout(), tmp_path, "{phone}"))
