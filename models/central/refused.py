"""Files that were refused: kept by their hash with the reasons, until the same file is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from models.central.delivery import receipt_problem
from models.central.store import Db
from models.central.tables import NAME_LENGTH, quarantine
from models.problem import Problem
from models.text import clean_line


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """One file in quarantine; the association is what the file says of itself, where it could be read."""

    file_name: str
    association: str
    fingerprint: str
    received_at: datetime
    problems: Sequence[Any]


def keep(
    db: Db,
    sha256: str,
    problems: Sequence[Problem],
    *,
    file_name: str,
    association: str,
    package_uid: str | None,
    fingerprint: str,
    now: datetime,
) -> None:
    """Put a file into quarantine; the reasons of this time replace those of an earlier one."""
    db.execute(delete(quarantine).where(quarantine.c.sha256 == sha256))
    values: dict[str, Any] = {
        "sha256": sha256,
        "file_name": clean_line(file_name),
        "association": clean_line(association)[:NAME_LENGTH],
        "package_uid": package_uid,
    }
    values |= {"fingerprint": fingerprint, "received_at": now}
    db.execute(insert(quarantine).values(values | {"problems": list(map(receipt_problem, problems))}))


def refused_files(db: Db) -> list[RefusedFile]:
    """Return what lies in quarantine, the newest first."""
    columns = (quarantine.c[name] for name in RefusedFile.__dataclass_fields__)
    return [RefusedFile(*row) for row in db.execute(select(*columns).order_by(quarantine.c.id.desc()))]
