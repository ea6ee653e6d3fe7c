"""The hand-over in the window: what is missing, the period, what leaves, the saved package, the history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from exchange.check import check
from exchange.gather import gather
from models import association, attendance, enrolments, handovers, programme, sessions, workshops
from models.codes import AttendanceState
from models.notebook import Notebook
from resources import codebook
from resources.i18n import N_
from tests.builders import TODAY, a_person, a_place, a_session, a_workshop
from tests.exchange.test_profiles import another, written
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import type_text
from ui import messages
from ui.dialogs.hand_over import HandOverDialog, _column
from ui.dialogs.workshop import facts_form
from ui.page import Context
from ui.pages.programme import ProgrammePage
from ui.period_choice import OTHER
from ui.periods import period_around, presets, usual
from ui.widgets.buttons import Button
from ui.widgets.inputs import ComboBox

NAME, CONTACT = "<img src=/etc/passwd>", "zoe@example.org"
SEPTEMBER = (9, 1)
REFUSED = {
    "table": "",
    "row": None,
    "key": None,
    "field": "",
    "code": "package_signer_unknown",
    "is_warning": False,
    "values": {"fingerprint": "SHA256:abc"},
}
Look = Callable[[], list[HandOverDialog]]


@dataclass
class Story:
    """One workshop in March (entered) and in May (not yet), on the programme's page."""

    notebook: Notebook
    page: ProgrammePage
    context: Context
    workshop: int

    def links(self) -> dict[str, Button]:
        return {each.accessibleName(): each for each in self.page.findChildren(Button) if each.isVisibleTo(self.page)}

    def texts(self) -> str:
        return "\n".join(each.text() for each in self.page.findChildren(QLabel) if each.isVisibleTo(self.page))


def make(notebook: Notebook) -> int:
    with notebook.write(N_("Begin")) as db:
        workshop = a_workshop(db, place_id=a_place(db))
        rows = enrolments.enrol(db, workshop, [a_person(db, NAME, "", email=CONTACT)], today=TODAY).enrolled
        attendance.mark(db, a_session(db, workshop, date(2026, 3, 10)), rows, AttendanceState.PRESENT)
        a_session(db, workshop, date(2026, 5, 5))
    return workshop


@pytest.fixture
def story(tmp_path: Path, make_context: MakeContext, qtbot: QtBot) -> Iterator[Story]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        workshop = make(notebook)
        context = make_context(notebook)
        page = ProgrammePage(context)
        qtbot.addWidget(page)
        page.refresh(None)
        page.show()
        yield Story(notebook, page, context, workshop)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stick on which every package is saved."""
    made = tmp_path / "stick"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(made))
    return made


@pytest.fixture
def see(story: Story, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Press « See what leaves… » and give the dialog that comes, left open."""

    def pressed() -> list[HandOverDialog]:
        shown: list[HandOverDialog] = []

        def run(dialog: QDialog) -> int:
            assert isinstance(dialog, HandOverDialog)
            shown.append(dialog)
            dialog.show()
            return 0

        monkeypatch.setattr(QDialog, "exec", run)
        monkeypatch.setattr(QDialog, "deleteLater", lambda dialog: None)
        story.page.look_button.click()
        qtbot.waitUntil(lambda: not story.context.jobs.is_busy)
        for dialog in shown:
            qtbot.addWidget(dialog)
        return shown

    return pressed


def save(story: Story, dialog: HandOverDialog, qtbot: QtBot) -> Path:
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.saved is not None)
    qtbot.waitUntil(lambda: not story.context.jobs.is_busy)
    assert dialog.saved is not None
    return dialog.saved


def test_what_is_missing_leads_to_its_screen(story: Story, said: Said) -> None:
    missing = next(name for name in story.links() if name.startswith("Enter it: 5 May 2026"))
    story.links()[missing].click()
    assert [record for _page, record in said.went] == [story.workshop]
    assert "The association has neither RNA nor SIRET number here." in story.texts()


def test_nothing_missing_is_said_too(story: Story, qtbot: QtBot) -> None:
    with story.notebook.write(N_("Complete")) as db:
        draft = association.draft(db)
        association.save(db, replace(draft, rna="W353001234", town="Rennes", partner_code="LPB"))
        attendance.everyone_was_here(db, sessions.find(db)[-1])
    story.page.refresh(None)
    qtbot.waitUntil(lambda: "Nothing is missing" in story.texts())


