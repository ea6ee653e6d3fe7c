"""The words for every coded value and for the fields of the forms; the codes themselves are in models/codes.py."""

from __future__ import annotations

from collections.abc import Mapping

from resources.codebook import in_force
from resources.i18n import N_, Language, here, pgettext

_LABELS: Mapping[str, Mapping[str, str]] = {
    "format": {
        "conference": N_("Talk"),
        "workshop": pgettext("format", "Workshop"),
        "coaching": N_("Individual coaching"),
        "discovery": N_("Discovery"),
        "family": N_("With the family"),
    },
    "audience": {
        "professionals": N_("Professionals"),
        "general_public": N_("General public"),
        "students": N_("Students"),
        "families": N_("Families"),
        "job_seekers": N_("Job seekers"),
        "seniors": N_("Seniors"),
    },
    "place_kind": {
        "lieu_activite": N_("Place of activity"),
        "autre": pgettext("place", "Other"),
        "domicile": N_("At home"),
        "a_distance": N_("Remote"),
    },
    "equipment": {
        "ordinateur": N_("Computer"),
        "telephone": pgettext("equipment", "Phone"),
        "tablette": N_("Tablet"),
        "autre": pgettext("equipment", "Other"),
        "aucun": pgettext("equipment", "None"),
    },
    "level": {
        "debutant": N_("Beginner"),
        "intermediaire": N_("Intermediate"),
        "avance": N_("Advanced"),
    },
    "age_band": {
        "moins_de_douze": N_("Under 12"),
        "douze_dix_huit": N_("12 – 17"),
        "dix_huit_vingt_quatre": N_("18 – 24"),
        "vingt_cinq_trente_neuf": N_("25 – 39"),
        "quarante_cinquante_neuf": N_("40 – 59"),
        "soixante_soixante_neuf": N_("60 – 69"),
        "soixante_dix_plus": N_("70 and over"),
        "non_communique": N_("Not told"),
    },
    "gender": {
        "feminin": N_("Female"),
        "masculin": N_("Male"),
        "non_communique": N_("Not told"),
    },
    "occupation": {
        "scolarise": N_("At school or studying"),
        "sans_emploi": N_("Unemployed"),
        "en_emploi": N_("Employed"),
        "retraite": N_("Retired"),
        "non_communique": N_("Not told"),
    },
    "theme": {
        "diagnostic_numerique": N_("Digital skills check"),
        "prendre_en_main_du_materiel": N_("First steps with a device"),
        "maintenance_de_materiel": N_("Looking after a device"),
        "gere_ses_contenus_numeriques": N_("Managing one’s files"),
        "navigation_sur_internet": N_("Finding one’s way on the internet"),
        "email": pgettext("theme", "E-mail"),
        "bureautique": N_("Office software"),
        "reseaux_sociaux": N_("Social networks"),
        "sante": N_("Health"),
        "banque_et_achats_en_ligne": N_("Banking and shopping online"),
        "entrepreneuriat": N_("Starting a business"),
        "insertion_professionnelle": pgettext("theme", "Finding work"),
        "securite_numerique": N_("Digital safety"),
        "parentalite": N_("Parenting"),
        "scolarite_et_numerique": N_("School and digital tools"),
        "creer_avec_le_numerique": N_("Creating with digital tools"),
        "culture_numerique": N_("Digital culture"),
        "intelligence_artificielle": N_("Artificial intelligence"),
        "aide_aux_demarches_administratives": N_("Help with paperwork"),
    },
    "sub_theme": {
        "papiers_elections_citoyennete": N_("Identity papers, elections, citizenship"),
        "famille_scolarite": N_("Family, school"),
        "social_sante": N_("Social care, health"),
        "travail_formation": N_("Work, training"),
        "logement": N_("Housing"),
        "transports_mobilite": N_("Transport, getting around"),
        "argent_impots": N_("Money, taxes"),
        "justice": N_("Justice"),
        "etrangers_europe": N_("Foreigners, Europe"),
        "loisirs_sports_culture": N_("Leisure, sports, culture"),
        "associations": N_("Associations"),
    },
    "attendance": {
        "unknown": pgettext("attendance", "Not entered"),
        "present": pgettext("attendance", "Present"),
        "absent": pgettext("attendance", "Absent"),
        "excused": pgettext("attendance", "Excused"),
    },
    "enrolment": {
        "enrolled": pgettext("enrolment", "Enrolled"),
        "waiting": pgettext("enrolment", "Waiting"),
        "cancelled": pgettext("enrolment", "Cancelled"),
        "declined": pgettext("enrolment", "Declined"),
    },
    "workshop_status": {
        "planned": pgettext("workshop", "Planned"),
        "open": pgettext("workshop", "Open"),
        "held": pgettext("workshop", "Held"),
        "cancelled": pgettext("workshop", "Cancelled"),
    },
    "session_status": {
        "planned": pgettext("session", "Planned"),
        "held": pgettext("session", "Held"),
        "cancelled": pgettext("session", "Cancelled"),
    },
    "referred_by": {
        "administration": N_("Public administration"),
        "mediation_numerique": N_("Digital mediation"),
        "aide_sociale": N_("Social services"),
        "insertion_professionnelle": pgettext("referred by", "Employment services"),
        "association": N_("Association"),
        "bouche_a_oreille": N_("Word of mouth"),
        "presse": N_("Press"),
        "autre": pgettext("referred by", "Other"),
    },
    "certificate_status": {
        "issued": pgettext("certificate", "Issued"),
        "replaced": pgettext("certificate", "Replaced"),
        "revoked": pgettext("certificate", "Revoked"),
    },
    "legal_basis": {
        "legitimate_interest": N_("Legitimate interest"),
        "contract": pgettext("legal basis", "Contract"),
    },
}

