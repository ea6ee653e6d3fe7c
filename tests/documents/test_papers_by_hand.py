"""Registration forms, call lists and attendance statements say what they must, and nothing that they must not."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from documents import attendance_statement, call_list, registration_form
from documents.attendance_statement import Attended, StatementFacts
from documents.call_list import Callee, CallListFacts
from documents.facts import SessionFacts
from documents.registration_form import FIELDS, FormFacts
from models import attendance, people
from models.codes import AttendanceState
from models.forgetting import anonymise
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop, an_enrolment
from tests.documents.builders import AWKWARD_NAMES, a_keeper
from tests.documents.reading import text_of, told_by, words_of
from tests.tools import needs

TITLE = "Premiers pas sur l’ordinateur"
LONG_NAME = "Marie-Antoinette de la Tour du Pin et de Montmorency-Luxembourg-Piney-Tingry-Bouteville-La-Charce-Chambly"


def weekly(count: int) -> tuple[SessionFacts, ...]:
    return tuple(SessionFacts(date(2026, 5, 5) + timedelta(7 * week), time(14), time(16)) for week in range(count))


def said(pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return words_of(path)


def laid_out(pdf: bytes, folder: Path) -> str:
    """Return the text in the order in which it is seen."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return " ".join(text_of(path, "-layout").split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@needs("pdftoppm")
def test_a_form_asks_what_is_wanted_and_has_the_notice_on_its_back(tmp_path: Path) -> None:
    form = FormFacts(a_keeper(), TITLE, "Bibliothèque Triangle", weekly(4), ("phone", "gender"))
    words = laid_out(registration_form.draw(form, "en"), tmp_path)
    for asked in (
        TITLE,
        "Place: Bibliothèque Triangle",
        "Tuesday 26 May 2026, 14:00 – 16:00",
        "Given name Family name",
        "Phone",
        "Gender Female Male Not told",
        "I have read on the back",
        "Date Signature",
        "Page 1 of 2",
        "Your personal data",
        "donnees@puces.example.org",
    ):
        assert asked in words, asked
    for unasked in ("Year of birth Phone", "E-mail", "photos", "Sent by", "Occupation"):
        assert unasked not in words, unasked


@needs("pdftoppm")
@pytest.mark.parametrize("sessions", [0, 1, 6, 7, 30])
def test_a_form_is_one_sheet_of_paper_whatever_it_asks(tmp_path: Path, sessions: int) -> None:
    for fields in ((), FIELDS):
        form = FormFacts(a_keeper(name=LONG_NAME), TITLE * (sessions > 0), "", weekly(sessions), fields)
        pdf = registration_form.draw(form, "fr")
        assert pages_of(pdf) == 2
        if sessions > 6:
            assert f"{sessions} séances, 5 mai 2026 – " in said(pdf, tmp_path)


@needs("pdftoppm")
def test_a_call_list_is_marked_confidential_on_every_page(tmp_path: Path) -> None:
    callees = tuple(Callee(name, f"06 00 00 00 {place:02}") for place, name in enumerate(AWKWARD_NAMES * 4))
    listed = CallListFacts(a_keeper(), TITLE, date(2026, 5, 12), callees, (Callee("Zimmer Yann", ""),))
    pdf = call_list.draw(listed, "en")
    words = said(pdf, tmp_path)
    assert pages_of(pdf) > 1
    assert words.count("Confidential · Call list") == pages_of(pdf)
    assert "destroy it once the calls are made" in words
    assert words.index("Waiting list") < words.index("Zimmer Yann")
    for callee in callees:
        assert words.count(callee.phone) == 1
        assert words.count(callee.name) >= 4


@needs("pdftoppm")
def test_a_statement_counts_hours_and_is_signed(tmp_path: Path) -> None:
    attended = tuple(Attended(TITLE, each.date, each.start, each.end, 120) for each in weekly(3))
    attended += (Attended("Photos", date(2026, 6, 1), time(9), time(10), 45),)
    stated = StatementFacts(a_keeper(), "Zoé Le Goff", attended, date(2026, 6, 2), signatory="Maëlle Kerbrat")
    words = laid_out(attendance_statement.draw(stated, "en"), tmp_path)
    for part in (
        "Les Puces du Blosne states that Zoé Le Goff attended the following sessions from 5 May 2026 to 1 June 2026.",
        "Tuesday 19 May 2026 14:00 – 16:00 Premiers pas sur l’ordinateur 2",
        "Monday 1 June 2026 09:00 – 10:00 Photos 45 min",
        "In all: 4 sessions, 6 h 45",
        "Made in Rennes, on 2 June 2026",
        "Maëlle Kerbrat Stamp",
    ):
        assert part in words, part


