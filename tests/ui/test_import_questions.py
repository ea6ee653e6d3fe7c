"""What rows of a list ask in the window: several people in one row, the same person twice, a warning to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exchange.people_import import Kind
from models import people
from models.notebook import Notebook
from resources.i18n import N_
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.import_people import ImportDialog
from ui.dialogs.import_reading import Asked
from ui.dialogs.import_standing import TO_CHECK
from ui.page import Context
from ui.widgets.buttons import Button

Open = Callable[..., ImportDialog]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def context(notebook: Notebook, make_context: MakeContext) -> Context:
    return make_context(notebook)


@pytest.fixture
def open_list(context: Context, qtbot: QtBot, tmp_path: Path) -> Open:
    def show(*rows: str, header: str = "Nom;Prénom;Année de naissance;E-mail") -> ImportDialog:
        path = tmp_path / "liste.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        dialog = ImportDialog(context, None, None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.start(Asked(path))
        qtbot.waitUntil(lambda: not context.jobs.is_busy)
        return dialog

    return show


@pytest.fixture
def answer(context: Context, qtbot: QtBot) -> Callable[[ImportDialog, str], None]:
    """Press the answer of this text, as someone at the keyboard does."""

    def press(dialog: ImportDialog, text: str) -> None:
        made = next(b for b in dialog.rows._question.findChildren(Button) if text in b.text())
        made.setFocus()
        qtbot.keyClick(made, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not context.jobs.is_busy)

    return press


def answers(dialog: ImportDialog) -> list[str]:
    question = dialog.rows._question
    return [b.text().strip() for b in question.findChildren(Button) if b.isVisibleTo(question)]


def names(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return sorted(line.listed for line in people.lines(db, people.find(db)).values())


def test_two_people_in_one_row_are_taken_one_by_one(
    open_list: Open, context: Context, notebook: Notebook, qtbot: QtBot, answer: Callable[..., None]
) -> None:
    dialog = open_list("Dupont;Jean et Marie;;", "Le Goff;Zoé;1950;")
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    assert answers(dialog) == ["Several people", "One person, as written"]
    assert unnamed_focusable(dialog) == []
    answer(dialog, "Several people")
    assert dialog.rows.standing.counts() == {Kind.NEW: 3}
    dialog.go.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert names(notebook) == ["Dupont Jean", "Dupont Marie", "Le Goff Zoé"]


def test_an_answer_about_several_people_can_be_changed(open_list: Open, answer: Callable[..., None]) -> None:
    dialog = open_list("Dupont;Jean et Marie;;")
    dialog.rows.table.select([2])
    answer(dialog, "Several people")
    assert len(dialog.rows.standing.rows) == 2
    dialog.rows.table.select([2])
    answer(dialog, "One person, as written")
    assert [row.draft.given_name for row in dialog.rows.standing.rows.values()] == ["Jean et Marie"]
    assert dialog.go.isEnabled()


def test_rows_to_check_are_counted_filtered_and_reached_by_one_key(
    open_list: Open, qtbot: QtBot, answer: Callable[..., None]
) -> None:
    dialog = open_list(
        "Kerbrat;Yann;Homme",
        "Le Goff;Zoé;",
        "Le Gof;Zoé;",
        "Diop;Fatou;Martienne",
        header="Nom;Prénom;Genre",
    )
    assert dialog.rows.standing.to_check() == 2
    assert dialog.foot._why.text() == "2 rows are to be checked."
    assert dialog.go.isEnabled()  # they are kept, but not without a word
    chosen = dialog.rows._filter
    chosen.setCurrentIndex(chosen.findData(TO_CHECK))
    chosen.activated.emit(chosen.currentIndex())
    qtbot.waitUntil(lambda: list(dialog.rows.table.model.ids) == [4, 5])
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    assert dialog.rows.table.selected() == [4]
    assert answers(dialog) == ["The same person", "Two people"]
    answer(dialog, "Two people")
    assert (dialog.rows.standing.to_check(), dialog.rows.table.selected()) == (1, [5])
    assert answers(dialog) == ["This is right"]
    answer(dialog, "This is right")
    assert dialog.rows.standing.waiting() == 0
    assert not dialog.foot.next.isVisibleTo(dialog)


def test_two_rows_of_one_person_become_one_by_an_answer(
    open_list: Open, context: Context, notebook: Notebook, qtbot: QtBot, answer: Callable[..., None]
) -> None:
    dialog = open_list("Le Goff;Zoé;;", "Le Gof;Zoé;1950;zoe@example.org")
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    answer(dialog, "The same person")
    assert dialog.rows.standing.counts() == {Kind.NEW: 1, Kind.LEFT_OUT: 1}
    dialog.go.click()
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert names(notebook) == ["Le Goff Zoé"]
    with notebook.read() as db:
        assert people.draft(db, people.find(db)[0]).email == "zoe@example.org"


def test_two_namesakes_that_were_taken_for_one_can_be_told_apart(open_list: Open, answer: Callable[..., None]) -> None:
    dialog = open_list("Diop;Ali;;", "Diop;Ali;;")
    assert dialog.rows.standing.counts() == {Kind.NEW: 1, Kind.LEFT_OUT: 1}
    dialog.rows.table.select([3])
    answer(dialog, "Two people")
    assert dialog.rows.standing.counts() == {Kind.NEW: 2}


def test_the_key_goes_through_all_that_waits_and_begins_again(
    open_list: Open, notebook: Notebook, said: Said, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a person")) as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950)
    dialog = open_list(
        "Le Goff;Zoé;;", "Kerbrat;Yann;1948;", "Diop;Fatou;1970;pas un mail", "Martin;42;;", "Kerbra;Yann;1948;"
    )
    seen = []
    for _time in range(5):
        qtbot.keyClick(dialog, Qt.Key.Key_F8)
        seen.append(dialog.rows.table.selected()[0])
    assert seen[:4] in ([4, 5, 6, 2], [2, 4, 5, 6])
    assert seen[4] == seen[0]


def test_answering_whatever_is_asked_comes_to_an_end(
    open_list: Open, context: Context, notebook: Notebook, qtbot: QtBot, answer: Callable[..., None]
) -> None:
    with notebook.write(N_("Add a person")) as db:
        a_person(db, "Zoé", "Le Goff", birth_year=1950, email="zoe@example.org")
    rows = (
        "Le Goff;Zoé;;;Martienne", "Le Gof;Zoé;;;", "Dupont;Jean et Marie;;;Martienne", "Dupon;Marie;;;Martienne",
        "Diop;Ali;1970;a@example.org;Martien", "Diop;Ali;1970;b@example.org;", "Diop;Ali;;c@example.org;Martien",
        "Dupont;Mari;;;", "M. et Mme Kerbrat;;1950;;",
    )  # fmt: skip
    header = "Nom;Prénom;Année de naissance;E-mail;Genre"
    for chosen in (0, -1):
        dialog = open_list(*rows, header=header)
        for _time in range(30):
            if not dialog.rows.standing.waiting():
                break
            qtbot.keyClick(dialog, Qt.Key.Key_F8)
            answer(dialog, answers(dialog)[chosen])
        assert dialog.rows.standing.waiting() == 0, answers(dialog)
        assert dialog.go.isEnabled()
        dialog.reject()