_ROWS: Mapping[str, str] = {
    "empty": N_("Empty row"),
    "total": N_("Row of totals"),
    "example": N_("Example of how to fill in the form"),
    "header": N_("Titles of the columns once more"),
    "repeated": N_("Twice in the list"),
    "by_hand": N_("Left out by you"),
    "cancelled": N_("Registration cancelled"),
    "refunded": N_("Registration refunded"),
}
"""Why a row of a list is left out."""

_LIKENESS: Mapping[str, str] = {
    "same_name": N_("same name"),
    "swapped_names": N_("given name and family name exchanged"),
    "similar_name": N_("nearly the same name"),
    "initial_of_name": N_("the given name is an initial"),
    "part_of_name": N_("a part of the name"),
    "same_given_name": N_("same given name, another family name"),
    "same_year": N_("same year of birth"),
    "year_close": N_("years of birth that are easily confused"),
    "year_differs": N_("another year of birth"),
    "same_email": N_("same e-mail"),
    "same_phone": N_("same phone"),
    "same_town": N_("same town"),
}
"""Why two people may be one (models/likeness.py)."""

_FIELDS: Mapping[str, str] = {
    "access_notes": N_("How to get in"),
    "address": N_("Address"),
    "age_band": N_("Age band"),
    "already_helped": N_("Already helped before"),
    "anonymised_on": N_("Made anonymous on"),
    "as_before": N_("Just as before"),
    "attendance": N_("Attendance"),
    "audience": N_("Audience"),
    "birth_year": N_("Year of birth"),
    "cancel_reason": N_("Reason for cancelling"),
    "capacity": N_("Number of places"),
    "certificate_prefix": N_("Letters before the certificate numbers"),
    "certificate_start": N_("Number of the first certificate"),
    "certificate_status": N_("Status of the certificate"),
    "columns": N_("Columns"),
    "content": N_("Content"),
    "date": N_("Date"),
    "description": N_("Description"),
    "displeased": N_("Displeased"),
    "email": N_("E-mail"),
    "end": N_("End"),
    "enrolment": N_("Enrolment"),
    "equipment": N_("Equipment"),
    "every": N_("From one to the next"),
    "family_name": N_("Family name"),
    "format": N_("Format"),
    "full_name": N_("Whole name in one cell"),
    "full_name_family_first": N_("Whole name, family name first"),
    "full_name_given_first": N_("Whole name, given name first"),
    "funders": N_("Project or funders"),
    "gender": N_("Gender"),
    "given_name": N_("Given name"),
    "informed_on": N_("Information on personal data given on"),
    "insee": N_("INSEE code"),
    "is_complete": N_("Attendance complete"),
    "is_volunteer": N_("Volunteer"),
    "kind": N_("Kind of place"),
    "issuer": N_("Association"),
    "last_contact": N_("Last contact"),
    "legal_basis": N_("Legal basis"),
    "level": N_("Level"),
    "list_name": N_("List"),
    "minimum_sessions": N_("Sessions needed for a certificate"),
    "minutes": N_("Minutes attended"),
    "more_at_ease": N_("More at ease than before"),
    "name": N_("Name"),
    "nda": N_("Training declaration number (NDA)"),
    "neutral": N_("Neither pleased nor displeased"),
    "notes": N_("Notes"),
    "number": N_("Number"),
    "occupation": N_("Occupation"),
    "partner_code": N_("Partner code given by the programme"),
    "parts": N_("Numbers by group"),
    "passphrase": N_("Passphrase"),
    "payer_email": N_("E-mail of who paid"),
    "payer_family_name": N_("Family name of who paid"),
    "payer_given_name": N_("Given name of who paid"),
    "phone": N_("Phone"),
    "public_key": N_("Public key"),
    "photo_consent": N_("Agrees to be in photos"),
    "pivot": N_("SIRET or RNA number of the host"),
    "place": N_("Place"),
    "place_kind": N_("Kind of place"),
    "pleased": N_("Pleased"),
    "postcode": N_("Postcode"),
    "postcode_town": N_("Postcode and town in one cell"),
    "presence": N_("Attendance"),
    "privacy_contact": N_("Whom to ask about personal data"),
    "privacy_notice": N_("Information notice on the sign-in sheets"),
    "quantity": N_("Number of people"),
    "query": N_("Filters and order"),
    "reason": N_("Reason"),
    "referred_by": N_("Sent by"),
    "remarks": N_("Remarks"),
    "retention_months": N_("Months without contact before someone is forgotten"),
    "rna": N_("RNA number"),
    "room": N_("Room"),
    "seal": N_("Code of the certificate"),
    "session_status": N_("Status of the session"),
    "short_name": N_("Short name"),
    "signatory_name": N_("Who signs the certificates"),
    "signatory_role": N_("Role of the one who signs"),
    "siret": N_("SIRET number"),
    "start": N_("Start"),
    "status": N_("Status"),
    "sub_theme": N_("Kind of paperwork"),
    "theme": N_("Theme"),
    "times": N_("How many sessions"),
    "title": N_("Title"),
    "total": N_("Total"),
    "town": N_("Town"),
    "trainer": N_("Trainer"),
    "uid": N_("Identifier"),
    "until": N_("Last day"),
    "web": N_("Website"),
    "workshop_status": N_("Status of the workshop"),
}


