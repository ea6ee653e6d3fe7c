"""The key that signs, and those that are trusted, by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def made(on: Run, tmp_path: Path) -> Path:
    """A certificate on paper."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00")
    on("enrol", "premiers", "Zoé Le Goff")
    on("attendance", "12/05", "--all")
    path = tmp_path / "a.pdf"
    assert on("certificates", "--workshop", "premiers", "-o", path).status == 0
    return path


def status(ran: object) -> str:
    return str(ran.json["certificates"][0]["status"])  # type: ignore[attr-defined]  # what a command said


def passphrase_file(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_key_is_kept_safe_and_restored_in_another_notebook(run: Run, on: Run, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    kept = on("key", "export", "--private", "-o", path, "--json").json
    assert b"ENCRYPTED" in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert on("key", "show", "--json").json["backed_up_at"]
    other = tmp_path / "other.carnet"
    assert run("new", other, "--association", "Les Puces du Blosne").status == 0
    assert status(run("--notebook", other, "check-certificate", made, "--json")) == "unknown_issuer"
    wrong = passphrase_file(tmp_path, "bade fuke")
    assert run("--notebook", other, "key", "restore", path, "--passphrase-file", wrong).status == 1
    right = passphrase_file(tmp_path, kept["passphrase"])
    restored = run("--notebook", other, "key", "restore", path, "--passphrase-file", right, "--json")
    assert restored.json == {"key_id": kept["key_id"], "restored": True}
    assert status(run("--notebook", other, "check-certificate", made, "--json")) == "unknown_number"
    again = run("--notebook", other, "key", "restore", path, "--passphrase-file", right, "--json")
    assert again.json["restored"] is False


def test_what_a_replaced_key_signed_is_still_known(on: Run, made: Path) -> None:
    before = on("key", "show", "--json").json
    new = on("key", "replace", "--json").json
    after = on("key", "show", "--json").json
    assert (after["key_id"], after["retired"][0]["key_id"]) == (new["key_id"], before["key_id"])
    assert status(on("check-certificate", made, "--json")) == "genuine"
    assert "Retired on 12 May 2026" in on("key", "show").out


def test_the_key_of_another_association_is_trusted_and_forgotten(run: Run, on: Run, made: Path, tmp_path: Path) -> None:
    public, other = tmp_path / "puces.pub", tmp_path / "other.carnet"
    assert on("key", "export", "-o", public).status == 0
    assert run("new", other, "--association", "MJC").status == 0
    there = lambda *words: run("--notebook", other, *words)  # noqa: E731  # a short name
    assert there("key", "trust", public).status == 0
    found = there("check-certificate", made, "--json")
    assert (status(found), found.json["certificates"][0]["issuer"]) == ("genuine_unknown_since", "Les Puces du Blosne")
    key_id = there("key", "show", "--json").json["trusted"][0]["key_id"]
    assert there("key", "distrust", "zz").status == 1
    assert there("key", "distrust", key_id[:6]).status == 0
    assert status(there("check-certificate", made, "--json")) == "unknown_issuer"
    assert on("key", "trust", public).status == 1


def test_a_key_given_by_hand_needs_a_name(on: Run, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "key.pub"
    path.write_text("ssh-ed25519 " + "A" * 30)
    assert on("key", "trust", path).status == 1
    line = on("key", "show", "--json").json["public_key"]
    path.write_text(line)
    other = tmp_path / "other.carnet"
    run("new", other, "--association", "MJC")
    assert run("--notebook", other, "key", "trust", path).status == 1
    assert run("--notebook", other, "key", "trust", path, "--issuer", "Les Puces").status == 0
