"""The rows of a hand-over's tables: one dataclass for each table, one field for each column.

An annotation carries the column's title and rule. There is no field for the name of a person, a note, a phone, an
e-mail or a signature, so none can leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from exchange.schema import UID, Rule, Table
from models.levels import PSEUDONYMISED
from resources.i18n import N_

MASKED = "masked"
UNTOLD = "non_communique"
HELD = "held"
CANCELLED = "cancelled"
HOME = "domicile"  # a place of this kind leaves with its town alone
WORKSHOP, MONTH, PERIOD = "workshop", "month", "period"
AXES = ("age_band", "gender", "occupation", "town")  # the codes of the last are towns, of the others the codebook's


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationRow:
    """The association: who it is, nobody's name."""

    uid: Annotated[str, Rule(N_("Identifier"), pattern=UID)]
    name: Annotated[str, Rule(N_("Association"))]
    short_name: Annotated[str, Rule(N_("Short name"), required=False)]
    postcode: Annotated[str, Rule(N_("Postcode"), required=False)]
    town: Annotated[str, Rule(N_("Town"), required=False)]
    rna: Annotated[str, Rule(N_("RNA number"), required=False)]
    siret: Annotated[str, Rule(N_("SIRET number"), required=False)]
    partner_code: Annotated[str, Rule(N_("Partner code"), required=False)]
    version: Annotated[int, Rule(N_("Version"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place; somebody's home leaves with its town alone."""

    uid: Annotated[str, Rule(N_("Identifier"), pattern=UID)]
    kind: Annotated[str, Rule(N_("Kind of place"), required=False, codes="place_kind")]
    name: Annotated[str, Rule(N_("Place"), required=False)]
    postcode: Annotated[str, Rule(N_("Postcode"), required=False)]
    town: Annotated[str, Rule(N_("Town"), required=False)]
    insee: Annotated[str, Rule(N_("INSEE code of the town"), required=False)]
    siret: Annotated[str, Rule(N_("SIRET number"), required=False)]
    rna: Annotated[str, Rule(N_("RNA number"), required=False)]
    version: Annotated[int, Rule(N_("Version"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopRow:
    """A workshop that has at least one session in the period."""

    uid: Annotated[str, Rule(N_("Identifier"), pattern=UID)]
    title: Annotated[str, Rule(N_("Workshop"))]
    format: Annotated[str, Rule(N_("Format"), required=False, codes="format")]
    audience: Annotated[str, Rule(N_("Audience"), required=False, codes="audience")]
    level: Annotated[str, Rule(N_("Level"), required=False, codes="level")]
    themes: Annotated[tuple[str, ...], Rule(N_("Themes"), required=False, codes="theme")]
    equipment: Annotated[tuple[str, ...], Rule(N_("Equipment"), required=False, codes="equipment")]
    capacity: Annotated[int | None, Rule(N_("Capacity"), required=False)]
    status: Annotated[str, Rule(N_("Status"), codes="workshop_status")]
    version: Annotated[int, Rule(N_("Version"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session of the period and how many came; local times, minutes attended summed over the named."""

    uid: Annotated[str, Rule(N_("Identifier"), pattern=UID)]
    workshop_uid: Annotated[str, Rule(N_("Workshop"), pattern=UID)]
    place_uid: Annotated[str, Rule(N_("Place"), required=False, pattern=UID)]
    date: Annotated[date, Rule(N_("Date"))]
    start: Annotated[time, Rule(N_("Start"))]
    end: Annotated[time, Rule(N_("End"))]
    minutes: Annotated[int, Rule(N_("Minutes"))]
    status: Annotated[str, Rule(N_("Status"), codes="session_status")]
    present: Annotated[int, Rule(N_("Present, named"))]
    unnamed: Annotated[int, Rule(N_("Present, unnamed"))]
    already_helped: Annotated[int, Rule(N_("Unnamed, already helped before"))]
    absent: Annotated[int, Rule(N_("Absent"))]
    excused: Annotated[int, Rule(N_("Excused"))]
    person_minutes: Annotated[int, Rule(N_("Minutes attended"))]
    attendance_complete: Annotated[bool, Rule(N_("Attendance complete"))]
    version: Annotated[int, Rule(N_("Version"))]

    @property
    def attendances(self) -> int:
        """Return how many came, named or not; none to a session that was not held."""
        return self.present + self.unnamed if self.status == HELD else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRow:
    """Attendances of one workshop, month or the period, by one code of one axis; None when masked."""

    scope: Annotated[str, Rule(N_("Counted over"), choices=(WORKSHOP, MONTH, PERIOD))]
    scope_id: Annotated[str, Rule(N_("Which one"))]
    axis: Annotated[str, Rule(N_("By"), choices=AXES)]
    code: Annotated[str, Rule(N_("Code"))]
    count: Annotated[int | None, Rule(N_("Attendances"), missing=MASKED)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    """Different named people, and those among them who came for the first time ever; never added up."""

    scope: Annotated[str, Rule(N_("Counted over"), choices=(MONTH, PERIOD))]
    scope_id: Annotated[str, Rule(N_("Which one"))]
    people_named: Annotated[int, Rule(N_("Different people, named"))]
    new_people: Annotated[int, Rule(N_("New people, named"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """How many certificates of a workshop were issued, and of these replaced or revoked."""

    workshop_uid: Annotated[str, Rule(N_("Workshop"), pattern=UID)]
    issued: Annotated[int, Rule(N_("Issued"))]
    replaced: Annotated[int, Rule(N_("Replaced"))]
    revoked: Annotated[int, Rule(N_("Revoked"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRow:
    """A record that travelled before and is no more; of a person, under the code that they travelled with."""

    uid: Annotated[str, Rule(N_("Identifier"), pattern=UID)]
    table: Annotated[str, Rule(N_("Table"), choices=("places", "workshops", "sessions", "participations"))]
    date: Annotated[date, Rule(N_("Date"))]
    reason: Annotated[str, Rule(N_("Reason"), choices=("mistake", "merged", "erased"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRow:
    """One named person at one session that was held, under a code; only in packages of level 2."""

    session_uid: Annotated[str, Rule(N_("Session"), pattern=UID)]
    person_key: Annotated[str, Rule(N_("Code of the person"), pattern=UID)]
    minutes: Annotated[int, Rule(N_("Minutes attended"))]
    first_ever: Annotated[bool, Rule(N_("First time ever"))]
    age_band: Annotated[str, Rule(N_("Age band"), codes="age_band")]
    gender: Annotated[str, Rule(N_("Gender"), codes="gender")]
    occupation: Annotated[str, Rule(N_("Occupation"), codes="occupation")]


TABLES: tuple[Table[Any], ...] = (
    Table("association", N_("Association"), AssociationRow, ("uid",)),
    Table("places", N_("Places"), PlaceRow, ("uid",)),
    Table("workshops", N_("Workshops"), WorkshopRow, ("uid",)),
    Table("sessions", N_("Sessions"), SessionRow, ("uid",), {"workshop_uid": "workshops", "place_uid": "places"}),
    Table("audiences", N_("Who came"), AudienceRow, ("scope", "scope_id", "axis", "code")),
    Table("people", N_("Different people"), PeopleRow, ("scope", "scope_id")),
    Table("certificates", N_("Certificates"), CertificateRow, ("workshop_uid",), {"workshop_uid": "workshops"}),
    Table("removals", N_("Removed since"), RemovalRow, ("table", "uid")),
)

PARTICIPATIONS: Table[Any] = Table(
    "participations",
    N_("Who came, under codes"),
    ParticipationRow,
    ("session_uid", "person_key"),
    {"session_uid": "sessions"},
)


def tables_of(level: str) -> tuple[Table[Any], ...]:
    """Return the tables that a package of a level holds, in the order of its files."""
    return (*TABLES, PARTICIPATIONS) if level == PSEUDONYMISED else TABLES
