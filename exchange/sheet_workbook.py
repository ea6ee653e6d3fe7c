"""Workbooks (XLSX, XLS, ODS): read by python-calamine in a process of its own, which can be stopped.

A file that makes the reader take too much memory or time ends that process and never the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.sheet_apart import SECONDS, apart
from exchange.sheet_cells import Row, plain_cell
from exchange.sheet_headers import SEARCHED_ROWS, header_position, header_words, holds_names
from exchange.sheet_limits import CELL_LENGTH, CELLS, COLUMNS, ROWS, Kind
from exchange.sheet_scan import Merge, Scanned, verify
from models.problem import refusal
from models.progress import finish

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SEARCHED_SHEETS = 12


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet of a workbook, rows from the first row of the file on, and the names of all its sheets.

    Of cells that are `merged` downwards only the first has the value.
    """

    rows: tuple[Row, ...]
    sheet: str
    sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    merged: tuple[Merge, ...] = ()


def read_workbook(path: Path, kind: Kind, *, sheet: str | None = None, seconds: float = SECONDS) -> Workbook:
    """Read one sheet, the first that looks like a list of people unless named. Raises UserError."""
    return finish(apart(parse, path.name, seconds, path, kind, sheet))


def parse(path: Path, kind: Kind, sheet: str | None) -> Workbook:
    """Verify and read a workbook in this process. Raises UserError."""
    import python_calamine

    scanned = Scanned() if kind == "xls" else verify(path, kind)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            visible, hidden = _sheets(workbook)
            rows, chosen = _choose(workbook, visible or hidden, hidden, sheet, path)
            merged = scanned.merges.get(chosen) or _merged(workbook.get_sheet_by_name(chosen))
    except python_calamine.PasswordError as error:
        raise refusal("list_encrypted", file=path.name) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise refusal("list_damaged", file=path.name) from error
    for (row, column), text in scanned.errors.get(chosen, {}).items():
        if row < len(rows) and column < len(rows[row]):
            rows[row] = (*rows[row][:column], text, *rows[row][column + 1 :])
    return Workbook(tuple(rows), chosen, tuple(visible), tuple(hidden), tuple(merged))


def _merged(sheet: CalamineSheet) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or []
    return [(top, left, bottom) for (top, left), (bottom, _right) in ranges if bottom > top]


def _sheets(workbook: CalamineWorkbook) -> tuple[list[str], list[str]]:
    """Return the names of the visible and of the hidden worksheets; charts and macros are none."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [found for found in workbook.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet]
    visible = [found.name for found in sheets if found.visible == SheetVisibleEnum.Visible]
    return visible, [found.name for found in sheets if found.visible != SheetVisibleEnum.Visible]


def _choose(
    workbook: CalamineWorkbook, visible: Sequence[str], hidden: Sequence[str], name: str | None, path: Path
) -> tuple[list[Row], str]:
    if name is not None:
        if name not in {*visible, *hidden}:
            raise refusal("sheet_missing", file=path.name, sheet=name, sheets=", ".join(visible))
        return _rows(workbook.get_sheet_by_name(name), path), name
    filled: tuple[list[Row], str] | None = None
    for candidate in visible[:_SEARCHED_SHEETS]:
        rows = _rows(workbook.get_sheet_by_name(candidate), path)
        if rows and _is_list(rows):
            return rows, candidate
        if rows and filled is None:
            filled = rows, candidate
    if filled is None:
        raise refusal("list_empty", file=path.name)
    return filled


def _is_list(rows: list[Row]) -> bool:
    header = rows[header_position(rows[:SEARCHED_ROWS])]
    return header_words(header) > 1 and holds_names(header)


def _rows(sheet: CalamineSheet, path: Path) -> list[Row]:
    """Return the rows of a sheet from its very first, empty ones at the end left out, within the limits."""
    last_row, last_column = sheet.end or (-1, -1)
    if last_row >= ROWS:
        raise refusal("list_too_many_rows", file=path.name, limit=ROWS)
    if last_column >= COLUMNS:
        raise refusal("list_too_many_columns", file=path.name, limit=COLUMNS, row=1)
    if (last_row + 1) * (last_column + 1) > 4 * CELLS or sheet.height * sheet.width > CELLS:
        raise refusal("list_too_many_cells", file=path.name, limit=CELLS)
    rows = [tuple(map(plain_cell, row)) for row in sheet.to_python(skip_empty_area=False)] if sheet.end else []
    for number, row in enumerate(rows, 1):
        if max((len(cell) for cell in row if type(cell) is str), default=0) > CELL_LENGTH:
            raise refusal("cell_too_long", file=path.name, row=number, limit=CELL_LENGTH)
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows
