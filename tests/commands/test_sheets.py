"""Papers around workshops and people, typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from commands.sheets import ASKED
from documents import registration_form
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


@needs("pdftoppm")
def test_a_registration_form_is_for_one_workshop_or_any(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    assert course("registration-form", "premiers", "-o", path, "--ask", "phone", "notes").status == 0
    words = words_of(path)
    assert "Premiers pas" in words
    assert "What would you like to learn" in words
    assert "Year of birth" not in words.split("Your personal data")[0]
    assert course("registration-form", "-o", path).status == 0
    assert "Premiers pas" not in words_of(path)
    assert course("registration-form", "-o", path, "--ask", "religion").status == 2
    assert registration_form.FIELDS == ASKED


@needs("pdftoppm")
def test_a_call_list_is_made_only_when_it_is_confirmed(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "calls.pdf"
    refused = course("call-list", "premiers", "-o", path)
    assert (refused.status, path.exists()) == (1, False)
    assert "--confidential" in refused.err
    assert course("call-list", "premiers", "-o", path, "--confidential").status == 0
    assert "Kerbrat Maël" in words_of(path)


@needs("pdftoppm")
def test_a_statement_is_written_for_a_period(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    assert course("statement", "Bob", "-o", path).status == 1
    assert course("attendance", "12/05", "--all").status == 0
    told = course("statement", "Bob", "--from", "1/5", "--to", "31/5", "-o", path, "--json").json
    assert (told["sessions"], told["minutes"]) == (1, 120)
    assert "In all: 1 session, 2 h" in words_of(path)
    assert course("statement", "Bob", "--from", "13/05/2026", "-o", path).status == 1


def test_a_paper_never_takes_the_place_of_the_notebook_it_is_made_from(course: Run, notebook: Path) -> None:
    for paper in (("sheet", "--day", "demain"), ("registration-form",), ("badges", "premiers")):
        refused = course(*paper, "-o", notebook)
        assert refused.status == 1
        assert "a notebook or a parcel has this name" in refused.err
    assert course("sessions", "--json").status == 0


@needs("pdftoppm")
def test_a_sheet_is_made_while_another_program_writes_the_notebook(course: Run, notebook: Path, tmp_path: Path) -> None:
    program = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('BEGIN IMMEDIATE'); db.execute('DELETE FROM enrolment'); print('writing', flush=True);"
        "sys.stdin.readline()"
    )
    path = tmp_path / "a.pdf"
    with subprocess.Popen(
        [sys.executable, "-c", program, notebook], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        made = course("sheet", "--workshop", "premiers", "-o", path)
        other.communicate("\n")
    assert made.status == 0
    assert "Zoé Le Goff" in words_of(path)  # what was stored when the sheet was asked for


@needs("pdftoppm")
def test_a_workshop_without_sessions_has_a_sheet_to_date_by_hand(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert course("workshop", "new", "À fixer").status == 0
    assert course("enrol", "fixer", "Zoé Le Goff").status == 0
    assert course("sheet", "--workshop", "fixer", "-o", path).status == 0
    assert "Date: ……" in words_of(path)
    assert "Zoé Le Goff" in words_of(path)


@needs("pdftoppm")
def test_forty_sessions_stand_four_by_four(course: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    days = [f"2026-{6 + place // 20:02}-{1 + place % 20:02} 14:00-16:00" for place in range(40)]
    held = [word for day in days for word in ("--session", day)]
    assert course("workshop", "new", "Toute l’année", *held).status == 0
    assert course("enrol", "année", "Zoé Le Goff").status == 0
    assert course("sheet", "--workshop", "année", "-o", path).status == 0
    pages = text_of(path).split("\f")[:-1]
    assert len(pages) == 10
    assert all("Zoé Le Goff" in page and page.count("14:00 – 16:00") == 4 for page in pages)
