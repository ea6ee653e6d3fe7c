"""Locking the notebook in the window: passphrase twice, sheet proven, curtain after idle time, drafts kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from models import backup, cipher
from models.backup import Reason
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import a_person
from tests.ui.accessibility import unnamed_focusable
from tests.ui.keys import press
from ui.dialogs import lock
from ui.dialogs.lock import change_lock, choose_passphrase
from ui.form import Form
from ui.idle_lock import Curtain, UnlockDialog
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.window_actions import idle_locks, lock_now, show_lock

WORDS = "lune verte du blosne"


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    preferences = Preferences(None)
    preferences.keep("language", "en")
    made = MainWindow(preferences, now=lambda: datetime(2026, 5, 12, 14, 32))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible())


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    made = Notebook.create(tmp_path / "puces.carnet", association_name="Les Puces du Blosne")
    with made.write("Prepare") as db:
        a_person(db, "Canari")
    backup.make(made, Reason.ASKED)
    return made


@pytest.fixture
def locked(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with a notebook that has a passphrase."""
    window.show_notebook(Notebook.create(tmp_path / "locked.carnet", association_name="Les Puces", passphrase=WORDS))
    return window


class Forms:
    """Fills in the forms that are asked, in order; a problem is kept and the form filled in again."""

    def __init__(self, *answers: dict[str, str] | Callable[[Form], dict[str, str]]) -> None:
        self.answers, self.problems = list(answers), list[str]()

    def __call__(self, _parent: object, _title: str, form: Form, *, save: Callable[[], object], **_: Any) -> bool:
        while self.answers:
            answer = self.answers.pop(0)
            form.fill(answer(form) if callable(answer) else answer)
            try:
                save()
            except UserError as error:
                self.problems.append(error.problems[0].code)
            else:
                return True
        return False


def test_a_notebook_is_locked_once_the_sheet_is_proven(
    window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.show_notebook(notebook)
    path = Path(notebook.where)
    keys: list[cipher.FileKey] = []
    real = cipher.new_key

    def kept(passphrase: str) -> cipher.FileKey:
        keys.append(real(passphrase))
        return keys[-1]

    monkeypatch.setattr(cipher, "new_key", kept)

    def groups(_form: Form) -> dict[str, str]:
        text = cipher.recovery_text(keys[0]).split()
        return {"group0": text[5].lower(), "group1": text[18].lower()}

    monkeypatch.setattr(secrets.SystemRandom, "sample", lambda *_: [18, 5])
    forms = Forms(
        {"passphrase": "court", "again": "court"},
        {"passphrase": WORDS, "again": "autre chose ici"},
        {"passphrase": WORDS, "again": WORDS.upper()},
        {"group0": "AAAA", "group1": "AAAA"},
        groups,
    )
    monkeypatch.setattr(lock, "ask_form", forms)
    with qtbot.waitSignal(window.notebook_shown):
        show_lock(window)
        sheet = next(each for each in window.findChildren(QDialog) if each.windowTitle() == "Recovery sheet")
        sheet.close()
    assert forms.problems == ["passphrase_short", "passphrase_differs", "recovery_group_wrong"]
    assert b"Canari" not in path.read_bytes()
    assert all(b"Canari" not in each.path.read_bytes() for each in backup.of_file(path))
    assert window.context is not None
    assert window.context.notebook.opens_with("LUNE VERTE DU BLOSNE")
    assert idle_locks(window)


def test_who_gives_up_the_sheet_has_no_lock(
    window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_notebook(notebook)
    monkeypatch.setattr(lock, "ask_form", Forms({"passphrase": WORDS, "again": WORDS}))
    choose_passphrase(window, Path(notebook.where), "")
    next(each for each in window.findChildren(QDialog) if each.windowTitle() == "Recovery sheet").close()
    assert window.context is not None
    assert not window.context.notebook.is_locked


def test_a_lock_that_cannot_be_changed_is_said_and_the_notebook_comes_back(
    window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot,
    answer: Callable[..., list[QDialog]],
) -> None:  # fmt: skip
    from models import protection

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    window.show_notebook(notebook)
    monkeypatch.setattr(protection, "sync_file", full)
    asked = answer(QDialog.DialogCode.Accepted)
    with qtbot.waitSignal(window.notebook_shown):
        change_lock(window, Path(notebook.where), "", cipher.new_key(WORDS), WORDS)
    assert len(asked) == 1
    assert window.context is not None
    assert not window.context.notebook.is_locked


def curtains(window: QWidget) -> list[Curtain]:
    return [each for each in window.findChildren(Curtain) if each.isVisible()]


def unlocking(window: QWidget) -> UnlockDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, UnlockDialog) and each.isVisible())


def test_a_curtain_covers_what_is_typed_until_the_passphrase_comes(locked: MainWindow, qtbot: QtBot) -> None:
    locked.command.setText("half typed")
    lock_now(locked)
    (curtain,) = curtains(locked)
    assert curtain.geometry() == locked.rect()
    dialog = unlocking(locked)
    assert unnamed_focusable(dialog) == []
    dialog.form.fill({"passphrase": "autre chose"})
    dialog.on_unlock()
    assert curtains(locked)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Escape opens nothing and closes nothing"
    dialog.form.fill({"passphrase": WORDS})
    dialog.on_unlock()
    assert curtains(locked) == []
    assert locked.command.text() == "half typed"


def test_it_comes_by_itself_after_idle_time_and_not_while_keys_are_pressed(locked: MainWindow, qtbot: QtBot) -> None:
    (watch,) = idle_locks(locked)
    watch._timer.start(400)
    watch._timer.setInterval(400)
    qtbot.wait(250)
    press(locked, Qt.Key.Key_Shift)
    qtbot.wait(250)
    assert curtains(locked) == []
    qtbot.waitUntil(lambda: bool(curtains(locked)))
    dialog = unlocking(locked)
    dialog.form.fill({"passphrase": WORDS})
    dialog.on_unlock()


def test_who_does_not_know_it_can_only_close_the_notebook(locked: MainWindow, qtbot: QtBot) -> None:
    lock_now(locked)
    dialog = unlocking(locked)
    close = next(each for each in dialog.findChildren(QWidget) if each.accessibleName() == "Close the notebook")
    close.click()  # type: ignore[attr-defined]
    assert locked.context is None
    assert curtains(locked) == []


def test_a_notebook_without_a_passphrase_never_locks(window: MainWindow, notebook: Notebook) -> None:
    window.show_notebook(notebook)
    lock_now(window)
    assert curtains(window) == []
