"""The look of the certificates: a layout changed beside the page that it prints, kept, given away and taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from documents import own_layouts
from models import association, layouts
from models.notebook import Notebook
from tests.documents.pictures import a_drawing, a_scan, encoded
from tests.notebooks import file_notebook, new_file
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui import messages
from ui.dialogs.layout import LayoutDialog
from ui.page import Context
from ui.widgets.inputs import LineEdit

__all__ = ["file_notebook", "new_file"]

Open = Callable[[], LayoutDialog]


@pytest.fixture
def context(file_notebook: Notebook, make_context: MakeContext) -> Context:
    """An association whose chair signs."""
    with file_notebook.write("Prepare") as db:
        draft = association.draft(db)
        association.save(db, replace(draft, short_name="LPB", signatory_name="Maëlle Kerbrat", signatory_role="Chair"))
    return make_context(file_notebook)


@pytest.fixture
def opened(context: Context, qtbot: QtBot) -> Open:
    """Open the dialog, its page drawn."""

    def make() -> LayoutDialog:
        parent = context.jobs.parent()
        assert isinstance(parent, QWidget)
        dialog = LayoutDialog(context, parent)
        dialog.show()
        settled(dialog, qtbot)
        return dialog

    return make


def settled(dialog: LayoutDialog, qtbot: QtBot) -> None:
    """Wait until the page shows what is wanted."""
    qtbot.waitUntil(lambda: not dialog.page.is_waiting, timeout=10_000)


def said_on(dialog: LayoutDialog, qtbot: QtBot) -> str:
    """Return what the page says, drawn anew."""
    settled(dialog, qtbot)
    return dialog.page.accessibleDescription()


def write(dialog: LayoutDialog, field: str, text: str) -> None:
    for form in (dialog.form.name, dialog.form.words, dialog.form.signs):
        if field in form.read():
            widget = form.widget(field)
            assert isinstance(widget, LineEdit)
            widget.setText(text)


def choose(dialog: LayoutDialog, name: str) -> None:
    place = next(n for n in range(dialog.layouts.count()) if dialog.layouts.itemText(n).startswith(name))
    dialog.layouts.setCurrentIndex(place)
    dialog.layouts.activated.emit(place)


def shown_pictures(dialog: LayoutDialog, qtbot: QtBot, slot: str, count: int) -> None:
    qtbot.waitUntil(lambda: len(dialog._content().pictures) == count and slot in dialog._content().values["pictures"])


def kept(context: Context) -> list[str]:
    with context.notebook.read() as db:
        return [line.name for line in layouts.lines(db)]


def test_the_page_follows_what_is_typed(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    assert "Certificate of attendance" in said_on(dialog, qtbot)
    write(dialog, "title", "A fine certificate")
    write(dialog, "note", "With the support of the town")
    write(dialog, "second_name", "Jean-Yves Le Bras")
    said = said_on(dialog, qtbot)
    for text in ("A fine certificate", "With the support of the town", "Jean-Yves Le Bras", "Maëlle Kerbrat"):
        assert text in said
    dialog.close()


def test_the_page_is_shown_with_names_of_any_length_and_script(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    for place in range(dialog.names.count()):
        dialog.names.setCurrentIndex(place)
        said = said_on(dialog, qtbot)
        assert all(word in said for word in str(dialog.names.currentData()).split()[:1]) or place == 4
        assert not dialog.trouble.isVisible()
    dialog.close()


def test_what_was_changed_is_kept_as_an_own_layout_and_becomes_usual(
    opened: Open, context: Context, qtbot: QtBot, said: Said
) -> None:
    dialog = opened()
    choose(dialog, "Modern")
    assert dialog.form.name.read()["name"] == "Modern – LPB"
    write(dialog, "title", "Our certificate")
    dialog.usual.setChecked(True)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert said.done == ["Look of the certificates saved"]
    with context.notebook.read() as db:
        found = next(each for each in own_layouts.choices(db) if each.is_usual)
        assert found.name == "Modern – LPB"
        layout = own_layouts.layout_of(db, found.reference)
        assert layout.words == {"title": "Our certificate"}
        assert [each.name for each in layout.signatories] == ["Maëlle Kerbrat"]
    context.notebook.undo()
    assert kept(context) == []


def test_choosing_another_layout_alone_keeps_no_copy_of_it(opened: Open, context: Context, qtbot: QtBot) -> None:
    dialog = opened()
    choose(dialog, "Half a page")
    dialog.usual.setChecked(True)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    with context.notebook.read() as db:
        assert layouts.usual(db) == "half-page"
    assert kept(context) == []


def test_pictures_come_from_files_and_go_again(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "logo.png").write_bytes(encoded(a_drawing()))
    (tmp_path / "signature.jpg").write_bytes(encoded(a_scan(), "JPEG"))
    dialog = opened()
    dialog.form.take("logo", tmp_path / "logo.png")
    shown_pictures(dialog, qtbot, "logo", 1)
    dialog.form.take("signature", tmp_path / "signature.jpg")
    shown_pictures(dialog, qtbot, "signature", 2)
    assert dialog.form.pictures["logo"].remove.isVisibleTo(dialog)
    dialog.form.pictures["logo"].remove.click()
    assert list(dialog._content().values["pictures"]) == ["signature"]
    settled(dialog, qtbot)
    dialog.close()


def test_a_file_that_is_no_picture_is_told_under_its_field(opened: Open, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.txt").write_text("not a picture")
    dialog = opened()
    dialog.form.take("stamp", tmp_path / "notes.txt")
    field = dialog.form.pictures["stamp"]
    qtbot.waitUntil(lambda: "notes.txt" in field.choose.accessibleDescription())
    assert not dialog.is_changed
    dialog.close()


def test_a_colour_is_chosen_by_name_or_picked_and_a_pale_one_is_told(
    opened: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dialog = opened()
    choice = dialog.form.colours["accent"]
    choice.activated.emit(choice.findText("Burgundy"))
    assert dialog._content().values["colours"]["accent"] == "#8C1D40"
    assert not dialog.form._pale.isVisibleTo(dialog)
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor(240, 220, 90))
    choice.activated.emit(choice.count() - 1)
    assert dialog._content().values["colours"]["accent"] == "#F0DC5A"
    assert dialog.form._pale.isVisibleTo(dialog)
    settled(dialog, qtbot)
    dialog.close()


def test_words_that_do_not_fit_are_told_and_the_page_stays(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    write(dialog, "title", "W" * 300)
    said = said_on(dialog, qtbot)
    assert "Certificate of attendance" in said
    assert "too long" in dialog.trouble.text()
    write(dialog, "title", "Short")
    assert "Short" in said_on(dialog, qtbot)
    assert not dialog.trouble.isVisibleTo(dialog)
    dialog.close()


def test_a_word_that_may_not_stand_there_is_told_at_its_field(opened: Open, context: Context, qtbot: QtBot) -> None:
    dialog = opened()
    write(dialog, "title", "Certificat de réalisation")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "réalisation" in dialog.form.words.widget("title").accessibleDescription()
    assert kept(context) == []
    settled(dialog, qtbot)
    dialog.close()


def test_changes_are_not_lost_by_choosing_another_layout(
    opened: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def ask(_parent: QWidget, question: str, **_more: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(messages, "ask", ask)
    dialog = opened()
    write(dialog, "title", "Mine")
    choose(dialog, "Sober")
    assert len(asked) == 1
    assert dialog._content().values["words"] == {"title": "Mine"}
    assert dialog.layouts.currentText().startswith("Classic")
    settled(dialog, qtbot)
    dialog.close()


def test_a_layout_goes_out_and_comes_in_as_one_file(
    opened: Open, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "ours.carnet-layout"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog = opened()
    write(dialog, "name", "Ours")
    dialog.on_export()
    qtbot.waitUntil(path.exists)
    for name in ("Ours", "Ours (2)"):
        dialog.on_import()
        qtbot.waitUntil(lambda name=name: name in kept(context))
    assert dialog.layouts.currentText() == "Ours (2)"
    settled(dialog, qtbot)
    dialog.close()


def test_an_own_layout_is_changed_in_place_and_forgotten(
    opened: Open, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(messages, "ask", lambda *_args, **_more: True)
    with context.notebook.write("Prepare") as db:
        base = own_layouts.content(db, "sober")
        uid = layouts.uid_of(db, own_layouts.keep(db, replace(base, name="Ours")))
        layouts.set_usual(db, uid)
    dialog = opened()
    assert dialog.form.name.read()["name"] == "Ours"
    write(dialog, "note", "A note")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    with context.notebook.read() as db:
        assert own_layouts.layout_of(db, uid).words == {"note": "A note"}
    again = opened()
    again.forget_button.click()
    assert kept(context) == []
    settled(again, qtbot)
    again.close()


def test_every_stop_has_a_name_and_the_page_says_its_text(opened: Open) -> None:
    dialog = opened()
    assert unnamed_focusable(dialog) == []
    assert "Marie-Françoise Le Goff" in dialog.page.accessibleDescription()
    dialog.close()
