"""Certificates: who gets one, numbers without gaps, facts that never move, the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models import association, attendance, certificates, enrolments, issuing, keys, people, sessions, workshops
from models.association import AssociationDraft
from models.base import utc_now
from models.certificates import RegisterQuery
from models.codes import AttendanceState, EnrolmentStatus
from models.notebook import Notebook
from models.people import PersonDraft
from models.seal import SealFacts, read_seal
from models.sessions import SessionDraft
from models.workshops import WorkshopDraft
from tests.builders import TODAY, a_place, a_session, a_trainer, a_workshop
from tests.models.checks import refused

PRESENT = AttendanceState.PRESENT


class Held:
    """A workshop of two held sessions; Ann came to both, Bob to one, Cid to none."""

    def __init__(self, notebook: Notebook, *, minimum: int = 1) -> None:
        self.notebook = notebook
        with notebook.write("Hold") as db:
            place = a_place(db, "Bibliothèque Triangle", room="salle 2")
            trainers = (a_trainer(db, "Aïssatou N’Diaye"), a_trainer(db, "Yann"))
            self.workshop = a_workshop(db, minimum_sessions=minimum, place_id=place, trainer_ids=trainers)
            self.sessions = [a_session(db, self.workshop), a_session(db, self.workshop, date(2026, 5, 19))]
            drafts = [PersonDraft(name, "Le Goff") for name in ("Ann", "Bob", "Cid")]
            self.ann, self.bob, self.cid = self.people = people.save_many(db, drafts, today=TODAY)
            self.ids = enrolments.enrol(db, self.workshop, self.people, today=TODAY).enrolled
            attendance.mark(db, self.sessions[0], self.ids[:2], PRESENT)
            attendance.mark(db, self.sessions[1], self.ids[:1], PRESENT, minutes=45)
            attendance.mark(db, self.sessions[1], self.ids[1:2], AttendanceState.ABSENT)

    def issue(self, day: date = date(2026, 6, 2), **more: Any) -> issuing.Issued:
        with self.notebook.write("Issue certificates") as db:
            return issuing.issue(db, self.workshop, today=day, language="fr", **more)

    def numbers(self) -> list[str]:
        with self.notebook.read() as db:
            ids = certificates.find(db, RegisterQuery(descending=False))
            lines = certificates.lines(db, ids)
            return [lines[i].number for i in ids]

    def facts(self, certificate_id: int) -> dict[str, Any]:
        with self.notebook.read() as db:
            return dict(certificates.frozen(db, [certificate_id])[0].facts)


@pytest.fixture
def held(notebook: Notebook) -> Held:
    return Held(notebook)


def test_whoever_came_gets_one_and_nobody_absent(held: Held) -> None:
    issued = held.issue()
    assert len(issued.new) == 2
    assert [(c.person_id, c.problem.code) for c in issued.refused if c.problem] == [
        (held.cid, "certificate_no_presence")
    ]
    assert held.numbers() == ["LPB-2026-0001", "LPB-2026-0002"]


def test_asking_twice_never_makes_two(held: Held) -> None:
    first = held.issue()
    again = held.issue()
    assert (again.new, again.already) == ((), first.new)
    assert held.issue(person_ids=[held.ann]).already == first.new[:1]
    assert len(held.numbers()) == 2


def test_below_the_minimum_an_exception_needs_its_note(notebook: Notebook) -> None:
    held = Held(notebook, minimum=2)
    issued = held.issue()
    assert len(issued.new) == 1
    assert {c.problem.code for c in issued.refused if c.problem} == {
        "certificate_below_minimum", "certificate_no_presence",
    }  # fmt: skip
    blank = held.issue(overrides={held.bob: "  \u202e "})
    assert blank.new == ()
    with refused("text_too_long"):
        held.issue(overrides={held.bob: "é" * 301})
    assert len(held.issue(overrides={held.bob: "malade le 19", held.cid: "un ami"}).new) == 1
    assert len(held.numbers()) == 2


def test_only_held_sessions_count(held: Held) -> None:
    with held.notebook.write("Cancel") as db:
        sessions.cancel(db, held.sessions[0], "neige")
    with held.notebook.read() as db:
        attended = {c.person_id: (c.attended, c.minutes, c.sessions) for c in issuing.candidates(db, held.workshop)}
        assert issuing.waiting_by_workshop(db) == {held.workshop: 1}
    assert attended == {held.ann: (1, 45, 1), held.bob: (0, 0, 1), held.cid: (0, 0, 1)}


def test_who_waits_for_a_certificate_is_counted(held: Held) -> None:
    with held.notebook.read() as db:
        assert issuing.waiting_by_workshop(db) == {held.workshop: 2}
    held.issue(person_ids=[held.ann])
    with held.notebook.read() as db:
        assert issuing.waiting_by_workshop(db) == {held.workshop: 1}


def test_the_facts_are_those_of_the_day_of_issue(held: Held) -> None:
    with held.notebook.write("Change the association") as db:
        association.save(db, AssociationDraft("Les Puces du Blosne", town="Rennes", certificate_prefix="LPB"))
    facts = held.facts(held.issue().new[0])
    assert (facts["given_name"], facts["family_name"], facts["minutes"]) == ("Ann", "Le Goff", 165)
    assert [(each["date"], each["minutes"]) for each in facts["sessions"]] == [("2026-05-12", 120), ("2026-05-19", 45)]
    assert (facts["place"], facts["trainers"]) == ("Bibliothèque Triangle", ["Aïssatou N’Diaye", "Yann"])
    assert (facts["town"], facts["issued_on"], facts["programme"]) == ("Rennes", "2026-06-02", "Ateliers numériques")
    assert (facts["version"], facts["language"], facts["layout"], facts["example"]) == (1, "fr", "classic", False)


def test_the_seal_says_the_facts_and_is_signed_by_the_association(held: Held) -> None:
    facts = held.facts(held.issue().new[0])
    with held.notebook.read() as db:
        public = keys.public_keys(db)
    seal = read_seal(facts["seal"], public)
    assert isinstance(seal, SealFacts)
    assert (seal.number, seal.name, seal.minutes) == (facts["number"], "Ann Le Goff", 165)
    assert len(public) == 1
    assert "private" not in repr(facts)


def test_frozen_facts_do_not_move_when_everything_is_renamed(held: Held) -> None:
    certificate_id = held.issue().new[0]
    before = held.facts(certificate_id)
    with held.notebook.write("Rename") as db:
        people.save(db, PersonDraft("Anna", "Guillou"), held.ann, today=TODAY)
        workshops.save(db, WorkshopDraft("Autre titre"), held.workshop)
        association.save(db, AssociationDraft("Autre nom"))
        draft = sessions.draft(db, held.sessions[0])
        sessions.save(db, held.workshop, SessionDraft(draft.date, draft.start, draft.end), held.sessions[0])
        attendance.mark(db, held.sessions[0], held.ids, AttendanceState.ABSENT)
    assert held.facts(certificate_id) == before
    with held.notebook.read() as db:
        assert certificates.lines(db, [certificate_id])[certificate_id].listed == "Le Goff Ann"


def test_a_new_year_begins_at_one_and_the_chosen_start_counts_once(held: Held) -> None:
    with held.notebook.write("Change the association") as db:
        association.save(db, AssociationDraft("Les Puces", certificate_prefix="LPB", certificate_start=43))
    held.issue(person_ids=[held.ann])
    held.issue(date(2027, 1, 4), person_ids=[held.bob])
    assert held.numbers() == ["LPB-2026-0043", "LPB-2027-0001"]


def test_a_rolled_back_batch_leaves_no_gap(held: Held) -> None:
    with pytest.raises(ZeroDivisionError), held.notebook.write("Issue certificates") as db:  # noqa: PT012
        issuing.issue(db, held.workshop, today=TODAY, language="fr")
        raise ZeroDivisionError
    held.issue()
    assert held.numbers() == ["LPB-2026-0001", "LPB-2026-0002"]


def test_a_replacement_takes_the_next_number_and_the_facts_as_they_are_now(held: Held) -> None:
    old = held.issue().new[0]
    with held.notebook.write("Correct") as db:
        people.save(db, PersonDraft("Anne", "Le Goff"), held.ann, today=TODAY)
        new = certificates.replace(db, old, "prénom", today=date(2026, 6, 9))
    with held.notebook.read() as db:
        lines = certificates.lines(db, [old, new])
        frozen = {each.id: each for each in certificates.frozen(db, [old, new])}
    assert (lines[old].status, lines[old].replaced_by, lines[old].reason) == ("replaced", "LPB-2026-0003", "prénom")
    assert (lines[new].status, lines[new].given_name, lines[old].given_name) == ("issued", "Anne", "Ann")
    assert frozen[new].facts["replaces"] == "LPB-2026-0001"
    assert held.issue().new == ()


def test_a_revoked_one_can_be_issued_anew(held: Held) -> None:
    old = held.issue(person_ids=[held.ann]).new[0]
    with held.notebook.write("Revoke") as db:
        certificates.revoke(db, old, "  erreur  ", today=date(2026, 6, 9))
    with held.notebook.read() as db:
        line = certificates.lines(db, [old])[old]
    assert (line.status, line.ended_on, line.reason) == ("revoked", date(2026, 6, 9), "erreur")
    assert len(held.issue(person_ids=[held.ann]).new) == 1
    assert held.numbers() == ["LPB-2026-0001", "LPB-2026-0002"]


@pytest.mark.parametrize(("reason", "code"), [("", "reason_missing"), ("\u202e ", "reason_missing"),
                                              ("é" * 301, "text_too_long")])  # fmt: skip
def test_ending_one_needs_a_reason(held: Held, reason: str, code: str) -> None:
    certificate_id = held.issue().new[0]
    with refused(code), held.notebook.write("Revoke") as db:
        certificates.revoke(db, certificate_id, reason, today=TODAY)
    with refused(code), held.notebook.write("Replace") as db:
        certificates.replace(db, certificate_id, reason, today=TODAY)


def test_one_that_ended_is_not_ended_again(held: Held) -> None:
    certificate_id = held.issue().new[0]
    with held.notebook.write("Revoke") as db:
        certificates.revoke(db, certificate_id, "faute", today=TODAY)
    for end in (certificates.revoke, certificates.replace):
        with refused("certificate_ended", number="LPB-2026-0001"), held.notebook.write("End") as db:
            end(db, certificate_id, "faute", today=TODAY)


def test_whoever_is_no_longer_there_gets_no_replacement(held: Held) -> None:
    certificate_id = held.issue().new[0]
    with held.notebook.write("Correct the sheet") as db:
        for session_id in held.sessions:
            attendance.mark(db, session_id, held.ids[:1], AttendanceState.UNKNOWN)
        enrolments.set_status(db, held.ids[:1], EnrolmentStatus.CANCELLED)
    with refused("certificate_no_presence"), held.notebook.write("Replace") as db:
        certificates.replace(db, certificate_id, "faute", today=TODAY)


def test_only_what_was_handed_out_is_a_duplicata(held: Held) -> None:
    issued = held.issue().new
    with held.notebook.write("Mark as handed out") as db:
        certificates.mark_handed_out(db, issued[:1], utc_now())
    with held.notebook.read() as db:
        assert [each.was_handed_out for each in certificates.frozen(db, issued)] == [True, False]
        assert certificates.find(db, RegisterQuery(waiting=True)) == list(issued[1:])


@pytest.mark.parametrize(("text", "count"), [("goff", 2), ("ann", 1), ("0002", 1), ("premiers pas", 2), ("%zz", 0),
                                             ("lpb 2026", 2)])  # fmt: skip
def test_the_register_is_searched_by_name_workshop_and_number(held: Held, text: str, count: int) -> None:
    held.issue()
    with held.notebook.read() as db:
        assert len(certificates.find(db, RegisterQuery(text))) == count
        assert certificates.by_number(db, " lpb-2026-0001 ") is not None


def test_the_register_is_searched_by_the_name_on_the_paper_and_by_that_of_today(held: Held) -> None:
    (ann,) = held.issue(person_ids=[held.ann]).new
    with held.notebook.write("Rename") as db:
        people.save(db, PersonDraft("Éléonore", "Guillou"), held.ann, today=TODAY)
        workshops.save(db, WorkshopDraft("Courriel"), held.workshop)
    with held.notebook.read() as db:
        for text in ("ann goff", "eleonore", "Guillou", "premiers pas", "courriel", "ann guillou 0001"):
            assert certificates.find(db, RegisterQuery(text)) == [ann], text
        assert certificates.find(db, RegisterQuery("bob")) == []


@pytest.mark.parametrize("sort", ["number", "name", "workshop", "issued_on"])
def test_the_register_can_be_sorted_and_narrowed(held: Held, sort: str) -> None:
    issued = held.issue().new
    with held.notebook.read() as db:
        assert sorted(certificates.find(db, RegisterQuery(sort=sort))) == sorted(issued)
        assert certificates.find(db, RegisterQuery(person_id=held.ann, workshop_id=held.workshop)) == [issued[0]]
        assert certificates.find(db, RegisterQuery(status="revoked")) == []


def test_the_register_is_narrowed_to_days_of_issue_and_tells_who_signed(held: Held) -> None:
    with held.notebook.write("Change the association") as db:
        association.save(db, AssociationDraft("Les Puces", certificate_prefix="LPB", signatory_name="Yann Kerbrat"))
    (old,) = held.issue(person_ids=[held.ann]).new
    (new,) = held.issue(date(2027, 1, 4), person_ids=[held.bob]).new
    with held.notebook.read() as db:
        assert certificates.years(db) == [2027, 2026]
        assert certificates.find(db, RegisterQuery(first=date(2026, 6, 3))) == [new]
        assert certificates.find(db, RegisterQuery(last=date(2026, 6, 2))) == [old]
        assert certificates.find(db, RegisterQuery(first=date(2026, 6, 2), last=date(2027, 1, 4))) == [new, old]
        assert certificates.lines(db, [old])[old].signed_by == "Yann Kerbrat"


def test_people_and_workshops_with_certificates_are_not_deleted(held: Held) -> None:
    held.issue()
    with held.notebook.write("Correct the sheet") as db:
        for session_id in held.sessions:
            attendance.mark(db, session_id, held.ids, AttendanceState.UNKNOWN)
    with refused("person_has_presence"), held.notebook.write("Delete") as db:
        people.remove(db, [held.ann])
    with refused("workshop_has_presence"), held.notebook.write("Delete") as db:
        workshops.remove(db, held.workshop)
