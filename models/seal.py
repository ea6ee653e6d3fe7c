"""The seal of a certificate: its facts signed by the association (COSE_Sign1), as text that a QR code can carry."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.problem import Problem

PREFIX = "CARNET1:"
MAXIMUM_LENGTH = 4_296  # what the largest QR code holds; longer texts are refused before they are parsed

_COSE_SIGN1_TAG = 18
_PROTECTED = bytes.fromhex("a10127")  # CBOR {1: -8}: algorithm EdDSA (RFC 9053, section 2.2)
_SIGNATURE_LENGTH = 64
_SHORTEST = 100  # characters that any seal has
_ALMOST = 4  # of the sixteen characters of a key's id
_LINE_ENDS = str.maketrans("", "", "\r\n\t")


class SealFault(StrEnum):
    """Why a text is not a seal to be trusted."""

    NOT_A_SEAL = "not_a_seal"
    UNKNOWN_ISSUER = "unknown_issuer"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class SealFacts:
    """What a seal says of a certificate."""

    number: str
    name: str
    title: str
    first_date: date
    last_date: date
    minutes: int
    issued_on: date
    key_id: str


def seal_facts(frozen: Mapping[str, object], key_id: str) -> SealFacts:
    """Return what the seal says of a certificate's frozen facts."""
    days = [date.fromisoformat(session["date"]) for session in frozen["sessions"]]  # type: ignore[attr-defined]  # JSON
    return SealFacts(
        number=str(frozen["number"]),
        name=" ".join(part for part in (str(frozen["given_name"]), str(frozen["family_name"])) if part),
        title=str(frozen["workshop"]),
        first_date=min(days),
        last_date=max(days),
        minutes=int(str(frozen["minutes"])),
        issued_on=date.fromisoformat(str(frozen["issued_on"])),
        key_id=key_id,
    )


class Sealer:
    """Makes seals with a raw Ed25519 private key (32 bytes), which it reads once: same facts and key, same text."""

    def __init__(self, private_key: bytes, key_id: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._sign = Ed25519PrivateKey.from_private_bytes(private_key).sign
        self._key_id = key_id

    def seal(self, frozen: Mapping[str, object]) -> str:
        """Sign a certificate's frozen facts."""
        import base45

        payload = _payload(seal_facts(frozen, self._key_id))
        encoded: bytes = base45.b45encode(_message(payload, self._sign(_to_be_signed(payload))))
        return PREFIX + encoded.decode("ascii")

    def sealed(self, frozen: Mapping[str, object]) -> dict[str, object]:
        """Return the facts with the seal that the QR code carries."""
        return {**frozen, "seal": self.seal(frozen)}


def read_seal(text: str, public_keys: Mapping[str, bytes]) -> SealFacts | SealFault:
    """Check a seal against the raw Ed25519 public keys known by their id; return its facts or what is wrong.

    Line ends within the text count for nothing. A seal that names almost a key that is known was altered: two keys by
    chance have nothing in common.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text = text.strip().translate(_LINE_ENDS)
    if not text.startswith(PREFIX):
        is_almost = len(text) > _SHORTEST and _differences(text[: len(PREFIX)], PREFIX) == 1
        return SealFault.ALTERED if is_almost else SealFault.NOT_A_SEAL
    opened = _open(text)
    if opened is None:
        return SealFault.ALTERED
    payload, signature = opened
    facts = _facts(payload)
    if facts is None:
        return SealFault.ALTERED
    public_key = public_keys.get(facts.key_id)
    if public_key is None:
        is_almost = any(_differences(facts.key_id, known) <= _ALMOST for known in public_keys)
        return SealFault.ALTERED if is_almost else SealFault.UNKNOWN_ISSUER
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _to_be_signed(payload))
    except InvalidSignature:
        return SealFault.ALTERED
    return facts


def _payload(facts: SealFacts) -> bytes:
    """Return the one form in which the facts of a seal are written."""
    import cbor2

    values = [
        facts.number,
        facts.name,
        facts.title,
        facts.first_date.isoformat(),
        facts.last_date.isoformat(),
        facts.minutes,
        facts.issued_on.isoformat(),
        facts.key_id,
    ]
    return bytes(cbor2.dumps(values, canonical=True))


def _message(payload: bytes, signature: bytes) -> bytes:
    """Return the one form in which a seal is written: COSE_Sign1 of RFC 9052, section 4.2."""
    import cbor2

    return bytes(cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1_TAG, [_PROTECTED, {}, payload, signature]), canonical=True))


def _differences(one: str, other: str) -> int:
    """Return in how many places two texts differ."""
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def _to_be_signed(payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, section 4.4, without external data."""
    import cbor2

    return bytes(cbor2.dumps(["Signature1", _PROTECTED, b"", payload], canonical=True))


def _open(text: str) -> tuple[bytes, bytes] | None:
    """Return payload and signature of a well-formed seal text."""
    import base45
    import cbor2

    if len(text) > MAXIMUM_LENGTH:
        return None
    try:
        content = base45.b45decode(text.removeprefix(PREFIX))
        message = cbor2.loads(content)
    except (ValueError, EOFError, OverflowError, RecursionError, binascii.Error, cbor2.CBORError):
        return None
    if not isinstance(message, cbor2.CBORTag) or message.tag != _COSE_SIGN1_TAG:
        return None
    parts = message.value
    if not isinstance(parts, list | tuple) or len(parts) != 4:
        return None
    protected, _, payload, signature = parts
    if protected != _PROTECTED or not isinstance(payload, bytes) or not isinstance(signature, bytes):
        return None
    if len(signature) != _SIGNATURE_LENGTH or _message(payload, signature) != content:
        return None  # what is not signed has one form only, so that nothing can be changed in it either
    return payload, signature


def _facts(payload: bytes) -> SealFacts | None:
    """Read the facts out of a payload that nobody has verified yet."""
    import cbor2

    try:
        number, name, title, first, last, minutes, issued, key_id = cbor2.loads(payload)
        if not all(isinstance(value, str) for value in (number, name, title, first, last, issued, key_id)):
            return None
        if not isinstance(minutes, int) or isinstance(minutes, bool):
            return None
        days = [date.fromisoformat(day) for day in (first, last, issued)]
        facts = SealFacts(number, name, title, days[0], days[1], minutes, days[2], key_id)
        return facts if _payload(facts) == payload else None
    except (ValueError, TypeError, EOFError, OverflowError, RecursionError, cbor2.CBORError):
        return None


def fault_problem(fault: SealFault) -> Problem:
    """Return a fault as a problem with its own sentence."""
    return Problem("seal", f"seal_{fault}")
