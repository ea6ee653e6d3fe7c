"""A list in the window: what was recognised, columns, rows whose counts add up, one write, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from exchange.people_import import Kind
from models import enrolments, people
from models.notebook import Notebook
from models.people import PeopleQuery
from resources.i18n import N_
from tests.builders import a_person, a_workshop
from tests.exchange.lists.workbooks import xlsx
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui.dialogs.import_people import ImportDialog
from ui.dialogs.import_reading import Asked
from ui.page import Context
from ui.widgets.buttons import Button
from ui.widgets.inputs import ComboBox

LISTS = Path(__file__).parents[1] / "exchange" / "lists"
HOSTILE = "<img src=/etc/passwd>"
Open = Callable[..., ImportDialog]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def context(notebook: Notebook, make_context: MakeContext) -> Context:
    return make_context(notebook)


@pytest.fixture
def open_list(context: Context, qtbot: QtBot) -> Open:
    def show(path: Path, workshop_id: int | None = None) -> ImportDialog:
        dialog = ImportDialog(context, workshop_id, None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.start(Asked(path))
        qtbot.waitUntil(lambda: not context.jobs.is_busy)
        return dialog

    return show


def wait(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.jobs.is_busy)


def count(notebook: Notebook) -> int:
    with notebook.read() as db:
        return people.count(db)


def texts(dialog: ImportDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisibleTo(dialog))


def made_list(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("Nom;Prénom;Année de naissance;E-mail", *rows)) + "\n", encoding="utf-8")
    return path


def test_a_french_list_goes_in_whole_and_comes_out_by_one_undo(
    open_list: Open, context: Context, notebook: Notebook, said: Said, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add a workshop")) as db:
        workshop = a_workshop(db)
    dialog = open_list(LISTS / "french-cp1252.csv", workshop)
    assert dialog.go.accessibleName() == "Import 30 people"
    assert count(notebook) == 0, "nothing is written before the button"
    dialog.go.click()
    wait(context, qtbot)
    with notebook.read() as db:
        assert people.count(db) == 30
        assert len(enrolments.find(db, workshop)) == 30
        found = people.lines(db, people.find(db, PeopleQuery("lefevre helene")))
    assert next(iter(found.values())).phone.startswith("0")
    assert said.done == ["30 people imported"]
    notebook.undo()
    assert count(notebook) == 0


def test_an_excel_list_whose_titles_are_on_line_4_goes_in(open_list: Open, tmp_path: Path) -> None:
    rows = [["Les Puces du Blosne"], ["Liste de mai"], [], ["Nom", "Prénom"], ["Le Goff", "Zoé"], ["Çelik", "Gülşah"]]
    dialog = open_list(xlsx(tmp_path / "list.xlsx", {"Feuille1": rows}))
    assert dialog.go.accessibleName() == "Import 2 people"
    assert "Row 4" in [each.currentText() for each in dialog.source.findChildren(ComboBox)]


@pytest.mark.parametrize("name", sorted(path.name for path in LISTS.glob("*.*sv")))
def test_the_counts_add_up_to_the_rows_of_every_list(open_list: Open, name: str) -> None:
    dialog = open_list(LISTS / name)
    assert dialog.read is not None
    if dialog.read.plan is not None:
        assert dialog.rows.standing.counts().total() == dialog.read.sheet.data_rows
    assert unnamed_focusable(dialog) == []


def test_who_has_cancelled_is_still_named_among_the_rows(open_list: Open) -> None:
    dialog = open_list(LISTS / "helloasso-tickets.csv")
    model = dialog.rows.table.model
    named = {model.line(row).name for row in range(model.rowCount()) if model.line(row).row.kind is Kind.LEFT_OUT}
    assert named == {"Dupont Marie", "Martin Paul"}


def test_a_file_that_is_not_a_list_is_refused_with_a_sentence(
    open_list: Open, notebook: Notebook, tmp_path: Path
) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    dialog = open_list(path)
    assert "photo.csv" in texts(dialog)
    assert not dialog.go.isEnabled()
    assert not dialog.rows.isVisibleTo(dialog)
    assert count(notebook) == 0


def test_a_row_to_correct_keeps_everything_out_until_it_is_left_out(
    open_list: Open, context: Context, notebook: Notebook, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_list(made_list(tmp_path / "l.csv", "Le Goff;Zoé;1962;", "Diallo;Mamadou;1979;pas une adresse"))
    assert dialog.rows.standing.counts()[Kind.TO_CORRECT] == 1
    assert not dialog.go.isEnabled()
    assert "1 row is to be corrected" in texts(dialog)
    assert dialog.rows.table.count == 1, "what is to correct is shown first"
    dialog.leave_out.setChecked(True)
    assert dialog.go.isEnabled()
    dialog.go.click()
    wait(context, qtbot)
    assert count(notebook) == 1


def test_a_corrected_file_is_read_again(open_list: Open, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    path = made_list(tmp_path / "l.csv", "Diallo;Mamadou;1979;pas une adresse")
    dialog = open_list(path)
    made_list(path, "Diallo;Mamadou;1979;mamadou@example.org")
    next(each for each in dialog.findChildren(Button) if each.accessibleName() == "Read it again").click()
    wait(context, qtbot)
    assert dialog.go.isEnabled()


def test_someone_who_may_be_known_is_asked_about(
    open_list: Open, context: Context, notebook: Notebook, tmp_path: Path, said: Said, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add {count} people"), count=2) as db:
        a_person(db, "Zoé", "Le Goff", email="zoe@example.org")
        a_person(db, "Maël", "Le Goff", birth_year=1962)
    dialog = open_list(made_list(tmp_path / "l.csv", "LE GOFF;Zoe;1962;", "Le Goff;Mael;1962;", f"{HOSTILE};;;"))
    assert dialog.rows.standing.counts() == {Kind.DOUBTFUL: 1, Kind.KNOWN: 1, Kind.NEW: 1}
    assert not dialog.go.isEnabled()
    assert "In the list: Zoe LE GOFF, born 1962" in texts(dialog)
    answers = [each for each in dialog.rows.findChildren(Button) if each.accessibleName().startswith("It is ")]
    assert [each.accessibleName() for each in answers] == ["It is Zoé Le Goff, zoe@example.org"]
    answers[0].click()
    assert dialog.rows.standing.counts() == {Kind.KNOWN: 2, Kind.NEW: 1}
    dialog.go.click()
    wait(context, qtbot)
    assert count(notebook) == 3
    assert said.done == ["3 people imported, 2 were already known, 1 completed"]
    with notebook.read() as db:
        assert len(people.named(db, HOSTILE, "")) == 1


def test_someone_who_may_be_known_can_be_someone_new(
    open_list: Open, context: Context, notebook: Notebook, tmp_path: Path, qtbot: QtBot
) -> None:
    with notebook.write(N_("Add {count} people"), count=1) as db:
        a_person(db, "Zoé", "Le Goff", email="zoe@example.org")
    dialog = open_list(made_list(tmp_path / "l.csv", "LE GOFF;Zoe;1962;"))
    next(each for each in dialog.rows.findChildren(Button) if each.accessibleName() == "Someone new").click()
    dialog.go.click()
    wait(context, qtbot)
    assert count(notebook) == 2


def test_wrong_accents_are_put_right_by_a_choice(
    open_list: Open, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mac.csv"
    path.write_bytes("Nom;Prénom\nLefèvre;Hélène\n".encode("mac_roman"))
    dialog = open_list(path)
    accents = next(
        each for each in dialog.source.findChildren(ComboBox) if each.accessibleName() == "Are the accents right?"
    )
    accents.setCurrentIndex(accents.findData("mac_roman"))
    accents.activated.emit(accents.currentIndex())
    wait(context, qtbot)
    qtbot.waitUntil(lambda: "Hélène" in texts(dialog))
    assert "chosen" in texts(dialog)


def test_a_list_without_names_asks_for_their_column(
    open_list: Open, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("Qui;Ville\nZoé Le Goff;Rennes\n", encoding="utf-8")
    dialog = open_list(path)
    assert not dialog.go.isEnabled()
    combo = next(each for each in dialog.columns.findChildren(ComboBox) if "Qui" in each.accessibleName())
    combo.setCurrentIndex(combo.findData("full_name"))
    combo.activated.emit(combo.currentIndex())
    wait(context, qtbot)
    assert dialog.go.accessibleName() == "Import 1 person"
    assert dialog.go.isEnabled()


def test_the_columns_unfold_with_examples_and_marks(open_list: Open) -> None:
    dialog = open_list(LISTS / "helloasso-tickets.csv")
    dialog.columns.unfold.click()
    shown = texts(dialog)
    assert "Nom participant" in shown
    assert "guessed" in shown
    assert "10 columns are not kept" in shown


def test_a_file_that_is_dropped_is_read(context: Context, qtbot: QtBot) -> None:
    dialog = ImportDialog(context, None, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(LISTS / "tabs.tsv"))])
    dialog.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    wait(context, qtbot)
    assert dialog.go.isEnabled()


def test_closing_while_the_list_is_read_writes_nothing(context: Context, notebook: Notebook, qtbot: QtBot) -> None:
    dialog = ImportDialog(context, None, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start(Asked(LISTS / "french-cp1252.csv"))
    dialog.reject()
    wait(context, qtbot)
    assert not dialog.isVisible()
    assert count(notebook) == 0


def test_a_dialog_opened_with_its_list_waits_on_the_button_that_imports(open_list: Open, qtbot: QtBot) -> None:
    dialog = open_list(LISTS / "french-cp1252.csv")
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.go)
