"""The window on a small screen with large text: nothing is cut, what has no room is one click away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models import views
from models.notebook import Notebook
from models.views import ViewDraft
from resources import i18n
from resources.i18n import N_
from tests.builders import a_person, a_workshop
from tests.ui.conftest import MakeContext
from ui import theme
from ui.dialogs.import_people import ImportDialog
from ui.dialogs.import_reading import Asked
from ui.pages.people import PeoplePage
from ui.pages.person import PersonPage
from ui.widgets.labels import TitleLabel, label
from ui.widgets.tabs import Tabs

LISTS = Path(__file__).parents[1] / "exchange" / "lists"
INSIDE = (1020, 610)
"""What is left of 1366x768 at 200 % beside the pages at the left, under the menus and the search (pixels)."""


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        with made.write(N_("Add {count} people"), count=6) as db:
            for name in ("Le Goff", "Kerbrat", "Diop", "Martin", "Nguyễn"):
                a_person(db, "Zoé", name, town="Rennes")
            a_person(db, "W" * 60, "y" * 60)
            a_workshop(db)
        yield made


@pytest.fixture
def large(app: QApplication) -> Iterator[QApplication]:
    """The application in French at 200 % of text."""
    i18n.use("fr")
    theme.apply(app, theme.resolve("light", text_size=200))
    yield app
    i18n.use("en")
    theme.apply(app, theme.resolve("light"))


def shown(page: QWidget, qtbot: QtBot, width: int, height: int) -> None:
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    QApplication.sendPostedEvents()


@pytest.fixture
def people(large: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> PeoplePage:
    page = PeoplePage(make_context(notebook))
    page.refresh(None)
    shown(page, qtbot, *INSIDE)
    return page


def test_the_list_of_people_shows_rows_on_the_first_screen(people: PeoplePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: people.table.count == 6)
    first = people.table.view.visualRect(people.table.model.index(1, 0))
    bottom = people.table.view.viewport().mapTo(people, first.bottomLeft()).y()
    assert bottom <= INSIDE[1], "two rows stand above the edge of the screen"


def test_folded_filters_are_shown_by_their_button_which_counts_them(people: PeoplePage, qtbot: QtBot) -> None:
    town = people.filters.combo("town")
    assert not town.isVisible()
    people.filters.toggle.click()
    assert town.isVisible()
    town.setCurrentIndex(town.findData("Rennes"))
    qtbot.waitUntil(lambda: people.table.count == 5)
    assert town.isVisible(), "nothing folds while it is being chosen"
    people.filters.toggle.click()
    assert not town.isVisible()
    assert people.filters.toggle.accessibleName() == "Filtres (1)"


@pytest.mark.parametrize("width", [1020, 620])
def test_the_bar_of_the_selected_stays_one_line_and_loses_nothing(people: PeoplePage, qtbot: QtBot, width: int) -> None:
    people.resize(width, 610)
    qtbot.waitUntil(lambda: people.table.count == 6)
    people.table.select(people.table.model.ids[:2])
    QApplication.sendPostedEvents()
    bar = people.bar
    assert bar.height() < 2 * theme.size(40)
    bar._fill()
    folded = [each.text() for each in bar.more.menu().actions()]
    visible = [each.accessibleName() for each in bar.buttons.values() if each.isVisibleTo(bar)]
    assert sorted(folded + visible) == sorted(each.accessibleName() for each in bar.buttons.values())
    assert folded[-1] == "Supprimer"
    assert bar._clear.geometry().right() <= bar.width()


def test_a_title_too_long_for_the_page_ends_in_dots_and_is_whole_elsewhere(
    app: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    from models.people import PeopleQuery, find

    with notebook.read() as db:
        (person,) = find(db, PeopleQuery("w" * 20))
    page = PersonPage(make_context(notebook))
    shown(page, qtbot, 900, 600)
    page.show_record(person)
    page.refresh(None)
    QApplication.sendPostedEvents()
    title = page.header._title
    assert title.text() != title.whole
    assert title.toolTip() == title.accessibleName() == title.whole == f"{'W' * 60} {'y' * 60}"
    metrics = title.fontMetrics()
    assert all(metrics.horizontalAdvance(word) <= title.width() for word in title.text().split())
    page.resize(3000, 600)
    QApplication.sendPostedEvents()
    assert title.text() == title.whole


def test_tabs_out_of_sight_stand_in_a_menu(app: QApplication, qtbot: QtBot) -> None:
    tabs = Tabs("Parts")
    for text in ("Facts", "Workshops & more", "Attendance", "Certificates", "History"):
        tabs.add(QWidget(), text)
    shown(tabs, qtbot, 1200, 300)
    assert not tabs._all.isVisible()
    tabs.resize(300, 300)
    QApplication.sendPostedEvents()
    assert tabs._all.isVisible()
    menu = tabs.menu()
    assert [each.text() for each in menu.actions()][-1] == "History"
    menu.actions()[-1].trigger()
    assert tabs.tabText(tabs.currentIndex()) == "History"
    menu.deleteLater()


def test_the_window_of_a_list_fits(
    large: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;E-mail\nDupont;Jean et Marie;\nLe Gof;Zoé;\nDiop;42;pas un mail\n", "utf-8")
    context = make_context(notebook)
    dialog = ImportDialog(context, None, None)
    dialog.start(Asked(path))
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    shown(dialog, qtbot, 1318, 672)
    assert dialog.minimumSizeHint().width() <= 1318
    assert dialog.minimumSizeHint().height() <= 672
    dialog.foot.next.click()
    question = dialog.rows._question
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    top = question.mapTo(dialog._area, question.rect().topLeft()).y()
    assert top >= 0
    assert top + question.height() <= dialog._area.height(), "the whole question is in sight"


def test_a_word_wider_than_its_line_is_broken_and_not_cut(app: QApplication, qtbot: QtBot) -> None:
    made = label(f"Zoé {'W' * 60}", wrap=True)
    shown(made, qtbot, 200, 400)
    assert made.text() == f"Zoé {'W' * 60}"
    assert made.accessibleName() == ""
    lines = made.heightForWidth(200) / made.fontMetrics().lineSpacing()
    assert lines > 3, "what does not fit stands on more lines"
    made.resize(4000, 400)
    QApplication.sendPostedEvents()
    assert made.heightForWidth(4000) < 2 * made.fontMetrics().lineSpacing()


def test_what_may_be_copied_is_never_broken(app: QApplication, qtbot: QtBot) -> None:
    made = label("f" * 90, wrap=True, selectable=True)
    shown(made, qtbot, 200, 400)
    assert QLabel.text(made) == "f" * 90


def test_a_saved_view_of_a_long_name_makes_no_menu_wider_than_the_screen(people: PeoplePage) -> None:
    with people.context.notebook.write(N_("Save a view")) as db:
        views.save(db, ViewDraft("people", "W" * 120))
        views.save(db, ViewDraft("people", "<b>Rennes</b> & environs"))
    people.views.fill()
    menu = people.views.menu()
    assert menu.sizeHint().width() < 1000
    named = {each.toolTip(): each.text() for each in menu.actions()}
    assert named["W" * 120].endswith("…")
    assert "<b>Rennes</b> && environs" in named.values()


def test_a_title_of_many_words_takes_three_lines_and_tells_the_rest_as_its_tooltip(
    large: QApplication, qtbot: QtBot
) -> None:
    title = TitleLabel(" ".join(["Wilhelmine-Élisabeth"] * 12))
    shown(title, qtbot, INSIDE[0] // 2, 600)
    assert title.text().endswith(" …")
    assert title.heightForWidth(title.width()) <= 3 * title.fontMetrics().lineSpacing() + 8
    assert title.toolTip() == title.whole == title.accessibleName()


def test_whether_those_who_paid_come_is_asked_in_full(
    large: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot
) -> None:
    context = make_context(notebook)
    dialog = ImportDialog(context, None, None)
    shown(dialog, qtbot, 1318, 672)
    dialog.start(Asked(LISTS / "helloasso-payments.csv"))
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    QApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: dialog.payers.width() >= dialog.payers.sizeHint().width())
