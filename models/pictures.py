"""Pictures that the papers show, kept once each by their content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling, chunks


class Picture(Travelling, Base):
    """One picture; it never changes and is named by the SHA-256 of its content.

    Not journaled: undo would copy megabytes, and a picture that nothing shows any more does no harm.
    """

    __tablename__ = "picture"
    journaled = False

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture as it is kept."""

    sha256: str
    media_type: str
    width: int
    height: int
    content: bytes


def keep(db: Session, pictures: Collection[Kept]) -> None:
    """Keep those of these pictures that are not there yet."""
    names = {each.sha256: each for each in pictures}
    there = set(read(db, names))
    for name, each in names.items():
        if name not in there:
            db.add(
                Picture(
                    sha256=name,
                    media_type=each.media_type,
                    width=each.width,
                    height=each.height,
                    content=each.content,
                )
            )
    db.flush()


def read(db: Session, names: Collection[str]) -> dict[str, Kept]:
    """Return those of these pictures that are there, by name."""
    columns = select(Picture.sha256, Picture.media_type, Picture.width, Picture.height, Picture.content)
    rows = (row for part in chunks(sorted(names)) for row in db.execute(columns.where(Picture.sha256.in_(part))))
    return {row.sha256: Kept(*row) for row in rows}
