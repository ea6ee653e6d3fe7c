"""Calendar days: which are public or school holidays where sessions are held, from data that needs no network."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.association import Association
from models.places import Place
from resources.holiday_names import holiday_name
from resources.i18n import Language, here

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)
_COUNTRIES = "holidays.countries"
ZONES_SINCE = date(2016, 1, 1)
"""Before, the zones had other départements (order of 16 April 2015): those years are unknown here."""

_DEPARTEMENTS = {
    # Académies of Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
    "A": "25 39 70 90 24 33 40 47 64 03 15 43 63 21 58 71 89 07 26 38 73 74 19 23 87 01 42 69 16 17 79 86",
    # Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes, Strasbourg.
    "B": "04 05 13 84 02 60 80 59 62 54 55 57 88 44 49 53 72 85 06 83 14 50 61 27 76 18 28 36 37 41 45 08 10 51 52 "
    "22 29 35 56 67 68",
    # Créteil, Montpellier, Paris, Toulouse, Versailles.
    "C": "77 93 94 11 30 34 48 66 75 09 12 31 32 46 65 81 82 78 91 92 95",
}
_ZONES: Mapping[str, str] = {number: zone for zone, numbers in _DEPARTEMENTS.items() for number in numbers.split()}
_REGIONS: Mapping[str, str] = {
    # Where other days are public holidays: département or beginning of the postcode -> name in the library.
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "976": "976",
    "97133": "BL", "97150": "MF", "975": "PM", "984": "TF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a day is, named in a language for people; `is_school_known` is False where nobody can say yet."""

    public_holiday: str = ""
    school_holiday: str = ""
    is_school_known: bool = True


def facts(first: date, last: date, *, postcode: str, language: Language | None = None) -> dict[date, DayFacts]:
    """Return what each day from `first` to `last` (both included) is at a postcode; "" stands for all of France."""
    say = language or here()
    school = _school() if zone_of(postcode) else {}
    found = {}
    for number in range((last - first).days + 1):
        day = first + number * DAY
        is_known = is_school_known(day, postcode)
        holiday = school.get(day, {}).get(zone_of(postcode), "") if is_known else ""
        found[day] = DayFacts(
            public_holiday(day, postcode, say),
            holiday_name(holiday, say) if holiday else "",
            is_known,
        )
    return found


def postcode_of(db: Session, place_id: int | None = None) -> str:
    """Return the postcode that decides about holidays: that of the place, otherwise the association's."""
    found = db.scalar(select(Place.postcode).where(Place.id == place_id)) if place_id is not None else ""
    return found or db.scalar(select(Association.postcode)) or ""


def zone_of(postcode: str) -> str:
    """Return the school zone (A, B, C) of a postcode; "" for Corsica, overseas and what is no French postcode."""
    return _ZONES.get(postcode[:2], "") if _is_french(postcode) else ""


def region_of(postcode: str) -> str:
    """Return the region whose public holidays are not those of all of France, as the library names it, or ""."""
    if not _is_french(postcode):
        return ""
    return next((_REGIONS[postcode[:length]] for length in (5, 3, 2) if postcode[:length] in _REGIONS), "")


def is_school_known(day: date, postcode: str) -> bool:
    """Tell whether it can be said if a day is a school holiday: the zone is known, and its calendar is published."""
    return bool(zone_of(postcode)) and ZONES_SINCE <= day <= school_known_until()


@lru_cache(maxsize=1)
def school_known_until() -> date:
    """Return the last day of the published school calendars."""
    return max(_school())


def public_holiday(day: date, postcode: str, language: Language | None = None) -> str:
    """Return which public holiday a day is at a postcode, or ""."""
    say = language or here()
    names = _public(day.year, region_of(postcode)).get(day, ())
    return say.and_list(holiday_name(name, say) for name in names) if names else ""


def _is_french(postcode: str) -> bool:
    return re.fullmatch(r"\d{5}", postcode, re.ASCII) is not None


@lru_cache(maxsize=1)
def _france() -> type[HolidayBase]:
    """Return what knows the public holidays of France, its module alone: with their package come all 250 countries."""
    import holidays

    beside = ModuleType(_COUNTRIES)  # stands for the package while the module is imported
    beside.__path__ = [f"{folder}/countries" for folder in holidays.__path__]
    is_alone = sys.modules.setdefault(_COUNTRIES, beside) is beside
    try:
        from holidays.countries.france import France
    finally:
        if is_alone:
            del sys.modules[_COUNTRIES]
    return France


@lru_cache(maxsize=256)
def _public(year: int, region: str) -> Mapping[date, tuple[str, ...]]:
    found = _france()(subdiv=region or None, years=year, language="fr")
    return {day: tuple(found.get_list(day)) for day in list(found)}


@lru_cache(maxsize=1)
def _school() -> Mapping[date, Mapping[str, str]]:
    """Return for each day the name of the holidays by zone."""
    from vacances_scolaires_france import SchoolHolidayDates

    rows = SchoolHolidayDates().data
    return {
        day: {zone: row["nom_vacances"] for zone in "ABC" if row[f"vacances_zone_{zone.lower()}"]}
        for day, row in rows.items()
    }
