"""Half-typed forms: what a crash or a lock must not lose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the forms that are left in the middle."""
    op.create_table(
        "half_typed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_typed")),
        sa.UniqueConstraint("form", name=op.f("uq_half_typed_form")),
        sqlite_autoincrement=True,
    )
