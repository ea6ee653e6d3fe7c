"""The Tab key follows the eye, and the focus is never lost when parts of a page are made anew."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.focus import first_stop, follow_the_eye, keeping_focus, stops
from ui.widgets.boxes import empty, flow
from ui.widgets.inputs import LineEdit
from ui.widgets.tabs import Tabs


@pytest.fixture
def page(app: QApplication, qtbot: QtBot) -> QWidget:
    """A page whose parts were made in another order than they are shown."""
    made = QWidget()
    second, first, third = LineEdit("second"), LineEdit("first"), LineEdit("third")
    for part in (second, first, third):
        part.setParent(made)
    beside = QHBoxLayout()
    beside.addWidget(second)
    beside.addWidget(third)
    whole = QVBoxLayout(made)
    whole.addWidget(first)
    whole.addLayout(beside)
    qtbot.addWidget(made)
    made.show()
    return made


def by_tab(page: QWidget) -> list[str]:
    """Return the names that the Tab key goes through, from the first part round to it again."""
    first = first_stop(page)
    assert first is not None
    names, each = [first.accessibleName()], first.nextInFocusChain()
    while each is not None and each is not first:
        names += [each.accessibleName()] if each is not page else []
        each = each.nextInFocusChain()
    return names


def test_tab_goes_by_the_layouts_not_by_age(page: QWidget) -> None:
    assert by_tab(page) != ["first", "second", "third"]
    follow_the_eye(page)
    assert by_tab(page) == ["first", "second", "third"]


def test_tabs_come_before_what_they_show(page: QWidget) -> None:
    tabs = Tabs("parts")
    tabs.add(LineEdit("inside"), "One")
    layout = page.layout()
    assert layout is not None
    layout.addWidget(tabs)
    assert [each.accessibleName() for each in stops(page)] == ["first", "second", "third", "parts", "inside"]


def test_the_first_stop_can_be_used_now(page: QWidget) -> None:
    first, second, _third = stops(page)
    first.setEnabled(False)
    assert first_stop(page) is second


def test_what_is_made_anew_under_the_same_name_keeps_the_focus(page: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    _first, second, _third = stops(page)
    second.setFocus()
    with keeping_focus(page):
        again = LineEdit("second")
        layout.replaceWidget(second, again)
        second.hide()
        second.deleteLater()
        again.show()
    assert page.focusWidget() is again


def test_where_nothing_replaces_the_focused_part_the_first_stop_has_the_focus(page: QWidget) -> None:
    first, second, _third = stops(page)
    second.setFocus()
    with keeping_focus(page):
        second.hide()
    assert page.focusWidget() is first


def items_that_python_holds() -> list[QLayoutItem]:
    """Return the wrappers of items of layouts; Qt tells none of them when it deletes the item."""
    held = shiboken6.getAllValidWrappers()
    return [each for each in held if isinstance(each, QLayoutItem) and not isinstance(each, QLayout)]


def test_walking_the_layouts_leaves_no_item_behind_for_which_a_new_widget_could_be_taken(page: QWidget) -> None:
    layout = page.layout()
    assert isinstance(layout, QVBoxLayout)
    grid = QGridLayout()
    grid.addWidget(LineEdit("fourth"), 0, 0)
    layout.addLayout(grid)
    layout.addWidget(flow(LineEdit("fifth")))
    before = len(items_that_python_holds())
    assert [each.accessibleName() for each in stops(page)] == ["first", "second", "third", "fourth", "fifth"]
    assert len(items_that_python_holds()) == before
    empty(layout)
    assert len(items_that_python_holds()) == before


def test_a_part_that_goes_takes_its_place_in_a_row_that_wraps_with_it(app: QApplication, qtbot: QtBot) -> None:
    part = LineEdit("part")
    row = flow(part, LineEdit("other"))
    qtbot.addWidget(row)
    before = len(items_that_python_holds())
    shiboken6.delete(part)
    assert len(items_that_python_holds()) == before - 1
    assert row.heightForWidth(300) > 0
