"""Where a file is saved: its ending completed, and nothing replaced without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui import messages
from ui.dialogs.where import ask_where


@pytest.mark.parametrize(
    ("chosen", "agrees", "saved", "asked"),
    [
        ("", True, None, 0),
        ("new", True, "new.ics", 0),
        ("there.ics", False, "there.ics", 0),
        ("THERE.ICS", False, "THERE.ICS", 0),
        ("there", True, "there.ics", 1),
        ("there", False, None, 1),
        ("own", False, "own.ics", 0),
    ],
)
def test_a_completed_name_is_asked_about_where_a_file_is_there(
    app: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    agrees: bool,
    saved: str | None,
    asked: int,
) -> None:
    for name in ("there.ics", "own.ics"):
        (tmp_path / name).write_text("theirs")
    questions: list[str] = []

    def ask(_parent: object, question: str, **_more: object) -> bool:
        questions.append(question)
        return agrees

    monkeypatch.setattr(messages, "ask", ask)
    answer = str(tmp_path / chosen) if chosen else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (answer, ""))
    parent = QWidget()
    qtbot.addWidget(parent)
    found = ask_where(parent, "Save", "proposed.ics", "Calendars", ".ics", own=tmp_path / "own.ics")
    assert found == (tmp_path / saved if saved else None)
    assert len(questions) == asked
