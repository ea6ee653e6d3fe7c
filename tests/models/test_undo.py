"""Undo and redo: named, also after a restart, refused when a row has changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import (
    association,
    attendance,
    certificates,
    enrolments,
    handovers,
    headcounts,
    issuing,
    people,
    places,
    sessions,
    workshops,
)
from models.base import utc_now
from models.codes import AttendanceState, EnrolmentStatus
from models.handovers import HandoverLine
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from models.places import PlaceDraft
from models.problem import UserError
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.models.dumps import Dump, dump


def now(notebook: Notebook) -> Dump:
    with notebook.read() as db:
        return dump(db)


def code(refused: pytest.ExceptionInfo[UserError]) -> str:
    return refused.value.problems[0].code


def test_an_action_is_taken_back_and_done_again_by_name(notebook: Notebook) -> None:
    before = now(notebook)
    with notebook.write("Add {count} people", count=2) as db:
        people.save_many(db, [PersonDraft("Ann"), PersonDraft("Bob")], today=TODAY)
    after = now(notebook)
    entry = notebook.undoable()
    assert entry is not None
    assert (entry.label, entry.values) == ("Add {count} people", {"count": 2})
    assert notebook.undo().id == entry.id
    assert now(notebook) == before
    assert notebook.undoable() is None
    redoable = notebook.redoable()
    assert redoable is not None
    assert redoable.id == entry.id
    assert notebook.redo().id == entry.id
    assert now(notebook) == after
    assert notebook.redoable() is None


def test_undo_and_redo_go_on_after_the_notebook_was_closed(where: str | Path) -> None:
    with Notebook.open(where) as notebook:
        before = now(notebook)
        with notebook.write("Add a person") as db:
            a_person(db)
        with notebook.write("Add a place") as db:
            a_place(db)
        after = now(notebook)
    with Notebook.open(where) as notebook:
        assert [notebook.undo().label, notebook.undo().label] == ["Add a place", "Add a person"]
        assert now(notebook) == before
    with Notebook.open(where) as notebook:
        assert [notebook.redo().label, notebook.redo().label] == ["Add a person", "Add a place"]
        assert now(notebook) == after


def test_a_whole_day_of_work_is_taken_back_step_by_step_and_done_again(notebook: Notebook) -> None:
    seen = [now(notebook)]

    def done() -> None:
        seen.append(now(notebook))

    with notebook.write("Plan") as db:
        workshop_id = a_workshop(
            db, capacity=2, place_id=a_place(db), trainer_ids=(a_trainer(db),), themes=("email", "sante")
        )
        session_id, other = a_session(db, workshop_id), a_session(db, workshop_id, start="09:00", end="11:00")
    done()
    with notebook.write("Enrol") as db:
        ids = people.save_many(db, [PersonDraft(name) for name in ("Ann", "Bob", "Cid")], today=TODAY)
        enrolled = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    done()
    with notebook.write("Everyone was here") as db:
        attendance.everyone_was_here(db, session_id)
        headcounts.save(db, session_id, headcounts.HeadcountDraft(5, 1, {"gender": {"feminin": 3}}))
    done()
    with notebook.write("Cancel") as db:
        enrolments.set_status(db, enrolled.waiting, EnrolmentStatus.CANCELLED)
        sessions.cancel(db, other, "neige")
    done()
    with notebook.write("Delete a session") as db:
        sessions.remove(db, other)
    done()
    with notebook.write("Delete a person") as db:
        people.remove(db, [ids[2]])
    done()
    for state in reversed(seen[:-1]):
        notebook.undo()
        assert now(notebook) == state
    for state in seen[1:]:
        notebook.redo()
        assert now(notebook) == state


def test_a_new_action_drops_what_could_be_done_again(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        a_person(db)
    notebook.undo()
    with notebook.write("Add a place") as db:
        a_place(db)
    assert notebook.redoable() is None
    with pytest.raises(UserError) as refused:
        notebook.redo()
    assert code(refused) == "redo_nothing"
    assert [(entry.label, entry.state) for entry in notebook.history()][:3] == [
        ("Add a place", "done"),
        ("Add a person", "done"),  # its undo
        ("Add a person", "dropped"),
    ]


def test_nothing_to_take_back_is_said_in_a_sentence(notebook: Notebook) -> None:
    with pytest.raises(UserError) as refused:
        notebook.undo()
    assert code(refused) == "undo_nothing"


def test_undo_is_refused_when_a_row_has_changed_since_and_nothing_changes(notebook: Notebook) -> None:
    with notebook.write("Add {count} places", count=2) as db:
        first, second = a_place(db, "Triangle"), a_place(db, "La Touche")
    entry = notebook.undoable()
    assert entry is not None
    with notebook.write("Change a place") as db:
        places.save(db, PlaceDraft("La Touche", town="Rennes"), second)
    before, history = now(notebook), len(notebook.history())
    with pytest.raises(UserError) as refused:
        notebook.undo(entry.id)
    assert code(refused) == "undo_stale"
    assert refused.value.problems[0].values["label"] == "Add {count} places"
    assert now(notebook) == before
    assert len(notebook.history()) == history
    assert first
    notebook.undo()  # the change first, then the rest goes
    notebook.undo(entry.id)


def test_undo_of_a_change_is_refused_when_the_same_field_has_changed_since(notebook: Notebook) -> None:
    with notebook.write("Add a place") as db:
        place_id = a_place(db)
    with notebook.write("Move") as db:
        places.save(db, PlaceDraft("Bibliothèque Triangle", town="Rennes"), place_id)
    entry = notebook.undoable()
    assert entry is not None
    with notebook.write("Move again") as db:
        places.save(db, PlaceDraft("Bibliothèque Triangle", town="Brest"), place_id)
    with pytest.raises(UserError) as refused:
        notebook.undo(entry.id)
    assert code(refused) == "undo_stale"


def test_undo_of_a_change_keeps_what_somebody_else_wrote_into_other_fields(notebook: Notebook) -> None:
    with notebook.write("Add a place") as db:
        place_id = a_place(db, "Triangle")
    with notebook.write("Move") as db:
        places.save(db, PlaceDraft("Triangle", town="Rennes"), place_id)
    entry = notebook.undoable()
    assert entry is not None
    with notebook.write("Say the room") as db:
        places.save(db, PlaceDraft("Triangle", town="Rennes", room="salle 2"), place_id)
    notebook.undo(entry.id)
    with notebook.read() as db:
        assert places.draft(db, place_id) == PlaceDraft("Triangle", room="salle 2")


def test_undo_of_an_action_that_changed_a_new_row_is_refused_when_another_field_has_changed_since(
    notebook: Notebook,
) -> None:
    with notebook.write("Add a place and say its town") as db:
        place_id = a_place(db, "Triangle")
        places.save(db, PlaceDraft("Triangle", town="Rennes"), place_id)
    entry = notebook.undoable()
    assert entry is not None
    with notebook.write("Say the room") as db:
        places.save(db, PlaceDraft("Triangle", town="Rennes", room="salle 2"), place_id)
    with pytest.raises(UserError) as refused:
        notebook.undo(entry.id)
    assert code(refused) == "undo_stale"


def test_a_workshop_in_which_somebody_was_enrolled_since_is_not_taken_back(notebook: Notebook) -> None:
    with notebook.write("Add a workshop") as db:
        workshop_id = a_workshop(db, themes=("email",))
    entry = notebook.undoable()
    assert entry is not None
    with notebook.write("Enrol") as db:
        an_enrolment(db, workshop_id)
    before = now(notebook)
    with pytest.raises(UserError) as refused:
        notebook.undo(entry.id)
    assert code(refused) == "undo_stale"
    assert now(notebook) == before


def test_redo_is_refused_when_its_place_has_been_taken(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id, enrolment_id = a_session(db, workshop_id), an_enrolment(db, workshop_id)
    with notebook.write("Mark") as db:
        attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
    mark = notebook.undoable()
    assert mark is not None
    notebook.undo()
    notebook.undo()
    before = now(notebook)
    assert notebook.redo().label == "Plan"
    notebook.undo()
    assert now(notebook) == before


def test_the_same_action_is_not_taken_back_twice(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        a_person(db)
    entry = notebook.undo()
    with pytest.raises(UserError) as refused:
        notebook.undo(entry.id)
    assert code(refused) == "undo_not_possible"


def test_issued_certificates_are_final(notebook: Notebook) -> None:
    with notebook.write("Attend") as db:
        workshop_id = a_workshop(db)
        session_id, enrolment_id = a_session(db, workshop_id), an_enrolment(db, workshop_id)
        attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
    with notebook.write("Issue certificates") as db:
        issued = issuing.issue(db, workshop_id, today=TODAY, language="fr")
    with notebook.write("Mark as handed out") as db:
        certificates.mark_handed_out(db, issued.new, utc_now())
    with notebook.write("Revoke") as db:
        certificates.revoke(db, issued.new[0], "faute", today=TODAY)
    newest = notebook.history(limit=3)
    assert {entry.state for entry in newest} == {"final"}
    for entry in newest:
        with pytest.raises(UserError) as refused:
            notebook.undo(entry.id)
        assert code(refused) == "undo_not_possible"
    undoable = notebook.undoable()
    assert undoable is not None
    assert undoable.label == "Attend"


def test_hand_overs_are_final(notebook: Notebook) -> None:
    with notebook.write("Hand over") as db:
        line = HandoverLine(0, "u", 1, TODAY, TODAY, "totals", "p.zip", "0" * 64, {"sessions": 3}, utc_now())
        handovers.record(db, line, {})
    assert notebook.undoable() is None
    assert notebook.history(limit=1)[0].state == "final"


def test_the_first_row_of_a_notebook_is_never_taken_back(notebook: Notebook) -> None:
    assert notebook.undoable() is None
    with pytest.raises(UserError) as refused:
        notebook.undo(notebook.history()[-1].id)
    assert code(refused) == "undo_not_possible"


def test_a_thousand_people_are_taken_back_with_their_search_words(notebook: Notebook) -> None:
    with notebook.write("Import") as db:
        workshop_id = a_workshop(db)
        ids = people.save_many(db, [PersonDraft(f"Ann {n}", "Le Goff") for n in range(1_000)], today=TODAY)
        enrolments.enrol(db, workshop_id, ids, today=TODAY)
    after = now(notebook)
    notebook.undo()
    with notebook.read() as db:
        assert (people.count(db), workshops.find(db), people.find(db, PeopleQuery("goff"))) == (0, [], [])
    notebook.redo()
    assert now(notebook) == after


def test_the_association_can_be_changed_and_changed_back(notebook: Notebook) -> None:
    with notebook.read() as db:
        before = association.draft(db)
    with notebook.write("Change the association") as db:
        association.save(db, association.AssociationDraft("Les Puces", town="Rennes"))
    notebook.undo()
    with notebook.read() as db:
        assert association.draft(db) == before
