"""The association's own layouts of certificates: what their files say, kept under a name; and which one is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import association
from models.base import Base, Travelling
from models.certificates import Certificate
from models.drafts import cleaned, existing, length_problems
from models.names import fold, key
from models.problem import Problem, refusal, refuse_if_any
from models.text import NAME_LENGTH

FIRST = "classic"
"""The layout that is usual as long as the association chose no other."""

_NOT_ALLOWED = ("certificat de réalisation", "qualiopi", "formation professionnelle")


class OwnLayout(Travelling, Base):
    """One layout as its file says it (resources/schemas/layout.json); pictures are named by their content."""

    __tablename__ = "layout"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    content: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LayoutDraft:
    """A layout as it is kept."""

    name: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One own layout in a list; certificates name it by its uid."""

    id: int
    uid: str
    name: str


def check(draft: LayoutDraft) -> list[Problem]:
    """Return what is wrong with the draft; that its content is a layout, documents/ has checked."""
    draft = cleaned(draft)
    problems = length_problems(draft, {"name": NAME_LENGTH})
    if not draft.name:
        problems.append(Problem("name", "layout_name_missing"))
    said = {name: fold(str(text)) for name, text in dict(draft.content.get("words", {})).items()}
    for name, text in said.items():
        problems += [
            Problem(name, "layout_words_not_allowed", {"words": words}) for words in _NOT_ALLOWED if fold(words) in text
        ]
    return problems


def save(db: Session, draft: LayoutDraft, layout_id: int | None = None) -> int:
    """Keep a layout and return its id. Raises UserError layout_name_taken, layout_words_not_allowed."""
    draft = cleaned(draft)
    refuse_if_any(check(draft))
    if named(db, draft.name) not in (None, layout_id):
        raise refusal("layout_name_taken", field="name", name=draft.name)
    row = OwnLayout(name=draft.name, content={}) if layout_id is None else existing(db, OwnLayout, layout_id)
    if row.name != draft.name:
        row.name = draft.name
    if row.content != draft.content:
        row.content = dict(draft.content)
    db.add(row)
    db.flush()
    return row.id


def remove(db: Session, layout_id: int) -> None:
    """Forget a layout that no certificate shows. Raises UserError layout_in_use."""
    row = existing(db, OwnLayout, layout_id)
    if issued_with(db, row.uid):
        raise refusal("layout_in_use", name=row.name)
    own = association.the_row(db)
    if own.certificate_layout == row.uid:
        own.certificate_layout = ""
    db.delete(row)
    db.flush()


def issued_with(db: Session, reference: str) -> int:
    """Return how many certificates were issued with a layout."""
    shown = Certificate.facts["layout"].as_string()
    return db.scalar(select(func.count(Certificate.id)).where(shown == reference)) or 0


def lines(db: Session) -> Sequence[LayoutLine]:
    """Return all own layouts, by name."""
    query = select(OwnLayout.id, OwnLayout.uid, OwnLayout.name).order_by(OwnLayout.name, OwnLayout.id)
    return [LayoutLine(*row) for row in db.execute(query)]


def named(db: Session, name: str) -> int | None:
    """Return the own layout with this name (accents and case ignored), if there is one."""
    wanted = key(name)
    return next((line.id for line in lines(db) if key(line.name) == wanted), None)


def stored(db: Session, uid: str) -> LayoutDraft | None:
    """Return an own layout by its uid, if there is one."""
    row = db.scalars(select(OwnLayout).where(OwnLayout.uid == uid)).first()
    return None if row is None else LayoutDraft(row.name, row.content)


def uid_of(db: Session, layout_id: int) -> str:
    """Return the uid by which certificates name a layout."""
    return existing(db, OwnLayout, layout_id).uid


def usual(db: Session) -> str:
    """Return the layout of new certificates: the name of one that comes along, or the uid of an own one."""
    return association.the_row(db).certificate_layout or FIRST


def set_usual(db: Session, reference: str) -> None:
    """Have new certificates made with this layout."""
    row = association.the_row(db)
    if usual(db) != reference:
        row.certificate_layout = reference
    db.flush()


def signing(db: Session, reference: str) -> dict[str, Any]:
    """Return who signs certificates of a layout, as their facts say it; nothing where the layout does not say."""
    found = stored(db, reference)
    told = [{"name": each.get("name", ""), "role": each.get("role", "")} for each in _signatories(found)]
    names = ("signatory", "second_signatory")
    return {name: each for name, each in zip(names, told, strict=False) if each["name"]}


def _signatories(found: LayoutDraft | None) -> Sequence[dict[str, str]]:
    return found.content.get("signatories", []) if found else []
