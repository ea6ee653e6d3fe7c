"""A real PostgreSQL for the tests: started once in a temporary folder, reachable from this machine only."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.notebook import Notebook
from tests.tools import program

_USER = "postgres"
_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=40")
"""Faults of the disk are not what these tests ask PostgreSQL about."""


class Server:
    """One running PostgreSQL: makes and drops databases, each a notebook of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bin = Path(program("initdb")).resolve().parent
        self._password = secrets.token_hex(8)
        self._port = _free_port()
        self._count = 0

    def start(self) -> None:
        """Make the cluster and start it; as root it runs as the user that Debian's package brings."""
        (self._folder / "password").write_text(self._password)
        if os.geteuid() == 0:
            for path in (self._folder, self._folder / "password"):
                shutil.chown(path, _USER)
        data, settings = str(self._folder / "data"), " ".join(f"-c {setting}" for setting in _QUICK)
        self._run(
            *("initdb", "--pgdata", data, "--username", _USER, "--pwfile", str(self._folder / "password")),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder} {settings}"
        self._run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", str(self._folder / "log"), "-o", options)

    def stop(self) -> None:
        """Stop at once: nothing of it is kept."""
        self._run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", str(self._folder / "data"))

    def url(self, database: str) -> str:
        """Return what a notebook in this database is opened by."""
        return f"postgresql+psycopg://{_USER}:{self._password}@127.0.0.1:{self._port}/{database}"

    def new_database(self, *, template: str = "template0") -> str:
        """Make a database, empty or the copy of another one, and return its name."""
        self._count += 1
        name = f"notebook_{self._count}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement with the plain driver."""
        import psycopg

        with psycopg.connect(self.url(database).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, name: str, *arguments: str) -> None:
        user = _USER if os.geteuid() == 0 else None
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        command = [str(self._bin / name), *arguments]
        subprocess.run(command, check=True, user=user, env=environment, cwd="/", stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the whole test run."""
    with tempfile.TemporaryDirectory(prefix="carnet-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """A new notebook on the server, from which each test gets its own copy."""
    database = postgres.new_database()
    Notebook.create(postgres.url(database), association_name="Les Puces du Blosne").close()
    return database
