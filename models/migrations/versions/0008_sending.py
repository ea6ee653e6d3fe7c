"""Sending: when a package was taken by the programme's server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the moment a package was sent."""
    op.add_column("handover", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
