"""The one cleaner of text at entry: what it returns is safe to store, list, print and export as it is."""

from __future__ import annotations

import re
import unicodedata

from models.problem import Problem

NAME_LENGTH = 120
LINE_LENGTH = 300
NOTE_LENGTH = 10_000

# C0 and C1 controls, bidi embeddings, overrides and isolates, surrogates, non-characters, line separators.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile("[\t\r\n\u2028\u2029]+")
_SPACES = re.compile(" {2,}")


def clean_line(value: str) -> str:
    """Return one line in NFC: no control or bidi-override character, no double or outer space."""
    if value.isascii() and value.isprintable() and "  " not in value:  # nearly always: nothing to clean
        return value.strip()
    value = _BREAKS.sub(" ", _FORBIDDEN.sub("", value))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip()


def clean_note(value: str) -> str:
    """Return text of several lines in NFC, line ends as LF, without control characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", value)).strip()


def too_long(field: str, value: str, limit: int = LINE_LENGTH) -> list[Problem]:
    """Return the problem of a text over its limit (in characters), or nothing: text is never cut silently."""
    if len(value) <= limit:
        return []
    return [Problem(field, "text_too_long", {"length": len(value), "limit": limit})]
