"""A package leaves by a command: sent to the programme's address, or as an e-mail draft."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from models import programme
from models.notebook import Notebook
from tests.commands.conftest import Run
from tests.exchange.dav import Told, telling


@pytest.fixture
def told() -> Iterator[Told]:
    with telling(Told()) as server:
        yield server


@pytest.fixture
def package(on: Run, notebook: Path, told: Told, tmp_path: Path) -> Path:
    """A package of a notebook whose programme has an address on this computer."""
    with Notebook.open(notebook) as opened, opened.write("Import a profile") as db:
        programme.install(db, {**programme.default_profile(), "address": told.address})
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00")
    sent = on("hand-over", "--from", "2026-01-01", "--to", "2026-12-31", "-o", tmp_path, "--json")
    return Path(sent.json["file"])


def test_a_package_is_sent_with_a_password_from_a_file(on: Run, told: Told, package: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("très secret\n", encoding="utf-8")
    before = on("hand-over", "list").out.split()
    sent = on("hand-over", "send", package, "--user", "puces", "--password-file", tmp_path / "secret", "--json")
    assert sent.status == 0, sent.err
    assert sent.json["sequence"] == 1
    ((target, login, content),) = told.got
    assert target.endswith(package.name)
    assert login == "Basic " + b64encode("puces:très secret".encode()).decode()
    assert content == package.read_bytes()
    after = on("hand-over", "list").out.split()
    assert after[:5] == before[:5]
    assert after[5] == f"{datetime.fromisoformat(sent.json['sent_at']):%d/%m/%Y}"
    assert after[6:] == before[5:]


def test_what_the_server_refuses_is_said_and_nothing_counts_as_sent(on: Run, told: Told, package: Path) -> None:
    told.status = 507
    refused = on("hand-over", "send", package)
    assert refused.status == 1
    assert "no room for this package (507)" in refused.err
    told.status = 201
    assert on("hand-over", "send", package).out.strip() == "Package 1 was sent."


def test_another_file_than_the_one_that_was_made_is_not_sent(on: Run, told: Told, package: Path) -> None:
    package.write_bytes(package.read_bytes() + b"!")
    refused = on("hand-over", "send", package)
    assert refused.status == 1
    assert package.name in refused.err
    assert told.got == []


def test_a_package_becomes_an_e_mail_draft(on: Run, told: Told, package: Path, tmp_path: Path) -> None:
    draft = tmp_path / "letter.eml"
    written = on("hand-over", "send", package, "--mail", draft)
    assert written.status == 0, written.err
    message = message_from_bytes(draft.read_bytes())
    (attached,) = [part for part in message.walk() if part.get_filename()]
    assert attached.get_payload(decode=True) == package.read_bytes()
    assert message["To"] is None
    assert told.got == []
