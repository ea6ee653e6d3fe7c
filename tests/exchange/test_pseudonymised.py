"""Packages of level 2: each attendance under a code, only where the programme offers it, and gone again on request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from exchange import archive, gather
from exchange.archive import pack
from exchange.check import check
from exchange.descriptor import DESCRIPTOR
from exchange.gather import Gathered, hand_over, private_key
from exchange.package import Package
from models import attendance, erasure_ledger, forgetting, people, programme, pseudonyms
from models.central.chosen import choose
from models.central.figures import sums
from models.central.periods import Span
from models.central.tables import package, participation
from models.codes import AttendanceState
from models.levels import AGGREGATES, LEVELS, PSEUDONYMISED
from models.notebook import Notebook
from models.people import PersonDraft
from tests.builders import a_person, a_session, a_workshop, an_enrolment
from tests.exchange.programme_desk import Desk, address, desk
from tests.models.checks import refused

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
NOW = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)
__all__ = ["address", "desk"]  # fixtures


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ledger of each test apart."""
    monkeypatch.setattr(erasure_ledger, "data_folder", lambda: tmp_path / "data")


@pytest.fixture
def year(file_notebook: Notebook) -> Notebook:
    """Zoé came twice in May, Yann once and for 45 minutes; the programme offers both levels."""
    with file_notebook.write("Plan") as db:
        programme.install(db, {**programme.default_profile(), "levels": list(LEVELS)})
        workshop = a_workshop(db)
        zoe = an_enrolment(db, workshop, a_person(db, birth_year=1950, gender="feminin", occupation="retraite"))
        yann = an_enrolment(db, workshop, a_person(db, "Yann", "Kerbrat"))
        first, second = (a_session(db, workshop, date(2026, 5, day)) for day in (12, 19))
        attendance.mark(db, first, [zoe, yann], AttendanceState.PRESENT)
        attendance.mark(db, first, [yann], AttendanceState.PRESENT, minutes=45)
        attendance.mark(db, second, [zoe], AttendanceState.PRESENT)
        attendance.mark(db, second, [yann], AttendanceState.ABSENT)
    return file_notebook


def gathered(notebook: Notebook, level: str = PSEUDONYMISED) -> Gathered:
    return gather.gather(notebook, FIRST, LAST, now=NOW, level=level)


def codes(found: Package) -> set[str]:
    return {row.person_key for row in found.participations}


def problems(found: Package, key: Any) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in check(pack(found, key)).problems}


def test_each_attendance_leaves_under_a_code_with_what_was_told_at_that_date(year: Notebook) -> None:
    found = gathered(year)
    assert check(pack(found.package, private_key(found.key))).package == found.package
    rows = sorted((row.minutes, row.first_ever, row.gender, row.occupation) for row in found.package.participations)
    assert rows == [
        (45, True, "non_communique", "non_communique"),
        (120, False, "feminin", "retraite"),
        (120, True, "feminin", "retraite"),
    ]
    assert sorted(Counter(row.person_key for row in found.package.participations).values()) == [1, 2]


def test_no_uid_and_no_name_of_a_person_is_in_the_file(year: Notebook) -> None:
    found = gathered(year)
    content = pack(found.package, private_key(found.key)).decode("utf-8", "replace")
    with year.read() as db:
        uids = list(db.scalars(select(people.Person.uid)))
        key = pseudonyms.secret(db)
    assert key is not None
    assert not [each for each in (*uids, "Zoé", "Kerbrat", key.hex()) if each in content]
    assert all(code in content for code in codes(found.package))
    assert "sous un code" in content


def test_a_code_is_the_same_in_the_next_package_and_another_in_another_notebook(year: Notebook, tmp_path: Path) -> None:
    before = codes(gathered(year).package)
    assert codes(gathered(year).package) == before
    with year.read() as db:
        uids = list(db.scalars(select(people.Person.uid)))
    assert not before & {pseudonyms.pseudonym(bytes(32), uid) for uid in uids}


def test_it_leaves_only_where_the_programme_offers_it(year: Notebook) -> None:
    plain = gathered(year, AGGREGATES)
    assert plain.package.participations == ()
    assert "participations.csv" not in pack(plain.package, private_key(plain.key)).decode("utf-8", "replace")
    with year.write("Another profile") as db:
        programme.install(db, programme.default_profile())
    with refused("level_not_offered"):
        gathered(year)


def test_lines_and_figures_that_disagree_are_refused(year: Notebook) -> None:
    found = gathered(year)
    key, rows = private_key(found.key), found.package.participations
    fewer = replace(found.package, participations=rows[1:])
    assert ("participations.session_uid", "table_fact_wrong") in problems(fewer, key)
    shorter = replace(found.package, participations=(replace(rows[0], minutes=1), *rows[1:]))
    assert problems(shorter, key) == {("participations.session_uid", "table_fact_wrong")}
    one = replace(found.package, participations=tuple(replace(row, first_ever=False) for row in rows))
    assert problems(one, key) == {("participations.person_key", "table_fact_wrong")}
    stray = replace(rows[0], session_uid="01a21e34-ca76-7ea0-b840-158051390338")
    assert problems(replace(found.package, participations=(*rows, stray)), key) == {
        ("participations.session_uid", "table_fact_wrong")
    }


