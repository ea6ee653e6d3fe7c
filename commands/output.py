"""What commands say: sentences and tables for people, one JSON document for programs, problems on standard error."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, TextIO

from models.problem import Problem
from models.progress import Progress
from models.text import clean_line
from resources.words import sentence

_BAR = 24
_GAP = "  "


def prepare_streams() -> None:
    """Let no letter be refused: pipes carry UTF-8, a terminal that lacks a letter shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


class Output:
    """Where a command speaks. With `as_json` the document is the only thing on standard output."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._has_bar = False

    def say(self, text: str) -> None:
        """Say one line to people."""
        if not self._as_json:
            self._write(sys.stdout, clean_line(text))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a list in aligned columns; only a terminal gets the line of titles."""
        if self._as_json:
            return
        cells = [[clean_line(_cell(value)) for value in row] for row in rows]
        if sys.stdout.isatty():
            cells = [list(headers), *cells]
        if not cells:
            return
        widths = [max(len(row[place]) for row in cells) for place in range(len(headers))]
        for row in cells:
            self._write(sys.stdout, _GAP.join(map(str.ljust, row, widths)).rstrip())

    def document(self, **parts: object) -> None:
        """Give the one JSON document, when it was asked for."""
        if self._as_json:
            self._write(sys.stdout, json.dumps(parts, ensure_ascii=False, indent=2, default=_plain))

    def tell(self, problem: Problem) -> None:
        """Say one problem or warning on standard error, with the candidates it knows."""
        self.end_bar()
        self._write(sys.stderr, clean_line(told(problem)))
        for each in _candidates(problem):
            self._write(sys.stderr, f"  – {clean_line(str(each))}")

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say why nothing was done."""
        for problem in problems:
            self.tell(problem)
        shown = [{"field": each.field, "code": each.code, "values": each.values} for each in problems]
        self.document(problems=shown)

    def progress(self, progress: Progress) -> None:
        """Show how far a long task is, on a terminal only."""
        if not sys.stderr.isatty() or not progress.total:
            return
        done = _BAR * progress.done // progress.total
        bar = f"[{'#' * done}{' ' * (_BAR - done)}] {progress.done}/{progress.total} {clean_line(progress.what)[:40]}"
        sys.stderr.write(f"\r{bar:<80}")
        sys.stderr.flush()
        self._has_bar = True
        if progress.done == progress.total:
            self.end_bar()

    def end_bar(self) -> None:
        """Leave the line of the bar."""
        if self._has_bar:
            sys.stderr.write("\n")
            self._has_bar = False

    @staticmethod
    def _write(stream: TextIO, text: str) -> None:
        stream.write(f"{text}\n")


def told(problem: Problem) -> str:
    """Return a problem's sentence, with its row of the list in front when the sentence does not name it."""
    from resources.i18n import _
    from resources.sentences import COUNTED, SENTENCES

    text = sentence(problem)
    row = problem.values.get("row")
    names_row = "{row}" in SENTENCES.get(problem.code, "{row}") or problem.code in COUNTED
    return text if not isinstance(row, int) or names_row else _("Row {row}: {sentence}", row=row, sentence=text)


def _candidates(problem: Problem) -> tuple[object, ...]:
    """Return what a problem knows that may have been meant, when its sentence does not name it."""
    from resources.sentences import SENTENCES

    found = problem.values.get("candidates", ())
    is_said = "{candidates}" in SENTENCES.get(problem.code, "")
    return found if isinstance(found, tuple) and not is_said else ()


def line_document(line: Any, *, without: Iterable[str] = (), **more: object) -> dict[str, object]:
    """Return one line of a list as JSON gives it: codes and uids, none of the notebook's inner numbers."""
    left_out = {"id", *without, *(each.name for each in dataclasses.fields(line) if each.name.endswith("_id"))}
    values = {each.name: getattr(line, each.name) for each in dataclasses.fields(line) if each.name not in left_out}
    return {**values, **more}


def close_pipe() -> None:
    """Be silent when the reader of a pipe has gone (… | head)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cell(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _plain(value: object) -> object:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(type(value))
