"""Signatures that `ssh-keygen -Y verify` checks: SSHSIG over Ed25519 (OpenSSH's PROTOCOL.sshsig), and key lines.

A signature or a key is read only in the one form `ssh-keygen` and this file write: anything else is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_MAGIC = b"SSHSIG"
_KEY_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
_BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
_END = b"\n-----END SSH SIGNATURE-----\n"
_LINE = 70  # characters, as ssh-keygen writes


class WrongSignature(Exception):  # noqa: N818  # reads as the fact it is
    """The text is no signature of this content, or no key: nothing more is told apart."""


def public_line(key: Ed25519PrivateKey | Ed25519PublicKey, comment: str = "") -> str:
    """Return the public key as one OpenSSH line."""
    text = f"ssh-ed25519 {base64.b64encode(_public_blob(key)).decode()}"
    return f"{text} {comment}" if comment else text


def key_blob(line: str) -> bytes:
    """Return the key of an OpenSSH line, without its comment; raises WrongSignature."""
    kind, _, rest = line.strip().partition(" ")
    if kind != _KEY_TYPE.decode():
        raise WrongSignature
    blob = _decode(rest.partition(" ")[0].encode())
    if blob != _string(_KEY_TYPE) + _string(blob[-32:]):
        raise WrongSignature
    return blob


def fingerprint(line: str) -> str:
    """Return what `ssh-keygen -l` shows of a key and people read aloud over the phone."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key_blob(line)).digest()).decode().rstrip("=")


def sign(content: bytes, key: Ed25519PrivateKey, namespace: str) -> bytes:
    """Return the armoured signature of `content`."""
    signature = key.sign(_signed(content, namespace))
    blob = _MAGIC + (1).to_bytes(4, "big") + _string(_public_blob(key)) + _string(namespace.encode())
    blob += _string(b"") + _string(_HASH) + _string(_string(_KEY_TYPE) + _string(signature))
    return _armour(blob)


def verify(content: bytes, signature: bytes, namespace: str) -> str:
    """Return the public key (one OpenSSH line) that signed `content`; raises WrongSignature.

    Whether that key is to be trusted is the caller's question.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    blob = _disarmour(signature)
    start = len(_MAGIC) + 4 + 4
    public, signed = blob[start : start + len(_string(_KEY_TYPE)) + 36], blob[-64:]
    expected = _MAGIC + (1).to_bytes(4, "big") + _string(public) + _string(namespace.encode())
    expected += _string(b"") + _string(_HASH) + _string(_string(_KEY_TYPE) + _string(signed))
    line = f"ssh-ed25519 {base64.b64encode(public).decode()}"
    if blob != expected or key_blob(line) != public:
        raise WrongSignature
    try:
        Ed25519PublicKey.from_public_bytes(public[-32:]).verify(signed, _signed(content, namespace))
    except (InvalidSignature, ValueError) as error:
        raise WrongSignature from error
    return line


def _signed(content: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(content).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _public_blob(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    public = key if hasattr(key, "public_bytes_raw") else key.public_key()
    return _string(_KEY_TYPE) + _string(public.public_bytes_raw())


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _armour(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    return _BEGIN + b"\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE)) + _END


def _disarmour(signature: bytes) -> bytes:
    blob = _decode(signature.removeprefix(_BEGIN).removesuffix(_END).replace(b"\n", b""))
    if _armour(blob) != signature:
        raise WrongSignature
    return blob


def _decode(text: bytes) -> bytes:
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongSignature from error
    if base64.b64encode(blob) != text:
        raise WrongSignature
    return blob
