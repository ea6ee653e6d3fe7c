"""Planning and attendance: what people said, templates, parcels, calendar UIDs, places offered, why cancelled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _travelling() -> list[sa.Column]:  # type: ignore[type-arg]  # columns of any type
    return [
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Add what people said, templates, parcels, calendar UIDs, places offered, why a workshop was cancelled."""
    reason = sa.Column("cancel_reason", sa.String(length=300), nullable=False, server_default=sa.text("''"))
    op.add_column("workshop", reason)
    calendar_uid = sa.Column("calendar_uid", sa.String(length=255), nullable=False, server_default=sa.text("''"))
    op.add_column("workshop_session", calendar_uid)
    op.create_index("ix_workshop_session_calendar_uid", "workshop_session", ["calendar_uid"], unique=False)
    op.add_column("enrolment", sa.Column("offered_on", sa.Date(), nullable=True))
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("pleased", "neutral", "displeased", "more_at_ease", "as_before")
        ),
        *_travelling(),
        sa.ForeignKeyConstraint(["session_id"], ["workshop_session.id"], name=op.f("fk_feedback_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("session_id", name=op.f("uq_feedback_session_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_feedback_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workshop_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_template")),
        sa.UniqueConstraint("name", name=op.f("uq_workshop_template_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_workshop_template_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_digest", sa.String(length=64), nullable=False),
        sa.Column("base", sa.JSON(none_as_null=True), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("uid", name=op.f("uq_parcel_uid")),
        sqlite_autoincrement=True,
    )
