"""An iCalendar file -> the sessions of one workshop: read, compared with what is there, taken in as one action.

An event is known by its UID: the same file again changes nothing, a later one moves what moved. What cannot become a
session is left out with its reason; sessions that have been held are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import places, session_calendar, sessions
from models.codes import SessionStatus
from models.problem import Problem, UserError, refusal
from models.sessions import SessionDraft, SessionQuery
from models.text import clean_line
from resources.i18n import N_, _

if TYPE_CHECKING:
    from models.notebook import Db, Notebook

LARGEST = 4 * 1024 * 1024
"""Bytes of a calendar that is read: years of events are a tenth of it."""
MOST_REPEATS = 200
"""Sessions that one repeated event may become, as many as the repeat rule of the window makes."""
LABEL = N_("Take in a calendar")


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment: its UID (one for each repetition), what it is called, day and hours on the wall, the place."""

    uid: str
    title: str
    date: date
    start: time
    end: time
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An appointment that cannot become a session, and why."""

    title: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: appointments by day and hour, and what is left out."""

    events: tuple[Event, ...]
    left_out: tuple[LeftOut, ...] = ()


class Fate(StrEnum):
    """What becomes of an appointment."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SAME = "same"
    LEFT_OUT = "left_out"


FATES: Mapping[Fate, str] = {
    Fate.NEW: N_("New session"),
    Fate.MOVED: N_("Changed in the calendar"),
    Fate.CANCELLED: N_("Cancelled in the calendar"),
    Fate.SAME: N_("There already"),
    Fate.LEFT_OUT: N_("Not taken"),
}
"""What becomes of an appointment, in words to translate."""


@dataclass(frozen=True, slots=True)
class Step:
    """One appointment, what becomes of it, the session it is known as, and why it is left out."""

    event: Event
    fate: Fate
    session_id: int | None = None
    problem: Problem | None = None


# -- reading -----------------------------------------------------------------------------------------------------------


def read_calendar(path: Path) -> Read:
    """Read a file; raises UserError calendar_unreadable, calendar_too_large, calendar_empty or file_not_read."""
    try:
        if path.stat().st_size > LARGEST:
            raise refusal("calendar_too_large", file=path.name, most=LARGEST // 1024 // 1024)
        content = path.read_bytes()
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error
    return read_events(content, path.name)


def read_events(content: bytes, file_name: str) -> Read:
    """Read the appointments of a calendar's bytes; raises UserError calendar_unreadable or calendar_empty."""
    from icalendar import Calendar

    try:
        calendars = [each for each in Calendar.from_ical(content, multiple=True) if each.name == "VCALENDAR"]
        parts = [event for each in calendars for event in each.walk("VEVENT")]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise refusal("calendar_unreadable", file=file_name) from error
    if not calendars:
        raise refusal("calendar_unreadable", file=file_name)
    if not parts:
        raise refusal("calendar_empty", file=file_name)
    found: dict[str, Event] = {}
    left_out: list[LeftOut] = []
    for part in sorted(parts, key=_turn):
        try:
            for event in _events(part):
                found[event.uid] = event
        except UserError as error:
            left_out += [LeftOut(_text(part, "SUMMARY"), problem) for problem in error.problems]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            left_out.append(LeftOut(_text(part, "SUMMARY"), Problem("event", "event_unreadable")))
    events = sorted(found.values(), key=lambda event: (event.date, event.start, event.uid))
    return Read(tuple(events), tuple(left_out))


