"""The passphrase of a notebook file: SQLCipher's own way, with the key derived once instead of for each connection."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from models.files import file_error
from models.problem import refusal
from models.text import clean_line

HEADER = b"SQLite format 3\x00"
"""What a file that anybody can read begins with; an encrypted one begins with its salt."""

PAGE = 4096
_SALT = 16
_LEAST_CHANCE = 8  # different bytes in a salt: a file of zeros or of one text repeated is no notebook
_ROUNDS = 256_000  # SQLCipher 4: PBKDF2 with HMAC-SHA512; the same passphrase opens the file in its own shell
_CONSONANTS, _VOWELS = "bdfklmnprtvz", "aeiou"
_GROUPS, _SYLLABLES = 5, 2
_BASE32, _CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 3
_RECOVERY = 77 + _CHECK  # letters of the key, its salt and the check


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of one file with its salt."""

    raw: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @property
    def pragmas(self) -> tuple[str, ...]:
        """What a connection is told before anything else."""
        return ("PRAGMA cipher_log_level=NONE", f"PRAGMA key=\"x'{self.raw.hex()}{self.salt.hex()}'\"")


def new_key(passphrase: str) -> FileKey:
    """Make the key of a file that is about to be made."""
    return _derived(passphrase, secrets.token_bytes(_SALT))


def _derived(passphrase: str, salt: bytes) -> FileKey:
    return FileKey(hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, 32), salt)


def is_sealed(path: Path) -> bool:
    """Tell whether a file can be an encrypted notebook: whole pages and no readable beginning."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(len(HEADER))
        size = path.stat().st_size
    except OSError as error:
        raise file_error(error, path) from error
    return begins != HEADER and len(set(begins)) >= _LEAST_CHANCE and size >= PAGE and size % PAGE == 0


def matches(key: FileKey, typed: str) -> bool:
    """Tell whether a passphrase, or what a recovery sheet says, is this key; no file is touched.

    Raises UserError recovery_wrong.
    """
    if recovery_key(typed) == key:
        return True
    return any(_derived(each, key.salt) == key for each in dict.fromkeys((typed, plain_letters(typed))))


def salt_of(path: Path) -> bytes:
    """Return the salt that an encrypted file begins with."""
    with path.open("rb") as stream:
        return stream.read(_SALT)


def unlock(path: Path, passphrase: str | None) -> FileKey | None:
    """Return the key of a file; nothing when it needs none.

    A passphrase of ours may be typed with other spaces, dashes or capitals; what a recovery sheet says opens too.
    Raises UserError passphrase_needed, recovery_wrong, or passphrase_wrong: a wrong passphrase and a damaged first
    page cannot be told apart.
    """
    if not is_sealed(path):
        return None
    refuse_unasked(path, passphrase)
    assert passphrase
    salt = salt_of(path)
    recovered = recovery_key(passphrase)
    if recovered is not None and _opens(path, recovered):
        return recovered
    for typed in dict.fromkeys((passphrase, plain_letters(passphrase))):
        key = _derived(typed, salt)
        if _opens(path, key):
            return key
    raise refusal("passphrase_wrong", file=path.name)


def refuse_unasked(path: Path, passphrase: str | None) -> None:
    """Raise UserError passphrase_needed when a file needs one and there is none."""
    if not passphrase and is_sealed(path):
        raise refusal("passphrase_needed", file=path.name)


def _opens(path: Path, key: FileKey) -> bool:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(path), isolation_level=None, timeout=15)
    try:
        for pragma in key.pragmas:
            connection.execute(pragma)
        connection.execute("PRAGMA user_version").fetchone()
    except driver.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        return False
    finally:
        connection.close()
    return True


def recovery_text(key: FileKey) -> str:
    """Write a key and its salt so that people can copy it from paper: 20 groups of four letters and figures.

    Base32 (RFC 4648) of the 48 bytes, then three letters of their SHA-256, so that a slip is noticed.
    """
    content = key.raw + key.salt
    letters = base64.b32encode(content).decode().rstrip("=") + _check(content)
    return " ".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def recovery_key(text: str) -> FileKey | None:
    """Read what recovery_text() wrote; nothing when the text is something else, such as a passphrase.

    Raises UserError recovery_wrong when a letter is wrong.
    """
    letters = plain_letters(text).upper()
    if len(letters) != _RECOVERY or not set(letters) <= set(_BASE32):
        return None
    content = base64.b32decode(letters[:-_CHECK] + "===")
    if letters[-_CHECK:] != _check(content):
        raise refusal("recovery_wrong")
    return FileKey(content[:32], content[32:])


def _check(content: bytes) -> str:
    return base64.b32encode(hashlib.sha256(content).digest()).decode()[:_CHECK]


def plain_letters(passphrase: str) -> str:
    """Return a passphrase as ours are kept: small letters, nothing between them."""
    letters = clean_line(passphrase).casefold()  # keyboards write é in two ways
    return "".join(letter for letter in letters if letter.isalnum())


def new_passphrase() -> str:
    """Make a passphrase that can be read out: five short words that mean nothing, 59 bits of chance.

    No letter that sounds like another (c, s, g, j, q), no accent.
    """
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _place in range(_GROUPS * _SYLLABLES)]
    return " ".join("".join(syllables[place : place + _SYLLABLES]) for place in range(0, len(syllables), _SYLLABLES))
