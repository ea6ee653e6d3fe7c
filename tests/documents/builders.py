"""Facts with believable defaults for the tests of documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from documents.facts import Association, CertificateFacts, SessionFacts, SheetFacts
from documents.privacy_words import Keeper
from models.privacy import Extract, HeldAction, HeldAttendance, HeldCertificate, HeldWorkshop
from models.seal import Sealer

PRIVATE_KEY = bytes(range(32))
KEY_ID = "k1a2b3c4"

AWKWARD_NAMES = [
    "<img src=/etc/passwd>",
    "A<B",
    "<Zoé>",
    "O'Brien & fils",
    "Łukasz Nguyễn",
    "محمد بن علي",
    "فریده یزدی",
    "דוד כהן",
    "Иван Петров",
    "Ελένη Παπαδοπούλου",
    "Zoé",
    "X",
    "H₂O (x) [y] {z} \\ / % #",
]


def frozen(**changes: object) -> dict[str, object]:
    """Return the frozen facts of a certificate, sealed."""
    sessions = [
        {
            "date": (date(2026, 5, 12) + timedelta(weeks=week)).isoformat(),
            "start": "14:00",
            "end": "16:00",
            "minutes": 120,
        }
        for week in range(3)
    ]
    facts: dict[str, object] = {
        "version": 1,
        "number": "LPB-2026-0042",
        "language": "fr",
        "layout": "classic",
        "example": False,
        "given_name": "Zoé",
        "family_name": "Le Goff",
        "workshop": "Premiers pas sur l’ordinateur",
        "sessions": sessions,
        "sessions_planned": 4,
        "minutes": 360,
        "place": "Bibliothèque Triangle",
        "trainers": ["Aïssatou N’Diaye"],
        "town": "Rennes",
        "issued_on": "2026-06-02",
        "association": {
            "name": "Les Puces du Blosne",
            "short_name": "LPB",
            "address": "12 boulevard de Yougoslavie",
            "postcode": "35200",
            "town": "Rennes",
            "rna": "W353012345",
            "siret": "",
            "phone": "",
            "email": "",
            "web": "",
            "nda": "",
        },
        "programme": "Ateliers numériques",
        "signatory": {"name": "Maëlle Kerbrat", "role": "Présidente"},
        "replaces": "",
        "seal": "",
    }
    facts |= changes
    facts["seal"] = Sealer(PRIVATE_KEY, KEY_ID).seal(facts)
    return facts


def a_certificate(**changes: object) -> CertificateFacts:
    """Return certificate facts; `name` sets a person of a single name."""
    if "name" in changes:
        changes |= {"given_name": changes.pop("name"), "family_name": ""}
    return CertificateFacts.from_frozen(frozen(**changes))


def a_sheet(*, names: tuple[str, ...] = ("Zoé Le Goff",), sessions: int = 1, **changes: object) -> SheetFacts:
    """Return sign-in sheet facts with some weekly sessions."""
    values: dict[str, object] = {
        "association": Association("Les Puces du Blosne"),
        "workshop": "Premiers pas sur l’ordinateur",
        "sessions": tuple(
            SessionFacts(date(2026, 5, 12) + timedelta(weeks=week), time(14), time(16), 120, f"S{week}")
            for week in range(sessions)
        ),
        "names": names,
        "programme": "Ateliers numériques",
        "place": "Bibliothèque Triangle",
        "room": "Salle 2",
        "trainers": ("Aïssatou N’Diaye",),
        "notice": "Vos nom et signature servent à justifier la tenue de l’atelier.",
        "reference": "F-2026-0518",
    }
    return SheetFacts(**(values | changes))  # type: ignore[arg-type]  # a builder takes any field by name


def a_keeper(*, name: str = "Les Puces du Blosne", **changes: object) -> Keeper:
    """Return the association as the one that answers for personal data."""
    values: dict[str, object] = {
        "association": Association(name, postcode="35200", town="Rennes", rna="W353012345"),
        "contact": "donnees@puces.example.org",
        "legal_basis": "legitimate_interest",
        "retention_months": 24,
        "programme": "Ateliers numériques",
    }
    return Keeper(**(values | changes))  # type: ignore[arg-type]  # a builder takes any field by name


def an_extract(*, sessions: int = 2, person: dict[str, object] | None = None, **changes: object) -> Extract:
    """Return what is held about somebody who came to some weekly sessions, or never; `person` changes their fields."""
    days = [date(2026, 1, 6) + timedelta(weeks=week) for week in range(sessions)]
    marks = tuple(
        HeldAttendance(day, time(14), time(16), "absent" if place % 3 else "present", None if place else 60)
        for place, day in enumerate(days)
    )
    came = HeldWorkshop("Premiers pas sur l’ordinateur", "enrolled", date(2026, 1, 2), marks)
    given = HeldCertificate("LPB-2026-0042", "Premiers pas sur l’ordinateur", date(2026, 6, 2), "issued")
    facts: dict[str, object] = {
        "birth_year": 1962,
        "gender": "feminin",
        "email": "zoe@example.org",
        "phone": "",
        "notes": "Vient avec sa tablette.\nPréfère le mardi.",
        "informed_on": date(2026, 1, 5),
        "photo_consent": False,
    }
    values: dict[str, object] = {
        "uid": "0192f0c4-0000-7000-8000-000000000001",
        "given_name": "Zoé",
        "family_name": "Le Goff",
        "created_at": datetime(2026, 1, 2, 9, tzinfo=UTC),
        "person": facts | (person or {}),
        "workshops": (came,) if sessions else (),
        "certificates": (given,) if sessions else (),
        "history": (HeldAction(datetime(2026, 1, 2, 9, tzinfo=UTC), "Enrol {count} people", {"count": 1}),),
    }
    return Extract(**(values | changes))  # type: ignore[arg-type]  # a builder takes any field by name
