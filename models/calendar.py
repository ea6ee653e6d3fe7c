"""The calendar: the sessions of some days with what is shown of them, and how one is moved to another day or hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.base import Base
from models.codes import EnrolmentStatus, SessionStatus
from models.places import PlaceLine
from models.problem import Problem, refusal
from models.sessions import length

LAST_MINUTE = 24 * 60 - 1
Day = date  # inside Shown, `date` is the field


@dataclass(frozen=True, slots=True)
class Shown:
    """One session as a calendar shows it; `enrolled` counts those enrolled in its workshop who are expected at it."""

    id: int
    workshop_id: int
    title: str
    date: date
    start: time
    end: time
    status: str
    is_complete: bool
    place: str
    capacity: int | None
    enrolled: int

    @property
    def minutes(self) -> int:
        """The planned length."""
        return length(self.start, self.end)

    def is_to_enter(self, today: Day) -> bool:
        """Tell whether it is past and nobody has entered who came."""
        return not self.is_complete and self.date < today and self.status != SessionStatus.CANCELLED


def between(db: Session, first: date, last: date) -> list[Shown]:
    """Return the sessions from `first` to `last` (both included) by date and time, cancelled ones too, in one query."""
    found = []
    for row in db.execute(_query(), {"first": first, "last": last}):
        place = PlaceLine(0, "", row.name, row.room, "", None).shown if row.name else ""
        plain = row[:8]
        found.append(Shown(*plain, place, row.capacity, row.enrolled - row.skipped))  # type: ignore[call-arg]  # 8 values
    return found


def _query() -> Select[Any]:
    tables = Base.metadata.tables
    session, workshop, place = tables["workshop_session"], tables["workshop"], tables["place"]
    enrolment, skip = tables["enrolment"], tables["enrolment_skip"]
    is_enrolled = enrolment.c.status == EnrolmentStatus.ENROLLED
    enrolled = select(func.count()).where(enrolment.c.workshop_id == session.c.workshop_id, is_enrolled)
    skipped = select(func.count()).where(
        skip.c.session_id == session.c.id, enrolment.c.id == skip.c.enrolment_id, is_enrolled
    )
    columns = session.c
    query = select(
        columns.id, columns.workshop_id, workshop.c.title, columns.date, columns.start, columns.end, columns.status,
        columns.is_complete, place.c.name, place.c.room,
        func.coalesce(columns.capacity, workshop.c.capacity).label("capacity"),
        enrolled.correlate(session).scalar_subquery().label("enrolled"),
        skipped.correlate(session).scalar_subquery().label("skipped"),
    )  # fmt: skip
    query = query.join(workshop, workshop.c.id == columns.workshop_id)
    query = query.outerjoin(place, place.c.id == func.coalesce(columns.place_id, workshop.c.place_id))
    days = columns.date.between(_named("first"), _named("last"))
    return query.where(days).order_by(columns.date, columns.start, columns.id)


def _named(name: str) -> Any:
    from sqlalchemy import Date, bindparam

    return bindparam(name, type_=Date)


def busiest_hours(shown: list[Shown], first: int = 8, last: int = 19) -> tuple[int, int]:
    """Return the whole hours a week has to show: the usual ones, and more where a session asks for it."""
    starts = [each.start.hour for each in shown]
    ends = [min(24, each.end.hour + (each.end.minute > 0)) for each in shown]
    return min([first, *starts]), max([last, *ends])


def beside(shown: list[Shown]) -> dict[int, tuple[int, int]]:
    """Return for each session of one day its column and how many columns its neighbours need, so that none hides."""
    placed: dict[int, tuple[int, int]] = {}
    group: list[tuple[Shown, int]] = []
    ends: list[time] = []
    for each in sorted(shown, key=lambda each: (each.start, each.end, each.id)):
        if group and each.start >= max(ends):
            placed |= {one.id: (column, len(ends)) for one, column in group}
            group, ends = [], []
        free = next((column for column, end in enumerate(ends) if end <= each.start), len(ends))
        ends[free : free + 1] = [each.end]
        group.append((each, free))
    return placed | {one.id: (column, len(ends)) for one, column in group}


def moved_start(start: time, end: time, minutes: int) -> time:
    """Return a start so many minutes later (earlier when negative), such that the whole session stays in its day."""
    begins = start.hour * 60 + start.minute + minutes
    latest = LAST_MINUTE - length(start, end)
    whole = min(max(begins, 0), max(latest, 0))
    return time(whole // 60, whole % 60)


def move(db: Session, session_id: int, day: date, start: time | None = None, *, today: date) -> list[Problem]:
    """Move a session to another day, and hour when one is given; its length stays. Return what to look at again.

    Raises UserError session_over_midnight.
    """
    from models import coherence, sessions
    from models.sessions import WorkshopSession

    before = sessions.draft(db, session_id)
    assert before.start is not None
    assert before.end is not None
    start = start or before.start
    ends = timedelta(hours=start.hour, minutes=start.minute + length(before.start, before.end))
    if ends > timedelta(minutes=LAST_MINUTE):
        raise refusal("session_over_midnight", start=start)
    minutes = int(ends.total_seconds()) // 60
    after = replace(before, date=day, start=start, end=time(minutes // 60, minutes % 60))
    if after == before:
        return []
    row = db.get(WorkshopSession, session_id)
    workshop_id = row.workshop_id if row else 0
    (warnings,) = coherence.of_drafts(db, workshop_id, [after], today=today, session_id=session_id)
    if before.is_complete:
        assert before.date is not None
        warnings.insert(0, Problem("date", "session_moved_entered", {"date": before.date}, is_warning=True))
    sessions.save(db, workshop_id, after, session_id)
    return warnings
