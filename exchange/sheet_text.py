"""Lists in text: which encoding, which separator, and the rows, strictly (CSV, TSV)."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from exchange.sheet_cells import Row, plain_cell
from exchange.sheet_headers import header_words
from exchange.sheet_limits import CELL_LENGTH, CELLS, COLUMNS, ROWS, unread
from models.problem import refusal

# Offered when the accents look wrong: Windows, Mac before 2001, DOS, and what everybody writes today.
OFFERED_ENCODINGS = ("utf-8", "cp1252", "mac_roman", "cp850")
SEPARATORS = (";", ",", "\t", "|")

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_RUBBISH = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What "CSV for Excel" puts before a text that a spreadsheet would take for a formula; tables.py guards.
_GUARDED = re.compile("'+[=+\\-@\t\r]")
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# UTF-8 read as cp1252 (Ã©), DOS accents read as cp1252 (Andr‚), Mac accents read as cp1252 (HŽlne, AndrŽ).
_BROKEN = re.compile("Ã[\x80-\xbf©¨ª«´®¯»¼¹¢§]|�|[a-zA-Z][‚Š‡ˆŽ…][a-z;,\t|\n\r]")


@dataclass(frozen=True, slots=True)
class TextList:
    """The rows of a list in text, and how they were understood."""

    rows: tuple[Row, ...]
    encoding: str
    is_encoding_guessed: bool
    separator: str
    is_separator_guessed: bool
    are_accents_doubtful: bool


def read_text(path: Path, *, encoding: str | None = None, separator: str | None = None) -> TextList:
    """Read a list in text; what is not given is guessed. Raises UserError, naming the row where there is one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unread(error, path) from error
    found, is_guessed = (encoding, False) if encoding else guess_encoding(content)
    try:
        text = content.decode(found).removeprefix("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise refusal("encoding_wrong", file=path.name, encoding=found) from error
    if _RUBBISH.search(text):
        raise refusal("list_unreadable", file=path.name)
    if not text.strip():
        raise refusal("list_empty", file=path.name)
    told = _SEP_LINE.match(text)
    if told:
        text = text[told.end() :]
    chosen = separator or (told.group(1) if told else guess_separator(text))
    return TextList(
        rows=_rows(text, chosen, path.name),
        encoding=found.removesuffix("-sig"),
        is_encoding_guessed=is_guessed,
        separator=chosen,
        is_separator_guessed=separator is None and told is None,
        are_accents_doubtful=_BROKEN.search(text, 0, 200_000) is not None,
    )


def guess_encoding(content: bytes) -> tuple[str, bool]:
    """Return the encoding and whether it is only a guess: BOM, zero bytes, strict UTF-8, cp1252, else Mac Roman."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding, False
    start = content[:4096]
    if start.count(0) > len(start) // 5:
        return ("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"), True
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding, encoding != "utf-8"
    return "mac_roman", True


def guess_separator(text: str) -> str:
    """Return the separator with which the first rows know most header words and agree best on their width."""
    lines = text[:65_536].splitlines(keepends=True)[:60]
    return max(SEPARATORS, key=lambda separator: _agreement(lines, separator))


def _agreement(lines: list[str], separator: str) -> tuple[int, float]:
    rows = []
    try:
        for row in csv.reader(lines, delimiter=separator):
            if any(cell.strip() for cell in row):
                rows.append(row)  # noqa: PERF401  # what was read before an error still counts
    except csv.Error:
        pass
    if not rows:
        return 0, 0.0
    known = max(header_words(tuple(row)) for row in rows[:15])
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return known if known > 1 else 0, count / len(rows) * math.log(width)


def _rows(text: str, separator: str, file: str) -> tuple[Row, ...]:
    if len(separator) != 1 or separator in '"\r\n':
        raise refusal("separator_wrong", separator=separator)
    rows: list[Row] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for read in reader:
            cells_read = map(_unguarded, read) if separator == ";" else read
            row = _without_trailing_none(tuple(map(plain_cell, cells_read)))
            rows.append(row)
            cells += len(row)
            _refuse_large(rows, cells, file)
    except csv.Error as error:
        if "larger" in str(error) and len(_line(text, reader.line_num)) > csv.field_size_limit():
            raise refusal("cell_too_long", file=file, row=len(rows) + 1, limit=CELL_LENGTH) from error
        raise _row_error(error, len(rows) + 1) from error
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def _without_trailing_none(row: Row) -> Row:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]


def _refuse_large(rows: list[Row], cells: int, file: str) -> None:
    row = rows[-1]
    if len(rows) > ROWS:
        raise refusal("list_too_many_rows", file=file, limit=ROWS)
    if len(row) > COLUMNS:
        raise refusal("list_too_many_columns", file=file, limit=COLUMNS, row=len(rows))
    if cells > CELLS:
        raise refusal("list_too_many_cells", file=file, limit=CELLS)
    if any(isinstance(cell, str) and len(cell) > CELL_LENGTH for cell in row):
        raise refusal("cell_too_long", file=file, row=len(rows), limit=CELL_LENGTH)


def _line(text: str, number: int) -> str:
    return next(islice(io.StringIO(text, newline=""), number - 1, None), "")


def _row_error(error: csv.Error, row: int) -> Exception:
    """Name the row where an error of the csv module begins (its messages are fixed texts of CPython)."""
    if "after" in str(error):
        return refusal("row_quote_misplaced", row=row)
    return refusal("row_quote_open", row=row)  # the end of the file, or a cell that swallowed 131 072 characters
