"""The association's own layouts of certificates: what their files say, kept under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Travelling
from models.text import NAME_LENGTH


class OwnLayout(Travelling, Base):
    """One layout as its file says it (resources/schemas/layout.json); pictures are named by their content."""

    __tablename__ = "layout"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    content: Mapped[dict[str, Any]]
