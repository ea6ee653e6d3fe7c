"""What a notebook says on its sign-in sheets: who is expected, at which sessions, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from documents.papers import SheetOptions, day_sheets, session_sheets, workshop_sheet
from models import enrolments, expected_sessions, sessions
from models.forgetting import anonymise
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment

PEOPLE = (("Zoé", "Abgrall"), ("Bob", "Martin"), ("Aïssatou", "Le Goff"), ("", "Ève"))


@pytest.fixture
def course(file_notebook: Notebook) -> tuple[Notebook, int, list[int], list[int]]:
    """A workshop with three sessions, the last one on another day, four people enrolled and two who wait."""
    with file_notebook.write("Build") as db:
        workshop_id = a_workshop(db)
        days = [(TODAY, "14:00", "16:00"), (TODAY, "09:00", "11:00"), (TODAY + timedelta(7), "14:00", "16:00")]
        session_ids = [a_session(db, workshop_id, *day) for day in days]
        enrolled = [an_enrolment(db, workshop_id, a_person(db, *name)) for name in PEOPLE]
        for name in (("Yann", "Zimmer"), ("Alix", "Aubert")):
            an_enrolment(db, workshop_id, a_person(db, *name), waiting=True)
    return file_notebook, workshop_id, session_ids, enrolled


Course = tuple[Notebook, int, Sequence[int], Sequence[int]]


def test_names_stand_by_family_name_or_by_given_name(course: Course) -> None:
    notebook, workshop_id, *_rest = course
    sheet = workshop_sheet(notebook, workshop_id, "fr")
    assert sheet.names == ("Zoé Abgrall", "Ève", "Aïssatou Le Goff", "Bob Martin")
    sheet = workshop_sheet(notebook, workshop_id, "fr", SheetOptions(by_given_name=True))
    assert sheet.names == ("Aïssatou Le Goff", "Bob Martin", "Ève", "Zoé Abgrall")


def test_who_waits_is_listed_in_order_and_only_when_asked(course: Course) -> None:
    notebook, workshop_id, (afternoon, *_), _people = course
    assert workshop_sheet(notebook, workshop_id, "fr").waiting == ()
    wanted = SheetOptions(with_waiting=True, by_given_name=True)
    assert workshop_sheet(notebook, workshop_id, "fr", wanted).waiting == ("Yann Zimmer", "Alix Aubert")
    assert session_sheets(notebook, [afternoon], "fr", wanted)[0].waiting == ("Yann Zimmer", "Alix Aubert")


def test_who_is_expected_at_some_sessions_stands_on_their_sheets_alone(course: Course) -> None:
    notebook, workshop_id, (afternoon, morning, _later), (zoe, *_) = course
    with notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, zoe, [morning])
    both = session_sheets(notebook, [morning, afternoon], "fr")
    assert [("Zoé Abgrall" in each.names, each.sessions[0].start.hour) for each in both] == [(False, 9), (True, 14)]
    whole = workshop_sheet(notebook, workshop_id, "fr")
    assert whole.skipped[whole.names.index("Zoé Abgrall")] == {0}  # the morning comes first
    assert [len(each) for each in whole.skipped] == [1, 0, 0, 0]
    later = workshop_sheet(notebook, workshop_id, "fr", session_ids=[afternoon])
    assert (len(later.sessions), later.skipped) == (1, (frozenset(),) * 4)


def test_who_was_anonymised_leaves_no_empty_row(course: Course) -> None:
    notebook, workshop_id, session_ids, enrolled = course
    with notebook.read() as db:
        person_id = enrolments.lines(db, enrolled)[enrolled[1]].person_id
    anonymise(notebook, [person_id], today=TODAY)
    left = ("Zoé Abgrall", "Ève", "Aïssatou Le Goff")
    assert workshop_sheet(notebook, workshop_id, "fr").names == left
    assert session_sheets(notebook, session_ids, "fr")[0].names == left


def test_cancelled_sessions_have_no_sheet_and_no_column(course: Course) -> None:
    notebook, workshop_id, (afternoon, morning, later), _people = course
    with notebook.write("Cancel") as db:
        sessions.cancel(db, morning, "Neige")
    assert len(workshop_sheet(notebook, workshop_id, "fr").sessions) == 2
    assert [each.sessions[0].date for each in session_sheets(notebook, [morning, later], "fr")] == [date(2026, 5, 19)]
    assert [each.sessions[0].start.hour for each in day_sheets(notebook, TODAY, "fr")] == [14]
    with pytest.raises(UserError) as refused:
        session_sheets(notebook, [morning], "fr")
    assert [each.code for each in refused.value.problems] == ["sheet_of_cancelled"]
    with notebook.write("Cancel") as db:
        sessions.cancel(db, afternoon, "Neige")
    with pytest.raises(UserError) as refused:
        day_sheets(notebook, TODAY, "fr")
    assert [each.code for each in refused.value.problems] == ["day_without_sessions"]


def test_the_sheets_of_a_day_come_by_time(course: Course) -> None:
    notebook, *_rest = course
    with notebook.write("Build") as db:
        a_session(db, a_workshop(db, "Sauvegarder ses photos"), TODAY, "10:00", "12:00")
    found = day_sheets(notebook, TODAY, "fr", SheetOptions(blank_rows=2, orientation="landscape"))
    assert [each.sessions[0].start.hour for each in found] == [9, 10, 14]
    assert {(each.blank_rows, each.orientation) for each in found} == {(2, "landscape")}
