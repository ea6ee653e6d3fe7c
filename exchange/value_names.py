"""Names written in one cell: parted into given name and family name, letters exactly as they were."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exchange.sheet_cells import Cell, cell_text
from exchange.value_dates import date_value
from models.problem import Problem

Order = Literal["family_first", "given_first"]

_PARTICLE_WORDS = """le la les l' de du des d' da das do dos di del della dello von van den der ter ten zu el al ben bin
ibn bint abu aït ait oulad ould san saint sainte st ste mac mc o' بن بنت ابن"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())  # they belong to the family name that follows them
_TITLES = {
    "m": "masculin",
    "mr": "masculin",
    "monsieur": "masculin",
    "mme": "feminin",
    "mrs": "feminin",
    "ms": "feminin",
    "madame": "feminin",
    "mlle": "feminin",
    "mademoiselle": "feminin",
}


@dataclass(frozen=True, slots=True)
class FullName:
    """A name parted in two, the gender its title tells ("" when none), and whether the parting is certain."""

    given_name: str = ""
    family_name: str = ""
    gender: str = ""
    is_certain: bool = True


def full_name(cell: Cell, *, order: Order | None = None) -> tuple[FullName, Problem | None]:
    """Part `NOM Prénom`, `Prénom NOM`, `LE GOFF Maël`, `Dupont, Marie`, `Mme Zoé Le Goff`.

    A comma or capitals decide; without them the `order` told by the header does, else given name first. What was
    only supposed is told by a warning that holds the result.
    """
    text, gender = _without_title(cell_text(cell))
    if not text:
        return FullName(gender=gender), None
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and family and given:
        return FullName(given, family, gender), None
    words = text.replace(",", " ").split()
    if len(words) == 1:
        is_family = order == "family_first" or (_is_capitals(words[0]) and len(words[0]) > 1)
        return (FullName("", words[0], gender) if is_family else FullName(words[0], "", gender)), None
    count = _capitals_first(words)
    if count:
        return FullName(" ".join(words[count:]), " ".join(words[:count]), gender), None
    count = _capitals_first(words[::-1])
    if count:
        return FullName(" ".join(words[:-count]), " ".join(words[-count:]), gender), None
    return _supposed(words, order, gender)


def order_of(cells: list[Cell]) -> Order | None:
    """Tell the order a whole column follows, by those of its names whose capitals or comma decide."""
    first = last = 0
    for cell in cells:
        text, _ = _without_title(cell_text(cell))
        words = text.split()
        if "," in text or (len(words) > 1 and _capitals_first(words)):
            first += 1
        elif len(words) > 1 and _capitals_first(words[::-1]):
            last += 1
    if first == last:
        return None
    return "family_first" if first > last else "given_first"


def _without_title(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    gender = _TITLES.get(first.rstrip(".").lower(), "")
    # « M » is a title with its dot or before two more words; alone it may be an initial.
    is_title = gender and rest.strip() and (first.endswith(".") or len(first) > 1 or len(rest.split()) > 1)
    return (rest.strip(), gender) if is_title else (text, "")


def _is_capitals(word: str) -> bool:
    return word.upper() == word and word.lower() != word


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1


def _capitals_first(words: list[str]) -> int:
    """Return how many words in capitals come first, 0 when none or all are: then capitals tell nothing."""
    if _is_initial(words[0]):
        return 0
    is_family = [_is_capitals(word) and not _is_initial(word) for word in words]
    count = is_family.index(False) if False in is_family else 0
    return 0 if any(is_family[count:]) else count


def _supposed(words: list[str], order: Order | None, gender: str) -> tuple[FullName, Problem]:
    is_all_capitals = all(map(_is_capitals, words))
    if order is None:
        is_family = (is_all_capitals and not _is_initial(words[0])) or (is_particle(words[0]) and len(words) > 2)
        order = "family_first" if is_family or words[0].startswith(("d'", "d’", "l'", "l’")) else "given_first"
    split = _family_length(words) if order == "family_first" else _given_length(words)
    parts = " ".join(words[:split]), " ".join(words[split:])
    family, given = parts if order == "family_first" else parts[::-1]
    values = {"text": " ".join(words), "given_name": given, "family_name": family}
    return FullName(given, family, gender, is_certain=False), Problem(
        "family_name", "name_split_supposed", values, True
    )


def is_particle(word: str) -> bool:
    """Tell whether a word belongs to the family name that follows it."""
    return word.lower().replace("’", "'") in _PARTICLES


def _family_length(words: list[str]) -> int:
    """Return how many of the first words are the family name: its particles and one word."""
    length = 1
    while length < len(words) - 1 and is_particle(words[length - 1]):
        length += 1
    return length


def _given_length(words: list[str]) -> int:
    """Return how many of the first words are the given name: all before the first particle, or all but the last."""
    return next((i for i, word in enumerate(words) if 0 < i < len(words) - 1 and is_particle(word)), len(words) - 1)


def title_of(text: str) -> tuple[str, str]:
    """Return a name without its title, and the gender that this title tells; a lone title leaves no name."""
    text = cell_text(text)
    if (gender := _TITLES.get(text.rstrip(".").lower(), "")) and (text.endswith(".") or len(text) > 1):
        return "", gender
    return _without_title(text)


def is_no_name(cell: Cell, *, today: date) -> bool:
    """Tell whether what stands where a name should is a number, a date, an hour: figures without a word."""
    if not isinstance(cell, str):
        return cell is not None
    if not any(map(str.isdigit, cell)):
        return False
    return not any(map(str.isalpha, cell)) or date_value(cell, today=today)[0] is not None


def is_name_in_two_words(cell: Cell) -> bool:
    """Tell whether a cell holds at least two words: a column of such names holds given names too."""
    return re.search(r"\w[ ,]+\w", cell_text(cell)) is not None
