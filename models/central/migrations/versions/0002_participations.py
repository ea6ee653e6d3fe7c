"""Packages of level 2: one line for each attendance, under a code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the level of a package, and the table of its lines."""
    with op.batch_alter_table("package") as batch:
        batch.add_column(sa.Column("level", sa.String(length=60), nullable=False, server_default="aggregates"))
    op.create_table(
        "participation",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_uid", sa.String(length=36), nullable=False),
        sa.Column("person_key", sa.String(length=36), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("first_ever", sa.Boolean(), nullable=False),
        sa.Column("age_band", sa.String(length=60), nullable=False),
        sa.Column("gender", sa.String(length=60), nullable=False),
        sa.Column("occupation", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_participation_package_id_package")),
        sa.PrimaryKeyConstraint("package_id", "session_uid", "person_key", name=op.f("pk_participation")),
    )
    op.create_index(op.f("ix_participation_person_key"), "participation", ["person_key"])
