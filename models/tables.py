"""Every mapped class of a notebook, imported here so that the metadata is whole."""

from models import (
    association,
    attendance,
    certificates,
    enrolments,
    handovers,
    headcounts,
    journal,
    keys,
    people,
    places,
    programme,
    sessions,
    trainers,
    workshops,
)

__all__ = [
    "association", "attendance", "certificates", "enrolments", "handovers", "headcounts", "journal", "keys",
    "people", "places", "programme", "sessions", "trainers", "workshops",
]  # fmt: skip
