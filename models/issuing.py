"""Issuing certificates: the rule of who gets one, the numbers, and the facts that are frozen with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models import association, attendance, certificate_rule, certificates, keys, layouts, places, programme, sessions
from models.association import Association
from models.attendance import Attendance, GridRow, Mark
from models.certificates import Certificate
from models.codes import AttendanceState, CertificateStatus, SessionStatus
from models.drafts import existing
from models.enrolments import Enrolment, EnrolmentSkip
from models.journal import insert_many
from models.names import Named
from models.parcels import refuse_in_parcel
from models.people import Person
from models.problem import Problem, refusal, refuse_if_any
from models.sessions import SessionLine, SessionQuery, WorkshopSession
from models.text import clean_line, too_long
from models.workshops import Workshop

if TYPE_CHECKING:
    from models.seal import Sealer

DEFAULT_LAYOUT = ""
"""Stands for the layout that is usual in the association."""


@dataclass(frozen=True, slots=True)
class Candidate(Named):
    """One person of a workshop who might get a certificate; `problem` says why not, a warning can be overridden."""

    enrolment_id: int
    person_id: int
    given_name: str
    family_name: str
    attended: int
    sessions: int
    minutes: int
    certificate_id: int | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Issued:
    """What issuing did: certificates made now, those in force before, and who gets none, with the reason."""

    new: tuple[int, ...]
    already: tuple[int, ...]
    refused: tuple[Candidate, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Number:
    """A certificate's number: {prefix}-{year}-{sequence:04d}, without prefix where the association has none."""

    prefix: str
    year: int
    sequence: int

    @property
    def text(self) -> str:
        """The number as it is printed."""
        return "-".join(part for part in (self.prefix, str(self.year), f"{self.sequence:04d}") if part)

    def next(self) -> Number:
        """Return the number after this one."""
        return Number(self.prefix, self.year, self.sequence + 1)


def candidates(db: Session, workshop_id: int) -> list[Candidate]:
    """Return everyone enrolled in a workshop with what the rule says of them, by name."""
    rule = existing(db, Workshop, workshop_id).minimum_sessions
    held = _held(db, workshop_id)
    planned = _planned(db, workshop_id)
    in_force = certificates.issued_in_workshop(db, workshop_id)
    return [_candidate(row, held, planned, rule, in_force) for row in attendance.grid(db, workshop_id)]


def _candidate(
    row: GridRow, held: Sequence[SessionLine], planned: Collection[int], rule: int, in_force: Mapping[int, int]
) -> Candidate:
    attended = _attended(row, held)
    minimum = certificate_rule.needed(rule, len(set(planned) - row.skipped))
    problem = None
    if not row.given_name and not row.family_name:
        problem = Problem("", "certificate_forgotten")
    elif not attended:
        problem = Problem("", "certificate_no_presence")
    elif len(attended) < minimum:
        values = {"present": len(attended), "needed": minimum}
        problem = Problem("", "certificate_below_minimum", values, is_warning=True)
    return Candidate(
        row.enrolment_id, row.person_id, row.given_name, row.family_name, len(attended), len(planned),
        sum(minutes for _, minutes in attended), in_force.get(row.person_id), problem,
    )  # fmt: skip


def waiting_by_workshop(db: Session) -> dict[int, int]:
    """Return workshop -> how many people came often enough for a certificate and have none, in one query."""
    attended = (
        select(Enrolment.workshop_id, Enrolment.person_id)
        .join(Attendance, Attendance.enrolment_id == Enrolment.id)
        .join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
        .join(Workshop, Workshop.id == Enrolment.workshop_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Attendance.state == AttendanceState.PRESENT,
            WorkshopSession.status == SessionStatus.HELD,
            Person.anonymised_on.is_(None),
        )
        .group_by(Enrolment.workshop_id, Enrolment.person_id, Enrolment.id, Workshop.id, Workshop.minimum_sessions)
        .having(_came_often_enough())
        .subquery()
    )
    in_force = select(Certificate.id).where(
        Certificate.workshop_id == attended.c.workshop_id, Certificate.person_id == attended.c.person_id,
        Certificate.status == CertificateStatus.ISSUED,
    )  # fmt: skip
    query = select(attended.c.workshop_id, func.count()).where(~in_force.exists()).group_by(attended.c.workshop_id)
    return {row[0]: row[1] for row in db.execute(query)}


def _came_often_enough() -> ColumnElement[bool]:
    """Return the rule in SQL, over the presences of one enrolment: so many, or a share of the sessions expected at."""
    presences = func.count(Attendance.id)
    planned = select(func.count(WorkshopSession.id)).where(
        WorkshopSession.workshop_id == Workshop.id, WorkshopSession.status != SessionStatus.CANCELLED
    )
    skipped = (
        select(func.count(EnrolmentSkip.id))
        .join(WorkshopSession, WorkshopSession.id == EnrolmentSkip.session_id)
        .where(EnrolmentSkip.enrolment_id == Enrolment.id, WorkshopSession.status != SessionStatus.CANCELLED)
    )
    expected = _beside(planned) - _beside(skipped)
    share = presences * 100 >= -Workshop.minimum_sessions * expected
    by_count = and_(Workshop.minimum_sessions > 0, presences >= Workshop.minimum_sessions)
    return or_(by_count, and_(Workshop.minimum_sessions < 0, share))


def _beside(query: Select[int]) -> ScalarSelect[int]:
    """Return a count that is made for each row of the query around it."""
    return query.correlate(Workshop, Enrolment).scalar_subquery()


def _held(db: Session, workshop_id: int) -> list[SessionLine]:
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
    return [line for line in sessions.lines(db, ids).values() if line.status == SessionStatus.HELD]


def _planned(db: Session, workshop_id: int) -> list[int]:
    return sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))