_LEVELS = {
    "aggregates": N_("Counts only"),
    "pseudonymised": N_("Counts, and each attendance under a code"),
}
_RECEIPTS: Mapping[str, str] = {
    "": N_("no answer yet"),
    "accepted": N_("accepted"),
    "accepted_with_warnings": N_("accepted with warnings"),
    "rejected": N_("refused"),
}
"""The status of a receipt -> its words."""


def axes() -> tuple[str, ...]:
    """Return the names of all sets of coded values."""
    return tuple(_LABELS)


def codes(axis: str) -> tuple[str, ...]:
    """Return the codes of an axis in the order in which people read them: the programme's, where it has some."""
    return in_force().offered.get(axis) or tuple(_LABELS[axis])


def known_codes(axis: str) -> frozenset[str]:
    """Return every code that may be kept: offered, withdrawn by a newer profile, or those that come along."""
    return frozenset((*codes(axis), *in_force().withdrawn.get(axis, ()), *_LABELS[axis]))


def left_out_label(reason: str, language: Language | None = None) -> str:
    """Return the words for why a row of a list is left out."""
    text = _ROWS.get(reason)
    return reason if text is None else (language or here())(text)


def likeness_label(reason: str, language: Language | None = None) -> str:
    """Return the words for why two people may be one."""
    text = _LIKENESS.get(reason)
    return reason if text is None else (language or here())(text)


def receipt_label(status: str, language: Language | None = None) -> str:
    """Return the words for what a programme answered to a hand-over."""
    text = _RECEIPTS.get(status)
    return status if text is None else (language or here())(text)


def level_label(level: str, language: Language | None = None) -> str:
    """Return the words for how much leaves in a hand-over."""
    text = _LEVELS.get(level)
    return level if text is None else (language or here())(text)


def label(axis: str, code: str, language: Language | None = None) -> str:
    """Return the words for a coded value, as the programme says them; an unknown code is returned as it is."""
    told = in_force().words.get((axis, code))
    if told:
        return told[(language or here()).code]
    text = _LABELS[axis].get(code)
    return code if text is None else (language or here())(text)


def field_label(name: str, language: Language | None = None) -> str:
    """Return the words for a field or an axis; `themes` and `place_id` are said as `theme` and `place`."""
    text = _FIELDS.get(name) or _FIELDS.get(name.removesuffix("s").removesuffix("_id"))
    return name if text is None else (language or here())(text)
