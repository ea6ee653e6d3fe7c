"""The programme's open database, an SQLite file or a PostgreSQL server, and its two doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from models.central.tables import metadata
from models.engines import file_engine, server_engine
from models.faults import is_server, state_code, without_password
from models.problem import Problem, UserError, refusal

Db = Connection
"""What read() and write() give, by the name that other rooms know."""

FORMAT = 2
"""Version of the tables: the number of the newest migration."""
APPLICATION_ID = 0x43525047  # "CRPG", in the header of a programme's file
_VERSION_TABLE = "central_version"
_SERVER_SCHEMES = ("postgresql://", "postgres://")
_FILE_SCHEME = "sqlite:///"
_REFUSALS = (
    ("disk is full", "disk_full"),
    ("No space left on device", "disk_full"),
    ("readonly database", "place_read_only"),
    ("read-only transaction", "place_read_only"),
    ("unable to open", "place_forbidden"),
    ("not a database", "central_not_ours"),
    ("malformed", "central_damaged"),
    ("disk I/O error", "central_damaged"),
    ("database is locked", "central_busy"),
)
"""Part of what SQLite or PostgreSQL says -> code."""


class Central:
    """The programme's data. Made by open(), closed by close() or at the end of a `with`."""

    def __init__(self, engine: Engine, where: str | Path) -> None:
        self.where = where
        self._engine = engine
        self._writing = engine.execution_options(door="write")

    @classmethod
    def open(cls, address: str, *, create: bool = False) -> Central:
        """Open the database at a path or an address, upgraded where it is older; `create` makes a missing one.

        Raises UserError central_missing, central_not_ours, central_newer, central_busy, central_damaged,
        server_unreachable or the cause why the place cannot be written.
        """
        where = place_of(address)
        if isinstance(where, Path):
            _refuse_missing(where, create=create)
        try:
            engine = file_engine(where) if isinstance(where, Path) else server_engine(where)
        except (ArgumentError, ImportError) as error:
            raise refusal("central_address_wrong", address=without_password(address)) from error
        opened = cls(engine, where)
        try:
            opened._prepare(create=create)
        except BaseException:
            opened.close()
            raise
        return opened

    def __enter__(self) -> Central:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Db]:
        """Give one stable snapshot."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Db]:
        """Give one transaction, all or nothing; whoever else writes waits until it has ended."""
        with self._told(), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the disk or the server refuses into a sentence."""
        try:
            yield
        except DatabaseError as error:
            found = _fault(error, self.where)
            if found is None:
                raise
            raise found from error

    def _prepare(self, *, create: bool) -> None:
        with self.read() as db:
            version = _version(db, self.where)
        if version == FORMAT:
            return
        if version > FORMAT:
            raise refusal("central_newer", file=shown(self.where))
        if not version and not create:
            raise refusal("central_missing", file=shown(self.where))
        with self.write() as db:
            if _version(db, self.where) < FORMAT:  # whoever came first has made them
                migrate(db)


def place_of(address: str) -> str | Path:
    """Return the path of a file, or the address of a server with the driver that is used."""
    if address.startswith(_FILE_SCHEME):
        return Path(address.removeprefix(_FILE_SCHEME))
    for scheme in _SERVER_SCHEMES:
        if address.startswith(scheme):
            return f"postgresql+psycopg://{address.removeprefix(scheme)}"
    return address if is_server(address) else Path(address)


def shown(where: str | Path) -> str:
    """Return how a place is named to people: the name of a file, an address without its password."""
    return where.name if isinstance(where, Path) else without_password(where)


def migrate(db: Db, version: str = "head") -> None:
    """Bring the tables to a version, the newest unless told, inside the transaction that the caller has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes.update(connection=db, version_table=_VERSION_TABLE)
    command.upgrade(config, version)
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def schema_differences(db: Db) -> list[str]:
    """Return how the tables there differ from the ones described; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(db, opts={"compare_type": True, "version_table": _VERSION_TABLE})
    return [str(difference) for difference in compare_metadata(context, metadata)]


def _version(db: Db, where: str | Path) -> int:
    """Return the version of the tables, 0 where there are none; refuse a database of something else."""
    names = set(inspect(db).get_table_names())
    if _VERSION_TABLE in names:
        return int(db.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}")) or 0)  # noqa: S608  # a name of ours
    if names:
        raise refusal("central_not_ours", file=shown(where))
    return 0


def _refuse_missing(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise refusal("central_not_ours", file=path.name)
    if not path.exists():
        if not create:
            raise refusal("central_missing", file=path.name)
        if not path.parent.is_dir():
            raise refusal("place_missing", file=path.name, folder=str(path.parent))


def _fault(error: DatabaseError, where: str | Path) -> UserError | None:
    """Return what the database refused as a sentence; nothing for what is a bug of ours."""
    cause = str(error.orig)
    code = state_code(error) or next((code for part, code in _REFUSALS if part in cause), None)
    if code is None and isinstance(where, str) and (error.connection_invalidated or "connection" in cause):
        code = "server_unreachable"
    if code is None:
        return None
    name, folder = shown(where), str(where.parent) if isinstance(where, Path) else shown(where)
    return UserError(Problem("", code, {"file": name, "folder": folder, "server": name}))
