"""The calendar: what it shows of each session, where they stand beside each other, and how one is moved."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import calendar, expected_sessions, sessions
from models.calendar import Shown, beside, busiest_hours, moved_start
from models.codes import SessionStatus
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file

__all__ = ["file_notebook", "new_file"]
DAY = timedelta(days=1)


@pytest.fixture
def notebook(file_notebook: Notebook) -> Notebook:
    return file_notebook


def shown(start: str, end: str, number: int = 1) -> Shown:
    times = time.fromisoformat(start), time.fromisoformat(end)
    return Shown(number, 1, "Atelier", TODAY, *times, "planned", False, "", None, 0)


def test_a_month_is_read_with_places_and_who_is_expected(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        place = a_place(db, "Bibliothèque", room="Salle 2")
        workshop = a_workshop(db, "Photos", capacity=15, place_id=place)
        late = a_session(db, workshop, TODAY, "17:00", "18:00", capacity=8)
        early = a_session(db, workshop, TODAY, "09:00", "10:00", status=SessionStatus.CANCELLED)
        a_session(db, workshop, TODAY + 40 * DAY)
        comes, skips = an_enrolment(db, workshop), an_enrolment(db, workshop, a_person(db, "Maël"))
        an_enrolment(db, workshop, a_person(db, "Waits"), waiting=True)
        expected_sessions.leave_out(db, skips, [late])
        assert comes != skips
    with notebook.read() as db:
        found = calendar.between(db, TODAY - DAY, TODAY + 30 * DAY)
    assert [each.id for each in found] == [early, late]
    assert (found[0].enrolled, found[0].capacity, found[0].place) == (2, 15, "Bibliothèque, Salle 2")
    assert (found[1].enrolled, found[1].capacity, found[1].status) == (1, 8, "planned")


def test_a_month_is_read_in_one_statement(notebook: Notebook) -> None:
    from sqlalchemy import event

    with notebook.write("Prepare") as db:
        for number in range(30):
            workshop = a_workshop(db, f"Atelier {number}", place_id=a_place(db, f"Lieu {number}"))
            a_session(db, workshop, TODAY + (number % 20) * DAY)
    told: list[str] = []
    with notebook.read() as db:
        event.listen(db.get_bind(), "before_cursor_execute", lambda *args: told.append(args[2]))
        assert len(calendar.between(db, TODAY, TODAY + 31 * DAY)) == 30
    assert len([each for each in told if each.startswith("SELECT")]) == 1


def test_moving_keeps_the_length_and_is_one_undo(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        session = a_session(db, a_workshop(db), TODAY, "14:00", "16:30")
    with notebook.write("Move a session") as db:
        assert calendar.move(db, session, TODAY + 3 * DAY, time(9, 15), today=TODAY) == []
    with notebook.read() as db:
        moved = sessions.draft(db, session)
    assert (moved.date, moved.start, moved.end) == (TODAY + 3 * DAY, time(9, 15), time(11, 45))
    notebook.undo()
    with notebook.read() as db:
        back = sessions.draft(db, session)
    assert (back.date, back.start, back.end) == (TODAY, time(14), time(16, 30))


def test_moving_warns_and_never_blocks(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        a_session(db, workshop, date(2026, 5, 14), "15:00", "17:00")
        held = a_session(db, workshop, TODAY - DAY, is_complete=True, status=SessionStatus.HELD)
    with notebook.write("Move a session") as db:
        warnings = calendar.move(db, held, date(2026, 5, 14), today=TODAY)
    assert [each.code for each in warnings] == [
        "session_moved_entered", "session_on_holiday", "session_held_early", "session_twice"
    ]  # fmt: skip
    assert all(each.is_warning for each in warnings)


def test_a_session_never_goes_over_midnight(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        session = a_session(db, a_workshop(db), TODAY, "14:00", "16:00")
    with pytest.raises(UserError) as refused, notebook.write("Move a session") as db:
        calendar.move(db, session, TODAY, time(22, 30), today=TODAY)
    assert [each.code for each in refused.value.problems] == ["session_over_midnight"]


def test_sessions_at_once_stand_side_by_side() -> None:
    morning, long, short, after = (
        shown("09:00", "10:00", 1), shown("10:00", "12:00", 2), shown("10:30", "11:00", 3), shown("11:00", "12:00", 4)
    )  # fmt: skip
    assert beside([morning, long, short, after]) == {1: (0, 1), 2: (0, 2), 3: (1, 2), 4: (1, 2)}


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(5, 300)), max_size=14))
def test_no_session_hides_another(spans: list[tuple[int, int]]) -> None:
    drawn = []
    for number, (start, minutes) in enumerate(spans):
        end = min(start + minutes, 1439)
        drawn.append(shown(f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}", number))
    places = beside(drawn)
    for one in drawn:
        assert places[one.id][0] < places[one.id][1]
        for other in drawn:
            if one.id < other.id and one.start < other.end and other.start < one.end:
                assert places[one.id][1] == places[other.id][1]
                assert places[one.id][0] != places[other.id][0]


@given(st.integers(0, 1380), st.integers(1, 600), st.integers(-3000, 3000))
def test_a_start_moved_by_minutes_leaves_the_session_in_its_day(start: int, length: int, step: int) -> None:
    end = min(start + length, 1439)
    first, last = time(start // 60, start % 60), time(end // 60, end % 60)
    moved = moved_start(first, last, step)
    begins = moved.hour * 60 + moved.minute
    assert begins >= 0
    assert begins + (end - start) <= 1439


def test_a_week_shows_the_usual_hours_and_more_where_needed() -> None:
    assert busiest_hours([]) == (8, 19)
    assert busiest_hours([shown("07:30", "09:00"), shown("18:00", "20:15")]) == (7, 21)
    assert busiest_hours([shown("22:00", "23:30")]) == (8, 24)
