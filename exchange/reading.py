"""A list read so that it can be stopped: in a process of its own, unless it is a small text."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from exchange import spreadsheet
from exchange.sheet_apart import SECONDS, apart
from exchange.sheet_limits import MEGABYTE, is_packed
from exchange.spreadsheet import Sheet
from models.progress import Progress, Task

SMALL_BYTES = MEGABYTE
"""A text under this is read where it is: starting a process takes longer than reading it."""


def read_task(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    seconds: float = SECONDS,
) -> Task[Sheet]:
    """Read a list as spreadsheet.read does. Closing the task stops the reading at once.

    Raises UserError: what spreadsheet.read raises, list_too_slow after `seconds`, list_too_heavy over the memory cap.
    """
    read = partial(spreadsheet.read, path, encoding=encoding, separator=separator, sheet=sheet)
    if _is_small_text(path):
        yield Progress(0, 0, path.name)
        return read()
    return (yield from apart(read, path.name, seconds, is_apart=True))


def _is_small_text(path: Path) -> bool:
    """Tell whether a file is read in no time; what is no file is refused in no time as well."""
    try:
        return not path.is_file() or (path.stat().st_size < SMALL_BYTES and not is_packed(path))
    except (OSError, ValueError):
        return True
