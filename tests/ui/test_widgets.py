"""The parts of pages: plain text always, small chips, rows that wrap, toasts that wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import press, type_text
from ui.widgets.boxes import Card, deck, flow
from ui.widgets.buttons import button, icon_button, link
from ui.widgets.header import PageHeader
from ui.widgets.inputs import CheckBox, ComboBox, LineEdit, NoteEdit, SearchField
from ui.widgets.labels import chip, elided, label, plain_tip
from ui.widgets.notices import Banner, EmptyState, Toast

MARKUP = "<img src=/etc/passwd><b>Zoé</b>"


@pytest.mark.parametrize("wrap", [False, True])
def test_a_name_with_markup_is_shown_as_it_is(app: QApplication, qtbot: QtBot, wrap: bool) -> None:
    shown = label(MARKUP, wrap=wrap)
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert QAccessible.queryAccessibleInterface(shown).text(QAccessible.Text.Name) == MARKUP


def test_every_label_inside_the_parts_is_plain(app: QApplication, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel

    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    header = PageHeader(MARKUP, MARKUP)
    header.set_chip(MARKUP)
    for part in (header, Banner(MARKUP), EmptyState("users", MARKUP), elided(MARKUP), chip(MARKUP)):
        layout.addWidget(part)
    texts = [each for each in page.findChildren(QLabel) if each.text()]
    assert len(texts) >= 6
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in texts)


def test_a_tooltip_cannot_hold_markup() -> None:
    assert "<img" not in plain_tip(MARKUP)
    assert plain_tip("O'Brien & fils") == "O'Brien & fils"


def test_a_cut_text_ends_in_dots_and_says_all_in_its_tooltip(app: QApplication, qtbot: QtBot) -> None:
    shown = elided("Reconnaître les arnaques en ligne")
    qtbot.addWidget(shown)
    shown.resize(90, 24)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == "Reconnaître les arnaques en ligne"
    assert shown.accessibleName() == "Reconnaître les arnaques en ligne"
    shown.resize(600, 24)
    assert shown.text() == "Reconnaître les arnaques en ligne"
    assert shown.toolTip() == ""


def test_a_chip_is_not_stretched(app: QApplication, qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    small = chip("in 20 minutes", "accent")
    card.body.addWidget(small)
    card.resize(800, 200)
    card.show()
    assert small.width() < 200
    assert small.mapTo(card, QPoint(0, 0)).x() < 40


def test_a_wrapped_text_gets_the_height_it_needs_and_gives_it_back(app: QApplication, qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    text = label("Nothing here is real, and its papers say so. " * 3, wrap=True)
    card.body.addWidget(text)
    card.resize(300, 400)
    card.show()
    narrow = text.height()
    card.resize(900, 400)
    assert narrow >= text.heightForWidth(260)
    qtbot.waitUntil(lambda: text.height() < narrow)


def test_buttons_wrap_onto_the_next_line(app: QApplication, qtbot: QtBot) -> None:
    buttons = [button("Sign-in sheet", lambda: None) for _ in range(4)]
    row = flow(*buttons)
    qtbot.addWidget(row)
    row.resize(320, 300)
    row.show()
    assert len({each.y() for each in buttons}) > 1
    assert max(each.geometry().right() for each in buttons) <= 320


def test_cards_are_as_wide_as_each_other(app: QApplication, qtbot: QtBot) -> None:
    cards = [Card() for _ in range(3)]
    for card in cards:
        card.body.addWidget(label("One"))
    shown = deck(*cards)
    qtbot.addWidget(shown)
    shown.resize(1000, 300)
    shown.show()
    assert len({card.width() for card in cards}) == 1
    assert len({card.y() for card in cards}) == 1
    shown.resize(400, 300)
    assert len({card.y() for card in cards}) == 3


def test_every_part_that_takes_the_focus_has_a_name(app: QApplication, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    parts = [
        icon_button("copy", "Copy", lambda: None),
        link("See the list", lambda: None),
        LineEdit("Name"),
        NoteEdit("Notes"),
        CheckBox("Everyone & all"),
        ComboBox("Place"),
        SearchField("Search for a name"),
    ]
    for part in parts:
        layout.addWidget(part)
    assert unnamed_focusable(page) == []


def test_a_part_without_a_name_would_be_found(app: QApplication, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLineEdit

    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(QLineEdit())
    assert unnamed_focusable(page) == ["QLineEdit"]


def test_an_ampersand_in_a_name_is_shown(app: QApplication, qtbot: QtBot) -> None:
    made = button("O'Brien & fils", lambda: None)
    qtbot.addWidget(made)
    assert made.text() == "O'Brien && fils"
    assert made.accessibleName() == "O'Brien & fils"


def test_search_tells_each_key_and_escape_empties_it(app: QApplication, qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    type_text(field, "Zoé")
    assert told == ["Z", "Zo", "Zoé"]
    press(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_toast_offers_one_action_and_goes_when_it_is_taken(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    toast, undone = Toast(window), []
    toast.say("3 enrolments deleted", "Undo: delete 3 enrolments", lambda: undone.append(1))
    assert toast.isVisible()
    assert abs(toast.geometry().center().x() - 400) <= 1
    toast._button.click()
    assert undone == [1]
    assert not toast.isVisible()


def test_a_toast_waits_while_the_focus_is_on_it(app: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    window.activateWindow()
    toast = Toast(window)
    toast.say("Deleted", "Undo: delete", lambda: None)
    toast._button.setFocus()
    qtbot.waitUntil(toast._button.hasFocus)
    toast._leave()
    assert toast.isVisible()
    window.setFocus()
    toast._button.clearFocus()
    toast._leave()
    assert not toast.isVisible()


def test_a_button_that_says_something_else_is_called_so_and_keeps_its_room_beside_the_icon(
    app: QApplication, qtbot: QtBot
) -> None:
    made = button("Sheet of this session", lambda: None, icon="printer")
    qtbot.addWidget(made)
    before = made.text()
    made.say("Sheets of 2 sessions & more")
    assert made.accessibleName() == "Sheets of 2 sessions & more"
    assert before.startswith(" ")
    assert made.text() == " Sheets of 2 sessions && more"
    plain = button("Cancel", lambda: None)
    qtbot.addWidget(plain)
    assert plain.text() == "Cancel"


def test_what_cannot_be_deleted_now_does_not_warn_in_red(app: QApplication, qtbot: QtBot) -> None:
    made = button("Delete", lambda: None, kind="destructive", icon="trash-2")
    qtbot.addWidget(made)
    made.show()

    def reds() -> int:
        shown = made.grab().toImage()
        colours = (shown.pixelColor(x, y) for x in range(shown.width()) for y in range(shown.height()))
        return sum(each.red() > each.green() + 80 for each in colours)

    assert reds() > 20
    made.setEnabled(False)
    assert reds() == 0
