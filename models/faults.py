"""What the disk or the server refuses to a database, said in codes; every other error stays the bug that it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from models.problem import refusal

_REFUSALS = (
    ("database or disk is full", "disk_full"),
    ("No space left on device", "disk_full"),
    ("readonly database", "place_read_only"),
    ("read-only transaction", "place_read_only"),
    ("disk I/O error", "notebook_unreadable"),
    ("malformed", "notebook_damaged"),
    ("not a database", "notebook_damaged"),
    ("database is locked", "notebook_busy"),
    ("unable to open database file", "notebook_unreadable"),
    ("server closed the connection", "server_unreachable"),
    ("terminating connection", "server_unreachable"),
    ("connection failed", "server_unreachable"),
)
"""Part of the message of SQLite (sqlite3ErrStr) or PostgreSQL -> code."""
_STATES = {
    "53100": "disk_full",
    "25006": "place_read_only",
    "57P01": "server_unreachable",
    "57P02": "server_unreachable",
    "57P03": "server_unreachable",
}
"""SQLSTATE (PostgreSQL, appendix A) -> code: a server may say the rest in any language."""


def is_server(where: str | Path) -> bool:
    """Tell whether `where` names a database on a server instead of a file."""
    return "://" in str(where)


def without_password(url: str) -> str:
    """Return a server's address as it may be shown."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.partition("://")[0]


def state_code(error: DatabaseError) -> str | None:
    """Return the code of what a server refuses, by the number it gives its refusal; nothing where it gives none."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return "server_unreachable" if state.startswith("08") else _STATES.get(state)


@contextmanager
def told(where: str | Path) -> Iterator[None]:
    """Turn what the disk or the server refuses into a sentence that names the notebook."""
    try:
        yield
    except DatabaseError as error:
        code = state_code(error) or next((code for part, code in _REFUSALS if part in str(error.orig)), None)
        if code is None:
            raise
        if is_server(where):
            shown = without_password(str(where))
            raise refusal(code, file=shown, folder="", server=shown) from error
        path = Path(where)
        raise refusal(code, file=path.name, folder=str(path.parent)) from error
