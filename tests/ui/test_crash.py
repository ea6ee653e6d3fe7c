"""Errors of ours: told once, reported without a name, and the window goes on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.crash_log import LOG_NAME, report
from models.problem import refusal
from ui import crash

SECRET = "Canary-Éloïse"
Answer = Callable[..., list[QDialog]]


@pytest.fixture
def crashes(app: QApplication) -> Iterator[crash.Crashes]:
    made = crash.Crashes(lambda: None)
    made.install()
    yield made
    made.remove()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handler = crash.start_log(tmp_path / "logs")
    assert handler is not None
    yield tmp_path / "logs" / LOG_NAME
    faulthandler.enable()
    logging.getLogger().removeHandler(handler)
    handler.close()


def fail(name: str) -> None:
    raise ValueError(f"cannot save {name}")


def test_an_exception_in_a_slot_is_told_and_the_window_goes_on(
    crashes: crash.Crashes, qtbot: QtBot, answer: Answer, log: Path
) -> None:
    shown = answer(QDialog.DialogCode.Accepted)
    button, clicks = QPushButton("Save"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: fail(SECRET))
    button.clicked.connect(lambda: clicks.append(1))
    button.click()
    qtbot.waitUntil(lambda: len(shown) == 1)
    button.click()
    assert clicks == [1, 1]
    report = shown[0].findChild(QPlainTextEdit)
    assert report is not None
    assert "ValueError" in report.toPlainText()
    assert "tests/ui/test_crash.py" in report.toPlainText()
    assert SECRET not in report.toPlainText()
    written = log.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert SECRET not in written


def test_the_report_names_types_and_places_through_the_whole_chain() -> None:
    try:
        try:
            fail(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        told = report(error)
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert " fail" in told
    assert SECRET not in told


def test_a_refusal_in_a_slot_is_a_sentence_and_no_report(
    crashes: crash.Crashes, qtbot: QtBot, answer: Answer, log: Path
) -> None:
    shown = answer(QDialog.DialogCode.Accepted)
    crashes.take(refusal("disk_full", file="a.pdf", folder="/stick"))
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "a.pdf" in shown[0].accessibleDescription()
    assert shown[0].findChild(QPlainTextEdit) is None
    assert log.read_text(encoding="utf-8") == ""


def test_an_exception_on_another_thread_is_told_on_ours(crashes: crash.Crashes, qtbot: QtBot, answer: Answer) -> None:
    shown = answer(QDialog.DialogCode.Accepted)
    thread = threading.Thread(target=fail, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(shown) == 1)


def test_one_dialog_at_a_time(crashes: crash.Crashes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def show(parent: object, report: str) -> None:
        shown.append(report)
        crashes._tell("a second one while the first is open")

    monkeypatch.setattr(crash, "show_report", show)
    crashes.take(ValueError(SECRET))
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert len(shown) == 1


def test_the_log_keeps_no_message_of_an_exception(log: Path) -> None:
    try:
        fail(SECRET)
    except ValueError:
        logging.getLogger("models.notebook").exception("a listener failed")
    written = log.read_text(encoding="utf-8")
    assert "a listener failed" in written
    assert "ValueError" in written
    assert SECRET not in written


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert crash.start_log(tmp_path / "file" / "logs") is None


def test_the_hooks_are_given_back(app: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    made = crash.Crashes(lambda: None)
    made.install()
    assert sys.excepthook is not before[0]
    made.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
