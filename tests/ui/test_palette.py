"""What the field on top finds, and in which order."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Action
from ui.page import Found
from ui.palette import CommandField


def test_what_is_called_just_as_it_is_typed_comes_first(app: QApplication, qtbot: QtBot) -> None:
    def nothing() -> None:
        pass

    owner = QWidget()
    qtbot.addWidget(owner)
    actions = [Action(text, text, nothing) for text in ("Save the day as a list…", "First steps…", "Save as a list…")]
    titles = ["First steps, again", "First steps, spring", "Premiers pas"]
    field = CommandField(
        owner, lambda: actions, lambda: [lambda _text: [Found(each, "", "", nothing) for each in titles]]
    )
    qtbot.addWidget(field)
    assert [each.text for each in field.matches("save list")][:2] == ["Save the day as a list…", "Save as a list…"]
    assert [each.text for each in field.matches("save as a list")][:2] == ["Save as a list…", "Save the day as a list…"]
    assert field.matches("premiers pas")[0].text == "Premiers pas"
    assert field.matches("First steps, spring")[0].text == "First steps, spring"
