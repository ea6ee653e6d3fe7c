"""Any list (CSV, TSV, XLSX, XLS, ODS) -> rows, with what was guessed and what deserves to be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from exchange.sheet_cells import Cell, Row, cell_text, is_blank, is_formula_error, is_total, letters
from exchange.sheet_headers import field_of, header_key, header_names, header_position, second_line
from exchange.sheet_limits import CELLS, Kind, kind_of
from exchange.sheet_scan import Merge
from exchange.sheet_text import OFFERED_ENCODINGS, SEPARATORS, read_text
from exchange.sheet_workbook import parse, read_workbook
from models.problem import Problem, refusal

__all__ = ["OFFERED_ENCODINGS", "SEPARATORS", "Cell", "Row", "Sheet", "read", "with_header"]

_ROWS_NAMED = 20  # a note names the first rows it is about, and how many there are


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one list. Rows are numbered as a spreadsheet shows them: the first row of the file is row 1."""

    file: str
    kind: Kind
    rows: tuple[Row, ...]
    header_row: int
    header_lines: int
    headers: tuple[str, ...]
    encoding: str = ""
    is_encoding_guessed: bool = False
    separator: str = ""
    is_separator_guessed: bool = False
    sheet_name: str = ""
    sheet_names: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    merged: tuple[Merge, ...] = ()

    def data(self) -> Iterator[tuple[int, Row]]:
        """Give each row under the header with its number."""
        first = self.header_row + self.header_lines
        return enumerate(self.rows[first - 1 :], first)

    @property
    def data_rows(self) -> int:
        """Count the rows under the header, empty ones included."""
        return max(0, len(self.rows) - self.header_row - self.header_lines + 1)


def read(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    is_apart: bool = False,
) -> Sheet:
    """Read a list; what is not given is guessed and marked as guessed.

    Workbooks are parsed in a process of their own, unless this one `is_apart` already.
    Raises UserError when it is missing, not a list, damaged, encrypted or over the limits; nothing is then kept.
    """
    kind = kind_of(path)
    if kind != "csv":
        workbook = parse(path, kind, sheet) if is_apart else read_workbook(path, kind, sheet=sheet)
        others = tuple(name for name in workbook.sheets if name != workbook.sheet)
        notes = [
            Problem("", code, {"sheets": ", ".join(names), "count": len(names)}, is_warning=True)
            for code, names in (("sheets_hidden", workbook.hidden), ("sheets_other", others))
            if names
        ]
        found = _sheet(path.name, kind, workbook.rows, notes, workbook.merged)
        return replace(found, sheet_name=workbook.sheet, sheet_names=workbook.sheets)
    text = read_text(path, encoding=encoding, separator=separator)
    doubts = (
        [Problem("", "accents_doubtful", {"file": path.name}, is_warning=True)] if text.are_accents_doubtful else []
    )
    return replace(
        _sheet(path.name, kind, text.rows, doubts),
        encoding=text.encoding,
        is_encoding_guessed=text.is_encoding_guessed,
        separator=text.separator,
        is_separator_guessed=text.is_separator_guessed,
    )


def with_header(sheet: Sheet, row: int) -> Sheet:
    """Return the same list with another row as its header (from 1). Raises UserError when there is no such row."""
    if not 1 <= row <= len(sheet.rows) or is_blank(sheet.rows[row - 1]):
        raise refusal("header_row_empty", row=row)
    kept = [
        note
        for note in sheet.notes
        if note.code in {"sheets_hidden", "sheets_other", "accents_doubtful", "cells_merged"}
    ]
    return _with_header(sheet, row - 1, kept)


def _sheet(
    file: str, kind: Kind, rows: tuple[Row, ...], notes: Sequence[Problem], merged: tuple[Merge, ...] = ()
) -> Sheet:
    if all(map(is_blank, rows)):
        raise refusal("list_empty", file=file)
    return _with_header(Sheet(file, kind, rows, 1, 1, (), merged=merged), header_position(rows), notes)


def _with_header(sheet: Sheet, position: int, notes: Sequence[Problem]) -> Sheet:
    rows = sheet.rows
    header = rows[position]
    has_two = position + 1 < len(rows) and second_line(header, rows[position + 1])
    lines = rows[position : position + 2] if has_two else (header,)
    # Text lists keep the width of their header, so that a row with more cells is noticed; workbooks are rectangles.
    width = max(map(len, lines)) if sheet.kind == "csv" else max(map(len, rows))
    headed = replace(sheet, header_row=position + 1, header_lines=len(lines), headers=header_names(lines, width))
    headed, filled = _with_merged(headed)
    return replace(headed, notes=(*notes, *filled, *_row_notes(headed), *_second_table(headed, header)))


def _with_merged(sheet: Sheet) -> tuple[Sheet, list[Problem]]:
    """Give the value of cells merged downwards to each row under the header that holds something else."""
    rows = list(sheet.rows)
    first = sheet.header_row + sheet.header_lines - 1
    looked_at, count, columns = 0, 0, set[int]()
    for top, left, bottom in sheet.merged:
        value = rows[top][left] if first <= top < len(rows) and left < len(rows[top]) else None
        looked_at += max(0, min(bottom, len(rows)) - top)
        if value is None or looked_at > CELLS:  # more is no list that anybody made
            continue
        for place in range(top + 1, min(bottom + 1, len(rows))):
            row = rows[place]
            if left < len(row) and row[left] is None and not is_blank(row):
                rows[place] = (*row[:left], value, *row[left + 1 :])
                count += 1
                columns.add(left)
    if not count:
        return sheet, []
    told = {"count": count, "columns": ", ".join(map(letters, sorted(columns)))}
    return replace(sheet, rows=tuple(rows)), [Problem("", "cells_merged", told, is_warning=True)]


def _row_notes(sheet: Sheet) -> list[Problem]:
    """Tell the empty rows, the lines of totals and the formula errors, by their numbers."""
    found: dict[str, list[int]] = {"rows_empty": [], "rows_total": [], "formula_errors": []}
    for number, row in sheet.data():
        if is_blank(row):
            found["rows_empty"].append(number)
        elif is_total(row):
            found["rows_total"].append(number)
        if any(map(is_formula_error, row)):
            found["formula_errors"].append(number)
    return [
        Problem("", code, {"count": len(numbers), "rows": ", ".join(map(str, numbers[:_ROWS_NAMED]))}, is_warning=True)
        for code, numbers in found.items()
        if numbers
    ]


def _second_table(sheet: Sheet, header: Row) -> list[Problem]:
    """Tell a second table to the right: beyond an empty column, a header that was already there, or a name again."""
    start = second_table_start(sheet, header)
    if start is None:
        return []
    headers = [text for cell in header[start:] if (text := cell_text(cell))]
    return [
        Problem("", "second_table", {"column": letters(start), "headers": ", ".join(headers[:10])}, is_warning=True)
    ]


def second_table_start(sheet: Sheet, header: Row | None = None) -> int | None:
    """Return the first column (from 0) of a second table beside the list, if there is one."""
    header = sheet.rows[sheet.header_row - 1] if header is None else header
    seen: set[str] = set()
    gap = False
    for index, cell in enumerate(header):
        text = cell_text(cell)
        if not text:
            gap = gap or (bool(seen) and all(index >= len(row) or row[index] is None for _, row in sheet.data()))
            continue
        field = field_of(text) or ""
        if gap and (header_key(text) in seen or (field and field != "presence" and field in seen)):
            return _after_gap(header, index)
        seen |= {header_key(text), field}
    return None


def _after_gap(header: Row, index: int) -> int:
    while index > 0 and header[index - 1] is not None:
        index -= 1
    return index
