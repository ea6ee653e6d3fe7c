"""The seal in the window: the key that signs is kept safe, restored, replaced and given; keys of others are trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from exchange import key_files
from models import keys
from models.keys import KeyLine, KeyPair
from models.notebook import Notebook
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext
from tests.ui.keys import type_text
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.keys import KeysDialog

Answer = Callable[..., list[QDialog]]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def dialog(notebook: Notebook, make_context: MakeContext, qtbot: QtBot) -> KeysDialog:
    made = KeysDialog(make_context(notebook))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Choose this file in the dialog of the system that comes next."""

    def choose(name: str) -> Path:
        path = tmp_path / name
        for asks in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, asks, lambda *_args: (str(path), ""))
        return path

    return choose


def lines(notebook: Notebook) -> list[KeyLine]:
    with notebook.read() as db:
        return keys.key_lines(db)


def a_key_of_others(tmp_path: Path, name: str = "MJC de Cleunay") -> KeyPair:
    with Notebook.create(tmp_path / f"{name}.carnet", association_name=name) as other, other.write("Key") as db:
        return keys.signing_key(db)


def texts(dialog: QDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def test_before_the_first_certificate_there_is_no_key(dialog: KeysDialog, notebook: Notebook) -> None:
    assert dialog.told.text() == "The key is made with the first certificate."
    assert not dialog.replace_button.isEnabled()
    assert lines(notebook) == []


def test_the_key_is_kept_safe_and_signs_again_on_a_new_computer(
    dialog: KeysDialog, notebook: Notebook, files: Callable[[str], Path], answer: Answer, tmp_path: Path,
    make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    dialog.copy_button.click()
    assert dialog.warning.text().startswith("Not kept safe yet")
    path = files("key.pem")
    shown = answer(QDialog.DialogCode.Accepted)
    dialog.keep_button.click()
    (line,) = lines(notebook)
    assert line.backed_up_at is not None
    assert not dialog.warning.isVisible()
    assert path.stat().st_mode & 0o077 == 0
    passphrase = next(
        each.text() for each in shown[0].findChildren(QLabel) if each.accessibleName().startswith("Passphrase: ")
    )
    with Notebook.create(tmp_path / "new.carnet", association_name="Les Puces du Blosne") as new:
        there = KeysDialog(make_context(new))
        qtbot.addWidget(there)

        def run(form: QDialog) -> int:
            assert isinstance(form, FormDialog)
            type_text(form.form.widget("passphrase"), "bade fuke")
            form.go.click()
            assert "passphrase" in texts(form).lower()
            assert form.result() != QDialog.DialogCode.Accepted.value
            form.form.fill({"passphrase": passphrase})
            form.go.click()
            return form.result()

        monkeypatch.setattr(QDialog, "exec", run)
        there.restore_button.click()
        assert [each.key_id for each in lines(new)] == [line.key_id]
        assert line.key_id in there.told.text()


def test_a_file_that_keeps_no_key_is_refused_in_words(
    dialog: KeysDialog, notebook: Notebook, files: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    files("key.pem").write_text("-----BEGIN CERTIFICATE-----")
    said: list[str] = []

    def run(form: QDialog) -> int:
        if isinstance(form, FormDialog):
            type_text(form.form.widget("passphrase"), "bade fuke")
            form.go.click()
        said.append(texts(form))
        return 0

    monkeypatch.setattr(QDialog, "exec", run)
    dialog.restore_button.click()
    assert any("does not keep a key safe" in each for each in said)
    assert lines(notebook) == []


def test_replacing_asks_first_and_the_old_key_stays_listed(
    dialog: KeysDialog, notebook: Notebook, answer: Answer
) -> None:
    dialog.copy_button.click()
    (old,) = lines(notebook)
    answer(QDialog.DialogCode.Rejected)
    dialog.replace_button.click()
    assert lines(notebook) == [old]
    shown = answer(QDialog.DialogCode.Accepted)
    dialog.replace_button.click()
    assert "cannot be undone" in texts(shown[0])
    new, retired = lines(notebook)
    assert (retired.key_id, new.retired_on) == (old.key_id, None)
    assert dialog.retired.text() == f"Retired on 12 May 2026: {old.key_id}"
    assert dialog.warning.isVisible()  # the new one is not kept safe


def test_the_public_key_is_given_as_a_file_and_as_a_line(
    dialog: KeysDialog, notebook: Notebook, files: Callable[[str], Path]
) -> None:
    path = files("public")
    dialog.give_button.click()
    dialog.copy_button.click()
    (line,) = lines(notebook)
    written = path.with_name("public.pub").read_text("utf-8")
    assert key_files.read_public(written) == (line.public_key, "Les Puces du Blosne")
    assert QApplication.clipboard().text() == written.strip()


def test_the_key_of_others_comes_from_its_file_and_goes_again(
    dialog: KeysDialog, notebook: Notebook, files: Callable[[str], Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    theirs = a_key_of_others(tmp_path)
    files("mjc.pub").write_text(key_files.public_text(theirs.public_key, "MJC de Cleunay") + "\n", "utf-8")

    def run(form: QDialog) -> int:
        assert isinstance(form, FormDialog)
        form.go.click()
        return form.result()

    monkeypatch.setattr(QDialog, "exec", run)
    dialog.trusted.file_button.click()
    with notebook.read() as db:
        (line,) = keys.trusted(db)
    assert (line.issuer, line.key_id) == ("MJC de Cleunay", theirs.key_id)
    dialog.trusted.table.select(dialog.trusted.table.model.ids)
    dialog.trusted.remove_button.click()
    with notebook.read() as db:
        assert keys.trusted(db) == []


def test_a_file_without_a_key_is_refused_before_anything_is_asked(
    dialog: KeysDialog, files: Callable[[str], Path], answer: Answer
) -> None:
    files("mjc.pub").write_text("bonjour")
    shown = answer(QDialog.DialogCode.Rejected)
    dialog.trusted.file_button.click()
    assert len(shown) == 1
    assert "“mjc.pub” is not a public key." in texts(shown[0])


def test_everything_has_a_name(dialog: KeysDialog) -> None:
    assert unnamed_focusable(dialog) == []
