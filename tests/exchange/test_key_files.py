"""Keys as files: the private one opens with its passphrase alone, and with common tools."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from exchange.key_files import locked, public_text, read_public, spoken, unlocked
from models.cipher import plain_letters
from models.keys import KeyPair, key_id_of
from models.problem import UserError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
PAIR = KeyPair(key_id_of(PUBLIC), PUBLIC, PRIVATE.private_bytes_raw())


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    content, passphrase = locked(PAIR)
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    return path, passphrase


def test_a_key_kept_safe_comes_back_with_its_passphrase_however_it_is_typed(kept: tuple[Path, str]) -> None:
    path, passphrase = kept
    for typed in (passphrase, passphrase.upper(), passphrase.replace(" ", "-"), f" {passphrase} "):
        assert unlocked(path, typed) == PAIR


def test_the_file_says_nothing_of_the_private_key_and_opens_elsewhere(kept: tuple[Path, str]) -> None:
    path, passphrase = kept
    content = path.read_bytes()
    assert PAIR.private_key not in content
    assert PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) not in content
    opened = load_pem_private_key(content, plain_letters(passphrase).encode())
    assert isinstance(opened, Ed25519PrivateKey)
    assert opened.private_bytes_raw() == PAIR.private_key


@pytest.mark.parametrize(("typed", "code"), [("", "passphrase_needed"), ("bade fuke", "passphrase_wrong"),
                                             ("!!", "passphrase_wrong")])  # fmt: skip
def test_it_stays_shut_without_the_right_passphrase(kept: tuple[Path, str], typed: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        unlocked(kept[0], typed)


@pytest.mark.parametrize("content", [b"", b"\x00" * 50_000, b"-----BEGIN OPENSSH PRIVATE KEY-----\n", "é".encode()])
def test_another_file_keeps_no_key(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.pem"
    path.write_bytes(content)
    with pytest.raises(UserError, match="key_file_unreadable"):
        unlocked(path, "bade fuke")
    with pytest.raises(UserError, match="file_not_read"):
        unlocked(tmp_path / "none.pem", "bade fuke")


def test_a_public_key_is_read_among_other_lines_with_its_comment() -> None:
    line = public_text(PUBLIC, "MJC de Cleunay")
    assert read_public(f"Bonjour,\r\nvoici notre clé :\r\n\r\n  {line}\r\nMerci") == (PUBLIC, "MJC de Cleunay")
    assert read_public(public_text(PUBLIC)) == (PUBLIC, "")


@pytest.mark.parametrize("text", ["", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 é"])
def test_another_text_is_no_public_key(text: str) -> None:
    with pytest.raises(UserError, match="key_unreadable"):
        read_public(text)


def test_a_public_line_is_the_one_that_openssh_knows(tmp_path: Path) -> None:
    path = tmp_path / "key.pub"
    path.write_text(public_text(PUBLIC, "MJC") + "\n")
    try:
        told = subprocess.run(["ssh-keygen", "-l", "-f", path], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")
    assert spoken(PUBLIC) in told
