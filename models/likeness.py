"""How alike two people are: keys that people of like names share, and points for what two people have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from models import names

KEY_LENGTH = 60
"""What a key is cut at (characters)."""

PARTICLES = frozenset(
    (
        *("al", "ben", "bin", "bint", "d", "da", "de", "del", "den", "der", "des", "di", "dos", "du", "el", "l", "la"),
        *("las", "le", "les", "n", "o", "van", "von"),
    )
)
"""Words of a family name that are left out, joined or written apart as the form of the day has it."""

SAME_FROM, LIKELY_FROM, SHOWN_FROM = 95, 56, 36
"""The points from which two are one person, probably one, or worth showing while a name is typed."""

# Points for the two names: what each of them gives, and what a whole is worth.
EQUAL, ALIKE, ONE_SLIP, TWO_SLIPS, PART, INITIAL, UNTOLD = 20, 18, 17, 12, 13, 13, 2
ONE_NAME_ONLY = 24  # « Zoé » and « Zoé », nothing else
OTHER_FAMILY_NAME = 30  # with the same given name and the same e-mail or phone: a marriage
SWAPPED = -1
# Points for what else is known.
SAME_YEAR, CLOSE_YEAR, OTHER_YEAR = 25, -8, -50
SAME_EMAIL, OTHER_EMAIL = 40, -6
SAME_PHONE, OTHER_PHONE = 32, -6
SAME_TOWN, OTHER_TOWN = 8, -8

_SKELETON_LENGTH = 24
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("[sc]?ch|sh", "x"), ("ph", "f"), ("gn", "n"), ("c(?=[eiy])", "s"), ("qu?|ck|c", "k"), ("h", ""), ("w", "v"),
        ("z", "s"), ("dj", "j"), (r"(.)\1+", r"\1"), ("(?<=.)[aeiouy]+", ""),
    )
)  # fmt: skip


class Verdict(StrEnum):
    """What the points of two people say."""

    SAME = "same"
    LIKELY = "likely"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Marks:
    """What two people are compared by: folded names, year, contact. `digits` are the last nine of the phone number."""

    name_key: str
    given: str
    family: str
    birth_year: int | None
    email: str
    digits: str
    town: str = ""

    @property
    def has_only_a_name(self) -> bool:
        """Tell whether nothing but the name can be compared."""
        return self.birth_year is None and not self.email and not self.digits


@dataclass(frozen=True, slots=True)
class Score:
    """What two people have in common: points, the codes of the reasons, the verdict."""

    points: int
    reasons: tuple[str, ...]
    verdict: Verdict


_EXACT = frozenset({"same_name", "swapped_names"})
_DOUBTS = frozenset({"similar_name", "year_close", "year_differs"})
_NOTHING = Score(0, (), Verdict.OTHER)


@lru_cache(maxsize=65_536)
def skeleton(text: str) -> str:
    """Return the consonants of a folded name as they sound in French: what most slips of typing leave alone."""
    sound = joined = text.replace(" ", "")
    for pattern, heard in _SOUNDS:
        sound = pattern.sub(heard, sound)
    return (sound or joined)[:_SKELETON_LENGTH]


@lru_cache(maxsize=65_536)
def _main_words(folded: str) -> tuple[str, ...]:
    """Return the words of a name without its particles; a name of nothing else keeps them."""
    words = tuple(folded.split())
    return tuple(word for word in words if word not in PARTICLES) or words


@lru_cache(maxsize=65_536)
def keys(given_name: str, family_name: str) -> frozenset[str]:
    """Return the keys by which people of like names are found; nothing for a name that is not there.

    Three for nearly everyone: the sound of both names in any order; of the family name, with the initial of the
    given name; of the given name, with the beginning of the family name.
    """
    given, family = names.fold(given_name), names.fold(family_name)
    if given and family:
        return frozenset(_keys(given, family))
    words = (given or family).split()
    if len(words) > 1:  # a whole name in one field, in either order
        found = {*_keys(words[0], " ".join(words[1:])), *_keys(words[-1], " ".join(words[:-1]))}
        return frozenset(found)
    only = f"a{skeleton(words[0])}" if words else names.name_key(given_name, family_name)
    return frozenset({only[:KEY_LENGTH]} - {""})


def _keys(given: str, family: str) -> Iterable[str]:
    first, main = given.split(maxsplit=1)[0], _main_words(family)[0]
    yield f"a{' '.join(sorted((skeleton(given), skeleton(family))))}"
    yield f"b{skeleton(main)} {first[0]}"
    yield f"c{skeleton(first)} {main[:2]}"


def compare(one: Marks, other: Marks, commonness: int = 0) -> Score:
    """Give points for what two people have in common, the same both ways.

    `commonness` are points to take off for a name that many bear, or to add (below zero) for a rare one.
    """
    points, reasons = _names(one, other)
    has_email, has_phone = _is_shared(one.email, other.email), _is_shared(one.digits, other.digits)
    if not reasons:
        if not (one.given and one.given == other.given and (has_email or has_phone)):
            return _NOTHING
        points, reasons = OTHER_FAMILY_NAME, ("same_given_name",)
    for more, reason in (
        _year(one.birth_year, other.birth_year),
        _contact(one.email, other.email, SAME_EMAIL, OTHER_EMAIL, "same_email"),
        _contact(one.digits, other.digits, SAME_PHONE, OTHER_PHONE, "same_phone"),
        _contact(one.town, other.town, SAME_TOWN, OTHER_TOWN, "same_town"),
    ):
        points += more
        if reason:
            reasons = (*reasons, reason)
    if reasons[0] in _EXACT:
        points -= commonness
    elif reasons[0] != "same_given_name":
        points -= max(commonness, 0)  # a like name is never rare: it has neighbours
    return Score(points, reasons, _verdict(points, reasons))


def _verdict(points: int, reasons: tuple[str, ...]) -> Verdict:
    """Say it in one word; another name or year is never silently the same person."""
    if points < LIKELY_FROM:
        return Verdict.OTHER
    is_sure = reasons[0] in _EXACT and not _DOUBTS.intersection(reasons)
    return Verdict.SAME if is_sure and points >= SAME_FROM else Verdict.LIKELY


def has_like_name(one: Marks, other: Marks) -> bool:
    """Tell whether the two names may be one name, with slips, in another order, shortened."""
    return bool(_names(one, other)[1])


def _is_shared(one: str, other: str) -> bool:
    return bool(one) and one == other


def _contact(one: str, other: str, same: int, differs: int, reason: str) -> tuple[int, str]:
    if not one or not other:
        return 0, ""
    return (same, reason) if one == other else (differs, "")


def _year(one: int | None, other: int | None) -> tuple[int, str]:
    if one is None or other is None:
        return 0, ""
    if one == other:
        return SAME_YEAR, "same_year"
    is_slip = abs(one - other) <= 2 or abs(one - other) == 10 or sorted(str(one)) == sorted(str(other))
    return (CLOSE_YEAR, "year_close") if is_slip else (OTHER_YEAR, "year_differs")


def _names(one: Marks, other: Marks) -> tuple[int, tuple[str, ...]]:
    """Return the points of the names and their reasons; no reasons for names that are not one name."""
    if one.name_key == other.name_key:
        if one.given != other.given and one.given == other.family:
            return 2 * EQUAL + SWAPPED, ("swapped_names",)
        return (2 * EQUAL if " " in one.name_key else ONE_NAME_ONLY), ("same_name",)
    points, reason = _fields(one.given, one.family, other.given, other.family)
    if reason == "same_name":
        return points, (reason,)
    crossed, crossed_reason = _fields(one.given, one.family, other.family, other.given)
    if crossed + SWAPPED > points and crossed_reason in ("same_name", "similar_name"):
        slips = () if crossed_reason == "same_name" else (crossed_reason,)
        return crossed + SWAPPED, ("swapped_names", *slips)
    return points, (reason,) if reason else ()


def _fields(given: str, family: str, other_given: str, other_family: str) -> tuple[int, str]:
    """Compare given name with given name and family name with family name."""
    of_family, of_given = _one_field(family, other_family), _one_field(given, other_given)
    if of_family and not of_given and _are_initials(given, other_given):
        return INITIAL + of_family, "initial_of_name"
    lowest, highest = sorted((of_family, of_given))
    if not lowest or (lowest == UNTOLD and highest < EQUAL):
        return 0, ""
    if lowest == EQUAL:
        return 2 * EQUAL, "same_name"
    return of_given + of_family, "part_of_name" if lowest in (PART, UNTOLD) else "similar_name"


@cache
def _distance() -> Callable[..., int]:
    """Return the count of slips between two words: letters left out, put in, changed, or two swapped.

    It comes from 45 files that opening a notebook does not need.
    """
    from rapidfuzz.distance import OSA

    return OSA.distance


@lru_cache(maxsize=65_536)
def _one_field(one: str, other: str) -> int:
    """Return what two given names, or two family names, give; 0 when they are not one."""
    if one == other:
        return EQUAL
    if not one or not other:
        return UNTOLD
    plain, plain_other = one.replace(" ", ""), other.replace(" ", "")
    if plain == plain_other:
        return EQUAL
    shorter = min(len(plain), len(plain_other))
    slips = _distance()(plain, plain_other, score_cutoff=2)
    if slips == 1 and shorter >= 3:
        return ONE_SLIP
    if skeleton(one) == skeleton(other) and shorter >= 4 and slips <= 2:
        return ALIKE
    if _main_words(one) == _main_words(other):
        return ALIKE  # Goff, Le Goff
    if slips == 2 and shorter >= 7:
        return TWO_SLIPS
    words, others = set(_main_words(one)), set(_main_words(other))
    is_part = (words < others or others < words) and max(map(len, words & others)) > 2
    return PART if is_part else 0


def _are_initials(one: str, other: str) -> bool:
    """Tell whether one is the initials of the other: « J » and « Jean », « JP » or « J P » and « Jean Pierre »."""
    short, long = sorted((one, other), key=lambda text: len(text.replace(" ", "")))
    letters, words = short.replace(" ", ""), long.split()
    is_shorter = 0 < len(letters) <= len(words) <= 3 and len(long) > len(letters)
    return is_shorter and all(word[0] == letter for word, letter in zip(words, letters, strict=False))
