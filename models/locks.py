"""The lock beside a notebook file: one opener at a time, never a lock on the notebook itself."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from models.files import file_error
from models.problem import refusal


def lock_path(path: Path) -> Path:
    """Return the lock file beside a notebook."""
    return path.with_name(f"{path.name}.lock")


def locked(path: Path) -> FileLock:
    """Take the lock of a notebook file; it may be given free on another thread. Raises UserError notebook_in_use."""
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise refusal("notebook_in_use", file=path.name) from error
    except OSError as error:
        raise file_error(error, lock_path(path)) from error
    return lock
