"""Owns the columns of the registry: everything that is kept of a person, the usual ones shown at first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from models.people import PersonLine
from resources.i18n import N_, _, here
from resources.labels import label as coded
from ui.table import Column


def named(line: PersonLine) -> str:
    """Return the name as the list shows it; whoever has been anonymised has none."""
    return line.listed if line.anonymised_on is None else _("Anonymised person")


def _day(day: date | None) -> str:
    return here().date(day, "short") if day else ""


def _coded(axis: str) -> Callable[[PersonLine], str]:
    """Return what makes the words of a coded value, nothing where it has not been told."""

    def text(line: PersonLine) -> str:
        code = getattr(line, axis)
        return coded(axis, code) if code else ""

    return text


def _muted(line: PersonLine) -> str:
    return "muted" if line.anonymised_on else ""


COLUMNS: tuple[Column[PersonLine], ...] = (
    Column("name", N_("Name"), named, width=215, sort="name", stretch=True, kind=_muted),
    Column(
        "birth_year", N_("Born"), lambda line: str(line.birth_year or ""), width=104, align="right", sort="birth_year"
    ),
    Column("age_band", N_("Age band"), _coded("age_band"), width=150, shown=False),
    Column("gender", N_("Gender"), _coded("gender"), width=120, shown=False),
    Column("occupation", N_("Occupation"), _coded("occupation"), width=150, shown=False),
    Column("postcode", N_("Postcode"), lambda line: line.postcode, width=120, sort="postcode", shown=False),
    Column("town", N_("Town"), lambda line: line.town, width=150, sort="town"),
    Column("phone", N_("Phone"), lambda line: line.phone, width=140, sort="phone"),
    Column("email", N_("E-mail"), lambda line: line.email, width=195, sort="email"),
    Column("workshops", N_("Workshops"), lambda line: str(line.workshops), width=118, align="right"),
    Column("presences", N_("Attended"), lambda line: str(line.presences), width=104, align="right"),
    Column(
        "last_contact", N_("Last contact"), lambda line: _day(line.last_contact), width=150, sort="last_contact",
        shown=False,
    ),
    Column("referred_by", N_("Sent by"), _coded("referred_by"), width=180, shown=False),
    Column(
        "created_at", N_("Added on"), lambda line: _day(line.created_at.astimezone().date()), width=130,
        sort="created_at", shown=False,
    ),
    Column("anonymised_on", N_("Anonymised on"), lambda line: _day(line.anonymised_on), width=150, shown=False),
)  # fmt: skip
