"""A package as one file: the same package record gives the same bytes, on every system.

The zip holds its files uncompressed: compressed bytes differ between the zlib of one Python and the next, a reader
that inflates nothing cannot be bombed, and a package weighs some hundred kilobytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
import zipfile
from calendar import monthrange
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.descriptor import CODEBOOK, DESCRIPTOR, write_codebook, write_descriptor
from exchange.encryption import ENDING, encrypt
from exchange.package import Package, Period
from exchange.rows import tables_of
from exchange.sshsig import key_blob, public_line, sign
from models.files import part_of, whole_file
from models.levels import PSEUDONYMISED
from models.platforms import sync_folder
from models.problem import refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "carnet-handover"
README = "LISEZMOI.txt"
_LEVEL_2 = "2| "  # how a line of it begins that only packages of level 2 have
MANIFEST = "manifest-sha256.txt"
SIGNATURE = "manifest-sha256.txt.sig"
MARK = 16  # digits of its SHA-256 in the name of a file that is being written


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and the SHA-256 of the package in it, which receipts name."""

    path: Path
    sha256: str


def files_of(level: str) -> tuple[str, ...]:
    """Return the names of the files in a package of a level, in their order."""
    return DESCRIPTOR, *(table.path for table in tables_of(level)), CODEBOOK, README, MANIFEST, SIGNATURE


def pack(package: Package, key: Ed25519PrivateKey) -> bytes:
    """Return the file of a package, signed with the key whose public half the package announces."""
    if key_blob(public_line(key)) != key_blob(package.producer.public_key):
        raise ValueError("the package announces another key than the one that signs")
    tables = {table.path: table.write(package.rows(table)) for table in package.tables}
    content = {
        DESCRIPTOR: write_descriptor(package, tables),
        **tables,
        CODEBOOK: write_codebook(package.codebook),
        README: _readme(package),
    }
    content[MANIFEST] = manifest(content)
    content[SIGNATURE] = sign(content[MANIFEST], key, NAMESPACE)
    return zip_bytes(content, package.created)


def manifest(content: Mapping[str, bytes]) -> bytes:
    """Return one line for each file, as BagIt and `sha256sum -c` read them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()).encode()


def zip_bytes(content: Mapping[str, bytes], created: datetime) -> bytes:
    """Return the one zip of these files in this order, all of one date (zip knows 1980 to 2107, even seconds)."""
    moment = (min(max(created.year, 1980), 2107), *created.timetuple()[1:6])
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3  # the same on Windows
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return whole.getvalue()


def _readme(package: Package) -> bytes:
    text = files("resources").joinpath("schemas", README).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    if package.level == PSEUDONYMISED:
        lines = [line.replace(_LEVEL_2, "  ", 1) if line.startswith(_LEVEL_2) else line for line in lines]
    filled = "".join(line for line in lines if not line.startswith(_LEVEL_2)).format(
        programme=package.programme_name,
        association=package.producer.name,
        first=package.period.first,
        last=package.period.last,
        threshold=package.threshold,
        namespace=NAMESPACE,
    )
    return filled.replace("\n", "\r\n").encode("utf-8")  # opened by a double click, also in old Notepads


def file_name(package: Package) -> str:
    """Return a name for people: <programme>_<association>_<period>_<sequence>.zip."""
    producer = package.producer
    association = _plain(producer.partner_code) or _plain(producer.name) or "association"
    programme = _plain(package.programme_code) or "programme"
    return f"{programme}_{association}_{_period_name(package.period)}_{package.sequence:03}.zip"


def _period_name(period: Period) -> str:
    first, last = period.first, period.last
    if (first.year, first.month, first.day, last.month, last.day) == (last.year, 1, 1, 12, 31):
        return f"{first:%Y}"
    if (first.year, first.month) == (last.year, last.month) and (first.day, last.day) == (1, _last_day(last)):
        return f"{first:%Y-%m}"
    return f"{first}_{last}"


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")[:40].rstrip("-")


@contextmanager
def written(package: Package, key: Ed25519PrivateKey, folder: Path, recipient: str = "") -> Iterator[Written]:
    """Write the package into `folder`, read it again, give what is told of it, and only then give it its name.

    What is done inside is done before the file can be seen: who records the package there knows of every file that is.
    When it fails no file remains; when the program is killed after it, finish() gives the name.

    With a recipient (of age) the file is encrypted for it: what is inside was checked before.
    A file of that name stays as it is: when it is this very package nothing is written, otherwise the new one gets
    the next free name. Raises UserError when the system refuses or what can be read back is not what was written.
    """
    content = pack(package, key)
    digest, name = hashlib.sha256(content).hexdigest(), file_name(package)
    if recipient:
        _check_again(content, package)
        content, name = encrypt(content, recipient), name + ENDING
    path = _free_path(folder / name, content)
    if path.exists():
        yield Written(path, digest)
        return
    with whole_file(path, digest[:MARK]) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
        read = Path(stream.name).read_bytes()
        if read != content:
            raise refusal("package_not_read_back", file=name, cause="")
        if not recipient:
            _check_again(read, package)
        yield Written(path, digest)


def finish(path: Path, sha256: str) -> bool:
    """Give a package that was written whole the name that it could not be given any more, and tell whether it was.

    `path` and `sha256` are those that written() gave; a file that is there already stays.
    """
    part = part_of(path, sha256[:MARK])
    if path.exists() or not part.is_file():
        return False
    try:
        part.replace(path)
        sync_folder(path.parent)
    except OSError:
        return False  # as before: it may be given its name another time
    return True


def _free_path(path: Path, content: bytes) -> Path:
    """Return the first name that is free or holds exactly this content."""
    number, candidate = 1, path
    while candidate.exists() and not _holds(candidate, content):
        number += 1
        stem, dot, endings = path.name.partition(".")
        candidate = path.with_name(f"{stem}_{number}{dot}{endings}")
    return candidate


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _check_again(content: bytes, package: Package) -> None:
    from exchange.check import check

    report = check(content, {package.producer.public_key})
    if report.package != package or report.is_refused:
        codes = ", ".join(problem.code for problem in report.problems)
        raise refusal("package_not_read_back", file=file_name(package), cause=codes)
