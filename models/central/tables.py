"""The programme's own tables: nothing here is shared with a notebook, neither metadata nor migrations.

What a package says is added under the package and never changed. Which of it counts follows from all packages of the
notebook together (ownership.py) and is kept in two places: `session.is_current` and `holding`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    text,
)

from models.base import NAMING, UtcDateTime

metadata = MetaData(naming_convention=NAMING)

NAME_LENGTH = 4_000  # characters
UID, HASH, CODE, NAME = String(36), String(64), String(60), String(NAME_LENGTH)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _of_package(*, is_key: bool = False) -> Column[int]:
    """Make the column of the package that a row came with."""
    link = ForeignKey("package.id")
    return Column("package_id", Integer, link, primary_key=is_key, nullable=False, autoincrement=False)


def _uid() -> Column[str]:
    return Column("uid", UID, primary_key=True)


def _versioned() -> tuple[Column[int], Column[str]]:
    return Column("version", Integer, nullable=False), Column("content_hash", HASH, nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, NAME, nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


producer = Table(
    "producer",
    metadata,
    _id(),
    Column("uid", UID, nullable=False, unique=True),
    *_texts("name", "rna", "siret", "partner_code"),
)
"""An association that hands over, or that has been promised trust."""

trusted_key = Table(
    "trusted_key",
    metadata,
    _id(),
    Column("fingerprint", String(60), nullable=False, unique=True),
    Column("line", Text, nullable=False),
    Column("producer_id", Integer, ForeignKey("producer.id"), nullable=True),
    Column("trusted_at", UtcDateTime, nullable=False),
)
"""A key that an officer has accepted; without a producer it belongs to the first one that signs with it."""

notebook = Table(
    "notebook",
    metadata,
    _id(),
    Column("uid", UID, nullable=False, unique=True),
    Column("producer_id", Integer, ForeignKey("producer.id"), nullable=False, index=True),
)

package = Table(
    "package",
    metadata,
    _id(),
    Column("uid", UID, nullable=False, unique=True),
    Column("sha256", HASH, nullable=False, index=True),
    Column("notebook_id", Integer, ForeignKey("notebook.id"), nullable=False, index=True),
    *_texts("programme_code", "programme_name"),
    Column("sequence", Integer, nullable=False),
    Column("previous_uid", UID, nullable=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("fingerprint", String(60), nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("level", CODE, nullable=False, server_default="aggregates"),
    *_texts("codebook_version", "age_bands", "app_version"),
    Column("is_counted", Boolean, nullable=False),
    Column("receipt", JSON, nullable=False),
)
"""What was accepted. One that no longer counts belongs to a line that the notebook has left, taken back from a copy."""

holding = Table(
    "holding",
    metadata,
    _id(),
    Column("notebook_id", Integer, ForeignKey("notebook.id"), nullable=False, index=True),
    Column("package_id", Integer, ForeignKey("package.id"), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
)
"""The days, both included, that a package owns: no day of a notebook has two owners."""

association = Table(
    "association",
    metadata,
    _of_package(is_key=True),
    _uid(),
    *_texts("name", "short_name", "postcode", "town", "rna", "siret", "partner_code"),
    *_versioned(),
)

place = Table(
    "place",
    metadata,
    _of_package(is_key=True),
    _uid(),
    *_texts("kind", "name", "postcode", "town", "insee", "siret", "rna"),
    *_versioned(),
)

workshop = Table(
    "workshop",
    metadata,
    _of_package(is_key=True),
    _uid(),
    *_texts("title", "format", "audience", "level", "themes", "equipment"),
    Column("capacity", Integer, nullable=True),
    *_texts("status"),
    *_versioned(),
)

session = Table(
    "session",
    metadata,
    _of_package(is_key=True),
    _uid(),
    Column("workshop_uid", UID, nullable=False),
    Column("place_uid", UID, nullable=False),
    Column("date", Date, nullable=False),
    Column("start", Time, nullable=False),
    Column("end", Time, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("status", CODE, nullable=False),
    *_numbers("present", "unnamed", "already_helped", "absent", "excused", "person_minutes"),
    Column("attendance_complete", Boolean, nullable=False),
    *_versioned(),
    Column("is_current", Boolean, nullable=False),
    Index("ix_session_date_current", "date", sqlite_where=text("is_current"), postgresql_where=text("is_current")),
)

audience = Table(
    "audience",
    metadata,
    _of_package(),
    Column("scope", CODE, nullable=False),
    Column("scope_id", UID, nullable=False),
    Column("axis", CODE, nullable=False),
    Column("code", NAME, nullable=False),
    Column("count", Integer, nullable=True),
    Index("ix_audience_package_id", "package_id"),
)

people = Table(
    "people",
    metadata,
    _of_package(is_key=True),
    Column("scope", CODE, primary_key=True),
    Column("scope_id", UID, primary_key=True),
    *_numbers("people_named", "new_people"),
)

certificate = Table(
    "certificate",
    metadata,
    _of_package(is_key=True),
    Column("workshop_uid", UID, primary_key=True),
    *_numbers("issued", "replaced", "revoked"),
)

removal = Table(
    "removal",
    metadata,
    _of_package(is_key=True),
    Column("uid", UID, primary_key=True),
    Column("table", CODE, primary_key=True),
    Column("date", Date, nullable=False),
    Column("reason", CODE, nullable=False),
)

participation = Table(
    "participation",
    metadata,
    _of_package(is_key=True),
    Column("session_uid", UID, primary_key=True),
    Column("person_key", UID, primary_key=True, index=True),
    Column("minutes", Integer, nullable=False),
    Column("first_ever", Boolean, nullable=False),
    *(Column(name, CODE, nullable=False) for name in ("age_band", "gender", "occupation")),
)
"""One line for each attendance, under a code: of packages of level 2, until the person asks to be forgotten."""

code = Table(
    "code",
    metadata,
    Column("list", CODE, primary_key=True),
    Column("code", CODE, primary_key=True),
    *_texts("fr", "en"),
)
"""The words of every code that came, as the package that came last says them."""

quarantine = Table(
    "quarantine",
    metadata,
    _id(),
    Column("sha256", HASH, nullable=False, unique=True),
    *_texts("file_name", "association"),
    Column("package_uid", UID, nullable=True),
    Column("fingerprint", String(60), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("problems", JSON, nullable=False),
)
"""Files that were refused, with the reasons; one that is accepted later leaves."""

TABLES = {
    "association": association,
    "places": place,
    "workshops": workshop,
    "sessions": session,
    "audiences": audience,
    "people": people,
    "certificates": certificate,
    "removals": removal,
    "participations": participation,
}
"""The tables of a package -> where their rows are kept."""

VERSIONED = ("association", "places", "workshops", "sessions")
"""Tables whose rows have a uid, a version and a hash of what they say."""
