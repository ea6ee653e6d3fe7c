"""Tables that travel, described once: the annotations of a row make its CSV, its Table Schema and its check.

CSV is UTF-8 without mark, comma, quoted only where needed, and CRLF, the line end of RFC 4180 and of a Data Package
that names no dialect. Several codes in one cell are joined by ";".
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from models.problem import Problem
from models.text import clean_line

TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
UID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
HASH_COLUMN = "content_hash"
SEPARATOR = ";"
CELL_LENGTH = 4_000  # characters
PROBLEM_LIMIT = 20  # of one table: more would not help anybody

Codes = Mapping[str, Sequence[str]]  # name of a list of the codebook -> its codes
Reader = Callable[[str], object]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell may hold, beside its Python type: put in the annotation of the row's field."""

    title: str
    required: bool = True
    pattern: str = ""
    codes: str = ""  # the codebook's list a value comes from
    choices: tuple[str, ...] = ()
    missing: str = ""  # how None is written


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the field of the row it comes from, its Table Schema type and its rule."""

    name: str
    kind: str
    rule: Rule
    is_list: bool = False

    def write(self, value: object) -> str:
        """Return the text of one value."""
        if value is None:
            return self.rule.missing
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return SEPARATOR.join(value)
        return value.isoformat() if isinstance(value, (date, time)) else str(value)

    def read(self, text: str, codes: Codes) -> object:
        """Return the value of a text written by `write`; raises ValueError naming the broken rule."""
        if not text and self.rule.required:
            raise ValueError("required")
        if text == self.rule.missing:
            return () if self.is_list else "" if self.kind == "string" else None
        value = _READERS[self.kind](text)
        if self.kind != "string":
            return value
        allowed, pattern = self.allowed(codes), self.pattern(codes)
        if allowed and not self.is_list and text not in allowed:
            raise ValueError("enum")
        if pattern and not re.fullmatch(pattern, text):
            raise ValueError("pattern")
        if len(text) > CELL_LENGTH or clean_line(text) != text:
            raise ValueError("text")
        return tuple(text.split(SEPARATOR)) if self.is_list else value

    def reader(self, codes: Codes) -> Reader:
        """Return what reads the texts of one file: each different text once, and only as `write` would have it."""
        known: dict[str, object] = {}

        def read(text: str) -> object:
            if text not in known:
                value = self.read(text, codes)
                if self.write(value) != text:
                    raise ValueError("text")
                known[text] = value
            return known[text]

        return read

    def allowed(self, codes: Codes) -> tuple[str, ...]:
        """Return the texts this column is limited to, nothing when it is free."""
        return tuple(codes.get(self.rule.codes, ())) if self.rule.codes else self.rule.choices

    def pattern(self, codes: Codes) -> str:
        """Return the pattern of the whole text (also that of a list of codes), or nothing."""
        if not self.is_list:
            return self.rule.pattern
        one = f"({'|'.join(re.escape(code) for code in self.allowed(codes))})"
        return f"{one}({SEPARATOR}{one})*"

    def describe(self, codes: Codes) -> dict[str, object]:
        """Return the field descriptor of Table Schema."""
        constraints: dict[str, object] = {}
        if self.rule.required and not self.rule.missing:
            constraints["required"] = True
        if self.kind == "integer":
            constraints["minimum"] = 0
        if pattern := self.pattern(codes):
            constraints["pattern"] = pattern
        if not self.is_list and (allowed := self.allowed(codes)):
            constraints["enum"] = list(allowed)
        described: dict[str, object] = {"name": self.name, "type": self.kind, "title": self.rule.title}
        return described | ({"constraints": constraints} if constraints else {})


@dataclass(frozen=True)
class Table(Generic[Row]):
    """One table: its rows' dataclass, its key, and which of its columns name a row of which other table.

    A row with a `version` also travels with the hash of its other cells, so that the receiver can refuse the same
    version with other content.
    """

    name: str
    title: str
    row: type[Row]
    key: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Return the name of the table's file."""
        return f"{self.name}.csv"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns in the order they are written."""
        hints = get_type_hints(self.row, include_extras=True)
        columns = [_column(name, hint) for name, hint in hints.items()]
        if "version" in hints:
            columns.append(Column(HASH_COLUMN, "string", Rule("Content hash", pattern="[0-9a-f]{64}")))
        return tuple(columns)

    def key_of(self, row: Row) -> tuple[str, ...]:
        """Return what makes a row unique, also the order of rows."""
        return tuple(str(getattr(row, name)) for name in self.key)

    def cells(self, row: Row) -> list[str]:
        """Return the texts of one row, its content hash included."""
        texts = [column.write(getattr(row, column.name)) for column in self.columns if column.name != HASH_COLUMN]
        if self.columns[-1].name == HASH_COLUMN:
            texts.append(self._content_hash(texts))
        return texts

    def _content_hash(self, texts: Sequence[str]) -> str:
        content = [text for text, is_told in zip(texts, self._told, strict=False) if is_told]
        line = ",".join(content)
        if _is_plain(line, len(content)):
            return hashlib.sha256(f"{self.name}\r\n{line}\r\n".encode()).hexdigest()
        return hashlib.sha256(csv_text([[self.name], content]).encode()).hexdigest()

    @cached_property
    def _told(self) -> tuple[bool, ...]:
        """Which columns the content hash covers."""
        return tuple(column.name not in ("version", HASH_COLUMN) for column in self.columns)

    def write(self, rows: Iterable[Row]) -> bytes:
        """Return the CSV file of these rows."""
        return csv_text([[column.name for column in self.columns], *(self.cells(row) for row in rows)]).encode()

    def describe(self, codes: Codes) -> dict[str, object]:
        """Return the Table Schema."""
        described: dict[str, object] = {
            "$schema": TABLE_SCHEMA,
            "fields": [column.describe(codes) for column in self.columns],
            "primaryKey": list(self.key),
        }
        if self.links:
            described["foreignKeys"] = [
                {"fields": [name], "reference": {"resource": other, "fields": ["uid"]}}
                for name, other in self.links.items()
            ]
        if markers := [column.rule.missing for column in self.columns if column.rule.missing]:
            described["missingValues"] = markers
        return described

    def read(self, content: bytes, codes: Codes) -> tuple[tuple[Row, ...], list[Problem]]:
        """Return the rows of a file written by `write`, and what is wrong with it (then the rows are incomplete)."""
        try:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            return (), [Problem(self.path, "table_unreadable", {"file": self.path})]
        header = [column.name for column in self.columns]
        if not lines or lines[0] != header:
            return (), [Problem(self.path, "table_columns_wrong", {"file": self.path, "columns": ", ".join(header)})]
        rows: list[Row] = []
        problems: list[Problem] = []
        readers = {column.name: column.reader(codes) for column in self.columns}
        for number, cells in enumerate(lines[1:], start=2):
            found = self._read_row(number, cells, readers)
            if isinstance(found, Problem):
                problems.append(found)
                if len(problems) == PROBLEM_LIMIT:
                    break
            else:
                rows.append(found)
        if not problems and csv_text(lines).encode() != content:
            problems.append(Problem(self.path, "table_unreadable", {"file": self.path}))
        return tuple(rows), problems

    def _read_row(self, number: int, cells: list[str], readers: Mapping[str, Reader]) -> Row | Problem:
        if len(cells) != len(self.columns):
            return _wrong(self, number, "", "columns")
        values: dict[str, Any] = {}
        for (name, read), text in zip(readers.items(), cells, strict=True):
            try:
                values[name] = read(text)
            except ValueError as error:
                return _wrong(self, number, name, str(error))
        if HASH_COLUMN in values and values.pop(HASH_COLUMN) != self._content_hash(cells[:-1]):
            return _wrong(self, number, HASH_COLUMN, "hash")
        return self.row(**values)


def csv_text(lines: Iterable[Sequence[str]]) -> str:
    """Write lines of texts the one way this package is written."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _is_plain(line: str, cells: int) -> bool:
    """Tell whether cells joined by commas are what the csv module would write: nothing in them has to be quoted."""
    return cells > 1 and line.count(",") == cells - 1 and not any(mark in line for mark in '"\r\n')


def _wrong(table: Table[Any], row: int, column: str, rule: str) -> Problem:
    values = {"file": table.path, "row": row, "column": column, "rule": rule}
    return Problem(f"{table.name}.{column}", "table_value_wrong", values)


def _column(name: str, hint: Any) -> Column:
    plain, rule = get_args(hint)[:2]
    kinds = [kind for kind in get_args(plain) or (plain,) if kind is not type(None)]
    is_list = get_origin(plain) is tuple
    return Column(name, "string" if is_list else _KINDS[kinds[0]], rule, is_list)


def _read_integer(text: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]{0,8}", text):
        raise ValueError("integer")
    return int(text)


def _read_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("boolean")
    return text == "true"


def _read_date(text: str) -> date:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("date") from None


def _read_time(text: str) -> time:
    if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]", text):
        raise ValueError("time")
    return time.fromisoformat(text)


_KINDS = {str: "string", int: "integer", bool: "boolean", date: "date", time: "time"}
_READERS: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": _read_integer,
    "boolean": _read_boolean,
    "date": _read_date,
    "time": _read_time,
}
