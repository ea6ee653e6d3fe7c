"""Calendars out and in: nobody's name leaves, nothing comes twice, what was held stays, bad files are told."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from exchange import calendar_import
from exchange.calendar import calendar
from exchange.calendar_import import Event, Fate, plan, read_calendar, read_events, take
from models import sessions
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import SessionQuery
from resources.i18n import N_
from tests.builders import a_place, a_session, a_trainer, a_workshop

HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//FR\r\n", "END:VCALENDAR\r\n"
ZONE = "TZID=Europe/Paris"
PARIS = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def a_calendar(*events: str, before: str = "") -> bytes:
    """Return a calendar of these events, each the lines between BEGIN and END."""
    parts = "".join(f"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n" for lines in events)
    return (HEAD + before + parts + TAIL).encode()


def an_event(uid: str = "a@b", start: str = "20260512T140000", end: str = "20260512T160000", more: str = "") -> str:
    return f"UID:{uid}\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:Premiers pas\n{more}".strip()


@pytest.fixture
def notebook(file_notebook: Notebook) -> Notebook:
    return file_notebook


@pytest.fixture
def workshop(notebook: Notebook) -> int:
    """A workshop in a known place, led by somebody, with two sessions."""
    with notebook.write(N_("Set up")) as db:
        place = a_place(db, address="1 bd de Yougoslavie", postcode="35200", town="Rennes")
        made = a_workshop(db, place_id=place, trainer_ids=(a_trainer(db),))
        a_session(db, made, date(2026, 5, 12))
        a_session(db, made, date(2026, 5, 19))
    return made


def told(notebook: Notebook, workshop: int) -> list[tuple[str, str, str, str]]:
    """Return day, hours and status of the sessions of a workshop."""
    with notebook.read() as db:
        lines = sessions.lines(db, sessions.find(db, SessionQuery(workshop_id=workshop)))
    found = [(f"{each.date}", f"{each.start:%H:%M}", f"{each.end:%H:%M}", each.status) for each in lines.values()]
    return sorted(found)


def written(notebook: Notebook, workshop: int) -> bytes:
    with notebook.read() as db:
        return calendar(db, sessions.find(db, SessionQuery(workshop_id=workshop)))


def test_a_calendar_says_when_and_where_and_names_nobody(notebook: Notebook, workshop: int) -> None:
    content = written(notebook, workshop)
    assert content == written(notebook, workshop)
    assert "Aïssatou".encode() not in content
    first, second = Calendar.from_ical(content).walk("VEVENT")
    assert first["SUMMARY"] == "Premiers pas sur l’ordinateur (1/2)"
    assert first["LOCATION"] == "Bibliothèque Triangle, 1 bd de Yougoslavie, 35200 Rennes"
    assert first["DTSTART"].dt.isoformat() == "2026-05-12T14:00:00"  # the wall clock, without a zone
    assert first["DTEND"].dt.isoformat() == "2026-05-12T16:00:00"
    assert (first["STATUS"], first["SEQUENCE"]) == ("CONFIRMED", 0)
    assert first["UID"] != second["UID"]


def test_a_change_keeps_the_uid_and_raises_the_sequence(notebook: Notebook, workshop: int) -> None:
    before = Calendar.from_ical(written(notebook, workshop)).walk("VEVENT")[0]
    with notebook.write(N_("Cancel a session")) as db:
        sessions.cancel(db, sessions.find(db)[0], "Zoé est malade")
    content = written(notebook, workshop)
    after = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "Zoé".encode() not in content


def test_what_we_wrote_comes_back_as_what_is_there(notebook: Notebook, workshop: int) -> None:
    entries = len(notebook.history())
    steps = take(notebook, workshop, read_events(written(notebook, workshop), "a.ics").events)
    assert [step.fate for step in steps] == [Fate.SAME, Fate.SAME]
    assert len(notebook.history()) == entries


def test_new_appointments_become_sessions_once_and_undo_takes_them_back(notebook: Notebook, workshop: int) -> None:
    content = a_calendar(
        an_event("1@x", "20260602T093000", "20260602T113000"),
        an_event("2@x", "20260609T093000", "20260609T113000", "LOCATION:bibliotheque triangle"),
    )
    before = told(notebook, workshop)
    assert [step.fate for step in take(notebook, workshop, read_events(content, "a.ics").events)] == [Fate.NEW] * 2
    after = told(notebook, workshop)
    assert set(after) - set(before) == {
        ("2026-06-02", "09:30", "11:30", "planned"),
        ("2026-06-09", "09:30", "11:30", "planned"),
    }
    again = take(notebook, workshop, read_events(content, "a.ics").events)
    assert [step.fate for step in again] == [Fate.SAME] * 2
    assert told(notebook, workshop) == after
    notebook.undo()
    assert told(notebook, workshop) == before


def test_a_later_file_moves_and_cancels_what_it_brought(notebook: Notebook, workshop: int) -> None:
    take(notebook, workshop, read_events(a_calendar(an_event("1@x", "20260602T093000", "20260602T113000")), "").events)
    moved = a_calendar(an_event("1@x", "20260603T100000", "20260603T120000", "SEQUENCE:1"))
    assert [step.fate for step in take(notebook, workshop, read_events(moved, "").events)] == [Fate.MOVED]
    assert ("2026-06-03", "10:00", "12:00", "planned") in told(notebook, workshop)
    assert len(told(notebook, workshop)) == 3
    gone = a_calendar(an_event("1@x", "20260603T100000", "20260603T120000", "STATUS:CANCELLED"))
    assert [step.fate for step in take(notebook, workshop, read_events(gone, "").events)] == [Fate.CANCELLED]
    assert ("2026-06-03", "10:00", "12:00", "cancelled") in told(notebook, workshop)


def test_a_session_typed_by_hand_is_known_by_its_day_and_hours(notebook: Notebook, workshop: int) -> None:
    take(notebook, workshop, read_events(a_calendar(an_event("1@x")), "").events)
    assert len(told(notebook, workshop)) == 2
    moved = a_calendar(an_event("1@x", "20260513T140000", "20260513T160000"))
    take(notebook, workshop, read_events(moved, "").events)
    assert [each[0] for each in told(notebook, workshop)] == ["2026-05-13", "2026-05-19"]


def test_a_session_that_was_held_stays(notebook: Notebook, workshop: int) -> None:
    take(notebook, workshop, read_events(a_calendar(an_event("1@x")), "").events)
    with notebook.write(N_("Hold")) as db:
        held = sessions.find(db)[0]
        sessions.save(db, workshop, replace(sessions.draft(db, held), status="held", is_complete=True), held)
    (step,) = take(notebook, workshop, read_events(a_calendar(an_event("1@x", "20260512T150000")), "").events)
    assert (step.fate, step.problem and step.problem.code) == (Fate.LEFT_OUT, "event_of_held_session")
    assert told(notebook, workshop)[0][1] == "14:00"


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The computer's clock in another zone than the calendar's."""
    monkeypatch.setenv("TZ", "America/New_York")
    clock.tzset()
    yield
    monkeypatch.undo()
    clock.tzset()


