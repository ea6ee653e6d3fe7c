"""The languages of the window, the commands and the papers: texts, dates, times and numbers as people write them.

Source texts are English. The translation of one language is `languages/<code>/LC_MESSAGES/carnet.po`; `dev.py`
compiles it. Nothing here is heavy: Babel is imported by the first date or list that is written out.
"""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

CODES = ("fr", "en")
FOLDER = Path(__file__).with_name("languages")
DOMAIN = "carnet"

DateStyle = Literal["short", "medium", "long", "full"]

_CONTEXT = "\x04"  # what gettext itself puts between a context and its text
_CLDR_NAMES = {"fr": "fr_FR", "en": "en_GB"}
_DATE_PATTERNS: dict[DateStyle, str] = {
    "short": "dd/MM/y",
    "medium": "d MMM y",
    "long": "d MMMM y",
    "full": "EEEE d MMMM y",
}


def N_(text: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a text of a table for translation and return it as it is."""
    return text


def pgettext(context: str, text: str) -> str:
    """Mark a text of a table whose translation depends on what it is said of (a workshop, a session)."""
    return f"{context}{_CONTEXT}{text}"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: called with a source text it gives the text to show. Safe to share between threads."""

    code: str
    _texts: gettext.NullTranslations = field(repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate a source text, then fill in its values; without values braces stay as they are."""
        shown = self._texts.gettext(text).rpartition(_CONTEXT)[2] if text else ""
        return shown.format(**values) if values else shown

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate the form that fits `n`; the text may show it as {n}."""
        return self._texts.ngettext(one, many, n).format(**{**values, "n": self.number(n)})

    def date(self, day: datetime.date, style: DateStyle = "short") -> str:
        """Write a date: 12/05/2026, 12 mai 2026 (medium and long), mardi 12 mai 2026 (full); 1er in French."""
        return _date(self.code, day, style)

    def time(self, moment: datetime.time) -> str:
        """Write a time for tables: 14:30."""
        return f"{moment:%H:%M}"

    def time_in_sentence(self, moment: datetime.time) -> str:
        """Write a time for running text: 14 h 30, 9 h; in English 14:30."""
        if self.code != "fr":
            return self.time(moment)
        return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02d}" if moment.minute else "")

    def duration(self, minutes: int) -> str:
        """Write a length of time: 45 min, 6 h, 1 h 30; in English 1 h 30 min."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}\u00a0min"
        if not rest:
            return f"{self.number(hours)}\u00a0h"
        return f"{self.number(hours)}\u00a0h\u00a0{rest:02d}" + ("" if self.code == "fr" else "\u00a0min")

    def size(self, octets: int) -> str:
        """Write the size of a file: 512 ko, 1,4 Mo; in English 512 kB, 1.4 MB (thousands, as systems show them)."""
        unit = "o" if self.code == "fr" else "B"
        if octets < 1_000_000:
            return f"{self.number(max(1, round(octets / 1000)))}\u00a0k{unit}"
        return f"{self.number(round(octets / 1_000_000, 1))}\u00a0M{unit}"

    def number(self, value: float) -> str:
        """Write a number with its thousands apart and at most two decimals: 8 000, 12,5; in English 8,000, 12.5."""
        shown = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
        return shown.translate({ord(","): "\u202f", ord("."): ","}) if self.code == "fr" else shown

    def and_list(self, items: Iterable[str]) -> str:
        """Write several things in one sentence: a, b et c."""
        from babel.lists import format_list

        return format_list(list(items), locale=_CLDR_NAMES[self.code])


@lru_cache(maxsize=4096)
def _date(code: str, day: datetime.date, style: DateStyle) -> str:
    """Write a date; kept, for a list or a calendar asks for the same ones hundreds of times while it is laid out."""
    from babel.dates import format_date

    pattern = _DATE_PATTERNS[style]
    if code == "fr" and day.day == 1:
        pattern = pattern.replace("d MMM", "d'er' MMM")
    return format_date(day, pattern, locale=_CLDR_NAMES[code])


@lru_cache
def language(code: str, folder: Path = FOLDER) -> Language:
    """Return a language of CODES; without its compiled catalogue it speaks English and keeps its own dates.

    Raises ValueError for a language that the application does not have.
    """
    if code not in CODES:
        raise ValueError(f"no such language: {code}")
    return Language(code, gettext.translation(DOMAIN, folder, [code], fallback=True))


_current = language("en")


def use(code: str) -> None:
    """Make a language of CODES the one of the window and the commands."""
    global _current  # noqa: PLW0603  # the one thing this module remembers
    _current = language(code)


def here() -> Language:
    """Return the language of the window and the commands."""
    return _current


def current() -> str:
    """Return the code of the language of the window and the commands."""
    return _current.code


def _(text: str, /, **values: object) -> str:
    """Translate a source text into the current language, then fill in its values."""
    return _current(text, **values)


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """Translate the form that fits `n` into the current language; the text may show it as {n}."""
    return _current.plural(one, many, n, **values)


def compile_catalogue(po: bytes) -> bytes:
    """Return the compiled form (.mo) of a catalogue (.po); texts without translation are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(po)))
    return compiled.getvalue()
