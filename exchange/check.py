"""Whether a file is a whole, unaltered package whose tables agree: run before a hand-over is recorded, and on receipt.

Each step needs the one before, so the first step that finds a problem is the last one taken. What is read is never
trusted: sizes are bounded before reading, nothing is unpacked to disk, nothing is inflated.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exchange.archive import MANIFEST, NAMESPACE, SIGNATURE, files_of, zip_bytes
from exchange.coherence import contradictions
from exchange.descriptor import (
    CODEBOOK,
    DESCRIPTOR,
    Announced,
    WrongDescription,
    figures,
    read_codebook,
    read_descriptor,
    read_format,
    read_level,
    resources,
)
from exchange.encryption import is_encrypted
from exchange.package import FORMAT, Package
from exchange.rows import AXES
from exchange.schema import PROBLEM_LIMIT
from exchange.sshsig import WrongSignature, fingerprint, key_blob, verify
from models.levels import LEVELS
from models.problem import Problem, UserError, refusal

SIZE_LIMIT = 64 * 1024 * 1024  # bytes of the file, hence of all it holds: nothing is compressed
ENTRY_LIMIT = 50
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_KNOWN_FORMAT = tuple(int(number) for number in FORMAT.split(".")[:2])


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found: the package (None when it cannot be relied on), its hash, who signed it, what is wrong."""

    problems: tuple[Problem, ...]
    sha256: str
    package: Package | None = None
    signed_by: str = ""  # the fingerprint people read aloud, empty when no valid signature was found
    is_trusted: bool = False

    @property
    def is_refused(self) -> bool:
        """Tell whether something is worse than a warning."""
        return any(not problem.is_warning for problem in self.problems)


def check(source: Path | bytes, trusted_keys: Collection[str] | None = None) -> CheckReport:
    """Check a package, given as its path or its bytes.

    `trusted_keys` are OpenSSH public lines; with None any signature by the key the package itself announces will do,
    and the report says who signed. Raises UserError when the file cannot be read at all.
    """
    content = source if isinstance(source, bytes) else read_package(source)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        entries = _open(content)
        signer = _check_signature(entries)
    except UserError as error:
        return CheckReport(error.problems, sha256)
    signed_by = fingerprint(signer)
    is_trusted = trusted_keys is not None and key_blob(signer) in _blobs(trusted_keys)
    try:
        if trusted_keys is not None and not is_trusted:
            raise refusal("package_signer_unknown", fingerprint=signed_by)
        package, announced = _describe(entries, signer)
        _check_form(entries, package, content)
        package = _read_tables(entries, package)
        _check_counts(entries, package, announced)
    except UserError as error:
        return CheckReport(error.problems, sha256, None, signed_by, is_trusted)
    warnings = (Problem("example", "package_is_example", is_warning=True),) if package.example else ()
    return CheckReport(warnings, sha256, package, signed_by, is_trusted)


def read_package(path: Path) -> bytes:
    """Return the bytes of a file, no more than just over what a package may have; raises UserError."""
    if path.is_dir():
        raise refusal("package_not_ours")
    try:
        with path.open("rb") as stream:
            return stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error


def _blobs(lines: Collection[str]) -> set[bytes]:
    return {key_blob(line) for line in lines}


