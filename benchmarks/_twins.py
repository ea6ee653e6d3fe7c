"""Generated people of whom it is known who is there twice: half of them have a homonym, a few were entered again.

What is drawn here is told to nobody: the matcher gets names, years, towns and contact like those of any notebook.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import accumulate

from models.people import PersonDraft

TWICE = 0.03  # people entered a second time
HOMONYMS = 0.5  # people who bear a name of the shared pool

_GIVEN = (
    "Marie", "Jean", "Mohamed", "Michel", "Anne", "Yann", "Catherine", "Philippe", "Fatima", "Nathalie", "Alain",
    "Françoise", "Erwan", "Monique", "Aïssatou", "Ahmed", "Sylvie", "Nolwenn", "Gwenaëlle", "Patrick", "Mamadou",
    "Isabelle", "Christophe", "Khadija", "Jean-Pierre", "Soizic", "Jacqueline", "Ronan", "Hélène", "Fatoumata",
    "Bernard", "Thérèse", "Youssef", "Loïc", "Chantal", "Ibrahima", "Martine", "Gaëlle", "Stéphane", "Anne-Marie",
    "Rachid", "Josette", "Tanguy", "Aminata", "Claire", "Abdoulaye", "Brigitte", "Maëlle", "Samira", "Hervé",
    "Jean-Paul", "Ousmane", "Élodie", "Malika", "Goulven", "Zoé", "Karim", "Marie-Thérèse", "Denise", "Mariam",
    "Corentin", "Amina", "Jeanne", "Louis", "Louise", "Léa", "Léo", "Emma", "Enora", "Hassan", "Awa", "Yvonne",
    "Marcel", "Nadia", "Gildas", "Naïma", "Moussa", "Odile", "Cédric", "Rozenn", "Kadiatou", "Thierry", "Leïla",
    "Jean-Yves", "Maryvonne", "Omar", "Bintou", "Annick", "Morgane", "Saïd", "Marie-Claude", "Éric", "Mehdi",
    "Alioune", "Sandrine", "Briac", "Zineb", "Cheikh", "Lucie", "Armelle", "Boubacar", "Solange", "Yacine", "Pauline",
)  # fmt: skip
_FAMILY = (
    "Martin", "Le Goff", "Diallo", "Thomas", "Le Gall", "Ba", "Bernard", "Riou", "Traoré", "Petit", "Le Roux",
    "Benali", "Robert", "Guillou", "Camara", "Richard", "Tanguy", "Hamidi", "Durand", "Kerbrat", "Ndiaye", "Dubois",
    "Morvan", "El Idrissi", "Moreau", "Le Bihan", "Sow", "Laurent", "Cariou", "Coulibaly", "Simon", "Prigent",
    "Ben Salah", "Michel", "Hamon", "Barry", "Lefebvre", "Le Corre", "Cissé", "Leroy", "Briand", "Keïta", "Roux",
    "Le Gac", "Bouzid", "David", "Gautier", "Touré", "Bertrand", "Quéméneur", "N’Diaye", "Morel", "Kermarrec", "Diop",
    "Fournier", "Le Meur", "Haddad", "Girard", "Jégou", "Fofana", "Bonnet", "L’Hostis", "Mansouri", "Dupont",
    "Pennec", "Konaté", "Lambert", "Salaün", "El Amrani", "Fontaine", "Corre", "Sylla", "Rousseau", "Floc’h", "Gueye",
    "Vincent", "Quéré", "Belkacem", "Muller", "Abgrall", "Sissoko", "de La Villéon", "Le Guen", "Chérif", "du Plessis",
    "Bodin", "Kervella", "Diarra", "Mercier", "Guéguen", "Ziani", "Blanc", "Berthou", "Bah", "Guérin", "Le Berre",
    "Saïdi", "Boyer", "Cadiou", "Sarr", "Garnier", "Nédélec", "Ouattara", "Chevalier", "Rolland", "Amrani",
)  # fmt: skip
_HEADS = ("Ker", "Pen", "Tre", "Lan", "Plou", "Gui", "Bou", "Ma", "Sa", "Cha", "Ro", "Le ", "Be", "Da", "Mon", "Ga")
_MIDDLES = (
    "gar",
    "ve",
    "lo",
    "mar",
    "di",
    "bre",
    "nou",
    "ssé",
    "ri",
    "tou",
    "lla",
    "mé",
    "zo",
    "phi",
    "go",
    "cher",
    "vi",
)
_TAILS = (
    "nec",
    "ec",
    "ou",
    "in",
    "ard",
    "ier",
    "eau",
    "an",
    "ane",
    "i",
    "ic",
    "el",
    "et",
    "on",
    "oui",
    "é",
    "ert",
    "az",
)
_TOWNS = (
    "Rennes", "Rennes", "Rennes", "Saint-Malo", "Brest", "Bruz", "Cesson-Sévigné", "Vitré", "Fougères", "Redon",
    "Chantepie", "Saint-Jacques-de-la-Lande", "Betton", "Pacé", "Dinan", "Lannion", "Quimper", "Vannes",
)  # fmt: skip
_SLIPS = ("ab", "ae", "er", "io", "mn", "st", "uy", "dt", "vb", "lk", "ou", "rt", "az", "gh")


@dataclass(frozen=True)
class Known:
    """People in the order in which they are stored, and the pairs of places that are one person."""

    people: list[PersonDraft]
    pairs: frozenset[tuple[int, int]]


def _skewed(chance: random.Random, things: tuple[str, ...] | list[str], count: int, flat: float) -> list[str]:
    weights = list(accumulate(1 / (rank + flat) for rank in range(len(things))))
    return chance.choices(things, cum_weights=weights, k=count)


def known(count: int, seed: int) -> Known:
    """Return `count` people with the truth; another seed is another registry."""
    chance = random.Random(seed)
    once = round(count / (1 + TWICE))
    drawn = [_person(chance, *name) for name in _names(chance, once)]
    _households(chance, drawn)
    twice = chance.sample(range(once), count - once)
    everyone = [(draft, place) for place, draft in enumerate(drawn)]
    everyone += [(_again(chance, drawn[place]), place) for place in twice]
    chance.shuffle(everyone)
    first: dict[int, int] = {}
    pairs = set()
    for place, (_draft, who) in enumerate(everyone):
        if who in first:
            pairs.add((first[who], place))
        first.setdefault(who, place)
    return Known([draft for draft, _who in everyone], frozenset(pairs))


def _names(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Draw names: half from a pool in which the frequent ones come again and again, half with a rarer family name."""
    shared = round(count * HOMONYMS)
    pool = {*zip(_skewed(chance, _GIVEN, count // 4, 12), _skewed(chance, _FAMILY, count // 4, 12), strict=True)}
    names = sorted(pool)
    chance.shuffle(names)
    places = _skewed(chance, [str(place) for place in range(len(names))], shared, len(names) / 10 + 2)
    found = [names[int(place)] for place in places]
    for given in _skewed(chance, _GIVEN, count - shared, 12):
        parts = (chance.choice(_HEADS), *chance.choices(_MIDDLES, k=chance.choice((1, 1, 2))), chance.choice(_TAILS))
        found.append((given, "".join(parts)))
    chance.shuffle(found)
    return found


def _person(chance: random.Random, given: str, family: str) -> PersonDraft:
    plain = f"{given}.{family}".casefold().replace(" ", "").replace("’", "")
    return PersonDraft(
        given_name=given,
        family_name=family,
        birth_year=_year(chance) if chance.random() < 0.8 else None,
        town=chance.choice(_TOWNS) if chance.random() < 0.85 else "",
        email=f"{plain}{chance.randrange(10**6)}@exemple.fr" if chance.random() < 0.6 else "",
        phone=_phone(chance) if chance.random() < 0.75 else "",
    )


def _year(chance: random.Random) -> int:
    return round(chance.triangular(1930, 2012, 1956))


def _phone(chance: random.Random) -> str:
    return f"0{chance.choice('267')} " + " ".join(f"{chance.randrange(100):02d}" for _ in range(4))


def _households(chance: random.Random, people: list[PersonDraft]) -> None:
    """Give some people what their household shares: a parent's name and phone, a sister's family name and year near."""
    for place in chance.sample(range(1, len(people)), len(people) // 10):
        elder = people[place - 1]
        if not elder.phone:
            continue
        kind = chance.random()
        year = elder.birth_year
        if kind < 0.1 and year is not None:  # a child named after the parent
            changed = replace(
                people[place], given_name=elder.given_name, birth_year=min(2015, year + chance.randrange(20, 40))
            )
        elif kind < 0.4 and year is not None:  # a brother or a sister
            changed = replace(people[place], birth_year=year + chance.randrange(-6, 7))
        else:  # a couple
            changed = replace(people[place], email=elder.email if chance.random() < 0.3 else people[place].email)
        people[place] = replace(changed, family_name=elder.family_name, phone=elder.phone, town=elder.town)


def _again(chance: random.Random, draft: PersonDraft) -> PersonDraft:
    """Enter someone a second time as it happens: another spelling of the name, other facts told or left out."""
    given, family = _respelt(chance, draft.given_name, draft.family_name)
    year = draft.birth_year
    if year is not None and chance.random() < 0.2:
        year = None
    elif year is not None and chance.random() < 0.03:
        year += chance.choice((-10, -1, 1, 10))
    phone = _phone(chance) if draft.phone and chance.random() < 0.12 else draft.phone if chance.random() < 0.8 else ""
    email = draft.email if chance.random() < 0.7 else ""
    if family != draft.family_name and not (phone == draft.phone or email == draft.email):
        phone = draft.phone
    town = draft.town if chance.random() < 0.85 else chance.choice((*_TOWNS, ""))
    if chance.random() < 0.3:
        phone = phone.replace(" ", "") if chance.random() < 0.5 else phone.replace("0", "+33 ", 1)
    return replace(draft, given_name=given, family_name=family, birth_year=year, phone=phone, email=email, town=town)


def _respelt(chance: random.Random, given: str, family: str) -> tuple[str, str]:
    kind = chance.random()
    if kind < 0.25:
        return given, family
    if kind < 0.45:
        return (_mistyped(chance, given), family) if chance.random() < 0.4 else (given, _mistyped(chance, family))
    if kind < 0.57:
        return family, given
    if kind < 0.70:
        return _plain(given).upper(), _plain(family).upper()
    if kind < 0.80:
        return given.replace("-", chance.choice((" ", ""))), family.replace(" ", "").replace("’", "").capitalize()
    if kind < 0.86:
        return given, family.replace("’", " ").rpartition(" ")[2]
    if kind < 0.92:
        return "".join(part[0] for part in given.split("-")), family
    if kind < 0.97:
        return given, chance.choice(_FAMILY)  # married
    return given, f"{family}-{chance.choice(_FAMILY)}"


def _plain(text: str) -> str:
    return text.translate(str.maketrans("éèêëïîüûôàçÉÈ’", "eeeeiiuuoacEE'"))


def _mistyped(chance: random.Random, name: str) -> str:
    """Make one slip: a letter doubled, left out, exchanged with its neighbour or taken for another."""
    place = chance.randrange(len(name))
    before, letter, after = name[:place], name[place], name[place + 1 :]
    kind = chance.randrange(4)
    if kind == 0:
        return before + letter * 2 + after
    if kind == 1 and len(name) > 3:
        return before + after
    if kind == 2 and after:
        return before + after[0] + letter + after[1:]
    other = next((pair.replace(letter.lower(), "", 1) for pair in _SLIPS if letter.lower() in pair), "e")
    return before + other + after
