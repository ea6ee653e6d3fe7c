"""What is kept of an error of ours: its types and places, never its message or values, which may hold a name."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

LOG_NAME = "carnet.log"
LARGEST_LOG = 1_000_000  # bytes; a larger one is put aside at the next start

_ROOT = Path(__file__).parent.parent


def report(error: BaseException) -> str:
    """Describe an error and what led to it by types and frames alone."""
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {_place(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def _place(file_name: str) -> str:
    """Return where a file is without the folders of this computer."""
    path = Path(file_name)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-2:])


class WithoutValues(logging.Formatter):
    """Writes exceptions into the log as report() does."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; what another formatter made of its exception is left alone."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: object) -> str:  # noqa: N802  # what logging calls
        """Describe an exception without its message."""
        error = ei[1] if isinstance(ei, tuple) else None
        return report(error) if isinstance(error, BaseException) else ""


def open_log(folder: Path) -> RotatingFileHandler | None:
    """Open the log in `folder`, which is made; None when it cannot be written."""
    from logging.handlers import RotatingFileHandler  # brings sockets: no start of a command waits for it

    path = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, backupCount=1, encoding="utf-8")
        if path.stat().st_size > LARGEST_LOG:
            handler.doRollover()
    except OSError:
        return None
    handler.setFormatter(WithoutValues())
    return handler


def note_crash(error: BaseException, folder: Path) -> Path:
    """Add the report of an error to the log of `folder` and return where it is, also when it cannot be written."""
    handler = open_log(folder)
    if handler is not None:
        handler.handle(
            logging.LogRecord(__name__, logging.ERROR, "", 0, "an error of ours\n%s", (report(error),), None)
        )
        handler.close()
    return folder / LOG_NAME
