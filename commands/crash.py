"""What is kept of an error of ours: its types and places, never its message, which may hold a name."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

LOG_NAME = "carnet.log"
_ROOT = Path(__file__).parent.parent


def report(error: BaseException) -> str:
    """Describe an error and what led to it by types and frames alone."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None and len(lines) < 400:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {_place(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def _place(file_name: str) -> str:
    path = Path(file_name)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-2:])


def note_crash(error: BaseException) -> Path:
    """Write the report into the log and return where it is; a log that cannot be written is no second error."""
    from models.platforms import log_folder

    path = log_folder() / LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        return path
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    record = logging.LogRecord(
        __name__, logging.ERROR, "", 0, f"{moment} ERROR {__name__}\n{report(error)}", None, None
    )
    handler.emit(record)
    handler.close()
    return path
