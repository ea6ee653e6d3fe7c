"""What a cell of a list can hold, and what a row of cells looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from math import isfinite

from models.names import fold
from models.text import clean_line

Cell = str | int | float | bool | date | datetime | None
Row = tuple[Cell, ...]

FORMULA_ERRORS = frozenset(
    {
        "#N/A",
        "#N/D",
        "#REF!",
        "#VALUE!",
        "#VALEUR!",
        "#DIV/0!",
        "#NAME?",
        "#NOM?",
        "#NUM!",
        "#NOMBRE!",
        "#NULL!",
        "#NUL!",
    }
)
_ERROR_OF_OFFICE = re.compile(r"(?:Err|Erreur|Error) ?: ?5\d\d$")
_DASHES = frozenset("-–—−_.")
_NUMBER = re.compile(r"[\d\s.,/%€-]*")
_SPACES = re.compile("[\u00a0\u2000-\u200b\u202f\u3000]+")
_TOTAL = re.compile(
    r"(?:sous |grand |sub ?)?total(?:aux|s)?\b|nombre (?:de|d|total)\b|nb (?:de|d|total)\b|effectif\b|moyenne\b"
)


def plain_cell(value: object) -> Cell:
    """Return what a reader gave as a cell: empty text is None, a whole number an int, an hour its text."""
    if isinstance(value, str):
        return None if not value or value.isspace() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if value is None or isinstance(value, bool | int | date) or (isinstance(value, float) and isfinite(value)):
        return value
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def cell_text(cell: Cell) -> str:
    """Return a cell as one clean line of text with plain spaces; a date as day/month/year, a lone dash as nothing."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and "  " not in cell and cell[:1] > " " and cell[-1] != " ":
            return "" if cell in _DASHES else cell  # most cells are clean already
        text = clean_line(_SPACES.sub(" ", cell))
        return "" if text in _DASHES else text
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(int(cell))
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def is_blank(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds nothing at all."""
    return all(cell is None or cell_text(cell) == "" for cell in row)


def is_total(row: Sequence[Cell]) -> bool:
    """Tell whether a row is a line of totals: its first text says so and no other text stands beside it."""
    first = next((cell for cell in row if cell is not None), None)
    if not isinstance(first, str) or _TOTAL.match(fold(first[:200])) is None:
        return False
    texts = [cell for cell in row if isinstance(cell, str) and not _NUMBER.fullmatch(cell_text(cell))]
    return len(texts) == 1


def is_example(row: Sequence[Cell]) -> bool:
    """Tell whether a row of a blank form shows how to fill it in: its first text begins with « Exemple »."""
    first = next((cell for cell in row if isinstance(cell, str)), "")
    return re.match(r"(?:exemple|example|ex)\b", fold(first)) is not None and (
        "xemple" in first or ":" in first or "xample" in first
    )


def is_formula_error(cell: Cell) -> bool:
    """Tell whether a cell shows what Excel or LibreOffice writes when a formula has failed."""
    return (
        isinstance(cell, str)
        and cell[:1] in {"#", "E"}
        and (cell in FORMULA_ERRORS or _ERROR_OF_OFFICE.match(cell) is not None)
    )


def letters(index: int) -> str:
    """Return the letters of a column counted from 0: 0 -> A, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """Return the column counted from 0 of its letters: A -> 0, AA -> 26."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
