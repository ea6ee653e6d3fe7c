"""A package goes out from the window: sent with a login asked once, again after a refusal, or as an e-mail draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from exchange.archive import MARK
from exchange.gather import Gathered, gather, hand_over
from models import logins, programme
from models.files import part_of
from models.logins import Login
from models.notebook import Notebook
from tests.exchange.dav import Told, telling
from tests.safe import Safe, safe_for_tests
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from ui import messages
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.hand_over import HandOverDialog
from ui.pages.programme import ProgrammePage

DAYS = date(2026, 1, 1), date(2026, 3, 31)


@pytest.fixture
def safe() -> Iterator[Safe]:
    with safe_for_tests() as made:
        yield made


@pytest.fixture
def told() -> Iterator[Told]:
    with telling(Told()) as server:
        yield server


@pytest.fixture
def page(
    tmp_path: Path, told: Told, safe: Safe, make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ProgrammePage]:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as notebook:
        with notebook.write("Import a profile") as db:
            programme.install(db, {**programme.default_profile(), "address": told.address})
        made = ProgrammePage(make_context(notebook))
        qtbot.addWidget(made)
        made.refresh(None)
        made.show()
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer each question for a login with another password, and keep what was asked."""
    found: list[str] = []

    def run(dialog: QDialog) -> int:
        assert isinstance(dialog, FormDialog)
        assert unnamed_focusable(dialog) == []
        found.append(" ".join(each.text() for each in dialog.findChildren(QLabel)))
        dialog.form.fill({"user": "puces", "password": f"secret {len(found)}", "keep": True})
        dialog.go.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)
    return found


def dialog_of(page: ProgrammePage, qtbot: QtBot) -> HandOverDialog:
    gathered = gather(page.context.notebook, *DAYS, now=datetime(2026, 5, 12, tzinfo=UTC))
    made = HandOverDialog(page.context, gathered, page)
    qtbot.addWidget(made)
    made.show()
    return made


def settle(page: ProgrammePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    page.refresh(None)


def answer_cell(page: ProgrammePage) -> str:
    return str(page.history.table.model.index(0, 6).data())


def test_saved_and_sent_with_a_login_that_is_asked_once(
    page: ProgrammePage, told: Told, asked: list[str], safe: Safe, said: Said, qtbot: QtBot
) -> None:
    dialog = dialog_of(page, qtbot)
    assert dialog.send is not None
    dialog.send.click()
    qtbot.waitUntil(lambda: bool(told.got))
    settle(page, qtbot)
    assert said.toasts[-1] == "Package 1 was sent."
    assert answer_cell(page).startswith("sent on ")
    assert "wait" not in page.history.since.text()
    assert len(asked) == 1
    assert "The package goes to 127.0.0.1." in asked[0]
    page.history.send_button.click()
    qtbot.waitUntil(lambda: len(told.got) == 2)
    settle(page, qtbot)
    assert len(asked) == 1, "what is kept is not asked for again"
    assert logins.kept(told.address) == Login("puces", "secret 1")
    assert list(safe.held) == [("carnet-ateliers", told.address)]


def test_a_refused_login_is_asked_again_with_the_reason_and_what_is_broken_waits(
    tmp_path: Path,
    page: ProgrammePage,
    told: Told,
    asked: list[str],
    said: Said,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    errors: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, error: errors.append(error.problems[0].code))
    told.status = 403
    path = hand_over(page.context.notebook, gather_now(page), tmp_path).path
    page.context.preferences.keep("packages_in", str(path.parent))
    page.refresh(None)
    assert "1 package waits to be sent." in page.history.since.text()
    monkeypatch.setattr(told, "got", Answers(told))
    page.history.send_button.click()
    qtbot.waitUntil(lambda: len(asked) == 2)
    settle(page, qtbot)
    assert "refused this name or password (403)" in asked[1]
    assert said.toasts[-1] == "Package 1 was sent."
    told.status = 507
    page.history.send_button.click()
    qtbot.waitUntil(lambda: bool(errors))
    assert errors == ["send_no_room"]
    assert len(asked) == 2


def test_what_was_cut_off_before_its_file_had_its_name_is_found_and_sent(
    tmp_path: Path, page: ProgrammePage, told: Told, asked: list[str], qtbot: QtBot
) -> None:
    path = hand_over(page.context.notebook, gather_now(page), tmp_path).path
    content = path.read_bytes()
    path.rename(part_of(path, hashlib.sha256(content).hexdigest()[:MARK]))
    page.context.preferences.keep("packages_in", str(tmp_path))
    page.refresh(None)
    page.history.send_button.click()
    qtbot.waitUntil(lambda: bool(told.got))
    settle(page, qtbot)
    assert told.got[0][2] == content
    assert path.read_bytes() == content
    assert len(asked) == 1


class Answers(list[tuple[str, str, bytes]]):
    """Lets the server agree once it has refused."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told

    def append(self, got: tuple[str, str, bytes]) -> None:
        super().append(got)
        if len(self) == 2:
            self._told.status = 201


def gather_now(page: ProgrammePage) -> Gathered:
    return gather(page.context.notebook, *DAYS, now=datetime(2026, 5, 12, tzinfo=UTC))


def test_without_a_safe_it_is_sent_and_asked_again_next_time(
    page: ProgrammePage, told: Told, asked: list[str], safe: Safe, said: Said, qtbot: QtBot
) -> None:
    safe.is_there = False
    dialog = dialog_of(page, qtbot)
    assert dialog.send is not None
    dialog.send.click()
    qtbot.waitUntil(lambda: bool(told.got))
    settle(page, qtbot)
    assert said.toasts[-2:] == [
        "This computer has no safe for passwords: it will be asked for again.",
        "Package 1 was sent.",
    ]
    assert logins.kept(told.address) is None


def test_a_draft_is_written_from_the_history(
    page: ProgrammePage, tmp_path: Path, said: Said, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(page, qtbot)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.saved is not None)
    settle(page, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "letter"), ""))
    page.history.draft_button.click()
    message = message_from_bytes((tmp_path / "letter.eml").read_bytes())
    assert [part.get_filename() for part in message.walk() if part.get_filename()] == [
        dialog.saved and dialog.saved.name
    ]
    assert "E-mail draft saved: letter.eml" in said.toasts[-1]


def test_an_example_and_a_programme_without_address_offer_no_sending(
    tmp_path: Path, make_context: MakeContext, qtbot: QtBot
) -> None:
    for name, is_example, address in (("a", True, "https://example.org/x"), ("b", False, None)):
        path = tmp_path / f"{name}.carnet"
        with Notebook.create(path, association_name="Les Puces", is_example=is_example) as notebook:
            with notebook.write("Import a profile") as db:
                programme.install(db, {**programme.default_profile(), "address": address})
            page = ProgrammePage(make_context(notebook))
            qtbot.addWidget(page)
            page.refresh(None)
            dialog = dialog_of(page, qtbot)
            assert page.history.send_button.isHidden()
            assert dialog.send is None
            for shown in (dialog, page):
                shown.close()
