"""The disk of the programme is full: a package is in whole or not at all, it is said, and it can come again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from exchange.archive import pack
from exchange.package import Package
from exchange.receiving import Received, receive
from exchange.sshsig import fingerprint, public_line
from models.central import trust
from models.central.store import Central
from models.central.tables import metadata, package, session
from models.problem import UserError
from models.progress import finish
from tests.exchange.builders import KEY, a_package, a_session, uid

NOW = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
SESSIONS = 400


def large(number: int) -> Package:
    """Return a package of many sessions, from a notebook of its own."""
    planned: dict[str, Any] = {
        "status": "planned", "present": 0, "unnamed": 0, "already_helped": 0, "absent": 0, "excused": 0,
        "person_minutes": 0, "attendance_complete": False,
    }  # fmt: skip
    made = a_package(id=uid(10_000 + number), notebook_uid=uid(20_000 + number), sequence=1, previous=None)
    workshop = made.workshops[0].uid
    more = [replace(a_session(30_000 + each, 1, **planned), workshop_uid=workshop) for each in range(SESSIONS)]
    return replace(made, sessions=(*made.sessions, *more))


def send(central: Central, folder: Path, number: int) -> Received:
    path = folder / f"{number}.zip"
    path.write_bytes(pack(large(number), KEY))
    (found,) = finish(receive(central, [path], now=NOW))
    return found


def send_until_refused(central: Central, folder: Path) -> tuple[int, str]:
    """Send one package after the other; return how many came in and why the next did not."""
    for number in range(40):
        try:
            assert send(central, folder, number).status == "accepted"
        except UserError as error:
            return number, error.problems[0].code
    pytest.fail("the disk is never full")


def kept(central: Central) -> tuple[int, int, int]:
    """Return how many packages and sessions there are, and how many rows in all."""
    with central.read() as db:
        counts = {each.name: db.scalar(select(func.count()).select_from(each)) or 0 for each in metadata.sorted_tables}
    return counts[package.name], counts[session.name], sum(counts.values())


def fill_and_free(central: Central, filling: Path, folder: Path) -> None:
    """Send packages until the disk is full, make room, and send again."""
    taken, code = send_until_refused(central, folder)
    assert code == "disk_full"
    assert taken > 0, "there was room for one"
    assert kept(central)[:2] == (taken, taken * (SESSIONS + len(a_package().sessions)))
    filling.unlink()
    assert send(central, folder, taken).status == "accepted"
    assert send(central, folder, 0).is_known


def open_at(where: Path | str) -> Central:
    central = Central.open(str(where), create=True)
    with central.write() as db:
        line = public_line(KEY)
        trust.trust(db, line, fingerprint(line), None, now=NOW)
    return central


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    with open_at(tmp_path / "programme.db") as opened:
        yield opened


def test_a_database_that_may_not_grow_takes_a_package_whole_or_not_at_all(central: Central, tmp_path: Path) -> None:
    room = [0]

    def limit(connection: Any, *_: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + room[0]}")

    before = kept(central)
    event.listen(central._engine, "checkout", limit)
    for pages in (0, 3, 10, 20):
        room[0] = pages
        with pytest.raises(UserError) as error:
            send(central, tmp_path, 1)
        assert error.value.problems[0].code == "disk_full", pages
        assert kept(central) == before, pages
        assert list(tmp_path.glob("*.receipt.json")) == [], "nothing says that it came"
    room[0] = 10_000
    assert send(central, tmp_path, 1).status == "accepted"
    assert kept(central)[:2] == (1, SESSIONS + len(a_package().sessions))


def test_on_a_full_disk_those_before_are_in_and_the_others_come_again(small_disk: Path, tmp_path: Path) -> None:
    filling = small_disk / "photos"
    with open_at(small_disk / "programme.db") as central:
        filling.write_bytes(b"x" * 500_000)
        fill_and_free(central, filling, tmp_path)


def test_on_a_server_whose_disk_is_full_those_before_are_in_and_the_others_come_again(
    on_small_disk: tuple[str, Path], tmp_path: Path
) -> None:
    address, disk = on_small_disk
    with open_at(address) as central:
        room = shutil.disk_usage(disk).free
        filling = disk / "photos"
        filling.write_bytes(bytes(room - 2_000_000))
        fill_and_free(central, filling, tmp_path)
