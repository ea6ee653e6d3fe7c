"""One run of one command: what was typed as values of their kind, the open notebook, the day, and where to speak."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from commands.grammar import Line, misuse
from commands.output import Output

if TYPE_CHECKING:
    from models.notebook import Notebook
    from models.progress import Report, Task


@dataclass(frozen=True, slots=True)
class Moment:
    """When a session is, as typed on one line."""

    date: date
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Call:
    """What a command gets; values that cannot be read raise UsageError."""

    line: Line
    out: Output
    now: Callable[[], date]

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now()

    def word(self, name: str, default: str = "") -> str:
        """Return a word given in its place."""
        return next(iter(self.line.words.get(name, ())), default)

    def words(self, name: str) -> Sequence[str]:
        """Return all words given in one place."""
        return self.line.words.get(name, ())

    def has(self, option: str) -> bool:
        """Tell whether an option was given."""
        return option in self.line.options

    def text(self, option: str, default: str = "") -> str:
        """Return the value of an option."""
        return next(iter(self.line.options.get(option, ())), default)

    def texts(self, option: str) -> Sequence[str]:
        """Return all values of an option."""
        return self.line.options.get(option, ())

    def number(self, option: str) -> int | None:
        """Return a whole number; nothing when it was not given or given empty."""
        text = self.text(option).strip()
        if not text:
            return None
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10):
            raise misuse("option_not_number", option=option, text=text)
        return int(text)

    def day(self, option: str) -> date | None:
        """Return a date, ISO or as people write it; nothing when it was not given."""
        return self.read_day(self.text(option)) if self.has(option) else None

    def read_day(self, text: str) -> date:
        """Read a date as people write it."""
        from exchange.values import typed_date

        found = typed_date(text, self.today)
        if found is None:
            raise misuse("date_unreadable", text=text)
        return found

    def moments(self, texts: Sequence[str]) -> list[Moment]:
        """Read sessions written as “2026-05-12 14:00-16:00”, or as “mardi 12 mai 14h - 16h30”."""
        return [self._moment(text) for text in texts]

    def _moment(self, text: str) -> Moment:
        import re

        from exchange.values import typed_date, typed_time

        found = re.fullmatch(r"(.+?)[ T,]+(\d[\d:h.]*)(?:\s*(?:-|–|à|to)\s*)(\d[\d:h.]*)", text.strip())
        parts = (typed_date(found[1], self.today), typed_time(found[2]), typed_time(found[3])) if found else ()
        if not parts or None in parts:
            raise misuse("session_unreadable", text=text)
        day, start, end = parts
        assert isinstance(day, date)
        assert isinstance(start, time)
        assert isinstance(end, time)
        return Moment(day, start, end)

    @contextmanager
    def notebook(self) -> Iterator[Notebook]:
        """Open the notebook that --notebook names and close it at the end."""
        where = self.text("--notebook")
        if not where:
            raise misuse("notebook_needed")
        from models.notebook import Notebook

        with Notebook.open(where if "://" in where else Path(where)) as notebook:
            yield notebook

    def finish(self, task: Task[Report]) -> Report:
        """Drive a long task to its end, with a bar on a terminal."""
        from models.progress import finish

        try:
            return finish(task, self.out.progress)
        finally:
            self.out.end_bar()
