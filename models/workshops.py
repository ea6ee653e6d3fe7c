"""Workshops: one subject, held in one or several sessions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import certificate_rule, names
from models.base import Base, Travelling, folded_text
from models.codes import (
    Audience,
    EnrolmentStatus,
    Equipment,
    Format,
    Level,
    SessionStatus,
    SubTheme,
    Theme,
    WorkshopStatus,
    known_in,
    usual,
)
from models.drafts import (
    Lines,
    capacity_problems,
    cleaned,
    code_problems,
    existing,
    length_problems,
    reason_given,
    refuse_gone,
    size_problems,
    store,
    sync_links,
    values_of,
)
from models.places import Place
from models.problem import Problem, refusal, refuse_if_any
from models.trainers import Trainer


class Workshop(Travelling, Base):
    """One workshop; its status says planned or cancelled, its sessions say when."""

    __tablename__ = "workshop"
    constraints = (Index("ix_workshop_place_id", "place_id"),)

    title: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(folded_text(240))
    description: Mapped[str] = mapped_column(Text, default="")
    format: Mapped[str] = mapped_column(String(20), default=Format.WORKSHOP)
    audience: Mapped[str] = mapped_column(String(20), default=Audience.GENERAL_PUBLIC)
    level: Mapped[str] = mapped_column(String(20), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    capacity: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(20), default=WorkshopStatus.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    minimum_sessions: Mapped[int] = mapped_column(default=1)
    funders: Mapped[str] = mapped_column(String(300), default="")
    notes: Mapped[str] = mapped_column(Text, default="")


class WorkshopCode(Base):
    """A theme, sub-theme or piece of equipment of a workshop (a mapped class: link tables must reach the journal)."""

    __tablename__ = "workshop_code"
    constraints = (UniqueConstraint("workshop_id", "axis", "code"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    axis: Mapped[str] = mapped_column(String(20))  # theme | sub_theme | equipment
    code: Mapped[str] = mapped_column(String(60))


class WorkshopTrainer(Base):
    """A trainer of a workshop."""

    __tablename__ = "workshop_trainer"
    constraints = (UniqueConstraint("workshop_id", "trainer_id"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"), index=True)


@dataclass(frozen=True, slots=True)
class WorkshopDraft:
    """What can be said of a workshop; only the title is required.

    `capacity` is in people, nothing means no limit; `minimum_sessions` is how many sessions a certificate needs;
    below zero, which share of them in percent (models/certificate_rule.py).
    """

    title: str
    description: str = ""
    format: str = field(default_factory=partial(usual, Format.WORKSHOP))
    audience: str = field(default_factory=partial(usual, Audience.GENERAL_PUBLIC))
    level: str = ""
    place_id: int | None = None
    capacity: int | None = None
    minimum_sessions: int = 1
    funders: str = ""
    notes: str = ""
    status: str = WorkshopStatus.PLANNED
    themes: tuple[str, ...] = ()
    sub_themes: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    trainer_ids: tuple[int, ...] = ()
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class WorkshopLine:
    """One workshop in a list; `sessions` counts those not cancelled, `to_enter` those past without attendance."""

    id: int
    uid: str
    title: str
    format: str
    status: str
    place: str
    trainers: str
    first: date | None
    last: date | None
    sessions: int
    enrolled: int
    waiting: int
    capacity: int | None
    to_enter: int
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class WorkshopQuery:
    """What to list: words of the title; the column to sort by (title, first, place, enrolled).

    `only` keeps those that are upcoming, past, to_enter (a past session without attendance), wanted (a free place
    and someone waiting for it) or cancelled, seen from `today`, which the first four need. `period` keeps those with
    a session from its first to its last day, `place_id` and `trainer_id` those held there or by them, in one session
    at least, `theme` those that have this theme or sub-theme among theirs.
    """

    text: str = ""
    sort: str = "first"
    descending: bool = True
    only: str = ""
    today: date = date.min
    period: tuple[date, date] | None = None
    place_id: int | None = None
    trainer_id: int | None = None
    theme: str = ""


_LISTS = {"themes": ("theme", Theme), "sub_themes": ("sub_theme", SubTheme), "equipment": ("equipment", Equipment)}
_PLAIN = tuple(n for n in WorkshopDraft.__dataclass_fields__ if n not in (*_LISTS, "trainer_ids"))
_CODES = {"format": Format, "audience": Audience, "level": Level, "status": WorkshopStatus}


def check(draft: WorkshopDraft) -> list[Problem]:
    """Return what is wrong with the draft; sub-themes are allowed only with the theme of paperwork."""
    draft = cleaned(draft)
    problems = length_problems(draft) + code_problems(draft, **_CODES)
    if not draft.title:
        problems.append(Problem("title", "title_missing"))
    problems += capacity_problems(draft.capacity) + size_problems(minimum_sessions=draft.minimum_sessions)
    problems += certificate_rule.check(draft.minimum_sessions)
    for name, (_, known) in _LISTS.items():
        unknown = [code for code in getattr(draft, name) if code not in known_in(known)]
        problems += [Problem(name, "code_unknown", {"field": name, "code": code}) for code in unknown]
    if draft.sub_themes and Theme.PAPERWORK not in draft.themes:
        problems.append(Problem("sub_themes", "sub_theme_alone"))
    return problems


def save(db: Session, draft: WorkshopDraft, workshop_id: int | None = None) -> int:
    """Store the draft as a new workshop or over an existing one and return the id."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    refuse_gone(db, Place, [draft.place_id])
    refuse_gone(db, Trainer, draft.trainer_ids)
    row = Workshop() if workshop_id is None else existing(db, Workshop, workshop_id)
    store(row, draft, *_PLAIN)
    row.sort_key = names.fold(draft.title)[:240]
    db.add(row)
    db.flush()
    wanted = [(axis, code) for name, (axis, _) in _LISTS.items() for code in getattr(draft, name)]
    codes = {(each.axis, each.code): each for each in _codes(db, row.id)}
    sync_links(db, wanted, codes, lambda key: WorkshopCode(workshop_id=row.id, axis=key[0], code=key[1]))
    links = {each.trainer_id: each for each in _trainers(db, row.id)}
    sync_links(db, draft.trainer_ids, links, lambda key: WorkshopTrainer(workshop_id=row.id, trainer_id=key))
    return row.id


