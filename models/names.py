"""Names of people: how they are shown, folded for search and compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from resources.i18n import _

# Letters that NFKD does not take apart.
_FOLDS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_NOT_WORD = re.compile(r"(?:[^\w@]|_)+")

WORD_LENGTH = 40
"""What a word to search is cut at (characters)."""


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text without case, accents, hyphens and apostrophes: words parted by one space."""
    if text.isascii():
        plain = text.lower()
    else:  # some letters have their small form only once they are taken apart
        lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_FOLDS))
        plain = "".join(c for c in lowered if unicodedata.category(c)[0] != "M")
    return _NOT_WORD.sub(" ", plain).strip()


def words(*texts: str) -> frozenset[str]:
    """Return the folded words of several texts, each cut at WORD_LENGTH."""
    return frozenset(word[:WORD_LENGTH] for text in texts if text for word in fold(text).split())


def key(text: str) -> str:
    """Return what two texts are compared by: folded, or as they are where nothing but signs is written (« ??? »)."""
    return fold(text) or text.strip()


def name_key(given_name: str, family_name: str) -> str:
    """Return a key that is equal for a name written with other accents, hyphens or word order."""
    return " ".join(sorted(key(shown(given_name, family_name)).split()))[:240]


def sort_key(given_name: str, family_name: str) -> str:
    """Return the key that orders a list: family name first, accents and case ignored."""
    return f"{fold(family_name or given_name)} {fold(given_name) if family_name else ''}".strip()[:240]


def shown(given_name: str, family_name: str) -> str:
    """Return the name as it is said and printed: given name, then family name, letters exactly as stored."""
    return f"{given_name} {family_name}".strip()


def listed(given_name: str, family_name: str) -> str:
    """Return the name as lists show it: family name first."""
    return f"{family_name} {given_name}".strip()


def digits(phone: str) -> str:
    """Return the digits of a phone number, without spaces, dots and signs."""
    return "".join(filter(str.isdigit, phone))


class Named:
    """Whoever has a given and a family name: shown in lists and on papers the same way everywhere."""

    __slots__ = ()
    given_name: str
    family_name: str

    @property
    def listed(self) -> str:
        """The name as lists show it; who was anonymised has none."""
        return listed(self.given_name, self.family_name) or _("Anonymised person")

    @property
    def shown(self) -> str:
        """The name as it is said and printed; who was anonymised has none."""
        return shown(self.given_name, self.family_name) or _("Anonymised person")
