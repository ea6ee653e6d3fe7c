"""Backups in the window: made by themselves, listed with what they hold, put back, offered for a damaged file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from models import backup, people
from models.association import identity
from models.backup import Reason
from models.notebook import Notebook
from tests.builders import a_person, a_workshop
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from tests.ui.test_today import buttons, opened, texts
from ui.backups import BackupKeeper
from ui.dialogs.backups import BackupsDialog
from ui.main_window import MainWindow
from ui.messages import Message
from ui.preferences import Preferences

Answer = Callable[..., list[QDialog]]


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
        a_person(db, "Zoé")
    return made


@pytest.fixture
def shown(window: MainWindow, notebook: Notebook) -> MainWindow:
    window.show_notebook(notebook)
    return window


def kept(notebook: Notebook) -> list[backup.Backup]:
    with notebook.read() as db:
        return backup.find(identity(db).notebook_uid)


def keeper(window: MainWindow) -> BackupKeeper:
    return window.findChildren(BackupKeeper)[-1]


def names(window: MainWindow) -> list[str]:
    assert window.context is not None
    with window.context.notebook.read() as db:
        lines = people.lines(db, people.find(db))
    return sorted(line.given_name for line in lines.values())


def add(notebook: Notebook, name: str) -> None:
    with notebook.write("Prepare") as db:
        a_person(db, name)


def told(dialog: QDialog) -> str:
    return " ".join(each.text() for each in dialog.findChildren(QLabel))


def test_the_window_backs_up_what_changed_and_nothing_else(shown: MainWindow, notebook: Notebook, qtbot: QtBot) -> None:
    keeper(shown).back_up(Reason.START)
    qtbot.waitUntil(lambda: len(kept(notebook)) == 1)
    keeper(shown).back_up(Reason.TIMER)
    add(notebook, "Yann")
    keeper(shown).back_up(Reason.TIMER)
    qtbot.waitUntil(lambda: len(kept(notebook)) == 2)
    assert [each.reason for each in kept(notebook)] == ["timer", "start"]


def test_a_backup_that_fails_is_said_as_long_as_it_does(shown: MainWindow, notebook: Notebook, qtbot: QtBot) -> None:
    with notebook.read() as db:
        folder = backup.folder_of(identity(db).notebook_uid)
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")
    keeper(shown).back_up(Reason.TIMER)
    qtbot.waitUntil(lambda: any("No backup can be made." in each.text() for each in shown.findChildren(QLabel)))
    assert unnamed_focusable(shown) == []
    folder.unlink()
    keeper(shown).back_up(Reason.TIMER)
    qtbot.waitUntil(lambda: not any("No backup can be made." in each.text() for each in shown.findChildren(QLabel)))


@pytest.fixture
def dialog(shown: MainWindow, notebook: Notebook, qtbot: QtBot) -> BackupsDialog:
    backup.make(notebook, Reason.IMPORT, now=datetime(2026, 5, 12, 9, 30))
    add(notebook, "Yann")
    assert shown.context is not None
    made = BackupsDialog(shown, shown.context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "1 person" in made.holds.text())
    return made


def test_each_backup_says_when_why_and_what_it_holds(dialog: BackupsDialog) -> None:
    model = dialog.table.model
    assert [model.data(model.index(0, place)) for place in (0, 1)] == [
        "Tuesday 12 May 2026, 09:30",
        "Before a list was brought in",
    ]
    assert "Last action: Prepare" in dialog.holds.text()
    assert "No copy was put elsewhere yet." in dialog.elsewhere.text()
    assert unnamed_focusable(dialog) == []


def test_going_back_gives_the_state_and_the_way_forward_again(
    dialog: BackupsDialog, shown: MainWindow, answer: Answer, qtbot: QtBot, tmp_path: Path
) -> None:
    asked = answer(QDialog.DialogCode.Accepted)
    with qtbot.waitSignal(shown.notebook_shown):
        dialog.on_restore()
    assert "1 person" in told(asked[0])
    assert names(shown) == ["Zoé"]
    assert shown.context is not None
    newest = kept(shown.context.notebook)[0]
    assert newest.reason == "restore"
    assert len(list(tmp_path.glob("puces (*).carnet"))) == 1, "what was there stays beside it"
    answer(QDialog.DialogCode.Accepted)
    again = BackupsDialog(shown, shown.context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: "2 people" in again.holds.text())
    with qtbot.waitSignal(shown.notebook_shown):
        again.on_restore()
    assert names(shown) == ["Yann", "Zoé"]


def test_who_does_not_agree_changes_nothing(
    dialog: BackupsDialog, shown: MainWindow, answer: Answer, qtbot: QtBot
) -> None:
    asked = answer(QDialog.DialogCode.Rejected)
    dialog.on_restore()
    qtbot.waitUntil(lambda: bool(asked))
    assert names(shown) == ["Yann", "Zoé"]


def test_a_spoiled_backup_is_said_and_cannot_be_chosen(dialog: BackupsDialog, notebook: Notebook, qtbot: QtBot) -> None:
    (made,) = kept(notebook)
    content = bytearray(made.path.read_bytes())
    content[5000] ^= 1
    made.path.write_bytes(content)
    dialog.refresh()
    qtbot.waitUntil(lambda: "no longer as it was written" in dialog.holds.text())
    assert not dialog.restore_button.isEnabled()


def test_a_copy_goes_to_a_stick_and_its_date_is_shown(
    dialog: BackupsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    dialog.on_outside()
    qtbot.waitUntil(lambda: "Last copy elsewhere: 12 May 2026" in dialog.elsewhere.text())
    assert len(list(stick.glob("puces 2026-05-12 14h32 *.carnet"))) == 1


def test_the_notebook_of_others_is_put_back_only_when_it_is_meant(
    dialog: BackupsDialog, shown: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer,
    qtbot: QtBot,
) -> None:  # fmt: skip
    other = tmp_path / "other.carnet"
    Notebook.create(other, association_name="Une autre").close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    asked = answer(QDialog.DialogCode.Rejected)
    dialog.on_other()
    qtbot.waitUntil(lambda: bool(asked))
    assert "This is the notebook of Une autre" in told(asked[0])
    assert names(shown) == ["Yann", "Zoé"]


def test_a_damaged_notebook_leads_to_its_newest_backup(
    window: MainWindow, notebook: Notebook, answer: Answer, qtbot: QtBot
) -> None:
    path = Path(notebook.where)
    backup.make(notebook, Reason.START, now=datetime(2026, 5, 12, 9, 30))
    notebook.close()
    path.write_bytes(path.read_bytes()[:8192])
    asked = answer(QDialog.DialogCode.Accepted)
    with qtbot.waitSignal(window.notebook_shown):
        window.open_notebook(path)
    assert isinstance(asked[0], Message)
    assert "12 May 2026, 09:30" in told(asked[0])
    assert names(window) == ["Zoé"]


def test_a_damaged_notebook_without_a_backup_is_said(
    window: MainWindow, notebook: Notebook, answer: Answer, qtbot: QtBot
) -> None:
    path = Path(notebook.where)
    notebook.close()
    path.write_bytes(path.read_bytes()[:8192])
    asked = answer(QDialog.DialogCode.Accepted)
    window.open_notebook(path)
    qtbot.waitUntil(lambda: bool(asked))
    assert "is damaged" in told(asked[0])
    assert window.context is None


def test_a_copy_elsewhere_waits_on_the_first_page_after_thirty_days(
    notebook: Notebook, make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with notebook.write("Prepare") as db:
        a_workshop(db)
    later = backup.wall_clock() + timedelta(days=31)
    real = backup.outside
    monkeypatch.setattr(backup, "outside", lambda nb, *, now: real(nb, now=later))
    page = opened(make_context, notebook, qtbot)
    assert any("never copied to a stick" in text for text in texts(page))
    assert "Copy to a stick…" in buttons(page)
    page.close()
    notebook.close()


def test_nothing_is_due_on_the_first_day(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> None:
    with notebook.write("Prepare") as db:
        a_workshop(db)
    assert "Copy to a stick…" not in buttons(opened(make_context, notebook, qtbot))
    notebook.close()
