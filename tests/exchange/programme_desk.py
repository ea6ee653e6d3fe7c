"""The programme's desk in tests: a database of its own on each engine, packages written to files and received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from exchange.archive import pack
from exchange.package import Package, Period, Previous
from exchange.receiving import Received, receive
from exchange.rows import CertificateRow, PeopleRow, SessionRow
from exchange.sshsig import fingerprint, public_line
from models.central import trust
from models.central.delivery import Permissions
from models.central.store import Central
from models.central.tables import metadata, package, quarantine, session
from models.progress import finish
from tests.exchange.builders import KEY, a_package, a_session, a_split, a_workshop, uid
from tests.notebooks import BOTH

NOW = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
ALLOWED = Permissions(loss=True, restored=True)


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty programme database may lie, once for each engine."""
    if request.param == "sqlite":
        yield str(tmp_path / "programme.db")
        return
    server = request.getfixturevalue("postgres")
    database = server.new_database()
    yield server.url(database)
    server.drop(database)


@pytest.fixture
def desk(address: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk that trusts the association of the builders."""
    with Central.open(address, create=True) as central:
        opened = Desk(central, tmp_path / "in")
        opened.folder.mkdir()
        opened.trust(KEY)
        yield opened


@dataclass
class Desk:
    """An officer with an open database and a folder of packages."""

    central: Central
    folder: Path

    def trust(self, key: Ed25519PrivateKey) -> None:
        line = public_line(key)
        with self.central.write() as db:
            trust.trust(db, line, fingerprint(line), None, now=NOW)

    def receive(self, content: bytes | Package, name: str = "", **permissions: bool) -> Received:
        """Receive one package, given as its bytes or as what it holds."""
        data = content if isinstance(content, bytes) else pack(content, KEY)
        path = self.folder / (name or f"package-{len(list(self.folder.iterdir()))}.zip")
        path.write_bytes(data)
        (found,) = finish(receive(self.central, [path], Permissions(**permissions), now=NOW))
        return found

    def sessions(self) -> dict[str, int]:
        """Return uid -> attendances of the sessions that count."""
        columns = session.c
        with self.central.read() as db:
            rows = db.execute(select(columns.uid, columns.present + columns.unnamed).where(columns.is_current))
            return {row[0]: row[1] for row in rows}

    def counted(self) -> list[str]:
        """Return the uids of the packages that count, in the order of their numbers."""
        with self.central.read() as db:
            return list(db.scalars(select(package.c.uid).where(package.c.is_counted).order_by(package.c.sequence)))

    def quarantined(self) -> list[str]:
        """Return the files in quarantine."""
        with self.central.read() as db:
            return list(db.scalars(select(quarantine.c.file_name).order_by(quarantine.c.id)))

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table, but for the quarantine."""
        with self.central.read() as db:
            return {
                table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
                for table in metadata.sorted_tables
                if table is not quarantine
            }


def codes(found: Received) -> set[str]:
    return {problem.code for problem in found.problems}


def months(*numbers: int) -> Period:
    """Return the days of months of 2026 that follow each other."""
    ends = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
    return Period(date(2026, numbers[0], 1), date(2026, numbers[-1], ends[numbers[-1]]))


def sent(number: int, period: Period, *sessions: SessionRow, **changes: Any) -> Package:
    """Return package `number` of the association, following number - 1, with these sessions of one workshop."""
    came = sum(each.attendances for each in sessions)
    split = {"feminin": came, "masculin": 0, "non_communique": 0}
    values: dict[str, Any] = {
        "id": uid(900 + number),
        "sequence": number,
        "previous": Previous(uid(899 + number), "ab" * 32) if number > 1 else None,
        "period": period,
        "workshops": (a_workshop(20),),
        "sessions": sessions,
        "audiences": tuple(a_split("period", str(period), "gender", split)),
        "people": (PeopleRow(scope="period", scope_id=str(period), people_named=came, new_people=0),),
        "certificates": (CertificateRow(workshop_uid=uid(20), issued=1, replaced=0, revoked=0),),
        "removals": (),
    }
    return a_package(**(values | changes))


def on(number: int, day: date, **changes: Any) -> SessionRow:
    """Return session `number` on a day; what it says comes with a version of its own."""
    return a_session(number, 20, date=day, **changes)


def but(row: SessionRow, **changes: Any) -> SessionRow:
    """Return the next version of a session."""
    return replace(row, version=row.version + 1, **changes)
