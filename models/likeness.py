"""How alike two names are: keys that people of like names share, and points for what two people have in common."""

from __future__ import annotations

from models import names

KEY_LENGTH = 60
"""What a key is cut at (characters)."""


def keys(given_name: str, family_name: str) -> frozenset[str]:
    """Return the keys by which people of like names are found; nothing for a name without letters."""
    whole = names.name_key(given_name, family_name)
    return frozenset({whole[:KEY_LENGTH]} - {""})
