"""The attendance statement of one person over a period: which sessions, when, and for how long. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Blanks, Block, Facts, Grid, Paragraph, Section, Title
from documents.text_pages import Paper
from documents.text_pages import draw as draw_paper
from models import association, people, presences
from models.codes import AttendanceState
from models.problem import refusal
from models.sessions import length
from resources.i18n import Language, language

if TYPE_CHECKING:
    from datetime import date, time

    from models.notebook import Db

_SHARES = (0.27, 0.17, 0.42, 0.14)


@dataclass(frozen=True, slots=True)
class Attended:
    """One session that somebody came to, and the minutes they stayed."""

    workshop: str
    date: date
    start: time
    end: time
    minutes: int


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """All that the statement says; `first` and `last` are the days asked for, where any were."""

    keeper: Keeper
    name: str
    attended: tuple[Attended, ...]
    made_on: date
    first: date | None = None
    last: date | None = None
    signatory: str = ""
    role: str = ""


def facts(db: Db, person_id: int, first: date | None, last: date | None, *, today: date) -> StatementFacts:
    """Return what one person attended between two days, both included.

    Raises UserError person_anonymised, or statement_empty when there is nothing to state.
    """
    line = people.lines(db, [person_id])[person_id]
    if not (line.given_name or line.family_name):
        raise refusal("statement_nameless")
    marks = presences.lines(db, presences.of_person(db, person_id)).values()
    came = [
        Attended(each.workshop, each.date, each.start, each.end, _minutes(each))
        for each in sorted(marks, key=lambda each: (each.date, each.start, each.id))
        if each.state == AttendanceState.PRESENT and _is_between(each.date, first, last)
    ]
    if not came:
        raise refusal("statement_empty")
    own = association.draft(db)
    return StatementFacts(
        words.keeper(db), line.shown, tuple(came), today, first, last, own.signatory_name, own.signatory_role
    )


def _minutes(line: presences.PresenceLine) -> int:
    return length(line.start, line.end) if line.minutes is None else line.minutes


def _is_between(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def draw(stated: StatementFacts, code: str) -> bytes:
    """Return the statement as a PDF/A-2b. Raises UserError (character_missing)."""
    say, who = language(code), stated.keeper
    title = say("Attendance statement")
    blocks = tuple(_blocks(stated, title, say))
    paper = Paper(title, who.association.name, code, blocks, words.foot(who, title), is_example=who.is_example)
    return draw_paper(paper)


def _blocks(stated: StatementFacts, title: str, say: Language) -> Iterator[Block]:
    who = stated.keeper.association
    yield Title(title, stated.name)
    yield Paragraph(_claim(stated, say))
    headers = (say("Date"), say("Times"), say("Workshop"), say("Duration"))
    rows = tuple(
        (
            say.date(each.date, "full"),
            f"{say.time(each.start)} – {say.time(each.end)}",
            each.workshop,
            say.duration(each.minutes),
        )
        for each in stated.attended
    )
    yield Grid(headers, rows, _SHARES, right=frozenset({3}))
    yield Paragraph(_total(stated, say), "bold")
    yield Section(say("The association"))
    yield Facts(words.identity_rows(stated.keeper, say)[:-1])
    made = {"date": say.date(stated.made_on, "long")}
    place = say("Made in {town}, on {date}", town=who.town, **made) if who.town else say("Made on {date}", **made)
    yield Paragraph(place)
    signed = ", ".join(part for part in (stated.signatory, stated.role) if part)
    yield Blanks((signed or say("Name, role and signature"), say("Stamp")), (0.6, 0.4), is_tall=True)


def _claim(stated: StatementFacts, say: Language) -> str:
    first = say.date(stated.first or stated.attended[0].date, "long")
    last = say.date(stated.last or stated.attended[-1].date, "long")
    return say(
        "{association} states that {name} attended the following sessions from {first} to {last}.",
        association=stated.keeper.association.name, name=stated.name, first=first, last=last,
    )  # fmt: skip


def _total(stated: StatementFacts, say: Language) -> str:
    count = say.plural("{n} session", "{n} sessions", len(stated.attended))
    return say("In all: {sessions}, {duration}", sessions=count, duration=say.duration(_sum(stated)))


def _sum(stated: StatementFacts) -> int:
    return sum(each.minutes for each in stated.attended)