def _attended(row: GridRow, held: Sequence[SessionLine]) -> list[tuple[SessionLine, int]]:
    """Return the sessions attended in order, each with the minutes that count."""
    found = []
    for line in sorted(held, key=lambda each: (each.date, each.start)):
        mark = row.marks.get(line.id, Mark())
        if mark.state == AttendanceState.PRESENT:
            found.append((line, line.minutes if mark.minutes is None else mark.minutes))
    return found


def issue(
    db: Session,
    workshop_id: int,
    *,
    today: date,
    language: str,
    person_ids: Collection[int] | None = None,
    overrides: Mapping[int, str] | None = None,
    layout: str = DEFAULT_LAYOUT,
) -> Issued:
    """Give a number to everyone (or the people named) whom the rule allows and freeze the facts, in one write.

    `overrides` maps a person below the minimum to the note that explains the exception. Whoever has a certificate
    in force keeps it: asking twice never makes two.
    """
    refuse_in_parcel(db)
    overrides = {person_id: clean_line(note) for person_id, note in (overrides or {}).items() if clean_line(note)}
    refuse_if_any([problem for note in overrides.values() for problem in too_long("override_note", note)])
    wanted = [c for c in candidates(db, workshop_id) if person_ids is None or c.person_id in person_ids]
    already = tuple(c.certificate_id for c in wanted if c.certificate_id is not None)
    open_ones = [c for c in wanted if c.certificate_id is None]
    allowed = [c for c in open_ones if c.problem is None or (c.problem.is_warning and c.person_id in overrides)]
    people_ids = {c.person_id: c.enrolment_id for c in allowed}
    refused = tuple(c for c in open_ones if c.person_id not in people_ids)
    if not allowed:
        return Issued((), already, refused)
    facts = facts_now(db, workshop_id, people_ids, today=today, language=language, layout=layout)
    number, signing, rows = next_number(db, today.year), sealer(db), []
    for place, person_id in enumerate(people_ids):
        number = number.next() if place else number
        sealed = signing.sealed({**facts[person_id], "number": number.text})
        note = overrides.get(person_id, "")
        rows.append(_register_row(number, person_id, workshop_id, sealed, note=note, today=today))
    return Issued(tuple(insert_many(db, Certificate, rows)), already, refused)


def _register_row(
    number: Number, person_id: int, workshop_id: int, facts: Mapping[str, Any], *, note: str, today: date
) -> dict[str, Any]:
    return {
        "number": number.text, "year": number.year, "sequence": number.sequence, "person_id": person_id,
        "workshop_id": workshop_id, "issued_on": today, "minutes": facts["minutes"], "facts": dict(facts),
        "override_note": note,
    }  # fmt: skip


def next_number(db: Session, year: int) -> Number:
    """Return the number after the year's last one; the association's chosen start counts for its very first."""
    own = association.the_row(db)
    last = db.scalar(select(func.max(Certificate.sequence)).where(Certificate.year == year))
    if last is None:
        has_any = db.scalars(select(Certificate.id).limit(1)).first() is not None
        last = 0 if has_any else own.certificate_start - 1
    return Number(own.certificate_prefix, year, last + 1)


def sealer(db: Session) -> Sealer:
    """Return what makes the seals of the QR codes, with the key of the association that signs now."""
    from models.seal import Sealer

    key = keys.signing_key(db)
    return Sealer(key.private_key, key.key_id)


def facts_now(
    db: Session, workshop_id: int, person_ids: Collection[int], *, today: date, language: str, layout: str
) -> dict[int, dict[str, Any]]:
    """Return person -> everything that a certificate says, as it is now; number and seal are still empty."""
    held, layout = _held(db, workshop_id), layout or layouts.usual(db)
    shared = {
        "version": 1, "number": "", "language": language, "layout": layout, "replaces": "", "seal": "",
        "sessions_planned": len(_planned(db, workshop_id)), "issued_on": today.isoformat(),
        **_workshop_facts(db, workshop_id, held), **_association_facts(db), **layouts.signing(db, layout),
    }  # fmt: skip
    wanted = set(person_ids)
    return {row.person_id: {**shared, **_person_facts(row, held)} for row in attendance.grid(db, workshop_id)
            if row.person_id in wanted}  # fmt: skip


def _person_facts(row: GridRow, held: Sequence[SessionLine]) -> dict[str, Any]:
    attended = _attended(row, held)
    if not attended:
        raise refusal("certificate_no_presence")
    if not row.given_name and not row.family_name:
        raise refusal("certificate_forgotten")
    return {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "minutes": sum(minutes for _, minutes in attended),
        "sessions": [
            {
                "date": line.date.isoformat(),
                "start": f"{line.start:%H:%M}",
                "end": f"{line.end:%H:%M}",
                "minutes": minutes,
            }
            for line, minutes in attended
        ],
    }


def _workshop_facts(db: Session, workshop_id: int, held: Sequence[SessionLine]) -> dict[str, Any]:
    workshop = existing(db, Workshop, workshop_id)
    place = places.lines(db, [workshop.place_id]).get(workshop.place_id) if workshop.place_id else None
    trainers = list(dict.fromkeys(name for line in held for name in line.trainers))
    return {"workshop": workshop.title, "place": place.name if place else "", "trainers": trainers}


def _association_facts(db: Session) -> dict[str, Any]:
    row: Association = association.the_row(db)
    fields = ("name", "short_name", "address", "postcode", "town", "rna", "siret", "phone", "email", "web", "nda")
    return {
        "association": {name: getattr(row, name) for name in fields},
        "town": row.town,
        "example": row.is_example,
        "programme": programme.profile(db).name,
        "signatory": {"name": row.signatory_name, "role": row.signatory_role},
    }
