"""A package for the programme's eyes alone: age opens it, the programme's command too, nobody else."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # it comes without types
import pytest

from exchange.check import check
from exchange.encryption import decrypt, encrypt, is_encrypted
from exchange.gather import HandedOver, gather, hand_over
from models import handovers, programme
from models.notebook import Notebook
from models.problem import UserError
from models.programme import default_profile
from resources import codebook
from resources.i18n import N_
from tests.builders import a_place, a_session, a_workshop
from tests.commands.conftest import Run, run
from tests.tools import needs

__all__ = ["run"]
NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def usual_codes() -> Iterator[None]:
    yield
    codebook.use(None)


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as opened:
        with opened.write(N_("Begin")) as db:
            a_session(db, a_workshop(db, place_id=a_place(db)))
        yield opened


def age_key(folder: Path) -> tuple[str, Path]:
    identity = pyrage.x25519.Identity.generate()
    path = folder / "programme.key"
    path.write_text(f"# created: today\n{identity}\n", encoding="utf-8")
    return str(identity.to_public()), path


def ssh_key(folder: Path) -> tuple[str, Path]:
    path = folder / "programme_ssh"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "programme", "-f", path], check=True)
    return path.with_suffix(".pub").read_text(encoding="utf-8").strip(), path


def handed_over(notebook: Notebook, public: str, folder: Path) -> HandedOver:
    with notebook.write(N_("Take in the programme's profile"), final=True) as db:
        programme.install(db, {**default_profile(), "public_key": public})
    return hand_over(notebook, gather(notebook, date(2026, 5, 1), date(2026, 5, 31), now=NOW), folder)


@needs("age", "ssh-keygen")
@pytest.mark.parametrize("make", [age_key, ssh_key])
def test_age_of_the_system_opens_what_we_encrypt(make: type, notebook: Notebook, tmp_path: Path) -> None:
    public, key = make(tmp_path)  # type: ignore[call-arg,misc]
    done = handed_over(notebook, public, tmp_path)
    assert done.path.name.endswith("_001.zip.age")
    opened = tmp_path / "opened.zip"
    subprocess.run(["age", "-d", "-i", key, "-o", opened, done.path], check=True)
    report = check(opened)
    assert not report.is_refused
    with notebook.read() as db:
        line = handovers.lines(db, [done.handover_id])[done.handover_id]
    assert (line.sha256, line.file_name) == (report.sha256, done.path.name), "receipts name what is inside"
    assert decrypt(done.path.read_bytes(), key) == opened.read_bytes()


@needs("age")
def test_we_open_what_age_of_the_system_encrypts(tmp_path: Path) -> None:
    public, key = age_key(tmp_path)
    done = subprocess.run(["age", "-r", public], input=b"figures", capture_output=True, check=True)
    assert decrypt(done.stdout, key) == b"figures"


def test_nobody_else_opens_it_and_no_altered_byte_passes(tmp_path: Path) -> None:
    public, key = age_key(tmp_path)
    (other := tmp_path / "other").mkdir()
    _public, wrong = age_key(other)
    content = encrypt(b"figures" * 100, public)
    assert is_encrypted(content)
    assert b"figures" not in content
    with pytest.raises(UserError, match="package_not_for_key"):
        decrypt(content, wrong)
    for place in range(0, len(content), 7):
        altered = bytearray(content)
        altered[place] ^= 1
        with pytest.raises(UserError, match="package_not_for_key"):
            decrypt(bytes(altered), key)
    for end in range(0, len(content), 11):
        with pytest.raises(UserError, match="package_not_for_key"):
            decrypt(content[:end], key)


@pytest.mark.parametrize(
    "told", [b"", b"hello", b"AGE-SECRET-KEY-1QQQ", b"-----BEGIN OPENSSH PRIVATE KEY-----\n", b"\xff" * 99]
)
def test_a_file_that_holds_no_key_is_told(told: bytes, tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.write_bytes(told)
    with pytest.raises(UserError, match="key_file_not_age"):
        decrypt(encrypt(b"x", age_key(tmp_path)[0]), path)


def test_the_programme_opens_it_by_command_and_is_told_when_it_forgot(
    notebook: Notebook, tmp_path: Path, run: Run
) -> None:
    public, key = age_key(tmp_path)
    done = handed_over(notebook, public, tmp_path)
    ran = run("programme", "check", done.path)
    assert ran.status == 1
    assert "This hand-over is encrypted" in ran.err
    assert run("programme", "open", done.path, "--key", key).status == 0
    assert run("programme", "check", done.path.with_suffix("")).status == 0


def test_the_same_period_again_takes_the_next_name(notebook: Notebook, tmp_path: Path) -> None:
    public, _key = age_key(tmp_path)
    first, second = (handed_over(notebook, public, tmp_path) for _ in range(2))
    assert [each.path.name[-11:] for each in (first, second)] == ["001.zip.age", "002.zip.age"]
