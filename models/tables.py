"""Every mapped class of a notebook, imported here so that the metadata is whole."""

from models import (
    association,
    attendance,
    certificates,
    duplicates,
    enrolments,
    feedback,
    half_typed,
    handovers,
    headcounts,
    import_memory,
    journal,
    keys,
    layouts,
    merging,
    parcels,
    people,
    pictures,
    places,
    programme,
    sessions,
    templates,
    trainers,
    views,
    workshops,
)

__all__ = [
    "association", "attendance", "certificates", "duplicates", "enrolments", "feedback", "half_typed", "handovers",
    "headcounts", "import_memory", "journal", "keys", "layouts", "merging", "parcels", "people", "pictures", "places",
    "programme", "sessions", "templates", "trainers", "views", "workshops",
]  # fmt: skip
