"""Sending: when a package was taken by the programme's server; and the key behind the pseudonyms in packages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the moment a package was sent, and the key of pseudonyms."""
    op.add_column("handover", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "pseudonym_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym_key")),
    )
