"""The two doors of the notebook: read() is one snapshot, write() one action."""

from __future__ import annotations

import logging
import threading

import pytest
from sqlalchemy import text

from models import enrolments, people, places
from models.journal import Changes
from models.notebook import Notebook
from models.people import Person, PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_person, a_place, a_workshop, an_enrolment
from tests.models.checks import refused


def test_what_a_write_stores_a_read_finds(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, "Zoé", "Le Goff")
    with notebook.read() as db:
        assert people.find(db) == [person_id]
        assert people.draft(db, person_id) == PersonDraft("Zoé", "Le Goff")


def test_a_read_cannot_write_through_a_flush(notebook: Notebook) -> None:
    with pytest.raises(RuntimeError, match=r"outside notebook\.write"), notebook.read() as db:
        a_person(db)
    with notebook.read() as db:
        assert people.count(db) == 0


def test_a_read_that_changes_a_row_without_flush_is_told_and_nothing_is_kept(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, town="Rennes")
    with pytest.raises(RuntimeError, match=r"outside notebook\.write"), notebook.read() as db:  # noqa: PT012
        row = db.get(Person, person_id)
        assert row is not None
        row.town = "Brest"
    with notebook.read() as db:
        assert people.draft(db, person_id).town == "Rennes"


def test_a_read_sees_one_snapshot_while_another_writes(notebook: Notebook) -> None:
    if not isinstance(notebook.where, str):
        pytest.skip("in a notebook file a commit waits for open readers, which test_a_commit_waits shows")
    with notebook.read() as db:
        assert people.count(db) == 0
        with notebook.write("Add a person") as other:
            a_person(other)
        assert people.count(db) == 0
    with notebook.read() as db:
        assert people.count(db) == 1


def test_a_commit_waits_for_an_open_reader(file_notebook: Notebook) -> None:
    reading, done = threading.Event(), threading.Event()

    def write() -> None:
        with file_notebook.write("Add a person") as db:
            a_person(db)
            reading.wait()
        done.set()

    writer = threading.Thread(target=write)
    with file_notebook.read() as db:
        assert people.count(db) == 0
        writer.start()
        reading.set()
        assert not done.wait(0.2)
        assert people.count(db) == 0
    writer.join(10)
    assert done.is_set()


def test_an_exception_in_a_write_rolls_everything_back(notebook: Notebook) -> None:
    heard: list[Changes] = []
    notebook.listen(heard.append)
    with pytest.raises(ZeroDivisionError), notebook.write("Add people") as db:  # noqa: PT012
        a_person(db)
        people.save_many(db, [PersonDraft("Ann"), PersonDraft("Bob")], today=TODAY)
        raise ZeroDivisionError
    with notebook.read() as db:
        assert people.count(db) == 0
        assert db.scalar(text("SELECT count(*) FROM person_word")) == 0
    assert notebook.undoable() is None
    assert heard == []
    with notebook.write("Add a person") as db:
        a_person(db)
    assert len(heard) == 1


def test_a_refused_draft_writes_nothing_of_the_action(notebook: Notebook) -> None:
    with pytest.raises(UserError), notebook.write("Add people") as db:  # noqa: PT012
        a_person(db)
        people.save_many(db, [PersonDraft("Ann"), PersonDraft()], today=TODAY)
    with notebook.read() as db:
        assert people.count(db) == 0


def test_a_closed_notebook_is_neither_read_nor_written(file_notebook: Notebook) -> None:
    file_notebook.close()
    with refused("notebook_closed"), file_notebook.read():
        pass
    with refused("notebook_closed"), file_notebook.write("Add a place"):
        pass


def test_a_write_inside_a_write_is_refused(notebook: Notebook) -> None:
    with (
        pytest.raises(RuntimeError, match="a write inside a write"),
        notebook.write("Outer"),
        notebook.write("Inner"),
    ):
        pass
    with notebook.write("Add a person") as db:
        a_person(db)


