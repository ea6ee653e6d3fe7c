"""Tabs where there is no room for all of them: nothing lies over the shown one. Their menu: test_small_screen.py."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.tabs import Tabs

NAMES = ("Attendance", "Enrolled (12)", "Sessions (6)", "Certificates", "Facts", "History")


@pytest.fixture
def narrow(app: QApplication, qtbot: QtBot) -> Tabs:
    tabs = Tabs("About this workshop")
    qtbot.addWidget(tabs)
    for name in NAMES:
        tabs.add(QWidget(), name)
    tabs.resize(320, 200)
    tabs.show()
    return tabs


def seen(tabs: Tabs, place: int) -> QRect:
    bar = tabs.tabBar()
    return bar.tabRect(place).intersected(bar.rect())


def test_nothing_lies_over_the_tabs_and_the_shown_one_is_whole(narrow: Tabs) -> None:
    arrows = narrow.tabBar().findChildren(QToolButton)
    for place in range(narrow.count()):
        narrow.setCurrentIndex(place)
        assert seen(narrow, place).width() >= narrow.tabBar().tabRect(place).width() - 2
        assert not [each for each in arrows if each.isVisible() and each.width() > 0]


def test_of_a_tab_that_is_cut_no_part_of_its_word_is_shown_but_dots(narrow: Tabs) -> None:
    bar, found = narrow.tabBar(), 0
    for place in range(narrow.count()):
        narrow.setCurrentIndex(place)
        shown = bar.grab().toImage()
        for tab in range(narrow.count()):
            part = seen(narrow, tab)
            if tab == place or part.isEmpty() or part == bar.tabRect(tab):
                continue
            found += 1
            middle, room = part.center().x(), bar.fontMetrics().horizontalAdvance("…")
            beside = [x for x in range(part.left(), part.right() + 1) if abs(x - middle) > room]
            inked = {shown.pixelColor(x, y).name() for x in beside for y in range(part.top(), part.bottom() + 1)}
            assert len(inked) <= 1, NAMES[tab]
    assert found