def _turn(part: Any) -> tuple[bool, int]:
    """Order the parts so that what counts comes last: changed repetitions after their rule, later versions."""
    try:
        version = int(part.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        version = 0
    return "RECURRENCE-ID" in part, version


def _events(part: Any) -> Iterator[Event]:
    """Give the appointments of one part: one, or each repetition of a rule."""
    start, end = _moments(part)
    uid, title = _text(part, "UID"), _text(part, "SUMMARY")
    if "RECURRENCE-ID" in part:
        uid = _repetition(uid, _wall(part.decoded("RECURRENCE-ID")))
    uid = uid or f"{title} {start:%Y-%m-%d %H:%M}"
    cancelled = _text(part, "STATUS").upper() == "CANCELLED"
    first = Event(uid, title, start.date(), start.time(), end.time(), _text(part, "LOCATION"), cancelled)
    if "RRULE" not in part and "RDATE" not in part:
        yield replace(first, uid=session_calendar.key_of(uid))
        return
    for moment in _repeated(part, start):
        key = session_calendar.key_of(_repetition(uid, moment))
        yield replace(first, uid=key, date=moment.date(), start=moment.time(), end=(moment + (end - start)).time())


def _repetition(uid: str, moment: datetime) -> str:
    return f"{uid}/{moment:%Y%m%dT%H%M}"


def _moments(part: Any) -> tuple[datetime, datetime]:
    """Return start and end on the wall; raises UserError for what has no hours or ends on another day."""
    begins = part.decoded("DTSTART")
    if not isinstance(begins, date):
        raise ValueError(begins)
    if not isinstance(begins, datetime):
        raise refusal("event_without_hours", date=begins)
    if "DTEND" in part:
        ends = part.decoded("DTEND")
    elif "DURATION" in part:
        ends = begins + part.decoded("DURATION")
    else:
        raise refusal("event_without_end", date=begins.date())
    start, end = _wall(begins), _wall(ends)
    if start.date() != end.date():
        raise refusal("event_over_midnight", date=start.date())
    if end <= start:
        raise refusal("end_before_start", start=start.time(), end=end.time())
    return start, end


def _wall(moment: date | datetime) -> datetime:
    """Return what the clock on the wall says: of the place for a time with its zone, of this computer for UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is not None and moment.tzname() == "UTC":
        moment = moment.astimezone()
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _repeated(part: Any, start: datetime) -> list[datetime]:
    """Return when a repeated appointment is; raises UserError event_endless or event_too_often."""
    from dateutil.rrule import rruleset, rrulestr

    rules = rruleset()
    for rule in _listed(part, "RRULE"):
        if "UNTIL" not in rule and "COUNT" not in rule:
            raise refusal("event_endless", date=start.date())
        until = [_wall(each) if isinstance(each, datetime) else each for each in rule.get("UNTIL", [])]
        written = {**rule, **({"UNTIL": [_end_of(each) for each in until]} if until else {})}
        rules.rrule(rrulestr(type(rule)(written).to_ical().decode(), dtstart=start))
    if not _listed(part, "RRULE"):
        rules.rdate(start)
    for name, add in (("RDATE", rules.rdate), ("EXDATE", rules.exdate)):
        for listed in _listed(part, name):
            for each in listed.dts:
                moment = _wall(each.dt)
                add(moment if isinstance(each.dt, datetime) else datetime.combine(each.dt, start.time()))
    found: list[datetime] = []
    for moment in rules:
        if len(found) == MOST_REPEATS:
            raise refusal("event_too_often", date=start.date(), most=MOST_REPEATS)
        found.append(moment)
    return found


def _end_of(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(23, 59, 59))


def _listed(part: Any, name: str) -> list[Any]:
    found = part.get(name, [])
    return found if isinstance(found, list) else [found]


def _text(part: Any, name: str) -> str:
    found = part.get(name, "")
    return clean_line(str(found[0] if isinstance(found, list) and found else found))


# -- comparing and taking in -------------------------------------------------------------------------------------------


def plan(db: Db, workshop_id: int, events: Sequence[Event]) -> list[Step]:
    """Say what becomes of each appointment in a workshop; changes nothing."""
    known = session_calendar.known(db, workshop_id)
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id))
    drafts = {each: sessions.draft(db, each) for each in ids}
    called = set(known.values()) & {known[event.uid] for event in events if event.uid in known}
    at = {(each.date, each.start, each.end): key for key, each in drafts.items() if key not in called}
    steps = []
    for event in events:
        session_id = known.get(event.uid) or at.pop((event.date, event.start, event.end), None)
        steps.append(_step(db, event, session_id, drafts.get(session_id or 0)))
    return steps


def _step(db: Db, event: Event, session_id: int | None, stored: SessionDraft | None) -> Step:
    if session_id is None or stored is None:
        if event.is_cancelled:
            return Step(event, Fate.LEFT_OUT, problem=Problem("event", "event_cancelled"))
        return Step(event, Fate.NEW)
    wanted = _draft(db, event, stored)
    if wanted == stored or stored.status == SessionStatus.CANCELLED:
        return Step(event, Fate.SAME, session_id)
    if stored.is_complete or stored.status != SessionStatus.PLANNED:
        return Step(event, Fate.LEFT_OUT, session_id, Problem("event", "event_of_held_session"))
    return Step(event, Fate.CANCELLED if event.is_cancelled else Fate.MOVED, session_id)


def _draft(db: Db, event: Event, stored: SessionDraft) -> SessionDraft:
    """Return a session as the appointment wants it; a place that is not known here leaves the place as it is."""
    if event.is_cancelled:
        return replace(stored, status=SessionStatus.CANCELLED, cancel_reason=_("Cancelled in the calendar"))
    place_id = places.named(db, event.place) if event.place else None
    moved = replace(stored, date=event.date, start=event.start, end=event.end)
    return replace(moved, place_id=place_id) if place_id is not None and stored.place_id is not None else moved


def take(notebook: Notebook, workshop_id: int, events: Sequence[Event]) -> list[Step]:
    """Take appointments in as one action, compared once more with what is there now, and say what became of each."""
    with notebook.write(LABEL) as db:
        steps = plan(db, workshop_id, events)
        for step in steps:
            if step.fate in (Fate.NEW, Fate.MOVED, Fate.CANCELLED, Fate.SAME):
                _take(db, workshop_id, step)
    return steps


def _take(db: Db, workshop_id: int, step: Step) -> None:
    stored = sessions.draft(db, step.session_id) if step.session_id is not None else None
    session_id = step.session_id
    if stored is None:
        place_id = places.named(db, step.event.place) if step.event.place else None
        draft = SessionDraft(step.event.date, step.event.start, step.event.end, place_id=place_id)
        session_id = sessions.save(db, workshop_id, draft)
    elif step.fate is not Fate.SAME:
        sessions.save(db, workshop_id, _draft(db, step.event, stored), session_id)
    assert session_id is not None
    session_calendar.call(db, session_id, step.event.uid)
