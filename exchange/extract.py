"""The extract of one person for machines (GDPR, article 20): JSON with stable keys, ISO dates and codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path

from models.files import write_file
from models.privacy import Extract

FORMAT = "carnet-extract"
VERSION = 1


def as_json(extract: Extract, *, association: str, made_on: date) -> bytes:
    """Return the extract as JSON in UTF-8; the same extract gives the same bytes."""
    held = asdict(extract)
    person = {name: held.pop(name) for name in ("uid", "given_name", "family_name", "created_at")}
    told = {
        "format": FORMAT,
        "version": VERSION,
        "association": association,
        "made_on": made_on,
        "person": {**person, **held.pop("person")},
        **held,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def write(path: Path, pdf: bytes, machine: bytes) -> tuple[Path, Path]:
    """Write the paper to `path` and the file for machines beside it; return where both are.

    Raises what writing a file raises.
    """
    beside = path.with_suffix(".json") if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.json")
    write_file(beside, machine)
    write_file(path, pdf)
    return path, beside


def _plain(value: object) -> object:
    """Write what JSON does not know: days and moments in ISO 8601, hours as 14:30."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value))
