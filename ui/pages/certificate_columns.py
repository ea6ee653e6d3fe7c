"""Owns how a certificate stands in a list."""

from __future__ import annotations

from models.certificates import CertificateLine
from resources.i18n import N_, here
from resources.labels import label as coded
from ui.table import Column

STATUS_KINDS = {"issued": "chip-ok", "replaced": "chip-warn", "revoked": "chip-bad"}

NUMBER: Column[CertificateLine] = Column(
    "number", N_("Number"), lambda line: line.number, width=165, sort="number", kind=lambda _line: "strong"
)
NAME: Column[CertificateLine] = Column(
    "name", N_("Name"), lambda line: line.listed, width=220, sort="name", stretch=True
)
WORKSHOP: Column[CertificateLine] = Column(
    "workshop", N_("Workshop"), lambda line: line.workshop, width=270, sort="workshop"
)
HOURS: Column[CertificateLine] = Column(
    "hours", N_("Hours"), lambda line: here().duration(line.minutes), width=90, align="right"
)
ISSUED_ON: Column[CertificateLine] = Column(
    "issued_on", N_("Issued on"), lambda line: here().date(line.issued_on, "short"), width=120, sort="issued_on"
)
STATUS: Column[CertificateLine] = Column(
    "status",
    N_("Status"),
    lambda line: coded("certificate_status", line.status),
    width=130,
    kind=lambda line: STATUS_KINDS[line.status],
)
