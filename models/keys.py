"""The association's own Ed25519 key: made at first use, kept in the notebook, part of every copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling


class SigningKey(Travelling, Base):
    """One key pair; the newest signs, older ones stay so that what they signed can be checked."""

    __tablename__ = "signing_key"
    journaled = False  # a private key is never copied into the journal

    key_id: Mapped[str] = mapped_column(String(16), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    private_key: Mapped[bytes] = mapped_column(LargeBinary)
    retired_on: Mapped[date | None]
    backed_up_at: Mapped[datetime | None]


class TrustedKey(Travelling, Base):
    """The public key of another association, whose certificates can be checked with it; `source` says who gave it."""

    __tablename__ = "trusted_key"

    key_id: Mapped[str] = mapped_column(String(16), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    issuer: Mapped[str] = mapped_column(String(300))
    trusted_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(40), default="")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Raw Ed25519 keys (RFC 8032), 32 bytes each; `key_id` is the start of the public key's SHA-256, in hex."""

    key_id: str
    public_key: bytes
    private_key: bytes

    def __repr__(self) -> str:
        """Never show the private key in a log."""
        return f"KeyPair({self.key_id})"


def signing_key(db: Session) -> KeyPair:
    """Return the key that signs now; inside a write it is made when there is none."""
    row = db.scalars(select(SigningKey).order_by(SigningKey.id.desc()).limit(1)).first()
    if row is None:
        row = _new_key()
        db.add(row)
        db.flush()
    return KeyPair(row.key_id, row.public_key, row.private_key)


def public_keys(db: Session) -> dict[str, bytes]:
    """Return every public key this notebook has had, by key id."""
    return {row.key_id: row.public_key for row in db.execute(select(SigningKey.key_id, SigningKey.public_key))}


def _new_key() -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key_id = sha256(public).hexdigest()[:16]
    return SigningKey(key_id=key_id, public_key=public, private_key=private.private_bytes_raw())