def _codes(db: Session, workshop_id: int) -> Sequence[WorkshopCode]:
    return db.scalars(
        select(WorkshopCode).where(WorkshopCode.workshop_id == workshop_id).order_by(WorkshopCode.id)
    ).all()


def _trainers(db: Session, workshop_id: int) -> Sequence[WorkshopTrainer]:
    query = select(WorkshopTrainer).where(WorkshopTrainer.workshop_id == workshop_id)
    return db.scalars(query.order_by(WorkshopTrainer.id)).all()


def draft(db: Session, workshop_id: int) -> WorkshopDraft:
    """Return what is stored of a workshop."""
    row = existing(db, Workshop, workshop_id)
    codes = _codes(db, workshop_id)
    lists: dict[str, Any] = {name: tuple(e.code for e in codes if e.axis == axis) for name, (axis, _) in _LISTS.items()}
    trainer_ids = tuple(each.trainer_id for each in _trainers(db, workshop_id))
    return WorkshopDraft(**values_of(row, WorkshopDraft), **lists, trainer_ids=trainer_ids)


def find(db: Session, query: WorkshopQuery = WorkshopQuery()) -> list[int]:
    """Return the ids of the workshops whose title has all words searched, sorted; those without a date come last."""
    from models.enrolments import Enrolment
    from models.sessions import WorkshopSession

    first = select(func.min(WorkshopSession.date)).where(WorkshopSession.workshop_id == Workshop.id).scalar_subquery()
    enrolled = select(func.count(Enrolment.id)).where(
        Enrolment.workshop_id == Workshop.id, Enrolment.status == EnrolmentStatus.ENROLLED
    )
    place = select(Place.name).where(Place.id == Workshop.place_id).scalar_subquery()
    columns = {"title": Workshop.sort_key, "first": first, "place": place, "enrolled": enrolled.scalar_subquery()}
    column = columns[query.sort]
    statement = select(Workshop.id).order_by(
        (column.desc() if query.descending else column.asc()).nulls_last(), Workshop.id
    )
    for word in names.fold(query.text).split():
        statement = statement.where(Workshop.sort_key.contains(word, autoescape=True))
    return list(db.scalars(statement.where(*_kept(query), *_filtered(query))))


