"""Saved views: the filters, the order and the columns of a list, kept under a name. Never the words searched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.drafts import cleaned, existing, length_problems
from models.problem import Problem, refuse_if_any
from models.text import NAME_LENGTH


class SavedView(Travelling, Base):
    """One view of one list; what is searched is left out, for it may be somebody's name."""

    __tablename__ = "saved_view"
    constraints = (UniqueConstraint("list_name", "name"),)

    list_name: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    query: Mapped[dict[str, Any]]
    columns: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as it is kept: `query` holds fields of the list's query, `columns` column key -> width, in their order."""

    list_name: str
    name: str
    query: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One saved view."""

    id: int
    list_name: str
    name: str
    query: dict[str, Any]
    columns: dict[str, int]


def check(draft: ViewDraft) -> list[Problem]:
    """Return what is wrong with the draft."""
    draft = cleaned(draft)
    problems = length_problems(draft, {"name": NAME_LENGTH})
    return problems if draft.name else [*problems, Problem("name", "view_name_missing")]


def save(db: Session, draft: ViewDraft) -> int:
    """Keep a view, in place of the one of the same list that bears its name, and return the id."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    query = select(SavedView).where(SavedView.list_name == draft.list_name, SavedView.name == draft.name)
    row = db.scalars(query).first()
    if row is None:
        row = SavedView(list_name=draft.list_name, name=draft.name, query=dict(draft.query), columns={})
        db.add(row)
    row.query, row.columns = dict(draft.query), dict(draft.columns)
    db.flush()
    return row.id


def remove(db: Session, view_id: int) -> None:
    """Forget a view."""
    db.delete(existing(db, SavedView, view_id))
    db.flush()


def of_list(db: Session, list_name: str) -> list[ViewLine]:
    """Return the views of a list, by name."""
    names = list(ViewLine.__dataclass_fields__)
    query = select(*(getattr(SavedView, name) for name in names)).where(SavedView.list_name == list_name)
    return [ViewLine(*row) for row in db.execute(query.order_by(SavedView.name, SavedView.id))]
