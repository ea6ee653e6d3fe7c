"""The look of the certificates, half typed when the application dies: it is there again, in its layout."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models import half_typed, layouts
from models.notebook import Notebook
from tests.documents.pictures import a_drawing, encoded
from tests.notebooks import file_notebook, new_file
from tests.ui.conftest import Said
from tests.ui.test_layout_dialog import Open, choose, context, kept, opened, settled, shown_pictures, write
from ui.dialogs.layout import LayoutDialog
from ui.half_typed import HalfTyped
from ui.page import Context

__all__ = ["context", "file_notebook", "new_file", "opened"]


def waiting(notebook: Notebook) -> list[str]:
    with notebook.read() as db:
        return [form for form, _at in half_typed.waiting(db)]


def die(dialog: LayoutDialog, qtbot: QtBot) -> None:
    """End as a crash does: what is typed is kept by then, and nothing of the dialog is told that it closes."""
    keeper = dialog.findChild(HalfTyped)
    assert isinstance(keeper, HalfTyped)
    keeper.keep()
    assert waiting(dialog._context.notebook) == ["layout"]
    settled(dialog, qtbot)
    dialog.finished.disconnect()
    dialog.hide()
    keeper.deleteLater()


def told(dialog: LayoutDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel) if "here again" in each.text() and each.isVisible()]


def test_words_and_colours_are_there_again_in_their_layout(opened: Open, context: Context, qtbot: QtBot) -> None:
    first = opened()
    choose(first, "Modern")
    write(first, "title", "Our <b> certificate")
    first.form.colours["accent"].activated.emit(first.form.colours["accent"].findText("Burgundy"))
    die(first, qtbot)
    again = opened()
    assert again.layouts.currentText().startswith("Modern")
    assert again.form.words.read()["title"] == "Our <b> certificate"
    assert again.form.colours["accent"].value == "#8C1D40"
    assert again.is_changed
    (banner,) = told(again)
    assert "pictures" not in banner
    again.save_button.click()
    assert (kept(context), waiting(context.notebook)) == (["Modern – LPB"], [])


def test_begin_anew_shows_the_layout_as_it_is_stored(opened: Open, context: Context, qtbot: QtBot) -> None:
    first = opened()
    write(first, "title", "Our certificate")
    die(first, qtbot)
    again = opened()
    (anew,) = [each for each in again.findChildren(QPushButton) if each.text().strip() == "Begin anew"]
    anew.click()
    assert again.form.words.read()["title"] == ""
    assert not again.is_changed
    assert (told(again), waiting(context.notebook)) == ([], [])
    settled(again, qtbot)
    again.close()


def test_new_pictures_have_to_be_chosen_again_and_it_is_said(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "logo.png").write_bytes(encoded(a_drawing()))
    first = opened()
    first.form.take("logo", tmp_path / "logo.png")
    shown_pictures(first, qtbot, "logo", 1)
    die(first, qtbot)
    second = opened()
    write(second, "title", "Our certificate")
    die(second, qtbot)
    again = opened()
    (banner,) = told(again)
    assert banner.endswith("Choose its new pictures again."), "after a second crash too"
    assert again.form.words.read()["title"] == "Our certificate"
    settled(again, qtbot)
    again.close()


def test_what_was_given_up_and_whose_layout_is_gone(opened: Open, context: Context, qtbot: QtBot, said: Said) -> None:
    first = opened()
    write(first, "note", "A note")
    qtbot.waitUntil(lambda: waiting(context.notebook) == ["layout"])
    settled(first, qtbot)
    first.reject()
    assert waiting(context.notebook) == []
    with context.notebook.write("Keep what is half typed") as db:
        half_typed.keep(db, "layout", {"layout": "gone", "title": "Mine", "accent": "#8C1D40"})
        assert layouts.lines(db) == []
    again = opened()
    assert again.layouts.currentText().startswith("Classic")
    assert again.form.words.read()["title"] == "Mine"
    settled(again, qtbot)
    again.close()
