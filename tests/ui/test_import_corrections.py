"""A list put right in the window: rows corrected or left out, the same for everyone, what is remembered, payers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from exchange.people_import import Kind
from models import attendance, people
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import a_person, a_session, a_workshop
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.import_correct import CorrectRowDialog, SameForAllDialog
from ui.dialogs.import_people import ImportDialog
from ui.dialogs.import_reading import Asked
from ui.drops import FileDrops
from ui.main_window import MainWindow
from ui.page import Context
from ui.preferences import Preferences
from ui.widgets.buttons import Button

LISTS = Path(__file__).parents[1] / "exchange" / "lists"
HEADER = "Nom;Prénom;Année de naissance;E-mail"
Open = Callable[..., ImportDialog]
Fill = Callable[[QDialog], None]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def context(notebook: Notebook, make_context: MakeContext) -> Context:
    return make_context(notebook)


@pytest.fixture
def open_list(context: Context, qtbot: QtBot, tmp_path: Path) -> Open:
    def show(*rows: str, header: str = HEADER, path: Path | None = None, into: int | None = None) -> ImportDialog:
        if path is None:
            path = tmp_path / "liste.csv"
            path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        dialog = ImportDialog(context, into, None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.start(Asked(path))
        qtbot.waitUntil(lambda: not context.jobs.is_busy)
        return dialog

    return show


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[QDialog], Fill], None]:
    """Fill in a dialog as soon as it opens and press its button."""

    def by(kind: type[QDialog], fill: Fill) -> None:
        def run(dialog: CorrectRowDialog) -> int:
            fill(dialog)
            dialog.go.click()
            return dialog.result()

        monkeypatch.setattr(kind, "exec", run)

    return by


def wait(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.jobs.is_busy)


def texts(part: QDialog) -> str:
    return "\n".join(each.text() for each in part.findChildren(QLabel) if each.isVisibleTo(part))


def type_in(dialog: QDialog, name: str, text: str) -> None:
    assert isinstance(dialog, CorrectRowDialog | SameForAllDialog)
    dialog.form.widget(name).setText(text)  # type: ignore[attr-defined]  # fields of text


def test_a_row_is_corrected_in_the_grid_and_becomes_new_at_once(
    open_list: Open, context: Context, notebook: Notebook, answering: Callable[..., None], qtbot: QtBot
) -> None:
    seen: list[str] = []

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, CorrectRowDialog)
        seen.append(texts(dialog))
        assert dialog.form.read()["email"] == "mamadou.example.org", "it is put right, not typed again"
        assert unnamed_focusable(dialog) == []
        type_in(dialog, "email", "mamadou@example.org")

    answering(CorrectRowDialog, fill)
    dialog = open_list("Le Goff;Zoé;1962;", "Diallo;Mamadou;1979;mamadou.example.org")
    assert not dialog.go.isEnabled()
    dialog.rows.table.select([3])
    dialog.rows.correct_button.click()
    wait(context, qtbot)
    assert "is not an e-mail address" in seen[0], "what is wrong stands under its field"
    assert dialog.rows.standing.counts() == {Kind.NEW: 2}
    dialog.go.click()
    wait(context, qtbot)
    with notebook.read() as db:
        assert {line.email for line in people.lines(db, people.find(db)).values()} == {"", "mamadou@example.org"}


def test_a_row_corrected_by_keyboard_into_somebody_known_is_known(
    open_list: Open, context: Context, notebook: Notebook, answering: Callable[..., None], qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a person")) as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1962)
    answering(CorrectRowDialog, lambda dialog: type_in(dialog, "family_name", "Le Goff"))
    dialog = open_list("Goff;Zoé;1962;")
    dialog.rows.table.go_to(2)
    qtbot.keyClick(dialog.rows.table.view, Qt.Key.Key_F2)
    wait(context, qtbot)
    assert dialog.rows.standing.counts() == {Kind.KNOWN: 1}


def test_rows_are_left_out_and_taken_in_again(open_list: Open, context: Context, qtbot: QtBot) -> None:
    dialog = open_list("Le Goff;Zoé;1962;", "Diallo;Mamadou;1979;", "Diop;Fatou;;pas un mail")
    for number, kind in ((4, Kind.TO_CORRECT), (2, Kind.NEW)):
        assert dialog.rows.standing.counts()[kind]
        dialog.rows._filter.setCurrentIndex(0)
        dialog.rows._show_filtered()
        dialog.rows.table.select([number])
        dialog.rows.leave_out_button.click()
        wait(context, qtbot)
    assert dialog.rows.standing.counts() == {Kind.NEW: 1, Kind.LEFT_OUT: 2}
    assert dialog.go.accessibleName() == "Import 1 person"
    dialog.rows.table.select([2])
    assert dialog.rows.leave_out_button.accessibleName() == "Take this row in again"
    dialog.rows.leave_out_button.click()
    wait(context, qtbot)
    assert dialog.rows.standing.counts() == {Kind.NEW: 2, Kind.LEFT_OUT: 1}


def test_an_answer_about_one_row_outlives_the_correction_of_another(
    open_list: Open, context: Context, notebook: Notebook, answering: Callable[..., None], qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a person")) as db:
        a_person(db, "Zoé", "Le Goff", email="zoe@example.org")
    answering(CorrectRowDialog, lambda dialog: type_in(dialog, "email", ""))
    dialog = open_list("Le Goff;Zoé;1962;", "Diop;Fatou;;pas un mail")
    next(each for each in dialog.rows.findChildren(Button) if each.accessibleName() == "Someone new").click()
    dialog.rows.correct(3)
    wait(context, qtbot)
    assert dialog.rows.standing.counts() == {Kind.NEW: 2}
    assert dialog.go.isEnabled()


def test_what_is_the_same_for_everyone_is_shown_imported_and_remembered(
    open_list: Open, context: Context, notebook: Notebook, answering: Callable[..., None], qtbot: QtBot
) -> None:
    def fill(dialog: QDialog) -> None:
        type_in(dialog, "town", "Rennes")
        type_in(dialog, "informed_on", "01/05/2026")

    answering(SameForAllDialog, fill)
    dialog = open_list("Le Goff;Zoé;1962;")
    dialog.columns.same.click()
    wait(context, qtbot)
    qtbot.waitUntil(lambda: "For everyone: Town: Rennes" in texts(dialog))
    dialog.go.click()
    wait(context, qtbot)
    with notebook.read() as db:
        (found,) = people.find(db)
        draft = people.draft(db, found)
    assert (draft.town, draft.informed_on) == ("Rennes", date(2026, 5, 1))
    again = open_list("Diop;Fatou;;")
    assert "The columns are taken as last time." in texts(again)
    assert "For everyone: Town: Rennes" in texts(again)
    next(each for each in again.findChildren(Button) if each.accessibleName() == "Guess again").click()
    wait(context, qtbot)
    assert "Rennes" not in texts(again)
    again.go.click()
    wait(context, qtbot)
    assert "as last time" not in texts(open_list("Ann;Kerbrat;;")), "guessing again is remembered too"


def test_those_who_paid_are_imported_only_once_that_is_ticked(
    open_list: Open, context: Context, notebook: Notebook, qtbot: QtBot
) -> None:
    dialog = open_list(path=LISTS / "helloasso-payments.csv")
    assert not dialog.go.isEnabled()
    assert "say whether they are those who come" in texts(dialog)
    dialog.payers.setChecked(True)
    dialog.go.click()
    wait(context, qtbot)
    with notebook.read() as db:
        assert people.count(db) > 0


def test_crosses_are_counted_told_and_entered(
    open_list: Open, context: Context, notebook: Notebook, said: Said, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a workshop")) as db:
        workshop = a_workshop(db)
        a_session(db, workshop, date(2026, 5, 12))
    dialog = open_list(path=LISTS / "dates-with-crosses.csv", into=workshop)
    assert "2 marks of attendance" in texts(dialog)
    assert "No session on 19 May 2026: its 3 marks are left out." in texts(dialog)
    dialog.go.click()
    wait(context, qtbot)
    with notebook.read() as db:
        assert sum(len(row.marks) for row in attendance.grid(db, workshop)) == 2
    assert said.done == ["3 people imported, 2 marks of attendance"]


@pytest.mark.parametrize("place", ["workshop_enrolled", "session", "people"])
def test_a_list_dropped_on_the_window_goes_into_the_workshop_that_is_shown(
    notebook: Notebook, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    opened: list[tuple[int | None, str]] = []

    def run(dialog: ImportDialog) -> int:
        assert dialog._asked is not None
        opened.append((dialog._workshop_id, dialog._asked.path.name))
        dialog.reject()
        return 0

    monkeypatch.setattr(ImportDialog, "exec", run)
    with notebook.write(N_("Add a workshop")) as db:
        a_workshop(db, "Autre")
        workshop = a_workshop(db)
        session = a_session(db, workshop)
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.show_notebook(notebook)
    window.go(place, {"workshop_enrolled": workshop, "session": session, "people": None}[place])
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(LISTS / "tabs.tsv"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), copy, dropped, Qt.MouseButton.LeftButton, none)
    drops = window.findChild(FileDrops)
    assert drops is not None
    assert drops.eventFilter(window, event), "Qt finds the place of a drop by itself only with a real mouse"
    assert opened == [(None if place == "people" else workshop, "tabs.tsv")]
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def test_what_a_known_person_gains_is_shown_before_and_told_after(
    open_list: Open, context: Context, notebook: Notebook, said: Said, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a person")) as db:
        zoe = a_person(db, "Zoé", "Le Goff", birth_year=1950)
    dialog = open_list("Le Goff;Zoé;1950;zoe@example.org")
    (line,) = dialog.rows._lines(None, [2]).values()
    assert line.told == "Completes: E-mail"
    assert "1 completed" in "\n".join(each.text() for each in dialog.findChildren(QLabel))
    dialog.go.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert "1 completed" in said.done[-1]
    with notebook.read() as db:
        assert people.draft(db, zoe).email == "zoe@example.org"
