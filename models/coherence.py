"""What an auditor would ask about: sessions that cannot all be as they are said. It warns and never blocks.

A session on a public holiday, one marked held that lies in the future, two of one workshop at once, a trainer or a
place wanted twice at once, more people than the place holds. Everything is read in a few statements, whatever the
number of sessions, and compared day by day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations, groupby

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from models.attendance import Attendance
from models.base import chunks
from models.calendar_days import postcode_of, public_holiday
from models.codes import AttendanceState, PlaceKind, SessionStatus
from models.headcounts import totals_by_session
from models.places import Place, PlaceLine
from models.problem import Problem
from models.sessions import SessionDraft, SessionTrainer, WorkshopSession, length
from models.trainers import Trainer
from models.workshops import Workshop, WorkshopTrainer

_SHARED = frozenset({PlaceKind.REMOTE, PlaceKind.HOME})
NO_ID = 0
"""Stands for a session that is not stored yet."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again in a session; `other_id` is the session it does not go with, if there is one."""

    session_id: int
    workshop_id: int
    date: date
    problem: Problem
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """What is compared of one session."""

    id: int
    workshop_id: int
    workshop: str
    date: date
    start: time
    end: time
    status: str
    place_id: int | None
    place: str
    is_shared: bool  # a place where several sessions may be at once: remote, at people's homes
    room: int | None
    postcode: str
    trainers: frozenset[int]


LOOKED_BACK = timedelta(days=366)
"""How far back what is past is still worth mending: a report covers a year."""


def lately(db: Session, *, today: date) -> list[Doubt]:
    """Return what to look at again in the sessions of the last year and in all that are to come."""
    return warnings(db, today=today, first=today - LOOKED_BACK)


def warnings(db: Session, *, today: date, first: date | None = None, last: date | None = None) -> list[Doubt]:
    """Return what to look at again in the sessions from and to a day, by date; what two share is told once."""
    held = _read(db, _query(first, last))
    doubts = [each for each in _doubts(db, held, today) if each.other_id is None or each.other_id < each.session_id]
    times = {each.id: each.start for each in held}
    return sorted(doubts, key=lambda each: (each.date, times[each.session_id], each.session_id))


def of_workshop(db: Session, workshop_id: int, *, today: date) -> dict[int, list[Problem]]:
    """Return what to look at again in each session of a workshop; sessions in order are left out."""
    days = list(db.scalars(select(WorkshopSession.date).where(WorkshopSession.workshop_id == workshop_id).distinct()))
    held = [each for part in chunks(days) for each in _read(db, _query().where(WorkshopSession.date.in_(part)))]
    found: dict[int, list[Problem]] = defaultdict(list)
    for each in _doubts(db, held, today, only=workshop_id):
        found[each.session_id].append(each.problem)
    return dict(found)


def of_drafts(
    db: Session, workshop_id: int, drafts: Sequence[SessionDraft], *, today: date, session_id: int | None = None
) -> list[list[Problem]]:
    """Return what to look at again in sessions of a workshop that are not stored yet, or not so (`session_id`).

    A workshop that is not stored either is 0: then each draft says its place and trainers itself.
    """
    days = sorted({draft.date for draft in drafts if draft.date is not None})
    by_day: dict[date, list[_Held]] = defaultdict(list)
    for part in chunks(days):
        for each in _read(db, _query().where(WorkshopSession.date.in_(part))):
            if each.id != session_id:
                by_day[each.date].append(each)
    planned, trainers = _planned(db, workshop_id, drafts), _trainer_names(db)
    return [
        [
            *_alone(each, today),
            *(_shortened(db, session_id, each) if session_id is not None else ()),
            *(problem for other in by_day[each.date] for problem in _together(each, other, trainers)),
        ]
        if each is not None
        else []
        for each in planned
    ]


def _doubts(db: Session, held: Sequence[_Held], today: date, only: int | None = None) -> Iterator[Doubt]:
    """Give the doubts about these sessions, those of one workshop only when it is named."""
    wanted = held if only is None else [each for each in held if each.workshop_id == only]
    for each in wanted:
        for problem in _alone(each, today):
            yield _doubt(each, problem)
    yield from _too_many(db, wanted)
    trainers = _trainer_names(db)
    for one, other in _at_once(held):
        for here, there in ((one, other), (other, one)):
            if only in (None, here.workshop_id):
                for problem in _together(here, there, trainers):
                    yield _doubt(here, problem, there.id)


def _doubt(each: _Held, problem: Problem, other_id: int | None = None) -> Doubt:
    return Doubt(each.id, each.workshop_id, each.date, problem, other_id)


def _alone(each: _Held, today: date) -> Iterator[Problem]:
    if holiday := public_holiday(each.date, each.postcode):
        values = {"date": each.date, "holiday": holiday}
        yield Problem("date", "session_on_holiday", values, is_warning=True)
    if each.status == SessionStatus.HELD and each.date > today:
        yield Problem("status", "session_held_early", {"date": each.date}, is_warning=True)


def _shortened(db: Session, session_id: int, each: _Held) -> Iterator[Problem]:
    """Tell of those who were there for longer than a stored session is to last: they count for the whole of it."""
    longest = length(each.start, each.end)
    longer = select(func.count(Attendance.id)).where(Attendance.session_id == session_id, Attendance.minutes > longest)
    if count := db.scalar(longer):
        yield Problem("end", "minutes_shortened", {"count": count, "longest": longest}, is_warning=True)