@pytest.mark.skipif(not hasattr(clock, "tzset"), reason="this system does not change its zone for one program")
def test_hours_are_those_of_the_wall_where_the_session_is(new_york: None) -> None:
    zoned = an_event("z@x").replace("DTSTART:", f"DTSTART;{ZONE}:").replace("DTEND:", f"DTEND;{ZONE}:")
    universal = an_event("u@x", "20260512T140000Z", "20260512T160000Z")
    read = read_events(a_calendar(zoned, universal, before=PARIS), "a.ics")
    assert {event.uid: (event.start, event.end) for event in read.events} == {
        "z@x": (time(14), time(16)),
        "u@x": (time(10), time(12)),  # the same moment on the wall of this computer
    }


def test_a_repetition_becomes_its_sessions_across_a_change_of_the_clocks() -> None:
    start = f"DTSTART;{ZONE}:20261006T140000\nDTEND;{ZONE}:20261006T160000"
    without = f"EXDATE;{ZONE}:20261013T140000"
    rule = f"UID:r@x\n{start}\nSUMMARY:S\nRRULE:FREQ=WEEKLY;UNTIL=20261103T140000Z\n{without}"
    other = f"UID:r@x\nRECURRENCE-ID;{ZONE}:20261027T140000\nDTSTART;{ZONE}:20261028T100000"
    changed = f"{other}\nDTEND;{ZONE}:20261028T120000\nSUMMARY:S"
    read = read_events(a_calendar(changed, rule, before=PARIS), "a.ics")
    assert [(f"{event.date}", event.start) for event in read.events] == [
        ("2026-10-06", time(14)), ("2026-10-20", time(14)), ("2026-10-28", time(10)), ("2026-11-03", time(14)),
    ]  # fmt: skip
    assert len({event.uid for event in read.events}) == 4


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("UID:1\nDTSTART;VALUE=DATE:20260512\nSUMMARY:Fête", "event_without_hours"),
        ("UID:1\nDTSTART:20260512T140000\nSUMMARY:Fête", "event_without_end"),
        ("UID:1\nDTSTART:20260512T220000\nDTEND:20260513T010000\nSUMMARY:Fête", "event_over_midnight"),
        ("UID:1\nDTSTART:20260512T140000\nDTEND:20260512T140000\nSUMMARY:Fête", "end_before_start"),
        (an_event(more="RRULE:FREQ=DAILY").replace("Premiers pas", "Fête"), "event_endless"),
        (an_event(more="RRULE:FREQ=DAILY;COUNT=4000").replace("Premiers pas", "Fête"), "event_too_often"),
        ("UID:1\nSUMMARY:Fête", "event_unreadable"),
        ("UID:1\nDTSTART:2026\nDTEND:zz\nSUMMARY:Fête", "event_unreadable"),
    ],
)
def test_what_cannot_be_a_session_is_left_out_with_its_reason(lines: str, code: str) -> None:
    read = read_events(a_calendar(lines, an_event("good@x")), "a.ics")
    assert [event.uid for event in read.events] == ["good@x"]
    assert [(each.title, each.problem.code) for each in read.left_out] == [("Fête", code)]


