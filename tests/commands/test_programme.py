"""An officer at the command line: trust a key, receive packages, read what was wrong."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from models import programme
from models.notebook import Notebook
from tests.commands.conftest import Run


@pytest.fixture
def package(on: Run, tmp_path: Path) -> Path:
    """A package of the year 2026 from a notebook with one workshop."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00")
    sent = on("hand-over", "--from", "2026-01-01", "--to", "2026-12-31", "-o", tmp_path, "--json")
    return Path(sent.json["file"])


def test_a_package_is_received_once_its_key_is_trusted(run: Run, package: Path, tmp_path: Path) -> None:
    into = ("--into", tmp_path / "programme.db")
    assert run("programme", "receive", package, *into).status == 1
    trusted = run("programme", "trust", package, *into, "--json")
    assert trusted.json["association"] == "Les Puces du Blosne"
    assert trusted.json["is_new"]
    received = run("programme", "receive", package, *into)
    assert received.status == 0
    assert f"{package.name}: accepted" in received.out
    assert package.with_name(f"{package.stem}.receipt.json").is_file()
    again = run("programme", "receive", package, *into, "--json")
    assert again.json["packages"][0]["is_known"]


def test_a_key_with_another_fingerprint_than_the_one_read_aloud_is_not_trusted(
    run: Run, package: Path, tmp_path: Path
) -> None:
    into = ("--into", tmp_path / "programme.db")
    refused = run("programme", "trust", package, *into, "--fingerprint", "SHA256:abc")
    assert refused.status == 1
    assert "Do not trust it" in refused.err
    assert run("programme", "receive", package, *into).status == 1


@pytest.mark.parametrize(
    ("typed", "status"), [("{last}", 0), ("{all}", 0), ("", 1), ("{short}", 1), ("SHA256:{short}", 1), ("AAAAAAAA", 1)]
)
def test_on_a_terminal_the_fingerprint_read_aloud_is_asked_for(
    run: Run, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    key = run("programme", "trust", package, "--into", tmp_path / "other.db", "--json").json["fingerprint"]
    answer = typed.format(last=key[-8:], all=key, short=key[-7:])
    terminal = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    into = ("--into", tmp_path / "programme.db")
    asked = run("programme", "trust", package, *into)
    assert asked.status == status
    assert "reads to you over the phone" in asked.err
    assert run("programme", "receive", package, *into).status == status


def test_a_key_can_be_given_as_its_line_or_its_file(run: Run, package: Path, tmp_path: Path) -> None:
    into = ("--into", tmp_path / "programme.db")
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDanHGoUCLbUxvmNWNFQAsbDCMNYMlMiSuYBZqmPJsDX coordinator"
    first = run("programme", "trust", line, *into, "--json")
    (tmp_path / "key.pub").write_text(f"{line}\n", encoding="utf-8")
    second = run("programme", "trust", tmp_path / "key.pub", *into, "--json")
    assert first.json["fingerprint"] == second.json["fingerprint"]
    assert (first.json["is_new"], second.json["is_new"]) == (True, False)
    assert run("programme", "trust", "ssh-rsa AAAA", *into).status == 1


def test_the_receipt_that_comes_back_is_seen_in_the_list(on: Run, run: Run, package: Path, tmp_path: Path) -> None:
    before = on("hand-over", "list")
    assert "no answer yet" in before.out
    into = ("--into", tmp_path / "programme.db")
    run("programme", "receive", package, *into)  # the key is not trusted yet
    receipt = package.with_name(f"{package.stem}.receipt.json")
    refused = on("hand-over", "receipt", receipt)
    assert refused.status == 0
    assert "is not known yet" in refused.err
    assert "refused" in on("hand-over", "list").out
    run("programme", "trust", package, *into)
    run("programme", "receive", package, *into)
    assert "Package 1" in on("hand-over", "receipt", receipt).out
    listed = on("hand-over", "list", "--json")
    assert listed.json["handovers"][0]["status"] == "accepted"
    assert listed.json["accepted"] == 1
    added = on("workshop", "new", "Photos", "--session", "2026-05-13 14:00-16:00")
    assert added.status == 0, added.err
    again = on("hand-over", "list", "--json")
    assert again.json["changes"] > listed.json["changes"]
    assert "since package 1, the last one accepted." in on("hand-over", "list").out


def test_a_receipt_of_something_else_is_refused(on: Run, package: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"receipt_format": 1}', encoding="utf-8")
    assert "is not a receipt" in on("hand-over", "receipt", path).err
    nothing = '"sequence": null, "tables": {}, "problems": []'
    path.write_text(
        f'{{"receipt_format": 1, "package": null, "sha256": "{"0" * 64}", "received_at": "2026-05-12T08:00:00Z", '
        f'"status": "accepted", {nothing}}}',
        encoding="utf-8",
    )
    assert "of no package of this notebook" in on("hand-over", "receipt", path).err
    path.write_text('{"receipt_format": 2}', encoding="utf-8")
    assert "newer kind" in on("hand-over", "receipt", path).err
    assert "no answer yet" in on("hand-over", "list").out


def test_an_accepted_package_stays_accepted_whatever_receipt_comes_late(
    on: Run, run: Run, package: Path, tmp_path: Path
) -> None:
    into = ("--into", tmp_path / "programme.db")
    run("programme", "receive", package, *into, "--receipts", tmp_path)
    receipt = tmp_path / f"{package.stem}.receipt.json"
    refused = receipt.read_bytes()
    run("programme", "trust", package, *into)
    run("programme", "receive", package, *into, "--receipts", tmp_path)
    on("hand-over", "receipt", receipt)
    receipt.write_bytes(refused)
    on("hand-over", "receipt", receipt)
    assert on("hand-over", "list", "--json").json["handovers"][0]["status"] == "accepted"


def test_the_report_is_shown_and_written(run: Run, package: Path, tmp_path: Path) -> None:
    into = ("--into", tmp_path / "programme.db")
    assert run("programme", "report", *into).status == 1  # there is no database yet
    run("programme", "trust", package, *into)
    late = run("programme", "report", *into)
    assert "Late: Les Puces du Blosne" in late.out
    run("programme", "receive", package, *into)
    for name in ("report.pdf", "report.xlsx"):
        shown = run("programme", "report", *into, "--period", "2026", "--output", tmp_path / name)
        assert shown.status == 0, shown.err
        assert "Sessions held" in shown.out
        assert "Late" not in shown.out
        assert (tmp_path / name).stat().st_size > 1000
    assert run("programme", "report", *into, "--period", "mai").status == 1
    assert run("programme", "report", *into, "--output", tmp_path / "report.doc").status == 1
    told = run("programme", "report", *into, "--period", "2026-Q2", "--json").json
    assert told["associations"][0]["is_late"] is False
    assert told["total"]["people_named"] is None  # the package is one of the whole year


def test_lines_under_codes_are_made_where_the_profile_offers_them(on: Run, notebook: Path, tmp_path: Path) -> None:
    days = ("--from", "2026-01-01", "--to", "2026-12-31", "-o", tmp_path, "--level", "pseudonymised")
    refused = on("hand-over", *days)
    assert refused.status == 1
    assert "takes counts only" in refused.err
    with Notebook.open(notebook) as opened, opened.write("Import a profile") as db:
        programme.install(db, {**programme.default_profile(), "levels": ["pseudonymised"]})
    made = on("hand-over", *days)
    assert "under a code" in made.out
    assert on("hand-over", *days, "--json").json["level"] == "pseudonymised"
