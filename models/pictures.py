"""Pictures that the papers show, kept once each by their content."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Travelling


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
