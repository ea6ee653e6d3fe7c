"""Owns actions: rows of a table from which menus, buttons, shortcuts and the Ctrl+K list are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.buttons import Button, button
from ui.widgets.labels import plain_tip


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do. `text` is already in the language of the window.

    `shortcut` is a standard key or a text such as "Ctrl+,"; `chosen` makes it a choice that shows a mark when true;
    `caption` gives a text that changes (undo by name), read each time the menu opens.
    """

    name: str
    text: str
    handler: Callable[[], object]
    icon: str = ""
    shortcut: QKeySequence.StandardKey | str | None = None
    enabled: Callable[[], bool] = _always
    chosen: Callable[[], bool] | None = None
    caption: Callable[[], str] | None = None
    in_palette: bool = True

    def run(self) -> None:
        """Do it, unless it cannot be done now."""
        if self.enabled():
            self.handler()


Row = Action | None  # None is a separator


def keys(action: Action) -> list[QKeySequence]:
    """Return the key sequences of an action on this system."""
    if action.shortcut is None:
        return []
    if isinstance(action.shortcut, str):
        return [QKeySequence(text) for text in action.shortcut.split(" or ")]
    return list(QKeySequence.keyBindings(action.shortcut))


def key_text(action: Action) -> str:
    """Return the first shortcut as the system writes it, "" when there is none."""
    found = keys(action)
    return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""


def q_action(action: Action, owner: QWidget) -> QAction:
    """Make the QAction of a row."""
    made = QAction(action.text.replace("&", "&&"), owner)
    made.setObjectName(action.name)
    made.setShortcuts(keys(action))
    made.setCheckable(action.chosen is not None)
    made.triggered.connect(lambda *_: action.run())
    return made


def fill_menu(menu: QMenu, rows: Sequence[Row], owner: QWidget) -> list[QAction]:
    """Put actions into a menu; what they may do and what they are called is asked each time it opens."""
    made: list[tuple[Action, QAction]] = []
    group = QActionGroup(menu)
    group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
    for action in rows:
        if action is None:
            menu.addSeparator()
            continue
        entry = q_action(action, owner)
        menu.addAction(entry)
        owner.addAction(entry)  # the shortcut works although the menu is closed
        made.append((action, entry))
    menu.aboutToShow.connect(lambda: _ask(made))
    menu.aboutToHide.connect(lambda: _allow(made))
    _allow(made)
    return [entry for _, entry in made]


def _ask(made: Iterable[tuple[Action, QAction]]) -> None:
    for action, entry in made:
        entry.setEnabled(action.enabled())
        if action.caption is not None:
            entry.setText(action.caption().replace("&", "&&"))
        if action.chosen is not None:
            entry.setChecked(action.chosen())


def _allow(made: Iterable[tuple[Action, QAction]]) -> None:
    """Leave the shortcuts of a closed menu on: Action.run asks by itself whether it may."""
    for _, entry in made:
        entry.setEnabled(True)


def action_button(action: Action, kind: str = "plain") -> Button:
    """Make the button of an action; its tooltip tells the shortcut."""
    made = button(action.text, action.run, kind=kind, icon=action.icon)
    made.setObjectName(action.name)
    made.setEnabled(action.enabled())
    made.setToolTip(plain_tip(key_text(action)))
    return made


class MenuButton(Button):
    """A button that opens a menu of actions; its arrow stands behind the text."""

    def __init__(self, text: str, rows: Sequence[Row]) -> None:
        super().__init__(f"{text} ", icon="chevron-down")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setAccessibleName(text)
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setAccessibleName(text)
        fill_menu(menu, rows, self)
        self.setMenu(menu)


def for_palette(rows: Iterable[Row]) -> list[Action]:
    """Return the actions the Ctrl+K list offers now."""
    return [action for action in rows if action is not None and action.in_palette and action.enabled()]
