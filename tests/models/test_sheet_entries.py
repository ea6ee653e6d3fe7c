"""A paper sheet typed back: the rows of the paper, and one write that undo takes back as a whole."""

from __future__ import annotations

import pytest

from documents import papers
from documents.papers import SheetOptions
from models import attendance, expected_sessions, feedback, headcounts, sheet_entries
from models.attendance import Mark
from models.codes import AttendanceState
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.problem import UserError
from models.sheet_entries import Arrival, SheetEntry, SheetOrder
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment

PRESENT, ABSENT, EXCUSED = AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED
NAMES = (("Zoé", "Aubrée"), ("Lucien", "Bouvier"), ("Anne", "Le Goff"))


def prepared(notebook: Notebook) -> tuple[int, int, list[int]]:
    with notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        enrolled = [an_enrolment(db, workshop, a_person(db, *name)) for name in NAMES]
    return workshop, session, enrolled


@pytest.mark.parametrize("order", [SheetOrder.SESSION, SheetOrder.GIVEN_NAME])
def test_the_rows_are_those_of_the_printed_sheet(notebook: Notebook, order: SheetOrder) -> None:
    _workshop, session, enrolled = prepared(notebook)
    with notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, enrolled[1], [session])
    options = SheetOptions(by_given_name=order is SheetOrder.GIVEN_NAME)
    printed = papers.session_sheets(notebook, [session], "fr", options)[0].names
    with notebook.read() as db:
        rows = sheet_entries.rows(db, session, order)
    assert tuple(row.shown for row in rows) == printed
    assert len(rows) == 2


def test_the_sheet_of_all_sessions_has_who_is_crossed_out(notebook: Notebook) -> None:
    workshop, session, enrolled = prepared(notebook)
    with notebook.write("Leave out") as db:
        expected_sessions.leave_out(db, enrolled[1], [session])
    with notebook.read() as db:
        rows = sheet_entries.rows(db, session, SheetOrder.WORKSHOP)
    assert tuple(row.shown for row in rows) == papers.workshop_sheet(notebook, workshop, "fr").names
    assert [row.is_expected for row in rows] == [True, False, True]


def test_one_write_stores_all_that_the_sheet_says(notebook: Notebook) -> None:
    workshop, session, enrolled = prepared(notebook)
    states = dict(zip(enrolled, (PRESENT, ABSENT, EXCUSED), strict=True))
    entry = SheetEntry(states, [Arrival("Gülşah", "Çelik")], 2, FeedbackDraft(pleased=3))
    with notebook.write("Type a sheet in") as db:
        entered = sheet_entries.enter(db, session, entry, today=TODAY)
    assert [each.is_new_person for each in entered.came] == [True]
    with notebook.read() as db:
        now = attendance.presences_by_session(db, [session])[session]
        assert (now.present, now.absent, now.excused, now.unnamed) == (2, 1, 1, 2)
        assert feedback.draft(db, session) == FeedbackDraft(pleased=3)
    notebook.undo()
    with notebook.read() as db:
        assert [row.listed for row in attendance.grid(db, workshop)] == ["Aubrée Zoé", "Bouvier Lucien", "Le Goff Anne"]
        assert attendance.presences_by_session(db, [session])[session].people == 0


def test_minutes_entered_before_and_groups_of_the_unnamed_are_kept(notebook: Notebook) -> None:
    workshop, session, enrolled = prepared(notebook)
    with notebook.write("Mark") as db:
        attendance.mark(db, session, enrolled[:1], PRESENT, minutes=45)
        headcounts.save(db, session, HeadcountDraft(2, 1, {"gender": {"feminin": 2}}))
    with notebook.write("Type a sheet in") as db:
        sheet_entries.enter(db, session, SheetEntry(dict.fromkeys(enrolled, PRESENT), unnamed=3), today=TODAY)
    with notebook.read() as db:
        rows = {row.enrolment_id: row.marks[session] for row in attendance.grid(db, workshop)}
        assert rows[enrolled[0]] == Mark(PRESENT, 45)
        assert headcounts.draft(db, session) == HeadcountDraft(3, 1, {"gender": {"feminin": 2}})


def test_fewer_unnamed_than_their_groups_are_refused_and_nothing_is_stored(notebook: Notebook) -> None:
    _workshop, session, enrolled = prepared(notebook)
    with notebook.write("Count") as db:
        headcounts.save(db, session, HeadcountDraft(2, 1, {"gender": {"feminin": 2}}))
    entry = SheetEntry(dict.fromkeys(enrolled, PRESENT), unnamed=1)
    with pytest.raises(UserError) as refused, notebook.write("Type a sheet in") as db:
        sheet_entries.enter(db, session, entry, today=TODAY)
    assert [each.code for each in refused.value.problems] == ["counts_exceed_total"]
    with notebook.read() as db:
        assert attendance.presences_by_session(db, [session])[session].present == 0
