"""What a template keeps of a workshop – facts, place and trainers by uid, usual hours – and a workshop made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from math import gcd
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import sessions, templates, workshops
from models.drafts import existing
from models.places import Place
from models.repeat import Rule, Unit
from models.sessions import SessionDraft, SessionQuery
from models.templates import TemplateDraft, WorkshopTemplate
from models.trainers import Trainer
from models.workshops import WorkshopDraft

_TEXTS = ("title", "description", "format", "audience", "level", "funders")
_NUMBERS = ("capacity", "minimum_sessions")
_LISTS = ("themes", "sub_themes", "equipment")
MOST_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual hours: every so many weeks on these weekdays, so many times; `weeks` 0 is just once."""

    start: time | None = None
    end: time | None = None
    weekdays: tuple[int, ...] = ()
    weeks: int = 0
    times: int | None = None

    def rule(self, first: date) -> Rule:
        """Return the days from a first one on, public holidays left out."""
        if not self.weeks or not self.times:
            return Rule(first)
        return Rule(first, Unit.WEEK, self.weeks, frozenset(self.weekdays), times=self.times, without_public=True)


def keep(db: Session, workshop_id: int, name: str) -> int:
    """Keep a workshop as a template, in place of the one that bears its name, and return the template's id.

    Its notes stay with the workshop: they are about those people and days.
    """
    draft = workshops.draft(db, workshop_id)
    content: dict[str, Any] = {each: getattr(draft, each) for each in (*_TEXTS, *_NUMBERS)}
    content |= {each: list(getattr(draft, each)) for each in _LISTS}
    content["place"] = db.scalar(select(Place.uid).where(Place.id == draft.place_id)) or ""
    uids = {row.id: row.uid for row in db.execute(select(Trainer.id, Trainer.uid))}
    content["trainers"] = [uids[each] for each in draft.trainer_ids]
    return templates.save(db, TemplateDraft(name, content | _usual_content(db, workshop_id)))


def _usual_content(db: Session, workshop_id: int) -> dict[str, Any]:
    ids = sessions.find(db, SessionQuery(workshop_id=workshop_id, with_cancelled=False))
    lines = list(sessions.lines(db, ids).values())
    if not lines:
        return {}
    (start, end), _often = Counter((each.start, each.end) for each in lines).most_common(1)[0]
    days = sorted({each.date for each in lines})
    weekdays = sorted({each.weekday() for each in days})
    return {
        "start": start.isoformat("minutes"), "end": end.isoformat("minutes"), "weekdays": weekdays,
        "weeks": _weeks(days, weekdays), "times": len(lines),
    }  # fmt: skip


def _weeks(days: Sequence[date], weekdays: Sequence[int]) -> int:
    """Return every how many weeks sessions are held, 0 for a single one: holidays in between do not matter."""
    if len(days) < 2:
        return 0
    if len(weekdays) > 1:
        return 1
    return min(gcd(*((after - before).days for before, after in pairwise(days))) // 7, MOST_WEEKS)


def made_of(db: Session, template_id: int) -> tuple[WorkshopDraft, Usual]:
    """Return the workshop a template describes; a place or trainer that is gone is left out."""
    content = existing(db, WorkshopTemplate, template_id).content
    values: dict[str, Any] = {each: content[each] for each in _TEXTS if isinstance(content.get(each), str)}
    values |= {each: content[each] for each in _NUMBERS if isinstance(content.get(each), int)}
    values |= {each: tuple(map(str, content.get(each) or ())) for each in _LISTS}
    values["place_id"] = db.scalar(select(Place.id).where(Place.uid == str(content.get("place") or "")))
    ids = {row.uid: row.id for row in db.execute(select(Trainer.id, Trainer.uid))}
    values["trainer_ids"] = tuple(ids[each] for each in content.get("trainers") or () if each in ids)
    return WorkshopDraft(**{"title": "", **values}), _usual(content)


def _usual(content: Mapping[str, Any]) -> Usual:
    if not content.get("start"):
        return Usual()
    return Usual(
        time.fromisoformat(content["start"]), time.fromisoformat(content["end"]),
        tuple(content.get("weekdays") or ()), int(content.get("weeks") or 0), content.get("times"),
    )  # fmt: skip


def planned(usual: Usual, days: Sequence[date]) -> list[SessionDraft]:
    """Return the sessions of these days at the usual hours."""
    return [SessionDraft(day, usual.start, usual.end) for day in days]
