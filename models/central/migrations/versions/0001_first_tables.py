"""The programme's first tables: who hands over, what was received, what counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "code",
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("fr", sa.String(length=4000), nullable=False),
        sa.Column("en", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("list", "code", name=op.f("pk_code")),
    )
    op.create_table(
        "producer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("rna", sa.String(length=4000), nullable=False),
        sa.Column("siret", sa.String(length=4000), nullable=False),
        sa.Column("partner_code", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer")),
        sa.UniqueConstraint("uid", name=op.f("uq_producer_uid")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=4000), nullable=False),
        sa.Column("association", sa.String(length=4000), nullable=False),
        sa.Column("package_uid", sa.String(length=36), nullable=True),
        sa.Column("fingerprint", sa.String(length=60), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("sha256", name=op.f("uq_quarantine_sha256")),
    )
    op.create_table(
        "notebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("fk_notebook_producer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook")),
        sa.UniqueConstraint("uid", name=op.f("uq_notebook_uid")),
    )
    op.create_index(op.f("ix_notebook_producer_id"), "notebook", ["producer_id"], unique=False)
    op.create_table(
        "trusted_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=60), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("fk_trusted_key_producer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_trusted_key_fingerprint")),
    )
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("notebook_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=4000), nullable=False),
        sa.Column("programme_name", sa.String(length=4000), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous_uid", sa.String(length=36), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=60), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("codebook_version", sa.String(length=4000), nullable=False),
        sa.Column("age_bands", sa.String(length=4000), nullable=False),
        sa.Column("app_version", sa.String(length=4000), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["notebook_id"], ["notebook.id"], name=op.f("fk_package_notebook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("uid", name=op.f("uq_package_uid")),
    )
    op.create_index(op.f("ix_package_notebook_id"), "package", ["notebook_id"], unique=False)
    op.create_index(op.f("ix_package_sha256"), "package", ["sha256"], unique=False)
    op.create_table(
        "association",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("short_name", sa.String(length=4000), nullable=False),
        sa.Column("postcode", sa.String(length=4000), nullable=False),
        sa.Column("town", sa.String(length=4000), nullable=False),
        sa.Column("rna", sa.String(length=4000), nullable=False),
        sa.Column("siret", sa.String(length=4000), nullable=False),
        sa.Column("partner_code", sa.String(length=4000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_association_package_id")),
        sa.PrimaryKeyConstraint("package_id", "uid", name=op.f("pk_association")),
    )
    op.create_table(
        "audience",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("scope_id", sa.String(length=36), nullable=False),
        sa.Column("axis", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=4000), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_audience_package_id")),
    )
    op.create_index("ix_audience_package_id", "audience", ["package_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workshop_uid", sa.String(length=36), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("revoked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_certificate_package_id")),
        sa.PrimaryKeyConstraint("package_id", "workshop_uid", name=op.f("pk_certificate")),
    )
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notebook_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["notebook_id"], ["notebook.id"], name=op.f("fk_holding_notebook_id")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_holding_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index(op.f("ix_holding_notebook_id"), "holding", ["notebook_id"], unique=False)
    op.create_index(op.f("ix_holding_package_id"), "holding", ["package_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("scope_id", sa.String(length=36), nullable=False),
        sa.Column("people_named", sa.Integer(), nullable=False),
        sa.Column("new_people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_people_package_id")),
        sa.PrimaryKeyConstraint("package_id", "scope", "scope_id", name=op.f("pk_people")),
    )
    op.create_table(
        "place",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=4000), nullable=False),
        sa.Column("name", sa.String(length=4000), nullable=False),
        sa.Column("postcode", sa.String(length=4000), nullable=False),
        sa.Column("town", sa.String(length=4000), nullable=False),
        sa.Column("insee", sa.String(length=4000), nullable=False),
        sa.Column("siret", sa.String(length=4000), nullable=False),
        sa.Column("rna", sa.String(length=4000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_place_package_id")),
        sa.PrimaryKeyConstraint("package_id", "uid", name=op.f("pk_place")),
    )
    op.create_table(
        "removal",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("table", sa.String(length=60), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_removal_package_id")),
        sa.PrimaryKeyConstraint("package_id", "uid", "table", name=op.f("pk_removal")),
    )
    op.create_table(
        "session",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("workshop_uid", sa.String(length=36), nullable=False),
        sa.Column("place_uid", sa.String(length=36), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("already_helped", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("person_minutes", sa.Integer(), nullable=False),
        sa.Column("attendance_complete", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_session_package_id")),
        sa.PrimaryKeyConstraint("package_id", "uid", name=op.f("pk_session")),
    )
    op.create_index(
        "ix_session_date_current",
        "session",
        ["date"],
        unique=False,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "workshop",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=4000), nullable=False),
        sa.Column("format", sa.String(length=4000), nullable=False),
        sa.Column("audience", sa.String(length=4000), nullable=False),
        sa.Column("level", sa.String(length=4000), nullable=False),
        sa.Column("themes", sa.String(length=4000), nullable=False),
        sa.Column("equipment", sa.String(length=4000), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=4000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_workshop_package_id")),
        sa.PrimaryKeyConstraint("package_id", "uid", name=op.f("pk_workshop")),
    )
