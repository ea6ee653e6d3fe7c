"""What people said at the end of a session, counted without names: three faces, and whether they are more at ease."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.drafts import existing, size_problems, store, values_of
from models.problem import Problem, refuse_if_any
from models.sessions import WorkshopSession, refuse_cancelled


class Feedback(Travelling, Base):
    """The counters of one session; who did not answer is counted nowhere."""

    __tablename__ = "feedback"

    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"), unique=True)
    pleased: Mapped[int] = mapped_column(default=0)
    neutral: Mapped[int] = mapped_column(default=0)
    displeased: Mapped[int] = mapped_column(default=0)
    more_at_ease: Mapped[int] = mapped_column(default=0)
    as_before: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """How many people chose each face, and how many feel more at ease than before, or just as before."""

    pleased: int = 0
    neutral: int = 0
    displeased: int = 0
    more_at_ease: int = 0
    as_before: int = 0

    @property
    def faces(self) -> int:
        """How many people chose a face."""
        return self.pleased + self.neutral + self.displeased

    @property
    def answers(self) -> int:
        """How many people said whether they are more at ease."""
        return self.more_at_ease + self.as_before


_NAMES = tuple(each.name for each in fields(FeedbackDraft))


def check(draft: FeedbackDraft, came: int) -> list[Problem]:
    """Return what is wrong with the draft; more answers than the people who `came` is a warning."""
    numbers = {name: getattr(draft, name) for name in _NAMES}
    problems = [Problem(name, "count_negative", {"value": n}) for name, n in numbers.items() if n < 0]
    problems += size_problems(**numbers)
    for name, answers in (("pleased", draft.faces), ("more_at_ease", draft.answers)):
        if answers > came:
            values = {"answers": answers, "came": came}
            problems.append(Problem(name, "more_answers_than_people", values, is_warning=True))
    return problems


def save(db: Session, session_id: int, draft: FeedbackDraft) -> list[Problem]:
    """Store the counters of a session and return the warnings; without any answer nothing is kept.

    Raises UserError session_cancelled, or what `check` refuses.
    """
    from models.attendance import presences_by_session

    problems = check(draft, presences_by_session(db, [session_id])[session_id].people)
    refuse_if_any(problems)
    if not any(getattr(draft, name) for name in _NAMES):
        remove(db, [session_id])
        return problems
    refuse_cancelled(existing(db, WorkshopSession, session_id))
    row = _row(db, session_id) or Feedback(session_id=session_id)
    store(row, draft, *_NAMES)
    db.add(row)
    db.flush()
    return problems


def draft(db: Session, session_id: int) -> FeedbackDraft:
    """Return the counters of a session, all zero when nobody was asked."""
    row = _row(db, session_id)
    return FeedbackDraft() if row is None else FeedbackDraft(**values_of(row, FeedbackDraft))


def remove(db: Session, session_ids: Collection[int]) -> None:
    """Delete the counters of these sessions."""
    for session_id in session_ids:
        row = _row(db, session_id)
        if row is not None:
            db.delete(row)
    db.flush()


def _row(db: Session, session_id: int) -> Feedback | None:
    return db.scalars(select(Feedback).where(Feedback.session_id == session_id)).first()
