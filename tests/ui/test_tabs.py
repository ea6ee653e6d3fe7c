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
