"""What a package says of itself, and what can be seen of it before it leaves."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from exchange.descriptor import figures, read_codebook, read_descriptor, write_codebook, write_descriptor
from exchange.package import Period, Totals, preview
from exchange.rows import TABLES
from exchange.schema import csv_text
from resources.i18n import language
from tests.exchange.builders import a_codebook, a_package, a_session

PERSONAL = (
    "given",
    "family",
    "birth",
    "phone",
    "mail",
    "note",
    "signature",
    "signatory",
    "trainer",
    "address",
    "remark",
)


def test_no_column_can_hold_anything_of_a_person() -> None:
    for table in TABLES:
        for field in fields(table.row):
            assert not any(word in field.name for word in PERSONAL), (table.name, field.name)


def test_only_sessions_held_count_in_the_totals() -> None:
    package = a_package()
    more = replace(package, sessions=(*package.sessions, a_session(50, 20, status="cancelled")))
    assert more.totals() == package.totals() == Totals(2, 15, 10, 3, 2160)


def test_a_past_session_that_is_not_complete_is_announced_as_missing() -> None:
    package = a_package()
    future = a_session(51, 20, date=date(2026, 6, 20), attendance_complete=False)
    cancelled = a_session(52, 20, status="cancelled", attendance_complete=False)
    assert package.sessions_without_attendance() == 1
    assert replace(package, sessions=(*package.sessions, future, cancelled)).sessions_without_attendance() == 1


def test_rows_given_in_any_order_make_the_same_package() -> None:
    package = a_package()
    assert replace(package, sessions=package.sessions[::-1], audiences=package.audiences[::-1]) == package


@pytest.mark.parametrize(
    "created",
    [
        datetime(2026, 6, 2, 9),
        datetime(2026, 6, 2, 9, 0, 0, 1, UTC),
        datetime(2026, 6, 2, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_package_dated_otherwise_than_in_whole_seconds_utc_is_a_bug(created: datetime) -> None:
    with pytest.raises(ValueError, match="UTC"):
        a_package(created=created)


def test_a_period_knows_its_months_and_its_interval() -> None:
    period = Period(date(2025, 11, 15), date(2026, 2, 3))
    assert period.months() == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert str(period) == "2025-11-15/2026-02-03"
    assert date(2026, 2, 3) in period
    assert date(2026, 2, 4) not in period


def test_the_preview_shows_the_very_cells_that_leave() -> None:
    package = a_package()
    shown = preview(package, language("en"))
    assert [table.title for table in shown] == [table.title for table in TABLES]
    for table, seen in zip(TABLES, shown, strict=True):
        assert table.write(package.rows(table)).decode().endswith("\r\n" + csv_text(seen.rows))
        assert len(seen.headers) == len(table.columns)
    audiences = next(seen for seen in shown if seen.title == "Who came")
    assert ["period", "2026-05-01/2026-05-31", "town", "Cesson-Sévigné", "masked"] in audiences.rows


def test_a_content_hash_changes_with_the_content_and_not_with_the_version() -> None:
    (sessions,) = [table for table in TABLES if table.name == "sessions"]
    session = a_session(30, 20)
    first = sessions.cells(session)[-1]
    assert len(first) == 64
    assert sessions.cells(replace(session, version=9))[-1] == first
    assert sessions.cells(replace(session, present=8))[-1] != first


def test_the_description_and_the_codebook_are_read_back_as_they_were_written() -> None:
    package = a_package()
    assert read_codebook(write_codebook(package.codebook)) == a_codebook()
    tables = {table.path: table.write(package.rows(table)) for table in TABLES}
    record, announced = read_descriptor(write_descriptor(package, tables), package.codebook)
    rows: dict[str, Any] = {table.name: package.rows(table) for table in TABLES}
    assert replace(record, **rows) == package
    assert announced.figures == json.loads(json.dumps(figures(package)))


def test_every_table_is_read_back_as_it_was_written() -> None:
    package = a_package()
    for table in TABLES:
        rows, problems = table.read(table.write(package.rows(table)), package.codebook.codes())
        assert problems == []
        assert rows == package.rows(table)
