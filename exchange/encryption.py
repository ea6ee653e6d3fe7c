"""Packages that only the programme can open: encrypted with age (age-encryption.org) for the key in its profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.problem import refusal

ENDING = ".age"
MAGIC = b"age-encryption.org/v1\n"
_KEY_LIMIT = 64 * 1024  # bytes of a key file
_IDENTITY = "AGE-SECRET-KEY-1"


def recipient_of(line: str) -> Any:
    """Return the key that a profile names, age1… or ssh-ed25519 …; raises UserError recipient_wrong."""
    import pyrage  # type: ignore[import-untyped]  # it comes without types

    kind = pyrage.ssh if line.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(line.strip())
    except pyrage.RecipientError as error:
        raise refusal("recipient_wrong") from error


def encrypt(content: bytes, recipient: str) -> bytes:
    """Return what only the holder of the other half of this key can read; raises UserError recipient_wrong."""
    import pyrage

    found: bytes = pyrage.encrypt(content, [recipient_of(recipient)])
    return found


def decrypt(content: bytes, key_file: Path) -> bytes:
    """Open with the file of `age-keygen`, or an OpenSSH private key without passphrase.

    Raises UserError file_not_read, key_file_not_age or package_not_for_key.
    """
    import pyrage

    identities = _identities(key_file)
    try:
        found: bytes = pyrage.decrypt(content, identities)
    except (pyrage.DecryptError, ValueError) as error:
        raise refusal("package_not_for_key", file=key_file.name) from error
    return found


def is_encrypted(content: bytes) -> bool:
    """Tell whether these bytes begin as age writes them."""
    return content.startswith(MAGIC)


def _identities(key_file: Path) -> list[Any]:
    import pyrage

    try:
        with key_file.open("rb") as stream:
            told = stream.read(_KEY_LIMIT)
    except OSError as error:
        raise refusal("file_not_read", file=key_file.name, cause=error.strerror or "") from error
    try:
        if told.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(told)]
        lines = [line.strip() for line in told.decode("utf-8", "replace").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith(_IDENTITY)]
    except (pyrage.IdentityError, ValueError) as error:
        raise refusal("key_file_not_age", file=key_file.name) from error
    if not found:
        raise refusal("key_file_not_age", file=key_file.name)
    return found
