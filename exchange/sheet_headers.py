"""What headers of lists are called: the known words and sources (data), and which row of a list is its header."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from exchange.sheet_cells import Cell, Row, cell_text, is_blank, letters
from models.names import fold

SEARCHED_ROWS = 15
OWN = "carnet"
_PLURALS = re.compile(r"[(·.](?:s|e|es|x|fe|ne|le)\)?(?!\w)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|(?:\w{3,9}\.? )?\d{1,2}(?:er)?[/. -](?:\d{1,2}|[a-zéû]{3,9}\.?)(?:[/. -]\d{2,4})?)$",
    re.IGNORECASE,
)
_NAMES = frozenset({"given_name", "family_name", "full_name", "full_name_family_first", "full_name_given_first"})


@dataclass(frozen=True, slots=True)
class Source:
    """A known kind of list: how its headers are recognised and what its columns mean. Headers are folded."""

    id: str
    name: str
    recognised_by: tuple[frozenset[str], ...]
    first_headers: frozenset[str]
    fields: Mapping[str, str]
    unneeded: frozenset[str]
    kept: frozenset[str]
    left_out: Mapping[str, str]
    holds_payers: bool
    example_rows: int


@cache
def sources() -> tuple[Source, ...]:
    """Return the known sources of resources/sources, the most demanding first, the hand-made list last."""
    folder = files("resources") / "sources"
    found = [_source(json.loads(file.read_text("utf-8"))) for file in folder.iterdir() if file.name.endswith(".json")]
    return tuple(sorted(found, key=lambda source: (-max(map(len, source.recognised_by), default=0), source.id)))


def _source(data: Mapping[str, object]) -> Source:
    def texts(key: str) -> list[str]:
        value = data.get(key, [])
        return [str(item) for item in value] if isinstance(value, list) else []

    def pairs(key: str) -> dict[str, str]:
        value = data.get(key, {})
        return {header_key(str(k)): str(v) for k, v in value.items()} if isinstance(value, dict) else {}

    any_of = data.get("recognised_by", [])
    return Source(
        id=str(data["id"]),
        name=str(data["name"]),
        recognised_by=tuple(frozenset(map(header_key, some)) for some in any_of) if isinstance(any_of, list) else (),
        first_headers=frozenset(map(header_key, texts("first_headers"))),
        fields=pairs("fields"),
        unneeded=frozenset(map(header_key, texts("unneeded"))),
        kept=frozenset(map(fold, texts("kept"))),
        left_out={fold(header): reason for header, reason in pairs("left_out").items()},
        holds_payers=data.get("holds_payers") is True,
        example_rows=int(str(data.get("example_rows", 0))),
    )


@cache
def _words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    data = json.loads((files("resources") / "sources" / "words" / "headers.json").read_text("utf-8"))
    known = {_plain(word): field for field, words in data["fields"].items() for word in words}
    polite = "|".join(sorted((_plain(word) for word in data["polite"]), key=len, reverse=True))
    return known, re.compile(rf"^(?:(?:{polite}) )+|(?: (?:obligatoire|facultatif|optionnel|required|optional))+$")


def _plain(header: str) -> str:
    return fold(_PLURALS.sub("", header))


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """Return a header without accents, case, punctuation, plural marks and polite words (« Quel est votre … ? »)."""
    plain = _plain(header)
    return _words()[1].sub("", plain) or plain


@lru_cache(maxsize=4096)
def field_of(header: str) -> str | None:
    """Return the field an exact synonym stands for, "presence" for a date, otherwise None: nothing is guessed at."""
    found = _words()[0].get(header_key(header))
    if found is None and _DATE.match(header.strip()):
        return "presence"
    return found


@cache
def _all_headers() -> frozenset[str]:
    return frozenset().union(*({*source.fields, *source.unneeded} for source in sources()))


def header_words(row: Sequence[Cell]) -> int:
    """Return how many cells of a row are headers of a list that is known."""
    return sum(_is_known(text) for cell in row if isinstance(cell, str) and 0 < len(text := cell_text(cell)) < 120)


def _is_known(text: str) -> bool:
    return (field_of(text) or "presence") != "presence" or header_key(text) in _all_headers()


def holds_names(row: Sequence[Cell]) -> bool:
    """Tell whether one of the headers in a row is a name of a person."""
    texts = [cell_text(cell) for cell in row if isinstance(cell, str)]
    fields = {field for source in sources() for text in texts if (field := source.fields.get(header_key(text)))}
    return not _NAMES.isdisjoint(fields | {field for text in texts if (field := field_of(text))})


def is_own(row: Sequence[Cell]) -> bool:
    """Tell whether a row is the header of a list that the application wrote itself."""
    keys = {header_key(text) for cell in row if isinstance(cell, str) and (text := cell_text(cell))}
    return any(some <= keys for source in sources() if source.id == OWN for some in source.recognised_by)


def header_position(rows: Sequence[Row]) -> int:
    """Return the position (from 0) of the most header-like of the first 15 rows.

    Our own lists begin with theirs. Titles, instructions and group headings come first in real files: a header is
    many short, different texts, of which some are known words.
    """
    if rows and is_own(rows[0]):
        return 0
    best, best_score = 0, float("-inf")
    for position, row in enumerate(rows[:SEARCHED_ROWS]):
        if is_blank(row):
            continue
        score = _score(row)
        if score > best_score:
            best, best_score = position, score
    return best


def _score(row: Row) -> float:
    texts = [cell_text(cell) for cell in row if isinstance(cell, str)]
    short = {text for text in texts if 0 < len(text) <= 120}
    dates = sum(1 for cell in row if cell is not None and not isinstance(cell, str | bool | int | float))
    numbers = sum(1 for cell in row if isinstance(cell, int | float))
    values = sum(1 for text in short if "@" in text or (sum(map(str.isdigit, text)) > 4 and not _DATE.match(text)))
    known = header_words(row)
    return (
        10.0 * known + 5 * (known > 1 and holds_names(row)) + min(len(short), 20) + 0.2 * dates - numbers - 2 * values
    )


def second_line(header: Row, below: Row) -> bool:
    """Tell whether the row below a header is its second level: texts or dates only under a merged heading.

    Excel leaves the cells of a merged heading empty but the first; a second level fills them.
    """
    filled = [index for index, cell in enumerate(below) if cell is not None]
    if not filled or any(isinstance(below[index], bool | int | float) for index in filled):
        return False

    def is_empty(index: int) -> bool:
        return index >= len(header) or header[index] is None

    under_heading = [is_empty(index) or is_empty(index + 1) for index in filled]
    return (
        len(header) > filled[0]
        and all(under_heading)
        and any(map(is_empty, filled))
        and not is_empty(0)
        and filled[0] > 0
    )


def header_names(lines: Sequence[Row], width: int) -> tuple[str, ...]:
    """Return one different name for each column: its lowest text, else its letters; " (2)" when repeated."""
    names: list[str] = []
    for index in range(width):
        found = [cell_text(line[index]) for line in lines if index < len(line) and line[index] is not None]
        name = first = next((text for text in reversed(found) if text), letters(index))[:200]
        count = 1
        while name in names:
            count += 1
            name = f"{first} ({count})"
        names.append(name)
    return tuple(names)
