"""Papers around workshops and people, typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.documents.reading import text_of, words_of
from tests.tools import needs


@pytest.fixture
def course(on: Run) -> Run:
    """A workshop today and tomorrow, the second time before and after noon, with three people and one who waits."""
    on(
        "workshop", "new", "Premiers pas", "--place", "Bibliothèque Triangle", "--capacity", "3",
        "--session", "2026-05-12 14:00-16:00", "--session", "2026-05-13 9:00-17:00",
    )  # fmt: skip
    on("workshop", "new", "Photos", "--session", "2026-05-13 8:30-9:30")
    assert on("enrol", "premiers", "Zoé Le Goff", "Maël Kerbrat", "Bob", "Yann Zimmer").status == 0
    return on


@needs("pdftoppm")
def test_all_of_tomorrow_is_one_file_in_the_order_of_the_day(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "demain.pdf"
    for day in ("demain", "tomorrow", "13/05"):
        assert course("sheet", "--day", day, "-o", path, "--json").json["sheets"] == 2
    first, second = text_of(path).split("\f")[:2]
    assert "Photos" in first
    assert "Premiers pas" in second


@needs("pdftoppm")
def test_a_sheet_is_made_as_it_is_wanted(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert course("sheet", "--workshop", "premiers", "-o", path).status == 0
    usual = words_of(path)
    assert "Signature, morning" not in usual
    assert "13/05/2026 morning" in usual
    assert "Yann Zimmer" not in usual
    assert usual.index("Maël") < usual.index("Zoé")  # Bob, Kerbrat, Le Goff
    wanted = ("--waiting", "--whole-days", "--by-given-name", "--blank", "0")
    assert course("sheet", "--workshop", "premiers", "-o", path, *wanted).status == 0
    other = words_of(path)
    assert "morning" not in other
    assert "Yann Zimmer" in other
    assert course("sheet", "--session", "13/05 premiers", "--session", "12/05", "-o", path).status == 0
    assert words_of(path).count("Zoé Le Goff") == 2
