"""Many certificates as a long task: one PDF for all, or one file each under safe names, with a report."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from documents.certificate import CertificateBook
from documents.facts import CertificateFacts
from documents.prints import Layouts, Prints, Skipped, certificates_drawn, layout_for
from models.files import write_file
from models.problem import UserError, refusal
from models.progress import Progress, Task

DEFAULT_PATTERN = "{number} {name}"
PATTERN_FIELDS = ("number", "name", "workshop", "date")
LONGEST_NAME = 180  # bytes in UTF-8, suffix included: any system takes it, and some room is left for a copy's " (2)"

_SUFFIX = ".pdf"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch made: the numbers printed, the files written, and what was left out."""

    made: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    files: tuple[Path, ...]


def certificates_in_one(prints: Prints, layouts: Layouts, path: Path) -> Task[BatchReport]:
    """Print all certificates into one PDF, written whole at the end: stopped before, nothing is written."""
    drawn = yield from certificates_drawn(prints, layouts)
    if drawn.pdf:
        write_file(path, drawn.pdf)
    return BatchReport(drawn.numbers, drawn.skipped, (path,) if drawn.pdf else ())


def certificates_each(
    prints: Prints, layouts: Layouts, folder: Path, pattern: str = DEFAULT_PATTERN
) -> Task[BatchReport]:
    """Print each certificate into its own file; stopped, those already reported are there whole.

    Raises UserError (file_pattern_wrong) and what writing a file raises.
    """
    _check_pattern(pattern)
    made, skipped, files = [], [], []
    taken = {_folded(entry.name) for entry in folder.iterdir()} if folder.is_dir() else set()
    for done, (facts, printing) in enumerate(prints, 1):
        try:
            book = CertificateBook(layout_for(layouts, facts).alone())
            book.add(facts, printing)
        except UserError as error:
            skipped.append(Skipped(facts.number, facts.name, error.problems))
        else:
            path = folder / _free_name(file_name(facts, pattern), taken)
            write_file(path, book.finish())
            made.append(facts.number)
            files.append(path)
        yield Progress(done, len(prints), facts.name)
    return BatchReport(tuple(made), tuple(skipped), tuple(files))


def file_name(facts: CertificateFacts, pattern: str = DEFAULT_PATTERN) -> str:
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
    if len((stem + _SUFFIX).encode()) > LONGEST_NAME:
        rest = _PLACEHOLDER.sub(lambda match: "" if match[1] == "number" else values[match[1]], pattern)
        stem = f"{facts.number} {rest.strip()}"
    return safe_name(stem, _SUFFIX)


def safe_name(stem: str, suffix: str) -> str:
    """Return a file name without what Windows, macOS or Linux refuse, cut to LONGEST_NAME bytes."""
    stem = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", stem))
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode(errors="ignore")[:room].decode(errors="ignore").strip(" .")
    if not stem or _RESERVED.fullmatch(stem.split(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + suffix


def _check_pattern(pattern: str) -> None:
    unknown = [name for name in _PLACEHOLDER.findall(pattern) if name not in PATTERN_FIELDS]
    if unknown or not pattern.strip():
        raise refusal("file_pattern_wrong", pattern=pattern, fields=", ".join(f"{{{name}}}" for name in PATTERN_FIELDS))


def _free_name(name: str, taken: set[str]) -> str:
    """Return the name, or the first "name (2)" that is free in the folder, and take it."""
    path = Path(name)
    candidate, count = name, 1
    while _folded(candidate) in taken:
        count += 1
        candidate = f"{path.stem} ({count}){path.suffix}"
    taken.add(_folded(candidate))
    return candidate


def _folded(name: str) -> str:
    """Return what systems that ignore case and composition compare."""
    return unicodedata.normalize("NFC", name).casefold()
