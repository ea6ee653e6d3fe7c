"""Workshop templates: what an association holds again and again, kept under a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.drafts import cleaned, existing, length_problems
from models.names import key
from models.problem import Problem, refusal, refuse_if_any
from models.text import NAME_LENGTH


class WorkshopTemplate(Travelling, Base):
    """The facts of a workshop as plain values, with the usual hours; places and trainers by their uid."""

    __tablename__ = "workshop_template"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    content: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template as it is kept."""

    name: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One template in a list."""

    id: int
    name: str
    content: dict[str, Any]


def check(draft: TemplateDraft) -> list[Problem]:
    """Return what is wrong with the draft."""
    draft = cleaned(draft)
    problems = length_problems(draft, {"name": NAME_LENGTH})
    return problems if draft.name else [*problems, Problem("name", "template_name_missing")]


def save(db: Session, draft: TemplateDraft) -> int:
    """Keep a template, in place of the one that bears its name, and return the id."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    known = named(db, draft.name)
    row = WorkshopTemplate(name=draft.name, content={}) if known is None else existing(db, WorkshopTemplate, known)
    row.name = draft.name
    db.add(row)
    row.content = dict(draft.content)
    db.flush()
    return row.id


def rename(db: Session, template_id: int, name: str) -> None:
    """Give a template another name. Raises UserError template_name_missing, template_name_taken."""
    row = existing(db, WorkshopTemplate, template_id)
    draft = cleaned(TemplateDraft(name))
    refuse_if_any(check(draft))
    if named(db, draft.name) not in (None, template_id):
        raise refusal("template_name_taken", field="name", name=draft.name)
    row.name = draft.name
    db.flush()


def named(db: Session, name: str) -> int | None:
    """Return the template with this name (accents and case ignored), if there is one."""
    wanted = key(name)
    found = [line.id for line in lines(db) if key(line.name) == wanted]
    return found[0] if found else None


def remove(db: Session, template_id: int) -> None:
    """Forget a template."""
    db.delete(existing(db, WorkshopTemplate, template_id))
    db.flush()


def lines(db: Session) -> list[TemplateLine]:
    """Return all templates, by name."""
    query = select(WorkshopTemplate.id, WorkshopTemplate.name, WorkshopTemplate.content)
    return [TemplateLine(*row) for row in db.execute(query.order_by(WorkshopTemplate.name, WorkshopTemplate.id))]