@needs("qpdf")
def test_these_papers_are_archivable_tagged_and_without_errors(tmp_path: Path) -> None:
    who = a_keeper(is_example=True)
    attended = tuple(Attended(LONG_NAME * 3, each.date, each.start, each.end, 120) for each in weekly(60))
    drawn = (
        registration_form.draw(FormFacts(who, TITLE, "", weekly(9), FIELDS), "fr"),
        call_list.draw(CallListFacts(who, LONG_NAME * 2, TODAY, (Callee(LONG_NAME, "06"),)), "fr"),
        attendance_statement.draw(StatementFacts(who, "محمد بن علي", attended, TODAY), "fr"),
    )
    for pdf in drawn:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        assert "No syntax or stream encoding errors found" in told_by("qpdf", "--check", path)
        assert "Tagged:          yes" in told_by("pdfinfo", path)
        with pikepdf.open(path) as opened:
            assert pikepdf.pdfa.check(opened, "2b").findings == []


def test_a_statement_tells_what_was_attended_in_the_period_and_nothing_else(file_notebook: Notebook) -> None:
    with file_notebook.write("Build") as db:
        workshop_id = a_workshop(db)
        days = [TODAY - timedelta(7 * week) for week in range(4)]
        session_ids = [a_session(db, workshop_id, day) for day in days]
        enrolment_id = an_enrolment(db, workshop_id)
        for place, session_id in enumerate(session_ids):
            state = AttendanceState.ABSENT if place == 3 else AttendanceState.PRESENT
            attendance.mark(db, session_id, [enrolment_id], state, minutes=30 if place == 1 else None)
        person_id = people.find(db)[0]
    with file_notebook.read() as db:
        whole = attendance_statement.facts(db, person_id, None, None, today=TODAY)
        assert [each.minutes for each in whole.attended] == [120, 30, 120]
        assert [each.date for each in whole.attended] == days[2::-1]
        part = attendance_statement.facts(db, person_id, days[1], days[1], today=TODAY)
        assert [each.minutes for each in part.attended] == [30]
        with pytest.raises(UserError) as refused:
            attendance_statement.facts(db, person_id, days[3], days[3], today=TODAY)
        assert refused.value.problems[0].code == "statement_empty"
    anonymise(file_notebook, [person_id], today=TODAY)
    with file_notebook.read() as db, pytest.raises(UserError) as refused:
        attendance_statement.facts(db, person_id, None, None, today=TODAY)
    assert refused.value.problems[0].code == "statement_nameless"


def test_a_call_list_and_a_form_are_read_from_the_notebook(file_notebook: Notebook) -> None:
    with file_notebook.write("Build") as db:
        workshop_id = a_workshop(db, place_id=a_place(db))
        a_session(db, workshop_id)
        for name, phone, waits in (
            ("Zoé", "06 12 34 56 78", False),
            ("Bob", "", False),
            ("Yann", "02 99 00 00 00", True),
        ):
            an_enrolment(db, workshop_id, a_person(db, name, "Martin", phone=phone), waiting=waits)
        gone = a_person(db, "Ève", "Petit", phone="06 00 00 00 00")
        an_enrolment(db, workshop_id, gone)
    anonymise(file_notebook, [gone], today=TODAY)
    with file_notebook.read() as db:
        called = call_list.facts(db, workshop_id, today=TODAY)
        form = registration_form.facts(db, workshop_id, ("town", "phone"), today=TODAY)
        blank = registration_form.facts(db, None, FIELDS, today=TODAY)
    assert called.enrolled == (Callee("Martin Bob", ""), Callee("Martin Zoé", "06 12 34 56 78"))
    assert called.waiting == (Callee("Martin Yann", "02 99 00 00 00"),)
    assert (form.workshop, form.place, len(form.sessions)) == (TITLE, "Bibliothèque Triangle", 1)
    assert form.fields == ["phone", "town"]  # in the order of the form
    assert (blank.workshop, list(blank.fields)) == ("", list(FIELDS))
