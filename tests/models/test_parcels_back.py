"""A parcel comes back with what was entered; nothing counts twice, nobody comes back who was forgotten."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, time

import pytest

from models import (
    attendance,
    enrolments,
    feedback,
    forgetting,
    headcounts,
    merging,
    parcels,
    people,
    sessions,
    workshops,
)  # fmt: skip
from models.attendance import Mark
from models.codes import AttendanceState, EnrolmentStatus
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.parcel_merge import Answers
from models.parcel_taking import preview, read_back, take
from models.people import PersonDraft
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_session, an_enrolment
from tests.models.parcel_desk import ABSENT, EXCUSED, NOW, PRESENT, Away, Desk, desk

__all__ = ["desk"]

# -- what comes back ---------------------------------------------------------------------------------------------------


def test_marks_and_minutes_come_back_in_one_action(desk: Desk) -> None:
    given, before = desk.give(), len(desk.notebook.history())
    untouched = desk.dump()
    with Away(given) as away:
        away.mark("Zoé", PRESENT, 45)
        away.mark("Ali", EXCUSED)
    done = desk.take(given)
    assert done.conflicts == []
    assert desk.marks() == {"Zoé Le Goff": Mark(PRESENT, 45), "Ali Ben Salah": Mark(EXCUSED, None)}
    assert len(desk.notebook.history()) == before + 1
    desk.notebook.undo()
    assert desk.dump() == untouched


def test_the_same_return_again_changes_nothing(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    desk.take(given)
    once, entries = desk.dump(), len(desk.notebook.history())
    assert desk.take(given).is_known
    assert desk.dump() == once
    assert len(desk.notebook.history()) == entries


def test_a_later_return_brings_only_what_is_new(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        attendance.walk_in(db, away.first(db), "Mona", "Kerguelen", today=TODAY)
    desk.take(given)
    with desk.notebook.write(N_("Correct")) as db:
        mona = people.named(db, "Mona", "Kerguelen")[0]
        people.save(db, replace(people.draft(db, mona), phone="0699887766"), mona, today=TODAY)
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    done = desk.take(given)
    assert done.newcomers == []
    assert done.conflicts == []
    assert desk.marks() == {"Mona Kerguelen": Mark(PRESENT, None), "Zoé Le Goff": Mark(PRESENT, None)}
    with desk.notebook.read() as db:
        assert people.count(db) == 4


def test_a_walk_in_whom_the_registry_knows_is_that_person(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        attendance.walk_in(db, away.first(db), "etranger", "AILLEURS", today=TODAY)
    done = desk.take(given)
    assert [(each.is_known, each.is_asked) for each in done.newcomers] == [(True, False)]
    assert desk.marks() == {"Étranger Ailleurs": Mark(PRESENT, None)}
    with desk.notebook.read() as db:
        assert people.count(db) == 3
    desk.take(given)
    assert desk.marks() == {"Étranger Ailleurs": Mark(PRESENT, None)}


def test_a_walk_in_who_looks_like_someone_is_asked_about(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        attendance.walk_in(db, away.first(db), "Etranjer", "Ailleurs", today=TODAY)
    returned = read_back(given.path, given.passphrase)
    newcomer = preview(desk.notebook, returned).newcomers[0]
    assert newcomer.is_asked
    assert [each.shown for each in newcomer.candidates] == ["Étranger Ailleurs"]
    answers = Answers(people={newcomer.uid: newcomer.candidates[0].id})
    take(desk.notebook, returned, answers, today=TODAY, now=NOW)
    assert desk.marks() == {"Étranger Ailleurs": Mark(PRESENT, None)}


def test_both_sides_keep_what_only_they_entered(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    with desk.notebook.write(N_("Work")) as db:
        ali = next(r.enrolment_id for r in attendance.grid(db, desk.workshop) if "Ali" in r.shown)
        attendance.mark(db, desk.first, [ali], ABSENT)
        an_enrolment(db, desk.workshop, a_person(db, "Nour", "Petit"))
    done = desk.take(given)
    assert done.conflicts == []
    assert desk.marks() == {"Zoé Le Goff": Mark(PRESENT, None), "Ali Ben Salah": Mark(ABSENT, None)}


@pytest.mark.parametrize(("every", "expected"), [("", PRESENT), ("theirs", PRESENT), ("ours", ABSENT)])
def test_the_same_mark_changed_on_both_sides_is_shown_and_chosen(
    desk: Desk, every: str, expected: AttendanceState
) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    with desk.notebook.write(N_("Work")) as db:
        zoe = next(r.enrolment_id for r in attendance.grid(db, desk.workshop) if "Zoé" in r.shown)
        attendance.mark(db, desk.first, [zoe], ABSENT)
    done = desk.take(given, Answers(every=every))
    conflict = done.conflicts[0]
    assert (conflict.person, conflict.step.theirs, conflict.step.ours) == (
        "Zoé Le Goff", {"state": "present", "minutes": None}, {"state": "absent", "minutes": None},
    )  # fmt: skip
    assert desk.marks() == {"Zoé Le Goff": Mark(expected, None)}
    assert desk.take(given, Answers(every="theirs")).is_known  # what was decided is not asked again


def test_counters_feedback_and_remarks_come_back(desk: Desk) -> None:
    with desk.notebook.write(N_("Note")) as db:
        draft = sessions.draft(db, desk.first)
        sessions.save(db, desk.workshop, replace(draft, remarks="Apporter la rallonge"), desk.first)
    given = desk.give()
    with Away(given) as away, away.write() as db:
        session = away.first(db)
        assert sessions.draft(db, session).remarks == ""
        headcounts.save(db, session, HeadcountDraft(5, 2, {"gender": {"feminin": 3}}))
        feedback.save(db, session, FeedbackDraft(pleased=4))
        here = sessions.draft(db, session)
        sessions.save(db, workshops.find(db)[0], replace(here, remarks="Un écran en panne"), session)
    desk.take(given)
    with desk.notebook.read() as db:
        assert headcounts.draft(db, desk.first) == HeadcountDraft(5, 2, {"gender": {"feminin": 3}})
        assert feedback.draft(db, desk.first) == FeedbackDraft(pleased=4)
        assert sessions.draft(db, desk.first).remarks == "Apporter la rallonge\nUn écran en panne"
    with Away(given) as away, away.write() as db:
        here = sessions.draft(db, away.first(db))
        sessions.save(db, workshops.find(db)[0], replace(here, remarks="Un écran réparé"), away.first(db))
    desk.take(given)
    with desk.notebook.read() as db:
        assert sessions.draft(db, desk.first).remarks == "Apporter la rallonge\nUn écran réparé"


def test_hours_changed_on_both_sides_stay_ours_unless_chosen(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        here = sessions.draft(db, away.first(db))
        sessions.save(db, workshops.find(db)[0], replace(here, end=time(17)), away.first(db))
    with desk.notebook.write(N_("Work")) as db:
        sessions.save(db, desk.workshop, replace(sessions.draft(db, desk.first), end=time(15)), desk.first)
    assert [each.chosen for each in desk.take(given).conflicts] == ["ours"]
    with desk.notebook.read() as db:
        assert sessions.draft(db, desk.first).end == time(15)


def test_a_session_added_there_comes_back_with_its_people(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        added = a_session(db, workshops.find(db)[0], date(2026, 5, 14))
        attendance.mark(db, added, [away.enrolment(db, "Ali")], PRESENT)
    desk.take(given)
    with desk.notebook.read() as db:
        days = {line.date: line.id for line in sessions.lines(db, sessions.find(db)).values()}
    assert desk.marks(days[date(2026, 5, 14)]) == {"Ali Ben Salah": Mark(PRESENT, None)}


def test_somebody_erased_meanwhile_does_not_come_back(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    forgetting.erase(desk.notebook, [desk.zoe], today=TODAY)
    done = desk.take(given)
    assert done.lost == {"people_gone": 1}
    with desk.notebook.read() as db:
        assert people.named(db, "Zoé", "Le Goff") == []
    assert desk.marks() == {}


def test_somebody_merged_meanwhile_keeps_the_marks(desk: Desk) -> None:
    given = desk.give()
    with desk.notebook.write(N_("Merge")) as db:
        other = a_person(db, "Zoé", "Legoff")
        merging.merge(db, other, desk.zoe, people.draft(db, other), today=TODAY)
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    desk.take(given)
    assert desk.marks() == {"Zoé Legoff": Mark(PRESENT, None)}


def test_a_session_deleted_meanwhile_is_told(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    with desk.notebook.write(N_("Delete")) as db:
        sessions.remove(db, desk.first)
    assert desk.take(given).lost == {"sessions_gone": 1}


def test_an_older_copy_of_the_notebook_still_takes_the_parcel_back(desk: Desk) -> None:
    copy = desk.folder / "older.carnet"
    shutil.copyfile(desk.folder / "notebook.carnet", copy)
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    with Notebook.open(copy) as older:
        take(older, read_back(given.path, given.passphrase), today=TODAY, now=NOW)
        with older.read() as db:
            assert [each.label for each in parcels.given(db)] == ["Yann"]


def test_an_enrolment_cancelled_there_is_cancelled_here(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        enrolments.set_status(db, [away.enrolment(db, "Ali")], EnrolmentStatus.CANCELLED)
    desk.take(given)
    with desk.notebook.read() as db:
        assert [row.shown for row in attendance.grid(db, desk.workshop)] == ["Zoé Le Goff"]


def test_what_was_told_of_somebody_there_completes_the_registry(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away, away.write() as db:
        for name, phone in (("Zoé Le Goff", "0611111111"), ("Ali Ben Salah", "0622222222")):
            person = people.named(db, name, "")[0]
            people.save(db, replace(people.draft(db, person), phone=phone), person, today=TODAY)
    done = desk.take(given)
    assert [(each.person, each.chosen) for each in done.conflicts] == [("Zoé Le Goff", "ours")]
    with desk.notebook.read() as db:
        assert people.draft(db, desk.ali) == PersonDraft("Ali", "Ben Salah", phone="0622222222")
        assert people.draft(db, desk.zoe).phone == "0612345678"


def test_two_parcels_that_met_the_same_walk_in_make_one_person(desk: Desk) -> None:
    yann, maud = desk.give(), desk.give(path=desk.folder / "maud.colis")
    for given in (yann, maud):
        with Away(given) as away, away.write() as db:
            attendance.walk_in(db, away.first(db), "Mona", "Kerguelen", today=TODAY)
    assert desk.take(yann).counts["newcomer"] == 1
    assert desk.take(maud).counts["recognised"] == 1
    with desk.notebook.read() as db:
        assert len(people.named(db, "Mona", "Kerguelen")) == 1


def test_somebody_anonymised_meanwhile_is_counted_without_a_name(desk: Desk) -> None:
    with desk.notebook.write(N_("Mark")) as db:
        zoe = next(row.enrolment_id for row in attendance.grid(db, desk.workshop) if "Zoé" in row.shown)
        attendance.mark(db, desk.second, [zoe], PRESENT)
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    forgetting.anonymise(desk.notebook, [desk.zoe], today=TODAY)
    desk.take(given)
    with desk.notebook.read() as db:
        assert attendance.presences_by_session(db, [desk.first])[desk.first].present == 1
        assert people.named(db, "Zoé", "Le Goff") == []


def test_a_session_cancelled_here_and_held_there_is_a_choice(desk: Desk) -> None:
    given = desk.give()
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
    with desk.notebook.write(N_("Cancel")) as db:
        sessions.cancel(db, desk.first, "Neige")
    returned = read_back(given.path, given.passphrase)
    kept = preview(desk.notebook, returned, Answers(every="ours"))
    assert (kept.to_do, kept.lost) == ([], {"entered_at_cancelled": 1})
    desk.take(given)
    assert desk.marks() == {"Zoé Le Goff": Mark(PRESENT, None)}
