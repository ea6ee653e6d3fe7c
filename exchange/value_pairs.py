"""Cells that name several people at once: « Jean et Marie Dupont », « M. et Mme Le Goff », two names on two lines."""

from __future__ import annotations

import re
from dataclasses import replace

from exchange.sheet_cells import Cell, cell_text
from exchange.value_names import FullName, Order, full_name, is_particle, title_of
from models.names import fold

_AND = re.compile(r"\s+(?:et|and)\s+|\s*[&+]\s*", re.IGNORECASE)
_BESIDE = re.compile(r"\s+[/|]\s+|\s*[\n;]\s*|/")
_COMMA = re.compile(",")
_QUICK = re.compile(r"[&+/|;\n]|\b(?:et|and)\b", re.IGNORECASE)
_FIRM = frozenset({"fils", "fille", "filles", "frere", "freres", "soeurs", "cie", "associes", "sons", "co", "sohne"})
"""What follows a name, in a name that is still one: « O'Brien & fils »."""
_MOST = 6  # people in one row; more is no name


def several_people(given: Cell, family: Cell, whole: Cell, *, order: Order | None = None) -> tuple[FullName, ...]:
    """Return the people that the names of one row stand for when they are several, otherwise nothing.

    A name that only one of them has is that of all: « Jean et Marie Dupont » are two Dupont.
    """
    texts = [str(cell) if isinstance(cell, str) else "" for cell in (given, family, whole)]
    if not any(map(_QUICK.search, texts)) and "," not in texts[2]:
        return ()
    if any(fold(part) in _FIRM for text in texts for part in _parts(text, _AND)):
        return ()
    people = _of_whole(texts[2], order) if cell_text(texts[2]) else _of_two(texts[0], texts[1])
    found = _completed([each for each in people if each.given_name or each.family_name or each.gender])
    return tuple(found) if 2 <= len(found) <= _MOST and all(map(_is_name, found)) else ()


def _is_name(person: FullName) -> bool:
    """Tell whether there are two letters at least: « R&B » and « + 1 » are nobody."""
    return sum(map(str.isalpha, f"{person.given_name}{'' if person.given_name else person.family_name}")) > 1


def _of_whole(text: str, order: Order | None) -> list[FullName]:
    family, comma, rest = text.partition(",")
    givens = _parts(rest, _AND)
    if comma and "," not in rest and len(givens) > 1 and not _AND.search(family) and not any(" " in g for g in givens):
        return [FullName(part, cell_text(family)) for part in givens]  # « Dupont, Jean et Marie »
    parts = _parts(text, _AND)
    if len(parts) > 1:
        parts = [piece for part in parts for piece in _parts(part, _COMMA)]
    else:
        beside = _parts(text, _BESIDE)  # there a sign may stand inside a name: each side must be a whole one
        parts = beside if all(len(part.split()) > 1 for part in beside) else parts
    parts = parts if len(parts) > 1 else _twice(text)
    return _with_shared_family([_named(part, order) for part in parts], parts)


def _twice(text: str) -> list[str]:
    """Part « Dupont Jean, Dupont Marie » at its comma: a whole name on both sides, with a word in common."""
    one, _comma, other = text.partition(",")
    words = [set(fold(part).split()) for part in (one, other)]
    return [one, other] if min(map(len, words)) > 1 and words[0] & words[1] else [text]


def _of_two(given: str, family: str) -> list[FullName]:
    givens = _parts(given, _AND)
    if len(givens) < 2:
        beside = _parts(given, _BESIDE)
        givens = beside if len(beside) > 1 else givens
    families = _parts(family, _AND)
    if len(givens) > 1 and len(families) < 2:
        beside = _parts(family, _BESIDE)
        families = beside if len(beside) == len(givens) else families
    if len(givens) == 1 and not any(title_of(part)[1] for part in families):
        return []  # « Seán », « O'Brien & fils » is one person
    found = []
    for place in range(max(len(givens), len(families))):
        own_family, gender = title_of(families[place] if place < len(families) else "")
        own_given, told = title_of(givens[place] if place < len(givens) else "")
        found.append(FullName(own_given, own_family, gender or told))
    return found


def _parts(text: str, sign: re.Pattern[str]) -> list[str]:
    return [clean for part in sign.split(text.strip()) if (clean := cell_text(part))]


def _named(part: str, order: Order | None) -> FullName:
    """Read one of the names: a lone word is a given name, a lone title nothing but a gender."""
    text, gender = title_of(part)
    words = text.split()
    if len(words) < 2 or (gender and all(map(is_particle, words[:-1]))):  # « Mme Le Goff et M. Martin »
        return FullName("", text, gender) if gender and words else FullName(text, "", gender)
    return replace(full_name(text, order=order)[0], gender=gender)


def _with_shared_family(people: list[FullName], parts: list[str]) -> list[FullName]:
    """Take the words that all the names have in common for the family name, in whatever order they stand."""
    texts = [title_of(part)[0].split() for part in parts]
    common = set.intersection(*({fold(word) for word in text} for text in texts)) if len(texts) > 1 else set()
    if not common or any(len(text) <= len(common) for text in texts):
        return people
    return [
        replace(
            person,
            given_name=" ".join(word for word in text if fold(word) not in common),
            family_name=" ".join(word for word in text if fold(word) in common),
        )
        for person, text in zip(people, texts, strict=True)
    ]


def _completed(people: list[FullName]) -> list[FullName]:
    """Give whoever lacks a family name that of the next who has one, else of the one before."""
    for order in (range(len(people) - 1, -1, -1), range(len(people))):
        family = ""
        for place in order:
            if not people[place].family_name:
                people[place] = replace(people[place], family_name=family)
            family = people[place].family_name
    return people
