"""Giving a parcel: the chosen workshops as a small locked notebook, with their people by name only."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import association, cipher, names, parcel_content, parcels
from models.association import Association
from models.attendance import Attendance
from models.base import chunks, new_uid
from models.codes import EnrolmentStatus
from models.enrolments import Enrolment, EnrolmentSkip
from models.feedback import Feedback
from models.files import file_error
from models.headcounts import Headcount, HeadcountPart
from models.journal import insert_many
from models.locks import lock_path
from models.parcel_content import Content, columns_of
from models.parcels import Parcel, ParcelRole
from models.people import Person
from models.places import Place
from models.platforms import sync_folder
from models.problem import refusal
from models.programme import Programme
from models.sessions import SessionTrainer, WorkshopSession
from models.text import NAME_LENGTH, clean_line
from models.trainers import Trainer
from models.workshops import Workshop, WorkshopCode, WorkshopTrainer
from resources.i18n import N_

if TYPE_CHECKING:
    from models.notebook import Notebook

_OF_ASSOCIATION = (
    "is_example", "name", "short_name", "address", "postcode", "town", "web", "privacy_notice", "privacy_contact",
    "legal_basis", "retention_months",
)  # fmt: skip
"""What stands on a sign-in sheet; identifiers, contact, signatory and numbering stay at home."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a parcel: whole workshops, or of their workshops only the sessions named. `label`: for whom."""

    workshop_ids: Collection[int] = ()
    session_ids: Collection[int] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a parcel would hold, in numbers; `homonyms` bear the same name and take their year of birth along."""

    workshops: int
    sessions: int
    people: int
    homonyms: int


@dataclass(frozen=True, slots=True)
class Given:
    """A parcel that was given: its file, and the passphrase that is shown this once."""

    uid: str
    path: Path
    passphrase: str
    outline: Outline


def outline(db: Session, choice: Choice) -> Outline:
    """Return what a parcel would hold, in numbers."""
    content = _chosen(db, choice)
    records = content.records
    return Outline(len(records["workshop"]), len(records["hours"]), len(records["person"]), len(_homonyms(content)))


def give(notebook: Notebook, choice: Choice, path: Path, *, now: datetime) -> Given:
    """Write the parcel and remember what it held; what was at `path` is replaced only by a whole parcel.

    Raises UserError parcel_empty, not_in_parcel, or why the file cannot be written.
    """
    from models.notebook import Notebook

    label, uid, salt = clean_line(choice.label)[:NAME_LENGTH], new_uid(), secrets.token_hex(16)
    words = cipher.new_passphrase()
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with notebook.read() as db:
            parcels.refuse_in_parcel(db)
            plan, own = outline(db, choice), association.the_row(db)
        if not plan.workshops:
            raise refusal("parcel_empty")
        with Notebook.create(temporary, association_name=own.name, passphrase=cipher.plain_letters(words)) as small:
            small.is_passing = True
            base = _fill_small(notebook, small, choice, salt)
            with small.write(N_("Seal the parcel"), final=True) as there:
                sealed = {"content": base, "salt": salt, "notebook": own.notebook_uid}
                there.add(Parcel(uid=uid, role=ParcelRole.HELD, label=label, given_at=now, base=sealed))
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        raise file_error(error, path) from error
    finally:
        for left in (temporary, lock_path(temporary)):
            with suppress(OSError):
                left.unlink()
    values = {"workshops": plan.workshops, "sessions": plan.sessions, "people": plan.people}
    with notebook.write(N_("Give a parcel: {workshops} workshops, {people} people"), final=True, **values) as db:
        db.add(Parcel(uid=uid, role=ParcelRole.GIVEN, label=label, given_at=now, base={"content": base}))
    return Given(uid, path, words, plan)


def _chosen(db: Session, choice: Choice) -> Content:
    """Return the records that go: of the enrolled, those who wait and those with a mark."""
    own = {row.id: row.workshop_id for row in _sessions(db, choice.session_ids)}
    of_sessions = set(own.values()) - set(choice.workshop_ids)
    whole = _sessions_of(db, choice.workshop_ids)
    content = parcel_content.read(db, {*choice.workshop_ids, *of_sessions}, {*whole, *own})
    marked = {key.split()[0] for key in content.records["mark"]}
    live = {EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING}
    enrolments = content.records["enrolment"]
    for uid in [uid for uid, each in enrolments.items() if each["status"] not in live and uid not in marked]:
        del enrolments[uid], content.ids["enrolment"][uid]
    skips = content.records["skip"]
    for key in [key for key in skips if key.split()[0] not in enrolments]:
        del skips[key]
    people = {each["person"] for each in enrolments.values()}
    content.records["person"] = {uid: each for uid, each in content.records["person"].items() if uid in people}
    content.ids["person"] = {uid: each for uid, each in content.ids["person"].items() if uid in people}
    return content


def _sessions(db: Session, ids: Collection[int]) -> list[Any]:
    columns = select(WorkshopSession.id, WorkshopSession.workshop_id)
    return [row for part in chunks(sorted(ids)) for row in db.execute(columns.where(WorkshopSession.id.in_(part)))]


def _sessions_of(db: Session, workshop_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in chunks(sorted(workshop_ids)):
        found |= set(db.scalars(select(WorkshopSession.id).where(WorkshopSession.workshop_id.in_(part))))
    return found


def _homonyms(content: Content) -> set[str]:
    """Return the people of the parcel who share a name: without a year nobody could tell whose line is whose."""
    people = content.records["person"]
    keys = {uid: names.name_key(each["given_name"], each["family_name"]) for uid, each in people.items()}
    shared = Counter(keys.values())
    return {uid for uid, key in keys.items() if shared[key] > 1}


def _fill_small(notebook: Notebook, small: Notebook, choice: Choice, salt: str) -> parcel_content.Records:
    """Fill the small notebook, read it again, and return what it holds as it is kept."""
    with notebook.read() as db, small.write(N_("Fill the parcel"), final=True) as there:
        _fill(db, there, _chosen(db, choice))
    with small.read() as there:
        return parcel_content.all_frozen(parcel_content.read_whole(there).records, salt)


def _fill(db: Session, there: Session, content: Content) -> None:
    _describe(db, there)
    places, trainers = _places(db, content), _trainers(db, content)
    ids = {
        "place": _inserted(there, Place, [columns_of(row, "access_notes", "pivot") for row in places], places),
        "trainer": _inserted(there, Trainer, [columns_of(row, "email", "phone") for row in trainers], trainers),
    }
    _fill_workshops(db, there, content, ids)
    homonyms = _homonyms(content)
    people = _rows(db, Person, content.ids["person"].values())
    named = [
        {
            **{name: getattr(row, name) for name in ("uid", "given_name", "family_name", "name_key", "sort_key")},
            "birth_year": row.birth_year if row.uid in homonyms else None,
        }
        for row in people
    ]
    ids["person"] = _inserted(there, Person, named, people)
    _fill_attendance(db, there, content, ids)


def _describe(db: Session, there: Session) -> None:
    own, small = association.the_row(db), there.scalars(select(Association)).one()
    for name in _OF_ASSOCIATION:
        setattr(small, name, getattr(own, name))
    profile, default = db.scalars(select(Programme)).first(), there.scalars(select(Programme)).one()
    if profile is not None:
        default.code, default.name, default.profile = profile.code, profile.name, profile.profile


def _fill_workshops(db: Session, there: Session, content: Content, ids: dict[str, dict[int, int]]) -> None:
    workshops = _rows(db, Workshop, content.ids["workshop"].values())
    values = [_moved(columns_of(row, "notes", "funders"), ids, place_id="place") for row in workshops]
    ids["workshop"] = _inserted(there, Workshop, values, workshops)
    rows = _rows(db, WorkshopSession, content.ids["session"].values())
    left_out = ("remarks", "calendar_uid")
    values = [_moved(columns_of(row, *left_out), ids, place_id="place", workshop_id="workshop") for row in rows]
    ids["session"] = _inserted(there, WorkshopSession, values, rows)
    for mapped, column, table in (
        (WorkshopCode, "workshop_id", "workshop"),
        (WorkshopTrainer, "workshop_id", "workshop"),
        (SessionTrainer, "session_id", "session"),
    ):
        links = _linked(db, mapped, column, ids[table])
        moves = {column: table, **({"trainer_id": "trainer"} if mapped is not WorkshopCode else {})}
        insert_many(there, mapped, [_moved(columns_of(row), ids, **moves) for row in links])


def _fill_attendance(db: Session, there: Session, content: Content, ids: dict[str, dict[int, int]]) -> None:
    rows = _rows(db, Enrolment, content.ids["enrolment"].values())
    values = [_moved(columns_of(row), ids, workshop_id="workshop", person_id="person") for row in rows]
    ids["enrolment"] = _inserted(there, Enrolment, values, rows)
    sessions = ids["session"]
    both = {"enrolment_id": "enrolment", "session_id": "session"}
    for mapped in (Attendance, EnrolmentSkip):
        own = [row for row in _linked(db, mapped, "session_id", sessions) if row.enrolment_id in ids["enrolment"]]
        left_out = ("age_band",) if mapped is Attendance else ()
        insert_many(there, mapped, [_moved(columns_of(row, *left_out), ids, **both) for row in own])
    counts = _linked(db, Headcount, "session_id", sessions)
    values = [_moved(columns_of(row), ids, session_id="session") for row in counts]
    ids["headcount"] = _inserted(there, Headcount, values, counts)
    parts = _linked(db, HeadcountPart, "headcount_id", ids["headcount"])
    insert_many(there, HeadcountPart, [_moved(columns_of(row), ids, headcount_id="headcount") for row in parts])
    told = _linked(db, Feedback, "session_id", sessions)
    insert_many(there, Feedback, [_moved(columns_of(row), ids, session_id="session") for row in told])


def _rows(db: Session, mapped: Any, ids: Collection[int]) -> list[Any]:
    return [row for part in chunks(sorted(ids)) for row in db.scalars(select(mapped).where(mapped.id.in_(part)))]


def _linked(db: Session, mapped: Any, column: str, ids: Mapping[int, int]) -> list[Any]:
    found: list[Any] = []
    for part in chunks(sorted(ids)):
        found += db.scalars(select(mapped).where(getattr(mapped, column).in_(part)).order_by(mapped.id))
    return found


def _places(db: Session, content: Content) -> list[Any]:
    workshops, sessions = content.ids["workshop"].values(), content.ids["session"].values()
    ids = {row.place_id for row in (*_rows(db, Workshop, workshops), *_rows(db, WorkshopSession, sessions))}
    return _rows(db, Place, ids - {None})


def _trainers(db: Session, content: Content) -> list[Any]:
    workshops = {row_id: row_id for row_id in content.ids["workshop"].values()}
    sessions = {row_id: row_id for row_id in content.ids["session"].values()}
    links = (
        *_linked(db, WorkshopTrainer, "workshop_id", workshops),
        *_linked(db, SessionTrainer, "session_id", sessions),
    )
    return _rows(db, Trainer, {row.trainer_id for row in links})


def _inserted(there: Session, mapped: Any, values: list[dict[str, Any]], rows: list[Any]) -> dict[int, int]:
    """Insert rows and return the id they had -> the id they have there."""
    return dict(zip((row.id for row in rows), insert_many(there, mapped, values), strict=True))


def _moved(values: dict[str, Any], ids: Mapping[str, Mapping[int, int]], **columns: str) -> dict[str, Any]:
    """Return the values with what points at other rows pointing at those of the parcel."""
    return {**values, **{name: ids[table].get(values[name]) for name, table in columns.items()}}