def _kept(query: WorkshopQuery) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that `only` stands for, each on the indexed sessions or enrolments of one workshop."""
    from models.enrolments import Enrolment
    from models.sessions import WorkshopSession

    own = select(WorkshopSession.id).where(
        WorkshopSession.workshop_id == Workshop.id, WorkshopSession.status != SessionStatus.CANCELLED
    )
    to_come = own.where(WorkshopSession.date >= query.today).exists()
    people = select(func.count(Enrolment.id)).where(Enrolment.workshop_id == Workshop.id)
    enrolled = people.where(Enrolment.status == EnrolmentStatus.ENROLLED).scalar_subquery()
    waiting = people.where(Enrolment.status == EnrolmentStatus.WAITING).scalar_subquery()
    is_on = Workshop.status != WorkshopStatus.CANCELLED
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "": (),
        "upcoming": (is_on, to_come | ~own.exists()),
        "past": (own.exists(), ~to_come),
        "to_enter": (own.where(WorkshopSession.date < query.today, WorkshopSession.is_complete.is_(False)).exists(),),
        "wanted": (is_on, to_come, waiting > 0, Workshop.capacity.is_(None) | (enrolled < Workshop.capacity)),
        "cancelled": (~is_on,),
    }
    return conditions[query.only]


def _filtered(query: WorkshopQuery) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of the other filters; a session that has its own place or trainers counts with them."""
    from models.sessions import SessionTrainer, WorkshopSession

    own = select(WorkshopSession.id).where(WorkshopSession.workshop_id == Workshop.id)
    conditions: list[ColumnElement[bool]] = []
    if query.period is not None:
        conditions.append(own.where(WorkshopSession.date.between(*query.period)).exists())
    if query.place_id is not None:
        elsewhere = own.where(WorkshopSession.place_id == query.place_id)
        conditions.append((Workshop.place_id == query.place_id) | elsewhere.exists())
    if query.trainer_id is not None:
        usual = select(WorkshopTrainer.id).where(WorkshopTrainer.workshop_id == Workshop.id)
        replacing = own.join(SessionTrainer, SessionTrainer.session_id == WorkshopSession.id)
        conditions.append(
            usual.where(WorkshopTrainer.trainer_id == query.trainer_id).exists()
            | replacing.where(SessionTrainer.trainer_id == query.trainer_id).exists()
        )
    if query.theme:
        codes = select(WorkshopCode.id).where(WorkshopCode.workshop_id == Workshop.id)
        is_theme = WorkshopCode.axis.in_(("theme", "sub_theme")), WorkshopCode.code == query.theme
        conditions.append(codes.where(*is_theme).exists())
    return conditions


def lines(db: Session, ids: Collection[int], *, today: date) -> Lines[WorkshopLine]:
    """Return the lines of these workshops; `today` tells which sessions are past."""
    from models.enrolments import counts_by_workshop
    from models.sessions import spans_by_workshop

    query = select(Workshop, Place.name).outerjoin(Place, Place.id == Workshop.place_id).where(Workshop.id.in_(ids))
    trainers, counts, spans = _trainer_names(db, ids), counts_by_workshop(db, ids), spans_by_workshop(db, ids, today)
    found: Lines[WorkshopLine] = Lines("workshop")
    for row, place in db.execute(query):
        span, count = spans[row.id], counts[row.id]
        found[row.id] = WorkshopLine(
            row.id, row.uid, row.title, row.format, row.status, place or "", ", ".join(trainers.get(row.id, ())),
            span.first, span.last, span.sessions, count.enrolled, count.waiting, row.capacity, span.to_enter,
            row.cancel_reason,
        )  # fmt: skip
    return found


def _trainer_names(db: Session, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(WorkshopTrainer.workshop_id, Trainer.name).join(Trainer, Trainer.id == WorkshopTrainer.trainer_id)
    for row in db.execute(query.where(WorkshopTrainer.workshop_id.in_(ids)).order_by(WorkshopTrainer.id)):
        found.setdefault(row.workshop_id, []).append(row.name)
    return found


def cancel(db: Session, workshop_id: int, reason: str) -> None:
    """Mark a workshop as cancelled, with its reason; its sessions not yet held are cancelled with it."""
    from models.sessions import cancel_planned

    row, reason = existing(db, Workshop, workshop_id), reason_given(reason)
    row.status, row.cancel_reason = WorkshopStatus.CANCELLED, reason
    cancel_planned(db, workshop_id, reason)


def restore(db: Session, workshop_id: int) -> None:
    """Plan a cancelled workshop again, with the sessions that were cancelled for the same reason."""
    from models.sessions import restore_cancelled

    row = existing(db, Workshop, workshop_id)
    restore_cancelled(db, workshop_id, row.cancel_reason)
    row.status, row.cancel_reason = WorkshopStatus.PLANNED, ""


def remove(db: Session, workshop_id: int) -> None:
    """Delete a workshop to which nobody came, with its sessions and enrolments.

    Raises UserError workshop_has_presence: it can be cancelled, never deleted.
    """
    from models.attendance import presences_of_workshop
    from models.certificates import count_of_workshop
    from models.enrolments import remove_of_workshop
    from models.sessions import remove_of_workshop as remove_sessions

    count = presences_of_workshop(db, workshop_id) + count_of_workshop(db, workshop_id)
    if count:
        raise refusal("workshop_has_presence", count=count)
    remove_of_workshop(db, workshop_id)
    remove_sessions(db, workshop_id)
    for link in (*_codes(db, workshop_id), *_trainers(db, workshop_id)):
        db.delete(link)
    db.flush()
    db.delete(existing(db, Workshop, workshop_id))
    db.flush()
