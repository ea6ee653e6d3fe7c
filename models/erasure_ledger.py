"""Who was forgotten, kept outside the notebook as hashes: a backup that is put back forgets them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from models.files import file_error, write_file
from models.platforms import data_folder

ANONYMISED, ERASED = "anonymised", "erased"


def hashed(notebook_uid: str, person_uid: str) -> str:
    """Return what stands for a person of one notebook; it says nothing to who has not that notebook."""
    return sha256(f"{notebook_uid} {person_uid}".encode()).hexdigest()


def path_of(notebook_uid: str) -> Path:
    """Return the ledger of a notebook on this computer; there is none before somebody is forgotten."""
    return data_folder() / "forgotten" / f"{notebook_uid}.txt"


def read(notebook_uid: str) -> dict[str, str]:
    """Return hash -> anonymised or erased; a line that cannot be read is passed over."""
    try:
        text = path_of(notebook_uid).read_text("ascii", errors="replace")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise file_error(error, path_of(notebook_uid)) from error
    rows = (line.split() for line in text.splitlines())
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[1] in (ANONYMISED, ERASED)}


def add(notebook_uid: str, person_uids: Collection[str], how: str) -> dict[str, str]:
    """Write these people into the ledger and return it as it was before. Raises UserError when it cannot be written."""
    before = read(notebook_uid)
    _write(notebook_uid, {**before, **dict.fromkeys((hashed(notebook_uid, uid) for uid in person_uids), how)})
    return before


def put_back(notebook_uid: str, before: Mapping[str, str]) -> None:
    """Make the ledger what it was, after nobody was forgotten."""
    _write(notebook_uid, before)


def _write(notebook_uid: str, rows: Mapping[str, str]) -> None:
    path = path_of(notebook_uid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(error, path) from error
    write_file(path, "".join(f"{key} {how}\n" for key, how in rows.items()).encode("ascii"))