def test_the_last_quarter_is_proposed_and_the_profile_gives_the_others(story: Story) -> None:
    combo = story.page.form.widget("preset")
    assert isinstance(combo, ComboBox)
    offered = [combo.itemText(place) for place in range(combo.count())]
    assert combo.currentText() == "Last quarter (01/01/2026 – 31/03/2026)"
    assert offered[0] == "This month (01/05/2026 – 31/05/2026)"
    assert offered[-1] == "Other days"


def test_what_leaves_is_shown_without_names_and_contact(story: Story, see: Look) -> None:
    dialog = see()[0]
    cells = [
        str(table.model.data(table.model.index(row, column)))
        for table in dialog.tables
        for row in range(table.model.rowCount())
        for column in range(table.model.columnCount())
    ]
    assert "2026-03-10" in cells
    assert "2026-05-05" not in cells, "only the period leaves"
    assert not [cell for cell in cells if NAME in cell or CONTACT in cell]
    assert unnamed_focusable(dialog) == []
    dialog.reject()


def test_a_saved_package_passes_the_check_and_stands_in_the_history(
    story: Story, see: Look, folder: Path, said: Said, qtbot: QtBot
) -> None:
    path = save(story, see()[0], qtbot)
    assert path.parent == folder
    report = check(path)
    assert not [problem for problem in report.problems if not problem.is_warning]
    assert report.package is not None
    assert report.package.totals().attendances == 1
    assert said.toasts == [f"Package saved: {path.name}"]
    story.page.refresh(None)
    table = story.page.history.table
    cells = [str(table.model.data(table.model.index(0, column))) for column in range(table.model.columnCount())]
    assert cells == [
        "1",
        "01/01/2026 – 31/03/2026",
        "12/05/2026",
        "1",
        "1",
        "1",
        "no answer yet",
        path.name,
        "Counts only",
    ]
    assert "since the last package." in story.texts()


def test_a_profile_is_chosen_and_what_it_no_longer_offers_is_told(
    story: Story, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = written(tmp_path, another())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    try:
        story.page.profile_button.click()
        assert said.toasts[-1].startswith("The profile of Robots 35 is in use. It no longer offers")
        story.page.refresh(None)
        qtbot.waitUntil(lambda: "the programme no longer offers “Workshop”" in story.texts())
        assert "quarters" in story.texts()
        periods = story.page.form.widget("preset")
        assert isinstance(periods, ComboBox)
        assert [periods.itemText(place)[:12] for place in range(periods.count())] == [
            "This quarter", "Last quarter", "Other days",
        ]  # fmt: skip
        form = facts_form(story.page, story.context)
        with story.notebook.read() as db:
            form.fill(workshops.draft(db, story.workshop))
        assert form.read()["format"] == "workshop", "what was chosen before stays chosen"
        combo = form.widget("format")
        assert isinstance(combo, ComboBox)
        assert combo.currentText() == "Workshop (no longer offered)"
    finally:
        codebook.use(None)


def test_a_receipt_is_imported_and_shown_in_the_history(
    story: Story, see: Look, folder: Path, qtbot: QtBot, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(story, see()[0], qtbot)
    answers = {"receipt_format": 1, "package": None, "sha256": sha256(path.read_bytes()).hexdigest(), "sequence": None}
    told: list[list[str]] = []
    monkeypatch.setattr(messages, "tell", lambda _page, _title, sentences, **_more: told.append(list(sentences)))
    for hour, status, problems in ((8, "rejected", [REFUSED]), (9, "accepted", [])):
        moment = f"2026-06-01T{hour:02}:00:00Z"
        receipt = {**answers, "received_at": moment, "status": status, "tables": {}, "problems": problems}
        (folder / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(folder / "receipt.json")], ""))
        story.page.history.receipt_button.click()
        story.page.refresh(None)
        table = story.page.history.table
        assert str(table.model.data(table.model.index(0, 6))) == ("refused" if hour == 8 else "accepted")
    assert "The key SHA256:abc is not known yet" in told[0][1]
    assert len(told) == 1
    assert said.toasts[-1] == f"Package 1, {path.name}: accepted"
    assert "since package 1, the last one accepted." in story.texts()


