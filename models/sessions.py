"""Workshop sessions: one date with a start and an end, local wall-clock time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ForeignKey, Index, Row, Select, String, Text, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.codes import SessionStatus
from models.drafts import (
    Lines,
    capacity_problems,
    cleaned,
    code_problems,
    existing,
    length_problems,
    reason_given,
    refuse_gone,
    store,
    sync_links,
    values_of,
)
from models.places import Place, PlaceLine
from models.problem import Problem, refusal, refuse_if_any
from models.trainers import Trainer
from models.workshops import Workshop, WorkshopTrainer


class WorkshopSession(Travelling, Base):
    """One session; place, trainers and capacity are those of its workshop unless set here."""

    __tablename__ = "workshop_session"
    constraints = (
        Index("ix_workshop_session_workshop_id", "workshop_id", "date"),
        Index("ix_workshop_session_date", "date"),
        Index("ix_workshop_session_calendar_uid", "calendar_uid"),
    )

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    date: Mapped[date]
    start: Mapped[time]
    end: Mapped[time]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    capacity: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(20), default=SessionStatus.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    remarks: Mapped[str] = mapped_column(Text, default="")
    is_complete: Mapped[bool] = mapped_column(default=False)  # attendance has been entered
    calendar_uid: Mapped[str] = mapped_column(String(255), default="")  # of the calendar it was imported from


class SessionTrainer(Base):
    """A trainer of one session, instead of the workshop's."""

    __tablename__ = "session_trainer"
    constraints = (UniqueConstraint("session_id", "trainer_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"), index=True)


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What can be said of a session; it may not cross midnight."""

    date: date | None = None
    start: time | None = None
    end: time | None = None
    place_id: int | None = None
    capacity: int | None = None
    status: str = SessionStatus.PLANNED
    cancel_reason: str = ""
    remarks: str = ""
    is_complete: bool = False
    trainer_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in a list or on a card; `number` of `numbers` are places in the workshop, cancelled left out."""

    id: int
    uid: str
    workshop_id: int
    workshop: str
    format: str
    date: date
    start: time
    end: time
    status: str
    cancel_reason: str
    is_complete: bool
    place: str
    trainers: tuple[str, ...]
    capacity: int | None
    number: int
    numbers: int

    @property
    def minutes(self) -> int:
        """The planned length."""
        return length(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Span:
    """When the sessions of a workshop are; cancelled ones do not count."""

    first: date | None = None
    last: date | None = None
    sessions: int = 0
    to_enter: int = 0


def length(start: time, end: time) -> int:
    """Return the minutes between two wall-clock times of one day."""
    return (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)


def check(db: Session, workshop_id: int, draft: SessionDraft, session_id: int | None = None) -> list[Problem]:
    """Return what is wrong with the draft; a session of the workshop at the same time is a warning."""
    draft = cleaned(draft)
    problems = length_problems(draft) + code_problems(draft, status=SessionStatus)
    problems += [Problem(n, f"{n}_missing") for n in ("date", "start", "end") if getattr(draft, n) is None]
    if draft.start and draft.end and draft.end <= draft.start:
        problems.append(Problem("end", "end_before_start", {"start": draft.start, "end": draft.end}))
    problems += capacity_problems(draft.capacity)
    if problems or draft.status == SessionStatus.CANCELLED:
        return problems
    twins = select(WorkshopSession.id).where(
        WorkshopSession.workshop_id == workshop_id, WorkshopSession.date == draft.date,
        WorkshopSession.start < draft.end, WorkshopSession.end > draft.start,
        WorkshopSession.status != SessionStatus.CANCELLED, WorkshopSession.id != (session_id or 0),
    )  # fmt: skip
    if db.scalars(twins.limit(1)).first() is not None:
        problems.append(Problem("start", "session_twice", {"date": draft.date, "start": draft.start}, is_warning=True))
    return problems


def save(db: Session, workshop_id: int, draft: SessionDraft, session_id: int | None = None) -> int:
    """Store the draft as a new session of a workshop or over an existing one and return the id.

    Who stayed longer than a session that was shortened lasts now, stayed for the whole of it.
    """
    from models.attendance import stay_within

    draft = cleaned(draft)
    refuse_if_any(check(db, workshop_id, draft, session_id))
    refuse_gone(db, Place, [draft.place_id])
    refuse_gone(db, Trainer, draft.trainer_ids)
    if session_id is None:
        row = WorkshopSession(workshop_id=existing(db, Workshop, workshop_id).id)
    else:
        row = existing(db, WorkshopSession, session_id)
    store(row, draft, *(n for n in SessionDraft.__dataclass_fields__ if n != "trainer_ids"))
    db.add(row)
    db.flush()
    query = select(SessionTrainer).where(SessionTrainer.session_id == row.id).order_by(SessionTrainer.id)
    links = {each.trainer_id: each for each in db.scalars(query)}
    sync_links(db, draft.trainer_ids, links, lambda key: SessionTrainer(session_id=row.id, trainer_id=key))
    if session_id is not None:
        stay_within(db, row)
    return row.id


def draft(db: Session, session_id: int) -> SessionDraft:
    """Return what is stored of a session."""
    row = existing(db, WorkshopSession, session_id)
    query = select(SessionTrainer.trainer_id).where(SessionTrainer.session_id == session_id)
    trainer_ids = tuple(db.scalars(query.order_by(SessionTrainer.id)))
    return SessionDraft(**values_of(row, SessionDraft), trainer_ids=trainer_ids)


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions: of a workshop, from and to a day (both included), or past ones whose attendance is missing."""

    workshop_id: int | None = None
    first: date | None = None
    last: date | None = None
    to_enter: bool = False
    with_cancelled: bool = True
    limit: int | None = None


def find(db: Session, query: SessionQuery = SessionQuery()) -> list[int]:
    """Return the ids of the sessions, by date and time."""
    statement = select(WorkshopSession.id).order_by(WorkshopSession.date, WorkshopSession.start, WorkshopSession.id)
    if query.workshop_id is not None:
        statement = statement.where(WorkshopSession.workshop_id == query.workshop_id)
    if query.first is not None:
        statement = statement.where(WorkshopSession.date >= query.first)
    if query.last is not None:
        statement = statement.where(WorkshopSession.date <= query.last)
    if query.to_enter:
        statement = statement.where(WorkshopSession.is_complete.is_(False))
    if query.to_enter or not query.with_cancelled:
        statement = statement.where(WorkshopSession.status != SessionStatus.CANCELLED)
    return list(db.scalars(statement.limit(query.limit)))


def lines(db: Session, ids: Collection[int]) -> Lines[SessionLine]:
    """Return the lines of these sessions."""
    rows = db.execute(_line_query().where(WorkshopSession.id.in_(ids))).all()
    order = _numbers(db, {row.workshop_id for row in rows})
    trainers = _trainers_of(db, {row.id for row in rows})
    return Lines("workshop_session", {row.id: _line(row, order, trainers) for row in rows})


def _line_query() -> Select[tuple[object, ...]]:
    place_id = func.coalesce(WorkshopSession.place_id, Workshop.place_id)
    query = select(
        WorkshopSession.id, WorkshopSession.uid, WorkshopSession.workshop_id, Workshop.title, Workshop.format,
        WorkshopSession.date, WorkshopSession.start, WorkshopSession.end, WorkshopSession.status,
        WorkshopSession.cancel_reason, WorkshopSession.is_complete, Place.name.label("place"), Place.room,
        func.coalesce(WorkshopSession.capacity, Workshop.capacity).label("capacity"),
    )  # fmt: skip
    return query.join(Workshop, Workshop.id == WorkshopSession.workshop_id).outerjoin(Place, Place.id == place_id)  # type: ignore[return-value]  # rows of many columns


def _line(
    row: Row[tuple[object, ...]], order: dict[int, list[int]], trainers: dict[int, tuple[str, ...]]
) -> SessionLine:
    siblings = order[row.workshop_id]
    number = siblings.index(row.id) + 1 if row.id in siblings else 0
    place = PlaceLine(0, "", row.place, row.room, "", None).shown if row.place else ""
    return SessionLine(
        row.id, row.uid, row.workshop_id, row.title, row.format, row.date, row.start, row.end, row.status,
        row.cancel_reason, row.is_complete, place, trainers.get(row.id, ()), row.capacity, number, len(siblings),
    )  # fmt: skip


def _numbers(db: Session, workshop_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the sessions of each workshop in order, cancelled ones left out."""
    order: dict[int, list[int]] = {workshop_id: [] for workshop_id in workshop_ids}
    query = select(WorkshopSession.workshop_id, WorkshopSession.id).where(
        WorkshopSession.workshop_id.in_(workshop_ids), WorkshopSession.status != SessionStatus.CANCELLED
    )
    for row in db.execute(query.order_by(WorkshopSession.date, WorkshopSession.start, WorkshopSession.id)):
        order[row.workshop_id].append(row.id)
    return order


def _trainers_of(db: Session, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the trainers' names by session: its own, otherwise those of its workshop."""
    own: dict[int, list[str]] = {}
    query = select(SessionTrainer.session_id, Trainer.name).join(Trainer, Trainer.id == SessionTrainer.trainer_id)
    for row in db.execute(query.where(SessionTrainer.session_id.in_(ids)).order_by(SessionTrainer.id)):
        own.setdefault(row.session_id, []).append(row.name)
    shared = select(WorkshopSession.id, Trainer.name).join(
        WorkshopTrainer, WorkshopTrainer.workshop_id == WorkshopSession.workshop_id
    ).join(Trainer, Trainer.id == WorkshopTrainer.trainer_id)  # fmt: skip
    found: dict[int, list[str]] = {}
    for row in db.execute(shared.where(WorkshopSession.id.in_(ids)).order_by(WorkshopTrainer.id)):
        found.setdefault(row.id, []).append(row.name)
    return {key: tuple(value) for key, value in {**found, **own}.items()}


def spans_by_workshop(db: Session, workshop_ids: Collection[int], today: date) -> dict[int, Span]:
    """Return when the sessions of each workshop are, and how many past ones wait for their attendance."""
    waits = case(((WorkshopSession.date < today) & WorkshopSession.is_complete.is_(False), 1), else_=0)
    query = select(
        WorkshopSession.workshop_id, func.min(WorkshopSession.date), func.max(WorkshopSession.date),
        func.count(WorkshopSession.id), func.sum(waits),
    )  # fmt: skip
    query = query.where(
        WorkshopSession.workshop_id.in_(workshop_ids), WorkshopSession.status != SessionStatus.CANCELLED
    )
    found = {row[0]: Span(*row[1:]) for row in db.execute(query.group_by(WorkshopSession.workshop_id))}
    return {workshop_id: found.get(workshop_id, Span()) for workshop_id in workshop_ids}


def cancel(db: Session, session_id: int, reason: str) -> None:
    """Mark a session as cancelled, with its reason."""
    row = existing(db, WorkshopSession, session_id)
    row.status, row.cancel_reason = SessionStatus.CANCELLED, reason_given(reason)


def refuse_cancelled(row: WorkshopSession) -> None:
    """Raise UserError session_cancelled: whoever is entered at a cancelled session is counted nowhere."""
    if row.status == SessionStatus.CANCELLED:
        raise refusal("session_cancelled")


def cancel_planned(db: Session, workshop_id: int, reason: str) -> None:
    """Cancel the sessions of a workshop that have not been held, for its reason."""
    query = select(WorkshopSession).where(WorkshopSession.workshop_id == workshop_id)
    for row in db.scalars(query.where(WorkshopSession.status == SessionStatus.PLANNED)):
        row.status, row.cancel_reason = SessionStatus.CANCELLED, reason


def restore(db: Session, session_id: int) -> None:
    """Plan a cancelled session again."""
    row = existing(db, WorkshopSession, session_id)
    row.status, row.cancel_reason = SessionStatus.PLANNED, ""


def restore_cancelled(db: Session, workshop_id: int, reason: str) -> None:
    """Plan again the sessions of a workshop that were cancelled for this reason."""
    query = select(WorkshopSession).where(
        WorkshopSession.workshop_id == workshop_id, WorkshopSession.status == SessionStatus.CANCELLED
    )
    for row in db.scalars(query.where(WorkshopSession.cancel_reason == reason)):
        row.status, row.cancel_reason = SessionStatus.PLANNED, ""


def remove(db: Session, session_id: int) -> None:
    """Delete a session to which nobody came; raise UserError session_has_presence otherwise."""
    from models.attendance import presences_by_session, remove_of_sessions

    count = presences_by_session(db, [session_id])[session_id].people
    if count:
        raise refusal("session_has_presence", count=count)
    remove_of_sessions(db, [session_id])
    for link in db.scalars(select(SessionTrainer).where(SessionTrainer.session_id == session_id)):
        db.delete(link)
    db.flush()
    db.delete(existing(db, WorkshopSession, session_id))
    db.flush()


def remove_of_workshop(db: Session, workshop_id: int) -> None:
    """Delete all sessions of a workshop."""
    for session_id in find(db, SessionQuery(workshop_id=workshop_id)):
        remove(db, session_id)
