"""The first page of the day: what comes next stands out, what waits has a button, nothing else has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import attendance, certificates, enrolments, issuing, parcel_giving, parcel_taking
from models.base import utc_now
from models.codes import AttendanceState, EnrolmentStatus
from models.notebook import Notebook
from models.parcel_giving import Choice
from tests.builders import TODAY, a_person, a_place, a_session, a_trainer, a_workshop, an_enrolment
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.preview import PreviewDialog
from ui.focus import lead_to
from ui.pages.today import TodayPage
from ui.widgets.buttons import Button

__all__ = ["file_notebook", "new_file"]

DAY = timedelta(days=1)


def opened(make_context: MakeContext, notebook: Notebook, qtbot: QtBot, at: str = "13:40") -> TodayPage:
    """Show the page at an hour of the day."""
    now = datetime.combine(TODAY, datetime.strptime(at, "%H:%M").time())
    page = TodayPage(replace(make_context(notebook), now=lambda: now))
    qtbot.addWidget(page)
    page.refresh(None)
    return page


def texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def buttons(page: TodayPage) -> dict[str, Button]:
    return {each.accessibleName(): each for each in page.findChildren(Button)}


def primary(page: TodayPage) -> list[str]:
    return [each.accessibleName() for each in page.findChildren(Button) if each.kind == "primary"]


def a_day(notebook: Notebook) -> tuple[int, int]:
    """Store a workshop of two sessions, today and in a week, with two people; return it and today's session."""
    with notebook.write("Prepare") as db:
        workshop = a_workshop(db, place_id=a_place(db, room="salle 2"), trainer_ids=(a_trainer(db),), capacity=15)
        session = a_session(db, workshop)
        a_session(db, workshop, TODAY + 7 * DAY)
        for name in ("Zoé", "Maël"):
            an_enrolment(db, workshop, a_person(db, name))
    return workshop, session


