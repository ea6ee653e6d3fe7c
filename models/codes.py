"""The coded values of the default programme profile (State's tool "La Coop", schema.prisma): never renamed."""

from __future__ import annotations

from enum import StrEnum

from resources.codebook import in_force
from resources.labels import codes, known_codes


class Format(StrEnum):
    """How a workshop is held."""

    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    COACHING = "coaching"
    DISCOVERY = "discovery"
    FAMILY = "family"


class Audience(StrEnum):
    """For whom a workshop is."""

    PROFESSIONALS = "professionals"
    GENERAL_PUBLIC = "general_public"
    STUDENTS = "students"
    FAMILIES = "families"
    JOB_SEEKERS = "job_seekers"
    SENIORS = "seniors"


class PlaceKind(StrEnum):
    """What kind of place it is (type_lieu)."""

    ACTIVITY = "lieu_activite"
    OTHER = "autre"
    HOME = "domicile"
    REMOTE = "a_distance"


class Equipment(StrEnum):
    """What people work with (materiel)."""

    COMPUTER = "ordinateur"
    PHONE = "telephone"
    TABLET = "tablette"
    OTHER = "autre"
    NONE = "aucun"


class Level(StrEnum):
    """How far people are (niveau)."""

    BEGINNER = "debutant"
    INTERMEDIATE = "intermediaire"
    ADVANCED = "avance"


class AgeBand(StrEnum):
    """Age at the date of the session (tranche_age); `douze_dix_huit` holds 12 to 17."""

    UNDER_12 = "moins_de_douze"
    FROM_12 = "douze_dix_huit"
    FROM_18 = "dix_huit_vingt_quatre"
    FROM_25 = "vingt_cinq_trente_neuf"
    FROM_40 = "quarante_cinquante_neuf"
    FROM_60 = "soixante_soixante_neuf"
    FROM_70 = "soixante_dix_plus"
    UNTOLD = "non_communique"


AGE_BAND_STARTS = (
    (70, AgeBand.FROM_70),
    (60, AgeBand.FROM_60),
    (40, AgeBand.FROM_40),
    (25, AgeBand.FROM_25),
    (18, AgeBand.FROM_18),
    (12, AgeBand.FROM_12),
    (0, AgeBand.UNDER_12),
)


def age_band(birth_year: int | None, year: int, stored: str | None = None) -> str:
    """Return the band in the `year` of the session, the stored band when the year of birth is unknown."""
    if birth_year is None or birth_year > year:
        return stored or AgeBand.UNTOLD
    age = year - birth_year
    return next(band for start, band in in_force().bands or AGE_BAND_STARTS if age >= start)


class Gender(StrEnum):
    """Gender as told (genre)."""

    FEMALE = "feminin"
    MALE = "masculin"
    UNTOLD = "non_communique"


class Occupation(StrEnum):
    """Occupation as told (statut_social)."""

    SCHOOL = "scolarise"
    UNEMPLOYED = "sans_emploi"
    EMPLOYED = "en_emploi"
    RETIRED = "retraite"
    UNTOLD = "non_communique"


class Theme(StrEnum):
    """What a workshop is about (thematiques)."""

    DIAGNOSIS = "diagnostic_numerique"
    HANDLING = "prendre_en_main_du_materiel"
    MAINTENANCE = "maintenance_de_materiel"
    CONTENTS = "gere_ses_contenus_numeriques"
    INTERNET = "navigation_sur_internet"
    EMAIL = "email"
    OFFICE = "bureautique"
    SOCIAL_NETWORKS = "reseaux_sociaux"
    HEALTH = "sante"
    BANK_AND_SHOPPING = "banque_et_achats_en_ligne"
    BUSINESS = "entrepreneuriat"
    JOBS = "insertion_professionnelle"
    SAFETY = "securite_numerique"
    PARENTING = "parentalite"
    SCHOOL = "scolarite_et_numerique"
    CREATING = "creer_avec_le_numerique"
    CULTURE = "culture_numerique"
    AI = "intelligence_artificielle"
    PAPERWORK = "aide_aux_demarches_administratives"


class SubTheme(StrEnum):
    """What paperwork is about: only together with Theme.PAPERWORK."""

    CITIZENSHIP = "papiers_elections_citoyennete"
    FAMILY = "famille_scolarite"
    SOCIAL = "social_sante"
    WORK = "travail_formation"
    HOUSING = "logement"
    TRANSPORT = "transports_mobilite"
    MONEY = "argent_impots"
    JUSTICE = "justice"
    FOREIGNERS = "etrangers_europe"
    LEISURE = "loisirs_sports_culture"
    ASSOCIATIONS = "associations"


class AttendanceState(StrEnum):
    """Whether an enrolled person came to a session."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class EnrolmentStatus(StrEnum):
    """Where an enrolment stands."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class WorkshopStatus(StrEnum):
    """Where a workshop stands."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"


class SessionStatus(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ReferredBy(StrEnum):
    """Who sent the person."""

    ADMINISTRATION = "administration"
    MEDIATION = "mediation_numerique"
    SOCIAL_CARE = "aide_sociale"
    JOBS = "insertion_professionnelle"
    ASSOCIATION = "association"
    WORD_OF_MOUTH = "bouche_a_oreille"
    PRESS = "presse"
    OTHER = "autre"


class LegalBasis(StrEnum):
    """Why the association may keep what it knows of people (RGPD art. 6)."""

    LEGITIMATE_INTEREST = "legitimate_interest"
    CONTRACT = "contract"


class CertificateStatus(StrEnum):
    """Where a certificate stands."""

    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


AXES: dict[str, type[StrEnum]] = {
    "format": Format,
    "audience": Audience,
    "place_kind": PlaceKind,
    "equipment": Equipment,
    "level": Level,
    "age_band": AgeBand,
    "gender": Gender,
    "occupation": Occupation,
    "theme": Theme,
    "sub_theme": SubTheme,
    "attendance": AttendanceState,
    "enrolment": EnrolmentStatus,
    "workshop_status": WorkshopStatus,
    "session_status": SessionStatus,
    "referred_by": ReferredBy,
    "certificate_status": CertificateStatus,
    "legal_basis": LegalBasis,
}


def usual(value: StrEnum) -> str:
    """Return this value where the programme offers it, else the first one that it does."""
    offered = codes(next(axis for axis, each in AXES.items() if isinstance(value, each)))
    return str(value) if value in offered else offered[0]


def known_in(values: type[StrEnum]) -> frozenset[str]:
    """Return every code of an axis that may be kept, also those of the programme's profile."""
    return known_codes(next(axis for axis, each in AXES.items() if each is values))
