"""An import that is under way when the application dies: the file, the columns and the answers are there again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from exchange.people_import import Kind
from models import half_typed, people
from models.notebook import Notebook
from models.people import PersonDraft
from models.problem import refusal
from resources.i18n import N_
from tests.builders import a_person, a_workshop
from tests.ui.conftest import MakeContext
from ui.dialogs.import_people import ImportDialog
from ui.half_typed import HalfTyped
from ui.page import Context
from ui.pages.today_half_typed import half_typed_cards

LIST = "Nom;Prénom;Année de naissance;E-mail\nLe Goff;Zoé;1962;\nNgoma;Adèle;1990;\nTanguy;Ewen;;pas un e-mail\n"
Open = Callable[..., ImportDialog]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        with made.write(N_("Add a person")) as db:
            a_person(db, "Zoé", "Le Goff", email="zoe@example.org")
        yield made


@pytest.fixture
def context(notebook: Notebook, make_context: MakeContext) -> Context:
    return make_context(notebook)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "liste <b>.csv"
    found.write_text(LIST, encoding="utf-8")
    return found


@pytest.fixture
def opened(context: Context, qtbot: QtBot) -> Open:
    def show(workshop_id: int | None = None, path: Path | None = None) -> ImportDialog:
        dialog = ImportDialog(context, workshop_id, None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.restore(path)
        qtbot.waitUntil(lambda: not context.jobs.is_busy)
        return dialog

    return show


@pytest.fixture
def half_done(opened: Open, context: Context, path: Path, qtbot: QtBot) -> ImportDialog:
    """An import in which somebody was recognised, a row corrected, another left out, and which dies."""
    dialog = opened()
    dialog.begin(path)
    qtbot.waitUntil(lambda: dialog.read is not None)
    dialog.rows._decide(2, None)
    dialog.rows.leave_out([3])
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    given = dialog.rows.standing.given
    draft = PersonDraft(given_name="Ewen", family_name="Tanguy", email="ewen@example.org", informed_on=context.today())
    dialog.rows.given.emit(replace(given, corrected={4: draft}))
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    die(dialog)
    return dialog


def die(dialog: ImportDialog) -> None:
    """End as a crash does: what was said is kept by then, and nothing of the dialog is told that it closes."""
    keeper = dialog.findChild(HalfTyped)
    assert isinstance(keeper, HalfTyped)
    keeper.keep()
    dialog.finished.disconnect()
    dialog.hide()
    keeper.deleteLater()


def waiting(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return [form for form, _at in half_typed.waiting(db)]


def told(dialog: ImportDialog, words: str) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if words in each.text() and each.isVisible()]


@pytest.mark.usefixtures("half_done")
def test_the_file_and_all_answers_are_there_again(opened: Open, context: Context, qtbot: QtBot) -> None:
    assert waiting(context.notebook) == ["import"]
    again = opened()
    assert len(told(again, "is here again")) == 1
    standing = again.rows.standing
    assert standing.counts() == {Kind.NEW: 2, Kind.LEFT_OUT: 1}
    assert standing.people == {2: None}
    assert standing.given.corrected[4].informed_on == context.today()
    again.go.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    with context.notebook.read() as db:
        lines = people.lines(db, people.find(db)).values()
    assert sorted(line.listed for line in lines) == ["Le Goff Zoé", "Le Goff Zoé", "Tanguy Ewen"]
    assert waiting(context.notebook) == []


@pytest.mark.usefixtures("half_done")
def test_of_a_list_that_changed_since_everything_is_asked_again(opened: Open, path: Path, qtbot: QtBot) -> None:
    path.write_text(LIST.replace("Ngoma", "Le Gall"), encoding="utf-8")
    again = opened()
    qtbot.waitUntil(lambda: len(told(again, "not what it was then")) == 1)
    assert again.rows.standing.people == {}
    assert again.rows.standing.counts() == {Kind.DOUBTFUL: 1, Kind.NEW: 1, Kind.TO_CORRECT: 1}


@pytest.mark.usefixtures("half_done")
def test_a_list_that_is_gone_is_told_and_waits_until_it_is_back(opened: Open, context: Context, path: Path) -> None:
    aside = path.rename(path.with_suffix(".txt"))
    again = opened()
    assert again.read is None
    assert told(again, path.name)
    die(again)
    aside.rename(path)
    assert opened().rows.standing.people == {2: None}
    assert waiting(context.notebook) == ["import"]


@pytest.mark.usefixtures("half_done")
def test_begin_anew_reads_the_list_with_nothing_said(opened: Open, context: Context, qtbot: QtBot) -> None:
    again = opened()
    (anew,) = [each for each in again.findChildren(QPushButton) if each.text().strip() == "Begin anew"]
    anew.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert again.rows.standing.counts() == {Kind.DOUBTFUL: 1, Kind.NEW: 1, Kind.TO_CORRECT: 1}
    assert (told(again, "is here again"), waiting(context.notebook)) == ([], [])
    assert not again.is_changed


@pytest.mark.usefixtures("half_done")
def test_the_same_list_dropped_again_is_gone_on_with_and_another_is_begun(
    opened: Open, context: Context, path: Path
) -> None:
    again = opened(path=path)
    assert again.rows.standing.people == {2: None}
    die(again)
    other = opened(path=path.rename(path.with_name("other.csv")))
    assert other.rows.standing.people == {}
    assert (told(other, "is here again"), waiting(context.notebook)) == ([], [])


@pytest.mark.usefixtures("half_done")
def test_given_up_it_is_forgotten(opened: Open, context: Context) -> None:
    opened().stay.click()
    assert waiting(context.notebook) == []


def test_a_list_that_was_only_looked_at_is_not_kept(opened: Open, context: Context, path: Path, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.begin(path)
    qtbot.waitUntil(lambda: dialog.read is not None)
    die(dialog)
    assert waiting(context.notebook) == []


def test_someone_erased_meanwhile_is_asked_about_no_more(
    half_done: ImportDialog, opened: Open, context: Context
) -> None:
    with context.notebook.write(N_("Remove")) as db:
        people.remove(db, people.find(db))
    assert opened().rows.standing.counts() == {Kind.NEW: 2, Kind.LEFT_OUT: 1}


def test_columns_and_everyones_values_are_there_again(opened: Open, context: Context, path: Path, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.begin(path)
    qtbot.waitUntil(lambda: dialog.read is not None)
    dialog.columns.chosen.emit(3, "")
    dialog.columns.fixed.emit({"informed_on": context.today(), "town": "Rennes"})
    die(dialog)  # before it is planned again
    again = opened()
    assert again.read is not None
    assert again.read.mapping.columns[3].field is None
    assert dict(again.read.mapping.fixed) == {"informed_on": context.today(), "town": "Rennes"}


def test_each_workshop_has_its_own_and_today_leads_back(
    opened: Callable[[int], ImportDialog], context: Context, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context.notebook.write(N_("Plan")) as db:
        workshop_id = a_workshop(db)
    dialog = opened(workshop_id)
    dialog.begin(path)
    qtbot.waitUntil(lambda: dialog.read is not None)
    dialog.rows._decide(2, None)
    die(dialog)
    assert waiting(context.notebook) == [f"import_into:{workshop_id}"]
    shown: list[int | None] = []

    def show(_context: Context, into: int | None, *, parent: QWidget) -> bool:
        shown.append(into)
        return parent is dialog

    monkeypatch.setattr("ui.dialogs.import_people.open_import", show)
    (card,) = half_typed_cards(dialog, context)
    assert card.text.startswith("A list being imported")
    card.act()
    assert shown == [workshop_id]


def test_answers_outlive_an_import_that_was_refused(
    opened: Open, context: Context, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened()
    dialog.begin(path)
    qtbot.waitUntil(lambda: dialog.read is not None)
    dialog.rows._decide(2, None)
    dialog.leave_out.setChecked(True)
    with monkeypatch.context() as patch:
        patch.setattr("ui.dialogs.import_people.carry_out", refused)
        dialog.go.click()
        qtbot.waitUntil(lambda: not context.jobs.is_busy and dialog.read is not None)
    qtbot.waitUntil(lambda: bool(told(dialog, "there is no room left")))
    assert dialog.rows.standing.people == {2: None}
    dialog.go.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert dialog.result() == QDialog.DialogCode.Accepted


def refused(*_: object, **__: object) -> None:
    raise refusal("disk_full", file="n.carnet", folder="/home")
