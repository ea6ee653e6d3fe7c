"""Parts of a page that are made no sooner than they are seen or asked for."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.focus import stops
from ui.widgets.later import Later
from ui.widgets.tabs import Tabs


class Shelf:
    """What was made and shown, and what there is to show."""

    def __init__(self) -> None:
        self.data, self.made, self.shown = "first", 0, 0

    def make(self) -> QLineEdit:
        self.made += 1
        return QLineEdit()

    def show(self, line: QLineEdit) -> None:
        self.shown += 1
        line.setText(self.data)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_part_is_made_once_when_its_tab_is_seen(app: QApplication, qtbot: QtBot, shelf: Shelf) -> None:
    tabs, place = Tabs("About"), Later(shelf.make, shelf.show)
    qtbot.addWidget(tabs)
    tabs.add(QLineEdit(), "First")
    tabs.add(place, "Second")
    tabs.show()
    assert (place.is_made, shelf.made) == (False, 0)
    tabs.setCurrentIndex(1)
    assert place.is_made
    assert place.part().isVisible()
    assert place.part().text() == "first"
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    assert (shelf.made, shelf.shown) == (1, 1)
    assert place.part() in list(stops(tabs))


def test_the_tab_key_finds_what_came_later(app: QApplication, qtbot: QtBot, shelf: Shelf) -> None:
    tabs, place = Tabs("About"), Later(shelf.make, shelf.show)
    qtbot.addWidget(tabs)
    tabs.add(place, "First")
    after = QLineEdit(tabs)
    tabs.show()
    chain = [tabs.tabBar().nextInFocusChain()]
    while chain[-1] not in (after, tabs.tabBar()):
        chain.append(chain[-1].nextInFocusChain())
    assert place.part() in chain


def test_what_is_out_of_sight_waits_with_new_data(app: QApplication, qtbot: QtBot, shelf: Shelf) -> None:
    place = Later(shelf.make, shelf.show)
    qtbot.addWidget(place)
    place.show()
    shelf.data = "second"
    place.outdate()
    assert place.part().text() == "second"
    place.hide()
    shelf.data = "third"
    place.outdate()
    place.outdate()
    assert shelf.shown == 2
    place.show()
    assert (place.part().text(), shelf.shown) == ("third", 3)


def test_who_asks_for_a_hidden_part_gets_it_as_it_is_now(app: QApplication, qtbot: QtBot, shelf: Shelf) -> None:
    place = Later(shelf.make, shelf.show)
    qtbot.addWidget(place)
    assert place.part().text() == "first"
    shelf.data = "second"
    place.outdate()
    assert shelf.shown == 1
    assert place.part().text() == "second"
