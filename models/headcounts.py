"""Unnamed participants: counters of people who came to a session without giving a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.codes import AgeBand, Gender, Occupation, SessionStatus, known_in
from models.drafts import existing, size_problems, sync_links
from models.problem import Problem, refuse_if_any
from models.sessions import WorkshopSession, refuse_cancelled

AXES = {"gender": Gender, "age_band": AgeBand, "occupation": Occupation}
UNTOLD = "non_communique"


class Headcount(Travelling, Base):
    """The counters of one session: how many people in all, and how many of them had been helped before."""

    __tablename__ = "headcount"

    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"), unique=True)
    total: Mapped[int] = mapped_column(default=0)
    already_helped: Mapped[int] = mapped_column(default=0)


class HeadcountPart(Base):
    """How many of them have one coded value; who did not tell is the rest and never stored."""

    __tablename__ = "headcount_part"
    constraints = (UniqueConstraint("headcount_id", "axis", "code"),)

    headcount_id: Mapped[int] = mapped_column(ForeignKey("headcount.id"))
    axis: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class HeadcountDraft:
    """The counters of one session; `parts` maps axis -> code -> people, without those who did not tell."""

    total: int = 0
    already_helped: int = 0
    parts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def untold(self, axis: str) -> int:
        """Return how many did not tell, which is the rest."""
        return self.total - sum(self.parts.get(axis, {}).values())


def check(draft: HeadcountDraft) -> list[Problem]:
    """Return what is wrong with the draft: negative counts, more parts than people, unknown codes."""
    totals = {"total": draft.total, "already_helped": draft.already_helped}
    problems = [Problem(name, "count_negative", {"value": n}) for name, n in totals.items() if n < 0]
    problems += size_problems(**totals)
    if draft.already_helped > draft.total >= 0:
        helped = {"helped": draft.already_helped, "total": draft.total}
        problems.append(Problem("already_helped", "helped_exceeds_total", helped))
    for axis, counts in draft.parts.items():
        known = known_in(AXES[axis]) - {UNTOLD} if axis in AXES else set()
        problems += [Problem(axis, "code_unknown", {"field": axis, "code": c}) for c in counts if c not in known]
        problems += [Problem(axis, "count_negative", {"value": n}) for n in counts.values() if n < 0]
        if draft.total >= 0 > draft.untold(axis):
            values: dict[str, object] = {"axis": axis, "sum": sum(counts.values()), "total": draft.total}
            problems.append(Problem(axis, "counts_exceed_total", values))
    return problems


def save(db: Session, session_id: int, draft: HeadcountDraft) -> None:
    """Store the counters of a session; people who came make it held. Raises UserError session_cancelled."""
    from models.completeness import settle

    refuse_if_any(check(draft))
    session = existing(db, WorkshopSession, session_id)
    if draft.total:
        refuse_cancelled(session)
    row = _row(db, session_id) or Headcount(session_id=session_id)
    row.total, row.already_helped = draft.total, draft.already_helped
    db.add(row)
    db.flush()
    wanted = {(a, c, n) for a, counts in draft.parts.items() for c, n in counts.items() if n}
    links = {(each.axis, each.code, each.count): each for each in _parts(db, row.id)}
    for key in set(links) - wanted:  # a changed count must leave before its successor comes
        db.delete(links.pop(key))
    db.flush()
    sync_links(
        db, sorted(wanted), links, lambda k: HeadcountPart(headcount_id=row.id, axis=k[0], code=k[1], count=k[2])
    )
    if draft.total and session.status == SessionStatus.PLANNED:
        session.status = SessionStatus.HELD
    settle(db, session)


def add(db: Session, session_id: int, more: int = 1) -> int:
    """Count more unnamed participants and return the new total."""
    now = draft(db, session_id)
    save(db, session_id, HeadcountDraft(now.total + more, now.already_helped, now.parts))
    return now.total + more


def draft(db: Session, session_id: int) -> HeadcountDraft:
    """Return the counters of a session, all zero when nobody was counted."""
    row = _row(db, session_id)
    if row is None:
        return HeadcountDraft()
    parts: dict[str, dict[str, int]] = {}
    for each in _parts(db, row.id):
        parts.setdefault(each.axis, {})[each.code] = each.count
    return HeadcountDraft(row.total, row.already_helped, parts)


def totals_by_session(db: Session, session_ids: Collection[int]) -> dict[int, int]:
    """Return how many unnamed participants each session had; sessions without are left out."""
    return {row.session_id: row.total for row in db.execute(_totals(), {"ids": session_ids}) if row.total}


@cache
def _totals() -> Select[int, int]:
    """Return the query of the totals, made once: it is asked after each mark."""
    query = select(Headcount.session_id, Headcount.total)
    return query.where(Headcount.session_id.in_(bindparam("ids", expanding=True)))


def remove(db: Session, session_id: int) -> None:
    """Delete the counters of a session."""
    row = _row(db, session_id)
    if row is not None:
        for part in _parts(db, row.id):
            db.delete(part)
        db.flush()
        db.delete(row)
        db.flush()


def _row(db: Session, session_id: int) -> Headcount | None:
    return db.scalars(select(Headcount).where(Headcount.session_id == session_id)).first()


def _parts(db: Session, headcount_id: int) -> Sequence[Any]:
    query = select(HeadcountPart).where(HeadcountPart.headcount_id == headcount_id)
    return db.scalars(query.order_by(HeadcountPart.id)).all()
