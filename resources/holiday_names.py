"""The words for public and school holidays, by the French names under which the offline libraries know them."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_, Language, here

_NAMES: Mapping[str, str] = {
    "Jour de l'an": N_("New Year’s Day"),
    "Vendredi saint": N_("Good Friday"),
    "Lundi de Pâques": N_("Easter Monday"),
    "Fête du Travail": N_("Labour Day"),
    "Fête de la Victoire": N_("Victory in Europe Day"),
    "Ascension": N_("Ascension Day"),
    "Lundi de Pentecôte": N_("Whit Monday"),
    "Fête nationale": N_("National Day"),
    "Assomption": N_("Assumption Day"),
    "Toussaint": N_("All Saints’ Day"),
    "Armistice": N_("Armistice Day"),
    "Noël": N_("Christmas Day"),
    "Saint-Étienne": N_("Saint Stephen’s Day"),
    "Mi-Carême": N_("Mid-Lent"),
    "Abolition de l'esclavage": N_("Abolition of slavery"),
    "Fête de Victor Schoelcher": N_("Victor Schœlcher Day"),
    "Fête de la Citoyenneté": N_("Citizenship Day"),
    "Arrivée de l'Évangile": N_("Arrival of the Gospel"),
    "Saint Pierre Chanel": N_("Saint Peter Chanel’s Day"),
    "Saints Pierre et Paul": N_("Saints Peter and Paul"),
    "Fête du Territoire": N_("Territory Day"),
    "Fête de la prise de possession": N_("Anniversary of the taking of possession"),
    "Fête de l'autonomie": N_("Autonomy Day"),
    "Matāri'i": N_("Matāri’i"),
    "Vacances de Noël": N_("Christmas holidays"),
    "Vacances d'hiver": N_("Winter holidays"),
    "Vacances de printemps": N_("Spring holidays"),
    "Vacances d'été": N_("Summer holidays"),
    "Vacances de la Toussaint": N_("Autumn holidays"),
    "Pont de l'Ascension": N_("Ascension bridge days"),
}


def holiday_name(name: str, language: Language | None = None) -> str:
    """Return the words for a holiday; one that is not known here is returned as it is."""
    text = _NAMES.get(name)
    return name if text is None else (language or here())(text)
