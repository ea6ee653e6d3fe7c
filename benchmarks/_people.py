"""Generated people for the benchmarks: given names as they are in Brittany, family names of random syllables."""

from __future__ import annotations

import random

from models.people import PersonDraft

_GIVEN = (
    "Zoé", "Lucien", "Gülşah", "Mamadou", "Éloïse", "Łukasz", "Fatou", "Yann", "Aïssatou", "Maël", "Anne-Marie",
    "Jean-Pierre", "Nolwenn", "Erwan", "Soizic", "Mohamed", "Chloé", "Gwénaëlle", "Hervé", "Thi Lan",
)  # fmt: skip
_SYLLABLES = tuple(f"{head}{tail}" for head in "bcdfgjklmnprstvh" for tail in ("a", "e", "en", "i", "ou", "é"))
_TOWNS = ("Rennes", "Saint-Malo", "Brest", "Bruz", "Cesson-Sévigné", "Vitré", "Fougères", "Redon")


def people(count: int) -> list[PersonDraft]:
    """Return as many people, the same each time."""
    chance = random.Random(2018)
    found = []
    for number in range(count):
        given, family = chance.choice(_GIVEN), "".join(chance.choices(_SYLLABLES, k=3)).title()
        found.append(
            PersonDraft(
                given_name=given,
                family_name=family,
                birth_year=chance.randrange(1930, 2010),
                gender=chance.choice(("feminin", "masculin", "")),
                town=chance.choice(_TOWNS),
                email=f"{family}{number}@exemple.fr".lower().replace("é", "e"),
                phone=f"06{number * 7919 % 99_999_999:08d}",
            )
        )
    return found
