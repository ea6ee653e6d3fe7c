"""Sessions -> an iCalendar file (RFC 5545) for phones and calendars of any maker: when and where, and nobody's name.

Hours are the wall clock of the place, written without a time zone: they stay what the poster says, on any device and
on both sides of a change of the clocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from models import association, session_calendar, sessions
from models.codes import SessionStatus
from models.text import clean_line
from resources.i18n import _

if TYPE_CHECKING:
    from icalendar import Event

    from models.notebook import Db
    from models.session_calendar import Revision
    from models.sessions import SessionLine

ENDING = ".ics"
PRODUCT = "-//Carnet d'ateliers//Ateliers//FR"


def calendar(db: Db, ids: Sequence[int]) -> bytes:
    """Return these sessions as a calendar, by date; the same sessions give the same bytes.

    A session keeps its UID for life, its SEQUENCE rises with each change, and a cancelled one says so: a calendar that
    takes in the next file moves what it has instead of doubling it.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", association.draft(db).name)
    lines, revisions = sessions.lines(db, ids), session_calendar.revisions(db, ids)
    for line in sorted(lines.values(), key=lambda line: (line.date, line.start, line.uid)):
        made.add_component(_event(line, revisions[line.id]))
    return bytes(made.to_ical())


def _event(line: SessionLine, revision: Revision) -> Event:
    from icalendar import Event

    made = Event()
    made.add("uid", revision.calendar_uid)
    made.add("dtstamp", revision.changed_at)
    made.add("sequence", revision.version - 1)
    made.add("dtstart", datetime.combine(line.date, line.start))
    made.add("dtend", datetime.combine(line.date, line.end))
    made.add("summary", _title(line))
    if line.place:
        made.add("location", clean_line(", ".join(each for each in (line.place, revision.address) if each)))
    made.add("status", "CANCELLED" if line.status == SessionStatus.CANCELLED else "CONFIRMED")
    return made


def _title(line: SessionLine) -> str:
    if not line.number or line.numbers < 2:
        return line.workshop
    return _("{title} ({number}/{numbers})", title=line.workshop, number=line.number, numbers=line.numbers)
