"""The one door to the user: our own words, plain text, verbs on buttons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.problem import refusal
from tests.ui.accessibility import unnamed_focusable
from ui import messages
from ui.widgets.notices import Toast

MARKUP = "<img src=/etc/passwd>"
Answer = Callable[..., list[QDialog]]


def labels(dialog: QDialog) -> list[QLabel]:
    return [each for each in dialog.findChildren(QLabel) if each.text()]


def buttons(dialog: QDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QPushButton)]


def test_an_error_is_shown_in_sentences_of_plain_text(app: QApplication, answer: Answer) -> None:
    shown = answer(QDialog.DialogCode.Accepted)
    messages.show_error(None, refusal("disk_full", file=MARKUP, folder="/media/stick"))
    assert any(MARKUP in each.text() for each in labels(shown[0]))
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in labels(shown[0]))
    assert unnamed_focusable(shown[0]) == []


def test_a_question_has_verbs_and_never_yes_or_no(app: QApplication, answer: Answer) -> None:
    shown = answer(QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected)
    assert messages.ask(None, f"Erase {MARKUP} for good?", verb="Erase 3 people for good", destructive=True)
    assert not messages.ask(None, "Leave?", verb="Leave")
    assert sorted(buttons(shown[0])) == ["Cancel", "Erase 3 people for good"]
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in labels(shown[0]))


@pytest.mark.parametrize(("destructive", "default"), [(True, "Cancel"), (False, "Move 3 people")])
def test_what_destroys_is_never_the_default(app: QApplication, answer: Answer, destructive: bool, default: str) -> None:
    shown = answer(QDialog.DialogCode.Rejected)
    messages.ask(None, "Sure?", verb="Move 3 people", destructive=destructive)
    chosen = [each.text() for each in shown[0].findChildren(QPushButton) if each.isDefault()]
    assert chosen == [default]


def test_a_real_question_is_answered_by_its_buttons(app: QApplication, qtbot: QtBot) -> None:
    def press_verb() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Leave").click()

    QTimer.singleShot(0, press_verb)
    assert messages.ask(None, "Leave?", verb="Leave")


def test_a_toast_is_shown_in_the_window_of_its_page(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    window.resize(800, 600)
    window.show()
    messages.toast(page, "Saved", "Undo: save", lambda: None)
    messages.toast(page, "Saved again")
    toasts = window.findChildren(Toast)
    assert len(toasts) == 1
    assert toasts[0].isVisible()


def test_a_question_whose_window_is_closed_under_it_is_answered_with_no(app: QApplication) -> None:
    below = QWidget()
    below.show()
    QTimer.singleShot(0, lambda: shiboken6.delete(below))
    assert not messages.ask(below, "Leave?", verb="Leave")
