"""The manual on screen: at the right page, searched, followed by links, driven by keys, opening nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from resources import i18n
from resources.manual import FOLDER, NAMES, PICTURE, pages
from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import press
from ui import manual
from ui.actions import keys
from ui.main_window import MainWindow
from ui.manual import Manual, open_manual
from ui.modal import run
from ui.page_table import PAGES
from ui.preferences import Preferences
from ui.window_menus import menus

SOURCE = Path(manual.__file__).parent


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def shown(window: QWidget) -> Iterator[Manual]:
    made = open_manual(window, "people")
    yield made
    made.close()


def titles(shown: Manual) -> list[str]:
    return [shown.contents.item(place).text() for place in range(shown.contents.count())]


def test_each_page_of_the_window_has_its_page_of_the_manual(window: QWidget) -> None:
    assert {page.name for page in PAGES} | {""} == set(manual.ABOUT)
    assert set(manual.ABOUT.values()) <= set(NAMES)


def test_it_opens_once_at_the_page_about_what_is_shown(window: QWidget, shown: Manual) -> None:
    assert shown.text.accessibleName() == "People"
    assert "The registry holds everyone" in shown.text.toPlainText()
    assert shown.contents.currentItem().text() == "People"
    assert open_manual(window, "programme") is shown
    assert shown.text.accessibleName() == "Handing over to the programme"


def test_in_a_dialog_f1_shows_the_page_about_it(window: QWidget, qtbot: QtBot) -> None:
    class SettingsDialog(QDialog):
        pass

    for kind, name in ((SettingsDialog, "window"), (QDialog, "start")):
        dialog = kind(window)
        found: list[Manual] = []

        def press_f1(dialog: QDialog = dialog, found: list[Manual] = found) -> None:
            press(dialog, Qt.Key.Key_F1)
            found.extend(dialog.findChildren(Manual))
            dialog.reject()

        QTimer.singleShot(50, dialog, press_f1)
        run(dialog)
        assert len(found) == 1
        told = next(page.title for page in pages("en") if page.name == name)
        assert found[0].text.accessibleName() == told
        assert not found[0].isVisible(), "it goes with the dialog"


def test_each_dialog_has_its_page_of_the_manual() -> None:
    classes = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert set(manual.IN_DIALOG) <= classes
    assert set(manual.IN_DIALOG.values()) <= set(NAMES)


def test_it_is_in_the_language_of_the_window(window: QWidget) -> None:
    i18n.use("fr")
    made = open_manual(window, "today")
    assert made.windowTitle() == "Manuel"
    assert titles(made)[0] == "Premiers pas"
    made.close()


def test_a_link_is_followed_and_the_way_back_is_kept(shown: Manual) -> None:
    assert not shown.back.isEnabled()
    shown.text.anchorClicked.emit(QUrl("privacy.md"))
    assert shown.text.accessibleName() == "Personal data"
    shown.text.anchorClicked.emit(QUrl("https://example.org/people.html"))
    assert shown.text.accessibleName() == "Personal data"
    shown.back.click()
    assert shown.text.accessibleName() == "People"
    assert not shown.back.isEnabled()


def pictures_of(shown: Manual) -> dict[str, QImage]:
    document = shown.text.document()
    names = [name for _says, name in PICTURE.findall(next(page.text for page in pages("en") if page.name == "people"))]
    kind = QTextDocument.ResourceType.ImageResource.value
    return {name: document.resource(kind, QUrl(name)) for name in names}


@pytest.mark.parametrize("width", [420, 1200])
def test_a_picture_is_as_wide_as_the_page_at_most_and_says_what_it_shows(shown: Manual, width: int) -> None:
    shown.resize(width, 600)
    shown.show()
    found = pictures_of(shown)
    assert sorted(found) == ["pictures/import.png", "pictures/people.png"]
    assert shown.text.horizontalScrollBar().maximum() == 0
    for name, picture in found.items():
        natural = QImage(str(FOLDER / "en" / name))
        assert 100 < picture.width() < shown.text.viewport().width()
        assert picture.width() <= natural.width()
        assert picture.width() / picture.height() == pytest.approx(natural.width() / natural.height(), rel=0.02)
    text = shown.text.toPlainText()
    assert text.index("\N{OBJECT REPLACEMENT CHARACTER}\nThe registry, with its filters") > 0


def test_words_are_found_in_any_page_and_shown(shown: Manual) -> None:
    shown.search.setText("PASSPHRASE recovery")
    assert titles(shown) == ["Keeping your data safe"]
    assert shown.found.text() == "1 page"
    assert shown.text.accessibleName() == "Keeping your data safe"
    assert "passphrase" in shown.text.textCursor().selectedText().lower()
    shown.search.setText("xyzzy")
    assert titles(shown) == []
    shown.search.clear()
    assert len(titles(shown)) == len(NAMES)


def test_it_is_driven_by_keys(shown: Manual, qtbot: QtBot) -> None:
    assert unnamed_focusable(shown) == []
    shown.contents.setFocus()
    press(shown.contents, Qt.Key.Key_Down)
    assert shown.text.accessibleName() == "Workshops and their sessions"
    press(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_every_key_of_the_menus_is_told(app: QApplication, qtbot: QtBot) -> None:
    whole = MainWindow(Preferences(None))
    qtbot.addWidget(whole)
    told = next(page.text for page in pages("en") if page.name == "window")
    with_key = [action for _title, rows in menus(whole) for action in rows if action is not None and keys(action)]
    assert len(with_key) >= 15
    assert [action.text for action in with_key if f"**{action.text}**" not in told] == []
