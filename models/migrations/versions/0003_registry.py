"""The registry: keys of likeness, pairs told apart, merged people, saved views, remembered columns, retention."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _travelling() -> list[sa.Column]:  # type: ignore[type-arg]  # columns of any type
    return [
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Add keys of likeness, pairs told apart, merged people, saved views, remembered columns, retention."""
    op.add_column("person", sa.Column("anonymised_on", sa.Date(), nullable=True))
    op.add_column(
        "attendance", sa.Column("age_band", sa.String(length=40), nullable=False, server_default=sa.text("''"))
    )
    for column in (
        sa.Column("retention_months", sa.Integer(), nullable=False, server_default=sa.text("24")),
        sa.Column("legal_basis", sa.String(length=30), nullable=False, server_default=sa.text("'legitimate_interest'")),
        sa.Column("privacy_contact", sa.String(length=300), nullable=False, server_default=sa.text("''")),
    ):
        op.add_column("association", column)
    folded = sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql")
    op.create_table(
        "person_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", folded, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_key_key", "person_key", ["key", "person_id"], unique=False)
    op.create_index("ix_person_key_person_id", "person_key", ["person_id"], unique=False)
    op.create_table(
        "person_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("former_uid", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_alias_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_alias")),
        sa.UniqueConstraint("former_uid", name=op.f("uq_person_alias_former_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_alias_person_id", "person_alias", ["person_id"], unique=False)
    op.create_table(
        "distinct_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_distinct_pair_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_distinct_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_distinct_pair_first_id_second_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_distinct_pair_second_id", "distinct_pair", ["second_id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("uid", name=op.f("uq_saved_view_uid")),
        sa.UniqueConstraint("list_name", "name", name=op.f("uq_saved_view_list_name_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("headers_key", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_memory")),
        sa.UniqueConstraint("headers_key", name=op.f("uq_import_memory_headers_key")),
        sqlite_autoincrement=True,
    )
    for name, table, columns in (
        ("ix_person_sort_key", "person", ["sort_key", "id", "anonymised_on"]),
        ("ix_person_word_person_id", "person_word", ["person_id", "word"]),
    ):
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns, unique=False)
    op.create_index("ix_person_town", "person", ["town", "sort_key"], unique=False)