def test_listeners_are_told_once_after_the_commit_with_tables_and_ids(notebook: Notebook) -> None:
    heard: list[tuple[Changes, int, str]] = []

    def listener(changes: Changes) -> None:
        with notebook.read() as db:  # what was written can already be read
            heard.append((changes, people.count(db), threading.current_thread().name))

    stop = notebook.listen(listener)
    with notebook.write("Enrol {count} people", count=2) as db:
        workshop_id, first, second = a_workshop(db), a_person(db, "Ann"), a_person(db, "Bob")
        an_enrolment(db, workshop_id, first)
        assert heard == []
    (changes, count, thread) = heard[0]
    assert len(heard) == 1
    assert changes.tables["person"] == {first, second}
    assert changes.tables["workshop"] == {workshop_id}
    assert len(changes.tables["enrolment"]) == 1
    assert (changes.entry.label, changes.entry.values) == ("Enrol {count} people", {"count": 2})
    assert changes.touch("person")
    assert not changes.touch("place", "certificate")
    assert (count, thread) == (2, threading.current_thread().name)
    stop()
    stop()
    with notebook.write("Add a place") as db:
        a_place(db)
    assert len(heard) == 1


def test_undo_and_redo_tell_the_listeners_too(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db)
    heard: list[Changes] = []
    notebook.listen(heard.append)
    notebook.undo()
    notebook.redo()
    assert [(c.entry.kind, set(c.tables["person"])) for c in heard] == [("undo", {person_id}), ("redo", {person_id})]


def test_a_write_that_changes_nothing_leaves_no_history_and_tells_nobody(notebook: Notebook) -> None:
    with notebook.write("Add a place") as db:
        place_id = a_place(db)
    heard: list[Changes] = []
    notebook.listen(heard.append)
    with notebook.write("Change a place") as db:
        places.save(db, places.draft(db, place_id), place_id)
    assert heard == []
    assert notebook.history(limit=1)[0].label == "Add a place"


def test_a_listeners_fault_does_not_fail_the_write(notebook: Notebook, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Changes] = []

    def faulty(changes: Changes) -> None:
        raise ValueError("a page that cannot be drawn")

    notebook.listen(faulty)
    notebook.listen(heard.append)
    with caplog.at_level(logging.ERROR), notebook.write("Add a person") as db:
        a_person(db)
    assert "a listener failed" in caplog.text
    assert len(heard) == 1
    with notebook.read() as db:
        assert people.count(db) == 1


def test_a_bulk_statement_that_passes_the_journal_is_refused(notebook: Notebook) -> None:
    from sqlalchemy import delete

    with notebook.write("Add a person") as db:
        a_person(db)
    with pytest.raises(RuntimeError, match="insert_many"), notebook.write("Delete all") as db:
        db.execute(delete(Person))
    with notebook.read() as db:
        assert people.count(db) == 1


def test_a_row_deleted_meanwhile_is_said_in_a_sentence(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db)
    with notebook.write("Delete a person") as db:
        people.remove(db, [person_id])
    with pytest.raises(UserError) as refused, notebook.write("Change a person") as db:
        people.save(db, PersonDraft("Zoé"), person_id, today=TODAY)
    assert refused.value.problems[0].code == "record_gone"


def test_ids_of_deleted_rows_are_never_used_again(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        first = a_person(db)
    with notebook.write("Delete a person") as db:
        people.remove(db, [first])
    with notebook.write("Add a person") as db:
        assert a_person(db) > first


def test_many_rows_at_once_cost_no_limit_of_the_database(notebook: Notebook) -> None:
    with notebook.write("Add people") as db:
        workshop_id = a_workshop(db)
        ids = people.save_many(db, [PersonDraft(f"Ann {n}") for n in range(1_500)], today=TODAY)
        done = enrolments.enrol(db, workshop_id, ids, today=TODAY)
    assert len(done.enrolled) == 1_500
    with notebook.read() as db:
        lines = people.lines(db, ids)
    assert [lines[i].given_name for i in ids] == [f"Ann {n}" for n in range(1_500)]
