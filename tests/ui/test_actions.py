"""Actions are rows of a table: menus, buttons, shortcuts and the list of Ctrl+K come from them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Action, action_button, fill_menu, for_palette, key_text, keys


def test_an_action_that_cannot_be_done_is_not_done(app: QApplication) -> None:
    done: list[int] = []
    Action("a", "Do", lambda: done.append(1), enabled=lambda: False).run()
    assert done == []
    Action("a", "Do", lambda: done.append(1)).run()
    assert done == [1]


def test_shortcuts_come_from_the_system_or_are_set_by_hand(app: QApplication) -> None:
    assert keys(Action("o", "Open", lambda: None, shortcut=QKeySequence.StandardKey.Open))
    by_hand = Action("z", "Redo", lambda: None, shortcut="Ctrl+Shift+Z or Ctrl+Y")
    assert [each.toString() for each in keys(by_hand)] == ["Ctrl+Shift+Z", "Ctrl+Y"]
    assert key_text(by_hand) == "Ctrl+Shift+Z"
    assert key_text(Action("n", "None", lambda: None)) == ""


def test_a_menu_asks_its_actions_each_time_it_opens(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    menu, state = QMenu(window), {"can": False, "chosen": True, "text": "Undo: delete"}
    rows = [
        Action("u", "Undo", lambda: None, enabled=lambda: bool(state["can"]), caption=lambda: str(state["text"])),
        None,
        Action("t", "Dark", lambda: None, chosen=lambda: bool(state["chosen"])),
    ]
    undo, dark = fill_menu(menu, rows, window)
    menu.aboutToShow.emit()
    assert not undo.isEnabled()
    assert undo.text() == "Undo: delete"
    assert dark.isChecked()
    menu.aboutToHide.emit()
    assert undo.isEnabled()  # the shortcut stays on; run() asks again
    state.update(can=True, text="Undo: move & copy")
    menu.aboutToShow.emit()
    assert undo.isEnabled()
    assert undo.text() == "Undo: move && copy"


def test_a_button_is_made_from_an_action(app: QApplication, qtbot: QtBot) -> None:
    done: list[int] = []
    made = action_button(Action("new", "New workshop", lambda: done.append(1), icon="plus", shortcut="Ctrl+J"))
    qtbot.addWidget(made)
    made.click()
    assert done == [1]
    assert made.accessibleName() == "New workshop"
    assert made.toolTip() == "Ctrl+J"


def test_the_palette_offers_what_can_be_done_now(app: QApplication) -> None:
    rows = [
        Action("a", "A", lambda: None),
        None,
        Action("b", "B", lambda: None, enabled=lambda: False),
        Action("c", "C", lambda: None, in_palette=False),
    ]
    assert [each.name for each in for_palette(rows)] == ["a"]
