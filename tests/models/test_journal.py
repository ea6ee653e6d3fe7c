"""The journal: what each action touched, the history that people read, and what is forgotten after a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import attendance, enrolments, handovers, headcounts, history, issuing, people, sessions, workshops
from models.base import utc_now
from models.codes import AttendanceState
from models.journal import JournalRow
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment


def rows_of(db: Session, entry_id: int) -> list[dict[str, Any]]:
    query = select(JournalRow).where(JournalRow.entry_id == entry_id).order_by(JournalRow.id)
    names = ("table_name", "row_id", "uid", "kind", "before", "after")
    return [{name: getattr(row, name) for name in names} for row in db.scalars(query)]


def last_rows(notebook: Notebook) -> list[dict[str, Any]]:
    with notebook.read() as db:
        return rows_of(db, history.find(db)[0].id)


def test_an_insert_keeps_the_whole_row(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, "Zoé", "Le Goff", birth_year=1950, informed_on=TODAY)
    (row,) = last_rows(notebook)
    assert (row["table_name"], row["row_id"], row["kind"], row["before"]) == ("person", person_id, "insert", None)
    assert row["after"]["given_name"] == "Zoé"
    assert row["after"]["informed_on"] == "2026-05-12"
    assert row["after"]["uid"] == row["uid"]


def test_an_update_keeps_only_what_changed(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, town="Rennes")
    with notebook.write("Change a person") as db:
        people.save(db, PersonDraft("Zoé", "Le Goff", town="Brest"), person_id, today=TODAY)
    (row,) = last_rows(notebook)
    assert (row["kind"], row["before"], row["after"]) == ("update", {"town": "Rennes"}, {"town": "Brest"})


def test_a_deletion_keeps_what_was_there(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, town="Rennes")
    with notebook.write("Delete a person") as db:
        people.remove(db, [person_id])
    (row,) = last_rows(notebook)
    assert (row["kind"], row["after"], row["before"]["town"]) == ("delete", None, "Rennes")


def test_the_bulk_door_writes_rows_and_journal_together(notebook: Notebook) -> None:
    with notebook.write("Add {count} people", count=3) as db:
        ids = people.save_many(db, [PersonDraft(name) for name in ("Ann", "Bob", "Cid")], today=TODAY)
    rows = last_rows(notebook)
    assert [(row["row_id"], row["kind"], row["after"]["given_name"]) for row in rows] == [
        (ids[0], "insert", "Ann"),
        (ids[1], "insert", "Bob"),
        (ids[2], "insert", "Cid"),
    ]
    assert all(row["uid"] == row["after"]["uid"] for row in rows)


def test_the_bulk_door_journals_what_one_by_one_would(notebook: Notebook) -> None:
    draft = PersonDraft("Zoé", "Le Goff", birth_year=1950, gender="feminin", phone="06 12 34 56 78", informed_on=TODAY)
    with notebook.write("Add a person") as db:
        people.save(db, draft, today=TODAY)
    (one,) = last_rows(notebook)
    with notebook.write("Add a person") as db:
        people.save_many(db, [draft], today=TODAY)
    (bulk,) = last_rows(notebook)
    own = ("id", "uid", "created_at", "changed_at")
    assert {k: v for k, v in bulk["after"].items() if k not in own} == {
        k: v for k, v in one["after"].items() if k not in own
    }
    assert set(bulk["after"]) == set(one["after"])


def test_rows_that_link_others_are_in_the_journal(notebook: Notebook) -> None:
    with notebook.write("Add a workshop") as db:
        workshop_id = a_workshop(db, trainer_ids=(a_trainer(db),), themes=("email",))
    assert {row["table_name"] for row in last_rows(notebook)} == {
        "workshop", "trainer", "workshop_code", "workshop_trainer",
    }  # fmt: skip
    with notebook.write("Change a workshop") as db:
        workshops.save(db, workshops.WorkshopDraft("Premiers pas sur l’ordinateur", themes=("sante",)), workshop_id)
    kinds = sorted((row["table_name"], row["kind"]) for row in last_rows(notebook))
    assert kinds == [("workshop_code", "delete"), ("workshop_code", "insert"), ("workshop_trainer", "delete")]


def test_search_words_are_derived_and_not_in_the_journal(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, "Zoé", "Le Goff")
    assert {row["table_name"] for row in last_rows(notebook)} == {"person"}
    with notebook.write("Change a person") as db:
        people.save(db, PersonDraft("Zoé", "Guillou"), person_id, today=TODAY)

    def found() -> list[bool]:
        with notebook.read() as db:
            return [bool(people.find(db, PeopleQuery(word))) for word in ("guillou", "goff")]

    assert found() == [True, False]
    notebook.undo()
    assert found() == [False, True]
    notebook.redo()
    assert found() == [True, False]


def test_the_private_key_is_never_in_the_journal(notebook: Notebook) -> None:
    with notebook.write("Attend") as db:
        workshop_id = a_workshop(db)
        session_id = a_session(db, workshop_id)
        attendance.mark(db, session_id, [an_enrolment(db, workshop_id)], AttendanceState.PRESENT)
    with notebook.write("Issue certificates") as db:
        assert issuing.issue(db, workshop_id, today=TODAY, language="fr").new
    with notebook.read() as db:
        assert db.scalar(text("SELECT count(*) FROM signing_key")) == 1
        tables = set(db.scalars(select(JournalRow.table_name)))
    assert "certificate" in tables
    assert not tables & {"signing_key", "person_word", "travelled"}


def test_the_history_tells_the_newest_first_and_goes_on_before_an_entry(notebook: Notebook) -> None:
    for count in range(5):
        with notebook.write("Add {count} people", count=count) as db:
            a_person(db)
    newest = notebook.history(limit=2)
    assert [entry.values["count"] for entry in newest] == [4, 3]
    assert [entry.values["count"] for entry in notebook.history(limit=2, before_id=newest[-1].id)] == [2, 1]
    assert newest[0].at.tzinfo is not None
    assert newest[0].can_undo


def test_after_a_month_the_contents_are_forgotten_and_label_uid_and_kind_stay(notebook: Notebook) -> None:
    with notebook.write("Add a person") as db:
        person_id = a_person(db, "Zoé", "Le Goff")
    with notebook.write("Delete a person") as db:
        people.remove(db, [person_id])
    with notebook.read() as db:
        uids = set(db.scalars(select(JournalRow.uid).where(JournalRow.table_name == "person")))
    with notebook.write("Add a place", final=True) as db:
        history.purge(db, utc_now() + timedelta(days=history.CONTENT_DAYS - 1))
        assert all(row["after"] or row["before"] for row in rows_of(db, history.find(db)[0].id))
        history.purge(db, utc_now() + timedelta(days=history.CONTENT_DAYS + 1))
    entries = notebook.history()
    assert [entry.label for entry in entries][:2] == ["Delete a person", "Add a person"]
    assert {entry.state for entry in entries[:2]} == {"purged"}
    with notebook.read() as db:
        rows = [row for entry in entries[:2] for row in rows_of(db, entry.id)]
        kept = db.scalar(text("SELECT count(*) FROM journal_row WHERE after IS NOT NULL OR before IS NOT NULL"))
    assert [(row["table_name"], row["kind"]) for row in rows] == [("person", "delete"), ("person", "insert")]
    assert {row["uid"] for row in rows} == uids
    assert kept == 0
    assert notebook.undoable() is None


def test_opening_a_notebook_forgets_old_contents(where: Any) -> None:
    with Notebook.open(where) as notebook, notebook.write("Add a person") as db:
        a_person(db)
        db.flush()
    with Notebook.open(where) as notebook, notebook.write("Age the journal", final=True) as db:
        db.connection().exec_driver_sql("UPDATE journal_entry SET at = '2020-01-01 00:00:00+00:00'")
    with Notebook.open(where) as notebook, notebook.read() as db:
        assert db.scalar(text("SELECT count(*) FROM journal_row WHERE after IS NOT NULL")) == 0


def test_a_record_is_a_new_version_when_a_part_of_it_changes(notebook: Notebook) -> None:
    def version() -> int:
        with notebook.read() as db:
            query = text("SELECT version FROM workshop_session WHERE id = :id")
            return int(db.scalar(query, {"id": session_id}) or 0)

    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id = a_session(db, workshop_id)
        enrolment_id = an_enrolment(db, workshop_id)
    seen = [version()]
    with notebook.write("Mark") as db:
        attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
    seen.append(version())
    with notebook.write("Mark for a part") as db:
        attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT, minutes=30)
    seen.append(version())
    with notebook.write("Count") as db:
        headcounts.save(db, session_id, headcounts.HeadcountDraft(5, 1, {"gender": {"feminin": 3}}))
    seen.append(version())
    with notebook.write("Count") as db:
        headcounts.save(db, session_id, headcounts.HeadcountDraft(5, 1, {"gender": {"feminin": 2}}))
    seen.append(version())
    for _ in range(4):
        notebook.undo()
        seen.append(version())
    assert seen == sorted(set(seen)), "each state has a version of its own, greater than those before"


def test_a_record_that_comes_back_is_newer_than_any_of_its_versions_before(notebook: Notebook) -> None:
    def version() -> int:
        with notebook.read() as db:
            return int(db.scalar(text("SELECT max(version) FROM workshop_session")) or 0)

    with notebook.write("Plan") as db:
        workshop_id, person_id = a_workshop(db), a_person(db)
    with notebook.write("Enrol") as db:
        (enrolment_id,) = enrolments.enrol(db, workshop_id, [person_id], today=TODAY).enrolled
    with notebook.write("Add a session") as db:
        session_id = a_session(db, workshop_id)
    for state in (AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED):
        with notebook.write("Mark") as db:
            attendance.mark(db, session_id, [enrolment_id], state)
    told = version()  # the programme has been told of this version
    for _ in range(4):
        notebook.undo()
    assert version() == 0
    notebook.redo()
    assert version() > told


def test_a_hand_over_knows_what_was_deleted_and_when(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        keeps, goes = a_session(db, workshop_id), a_session(db, workshop_id, start="09:00", end="10:00")
        uids = [workshop_uid for (workshop_uid,) in db.execute(text("SELECT uid FROM workshop_session ORDER BY id"))]
    with notebook.write("Hand over") as db:
        line = handovers.HandoverLine(0, "u", 1, TODAY, TODAY, "totals", "p.zip", "0" * 64, {}, utc_now())
        handovers.record(db, line, {"workshop_session": uids})
    with notebook.write("Delete a session") as db:
        sessions.remove(db, goes)
    with notebook.read() as db:
        (removal,) = handovers.removals(db, today=TODAY)
    assert (removal.table_name, removal.uid, removal.day) == ("workshop_session", uids[1], utc_now().date())
    assert keeps
    notebook.undo()
    with notebook.read() as db:
        assert handovers.removals(db, today=TODAY) == []


def test_the_history_of_a_workshop_has_its_sessions_people_marks_and_counts_and_no_others(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        workshop, other = a_workshop(db), a_workshop(db, "Autre")
        session = a_session(db, workshop)
    with notebook.write("Enrol") as db:
        enrolled = an_enrolment(db, workshop)
    with notebook.write("Mark") as db:
        attendance.mark(db, session, [enrolled], AttendanceState.PRESENT)
    with notebook.write("Count") as db:
        headcounts.add(db, session, 2)
    with notebook.write("Another one") as db:
        a_session(db, other)
    with notebook.write("Rename a place") as db:
        a_place(db, "Ailleurs")
    with notebook.read() as db:
        told = history.lines(db, history.of_workshop(db, workshop))
        assert [told[each].label for each in history.of_workshop(db, workshop)] == ["Count", "Mark", "Enrol", "Prepare"]


def test_many_rows_at_once_get_ids_in_their_order_that_nobody_had_before(notebook: Notebook) -> None:
    names = [PersonDraft("Zoé", f"Kerbrat {number}") for number in range(900)]
    with notebook.write("Import") as db:
        first = people.save_many(db, names, today=TODAY)
    with notebook.write("Delete") as db:
        people.remove(db, first[-3:], agreed=3)
    with notebook.write("Import") as db:
        again = people.save_many(db, names[:2], today=TODAY)
    with notebook.read() as db:
        assert [people.draft(db, each).family_name for each in (*first[:-3], *again)] == [
            *(each.family_name for each in names[:-3]),
            "Kerbrat 0",
            "Kerbrat 1",
        ]
    assert min(again) > max(first)
    assert len(set(first)) == 900
