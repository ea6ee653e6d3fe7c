"""Several who write at the same time lose nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from models import headcounts
from models.engines import file_engine
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from tests.builders import a_session, a_workshop
from tests.postgres import Server
from tests.tools import needs

WRITERS, TIMES = 3, 60


def all_at_once(works: Sequence[Callable[[], None]]) -> None:
    """Run these on threads of their own that start together; their faults are raised here."""
    faults: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        start.wait()
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  # handed to the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def planned(notebook: Notebook) -> int:
    with notebook.write("Plan") as db:
        return a_session(db, a_workshop(db))


def counting(notebook: Notebook, session_id: int) -> Callable[[], None]:
    """Return the work of one desk: read the counter, write one more, many times."""

    def count() -> None:
        for _ in range(TIMES):
            with notebook.write("Count one more") as db:
                now = headcounts.draft(db, session_id)
                headcounts.save(db, session_id, HeadcountDraft(now.total + 1))

    return count


def total(notebook: Notebook, session_id: int) -> int:
    with notebook.read() as db:
        return headcounts.draft(db, session_id).total


def test_three_threads_on_one_notebook_keep_every_count(file_notebook: Notebook) -> None:
    session_id = planned(file_notebook)
    all_at_once([counting(file_notebook, session_id)] * WRITERS)
    assert total(file_notebook, session_id) == WRITERS * TIMES


@needs("initdb")
def test_three_desks_on_one_server_keep_every_count(postgres: Server, postgres_template: str) -> None:
    database = postgres.new_database(template=postgres_template)
    desks = [Notebook.open(postgres.url(database)) for _ in range(WRITERS)]
    try:
        session_id = planned(desks[0])
        all_at_once([counting(desk, session_id) for desk in desks])
        assert [total(desk, session_id) for desk in desks] == [WRITERS * TIMES] * WRITERS
    finally:
        for desk in desks:
            desk.close()
        postgres.drop(database)


def test_control_default_transactions_lose_counts(tmp_path: Path) -> None:
    """The same work in SQLAlchemy's default transactions: what two read at the same time, one writes for nothing."""
    kept = {}
    default = create_engine(f"sqlite:///{tmp_path / 'default.db'}", connect_args={"timeout": 30})
    ours = file_engine(tmp_path / "ours.db").execution_options(door="write")
    together = threading.Barrier(WRITERS, timeout=30).wait  # at first, all have read before one writes
    for name, engine, meet in (("default", default, together), ("ours", ours, lambda: 0)):
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE counter AS SELECT 0 AS n"))
        all_at_once([lambda engine=engine, meet=meet: _count(engine, meet)] * WRITERS)  # type: ignore[misc]
        with engine.connect() as connection:
            kept[name] = connection.scalar(text("SELECT n FROM counter"))
        engine.dispose()
    assert kept["ours"] == WRITERS * TIMES
    assert kept["default"] < WRITERS * TIMES


def _count(engine: Engine, meet: Callable[[], object]) -> None:
    for turn in range(TIMES):
        with engine.begin() as connection:
            now = connection.scalar(text("SELECT n FROM counter"))
            if turn == 0:
                meet()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": now + 1})
