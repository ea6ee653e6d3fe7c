"""Receipts: what the programme said of a hand-over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the receipt of a hand-over."""
    op.add_column("handover", sa.Column("receipt", sa.JSON(), nullable=True))