def test_a_validator_that_knows_only_the_standard_accepts_it(year: Notebook, tmp_path: Path) -> None:
    done = hand_over(year, gathered(year), tmp_path)
    with zipfile.ZipFile(done.path) as opened:
        opened.extractall(tmp_path / "unpacked")
    command = [sys.executable, "-m", "frictionless", "validate", DESCRIPTOR]
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    told = subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, text=True, env=environment)
    assert told.returncode == 0, told.stdout
    described = json.loads((tmp_path / "unpacked" / DESCRIPTOR).read_text("utf-8"))
    assert described["handover"]["level"] == PSEUDONYMISED


def test_the_programme_keeps_the_lines_until_somebody_asks_to_be_forgotten(
    year: Notebook, desk: Desk, tmp_path: Path
) -> None:
    first = gathered(year)
    desk.trust(private_key(first.key))
    sent = hand_over(year, first, tmp_path)
    received = desk.receive(sent.path.read_bytes())
    assert received.receipt is not None
    assert received.receipt["tables"]["participations"] == {"created": 3, "updated": 0, "deleted": 0, "ignored": 0}
    assert kept(desk) == {(1, code) for code in codes(first.package)}

    with year.write("Somebody else") as db:
        people.save(db, PersonDraft("Ines", "Quéré"), today=LAST)
    zoe = next(code for code, times in Counter(r.person_key for r in first.package.participations).items() if times > 1)
    forgetting.erase(year, [1], today=LAST, agreed=1)
    second = gathered(year)
    assert [(row.table, row.uid, row.reason) for row in second.package.removals] == [("participations", zoe, "erased")]
    assert second.package.totals() == first.package.totals(), "forgetting moves no figure"
    received = desk.receive(hand_over(year, second, tmp_path).path.read_bytes())
    assert received.status == "accepted"
    assert zoe not in {code for _package, code in kept(desk)}
    assert {number for number, _code in kept(desk)} == {1, 2}, "the others stay in the package they came with"


def test_lines_of_somebody_forgotten_are_not_kept_from_a_package_that_comes_late(
    year: Notebook, desk: Desk, tmp_path: Path
) -> None:
    first = gathered(year)
    desk.trust(private_key(first.key))
    late = hand_over(year, first, tmp_path).path.read_bytes()
    forgetting.erase(year, [1], today=LAST, agreed=1)
    with year.read() as db:
        zoe = pseudonyms.pseudonym(pseudonyms.secret(db) or b"", db.scalars(select(people.Person.uid)).first() or "")
    assert zoe in codes(first.package)
    desk.receive(hand_over(year, gathered(year), tmp_path).path.read_bytes())
    assert desk.receive(late).status == "accepted_with_warnings"
    assert 1 in {number for number, _code in kept(desk)}
    assert zoe not in {code for _package, code in kept(desk)}


def test_a_package_of_counts_after_one_of_lines_is_taken_too(year: Notebook, desk: Desk, tmp_path: Path) -> None:
    first = gathered(year)
    desk.trust(private_key(first.key))
    assert desk.receive(hand_over(year, first, tmp_path).path.read_bytes()).status == "accepted"
    second = gathered(year, AGGREGATES)
    assert desk.receive(hand_over(year, second, tmp_path).path.read_bytes()).status == "accepted"
    with desk.central.read() as db:
        assert list(db.scalars(select(package.c.level).order_by(package.c.sequence))) == [PSEUDONYMISED, AGGREGATES]


def people_of(desk: Desk, first: date, last: date) -> tuple[int, int, int, int]:
    span = Span(first, last)
    with desk.central.read() as db:
        total = sums(db, span, choose(db, span), today=LAST).total
    return total.people_named, total.new_named, total.told, total.untold


def test_codes_count_different_people_over_days_that_no_package_covers(
    year: Notebook, desk: Desk, tmp_path: Path
) -> None:
    first, second = date(2026, 5, 1), date(2026, 5, 15)
    parts = [(first, date(2026, 5, 14)), (second, date(2026, 5, 31))]
    for number, days in enumerate(parts):
        found = gather.gather(year, *days, now=NOW, level=PSEUDONYMISED)
        if not number:
            desk.trust(private_key(found.key))
        assert desk.receive(hand_over(year, found, tmp_path).path.read_bytes()).status == "accepted"
    assert people_of(desk, *parts[0]) == (2, 2, 1, 0)
    assert people_of(desk, *parts[1]) == (1, 0, 1, 0)
    assert people_of(desk, first, date(2026, 5, 31)) == (2, 2, 1, 0), "Zoé came in both and counts once"

    forgetting.erase(year, [1], today=LAST, agreed=1)
    found = gather.gather(year, *parts[1], now=NOW, level=PSEUDONYMISED)
    desk.receive(hand_over(year, found, tmp_path).path.read_bytes())
    assert people_of(desk, first, date(2026, 5, 31)) == (0, 0, 0, 1), "lines are gone: nobody can know any more"
    assert people_of(desk, *parts[0]) == (2, 2, 1, 0), "what its package told stays told"


def kept(desk: Desk) -> set[tuple[int, str]]:
    with desk.central.read() as db:
        query = select(package.c.sequence, participation.c.person_key).join(package)
        return {(row[0], row[1]) for row in db.execute(query)}


def test_files_of_both_levels_are_named() -> None:
    assert set(archive.files_of(PSEUDONYMISED)) - set(archive.files_of(AGGREGATES)) == {"participations.csv"}