def test_an_example_notebook_says_that_its_package_is_refused(
    tmp_path: Path, make_context: MakeContext, qtbot: QtBot
) -> None:
    with Notebook.create(tmp_path / "e.carnet", association_name="Exemple", is_example=True) as notebook:
        make(notebook)
        context = make_context(notebook)
        gathered = gather(notebook, date(2026, 1, 1), date(2026, 3, 31), now=datetime(2026, 5, 12, tzinfo=UTC))
        dialog = HandOverDialog(context, gathered, None)
        qtbot.addWidget(dialog)
        dialog.show()
        assert any("marked as an example" in each.text() for each in dialog.findChildren(QLabel))


def test_days_can_be_typed_freely(story: Story, see: Look) -> None:
    form = story.page.form
    combo = form.widget("preset")
    assert isinstance(combo, ComboBox)
    combo.setCurrentIndex(combo.findData(OTHER))
    assert form.widget("first").isVisibleTo(story.page)
    type_text(form.widget("first"), "1/5/26")
    type_text(form.widget("last"), "31 mai")
    dialog = see()[0]
    assert dialog.windowTitle() == "What leaves: 1 May 2026 to 31 May 2026"
    dialog.reject()


def test_lines_under_codes_leave_only_when_they_are_chosen(story: Story, see: Look, folder: Path, qtbot: QtBot) -> None:
    form = story.page.form
    assert not form.widget("level").isVisibleTo(story.page), "this programme takes counts only"
    with story.notebook.write(N_("Take in the programme's profile")) as db:
        programme.install(db, {**programme.default_profile(), "levels": ["pseudonymised"]})
    story.page.refresh(None)
    combo = form.widget("level")
    assert isinstance(combo, ComboBox)
    assert combo.isVisibleTo(story.page)
    assert combo.currentText() == "Counts only"
    plain = see()[0]
    assert any(each.text().startswith("Counts only: no names") for each in plain.findChildren(QLabel))
    plain.reject()
    combo.setCurrentIndex(1)
    dialog = see()[0]
    assert any("under a code" in each.text() for each in dialog.findChildren(QLabel))
    assert len(dialog.tables) == 9
    lines = dialog.tables[-1].model
    assert [str(lines.data(lines.index(0, place))) for place in (2, 3)] == ["120", "true"]
    save(story, dialog, qtbot)
    with story.notebook.read() as db:
        last = handovers.last(db)
    assert last is not None
    assert last.level == "pseudonymised"


def test_a_missing_or_reversed_period_is_refused_with_a_sentence(story: Story, see: Look, qtbot: QtBot) -> None:
    form = story.page.form
    combo = form.widget("preset")
    assert isinstance(combo, ComboBox)
    combo.setCurrentIndex(combo.findData(OTHER))
    assert see() == []
    assert "is missing" in story.texts()
    type_text(form.widget("first"), "31/5/2026")
    type_text(form.widget("last"), "1/5/2026")
    assert see() == []
    assert "before its start" in story.texts()


def test_everything_that_takes_the_focus_has_a_name(story: Story) -> None:
    assert unnamed_focusable(story.page) == []


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("month", date(2026, 5, 1), date(2026, 5, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("school_year", date(2025, 9, 1), date(2026, 8, 31)),
        ("civil_year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_have_their_first_and_last_day(kind: str, first: date, last: date) -> None:
    assert period_around(kind, TODAY, SEPTEMBER) == (first, last)


def test_a_february_of_29_days_is_whole() -> None:
    assert period_around("month", date(2028, 2, 10), SEPTEMBER)[1] == date(2028, 2, 29)


def test_the_programme_says_when_its_school_year_starts() -> None:
    assert period_around("school_year", date(2026, 8, 14), (8, 15)) == (date(2025, 8, 15), date(2026, 8, 14))
    assert period_around("school_year", date(2026, 8, 15), (8, 15))[0] == date(2026, 8, 15)


def test_only_what_the_programme_asks_for_is_offered() -> None:
    found = presets(["month", "unheard of"], TODAY, SEPTEMBER)
    assert [each.code for each in found] == ["this_month", "last_month"]
    assert usual(found) == found[1]
    assert usual([]) is None


def test_a_column_without_a_value_is_no_column_of_numbers() -> None:
    assert _column(0, "RNA number", [[""], [""]]).align == "left"
    assert _column(0, "Sessions", [["12"], [""]]).align == "right"
