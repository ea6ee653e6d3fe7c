"""People who may be in the registry twice, and pairs of whom it was said that they are two."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ForeignKey, Index, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, chunks
from models.drafts import refuse_gone
from models.people import Person


class DistinctPair(Base):
    """Two people who look like one and are not; the one with the smaller id comes first."""

    __tablename__ = "distinct_pair"
    constraints = (UniqueConstraint("first_id", "second_id"), Index("ix_distinct_pair_second_id", "second_id"))

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


def tell_apart(db: Session, one_id: int, other_id: int) -> None:
    """Remember that these two are not the same person; saying it twice changes nothing."""
    refuse_gone(db, Person, [one_id, other_id])
    first, second = sorted((one_id, other_id))
    query = select(DistinctPair.id).where(DistinctPair.first_id == first, DistinctPair.second_id == second)
    if first != second and db.scalars(query).first() is None:
        db.add(DistinctPair(first_id=first, second_id=second))
        db.flush()


def told_apart(db: Session, ids: Collection[int] | None = None) -> set[tuple[int, int]]:
    """Return the pairs told apart in which one of these people is (all pairs when none are named), ids ascending."""
    columns = select(DistinctPair.first_id, DistinctPair.second_id)
    if ids is None:
        return {(row.first_id, row.second_id) for row in db.execute(columns)}
    found: set[tuple[int, int]] = set()
    for part in chunks(sorted(ids)):
        query = columns.where(or_(DistinctPair.first_id.in_(part), DistinctPair.second_id.in_(part)))
        found |= {(row.first_id, row.second_id) for row in db.execute(query)}
    return found


def forget_pairs(db: Session, ids: Collection[int]) -> None:
    """Delete the pairs of people who are about to go."""
    for part in chunks(sorted(ids)):
        query = select(DistinctPair).where(or_(DistinctPair.first_id.in_(part), DistinctPair.second_id.in_(part)))
        for row in db.scalars(query):
            db.delete(row)
    db.flush()
