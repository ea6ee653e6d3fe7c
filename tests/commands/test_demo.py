"""The example and the demonstration: the whole job on invented data, again and again, harming nothing."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from commands.demo import last_full_quarter
from exchange.check import check
from models import association, attendance, certificates, people, sessions, workshops
from models.certificates import RegisterQuery
from models.example import make_example
from models.sessions import SessionQuery
from tests.commands.conftest import TODAY, Run
from tests.documents.reading import told_by, words_of
from tests.tools import needs


def test_the_example_is_a_believable_year(tmp_path: Path) -> None:
    begun = time.perf_counter()
    notebook = make_example(tmp_path / "e.carnet", today=TODAY)
    took = time.perf_counter() - begun
    with notebook, notebook.read() as db:
        assert association.identity(db).is_example
        ids = sessions.find(db)
        lines = sessions.lines(db, ids).values()
        assert 12 <= len(workshops.find(db)) <= 16
        assert 80 <= len(ids) <= 100
        assert people.count(db) == 160
        days = {line.date for line in lines}
        assert {TODAY, date(2026, 5, 13)} <= days
        assert min(days) < date(2025, 8, 1)
        assert Counter(line.status for line in lines)["cancelled"] == 2
        assert len(sessions.find(db, SessionQuery(last=date(2026, 5, 11), to_enter=True))) == 2
        shown = attendance.presences_by_session(db, ids).values()
        assert all(sum(getattr(each, name) for each in shown) for name in ("present", "absent", "excused", "unnamed"))
        states = Counter(line.status for line in certificates.lines(db, certificates.find(db)).values())
        assert states["issued"] > 30
        assert (states["revoked"], states["replaced"]) == (1, 1)
        assert any(line.waiting for line in workshops.lines(db, workshops.find(db), today=TODAY).values())
    assert took < 6, "two seconds are promised on one quiet core"


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 8, 30), date(2026, 12, 31)])
def test_the_example_can_be_made_on_any_day(tmp_path: Path, today: date) -> None:
    with make_example(tmp_path / "e.carnet", today=today) as notebook, notebook.read() as db:
        assert sessions.find(db, SessionQuery(first=today, last=today))
        numbers = [each.number for each in certificates.lines(db, certificates.find(db, RegisterQuery())).values()]
        assert len(set(numbers)) == len(numbers)


def test_the_example_is_the_same_for_the_same_day(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        with make_example(tmp_path / f"{name}.carnet", today=TODAY) as notebook, notebook.read() as db:
            marks = attendance.presences_by_session(db, sessions.find(db))
            found.append(([people.draft(db, each) for each in people.find(db)], marks))
    assert found[0] == found[1]


def test_an_example_is_not_written_over_another(run: Run, tmp_path: Path) -> None:
    assert run("example", tmp_path / "new folder").status == 0
    assert run("example", tmp_path / "new folder").status == 1


@needs("pdftoppm")
def test_the_demonstration_leaves_papers_and_package_and_can_be_repeated(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for _ in range(2):
        ran = run("demo", tmp_path, "--json")
        assert ran.status == 0, ran.err
        assert {path.name for path in tmp_path.iterdir() if path.suffix != ".lock"} == {
            "mine.txt", "example.carnet", "sign-in-sheets.pdf", "certificates.pdf",
            "ateliers-numeriques_puces_2026-01-01_2026-03-31_001.zip",
        }  # fmt: skip
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert "Naviguer sur internet" in words_of(tmp_path / "sign-in-sheets.pdf")
    assert '"EXAMPLE"' in told_by("pdfinfo", "-struct-text", tmp_path / "certificates.pdf")
    report = check(Path(ran.json["package"]))
    assert not report.is_refused
    assert report.package is not None
    assert report.package.example


def test_the_demonstration_touches_no_notebook_of_somebody(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "example.carnet"
    assert run("new", path, "--association", "Real").status == 0
    before = path.read_bytes()
    ran = run("demo", tmp_path)
    assert ran.status == 1
    assert path.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} <= {"example.carnet", "example.carnet.lock"}


def test_the_last_full_quarter_is_the_one_before_this_one() -> None:
    assert last_full_quarter(date(2026, 5, 12)) == (date(2026, 1, 1), date(2026, 3, 31))
    assert last_full_quarter(date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert last_full_quarter(date(2026, 12, 31)) == (date(2026, 7, 1), date(2026, 9, 30))
