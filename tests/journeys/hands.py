"""The hands of a journey inside the window: finds what is shown by its accessible name, presses, types, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import press, type_text
from ui.main_window import MainWindow
from ui.table_view import RowsView
from ui.widgets.inputs import ComboBox, LineEdit

Shown = TypeVar("Shown", bound=QWidget)
LOOK_AGAIN = 20  # milliseconds between two looks for a dialog
PATIENCE = 20_000  # milliseconds until something counts as never coming
CHOICES = ("getOpenFileName", "getSaveFileName", "getOpenFileNames", "getExistingDirectory")


class Hands:
    """What a person does in a window."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot, self.window = qtbot, window

    @property
    def notebook(self) -> Notebook:
        """The notebook that the window shows."""
        assert isinstance(self.window, MainWindow)
        assert self.window.context is not None
        return self.window.context.notebook

    def find(self, kind: type[Shown], name: str, inside: QWidget | None = None) -> Shown:
        """Wait for a widget of this kind that is shown with this accessible name (* stands for anything)."""

        def look() -> None:
            assert self.all(kind, name, inside), f"no {kind.__name__} « {name} »; there are {self.names(kind, inside)}"

        self._qtbot.waitUntil(look, timeout=PATIENCE)
        return self.all(kind, name, inside)[0]

    def all(self, kind: type[Shown], name: str, inside: QWidget | None = None) -> list[Shown]:
        """Return what is shown now of this kind with this name."""
        found = (inside or self.window).findChildren(kind)
        return [each for each in found if each.isVisible() and fnmatchcase(each.accessibleName(), name)]

    def names(self, kind: type[Shown], inside: QWidget | None = None) -> list[str]:
        """Return the names of all that is shown of a kind."""
        return [each.accessibleName() for each in self.all(kind, "*", inside)]

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Go to a button with the keyboard and press it."""
        button = self.find(QPushButton, name, inside)
        self.until(button.isEnabled)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        press(button, Qt.Key.Key_Space, text=" ")

    def type(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Type a text into a field, in place of what is there."""
        field = self.find(LineEdit, name, inside)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()
        type_text(field, text)

    def choose(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Go down a choice with the arrow keys until it shows a text (* stands for anything)."""
        choice = self.find(ComboBox, name, inside)
        choice.setFocus(Qt.FocusReason.TabFocusReason)
        press(choice, Qt.Key.Key_Home)
        for _ in range(choice.count()):
            if fnmatchcase(choice.currentText(), text):
                return
            press(choice, Qt.Key.Key_Down)
        assert fnmatchcase(choice.currentText(), text), f"the choice ends at « {choice.currentText()} »"

    def rows(self, table: str) -> list[list[str]]:
        """Return what a list shows."""
        model = self.find(RowsView, table).model()
        return [
            [str(model.index(row, place).data()) for place in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def go_to(self, table: str, text: str) -> None:
        """Go down a list with the arrow keys to the line with a text in it."""
        view = self.find(RowsView, table)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        place = next(place for place, row in enumerate(self.rows(table)) if any(text in each for each in row))
        for _ in self.rows(table):
            press(view, Qt.Key.Key_Up)
        for _ in range(place):
            press(view, Qt.Key.Key_Down)
        press(view, Qt.Key.Key_Space, text=" ")  # chosen, also where there was no way to go

    def open_tab(self, text: str) -> None:
        """Go along the tabs with the arrow keys to the one whose text begins so."""
        bar = self.find(QTabBar, "*")
        bar.setFocus(Qt.FocusReason.TabFocusReason)
        place = next(place for place in range(bar.count()) if bar.tabText(place).startswith(text))
        while bar.currentIndex() != place:
            press(bar, Qt.Key.Key_Right if bar.currentIndex() < place else Qt.Key.Key_Left)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE)

    @contextmanager
    def answering(self, *steps: Callable[[QWidget], object]) -> Iterator[None]:
        """Answer, one after the other, the dialogs that open within; each must have closed at the end."""
        waiting = list(steps)
        already: QWidget | None = QApplication.activeModalWidget()  # a dialog that opens another one
        seen = [already]
        wrong: list[BaseException] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or any(dialog is each for each in seen) or not waiting:
                return
            seen.append(dialog)
            try:
                unnamed = unnamed_focusable(dialog, only_shown=True)
                assert not unnamed, f"without a name: {unnamed}"
                waiting.pop(0)(dialog)
            except BaseException as error:  # noqa: BLE001 - told below, once nothing is modal any more
                wrong.append(error)
                waiting.clear()
                dialog.close()

        timer = QTimer(interval=LOOK_AGAIN)
        timer.timeout.connect(look)
        timer.start()
        try:
            yield
            self.until(lambda: bool(wrong) or (not waiting and QApplication.activeModalWidget() is already))
        finally:
            timer.stop()
        if wrong:
            raise wrong[0]


def choosing(patch: pytest.MonkeyPatch, *places: Path) -> None:
    """Let the next file dialogs of the system give these places, one after the other."""
    given = list(places)

    def choose(*_asked: object, **_more: object) -> tuple[str, str]:
        return str(given.pop(0)), ""

    def choose_several(*_asked: object, **_more: object) -> tuple[list[str], str]:
        return [str(given.pop(0))], ""

    def choose_folder(*_asked: object, **_more: object) -> str:
        return str(given.pop(0))

    answers: Sequence[Callable[..., object]] = (choose, choose, choose_several, choose_folder)
    for name, answer in zip(CHOICES, answers, strict=True):
        patch.setattr(QFileDialog, name, answer)
