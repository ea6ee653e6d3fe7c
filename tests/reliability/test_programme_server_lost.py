"""The programme's server goes while a package is sent to it: it is told, nothing is kept, the package comes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.central import loading
from models.problem import UserError
from tests.exchange.builders import a_package
from tests.postgres import Server
from tests.reliability.test_full_disk_programme import SESSIONS, kept, open_at, send


@pytest.mark.parametrize("table", [1, 3, 5])
def test_a_server_lost_in_the_middle_of_a_package(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: int
) -> None:
    database = postgres.new_database()
    copy, copied = loading._copy, [0]

    def lose(*asked: object) -> None:
        copied[0] += 1
        if copied[0] == table:
            postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
        copy(*asked)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(loading, "_copy", lose)
    with open_at(postgres.url(database)) as central:
        before = kept(central)
        with pytest.raises(UserError) as told:
            send(central, tmp_path, 1)
        assert told.value.problems[0].code == "server_unreachable"
        assert kept(central) == before
        assert list(tmp_path.glob("*.receipt.json")) == []
        assert send(central, tmp_path, 1).status == "accepted"
        assert kept(central)[:2] == (1, SESSIONS + len(a_package().sessions))
