"""The papers of a journey: asked for, saved from the pages shown, read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from tests.documents.reading import words_of
from tests.journeys.hands import Hands, choosing
from tests.ui.keys import press
from ui.dialogs.preview import PreviewDialog
from ui.widgets.buttons import Button

Answer = Callable[[QWidget], object]


@dataclass
class PaperDesk:
    """A window, and the folder that papers are saved in."""

    hands: Hands
    folder: Path
    patch: pytest.MonkeyPatch

    def paper(self, *steps: Answer, ask: Callable[[], object]) -> str:
        """Ask for a paper, answer its questions, save what the preview shows, and return the words of the file."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.pdf"
        with self.hands.answering(*steps, self.save(path)):
            ask()
        return words_of(path)

    def save(self, path: Path) -> Answer:
        """Save the pages shown and close them."""

        def answer(dialog: QWidget) -> None:
            assert isinstance(dialog, PreviewDialog)
            choosing(self.patch, path)
            self.hands.press("Save…", dialog)
            self.hands.until(lambda: path.exists() and dialog.save_button.isEnabled())
            press(dialog, Qt.Key.Key_Escape)

        return answer

    def from_menu(self, entry: str, name: str = "Papers", inside: QWidget | None = None) -> None:
        """Open the menu of a button with Space, go down to an entry and choose it with Enter."""
        button = self.hands.find(Button, name, inside)
        menu = button.menu()
        assert isinstance(menu, QMenu)

        def choose() -> None:
            for _ in range([each.text() for each in menu.actions()].index(entry) + 1):
                press(menu, Qt.Key.Key_Down)
            press(menu, Qt.Key.Key_Return)

        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTimer.singleShot(0, menu, choose)  # the button waits until the menu closes
        press(button, Qt.Key.Key_Space, text=" ")
