"""A package goes to the programme's server whole, once or again; what hinders it is told, nothing is half recorded."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from exchange import sending
from exchange.check import check
from exchange.gather import hand_over
from exchange.sending import put, send_and_record
from models import handovers, programme
from models.example import make_example
from models.logins import Login
from models.notebook import Notebook
from models.progress import finish
from tests.exchange.dav import PASSWORD, USER, Dav, Told, apache, telling
from tests.exchange.test_gather import LAST, gathered
from tests.models.checks import refused
from tests.notebooks import file_notebook, new_file
from tests.tools import needs

__all__ = ["file_notebook", "new_file"]


@pytest.fixture(scope="module")
def dav() -> Iterator[Dav]:
    with apache() as made:
        yield made


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture
def package(file_notebook: Notebook, tmp_path: Path) -> Path:
    return hand_over(file_notebook, gathered(file_notebook), tmp_path).path


def has_address(notebook: Notebook, address: str) -> None:
    data: dict[str, Any] = {**programme.default_profile(), "address": address}
    with notebook.write("Import a profile") as db:
        programme.install(db, data)


@needs("apache2")
def test_a_package_arrives_whole_and_again_and_the_history_says_when(
    file_notebook: Notebook, package: Path, dav: Dav, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_system_trust", dav.trust)
    has_address(file_notebook, dav.address)
    with refused("send_login_refused", status=401):
        finish(send_and_record(file_notebook, package, Login(USER, "autre")))
    with file_notebook.read() as db:
        assert handovers.last(db).sent_at is None  # type: ignore[union-attr]  # there is one
    first = finish(send_and_record(file_notebook, package, Login(USER, PASSWORD)))
    assert first.sent_at is not None
    assert not check(dav.files / package.name).is_refused
    (dav.files / package.name).write_bytes(b"half of it")
    again = finish(send_and_record(file_notebook, package, Login(USER, PASSWORD)))
    assert (dav.files / package.name).read_bytes() == package.read_bytes()
    assert again.sent_at is not None
    assert again.sent_at >= first.sent_at
    entry = file_notebook.history(limit=1)[0]
    assert entry.label == sending.LABEL
    assert not entry.can_undo


@needs("apache2")
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(package: Path, dav: Dav) -> None:
    with refused("send_certificate_wrong", host="127.0.0.1"):
        finish(put(package, dav.address, Login(USER, PASSWORD)))
    with refused("send_no_folder", status=409):
        finish(put(package, f"{dav.address}nowhere", Login(USER, PASSWORD), trust=dav.trust()))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "send_login_refused"), (404, "send_no_folder"), (413, "send_no_room"), (507, "send_no_room"),
        (500, "send_refused"), (301, "send_refused"), (204, ""),
    ],
)  # fmt: skip
def test_what_a_server_answers_is_told(package: Path, status: int, code: str) -> None:
    with telling(Told(status)) as told:
        if code:
            with refused(code, status=status):
                finish(put(package, told.address, None))
        else:
            finish(put(package, told.address, None))
    assert told.got == [(f"/d%C3%A9p%C3%B4t/{package.name}", "", package.read_bytes())]


def test_a_connection_that_breaks_is_told_and_repeating_is_enough(tmp_path: Path) -> None:
    large = tmp_path / "é 1.zip"
    large.write_bytes(bytes(range(256)) * 40_000)
    with telling(Told(hangs_up_after=100_000)) as told:
        with refused("send_broken"):
            finish(put(large, told.address, None))
        told.hangs_up_after, told.head = -1, (200, str(large.stat().st_size - 1))
        with refused("send_damaged"):
            finish(put(large, told.address, None))
        told.head = (200, str(large.stat().st_size))
        finish(put(large, told.address, Login("", "")))
    assert [content == large.read_bytes() for _path, _login, content in told.got] == [True, True]
    assert told.got[-1][0] == "/d%C3%A9p%C3%B4t/%C3%A9%201.zip"


def test_sending_is_stopped_between_two_blocks(tmp_path: Path) -> None:
    large = tmp_path / "large.zip"
    large.write_bytes(bytes(20 * sending.BLOCK))
    with telling(Told()) as told:
        task = put(large, told.address, None)
        assert [next(task).done for _ in range(3)] == [0, sending.BLOCK, 2 * sending.BLOCK]
        task.close()
    assert told.got == []


def test_nobody_there_and_unsafe_addresses_are_told(package: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with refused("send_unreachable", host="127.0.0.1"):
        finish(put(package, f"http://127.0.0.1:{port}/x", None))
    for address in ("http://example.org/x", "ftp://127.0.0.1/x", "https:", "http://[::1", ""):
        with refused("send_address_unsafe"):
            finish(put(package, address, None))


def test_only_a_package_of_this_notebook_is_sent_and_never_an_example(
    file_notebook: Notebook, package: Path, tmp_path: Path
) -> None:
    with refused("send_without_address"):
        finish(send_and_record(file_notebook, package, None))
    has_address(file_notebook, "https://127.0.0.1:9/x")
    package.write_bytes(package.read_bytes() + b" ")
    with refused("send_not_ours", file=package.name):
        finish(send_and_record(file_notebook, package, None))
    with refused("file_not_read"):
        finish(send_and_record(file_notebook, tmp_path / "none.zip", None))
    with make_example(tmp_path / "example.carnet", today=LAST) as example:
        has_address(example, "https://127.0.0.1:9/x")
        made = hand_over(example, gathered(example), tmp_path).path
        with refused("send_example"):
            finish(send_and_record(example, made, None))


def test_a_draft_holds_the_package_and_says_that_nobody_is_named(file_notebook: Notebook, package: Path) -> None:
    message = message_from_bytes(sending.draft(file_notebook, package), policy=default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == package.name
    assert attached.get_content() == package.read_bytes()
    assert message["To"] is None
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    assert "no names and no contacts" in body.get_content()


def test_an_encrypted_package_is_sent_too_and_known_by_its_name(file_notebook: Notebook, tmp_path: Path) -> None:
    recipient = str(x25519.Identity.generate().to_public())
    with telling(Told()) as told:
        data = {**programme.default_profile(), "address": told.address, "public_key": recipient}
        with file_notebook.write("Import a profile") as db:
            programme.install(db, data)
        path = hand_over(file_notebook, gathered(file_notebook), tmp_path).path
        assert path.name.endswith(".zip.age")
        assert finish(sending.send_and_record(file_notebook, path, None)).sent_at is not None
        assert told.got[0][2] == path.read_bytes()
        other = path.rename(path.with_name("other.zip.age"))
        with refused("send_not_ours", file=other.name):
            finish(sending.send_and_record(file_notebook, other, None))
        path.write_bytes(b"not a package at all")
        with refused("send_not_ours", file=path.name):
            finish(sending.send_and_record(file_notebook, path, None))
        assert len(told.got) == 1
