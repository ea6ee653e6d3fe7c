"""A sudden loss of many people stops and asks first, whatever the way in."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.people import Person
from models.problem import refusal

FEW = 5
SHARE = 10  # percent of the registry


def is_mass(removed: int, everyone: int) -> bool:
    """Tell whether so many of these people are more than a slip of the hand: over five, or over a tenth of them."""
    return removed > FEW or (removed > 1 and removed * 100 > everyone * SHARE)


def needs_agreement(db: Session, removed: int) -> bool:
    """Tell whether removing so many people of the registry has to be agreed to first."""
    return is_mass(removed, db.scalar(select(func.count(Person.id))) or 0)


def refuse_unagreed(db: Session, removed: int, agreed: int) -> None:
    """Raise UserError mass_removal unless so many people may go, or exactly this number was agreed to."""
    if agreed != removed and needs_agreement(db, removed):
        raise refusal("mass_removal", count=removed)
