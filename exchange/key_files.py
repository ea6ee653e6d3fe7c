"""Keys as files: a public key as one OpenSSH line, the private one locked by a passphrase (PKCS #8, RFC 5958).

The passphrase is one of ours (models/cipher.py), never chosen: 59 bits of chance, which no guessing reaches.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exchange.sshsig import WrongSignature, fingerprint, key_blob, public_line
from models.cipher import new_passphrase, plain_letters
from models.keys import KeyPair, key_id_of
from models.problem import refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SUFFIX = ".pem"
_LARGEST = 20_000  # bytes of a file that holds one key
_RAW = 32


def public_text(public_key: bytes, comment: str = "") -> str:
    """Return a raw public key as the line that is given away; the comment says whose it is."""
    return public_line(_public(public_key), comment)


def spoken(public_key: bytes) -> str:
    """Return the fingerprint of a raw public key, to be read aloud."""
    return fingerprint(public_text(public_key))


def read_public(text: str) -> tuple[bytes, str]:
    """Return the raw key of a public line and its comment. Raises UserError key_unreadable."""
    for line in text.splitlines():
        try:
            blob = key_blob(line.strip())
        except (WrongSignature, ValueError):
            continue
        return blob[-_RAW:], line.strip().split(" ", 2)[2] if line.strip().count(" ") > 1 else ""
    raise refusal("key_unreadable", field="public_key")


def locked(pair: KeyPair) -> tuple[bytes, str]:
    """Return the content of a file that keeps the private key safe, and the passphrase it opens with."""
    from cryptography.hazmat.primitives import serialization as formats
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    passphrase = new_passphrase()
    lock = formats.BestAvailableEncryption(plain_letters(passphrase).encode())
    key = Ed25519PrivateKey.from_private_bytes(pair.private_key)
    content = key.private_bytes(formats.Encoding.PEM, formats.PrivateFormat.PKCS8, lock)
    return content + f"{public_text(pair.public_key)}\n".encode(), passphrase


def unlocked(path: Path, passphrase: str | None) -> KeyPair:
    """Return the key that a file keeps safe. Raises UserError key_file_unreadable, passphrase_wrong, ….

    The passphrase may be typed with other spaces, dashes or capitals.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    content = read_file(path)
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in content:
        raise refusal("key_file_unreadable", file=path.name)
    if not passphrase:
        raise refusal("passphrase_needed", field="passphrase", file=path.name)
    try:
        key = load_pem_private_key(content, plain_letters(passphrase).encode() or b"?")
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise refusal("passphrase_wrong", field="passphrase", file=path.name) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise refusal("key_file_unreadable", file=path.name)
    public = key.public_key().public_bytes_raw()
    return KeyPair(key_id_of(public), public, key.private_bytes_raw())


def read_file(path: Path) -> bytes:
    """Return the content of a file that can hold a key. Raises UserError key_file_unreadable and what the disk says."""
    try:
        if path.stat().st_size > _LARGEST:
            raise refusal("key_file_unreadable", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error


def _public(raw: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(raw)