def test_a_cancelled_appointment_that_nobody_knows_makes_no_session(notebook: Notebook, workshop: int) -> None:
    event = Event("c@x", "S", date(2026, 6, 1), time(9), time(10), is_cancelled=True)
    with notebook.read() as db:
        steps = plan(db, workshop, [event])
    assert [(step.fate, step.problem and step.problem.code) for step in steps] == [(Fate.LEFT_OUT, "event_cancelled")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_unreadable"),
        (b"\x00\xff\xfe", "calendar_unreadable"),
        (b"PK\x03\x04", "calendar_unreadable"),
        (HEAD.encode(), "calendar_unreadable"),
        ((HEAD + TAIL).encode(), "calendar_empty"),
    ],
)
def test_a_file_that_is_no_calendar_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        read_calendar(path)
    assert refused.value.problems[0].code == code


def test_a_huge_or_absent_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(a_calendar(an_event()))
    monkeypatch.setattr(calendar_import, "LARGEST", 10)
    with pytest.raises(UserError, match="calendar_too_large"):
        read_calendar(path)
    with pytest.raises(UserError, match="file_not_read"):
        read_calendar(tmp_path / "b.ics")


GOOD = a_calendar(an_event(more="RRULE:FREQ=WEEKLY;COUNT=3\nLOCATION:Bibliothèque"))


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=6))
@example(len(HEAD), b"BEGIN:VEVENT\n")
def test_a_damaged_calendar_is_read_or_refused(place: int, put: bytes) -> None:
    try:
        read = read_events(GOOD[:place] + put + GOOD[place + len(put) :], "a.ics")
    except UserError:
        return
    assert all(event.start < event.end for event in read.events)
