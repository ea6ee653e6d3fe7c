"""What an auditor would ask about is told, on the sessions it concerns, and stops nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest

from models import association, attendance, coherence, headcounts, sessions, workshops
from models.association import AssociationDraft
from models.codes import AttendanceState, PlaceKind, SessionStatus
from models.headcounts import HeadcountDraft
from models.notebook import Db, Notebook
from models.problem import Problem
from models.sessions import SessionDraft
from resources.words import sentence
from tests.builders import TODAY, a_place, a_session, a_trainer, a_workshop, an_enrolment

DAY = timedelta(1)
ASCENSION = date(2026, 5, 14)


@pytest.fixture(autouse=True)
def rennes(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        association.save(db, AssociationDraft("Les Puces du Blosne", postcode="35200"))


def told(db: Db, **span: date) -> list[tuple[int, str]]:
    return [(each.session_id, each.problem.code) for each in coherence.warnings(db, today=TODAY, **span)]


def codes(problems: Sequence[Problem]) -> list[str]:
    assert all(each.is_warning for each in problems)
    return [each.code for each in problems]


def test_sessions_in_order_are_not_told(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db, place_id=a_place(db, capacity=1), trainer_ids=(a_trainer(db),))
        a_session(db, workshop, start="10:00", end="12:00")
        a_session(db, workshop, start="12:00", end="14:00")
        other = a_workshop(db, place_id=a_place(db, "Ailleurs"), trainer_ids=(a_trainer(db, "Bob"),))
        a_session(db, other, start="10:00", end="12:00")
        assert told(db) == []
        assert coherence.of_workshop(db, workshop, today=TODAY) == {}


def test_a_public_holiday_is_that_of_the_place(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        metz = a_workshop(db, "Metz", place_id=a_place(db, "Metz", postcode="57000"))
        good_friday = a_session(db, metz, date(2026, 4, 3))
        rennes = a_workshop(db, "Rennes")
        a_session(db, rennes, date(2026, 4, 3))
        on_ascension = a_session(db, rennes, ASCENSION)
        assert told(db) == [(good_friday, "session_on_holiday"), (on_ascension, "session_on_holiday")]
        (first, _second) = coherence.warnings(db, today=TODAY)
    assert "Good Friday" in sentence(first.problem)


def test_a_trainer_or_a_place_wanted_twice_is_told_once_in_the_list_and_on_both_sessions(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        both = {"place_id": a_place(db), "trainer_ids": (a_trainer(db),)}
        one, other = a_workshop(db, "Un", **both), a_workshop(db, "Deux", **both)
        first, second = a_session(db, one), a_session(db, other, start="15:00", end="17:00")
        assert told(db) == [(second, "trainer_twice"), (second, "place_twice")]
        for workshop, session in ((one, first), (other, second)):
            found = coherence.of_workshop(db, workshop, today=TODAY)
            assert {key: codes(each) for key, each in found.items()} == {session: ["trainer_twice", "place_twice"]}
        shown = sentence(coherence.of_workshop(db, one, today=TODAY)[first][0])
    assert shown.startswith("Aïssatou N’Diaye is also expected at “Deux” on 12 May 2026 at 15:00.")


def test_the_trainer_and_place_of_the_session_itself_count_before_those_of_the_workshop(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        place, trainer, other_place, other_trainer = (
            a_place(db), a_trainer(db), a_place(db, "Ailleurs"), a_trainer(db, "Bob"),
        )  # fmt: skip
        for title in ("Un", "Deux"):
            workshop = a_workshop(db, title, place_id=place, trainer_ids=(trainer,))
        a_session(db, 1)
        moved = a_session(db, workshop, place_id=other_place, trainer_ids=(other_trainer,))
        assert told(db) == []
        sessions.save(db, workshop, SessionDraft(TODAY, time(14), time(15), trainer_ids=(other_trainer,)), moved)
        assert told(db) == [(moved, "place_twice")]


def test_several_can_be_remote_or_at_home_at_once(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        for kind in (PlaceKind.REMOTE, PlaceKind.HOME):
            place = a_place(db, kind, kind=kind, capacity=1)
            for title in ("Un", "Deux"):
                headcounts.save(db, a_session(db, a_workshop(db, title, place_id=place)), HeadcountDraft(9))
        assert told(db) == []


def test_two_sessions_of_one_workshop_at_once_are_told_as_such(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db, place_id=a_place(db), trainer_ids=(a_trainer(db),))
        a_session(db, workshop)
        again = a_session(db, workshop, start="15:59", end="18:00")
        assert told(db) == [(again, "session_twice")]


def test_a_cancelled_session_is_in_nobodys_way(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db)
        a_session(db, workshop)
        sessions.cancel(db, a_session(db, workshop), "grève")
        sessions.cancel(db, a_session(db, workshop, ASCENSION), "grève")
        assert told(db) == []


def test_more_people_than_the_place_holds_named_or_not(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db, place_id=a_place(db, room="Salle 2", capacity=3))
        session = a_session(db, workshop)
        attendance.mark(db, session, [an_enrolment(db, workshop)], AttendanceState.PRESENT)
        headcounts.save(db, session, HeadcountDraft(2))
        assert told(db) == [], "three fit"
        headcounts.save(db, session, HeadcountDraft(3))
        (doubt,) = coherence.warnings(db, today=TODAY)
    assert (doubt.session_id, doubt.problem.code) == (session, "place_exceeded")
    assert sentence(doubt.problem).startswith("4 people came, but Bibliothèque Triangle, Salle 2 holds 3.")


def test_a_session_to_come_that_is_marked_held(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db)
        a_session(db, workshop, status=SessionStatus.HELD)
        early = a_session(db, workshop, TODAY + DAY, status=SessionStatus.HELD)
        assert told(db) == [(early, "session_held_early")]


def test_the_list_is_kept_to_a_span_of_days(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop = a_workshop(db)
        for day in (date(2026, 5, 1), date(2026, 5, 8), ASCENSION):
            a_session(db, workshop, day)
        assert len(told(db, first=date(2026, 5, 2))) == 2
        assert len(told(db, first=date(2026, 5, 2), last=date(2026, 5, 8))) == 1


def test_what_is_about_to_be_saved_is_compared_before_it_is_stored(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        both = {"place_id": a_place(db), "trainer_ids": (a_trainer(db),)}
        one, other = a_workshop(db, "Un", **both), a_workshop(db, "Deux", **both)
        stored = a_session(db, one)
        drafts = [SessionDraft(day, time(14), time(16)) for day in (TODAY, ASCENSION, TODAY + 7 * DAY)]
        found = coherence.of_drafts(db, other, [*drafts, SessionDraft()], today=TODAY)
        assert [codes(each) for each in found] == [["trainer_twice", "place_twice"], ["session_on_holiday"], [], []]
        itself = coherence.of_drafts(db, one, drafts[:1], today=TODAY, session_id=stored)
        assert itself == [[]], "a session is not in its own way"
        new = SessionDraft(TODAY, time(15), time(16), place_id=both["place_id"])  # type: ignore[arg-type]  # an id
        assert codes(coherence.of_drafts(db, 0, [new], today=TODAY)[0]) == ["place_twice"]
        assert workshops.find(db) == [one, other]
