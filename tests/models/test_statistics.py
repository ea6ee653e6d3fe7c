"""The facts behind the figures: what counts, for how long, and what people told about themselves at that date."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models import attendance, certificates, headcounts, issuing, people, sessions, statistics
from models.codes import AgeBand, AttendanceState, Gender
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.statistics import SessionFacts, UnnamedFacts
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop, an_enrolment

EVER = (date.min, date.max)
P = AttendanceState.PRESENT


def facts(db: Session) -> list[SessionFacts]:
    return statistics.session_facts(db, *EVER)


def mark(db: Session, session_id: int, person_id: int, state: AttendanceState = P, minutes: int | None = None) -> None:
    workshop_id = sessions.lines(db, [session_id])[session_id].workshop_id
    attendance.mark(db, session_id, [an_enrolment(db, workshop_id, person_id)], state, minutes=minutes)


def test_whole_presences_follow_the_hours_of_the_session_and_partial_ones_stay(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        session_id = a_session(db, a_workshop(db))
        mark(db, session_id, a_person(db))
        mark(db, session_id, a_person(db, "Yann", "Kerbrat"), minutes=45)
        mark(db, session_id, a_person(db, "Fatou", "Diop"), AttendanceState.EXCUSED)
        assert [one.person_minutes for one in facts(db)] == [120 + 45]
        db.flush()
    with notebook.write("It ended later") as db:
        draft = sessions.draft(db, session_id)
        assert draft.end is not None
        sessions.save(db, 1, sessions.SessionDraft(draft.date, draft.start, draft.end.replace(hour=17)), session_id)
    with notebook.read() as db:
        (one,) = facts(db)
        assert (one.minutes, one.person_minutes, one.present, one.excused, one.absent) == (180, 180 + 45, 2, 1, 0)


def test_a_session_without_a_place_of_its_own_is_where_its_workshop_is(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        here, elsewhere = a_place(db), a_place(db, "Mairie")
        workshop_id = a_workshop(db, place_id=here)
        a_session(db, workshop_id)
        a_session(db, workshop_id, date(2026, 5, 19), place_id=elsewhere)
        a_session(db, a_workshop(db), date(2026, 5, 20))
    with notebook.read() as db:
        assert [one.place_id for one in facts(db)] == [here, elsewhere, None]


def test_only_presences_at_sessions_held_are_presences(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id, person_id = a_workshop(db), a_person(db)
        held, cancelled = a_session(db, workshop_id), a_session(db, workshop_id, date(2026, 5, 5))
        mark(db, held, person_id)
        mark(db, cancelled, person_id)
        headcounts.save(db, cancelled, HeadcountDraft(4))
        sessions.cancel(db, cancelled, "Grève")
    with notebook.read() as db:
        assert [one.session_id for one in statistics.presence_facts(db, *EVER)] == [held]
        assert statistics.unnamed_facts(db, *EVER) == []
        assert statistics.first_days(db, [person_id]) == {person_id: TODAY}
        assert [one.is_held for one in facts(db)] == [False, True]


def test_the_age_is_that_of_the_session_and_the_stored_band_a_fallback(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        for year in (2019, 2020):
            session_id = a_session(db, workshop_id, date(year, 5, 12))
            mark(db, session_id, a_person(db, str(year), birth_year=1960, age_band=AgeBand.FROM_70))
            mark(db, session_id, a_person(db, f"{year} bis", age_band=AgeBand.FROM_70))
            mark(db, session_id, a_person(db, f"{year} ter"))
    with notebook.read() as db:
        bands = [(one.day.year, one.age_band) for one in statistics.presence_facts(db, *EVER)]
    assert sorted(bands) == sorted(
        [
            (2019, AgeBand.FROM_40), (2020, AgeBand.FROM_60),
            (2019, AgeBand.FROM_70), (2020, AgeBand.FROM_70), (2019, AgeBand.UNTOLD), (2020, AgeBand.UNTOLD),
        ]
    )  # fmt: skip


def test_what_the_unnamed_did_not_tell_is_the_rest(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        session_id = a_session(db, a_workshop(db))
        headcounts.save(db, session_id, HeadcountDraft(5, 2, {"gender": {Gender.FEMALE: 3, Gender.MALE: 2}}))
        a_session(db, a_workshop(db))
    with notebook.read() as db:
        found = {(one.axis, one.code): one.count for one in statistics.unnamed_facts(db, *EVER)}
        assert found == {
            ("gender", "feminin"): 3,
            ("gender", "masculin"): 2,
            ("age_band", "non_communique"): 5,
            ("occupation", "non_communique"): 5,
        }
        assert [(one.unnamed, one.already_helped) for one in facts(db)] == [(5, 2), (0, 0)]
        assert isinstance(statistics.unnamed_facts(db, *EVER)[0], UnnamedFacts)


def test_a_person_who_is_changed_stays_one_person_who_came(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        person_id = a_person(db, town="Rennes")
        session_id = a_session(db, a_workshop(db))
        mark(db, session_id, person_id)
    with notebook.write("Change") as db:
        people.save(db, PersonDraft("", "Anonyme"), person_id, today=TODAY)
    with notebook.read() as db:
        (one,) = statistics.presence_facts(db, *EVER)
        assert (one.person_id, one.town, one.gender) == (person_id, "", "non_communique")
        assert [each.present for each in facts(db)] == [1]


def test_certificates_are_counted_by_workshop_on_the_day_they_were_issued(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id = a_session(db, workshop_id)
        for name in ("Zoé", "Yann", "Fatou"):
            mark(db, session_id, a_person(db, name))
    with notebook.write("Issue") as db:
        made = issuing.issue(db, workshop_id, today=date(2026, 6, 1), language="fr").new
        certificates.replace(db, made[0], "Nom mal écrit", today=date(2026, 7, 1))
        certificates.revoke(db, made[1], "Erreur", today=date(2026, 7, 1))
    with notebook.read() as db:
        june, july, may = (
            statistics.certificate_facts(db, date(2026, month, 1), date(2026, month, 28)) for month in (6, 7, 5)
        )
    assert [(one.issued, one.replaced, one.revoked) for one in june] == [(3, 1, 1)]
    assert [(one.issued, one.replaced, one.revoked) for one in july] == [(1, 0, 0)]
    assert may == []


def test_workshops_and_places_are_read_whatever_their_number(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        ids = [a_workshop(db, f"Atelier {n}", themes=("sante", "email"), equipment=("tablette",)) for n in range(3)]
        place_id = a_place(db, town="Rennes")
    with notebook.read() as db:
        assert statistics.workshop_facts(db, []) == []
        assert [one.title for one in statistics.workshop_facts(db, ids)] == ["Atelier 0", "Atelier 1", "Atelier 2"]
        assert {one.themes for one in statistics.workshop_facts(db, ids)} == {("email", "sante")}
        assert [one.town for one in statistics.place_facts(db, [place_id])] == ["Rennes"]
