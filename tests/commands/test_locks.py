"""The passphrase by command: given with its recovery sheet, asked for, changed, taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.documents.reading import words_of
from tests.tools import needs


@pytest.fixture
def locked(on: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A notebook with somebody in it that was locked; return its passphrase."""
    on("person", "new", "Zoé Le Goff")
    on("backup")
    ran = on("lock", "-o", tmp_path / "sheet.pdf", "--json")
    assert ran.status == 0
    return str(ran.json["passphrase"])


def test_a_locked_notebook_asks_and_opens_with_what_was_said(
    on: Run, locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "needs its passphrase" in on("people").err or on("people").status == 1
    monkeypatch.setenv("CARNET_PASSPHRASE", locked.upper())
    assert [each["given_name"] for each in on("people", "--json").json["people"]] == ["Zoé"]


@needs("pdftoppm")
def test_the_recovery_sheet_opens_it(on: Run, locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = words_of(tmp_path / "sheet.pdf").split()
    groups = [word for word in words if len(word) == 4 and word.isupper() and word.isalnum()]
    assert len(groups) == 20
    monkeypatch.setenv("CARNET_PASSPHRASE", " ".join(groups))
    assert on("people").status == 0


def test_it_is_changed_and_taken_away(on: Run, locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "new.txt"
    new.write_text("Lune verte, Blosne bleu\n", encoding="utf-8")
    monkeypatch.setenv("CARNET_PASSPHRASE", locked)
    assert "1 backup has the new lock." in on("lock", "-o", tmp_path / "2.pdf", "--new-passphrase-file", new).out
    assert on("people").status == 1
    monkeypatch.setenv("CARNET_PASSPHRASE", "lune verte blosne bleu")
    assert on("unlock").status == 0
    monkeypatch.delenv("CARNET_PASSPHRASE")
    assert on("people").status == 0


def test_a_refusal_leaves_no_sheet_and_no_lock(on: Run, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("court", encoding="utf-8")
    sheet = tmp_path / "sheet.pdf"
    assert "too short" in on("lock", "-o", sheet, "--new-passphrase-file", short).err
    assert not sheet.exists()
    sheet.write_bytes(b"mine")
    assert "already a file" in on("lock", "-o", sheet).err
    assert sheet.read_bytes() == b"mine"
    assert on("people").status == 0
