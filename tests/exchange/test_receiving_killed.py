"""The program is killed (SIGKILL) while it receives: nothing is half written, and the same package again works."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from exchange.archive import pack
from exchange.receiving import take_in
from models.central.delivery import Permissions
from models.central.store import Central
from tests.exchange.builders import KEY, a_package
from tests.exchange.programme_desk import NOW, Desk

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY")


def _killed_at(address: str, content: bytes, statement: int, is_wrong: bool = False) -> None:
    """Receive in a process that kills itself after this many statements that write; if wrong, each is committed."""
    left = statement

    def count(*told: Any) -> None:
        nonlocal left
        left -= str(told[2]).lstrip().upper().startswith(WRITES)
        if is_wrong:
            told[0].connection.driver_connection.commit()
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)
    with Central.open(address) as central:
        take_in(central, content, Permissions(), now=NOW, file_name="x")


def kill_at(address: str, content: bytes, statement: int, *, is_wrong: bool = False) -> None:
    """Let an officer receive, and be killed in the midst of writing."""
    spawn = multiprocessing.get_context("spawn")
    officer = spawn.Process(target=_killed_at, args=(address, content, statement, is_wrong))
    officer.start()
    officer.join(60)
    assert officer.exitcode == -signal.SIGKILL


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


@needs_kill
@pytest.mark.parametrize("statement", [1, 3, 5])
def test_a_kill_between_two_writes_leaves_nothing_half_written(desk: Desk, address: str, statement: int) -> None:
    package = a_package()
    content = pack(package, KEY)
    before = desk.dump()
    kill_at(address, content, statement)
    assert desk.dump() == before
    received = desk.receive(content)
    assert not received.is_known
    assert received.status != "rejected"
    assert len(desk.dump()["audience"]) == len(package.audiences)
    assert len(desk.dump()["session"]) == len(package.sessions)


@needs_kill
def test_control_with_a_commit_after_each_statement_the_kill_leaves_half_a_package(desk: Desk, address: str) -> None:
    before = desk.dump()
    kill_at(address, pack(a_package(), KEY), 5, is_wrong=True)
    assert desk.dump() != before
