"""Ed25519 keys: the association's own, made at first use and kept in the notebook, and those of others it trusts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import programme
from models.base import Base, Travelling
from models.drafts import existing
from models.names import fold
from models.parcels import refuse_in_parcel
from models.problem import refusal, refuse_if_any
from models.text import clean_line, too_long


class SigningKey(Travelling, Base):
    """One key pair; the one not retired signs. Retired ones keep their public half: what they signed can be checked."""

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


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One of the association's own keys in a list; the one without a day of retirement signs."""

    key_id: str
    public_key: bytes
    made_at: datetime
    retired_on: date | None
    backed_up_at: datetime | None


@dataclass(frozen=True, slots=True)
class TrustedLine:
    """The key of another association; one that the programme's profile brings has no id here."""

    id: int | None
    key_id: str
    public_key: bytes
    issuer: str
    trusted_on: date | None
    source: str


def key_id_of(public_key: bytes) -> str:
    """Return the id that names a key in what it signs."""
    return sha256(public_key).hexdigest()[:16]


def signing_key(db: Session) -> KeyPair:
    """Return the key that signs now; inside a write it is made when there is none."""
    row = _signing(db)
    if row is None:
        row = _new_key()
        db.add(row)
        db.flush()
    return KeyPair(row.key_id, row.public_key, row.private_key)


def _signing(db: Session) -> SigningKey | None:
    query = select(SigningKey).where(SigningKey.retired_on.is_(None)).order_by(SigningKey.id.desc()).limit(1)
    return db.scalars(query).first()


def public_keys(db: Session) -> dict[str, bytes]:
    """Return every public key this notebook has had, by key id."""
    return {row.key_id: row.public_key for row in db.execute(select(SigningKey.key_id, SigningKey.public_key))}


def key_lines(db: Session) -> list[KeyLine]:
    """Return the association's own keys: the one that signs, then the retired ones, the latest first."""
    rows = db.scalars(select(SigningKey).order_by(SigningKey.retired_on.is_(None).desc(), SigningKey.id.desc()))
    return [KeyLine(row.key_id, row.public_key, row.created_at, row.retired_on, row.backed_up_at) for row in rows]


def replace_key(db: Session, *, today: date) -> KeyPair:
    """Make another key that signs from now on. What the old one signed stays checkable; its private half is gone."""
    refuse_in_parcel(db)
    _retire(db, today)
    row = _new_key()
    db.add(row)
    db.flush()
    return KeyPair(row.key_id, row.public_key, row.private_key)


def restore_key(db: Session, pair: KeyPair, *, today: date, now: datetime) -> bool:
    """Let a key that was kept safe sign again, and retire another one that signs; False when it does so already."""
    refuse_in_parcel(db)
    signing = _signing(db)
    if signing is not None and signing.key_id == pair.key_id:
        signing.backed_up_at = signing.backed_up_at or now
        return False
    _retire(db, today)
    row = db.scalars(select(SigningKey).where(SigningKey.key_id == pair.key_id)).first()
    if row is None:
        row = SigningKey(key_id=pair.key_id, public_key=pair.public_key)
        db.add(row)
    row.private_key, row.retired_on, row.backed_up_at = pair.private_key, None, now
    db.flush()
    return True


def _retire(db: Session, today: date) -> None:
    for row in db.scalars(select(SigningKey).where(SigningKey.retired_on.is_(None))):
        row.retired_on, row.private_key = today, b""
    db.flush()


def note_backed_up(db: Session, key_id: str, at: datetime) -> None:
    """Note that the private key lies in a safe place too."""
    for row in db.scalars(select(SigningKey).where(SigningKey.key_id == key_id)):
        row.backed_up_at = at
    db.flush()


def _new_key() -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return SigningKey(key_id=key_id_of(public), public_key=public, private_key=private.private_bytes_raw())


# -- keys of others ----------------------------------------------------------------------------------------------------


def trust(db: Session, public_key: bytes, issuer: str, *, today: date, source: str = "") -> int:
    """Trust the public key of another association; known already, it takes the name given now. Return its id.

    Raises UserError issuer_missing, text_too_long, key_is_own, not_in_parcel.
    """
    refuse_in_parcel(db)
    issuer = clean_line(issuer)
    if not issuer:
        raise refusal("issuer_missing", field="issuer")
    refuse_if_any(too_long("issuer", issuer))
    key_id = key_id_of(public_key)
    if key_id in public_keys(db):
        raise refusal("key_is_own", field="public_key")
    row = db.scalars(select(TrustedKey).where(TrustedKey.key_id == key_id)).first()
    if row is None:
        row = TrustedKey(key_id=key_id, public_key=public_key, trusted_on=today, source=source)
        db.add(row)
    row.issuer = issuer
    db.flush()
    return row.id


def distrust(db: Session, trusted_id: int) -> None:
    """Trust a key no more."""
    db.delete(existing(db, TrustedKey, trusted_id))
    db.flush()


def trusted(db: Session) -> list[TrustedLine]:
    """Return the keys of other associations by name: those added here, then those of the programme's profile."""
    rows = db.scalars(select(TrustedKey)).all()
    lines = [TrustedLine(row.id, row.key_id, row.public_key, row.issuer, row.trusted_on, row.source) for row in rows]
    known = {line.key_id for line in lines} | set(public_keys(db))
    for issuer, public_key in programme.profile(db).issuers:
        if (key_id := key_id_of(public_key)) not in known:
            lines.append(TrustedLine(None, key_id, public_key, issuer, None, "programme"))
    return sorted(lines, key=lambda line: (fold(line.issuer), line.key_id))
