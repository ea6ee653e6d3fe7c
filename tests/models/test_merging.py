"""Two records of one person: merged field by field, nothing counted twice, taken back as a whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models import attendance, certificates, duplicates, enrolments, issuing, merging, people, statistics
from models.certificates import RegisterQuery
from models.codes import AttendanceState, EnrolmentStatus
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import UserError
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.dumps import Dump, dump

LATER = TODAY + timedelta(days=7)


def merge(notebook: Notebook, kept: int, other: int, draft: PersonDraft | None = None) -> None:
    with notebook.write("Merge two records of one person") as db:
        merging.merge(db, kept, other, draft or people.draft(db, kept), today=TODAY)


def whole(notebook: Notebook) -> Dump:
    with notebook.read() as db:
        return dump(db)


def test_marks_at_the_same_session_are_counted_once_and_the_others_follow(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        kept, other = a_person(db, "Zoé", "Le Goff"), a_person(db, "Zoe", "Legoff")
        workshop, elsewhere = a_workshop(db), a_workshop(db, "Photos")
        first, second = a_session(db, workshop), a_session(db, workshop, LATER)
        third = a_session(db, elsewhere)
        own, twin = an_enrolment(db, workshop, kept), an_enrolment(db, workshop, other)
        alone = an_enrolment(db, elsewhere, other)
        attendance.mark(db, first, [own], AttendanceState.ABSENT)
        attendance.mark(db, first, [twin], AttendanceState.PRESENT, minutes=60)
        attendance.mark(db, second, [own, twin], AttendanceState.PRESENT, minutes=30)
        attendance.mark(db, third, [alone], AttendanceState.PRESENT)
    before = whole(notebook)
    merge(notebook, kept, other)
    with notebook.read() as db:
        assert people.count(db) == 1
        facts = statistics.presence_facts(db, TODAY, LATER)
        assert sorted((each.session_id, each.person_id) for each in facts) == [
            (first, kept),
            (second, kept),
            (third, kept),
        ]
        (row,) = attendance.grid(db, workshop)
        assert row.marks[first].minutes == 60
        assert len(enrolments.of_person(db, kept)) == 2
    notebook.undo()
    assert whole(notebook) == before


def test_certificates_follow_their_person_and_of_two_in_force_the_newer_stays(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        kept, other = a_person(db, "Zoé", "Le Goff"), a_person(db, "Zoe", "Legoff")
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        ids = [an_enrolment(db, workshop, each) for each in (kept, other)]
        attendance.mark(db, session, ids, AttendanceState.PRESENT)
    with notebook.write("Issue") as db:
        issuing.issue(db, workshop, today=TODAY, language="fr")
    before = whole(notebook)
    merge(notebook, kept, other)
    with notebook.read() as db:
        lines = certificates.lines(db, certificates.find(db, RegisterQuery(person_id=kept)))
        assert sorted(line.status for line in lines.values()) == ["issued", "replaced"]
    notebook.undo()
    assert whole(notebook) == before
    entry = notebook.undoable()
    assert entry is None or entry.label != "Issue", "an issue stays final"


def test_the_waiting_one_is_enrolled_when_the_other_record_was(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        kept, other = a_person(db), a_person(db, "Zoe", "Legoff")
        workshop = a_workshop(db)
        an_enrolment(db, workshop, kept, waiting=True)
        an_enrolment(db, workshop, other)
    merge(notebook, kept, other)
    with notebook.read() as db:
        (row_id,) = enrolments.find(db, workshop)
        assert enrolments.lines(db, [row_id])[row_id].status == EnrolmentStatus.ENROLLED


def test_what_is_missing_is_filled_in_and_both_notes_are_kept() -> None:
    kept = PersonDraft("Zoé", "Le Goff", phone="06 12 34 56 78", notes="Vient à vélo", informed_on=date(2026, 3, 1))
    other = PersonDraft("Zoe", "Legoff", birth_year=1962, notes="Préfère le matin", informed_on=date(2026, 2, 1))
    made = merging.combined(kept, other)
    assert (made.given_name, made.birth_year, made.phone) == ("Zoé", 1962, "06 12 34 56 78")
    assert made.notes == "Vient à vélo\nPréfère le matin"
    assert made.informed_on == date(2026, 2, 1)
    assert [each.field for each in merging.differences(kept, other)][:3] == ["given_name", "family_name", "birth_year"]


def test_an_old_uid_still_finds_the_person(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        first, second, third = (a_person(db, name) for name in ("Zoé", "Zoe", "Zo"))
        uids = {row: people.lines(db, [row])[row].uid for row in (first, second, third)}
    merge(notebook, second, third)
    merge(notebook, first, second)
    with notebook.read() as db:
        assert set(merging.by_uid(db, set(uids.values())).values()) == {first}


def test_who_was_told_apart_from_one_is_told_apart_from_the_merged(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        kept, other, third = a_person(db), a_person(db, "Zoe"), a_person(db, "Zo")
        duplicates.tell_apart(db, other, third)
        duplicates.tell_apart(db, other, kept)
    merge(notebook, kept, other)
    with notebook.read() as db:
        assert duplicates.told_apart(db) == {(kept, third)}


def test_a_record_is_not_merged_with_itself(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        kept = a_person(db)
    with pytest.raises(UserError) as error:
        merge(notebook, kept, kept)
    assert error.value.problems[0].code == "merge_same"
