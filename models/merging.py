"""Two records of one person made one: attendance and certificates follow, nothing is counted twice."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PersonAlias(Base):
    """The uid of a record that was merged into a person: an old export or package still finds them."""

    __tablename__ = "person_alias"
    constraints = (Index("ix_person_alias_person_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    former_uid: Mapped[str] = mapped_column(String(36), unique=True)
