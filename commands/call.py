"""One run of one command: what was typed as values of their kind, the open notebook, the day, and where to speak."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from commands.grammar import Line, misuse
from commands.output import Output
from resources.i18n import _

if TYPE_CHECKING:
    from models.notebook import Notebook
    from models.progress import Report, Task


ENVIRONMENT = "CARNET_PASSPHRASE"
"""The variable of the environment that may hold the passphrase: an argument could be seen by everybody."""


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
    def notebook(self, *, takes_file: bool = True) -> Iterator[Notebook]:
        """Open the notebook that --notebook names and close it at the end.

        `takes_file`: --passphrase-file is for it, and not for something else that the command opens.
        """
        where = self.text("--notebook")
        if not where:
            raise misuse("notebook_needed")
        from models.notebook import Notebook
        from models.programme import put_in_force

        if "://" in where:
            with Notebook.open(where) as notebook:
                put_in_force(notebook)
                yield notebook
            return
        path = Path(where)
        with Notebook.open(path, passphrase=self.passphrase(path, takes_file=takes_file)) as notebook:
            if notebook.strayed is not None:
                from exchange.parcel_words import strayed_problem

                self.out.tell(strayed_problem(path, notebook.strayed))
            put_in_force(notebook)
            yield notebook

    def passphrase(self, path: Path, *, takes_file: bool = True) -> str | None:
        """Return the passphrase of a file that needs one: from --passphrase-file, the environment, or typed unseen."""
        from models.cipher import is_sealed

        if not path.is_file() or not is_sealed(path):
            return None
        return self.asked_passphrase(path, takes_file=takes_file)

    def asked_passphrase(self, path: Path, *, takes_file: bool = True) -> str | None:
        """Return the passphrase for a file as it is given or typed; nothing when nobody can be asked."""
        if takes_file and self.has("--passphrase-file"):
            return self.first_line(Path(self.text("--passphrase-file")))
        if os.environ.get(ENVIRONMENT):
            return os.environ[ENVIRONMENT]
        if not sys.stdin.isatty():
            return None
        from getpass import getpass

        return getpass(_("Passphrase of {file}: ", file=path.name))

    @staticmethod
    def first_line(path: Path) -> str:
        """Return the first line of a file that holds a passphrase."""
        from models.files import file_error

        try:
            return path.read_text("utf-8-sig", errors="replace").partition("\n")[0].strip()
        except FileNotFoundError as error:
            raise misuse("passphrase_file_missing", file=str(path)) from error
        except OSError as error:
            raise file_error(error, path) from error

    def finish(self, task: Task[Report]) -> Report:
        """Drive a long task to its end, with a bar on a terminal."""
        from models.progress import finish

        try:
            return finish(task, self.out.progress)
        finally:
            self.out.end_bar()
