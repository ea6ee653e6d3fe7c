"""Names of files that every system takes: without what Windows, macOS or Linux refuse, short enough, never twice."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from documents.facts import CertificateFacts
from models.files import file_error
from models.problem import refusal

DEFAULT_PATTERN = "{number} {name}"
PATTERN_FIELDS = ("number", "name", "workshop", "date")
LONGEST_NAME = 180  # bytes in UTF-8, suffix included: any system takes it, and some room is left for a copy's " (2)"
PDF = ".pdf"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def check_pattern(pattern: str) -> None:
    """Raise UserError file_pattern_wrong for a pattern with unknown words in it."""
    unknown = [name for name in _PLACEHOLDER.findall(pattern) if name not in PATTERN_FIELDS]
    if unknown or not pattern.strip():
        raise refusal("file_pattern_wrong", pattern=pattern, fields=", ".join(f"{{{name}}}" for name in PATTERN_FIELDS))


def file_name(facts: CertificateFacts, pattern: str = DEFAULT_PATTERN, suffix: str = PDF) -> str:
    """Return a file name that every system takes; the number is always in it, so that no two are the same."""
    values = {
        "number": facts.number,
        "name": facts.name,
        "workshop": facts.workshop,
        "date": facts.issued_on.isoformat(),
    }
    if "{number}" not in pattern:
        pattern = f"{pattern} {{number}}"
    stem = _PLACEHOLDER.sub(lambda match: values[match[1]], pattern)
    if len((stem + suffix).encode(errors="ignore")) > LONGEST_NAME:
        rest = _PLACEHOLDER.sub(lambda match: "" if match[1] == "number" else values[match[1]], pattern)
        stem = f"{facts.number} {rest.strip()}"
    return safe_name(stem, suffix)


def safe_name(stem: str, suffix: str) -> str:
    """Return a file name without what Windows, macOS or Linux refuse, cut to LONGEST_NAME bytes."""
    stem = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", stem))
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode(errors="ignore")[:room].decode(errors="ignore").strip(" .")
    if not stem or _RESERVED.fullmatch(stem.split(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + suffix


def taken_in(folder: Path) -> set[str]:
    """Return the names in a folder, as free_name() compares them. Raises UserError when it cannot be looked into."""
    try:
        return {_folded(entry.name) for entry in folder.iterdir()}
    except OSError as error:
        raise file_error(error, folder) from error


def free_name(name: str, taken: set[str]) -> str:
    """Return the name, or the first "name (2)" that is not taken, and take it."""
    path = Path(name)
    candidate, count = name, 1
    while _folded(candidate) in taken:
        count += 1
        candidate = f"{path.stem} ({count}){path.suffix}"
    taken.add(_folded(candidate))
    return candidate


def _folded(name: str) -> str:
    """Return what systems that ignore case and composition compare."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
