"""Tables out: XLSX whose text stays text, CSV for Excel, and a CSV that loses nothing."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from models.files import whole_file
from models.problem import refusal
from resources.i18n import N_, here

Value = str | int | date | None
AddRow = Callable[[Sequence[Value]], None]

CELL_LENGTH = 32_767
"""What a cell of Excel holds (UTF-16 units); it drops the rest without a word."""
ROWS = 1_048_576
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 40  # characters
_XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


class Format(StrEnum):
    """How a table is written."""

    XLSX = "xlsx"
    EXCEL_CSV = "excel-csv"
    CSV = "csv"


NAMES = {
    Format.XLSX: N_("Excel and LibreOffice (XLSX)"),
    Format.EXCEL_CSV: N_("CSV for Excel"),
    Format.CSV: N_("CSV for other programs, nothing changed"),
}
ENDINGS = {Format.XLSX: ".xlsx", Format.EXCEL_CSV: ".csv", Format.CSV: ".csv"}


def format_of(path: Path) -> Format:
    """Return the format that the ending of a file stands for; a .csv is the one that loses nothing.

    Raises UserError table_ending_unknown.
    """
    found = {".xlsx": Format.XLSX, ".csv": Format.CSV}.get(path.suffix.lower())
    if found is None:
        raise refusal("table_ending_unknown", file=path.name)
    return found


@contextmanager
def table(path: Path, kind: Format, headers: Sequence[str], *, title: str = "") -> Iterator[AddRow]:
    """Give the function that adds a row; the file is there, whole, once the block has ended well.

    XLSX and CSV for Excel raise UserError over Excel's limits, naming the cell: nothing is ever cut. Raises what
    writing a file raises.
    """
    with whole_file(path) as stream:
        if kind is Format.XLSX:
            with _xlsx(stream, headers, title, path) as add:
                yield add
        else:
            with _csv(stream, headers, path, for_excel=kind is Format.EXCEL_CSV) as add:
                yield add


@contextmanager
def _csv(stream: BinaryIO, headers: Sequence[str], path: Path, *, for_excel: bool) -> Iterator[AddRow]:
    """Write RFC 4180 in UTF-8; for Excel with its mark, semicolons and formulas made harmless."""
    text = io.TextIOWrapper(stream, "utf-8-sig" if for_excel else "utf-8", newline="")
    writer = csv.writer(text, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    count = 1

    def add(row: Sequence[Value]) -> None:
        nonlocal count
        count += 1
        if for_excel:
            _refuse_large(row, headers, count, path)
        writer.writerow([_for_excel(value) if for_excel else _lossless(value) for value in row])

    writer.writerow([_for_excel(header) if for_excel else header for header in headers])
    try:
        yield add
        text.flush()
    finally:
        text.detach()  # the stream belongs to whole_file


def _for_excel(value: Value) -> str:
    """Return a cell that Excel shows as it is: an apostrophe keeps what looks like a formula from being one."""
    if isinstance(value, date):
        return here().date(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def _lossless(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@contextmanager
def _xlsx(stream: BinaryIO, headers: Sequence[str], title: str, path: Path) -> Iterator[AddRow]:
    """Write row after row; what is put aside meanwhile lies in a private folder that goes in any case."""
    with _workbook(stream) as book:
        sheet = _sheet(book, title, headers, [len(header) + 4 for header in headers])
        count = 1

        def add(row: Sequence[Value]) -> None:
            nonlocal count
            count += 1
            _refuse_large(row, headers, count, path)
            _write_row(sheet, count - 1, row)

        yield add
        sheet.autofilter(0, 0, count - 1, max(0, len(headers) - 1))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write an XLSX of several sheets, whole or not at all. Raises what writing a table raises."""
    with whole_file(path) as stream, _workbook(stream) as book:
        for each in sheets:
            cells = zip(each.headers, *each.rows, strict=True)
            sheet = _sheet(
                book, each.title, each.headers, [max(len(_lossless(v)) for v in column) + 2 for column in cells]
            )
            for number, row in enumerate(each.rows, 1):
                _refuse_large(row, each.headers, number + 1, path)
                _write_row(sheet, number, row)


@contextmanager
def _workbook(stream: BinaryIO) -> Iterator[Any]:
    """Give an open workbook that is finished when the block has ended well."""
    import xlsxwriter  # type: ignore[import-untyped]  # carries no types

    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(stream, {**_XLSX_OPTIONS, "tmpdir": folder})
        try:
            yield book
            _close(book)
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def _sheet(book: Any, title: str, headers: Sequence[str], widths: Sequence[int]) -> Any:
    """Begin a sheet: its titles stay in view."""
    sheet = book.add_worksheet(_FORBIDDEN_IN_NAME.sub(" ", title)[:31].strip() or None)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(column, column, min(_WIDEST, width))
        sheet.write_string(0, column, header, bold)
    return sheet


def _write_row(sheet: Any, number: int, row: Sequence[Value]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(number, column, value)
        elif isinstance(value, int):
            sheet.write_number(number, column, value)
        elif value:
            sheet.write_string(number, column, value)


def _close(book: Any) -> None:
    """Finish a workbook; what the system refuses is raised as the system says it."""
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # carries no types

    try:
        book.close()
    except FileCreateError as error:
        refused = error.args[0]
        raise (refused if isinstance(refused, OSError) else error) from error


def _refuse_large(row: Sequence[Value], headers: Sequence[str], number: int, path: Path) -> None:
    if number > ROWS:
        raise refusal("table_too_long_for_excel", file=path.name, limit=ROWS)
    for header, value in zip(headers, row, strict=True):
        if isinstance(value, str) and len(value) * 2 > CELL_LENGTH and _units(value) > CELL_LENGTH:
            raise refusal("cell_too_long_for_excel", column=header, row=number, limit=CELL_LENGTH)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
