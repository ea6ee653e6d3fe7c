"""Facts with believable defaults for the tests of documents."""

from __future__ import annotations

from datetime import date, time, timedelta

from documents.facts import Association, CertificateFacts, SessionFacts, SheetFacts
from models.seal import make_seal

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
    facts["seal"] = make_seal(facts, PRIVATE_KEY, KEY_ID)
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
