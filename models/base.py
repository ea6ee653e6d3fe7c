"""The declarative base of every table: column types, constraint names, what each travelling row carries."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import JSON, DateTime, Integer, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
CHUNK = 400
"""Rows or ids in one statement: well under the parameters that every database takes."""

T = TypeVar("T")


def new_uid() -> str:
    """Make a UUIDv7 (RFC 9562): ordered by time, so that indexes stay compact. Python before 3.14 has none."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = secrets.randbits(74)
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (random_bits >> 62) << 64 | 0b10 << 62
    return str(UUID(int=value | random_bits & (1 << 62) - 1))


def utc_now() -> datetime:
    """Return the time now, with its zone, to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """The journal reads stored moments back by this type."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a moment without zone, store it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a list in parts that one statement can take."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def folded_text(length: int) -> String:
    """Text compared letter by letter on every database, so that ranges of folded words mean the same."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Every mapped class; ids are never used again after a deletion (AUTOINCREMENT)."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: JSON(none_as_null=True)}

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> Any:
        """Give each table its own arguments; SQLite otherwise reuses the id of a deleted row."""
        return (*getattr(cls, "constraints", ()), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-10)


class Travelling:
    """What a row carries that can leave the notebook: a uid made here, two moments in UTC and a version number."""

    uid: Mapped[str] = mapped_column(String(36), default=new_uid, unique=True, sort_order=90)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, sort_order=91)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now, sort_order=92)
    version: Mapped[int] = mapped_column(Integer, default=1, sort_order=93)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Count each change, and refuse to save over a row that someone else changed meanwhile."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # set by the mapping
