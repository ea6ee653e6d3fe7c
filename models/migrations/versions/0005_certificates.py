"""Certificates: own layouts and their pictures, the life of a signing key, keys of others that are trusted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _travelling() -> list[sa.Column]:  # type: ignore[type-arg]  # columns of any type
    return [
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Add pictures, layouts and the one that is usual, when a key was retired and kept safe, trusted keys."""
    op.add_column("signing_key", sa.Column("retired_on", sa.Date(), nullable=True))
    op.add_column("signing_key", sa.Column("backed_up_at", sa.DateTime(timezone=True), nullable=True))
    usual = sa.Column("certificate_layout", sa.String(length=40), nullable=False, server_default=sa.text("''"))
    op.add_column("association", usual)
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("sha256", name=op.f("uq_picture_sha256")),
        sa.UniqueConstraint("uid", name=op.f("uq_picture_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout")),
        sa.UniqueConstraint("name", name=op.f("uq_layout_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_layout_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "trusted_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("trusted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_key")),
        sa.UniqueConstraint("key_id", name=op.f("uq_trusted_key_key_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_trusted_key_uid")),
        sqlite_autoincrement=True,
    )
