"""The passphrase of a notebook file: SQLCipher's own way, with the key derived once instead of for each connection."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from models.files import file_error
from models.problem import refusal

HEADER = b"SQLite format 3\x00"
"""What a file that anybody can read begins with; an encrypted one begins with its salt."""

PAGE = 4096
_SALT = 16
_LEAST_CHANCE = 8  # different bytes in a salt: a file of zeros or of one text repeated is no notebook
_ROUNDS = 256_000  # SQLCipher 4: PBKDF2 with HMAC-SHA512; the same passphrase opens the file in its own shell
_CONSONANTS, _VOWELS = "bdfklmnprtvz", "aeiou"
_GROUPS, _SYLLABLES = 5, 2


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


def unlock(path: Path, passphrase: str | None) -> FileKey | None:
    """Return the key of a file; nothing when it needs none.

    A passphrase of ours may be typed with other spaces, dashes or capitals. Raises UserError passphrase_needed, or
    passphrase_wrong: a wrong passphrase and a damaged first page cannot be told apart.
    """
    if not is_sealed(path):
        return None
    refuse_unasked(path, passphrase)
    assert passphrase
    with path.open("rb") as stream:
        salt = stream.read(_SALT)
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


def plain_letters(passphrase: str) -> str:
    """Return a passphrase as ours are kept: small letters, nothing between them."""
    return "".join(letter for letter in passphrase.casefold() if letter.isalnum())


def new_passphrase() -> str:
    """Make a passphrase that can be read out: five short words that mean nothing, 59 bits of chance.

    No letter that sounds like another (c, s, g, j, q), no accent.
    """
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _place in range(_GROUPS * _SYLLABLES)]
    return " ".join("".join(syllables[place : place + _SYLLABLES]) for place in range(0, len(syllables), _SYLLABLES))
