"""Moving a notebook file that nobody has open: whole at the new place before it goes from the old one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from models.backup import digest_of
from models.files import copy_whole, file_error
from models.locks import lock_path
from models.problem import refusal


def copy_to(path: Path, folder: Path) -> Path:
    """Copy a notebook that is closed into a folder, compared byte by byte, and return the copy.

    Raises UserError file_exists, or why the place cannot be written; nothing is left there then.
    """
    target = folder / path.name
    if target.exists():
        raise refusal("file_exists", file=target.name)
    try:
        copy_whole(path, target)
        is_whole = digest_of(path) == digest_of(target)
    except OSError as error:
        raise file_error(error, target) from error
    if not is_whole:
        with suppress(OSError):
            target.unlink()
        raise refusal("file_not_written", file=target.name, folder=str(folder), cause="")
    return target


def move_to(path: Path, folder: Path) -> Path:
    """Move a notebook that is closed into a folder and return where it is now.

    As copy_to(); where the old one cannot be taken away (a stick that is locked) it stays, and so does the copy.
    """
    target = copy_to(path, folder)
    for each in (path, lock_path(path)):
        with suppress(OSError):
            each.unlink(missing_ok=True)
    return target
