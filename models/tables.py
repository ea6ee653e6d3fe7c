"""Every mapped class of a notebook, imported here so that the metadata is whole."""

from models import (
    association,
    attendance,
    certificates,
    duplicates,
    enrolments,
    handovers,
    headcounts,
    import_memory,
    journal,
    keys,
    merging,
    people,
    places,
    programme,
    sessions,
    trainers,
    views,
    workshops,
)

__all__ = [
    "association", "attendance", "certificates", "duplicates", "enrolments", "handovers", "headcounts",
    "import_memory", "journal", "keys", "merging", "people", "places", "programme", "sessions", "trainers", "views",
    "workshops",
]  # fmt: skip
