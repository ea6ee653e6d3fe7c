"""Personal data in the window: the papers, seen before they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.notebook import Notebook
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from ui.dialogs.preview import PreviewDialog
from ui.dialogs.privacy import PrivacyDialog


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def dialog(app: QApplication, notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> Iterator[PrivacyDialog]:
    made = PrivacyDialog(make_context(notebook))
    qtbot.addWidget(made)
    made.show()
    yield made
    for preview in made.findChildren(PreviewDialog):
        preview.close()


def previewed(dialog: PrivacyDialog, qtbot: QtBot) -> PreviewDialog:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PreviewDialog)), timeout=10_000)
    (shown,) = dialog.findChildren(PreviewDialog)
    return shown


@pytest.mark.parametrize(
    ("press", "title"),
    [
        (lambda dialog: dialog.register_button.click(), "Register of processing activities"),
        (lambda dialog: dialog.notice_button.click(), "Information notice"),
    ],
)
def test_a_paper_is_seen_first(
    dialog: PrivacyDialog, qtbot: QtBot, press: Callable[[PrivacyDialog], object], title: str
) -> None:
    press(dialog)
    shown = previewed(dialog, qtbot)
    assert shown.windowTitle() == title
    assert len(shown.pages) >= 1


def test_everything_has_a_name(dialog: PrivacyDialog) -> None:
    assert unnamed_focusable(dialog) == []
