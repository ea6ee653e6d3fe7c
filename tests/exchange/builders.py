"""Packages and their parts with defaults: an association in Rennes, May 2026, three workshops."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exchange.masking import mask_row
from exchange.package import Code, Codebook, Package, Period, Previous, Producer
from exchange.rows import (
    AssociationRow,
    AudienceRow,
    CertificateRow,
    PeopleRow,
    PlaceRow,
    RemovalRow,
    SessionRow,
    WorkshopRow,
)
from exchange.sshsig import public_line

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
LISTS = {
    "format": ("conference", "workshop"),
    "audience": ("general_public", "seniors"),
    "level": ("debutant", "avance"),
    "theme": ("email", "sante", "bureautique"),
    "equipment": ("ordinateur", "telephone"),
    "place_kind": ("lieu_activite", "domicile", "a_distance"),
    "workshop_status": ("planned", "open", "held", "cancelled"),
    "session_status": ("planned", "held", "cancelled"),
    "age_band": ("moins_de_douze", "soixante_dix_plus", "non_communique"),
    "gender": ("feminin", "masculin", "non_communique"),
    "occupation": ("retraite", "en_emploi", "non_communique"),
}


def uid(number: int) -> str:
    return f"01977f3e-0000-7000-8000-{number:012x}"


def a_codebook() -> Codebook:
    lists = tuple(
        (name, tuple(Code(code, f"{code} fr", f"{code} en") for code in codes)) for name, codes in LISTS.items()
    )
    return Codebook("2026-01", "coop-2025", lists)


def a_workshop(number: int, **changes: Any) -> WorkshopRow:
    workshop = WorkshopRow(
        uid=uid(number),
        title="Premiers pas, l’e-mail et « le reste »",
        format="workshop",
        audience="seniors",
        level="debutant",
        themes=("email", "sante"),
        equipment=("ordinateur",),
        capacity=8,
        status="held",
        version=3,
    )
    return replace(workshop, **changes)


def a_session(number: int, workshop: int, **changes: Any) -> SessionRow:
    session = SessionRow(
        uid=uid(number),
        workshop_uid=uid(workshop),
        place_uid=uid(10),
        date=date(2026, 5, 12),
        start=time(14),
        end=time(16),
        minutes=120,
        status="held",
        present=9,
        unnamed=4,
        already_helped=1,
        absent=2,
        excused=1,
        person_minutes=1080,
        attendance_complete=True,
        version=2,
    )
    return replace(session, **changes)


def a_split(scope: str, scope_id: str, axis: str, counts: dict[str, int]) -> list[AudienceRow]:
    return [
        AudienceRow(scope=scope, scope_id=scope_id, axis=axis, code=code, count=count)
        for code, count in mask_row(counts).items()
    ]


AN_ASSOCIATION = AssociationRow(
    uid=uid(3),
    name="Le Pont-Bleu, « numérique »",
    short_name="LPB",
    postcode="35000",
    town="Rennes",
    rna="W353012345",
    siret="",
    partner_code="LPB",
    version=1,
)
PLACES = (
    PlaceRow(
        uid=uid(10),
        kind="lieu_activite",
        name='Bibliothèque "Triangle"',
        postcode="35200",
        town="Rennes",
        insee="35238",
        siret="",
        rna="",
        version=1,
    ),
    PlaceRow(uid=uid(11), kind="domicile", name="", postcode="", town="Cesson", insee="", siret="", rna="", version=1),
)


def a_package(**changes: Any) -> Package:
    period = Period(date(2026, 5, 1), date(2026, 5, 31))
    values: dict[str, Any] = {
        "id": uid(1),
        "created": datetime(2026, 6, 2, 9, 30, 15, tzinfo=UTC),
        "sequence": 7,
        "previous": Previous(uid(2), "ab" * 32),
        "period": period,
        "example": False,
        "producer": Producer(
            uid=uid(3),
            name="Le Pont-Bleu, « numérique »",
            rna="W353012345",
            siret="",
            partner_code="LPB",
            public_key=public_line(KEY, "Le Pont-Bleu"),
        ),
        "notebook_uid": uid(4),
        "programme_code": "ateliers-numeriques",
        "programme_name": "Ateliers numériques",
        "codebook": a_codebook(),
        "app_version": "0.1.0",
        "association": (AN_ASSOCIATION,),
        "places": PLACES,
        "workshops": (a_workshop(20), a_workshop(21, capacity=None, themes=(), title="=1+1"), a_workshop(22)),
        "sessions": (
            a_session(30, 20),
            a_session(31, 21, place_uid="", date=date(2026, 5, 20), present=2, unnamed=0, already_helped=0),
            a_session(32, 22, status="planned", present=0, unnamed=0, already_helped=0, attendance_complete=False),
        ),
        "audiences": (
            *a_split("workshop", uid(20), "gender", {"feminin": 7, "masculin": 6, "non_communique": 0}),
            *a_split("workshop", uid(21), "gender", {"feminin": 2, "masculin": 0, "non_communique": 0}),
            *a_split("month", "2026-05", "gender", {"feminin": 9, "masculin": 6, "non_communique": 0}),
            *a_split("period", str(period), "gender", {"feminin": 9, "masculin": 6, "non_communique": 0}),
            *a_split("period", str(period), "town", {"Rennes": 11, "Cesson-Sévigné": 3, "non_communique": 1}),
        ),
        "people": (
            PeopleRow(scope="month", scope_id="2026-05", people_named=10, new_people=4),
            PeopleRow(scope="period", scope_id=str(period), people_named=10, new_people=4),
        ),
        "certificates": (CertificateRow(workshop_uid=uid(20), issued=9, replaced=1, revoked=0),),
        "removals": (RemovalRow(uid=uid(40), table="sessions", date=date(2026, 5, 30), reason="mistake"),),
    }
    return Package(**(values | changes))