def _open(content: bytes) -> dict[str, bytes]:
    """Return the files of the zip: few, stored as they are, plain names, none twice."""
    if is_encrypted(content):
        raise refusal("package_encrypted")
    if len(content) > SIZE_LIMIT:
        raise refusal("package_too_large", limit=SIZE_LIMIT // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > ENTRY_LIMIT or len(set(names)) < len(names) or not all(map(_is_plain, entries)):
                raise refusal("package_not_ours")
            return {entry.filename: archive.read(entry) for entry in entries}
    except _ZIP_ERRORS as error:
        raise refusal("package_damaged") from error


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a regular file beside the others, uncompressed and not encrypted."""
    return (
        re.fullmatch("[A-Za-z0-9][A-Za-z0-9.-]{0,60}", entry.filename) is not None
        and entry.compress_type == zipfile.ZIP_STORED
        and entry.file_size == entry.compress_size <= SIZE_LIMIT
        and not entry.flag_bits
        and entry.external_attr >> 16 == 0o100644
    )


def _check_signature(entries: Mapping[str, bytes]) -> str:
    """Return the public key that signed a manifest which covers every file."""
    for name in (MANIFEST, SIGNATURE, DESCRIPTOR):
        if name not in entries:
            raise refusal("package_file_missing", file=name)
    try:
        signer = verify(entries[MANIFEST], entries[SIGNATURE], NAMESPACE)
    except WrongSignature:
        raise refusal("package_signature_wrong") from None
    listed = dict(_manifest_lines(entries[MANIFEST]))
    covered = entries.keys() - {MANIFEST, SIGNATURE}
    problems = [Problem(name, "package_file_missing", {"file": name}) for name in sorted(listed.keys() - covered)]
    problems += [Problem(name, "package_file_unknown", {"file": name}) for name in sorted(covered - listed.keys())]
    problems += [
        Problem(name, "package_file_altered", {"file": name})
        for name in sorted(covered & listed.keys())
        if hashlib.sha256(entries[name]).hexdigest() != listed[name]
    ]
    if problems:
        raise UserError(*problems)
    return signer


def _manifest_lines(content: bytes) -> list[tuple[str, str]]:
    """Return (name, hash) of each line."""
    lines = re.findall(rb"([0-9a-f]{64})  ([A-Za-z0-9.-]+)\n", content)
    if b"".join(digest + b"  " + name + b"\n" for digest, name in lines) != content:
        raise refusal("package_file_altered", file=MANIFEST)
    return [(name.decode(), digest.decode()) for digest, name in lines]


def _describe(entries: Mapping[str, bytes], signer: str) -> tuple[Package, Announced]:
    """Return the package's record; refuse what is newer than this application, and a record of another key."""
    try:
        found = read_format(entries[DESCRIPTOR])
        if found > _KNOWN_FORMAT or found[0] != _KNOWN_FORMAT[0]:
            raise refusal("package_newer_format", found=".".join(map(str, found)), known=FORMAT)
        level = read_level(entries[DESCRIPTOR])
        if level not in LEVELS:
            raise refusal("package_newer_format", found=level, known=", ".join(LEVELS))
        _check_files(entries, files_of(level))
        package, announced = read_descriptor(entries[DESCRIPTOR], read_codebook(entries[CODEBOOK]))
    except WrongDescription as error:
        raise refusal("package_description_wrong", what=str(error)) from None
    try:
        if key_blob(package.producer.public_key) == key_blob(signer):
            return package, announced
    except WrongSignature:
        pass
    raise refusal("package_signer_other", fingerprint=fingerprint(signer))


def _check_files(entries: Mapping[str, bytes], wanted: Collection[str]) -> None:
    problems = [Problem(name, "package_file_missing", {"file": name}) for name in wanted if name not in entries]
    problems += [Problem(name, "package_file_unknown", {"file": name}) for name in entries if name not in wanted]
    if problems:
        raise UserError(*problems)


def _check_form(entries: Mapping[str, bytes], package: Package, content: bytes) -> None:
    """Refuse bytes that no hash covers: the file is the one zip of its entries, to the byte."""
    if zip_bytes(entries, package.created) != content:
        raise refusal("package_damaged")


def _read_tables(entries: Mapping[str, bytes], package: Package) -> Package:
    """Return the package with its tables."""
    codes = package.codebook.codes()
    missing = {
        column.rule.codes for table in package.tables for column in table.columns if column.rule.codes
    } - codes.keys()
    if missing or not {axis for axis in AXES if axis != "town"} <= codes.keys():
        raise refusal("package_description_wrong", what=CODEBOOK)
    rows: dict[str, Any] = {}
    problems: list[Problem] = []
    for table in package.tables:
        rows[table.name], found = table.read(entries[table.path], codes)
        problems += found
    if problems:
        raise UserError(*problems)
    filled = replace(package, **rows)
    unsorted = [table for table in package.tables if filled.rows(table) != rows[table.name]]
    if unsorted:
        raise UserError(*(Problem(table.path, "table_unreadable", {"file": table.path}) for table in unsorted))
    return filled


def _check_counts(entries: Mapping[str, bytes], package: Package, announced: Announced) -> None:
    """Refuse tables that contradict each other, the period or what the description announces of them."""
    problems = [*contradictions(package)]
    problems += [
        Problem(name, "package_counts_disagree", {"what": name})
        for name, found in figures(package).items()
        if announced.figures[name] != found
    ]
    if _without_words(announced.resources) != _without_words(resources(package, entries)):
        problems.append(Problem("resources", "package_description_wrong", {"what": "resources"}))
    if problems:
        raise UserError(*problems[:PROBLEM_LIMIT])


def _without_words(described: Any) -> Any:
    """Return a description (any JSON) without its titles, which another release may word differently."""
    if isinstance(described, dict):
        return {key: _without_words(value) for key, value in described.items() if key != "title"}
    return [_without_words(item) for item in described] if isinstance(described, (list, tuple)) else described