def _together(each: _Held, other: _Held, trainers: dict[int, str]) -> Iterator[Problem]:
    """Give what does not go together in two sessions, said of the first one."""
    if each.date != other.date or each.start >= other.end or other.start >= each.end:
        return
    when = {"date": other.date, "start": other.start}
    if each.workshop_id == other.workshop_id:
        yield Problem("start", "session_twice", when, is_warning=True)
        return
    for trainer_id in sorted(each.trainers & other.trainers):
        told = {"trainer": trainers.get(trainer_id, ""), "workshop": other.workshop, **when}
        yield Problem("trainer_ids", "trainer_twice", told, is_warning=True)
    if each.place_id is not None and each.place_id == other.place_id and not each.is_shared:
        told = {"place": each.place, "workshop": other.workshop, **when}
        yield Problem("place_id", "place_twice", told, is_warning=True)


def _at_once(held: Iterable[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Give each two sessions of one day; days have few."""
    ordered = sorted(held, key=lambda each: (each.date, each.start))
    for _day, group in groupby(ordered, key=lambda each: each.date):
        for one, other in combinations(group, 2):
            if other.start < one.end:
                yield one, other


def _too_many(db: Session, held: Sequence[_Held]) -> Iterator[Doubt]:
    """Give the sessions to which more people came than the place holds."""
    bounded = [each for each in held if each.room is not None and not each.is_shared]
    for part in chunks(bounded):
        ids = [each.id for each in part]
        marks = select(Attendance.session_id, func.count(Attendance.id)).where(
            Attendance.session_id.in_(ids), Attendance.state == AttendanceState.PRESENT
        )
        came = Counter({row[0]: row[1] for row in db.execute(marks.group_by(Attendance.session_id))})
        came.update(totals_by_session(db, ids))
        for each in part:
            if each.room is not None and came[each.id] > each.room:
                values = {"count": came[each.id], "place": each.place, "capacity": each.room}
                yield _doubt(each, Problem("place_id", "place_exceeded", values, is_warning=True))


def _query(first: date | None = None, last: date | None = None) -> Select[tuple[object, ...]]:
    place_id = func.coalesce(WorkshopSession.place_id, Workshop.place_id)
    query = (
        select(
            WorkshopSession.id, WorkshopSession.workshop_id, Workshop.title, WorkshopSession.date,
            WorkshopSession.start, WorkshopSession.end, WorkshopSession.status,
            Place.id.label("place_id"), Place.name, Place.room, Place.kind, Place.capacity, Place.postcode,
        )
        .join(Workshop, Workshop.id == WorkshopSession.workshop_id)
        .outerjoin(Place, Place.id == place_id)
        .where(WorkshopSession.status != SessionStatus.CANCELLED)
    )  # fmt: skip
    if first is not None:
        query = query.where(WorkshopSession.date >= first)
    if last is not None:
        query = query.where(WorkshopSession.date <= last)
    return query  # type: ignore[return-value]  # rows of many columns


def _read(db: Session, query: Select[tuple[object, ...]]) -> list[_Held]:
    """Return the sessions of a query with what they are compared by."""
    rows = db.execute(query).all()
    home, own, shared = postcode_of(db), _own_trainers(db), _shared_trainers(db)
    return [_held(row, home, own.get(row.id) or shared.get(row.workshop_id, frozenset())) for row in rows]


def _held(row: Row[tuple[object, ...]], home: str, trainers: frozenset[int]) -> _Held:
    place = PlaceLine(row.place_id, "", row.name, row.room, "", None).shown if row.place_id else ""
    return _Held(
        row.id, row.workshop_id, row.title, row.date, row.start, row.end, row.status, row.place_id, place,
        row.kind in _SHARED, row.capacity, row.postcode or home, trainers,
    )  # fmt: skip


def _planned(db: Session, workshop_id: int, drafts: Iterable[SessionDraft]) -> list[_Held | None]:
    """Return drafts as sessions to compare; nothing for one that is cancelled or does not say when it is."""
    workshop = db.get(Workshop, workshop_id)
    home, shared = postcode_of(db), _shared_trainers(db).get(workshop_id, frozenset())
    title = workshop.title if workshop else ""
    found: list[_Held | None] = []
    for draft in drafts:
        if draft.date is None or draft.start is None or draft.end is None or draft.status == SessionStatus.CANCELLED:
            found.append(None)
            continue
        place_id = draft.place_id or (workshop.place_id if workshop else None)
        place = db.get(Place, place_id) if place_id else None
        found.append(_Held(
            NO_ID, workshop_id, title, draft.date, draft.start, draft.end, draft.status, place_id,
            PlaceLine(place.id, "", place.name, place.room, "", None).shown if place else "",
            place is not None and place.kind in _SHARED, None, (place.postcode if place else "") or home,
            frozenset(draft.trainer_ids) or shared,
        ))  # fmt: skip
    return found


def _own_trainers(db: Session) -> dict[int, frozenset[int]]:
    return _grouped(db.execute(select(SessionTrainer.session_id, SessionTrainer.trainer_id)))


def _shared_trainers(db: Session) -> dict[int, frozenset[int]]:
    return _grouped(db.execute(select(WorkshopTrainer.workshop_id, WorkshopTrainer.trainer_id)))


def _grouped(rows: Iterable[Row[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row[0]].add(row[1])
    return {key: frozenset(values) for key, values in found.items()}


def _trainer_names(db: Session) -> dict[int, str]:
    return {row[0]: row[1] for row in db.execute(select(Trainer.id, Trainer.name))}