def test_an_empty_notebook_says_what_to_begin_with(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    page = opened(make_context, file_notebook, qtbot)
    assert "Today, Tuesday 12 May" in texts(page)
    assert primary(page) == ["New workshop"]
    assert "Import a list of people" in buttons(page)


def test_the_next_session_stands_out_with_its_sheet(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    a_day(file_notebook)
    page = opened(make_context, file_notebook, qtbot)
    shown = texts(page)
    assert "14:00 – 16:00" in shown
    assert "in 20 minutes" in shown
    assert "Premiers pas sur l’ordinateur · session 1 of 2" in shown
    assert "Bibliothèque Triangle, salle 2 · Aïssatou N’Diaye" in shown
    assert "2 / 15 places taken" in shown
    assert primary(page) == ["Sign-in sheet"]
    assert len(page.findChildren(QFrame, "card_bar")) == 1
    assert unnamed_focusable(page) == []


def test_once_it_has_begun_attendance_is_the_next_step(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    a_day(file_notebook)
    page = opened(make_context, file_notebook, qtbot, "14:05")
    assert "now" in texts(page)
    assert primary(page) == ["Attendance"]
    late = opened(make_context, file_notebook, qtbot, "18:00")
    assert "attendance to enter" in texts(late)
    assert primary(late) == ["Attendance"]


def test_the_buttons_lead_to_the_session_and_to_its_certificates(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, said: Said
) -> None:
    workshop, session = a_day(file_notebook)
    page = opened(make_context, file_notebook, qtbot)
    buttons(page)["Attendance"].click()
    buttons(page)["Certificates"].click()
    assert said.went == [("session", session), ("workshop_certificates", workshop)]


def test_the_sheet_is_shown_before_it_is_printed(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    a_day(file_notebook)
    page = opened(make_context, file_notebook, qtbot)
    buttons(page)["Sign-in sheet"].click()
    qtbot.waitUntil(lambda: page.findChild(PreviewDialog) is not None, timeout=20_000)
    shown = page.findChild(PreviewDialog)
    assert isinstance(shown, PreviewDialog)
    qtbot.waitUntil(lambda: "Zoé Le Goff" in shown.view.accessibleDescription())
    shown.close()


def test_a_talk_nobody_enrolled_for_is_counted(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db, "Reconnaître les arnaques", format="conference"), start="18:00", end="19:30")
    page = opened(make_context, file_notebook, qtbot)
    assert "free entry, unnamed participants are counted" in texts(page)
    assert "Count participants" in buttons(page)
    assert "Certificates" not in buttons(page)


def test_what_waits_is_named_with_the_way_to_it(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, said: Said
) -> None:
    with file_notebook.write("Prepare") as db:
        past = a_workshop(db, "Smartphone", capacity=1)
        session = a_session(db, past, TODAY - DAY)
        a_session(db, past, TODAY + DAY)
        first = an_enrolment(db, past, a_person(db, "Zoé"))
        an_enrolment(db, past, a_person(db, "Maël"))
    with file_notebook.write("Free a place") as db:
        enrolments.set_status(db, [first], EnrolmentStatus.CANCELLED)
    page = opened(make_context, file_notebook, qtbot)
    assert "“Smartphone”: offer it to Maël Le Goff" in texts(page)
    buttons(page)["See the waiting list"].click()
    assert "Type a sheet in…" in buttons(page)
    buttons(page)["Enter it now"].click()
    assert said.went == [("workshop_enrolled", past), ("session", session)]


def test_entering_attendance_takes_the_reminder_away(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop, TODAY - DAY)
        enrolment = an_enrolment(db, workshop)
    page = opened(make_context, file_notebook, qtbot)
    assert "Attendance not entered" in texts(page)
    with file_notebook.write("Enter attendance") as db:
        attendance.mark(db, session, [enrolment], AttendanceState.PRESENT)
    page.refresh(None)
    qtbot.waitUntil(lambda: "Attendance not entered" not in texts(page))


def test_certificates_that_never_came_on_paper_are_offered_again(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    workshop, session = a_day(file_notebook)
    with file_notebook.write("Enter") as db:
        attendance.everyone_was_here(db, session)
        issued = issuing.issue(db, workshop, today=TODAY, language="en")
    page = opened(make_context, file_notebook, qtbot)
    assert "2 certificates have their number and are not printed yet" in texts(page)
    buttons(page)["Print them"].click()
    qtbot.waitUntil(lambda: page.window().findChild(PreviewDialog) is not None)
    preview = page.window().findChild(PreviewDialog)
    assert preview is not None
    preview.close()
    with file_notebook.write("Print") as db:
        certificates.mark_handed_out(db, issued.new, utc_now())
    assert "Certificates to print" not in texts(opened(make_context, file_notebook, qtbot))


def test_a_name_with_markup_is_shown_letter_by_letter(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db, "<img src=/etc/passwd>"))
    page = opened(make_context, file_notebook, qtbot)
    assert "<img src=/etc/passwd>" in texts(page)


def test_a_long_title_of_the_next_days_is_cut_with_a_mark_and_read_whole(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    title = "Atelier « A & B » " + "très long " * 20
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db, title), TODAY + DAY)
    page = opened(make_context, file_notebook, qtbot)
    page.resize(900, 600)
    page.show()
    opener = buttons(page)[title.strip()]
    assert opener.text().endswith("…")
    assert opener.text().startswith("Atelier « A && B »")
    assert opener.width() < 900


def test_a_parcel_whose_sessions_are_over_waits_to_be_taken_back(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        a_session(db, workshop, TODAY - 2 * DAY)
    given_at = datetime(2026, 5, 9, 9, 0, tzinfo=UTC)
    given = parcel_giving.give(file_notebook, Choice((workshop,), label="Yann"), tmp_path / "p.colis", now=given_at)
    assert "For Yann; its last session was on 10 May 2026" in texts(opened(make_context, file_notebook, qtbot))
    returned = parcel_taking.read_back(given.path, given.passphrase)
    parcel_taking.take(file_notebook, returned, today=TODAY, now=given_at + 3 * DAY)
    assert "Take it back…" not in buttons(opened(make_context, file_notebook, qtbot))


def test_the_keyboard_starts_with_the_next_step_of_the_next_session(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    a_day(file_notebook)
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db, "Demain"), TODAY + DAY)
    for at, name in (("13:40", "Sign-in sheet"), ("14:30", "Attendance")):
        page = opened(make_context, file_notebook, qtbot, at)
        assert "Sheets of tomorrow" in buttons(page), "it stands before the cards"
        page.show()
        lead_to(page)
        assert page.focusWidget().accessibleName() == name
        page.hide()


def test_without_a_session_today_the_keyboard_starts_with_the_first_button(
    file_notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    with file_notebook.write("Prepare") as db:
        a_session(db, a_workshop(db, "Demain"), TODAY + DAY)
    page = opened(make_context, file_notebook, qtbot)
    page.show()
    lead_to(page)
    assert page.focusWidget().accessibleName() == "Sheets of tomorrow"
