"""Owns the filters of the registry."""

from __future__ import annotations

from models.codes import AgeBand
from resources.i18n import _, plural
from resources.labels import label as coded
from ui.filters import Filter, Filters

FIELDS = ("town", "age_band", "came", "no_contact_months", "with_anonymised")
"""The fields of the query that the filters set; the words searched and the order are not among them."""
MONTHS = (6, 12, 24, 36)


def people_filters() -> Filters:
    """Make the filters of the registry, the towns still to be offered."""
    bands = tuple((band.value, coded("age_band", band.value)) for band in AgeBand)
    came = (("never", _("Never came")), ("this_year", _("Came this year")))
    months = tuple((n, plural("No contact for {n} month", "No contact for {n} months", n)) for n in MONTHS)
    return Filters(
        (
            Filter("town", _("Town"), ("", _("Any town")), keeps=True),
            Filter("age_band", _("Age band"), ("", _("Any age")), bands),
            Filter("came", _("Attendance"), ("", _("Any attendance")), came),
            Filter("no_contact_months", _("Last contact"), (None, _("Any last contact")), months),
        ),
        {"with_anonymised": _("Anonymised too")},
    )
