"""The certificates of a workshop in the window: the rule in force, and what is typed of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models import certificates, workshops
from tests.notebooks import file_notebook, new_file
from tests.ui.keys import press, type_text
from tests.ui.test_workshop_page import CERTIFICATES, FACTS, Desk, came, column, desk, preview_of

__all__ = ["desk", "file_notebook", "new_file"]


def type_the_rule(desk: Desk, text: str) -> None:
    desk.page.tabs.setCurrentIndex(FACTS)
    edit = desk.page.facts.part().form.widget("minimum_sessions")
    edit.setFocus()
    press(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(edit, text)


def rule(desk: Desk) -> int:
    with desk.notebook.read() as db:
        return workshops.draft(db, desk.workshop).minimum_sessions


def test_a_share_of_the_sessions_is_typed_as_it_is_said(desk: Desk) -> None:
    came(desk, 0)
    type_the_rule(desk, "75%")
    assert desk.page.leave()
    assert rule(desk) == -75
    desk.refresh()
    tab = desk.page.certificates.part()
    assert tab.summary.text().endswith("needed: 75 % of the sessions")
    assert "came 1 time, 2 needed" in column(tab.table, "state")


def test_a_rule_that_means_nothing_stays_with_its_message(desk: Desk) -> None:
    type_the_rule(desk, "souvent")
    assert not desk.page.leave()
    assert "“souvent” is no rule" in desk.page.facts.part().form.widget("minimum_sessions").accessibleDescription()
    type_the_rule(desk, "101 %")
    assert not desk.page.leave()
    assert rule(desk) == 1


def test_the_rule_in_sessions_is_told_beside_the_counts(desk: Desk) -> None:
    assert desk.page.certificates.part().summary.text().endswith("needed: 1 session")


def numbered(desk: Desk) -> list[str]:
    with desk.notebook.read() as db:
        return [line.listed for line in certificates.lines(db, certificates.find(db)).values()]


def test_certificates_are_made_only_for_those_chosen(desk: Desk, qtbot: QtBot) -> None:
    came(desk, 0, 1)
    desk.refresh()
    tab = desk.page.certificates.part()
    desk.page.tabs.setCurrentIndex(CERTIFICATES)
    assert not tab.chosen_button.isEnabled()
    tab.table.select(tab.table.model.ids[:1])
    assert tab.chosen_button.isEnabled()
    tab.chosen_button.click()
    preview_of(desk, qtbot).close()
    assert numbered(desk) == ["Aubrée Maël"]
    desk.refresh()
    assert not tab.chosen_button.isEnabled(), "one is left: the first button makes it"
