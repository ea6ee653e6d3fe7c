"""The call list of a workshop: names and phones, confidential, made only when it is asked for. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import privacy_words as words
from documents.privacy_words import Keeper
from documents.text_blocks import Block, Grid, Paragraph, Section, Title
from documents.text_pages import Paper
from documents.text_pages import draw as draw_paper
from models import enrolments, people, workshops
from models.codes import EnrolmentStatus
from resources.i18n import Language, language

if TYPE_CHECKING:
    from datetime import date

    from models.notebook import Db

_BETWEEN = " · "
_SHARES = (0.07, 0.38, 0.23, 0.32)


@dataclass(frozen=True, slots=True)
class Callee:
    """One person to call; without a phone their place stays, to fill in by hand."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CallListFacts:
    """Who is enrolled in a workshop, by name, and who waits for a place, in order."""

    keeper: Keeper
    workshop: str
    made_on: date
    enrolled: tuple[Callee, ...]
    waiting: tuple[Callee, ...] = ()


def facts(db: Db, workshop_id: int, *, today: date) -> CallListFacts:
    """Return whom the list of a workshop names; who was anonymised cannot be called."""
    title = workshops.lines(db, [workshop_id], today=today)[workshop_id].title
    enrolled, waiting = (
        _callees(db, enrolments.find(db, workshop_id, status=status))
        for status in (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING)
    )
    return CallListFacts(words.keeper(db), title, today, enrolled, waiting)


def _callees(db: Db, enrolment_ids: list[int]) -> tuple[Callee, ...]:
    rows = enrolments.lines(db, enrolment_ids)
    known = people.lines(db, [rows[each].person_id for each in enrolment_ids])
    listed = [known[rows[each].person_id] for each in enrolment_ids]
    return tuple(Callee(each.listed, each.phone) for each in listed if each.given_name or each.family_name)


def draw(called: CallListFacts, code: str) -> bytes:
    """Return the list as a PDF/A-2b. Raises UserError (character_missing)."""
    say, who = language(code), called.keeper
    title = say("Call list")
    secret = say("Confidential")
    blocks = tuple(_blocks(called, title, say))
    foot = _BETWEEN.join((secret, words.foot(who, title)))
    paper = Paper(title, who.association.name, code, blocks, foot, is_example=who.is_example)
    return draw_paper(paper)


def _blocks(called: CallListFacts, title: str, say: Language) -> Iterator[Block]:
    yield Title(title, called.workshop)
    warning = say(
        "Confidential. Made on {date} for those who run this workshop: do not leave it lying about, do not copy it, "
        "and destroy it once the calls are made.",
        date=say.date(called.made_on, "long"),
    )
    yield Paragraph(warning, "bold")
    yield _grid(called.enrolled, say) if called.enrolled else Paragraph(say("Nobody is enrolled."))
    if called.waiting:
        yield Section(say("Waiting list, in its order"))
        yield _grid(called.waiting, say)


def _grid(callees: tuple[Callee, ...], say: Language) -> Grid:
    rows = tuple((str(place), each.name, each.phone, "") for place, each in enumerate(callees, 1))
    return Grid((say("No."), say("Name"), say("Phone"), say("Remarks")), rows, _SHARES, is_airy=True)
