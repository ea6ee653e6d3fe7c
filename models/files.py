"""The one writer of files: whole or not at all, never half."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from models.platforms import sync_folder
from models.problem import UserError, refusal

_CAUSES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "place_read_only",
    errno.EACCES: "place_forbidden",
    errno.EPERM: "place_forbidden",
    errno.ENOENT: "place_missing",
    errno.ENOTDIR: "place_missing",
    errno.EISDIR: "place_is_folder",
    errno.ENAMETOOLONG: "file_name_too_long",
}


_NOTEBOOKS = (".carnet", ".colis")  # what people have worked for; nothing else takes its place


def file_error(error: OSError, path: Path) -> UserError:
    """Turn a system error about `path` into a sentence that names the file and the cause."""
    code = _CAUSES.get(error.errno or 0, "file_not_written")
    return refusal(code, file=path.name, folder=str(path.parent), cause=error.strerror or "")


@contextmanager
def whole_file(path: Path, mark: str = "") -> Iterator[BinaryIO]:
    """Give a temporary file in the same folder; on success it replaces `path`, otherwise nothing remains.

    With a `mark`, the temporary file is that of part_of(): whoever knows the mark finds it again when the program was
    killed before it got its name.

    Raises UserError naming the file and the cause when the system refuses, and place_is_notebook where a notebook or a
    parcel has this name.
    """
    if path.suffix.lower() in _NOTEBOOKS and path.is_file():
        raise refusal("place_is_notebook", file=path.name)
    with _whole(path, mark) as stream:
        yield stream


def part_of(path: Path, mark: str) -> Path:
    """Return where a file is that was not given its name yet."""
    return path.with_name(f".{path.name[:80]}.{mark}.part")


@contextmanager
def _whole(path: Path, mark: str = "") -> Iterator[BinaryIO]:
    temporary = part_of(path, mark or secrets.token_hex(4))
    try:
        with open(temporary, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file that nobody has open, whole or not at all. Raises UserError as whole_file() does."""
    with _whole(target) as stream, source.open("rb") as original:
        shutil.copyfileobj(original, stream, 2**20)


def sync_file(path: Path) -> None:
    """Make what is written in a file last through a power cut. Raises OSError."""
    with open(path, "rb+") as stream:
        os.fsync(stream.fileno())


def write_file(path: Path, content: bytes, *, check: Callable[[Path], None] | None = None) -> None:
    """Write `content` whole to `path`; `check` may read the finished file and raise."""
    with whole_file(path) as stream:
        stream.write(content)
    if check is not None:
        check(path)
