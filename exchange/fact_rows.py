"""What the notebook knows of a period -> the rows of a package, each without what must not leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from exchange.rows import (
    HOME,
    PARTICIPATIONS,
    AssociationRow,
    CertificateRow,
    ParticipationRow,
    PlaceRow,
    RemovalRow,
    SessionRow,
    WorkshopRow,
)
from models import handovers
from models.association import AssociationDraft
from models.drafts import is_siret
from models.handovers import Removal
from models.statistics import CertificateFacts, PlaceFacts, PresenceFacts, SessionFacts, WorkshopFacts

TABLES = {"workshop": "workshops", "workshop_session": "sessions", "place": "places"}
"""The rows that are told as removed when their record is gone: table of the notebook -> table of the package."""
_REMOVED_FROM = TABLES | {handovers.PERSON: PARTICIPATIONS.name}


def participation_rows(
    presences: Iterable[PresenceFacts],
    sessions: Iterable[SessionFacts],
    first_days: Mapping[int, date],
    pseudonyms: Mapping[int, str],
) -> Iterable[ParticipationRow]:
    """Return one line for each named person at each session, with what they told about themselves at that date.

    `first_days` and `pseudonyms` say when a person first came, and under which code they leave, by the person's id.
    """
    uids = {each.id: each.uid for each in sessions}
    for each in presences:
        yield ParticipationRow(
            session_uid=uids[each.session_id],
            person_key=pseudonyms[each.person_id],
            minutes=each.minutes,
            first_ever=first_days[each.person_id] == each.day,
            age_band=each.age_band,
            gender=each.gender,
            occupation=each.occupation,
        )


def certificate_row(workshop_uid: str, each: CertificateFacts) -> CertificateRow:
    """Return what became of the certificates of a workshop."""
    return CertificateRow(workshop_uid=workshop_uid, issued=each.issued, replaced=each.replaced, revoked=each.revoked)


def removal_row(each: Removal) -> RemovalRow:
    """Return what is told of a record that is gone."""
    return RemovalRow(uid=each.uid, table=_REMOVED_FROM[each.table_name], date=each.day, reason=each.reason)


def association_row(uid: str, draft: AssociationDraft, version: int) -> AssociationRow:
    """Return the association as its notebook knows it."""
    return AssociationRow(
        uid=uid,
        name=draft.name,
        short_name=draft.short_name,
        postcode=draft.postcode,
        town=draft.town,
        rna=draft.rna,
        siret=draft.siret,
        partner_code=draft.partner_code,
        version=version,
    )


def place_row(place: PlaceFacts) -> PlaceRow:
    """Return a place; of somebody's home only the town leaves."""
    is_home = place.kind == HOME
    return PlaceRow(
        uid=place.uid,
        kind=place.kind,
        name="" if is_home else place.name,
        postcode="" if is_home else place.postcode,
        town=place.town,
        insee="" if is_home else place.insee,
        siret=place.pivot if is_siret(place.pivot) and not is_home else "",
        rna=place.pivot if place.pivot.startswith("W") and not is_home else "",
        version=place.version,
    )


def workshop_row(workshop: WorkshopFacts) -> WorkshopRow:
    """Return a workshop without its notes, its funders and its trainers."""
    return WorkshopRow(
        uid=workshop.uid,
        title=workshop.title,
        format=workshop.format,
        audience=workshop.audience,
        level=workshop.level,
        themes=workshop.themes,
        equipment=workshop.equipment,
        capacity=workshop.capacity,
        status=workshop.status,
        version=workshop.version,
    )


def session_rows(
    sessions: Iterable[SessionFacts], workshops: Iterable[WorkshopFacts], places: Iterable[PlaceFacts]
) -> Iterable[SessionRow]:
    """Return one row for each session, with its place where it is known."""
    workshop_uids = {each.id: each.uid for each in workshops}
    place_uids = {each.id: each.uid for each in places}
    for each in sessions:
        yield SessionRow(
            uid=each.uid,
            workshop_uid=workshop_uids[each.workshop_id],
            place_uid=place_uids.get(each.place_id or 0, ""),
            date=each.date,
            start=each.start,
            end=each.end,
            minutes=each.minutes,
            status=each.status,
            present=each.present,
            unnamed=each.unnamed,
            already_helped=each.already_helped,
            absent=each.absent,
            excused=each.excused,
            person_minutes=each.person_minutes,
            attendance_complete=each.is_complete,
            version=each.version,
        )
