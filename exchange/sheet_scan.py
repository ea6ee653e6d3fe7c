"""What a zipped workbook claims, verified before it is parsed: far cells, repeated cells, shared texts, entities.

Nothing is parsed as XML here and no entity is ever expanded: cells are found by their tags.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import basename

from exchange.sheet_cells import column_index
from exchange.sheet_limits import CELL_LENGTH, CELLS, COLUMNS, INFLATED_BYTES, ROWS, ZIP_ERRORS, Kind
from models.problem import refusal

Errors = Mapping[tuple[int, int], str]
"""(row, column) from 0 -> the error that a formula shows there."""

Merge = tuple[int, int, int]
"""Cells merged downwards: first row, column, last row, from 0."""

# Filled cells beyond column Z or row 99 999: nearer ones can do no harm. Empty ones that only have a style end with />.
_XLSX_FAR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r=["'](?=[A-Za-z]{2}|.\d{6})([A-Za-z]{1,9})(\d{1,10})["'][^<>]*(?<!/)>"""
)
_XLSX_SHARED = re.compile(rb"""\st=["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})""")
_XLSX_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])[^<>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'][^<>]*>(?:(?!</?(?:\w+:)?c[\s>]).)*?<(?:\w+:)?v>([^<]{1,20})<""",
    re.DOTALL,
)
_TEXT = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^<>]*)>|</table:table-row>|<table:table\s")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated=["'](\d{1,12})["']""")
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated=["'](\d{1,12})["']""")
_ROWS_SPANNED = re.compile(rb"""number-rows-spanned=["'](\d{1,7})["']""")
_ENTITIES = (b"<!ENTITY", b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What python-calamine hides, by the name of the sheet: formula errors of XLSX, merged cells of ODS."""

    errors: Mapping[str, Errors] = field(default_factory=dict)
    merges: Mapping[str, Sequence[Merge]] = field(default_factory=dict)


def verify(path: Path, kind: Kind) -> Scanned:
    """Verify the parts of a workbook and return what is found there. Raises UserError over a limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            if kind == "ods":
                content = _part(archive, "content.xml", path)
                _verify_ods(content, path)
                return Scanned(merges=_merges(content) if b"number-rows-spanned" in content else {})
            return Scanned(errors=_verify_xlsx(archive, path))
    except ZIP_ERRORS as error:
        raise refusal("list_damaged", file=path.name) from error


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return one part whole; zipfile stops at the size it claims, and a wrong claim fails its checksum."""
    content = archive.read(name)
    if any(entity in content for entity in _ENTITIES):
        raise refusal("list_unsafe", file=path.name)
    return content


def _verify_xlsx(archive: zipfile.ZipFile, path: Path) -> dict[str, Errors]:
    names = archive.namelist()
    texts = [
        len(found[0])
        for name in names
        if basename(name) == "sharedStrings.xml"
        for found in _TEXT.finditer(_part(archive, name, path))
    ]
    if max(texts, default=0) > 40 * CELL_LENGTH:
        raise refusal("cell_too_long", file=path.name, row=0, limit=CELL_LENGTH)
    errors: dict[str, Errors] = {}
    for name in names:
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        content = _part(archive, name, path)
        _verify_cells(content, texts, path)
        if (b't="e"' in content or b"t='e'" in content) and (found := _errors(content)):
            errors[name] = found
    return _by_sheet_name(archive, errors, path) if errors else {}


def _errors(content: bytes) -> Errors:
    return {
        (int(found[2]) - 1, column_index(found[1].decode())): found[3].decode("utf-8", "replace")
        for found in _XLSX_ERROR.finditer(content)
    }


def _verify_cells(content: bytes, texts: list[int], path: Path) -> None:
    last_row = width = 0
    for found in _XLSX_FAR_CELL.finditer(content):
        width = max(width, column_index(found[1].decode()) + 1)
        last_row = max(last_row, int(found[2]))
    cells = max(content.count(b"<c "), content.count(b":c "))
    _refuse_large(path, last_row, width, cells)
    if max(texts, default=0) * cells > INFLATED_BYTES:
        shown = sum(texts[index] for m in _XLSX_SHARED.finditer(content) if (index := int(m[1])) < len(texts))
        if shown > INFLATED_BYTES:
            raise refusal("list_unsafe", file=path.name)


def _refuse_large(path: Path, rows: int, columns: int, cells: int) -> None:
    if rows > ROWS:
        raise refusal("list_too_many_rows", file=path.name, limit=ROWS)
    if columns > COLUMNS:
        raise refusal("list_too_many_columns", file=path.name, limit=COLUMNS, row=1)
    if max(cells, rows * columns // 8) > CELLS:
        raise refusal("list_too_many_cells", file=path.name, limit=CELLS)


def _verify_ods(content: bytes, path: Path) -> None:
    """Add up what repeated rows and cells become; the empty ones that LibreOffice writes at the end count nothing."""
    rows = last_row = width = filled = cells = shown = start = repeat = 0
    for found in _ODS_TAG.finditer(content):
        tag, attributes = found.group(1, 2)
        if tag == b"table-row":
            repeat, width, filled, start = _repeated(_ROWS_REPEATED, attributes), 0, 0, found.start()
            rows += repeat if attributes.endswith(b"/") else 0
        elif tag:
            width += _repeated(_COLUMNS_REPEATED, attributes)
            filled = (
                width
                if b"value-type" in attributes or b"formula" in attributes or not attributes.endswith(b"/")
                else filled
            )
        elif found[0].startswith(b"</"):
            rows += repeat
            if filled:
                last_row = rows
                cells += filled * repeat
                shown += (found.end() - start) * max(repeat, filled if filled > COLUMNS else 1)
                _refuse_large(path, last_row, filled, cells)
        else:
            rows = last_row = cells = 0
        if shown > 2 * INFLATED_BYTES:
            raise refusal("list_unsafe", file=path.name)


def _merges(content: bytes) -> dict[str, list[Merge]]:
    """Return the cells that are merged downwards, by the name of their sheet."""
    found: dict[str, list[Merge]] = {}
    row = column = repeat = 0
    merges: list[Merge] = []
    for tag in _ODS_TAG.finditer(content):
        kind, attributes = tag.group(1, 2)
        if kind == b"table-row":
            repeat, column = _repeated(_ROWS_REPEATED, attributes), 0
            row += repeat if attributes.endswith(b"/") else 0
        elif kind:
            span = _repeated(_ROWS_SPANNED, attributes)
            if span > 1:
                merges.append((row, column, row + span - 1))
            column += _repeated(_COLUMNS_REPEATED, attributes)
        elif tag[0].startswith(b"</"):
            row += repeat
        else:
            end = content.find(b">", tag.start())
            name = _attribute(content[tag.start() : end].decode("utf-8", "replace"), "table:name")
            row, merges = 0, found.setdefault(name, [])
    return found


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _by_sheet_name(archive: zipfile.ZipFile, errors: dict[str, Errors], path: Path) -> dict[str, Errors]:
    """Give the errors of each part the name of its sheet, through the workbook and its relationships."""
    book = _part(archive, "xl/workbook.xml", path).decode("utf-8", "replace")
    links = _part(archive, "xl/_rels/workbook.xml.rels", path).decode("utf-8", "replace")
    parts = {
        _attribute(tag, "Id"): basename(_attribute(tag, "Target"))
        for tag in re.findall(r"<(?:\w+:)?Relationship\s[^<>]*>", links)
    }
    by_part = {basename(name): found for name, found in errors.items()}
    sheets = re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", book)
    return {_attribute(tag, "name"): by_part.get(parts.get(_attribute(tag, r"\w+:id"), ""), {}) for tag in sheets}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}=(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape(found[1] or found[2] or "") if found else ""
