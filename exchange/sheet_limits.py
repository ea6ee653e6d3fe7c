"""What is looked at before a list is parsed: which kind of file it is by its content, and how big it may be."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Literal

from models.problem import UserError, refusal

Kind = Literal["csv", "xlsx", "xls", "ods"]

MEGABYTE = 1_000_000
FILE_BYTES = 50 * MEGABYTE
INFLATED_BYTES = 128 * MEGABYTE
RATIO = 250  # deflate cannot do better than 1032; real sheets stay under 60
RATIO_FROM_BYTES = 4 * MEGABYTE
ENTRIES = 2_000
DIRECTORY_BYTES = 1 * MEGABYTE  # of an archive; that of 2 000 entries takes a fifth of it
ROWS = 200_000
COLUMNS = 200
CELLS = 2_000_000
CELL_LENGTH = 32_767  # Excel's own limit

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "list_is_pdf"),
    (b"\x89PNG", "list_is_picture"),
    (b"\xff\xd8\xff", "list_is_picture"),
    (b"GIF8", "list_is_picture"),
    (b"BM", "list_is_picture"),
    (b"II*\x00", "list_is_picture"),
    (b"MM\x00*", "list_is_picture"),
    (b"RIFF", "list_is_picture"),
    (b"{\\rtf", "list_is_document"),
    (b"\x1f\x8b", "list_is_archive"),
    (b"7z\xbc\xaf", "list_is_archive"),
    (b"Rar!", "list_is_archive"),
)
_END_BYTES = 66_000  # an archive ends with the size of its directory and a comment of at most 65 535 bytes
_WEB = (b"<!doctype html", b"<html", b"<table", b"<?xml")


def kind_of(path: Path) -> Kind:
    """Tell which kind of list a file is, by its content and never by its name.

    Raises UserError when it is missing, not a file, empty, over the limits or not a list.
    """
    try:
        if not path.exists():
            raise refusal("file_missing", file=path.name, folder=str(path.parent))
        if not path.is_file():
            raise refusal("list_not_file", file=path.name or str(path))
        size = path.stat().st_size
        with open(path, "rb") as stream:
            start = stream.read(512)
    except OSError as error:
        raise unread(error, path) from error
    except ValueError as error:  # a NUL inside a path
        raise refusal("file_missing", file="", folder="") from error
    if size == 0:
        raise refusal("list_empty", file=path.name)
    if size > FILE_BYTES:
        raise refusal("list_too_large", file=path.name, size=size // MEGABYTE, limit=FILE_BYTES // MEGABYTE)
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.startswith(_OLE):
        return _kind_of_ole(path)
    _refuse_other_kinds(path, start)
    return "csv"


def is_packed(path: Path) -> bool:
    """Tell whether a file is one that must be unpacked before it is read: a zipped or an Excel 97 workbook."""
    with open(path, "rb") as stream:
        return stream.read(len(_OLE)).startswith((b"PK", _OLE))


def unread(error: OSError, path: Path) -> UserError:
    """Turn a system error met while reading into a sentence that names the file and the cause."""
    return refusal("file_not_read", file=path.name, cause=error.strerror or "")


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    for signature, code in _SIGNATURES:
        if start.startswith(signature) and (signature != b"BM" or b"\x00" in start):
            raise refusal(code, file=path.name)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB):
        raise refusal("list_is_web_page", file=path.name)


def _kind_of_zip(path: Path) -> Kind:
    try:
        _refuse_long_directory(path)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bomb(path, entries)
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise refusal("list_encrypted", file=path.name)
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" not in names:
                code = "list_kind_unknown" if "xl/workbook.bin" in names else "list_is_archive"
                raise refusal("list_is_document" if "word/document.xml" in names else code, file=path.name)
            if b"opendocument.spreadsheet" not in archive.read("mimetype") or "content.xml" not in names:
                raise refusal("list_is_document", file=path.name)
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise refusal("list_encrypted", file=path.name)
            return "ods"
    except ZIP_ERRORS as error:
        raise refusal("list_damaged", file=path.name) from error


# All that zipfile and zlib raise on a damaged archive (zlib.error is an Exception of its own).
ZIP_ERRORS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    zlib.error,
)


def _refuse_long_directory(path: Path) -> None:
    """Refuse an archive of very many entries before they are listed, which alone would take seconds."""
    with open(path, "rb") as stream:
        stream.seek(max(0, path.stat().st_size - _END_BYTES))
        end = stream.read()
    for mark, place, size in ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8)):
        at = end.rfind(mark)
        claimed = int.from_bytes(end[at + place : at + place + size], "little") if at >= 0 else 0
        if DIRECTORY_BYTES < claimed <= path.stat().st_size:
            raise refusal("list_unsafe", file=path.name)


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by the directory of the archive alone; what it claims is verified when the entries are read."""
    inflated = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or any(
        entry.file_size > RATIO_FROM_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1)
        for entry in entries
    ):
        raise refusal("list_unsafe", file=path.name)
    if inflated > INFLATED_BYTES:
        raise refusal("list_too_large", file=path.name, size=inflated // MEGABYTE, limit=INFLATED_BYTES // MEGABYTE)


def _kind_of_ole(path: Path) -> Kind:
    """Tell an Excel 97 workbook from an encrypted one and from an old Word document, by the names of its streams."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusal("list_encrypted", file=path.name)
    if any(name.encode("utf-16-le") in content for name in ("Workbook\0", "Book\0")):
        return "xls"
    raise refusal("list_is_document", file=path.name)
