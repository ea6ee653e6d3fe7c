"""Workshops, their sessions, and the hand-overs that tell of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from models import (
    attendance,
    certificates,
    enrolments,
    handovers,
    headcounts,
    people,
    places,
    presences,
    sessions,
    trainers,
    workshops,
)
from models.base import utc_now
from models.codes import AttendanceState
from models.handovers import HandoverLine
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.places import PlaceDraft
from models.sessions import SessionDraft, SessionQuery
from models.trainers import TrainerDraft
from models.workshops import WorkshopDraft, WorkshopQuery
from resources.sentences import THINGS
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.models.checks import codes, refused

FULL = WorkshopDraft(
    "Premiers pas", "Pour commencer.\nSans peur.", "conference", "seniors", "debutant", None, 12, 2, "CAF; Ville", "n",
    "open", ("email", "aide_aux_demarches_administratives"), ("logement",), ("ordinateur", "tablette"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("title", "  ", "title_missing"),
        ("capacity", 0, "capacity_wrong"),
        ("capacity", 10**12, "number_too_large"),
        ("minimum_sessions", 10**20, "number_too_large"),
        ("minimum_sessions", 0, "number_too_small"),
        ("format", "fête", "code_unknown"),
        ("themes", ("astrologie",), "code_unknown"),
        ("equipment", ("lampe",), "code_unknown"),
        ("themes", ("email",), ""),
        ("title", "é" * 301, "text_too_long"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(field: str, value: object, code: str) -> None:
    draft = replace(FULL, sub_themes=(), **{field: value})  # type: ignore[arg-type]  # one field of any type
    assert codes(workshops.check(draft)) == ({(field, code)} if code else set())


def test_a_sub_theme_needs_the_theme_of_paperwork() -> None:
    assert codes(workshops.check(replace(FULL, themes=("email",)))) == {("sub_themes", "sub_theme_alone")}


def test_everything_said_of_a_workshop_is_read_back(notebook: Notebook) -> None:
    with notebook.write("Add a workshop") as db:
        draft = replace(FULL, place_id=a_place(db), trainer_ids=(a_trainer(db, "B"), a_trainer(db, "A")))
        workshop_id = workshops.save(db, draft)
    with notebook.read() as db:
        assert workshops.draft(db, workshop_id) == draft
        line = workshops.lines(db, [workshop_id], today=TODAY)[workshop_id]
    assert (line.place, line.trainers, line.first, line.sessions) == ("Bibliothèque Triangle", "B, A", None, 0)


def test_a_place_or_trainer_deleted_meanwhile_is_said_in_a_sentence(notebook: Notebook) -> None:
    with notebook.write("Add a workshop") as db:
        workshop_id = a_workshop(db)
    gone = SessionDraft(TODAY, time(9), time(10), place_id=999)
    with refused("record_gone"), notebook.write("Plan") as db:
        sessions.save(db, workshop_id, gone)
    with refused("record_gone"), notebook.write("Change") as db:
        workshops.save(db, replace(FULL, trainer_ids=(999,)), workshop_id)


@pytest.mark.parametrize(("text", "count"), [("PREMIERS", 1), ("pas premiers", 1), ("%", 2), ("é_%x", 0), ("", 2)])
def test_workshops_are_searched_by_words_and_wildcards_are_plain(notebook: Notebook, text: str, count: int) -> None:
    with notebook.write("Plan") as db:
        a_workshop(db, "Premiers pas")
        a_workshop(db, "100 % internet")
    with notebook.read() as db:
        assert len(workshops.find(db, WorkshopQuery(text))) == count


def test_a_session_elsewhere_or_held_by_somebody_else_counts_for_the_filters(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        usual, other, noe, zoe = a_place(db, "Ici"), a_place(db, "Là"), a_trainer(db, "Noé"), a_trainer(db, "Zoé")
        workshop = a_workshop(db, "Un", place_id=usual, trainer_ids=(noe,), themes=("sante",))
        a_session(db, workshop, TODAY, place_id=other, trainer_ids=(zoe,))
        a_workshop(db, "Deux")
        queries = [
            WorkshopQuery(place_id=usual), WorkshopQuery(place_id=other), WorkshopQuery(trainer_id=noe),
            WorkshopQuery(trainer_id=zoe), WorkshopQuery(theme="sante"), WorkshopQuery(period=(TODAY, TODAY)),
        ]  # fmt: skip
        assert [workshops.find(db, query) for query in queries] == [[workshop]] * len(queries)
        nothing = replace(queries[0], trainer_id=zoe, period=(date(2020, 1, 1), date(2020, 12, 31)))
        assert workshops.find(db, nothing) == []


@pytest.mark.parametrize("sort", ["title", "first", "place", "enrolled"])
def test_workshops_without_a_date_or_place_come_last_whichever_way(notebook: Notebook, sort: str) -> None:
    with notebook.write("Plan") as db:
        bare = a_workshop(db, "Zzz")
        full = a_workshop(db, "Aaa", place_id=a_place(db))
        a_session(db, full)
        an_enrolment(db, full)
    with notebook.read() as db:
        assert workshops.find(db, WorkshopQuery(sort=sort, descending=sort == "enrolled"))[-1] == bare


def test_lines_tell_the_dates_and_what_is_still_to_enter(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        first = a_session(db, workshop_id, date(2026, 5, 5))
        for day in (date(2026, 5, 12), date(2026, 5, 19), date(2026, 5, 26)):
            last = a_session(db, workshop_id, day)
        sessions.cancel(db, last, "grève")
        attendance.mark(db, first, [an_enrolment(db, workshop_id)], AttendanceState.PRESENT)
    with notebook.read() as db:
        line = workshops.lines(db, [workshop_id], today=date(2026, 5, 13))[workshop_id]
        numbers = {each.id: (each.number, each.numbers) for each in sessions.lines(db, sessions.find(db)).values()}
    assert (line.first, line.last, line.sessions, line.to_enter) == (date(2026, 5, 5), date(2026, 5, 19), 3, 1)
    assert (numbers[first], numbers[last]) == ((1, 3), (0, 3))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (SessionDraft(), {("date", "date_missing"), ("start", "start_missing"), ("end", "end_missing")}),
        (SessionDraft(TODAY, time(14), time(14)), {("end", "end_before_start")}),
        (SessionDraft(TODAY, time(23), time(1)), {("end", "end_before_start")}),
        (SessionDraft(TODAY, time(9), time(10), capacity=0), {("capacity", "capacity_wrong")}),
        (SessionDraft(TODAY, time(9), time(10), status="x"), {("status", "code_unknown")}),
        (SessionDraft(TODAY, time(15), time(17)), {("start", "session_twice")}),
        (SessionDraft(TODAY, time(16), time(17)), set()),
        (SessionDraft(TODAY, time(15), time(17), status="cancelled"), set()),
    ],
)
def test_sessions_have_a_day_and_an_end_after_their_start(
    file_notebook: Notebook, draft: SessionDraft, expected: set[tuple[str, str]]
) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        a_session(db, workshop_id)
    with file_notebook.read() as db:
        assert codes(sessions.check(db, workshop_id, draft)) == expected


def test_two_sessions_at_once_warn_and_never_block(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        first, second = a_session(db, workshop_id), a_session(db, workshop_id)
    with notebook.read() as db:
        assert sessions.find(db, SessionQuery(workshop_id=workshop_id)) == [first, second]
        assert sessions.check(db, workshop_id, sessions.draft(db, first), first)[0].is_warning


def test_a_session_has_the_trainers_and_place_of_its_workshop_unless_it_has_its_own(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db, place_id=a_place(db, "Triangle"), trainer_ids=(a_trainer(db, "Aïssatou"),))
        shared = a_session(db, workshop_id)
        own = a_session(
            db, workshop_id, start="09:00", end="10:30", place_id=a_place(db, "La Touche", room="2"),
            trainer_ids=(a_trainer(db, "Yann"),), capacity=5,
        )  # fmt: skip
    with notebook.read() as db:
        lines = sessions.lines(db, [shared, own])
        assert sessions.draft(db, own).capacity == 5
    assert (lines[shared].place, lines[shared].trainers, lines[shared].minutes) == ("Triangle", ("Aïssatou",), 120)
    assert (lines[own].place, lines[own].trainers, lines[own].minutes) == ("La Touche, 2", ("Yann",), 90)


def test_whatever_people_came_to_is_cancelled_never_deleted(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db, themes=("email",))
        came, empty = a_session(db, workshop_id), a_session(db, workshop_id, start="09:00", end="10:00")
        headcounts.save(db, came, HeadcountDraft(3))
        an_enrolment(db, workshop_id)
    with refused("session_has_presence", count=3), notebook.write("Delete") as db:
        sessions.remove(db, came)
    with refused("workshop_has_presence", count=3), notebook.write("Delete") as db:
        workshops.remove(db, workshop_id)
    with notebook.write("Delete") as db:
        sessions.remove(db, empty)
        workshops.cancel(db, workshop_id, "grève")
    with notebook.read() as db:
        lines = sessions.lines(db, sessions.find(db))
        assert {line.status for line in lines.values()} == {"held"}, "what was held stays held"
        assert workshops.draft(db, workshop_id).status == "cancelled"
        assert sessions.find(db, SessionQuery(first=TODAY, last=TODAY, to_enter=True)) == []


def test_a_workshop_nobody_came_to_is_deleted_with_all_its_parts(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db, themes=("email",), trainer_ids=(a_trainer(db),))
        session_id = a_session(db, workshop_id, trainer_ids=tuple(trainers.find(db)))
        headcounts.save(db, session_id, HeadcountDraft(0))
        attendance.mark(db, session_id, [an_enrolment(db, workshop_id)], AttendanceState.ABSENT)
    with notebook.write("Delete") as db:
        workshops.remove(db, workshop_id)
    with notebook.read() as db:
        assert (workshops.find(db), sessions.find(db)) == ([], [])
    notebook.undo()
    with notebook.read() as db:
        assert attendance.presences_by_session(db, [session_id])[session_id].absent == 1


def test_places_and_trainers_are_found_by_name_when_there_is_just_one(notebook: Notebook) -> None:
    with notebook.write("Add") as db:
        triangle, yann = a_place(db, "Bibliothèque Triangle"), a_trainer(db, "Yann")
        for _ in range(2):
            a_place(db, "Mairie")
            a_trainer(db, "Ann")
    with notebook.read() as db:
        assert places.named(db, "bibliotheque  TRIANGLE") == triangle
        assert trainers.named(db, "YANN") == yann
        assert places.named(db, "mairie") is trainers.named(db, "ann") is None
    assert codes(places.check(PlaceDraft(" ", capacity=0, kind="x"))) == {
        ("name", "place_name_missing"), ("capacity", "capacity_wrong"), ("kind", "code_unknown"),
    }  # fmt: skip
    assert codes(trainers.check(TrainerDraft(" ", email="x"))) == {
        ("name", "trainer_name_missing"), ("email", "email_wrong"),
    }  # fmt: skip


def test_hand_overs_are_counted_from_one_and_know_what_has_travelled(notebook: Notebook) -> None:
    with notebook.read() as db:
        assert handovers.last(db) is None
        assert handovers.next_sequence(db) == 1
    for number in (1, 2):
        with notebook.write("Hand over") as db:
            line = HandoverLine(
                0, f"uid-{number}", handovers.next_sequence(db), TODAY, TODAY, "totals", f"p{number}.zip", "0" * 64,
                {"sessions": number}, utc_now(),
            )  # fmt: skip
            handovers.record(db, line, {"workshop": ["a", "b"], "place": []})
    with notebook.read() as db:
        newest = handovers.last(db)
        assert newest is not None
        assert (newest.sequence, newest.totals, len(handovers.find(db))) == (2, {"sessions": 2}, 2)
        assert [(each.table_name, each.uid, each.day) for each in handovers.removals(db, today=TODAY)] == [
            ("workshop", "a", TODAY), ("workshop", "b", TODAY),
        ]  # fmt: skip


def test_what_has_changed_since_a_hand_over_is_counted_in_actions(notebook: Notebook) -> None:
    before = utc_now()
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        a_session(db, workshop_id)
    with notebook.write("Add a person") as db:
        a_person(db)
    with notebook.read() as db:
        assert handovers.changed_since(db, before) == 1
        assert handovers.changed_since(db, utc_now()) == 0


def statuses(notebook: Notebook) -> list[tuple[str, str]]:
    with notebook.read() as db:
        ids = sessions.find(db)
        lines = sessions.lines(db, ids)
    return [(lines[each].status, lines[each].cancel_reason) for each in ids]


def test_a_cancelled_workshop_gives_its_reason_to_the_sessions_not_held(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        came = a_session(db, workshop_id, start="08:00", end="09:00")
        ill, _planned = (a_session(db, workshop_id, start=f"{hour}:00", end=f"{hour}:30") for hour in (10, 12))
        headcounts.save(db, came, HeadcountDraft(3))
        sessions.cancel(db, ill, "animatrice malade")
    with notebook.write("Cancel") as db:
        workshops.cancel(db, workshop_id, "  la salle  est inondée ")
    assert statuses(notebook) == [
        ("held", ""), ("cancelled", "animatrice malade"), ("cancelled", "la salle est inondée"),
    ]  # fmt: skip
    with notebook.read() as db:
        assert workshops.draft(db, workshop_id).cancel_reason == "la salle est inondée"
    with notebook.write("Restore") as db:
        workshops.restore(db, workshop_id)
    assert statuses(notebook) == [("held", ""), ("cancelled", "animatrice malade"), ("planned", "")]
    with notebook.read() as db:
        assert (workshops.draft(db, workshop_id).status, workshops.draft(db, workshop_id).cancel_reason) == (
            "planned", "",
        )  # fmt: skip


def test_nothing_is_cancelled_without_saying_why(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        session_id = a_session(db, a_workshop(db))
    with refused("reason_missing"), notebook.write("Cancel") as db:
        sessions.cancel(db, session_id, " \u200f ")
    with refused("reason_missing"), notebook.write("Cancel") as db:
        workshops.cancel(db, 1, "")
    assert statuses(notebook) == [("planned", "")]


def test_a_line_of_what_was_deleted_meanwhile_is_refused_by_name(notebook: Notebook) -> None:
    with notebook.read() as db:
        found = {
            "workshop": workshops.lines(db, [99], today=TODAY), "workshop_session": sessions.lines(db, [99]),
            "place": places.lines(db, [99]), "trainer": trainers.lines(db, [99]), "person": people.lines(db, [99]),
            "enrolment": enrolments.lines(db, [99]), "attendance": presences.lines(db, [99]),
            "handover": handovers.lines(db, [99]), "certificate": certificates.lines(db, [99]),
        }  # fmt: skip
        for table, lines in found.items():
            assert table in THINGS
            assert lines.get(99) is None
            with refused("record_gone", what=table):
                lines[99]
