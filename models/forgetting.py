"""Forgetting people: what names them goes for good, what counts them stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from models import association, backup, enrolments, erasure_ledger, half_typed, person_index
from models.association import Association
from models.attendance import Attendance
from models.backup import Reason
from models.base import Base, chunks, utc_now
from models.certificates import Certificate
from models.codes import AgeBand, EnrolmentStatus, age_band
from models.drafts import refuse_gone
from models.duplicates import DistinctPair
from models.enrolments import Enrolment, EnrolmentSkip
from models.journal import JournalEntry, JournalRow, Recording, unjournaled
from models.mass_removal import refuse_unagreed
from models.merging import PersonAlias
from models.parcels import refuse_in_parcel
from models.people import Person
from models.sessions import WorkshopSession
from resources.i18n import N_

if TYPE_CHECKING:
    from models.notebook import Notebook

_BLANKED: dict[str, Any] = {
    "given_name": "", "family_name": "", "name_key": "", "sort_key": "", "birth_year": None, "postcode": "",
    "email": "", "phone": "", "notes": "", "informed_on": None, "photo_consent": False,
}  # fmt: skip
"""What names a person or reaches them. Gender, occupation, town and the age band stay: the figures need them."""

_ERASED_TOO: dict[str, Any] = {"referred_by": "", "last_contact": None}

PERSONAL_TABLES = ("person", "person_word", "person_key", "person_alias", "certificate", "half_typed", "journal_row")
"""Every table that holds what names somebody: erasing, the extract and the search for traces all read this."""


def anonymise(notebook: Notebook, ids: Sequence[int], *, today: date, agreed: int = 0) -> None:
    """Forget who these people are and keep how many they were; it cannot be undone.

    Name, contact, notes and year of birth go from the registry, from their certificates and from the history; the age
    band at each session stays. `agreed` is the number that the user agreed to. Raises UserError mass_removal,
    record_gone, or why the ledger cannot be written.
    """
    _forget(notebook, ids, erasure_ledger.ANONYMISED, today=today, agreed=agreed)


def erase(notebook: Notebook, ids: Sequence[int], *, today: date, agreed: int = 0) -> None:
    """Forget these people on their request; of whom nothing is counted, the whole record goes.

    As anonymise(), and what led them here and their last contact go too.
    """
    _forget(notebook, ids, erasure_ledger.ERASED, today=today, agreed=agreed)


def _forget(notebook: Notebook, ids: Sequence[int], how: str, *, today: date, agreed: int) -> None:
    wanted = sorted(set(ids))
    with notebook.read() as db:
        refuse_in_parcel(db)
        refuse_gone(db, Person, wanted)
        refuse_unagreed(db, len(wanted), agreed)
        own = association.identity(db).notebook_uid
        uids = _uids(db, wanted)
    backup.before(notebook, Reason.REMOVAL)
    before = erasure_ledger.add(own, uids, how)  # first: a crash in between forgets them at the next start
    label = N_("Erase {count} people for good") if how == erasure_ledger.ERASED else N_("Anonymise {count} people")
    try:
        with notebook.write(label, final=True, count=len(wanted)) as db:
            _forget_all(db, wanted, how, today)
    except BaseException:
        erasure_ledger.put_back(own, before)
        raise


def reapply(notebook: Notebook, *, today: date) -> int:
    """Forget again whom an older copy of the notebook brought back, and return how many they are."""
    with notebook.read() as db:
        own = db.scalars(select(Association.notebook_uid)).first()
        ledger = erasure_ledger.read(own) if own else {}
        known = db.execute(select(Person.id, Person.uid).where(Person.anonymised_on.is_(None))) if ledger else ()
        back: dict[str, list[int]] = {}
        for row_id, uid in known:
            how = ledger.get(erasure_ledger.hashed(str(own), uid))
            if how:
                back.setdefault(how, []).append(row_id)
    count = sum(map(len, back.values()))
    if count:
        with notebook.write(
            N_("Forget again {count} people that an older copy brought back"), final=True, count=count
        ) as db:
            for how, ids in back.items():
                _forget_all(db, ids, how, today)
    return count


def _uids(db: Session, ids: Sequence[int]) -> list[str]:
    return [uid for part in chunks(ids) for uid in db.scalars(select(Person.uid).where(Person.id.in_(part)))]


def _forget_all(db: Session, ids: Sequence[int], how: str, today: date) -> None:
    half_typed.forget_all(db)
    for part in chunks(ids):
        _free_places(db, part, today)
        _freeze_bands(db, part)
        _blank_people(db, part, how, today)
        _blank_certificates(db, part)
        pairs = or_(DistinctPair.first_id.in_(part), DistinctPair.second_id.in_(part))
        unjournaled(db, delete(DistinctPair).where(pairs))
        person_index.forget(db, part)
        _purge_history(db, part)
        gone = _remove_uncounted(db, part) if how == erasure_ledger.ERASED else set()
        recording: Recording = db.info["recording"]
        for row_id, uid in db.execute(select(Person.id, Person.uid).where(Person.id.in_(part))).all():
            recording.rows.append(_told(row_id, uid, "update"))
        recording.rows += [_told(row_id, uid, "delete") for row_id, uid in gone]


def _told(row_id: int, uid: str, kind: str) -> dict[str, Any]:
    """Return what the journal keeps of someone forgotten: that it was so, and nothing else."""
    empty: dict[str, Any] | None = {} if kind == "update" else None
    return {"table_name": "person", "row_id": row_id, "uid": uid, "kind": kind, "before": empty, "after": empty}


def _free_places(db: Session, ids: Collection[int], today: date) -> None:
    """Cancel what they are enrolled in and never came to, where sessions are still to come."""
    ahead = select(WorkshopSession.workshop_id).where(WorkshopSession.date >= today)
    marked = select(Attendance.enrolment_id)
    query = select(Enrolment.id).where(
        Enrolment.person_id.in_(ids), Enrolment.workshop_id.in_(ahead), Enrolment.id.not_in(marked),
        Enrolment.status.in_((EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING)),
    )  # fmt: skip
    enrolments.set_status(db, list(db.scalars(query)), EnrolmentStatus.CANCELLED)


def _freeze_bands(db: Session, ids: Collection[int]) -> None:
    """Keep with each mark the age band of its day, so that no figure moves when the year of birth goes."""
    query = (
        select(Attendance.id, Person.birth_year, Person.age_band, WorkshopSession.date)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(WorkshopSession, WorkshopSession.id == Attendance.session_id)
        .where(Person.id.in_(ids), Person.birth_year.is_not(None), Attendance.age_band == "")
    )
    rows = [{"key": row_id, "band": age_band(year, day.year, band)} for row_id, year, band, day in db.execute(query)]
    table = Base.metadata.tables["attendance"]
    if rows:
        statement = update(table).where(table.c.id == bindparam("key")).values(age_band=bindparam("band"))
        unjournaled(db, statement, rows)


def _blank_people(db: Session, ids: Collection[int], how: str, today: date) -> None:
    table = Base.metadata.tables["person"]
    more = _ERASED_TOO if how == erasure_ledger.ERASED else {}
    for row_id, year, band in db.execute(
        select(Person.id, Person.birth_year, Person.age_band).where(Person.id.in_(ids))
    ).all():
        kept = band if year is None else age_band(year, today.year, band)
        values: dict[Any, Any] = {**_BLANKED, **more, "age_band": "" if kept == AgeBand.UNTOLD else kept}
        values |= {"anonymised_on": today, "version": table.c.version + 1, "changed_at": utc_now()}
        unjournaled(db, update(table).where(table.c.id == row_id).values(values))


def _blank_certificates(db: Session, ids: Collection[int]) -> None:
    """Take the name out of the frozen facts; number, date and status stay."""
    table = Base.metadata.tables["certificate"]
    for row in db.execute(select(table.c.id, table.c.facts).where(table.c.person_id.in_(ids))).all():
        facts = {**row.facts, "given_name": "", "family_name": "", "seal": ""}
        values: dict[Any, Any] = {"facts": facts, "override_note": "", "reason": ""}
        values |= {"version": table.c.version + 1, "changed_at": utc_now()}
        unjournaled(db, update(table).where(table.c.id == row.id).values(values))


def _remove_uncounted(db: Session, ids: Collection[int]) -> set[tuple[int, str]]:
    """Delete the records of which nothing is counted: no mark and no certificate. Return id and uid of each."""
    marked = select(Enrolment.person_id).join(Attendance, Attendance.enrolment_id == Enrolment.id)
    query = select(Person.id, Person.uid).where(
        Person.id.in_(ids), Person.id.not_in(marked), Person.id.not_in(select(Certificate.person_id))
    )
    gone = {(row_id, uid) for row_id, uid in db.execute(query)}
    people = [row_id for row_id, _uid in gone]
    enrolled = list(db.scalars(select(Enrolment.id).where(Enrolment.person_id.in_(people))))
    db.expire_all()
    for part in chunks(enrolled):
        unjournaled(db, delete(EnrolmentSkip).where(EnrolmentSkip.enrolment_id.in_(part)))
        unjournaled(db, delete(Enrolment).where(Enrolment.id.in_(part)))
    unjournaled(db, delete(PersonAlias).where(PersonAlias.person_id.in_(people)))
    unjournaled(db, delete(Person).where(Person.id.in_(people)))
    return gone


def _purge_history(db: Session, ids: Collection[int]) -> None:
    """Take what names these people out of the history; an action that held it can no longer be undone."""
    certificates = select(Certificate.id).where(Certificate.person_id.in_(ids))
    merged = select(PersonAlias.former_uid).where(PersonAlias.person_id.in_(ids))  # other records they once had
    theirs = or_(
        (JournalRow.table_name == "person") & (JournalRow.row_id.in_(ids) | JournalRow.uid.in_(merged)),
        (JournalRow.table_name == "certificate") & JournalRow.row_id.in_(certificates),
    )
    entries = set(db.scalars(select(JournalRow.entry_id).where(theirs)))
    unjournaled(db, update(JournalRow).where(theirs).values(before=None, after=None))
    for part in chunks(sorted(entries)):
        unjournaled(db, update(JournalEntry).where(JournalEntry.id.in_(part)).values(state="purged"))
