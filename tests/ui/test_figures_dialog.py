"""The figures of a period in the window: those of the command, counted again with each choice, saved as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from exchange import figures_words
from exchange.figures import figures
from models import attendance, headcounts, people
from models.codes import AttendanceState
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui import messages
from ui.dialogs import figures as module
from ui.dialogs.figures import FiguresDialog
from ui.period_choice import OTHER
from ui.periods import quarter_around

HELD = date(2026, 5, 12)


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    """A notebook in which two named and seven unnamed people came to one session, on e-mail."""
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        with made.write("Plan") as db:
            workshop_id = a_workshop(db, themes=("email",))
            session_id = a_session(db, workshop_id, HELD)
            came = [a_person(db), a_person(db, "<img src=/etc/passwd>", "O’Brien & Söhne")]
            enrolled = [an_enrolment(db, workshop_id, each) for each in came]
            attendance.mark(db, session_id, enrolled, AttendanceState.PRESENT)
            headcounts.save(db, session_id, HeadcountDraft(7, 0, {}))
        yield made


@pytest.fixture
def dialog(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> FiguresDialog:
    made = FiguresDialog(make_context(notebook), None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.save_button.isEnabled() and bool(texts(made)))
    return made


def choose(dialog: FiguresDialog, qtbot: QtBot, first: date, last: date) -> None:
    """Type the days of a period and wait until it is counted."""
    dialog.form.show_typed({"preset": OTHER, "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"})
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and bool(texts(dialog)))


def texts(dialog: FiguresDialog) -> list[str]:
    return [each.text() for each in dialog.tabs.widget(0).findChildren(QLabel) if each.isVisible()]


def split_by(dialog: FiguresDialog, axis: str) -> list[tuple[str, ...]]:
    dialog.split.show_typed({"axis": axis})
    lines = dialog._of(None, dialog.table.model.ids)  # type: ignore[arg-type]  # what is shown needs no notebook
    return [tuple(column.text(lines[each]) for column in module.COLUMNS) for each in dialog.table.model.ids]


def test_every_figure_of_the_period_is_shown_with_how_it_is_counted(
    dialog: FiguresDialog, notebook: Notebook, qtbot: QtBot
) -> None:
    choose(dialog, qtbot, date(2026, 1, 1), date(2026, 12, 31))
    with notebook.read() as db:
        wanted = figures_words.summary(figures(db, date(2026, 1, 1), date(2026, 12, 31)))
    shown = texts(dialog)
    for each in wanted:
        assert each.value in shown
        assert each.name in shown
        assert each.definition in shown
    assert shown[:2] == ["1", "Sessions held"]
    assert shown[3:5] == ["9", "Attendances"]
    assert unnamed_focusable(dialog) == []


def test_it_opens_on_the_last_quarter_that_is_over(dialog: FiguresDialog) -> None:
    first, _last = quarter_around(TODAY)
    chosen = dialog.period.days()
    assert chosen is not None
    assert chosen[1] < first
    assert texts(dialog)[0] == "0"


def test_attendances_are_split_as_one_likes_and_small_groups_are_hidden(dialog: FiguresDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, HELD, HELD)
    assert split_by(dialog, "theme") == [("E-mail", "9", "")]
    assert split_by(dialog, "month") == [("2026-05", "9", "100 %")]
    with dialog._context.notebook.write("Tell") as db:
        people.save(db, PersonDraft("Zoé", "Le Goff", gender="feminin"), 1, today=TODAY)
    choose(dialog, qtbot, date(2026, 5, 1), date(2026, 5, 31))
    assert split_by(dialog, "gender") == [("Hidden (small groups)", "9", "100 %")]
    assert "Counts under 5 people are hidden" in dialog.hidden.text()


def test_days_without_anybody_say_so(dialog: FiguresDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, date(2025, 1, 1), date(2025, 1, 31))
    assert split_by(dialog, "theme") == []
    dialog.tabs.setCurrentIndex(1)
    shown = [each.text() for each in dialog.table.findChildren(QLabel) if each.isVisible()]
    assert any("Nobody came in these days" in text for text in shown)


def test_days_that_are_wrong_are_told_and_nothing_is_counted(dialog: FiguresDialog, qtbot: QtBot) -> None:
    choose(dialog, qtbot, HELD, HELD)
    dialog.form.show_typed({"preset": OTHER, "first": "12/05/2026", "last": "11/05/2026"})
    assert not dialog.save_button.isEnabled()
    wrong = [each.text() for each in dialog.form.findChildren(QLabel) if each.isVisible()]
    assert any("12/05/2026" in text or "before" in text for text in wrong), wrong
    dialog.form.show_typed({"preset": OTHER, "first": "12/05/2026", "last": "the day"})
    assert not dialog.save_button.isEnabled()


def test_an_answer_that_comes_late_does_not_replace_the_last_one(
    dialog: FiguresDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, is_slow, real = Event(), [True], dialog._read

    def read(first: date, last: date) -> object:
        if is_slow.pop() if is_slow else False:
            assert slow.wait(10)
        return real(first, last)

    monkeypatch.setattr(dialog, "_read", read)
    dialog.form.show_typed(
        {"preset": OTHER, "first": "01/01/2025", "last": "31/01/2025"}
    )  # asks twice, the first waits
    choose(dialog, qtbot, HELD, HELD)
    qtbot.waitUntil(lambda: texts(dialog)[3] == "9")
    slow.set()
    qtbot.wait(100)
    assert texts(dialog)[3] == "9"


def test_all_of_it_is_saved_as_a_table(
    dialog: FiguresDialog, said: Said, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog, qtbot, HELD, HELD)
    path = tmp_path / "figures.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    dialog.save_button.click()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert ["Figure", "Attendances", "9", ""] in rows
    assert ["By month", "2026-05", 9, 100] in rows
    assert said.toasts == ["The figures are in figures.xlsx."]


def test_a_place_that_refuses_the_table_is_told(
    dialog: FiguresDialog, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, error: told.append(error.problems[0].code))
    path = tmp_path / "gone" / "figures.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    dialog.save_button.click()
    assert told == ["place_missing"]
    assert said.toasts == []
