"""Calendars by commands: written for other programs, taken in as sessions, refused in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.exchange.test_calendar import a_calendar, an_event


@pytest.fixture
def planned(on: Run) -> Run:
    """A notebook with a workshop of two sessions and another of one."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00", "--session", "2026-06-12 14:00-16:00")
    on("workshop", "new", "Le courriel", "--session", "2026-05-20 10:00-12:00")
    return on


def test_the_sessions_of_some_days_or_a_workshop_are_written(planned: Run, tmp_path: Path) -> None:
    path = tmp_path / "mai.ics"
    may = planned("calendar", "--from", "2026-05-01", "--to", "2026-05-31", "-o", path)
    assert "2 sessions written to mai.ics" in may.out
    text = path.read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 2
    assert planned("calendar", "--workshop", "courriel", "-o", path, "--json").json["written"]["sessions"] == 1


def test_a_calendar_is_shown_then_taken(planned: Run, tmp_path: Path) -> None:
    path = tmp_path / "cours.ics"
    path.write_bytes(a_calendar(an_event("1@x", "20260602T093000", "20260602T113000"), "UID:2\nSUMMARY:Fête"))
    shown = planned("session", "import", path, "--workshop", "courriel", "--dry-run")
    assert shown.status == 0, shown.err
    assert "New session" in shown.out
    assert "Type this session in by hand." in shown.out
    assert len(planned("sessions", "--json").json["sessions"]) == 3
    taken = planned("session", "import", path, "--workshop", "courriel", "--json").json
    assert [each["fate"] for each in taken["sessions"]] == ["new"]
    assert taken["left_out"] == [{"title": "Fête", "code": "event_unreadable"}]
    assert len(planned("sessions", "--json").json["sessions"]) == 4


def test_a_list_of_people_is_no_calendar(planned: Run, tmp_path: Path) -> None:
    path = tmp_path / "liste.ics"
    path.write_text("Nom;Prénom\nLe Goff;Zoé\n", encoding="utf-8")
    refused = planned("session", "import", path, "--workshop", "courriel")
    assert refused.status == 1
    assert "is not a calendar that can be read" in refused.err
