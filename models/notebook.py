"""The open notebook and its two doors: read() is one snapshot, write(label) one action that can be taken back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from models import history, journal, undo
from models.base import utc_now
from models.faults import is_server, told, without_password
from models.files import file_error
from models.journal import Changes, Entry, Recording
from models.problem import UserError, refusal

log = logging.getLogger(__name__)

APPLICATION_ID = 0x43524E54  # "CRNT", in the header of every notebook file
SUFFIX = ".carnet"

_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA busy_timeout=15000",
)
Listener = Callable[[Changes], None]
Db = Session
"""What read() and write() give, by the name that other rooms know."""


class RecordingSession(Session):
    """The only session class: it keeps the journal."""


journal.attach(RecordingSession)


def file_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """Make the engine of a notebook file: SQLite as the sqlcipher3 wheel brings it, the same on every system."""
    import sqlcipher3.dbapi2 as driver

    def connect() -> Any:
        connection = driver.connect(str(path), check_same_thread=False, isolation_level=None, timeout=15)
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if not foreign_keys:  # with them on, a batch migration silently deletes all child rows
                connection.execute("PRAGMA foreign_keys=OFF")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://", module=driver, creator=connect, poolclass=QueuePool, pool_use_lifo=True, hide_parameters=True
    )
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    """SQLAlchemy's default transactions on SQLite lose updates: a write takes its lock at the start."""
    door = connection.get_execution_options().get("door")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if door == "write" else "BEGIN")


def server_engine(url: str) -> Engine:
    """Make the engine of a notebook on a PostgreSQL server."""
    engine = create_engine(url, hide_parameters=True, pool_use_lifo=True)
    event.listen(engine, "begin", _begin_server)
    return engine


def _begin_server(connection: Connection) -> None:
    """One writer at a time on the whole notebook, readers see one snapshot."""
    if connection.get_execution_options().get("door") == "write":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


class Notebook:
    """The data of one association. Made by create() and open(), closed by close() or at the end of a `with`."""

    def __init__(self, engine: Engine, where: str | Path, lock: FileLock | None = None) -> None:
        self.where = where
        self._engine = engine
        self._writing_engine = engine.execution_options(door="write")
        self._lock = lock
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._is_closed = False
        self._listeners: list[Listener] = []

    @classmethod
    def create(cls, where: str | Path, *, association_name: str, is_example: bool = False) -> Notebook:
        """Make an empty notebook and open it.

        Raises UserError notebook_exists, association_name_missing or the cause why the place cannot be written.
        """
        from models import association, upgrade

        association.check_name(association_name)
        if is_server(where):
            notebook = cls._open_server(str(where), upgrade.create_on_server)
        else:
            notebook = cls._create_file(Path(where))
        try:
            association.found(notebook, name=association_name, is_example=is_example)
        except BaseException:
            notebook.close()
            if isinstance(notebook.where, Path):
                notebook.where.unlink(missing_ok=True)
            raise
        return notebook

    @classmethod
    def open(cls, where: str | Path) -> Notebook:
        """Open a notebook; one of an older version is upgraded on a verified copy first.

        Raises UserError notebook_missing, notebook_not_ours, notebook_newer, notebook_damaged, notebook_in_use,
        server_unreachable or upgrade_failed.
        """
        from models import upgrade

        if is_server(where):
            notebook = cls._open_server(str(where), upgrade.upgrade_server)
        else:
            notebook = cls._open_file(Path(where))
        try:
            notebook._tidy()
            notebook._forget_again()
        except BaseException:
            notebook.close()
            raise
        return notebook

    @classmethod
    def _create_file(cls, path: Path) -> Notebook:
        """Make the file under its lock: of two who make it at once, one is refused and replaces nothing."""
        from models import upgrade

        real = path.resolve()
        upgrade.refuse_taken(real)  # before the lock leaves a file beside it
        lock = _locked(real)
        try:
            upgrade.create_file(real)
            return cls(file_engine(real), path, lock)
        except BaseException:
            with suppress(OSError):  # nothing remains; Windows takes it away by itself
                lock_path(real).unlink()
            lock.release()
            raise

    @classmethod
    def _open_file(cls, path: Path) -> Notebook:
        from models import upgrade

        real = path.resolve()  # two names of one file (symbolic links) have one lock
        if not lock_path(real).exists():  # nobody has it open: look before the lock leaves a file beside it
            upgrade.refuse_foreign(real)
        lock = _locked(real)
        try:
            upgrade.refuse_foreign(real)
            with told(path):
                upgrade.upgrade_file(real)
            return cls(file_engine(real), path, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_server(cls, url: str, prepare: Callable[[Engine], None]) -> Notebook:
        """Connect to a server and prepare its tables; nothing stays connected when that fails."""
        shown = without_password(url)
        try:
            if make_url(url).get_backend_name() != "postgresql":
                raise refusal("server_unreachable", server=shown)
            engine = server_engine(url)
        except ArgumentError as error:
            raise refusal("server_unreachable", server=shown) from error
        try:
            with told(url):
                engine.connect().close()
                prepare(engine)
            return cls(engine, url)
        except (OperationalError, ProgrammingError) as error:
            engine.dispose()
            raise refusal("server_unreachable", server=shown) from error
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection, after a write on another thread has ended, and give the file free for others."""
        with self._writing:
            self._is_closed = True
            self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Notebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give one stable snapshot, for milliseconds: an open reader delays the next commit."""
        self._refuse_closed()
        with RecordingSession(self._engine, expire_on_commit=False, autoflush=False) as db, told(self.where):
            yield db
            journal.refuse_changes(db)

    @contextmanager
    def write(self, label: str, *, final: bool = False, **values: object) -> Iterator[Session]:
        """Do one user action: one short transaction, one history entry, one undo step.

        `label` is English source text with the named `values`, never a person's name. A `final` one, or one that
        touches certificates or hand-overs, cannot be undone. Everything is rolled back when the block raises.
        """
        with self._transaction() as (db, recording):
            recording.is_final = final
            yield db
            db.flush()
            if recording.rows:
                recording.entry = journal.keep(db, label, values)

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, Recording]]:
        """Take the writer's place, commit at the end, then tell the listeners what was touched."""
        if self._writer == threading.get_ident():
            raise RuntimeError("a write inside a write: one action is one transaction")
        recording = Recording()
        with self._writing:
            self._refuse_closed()
            self._writer = threading.get_ident()
            try:
                with RecordingSession(self._writing_engine, expire_on_commit=False) as db, told(self.where):
                    db.info["recording"] = recording
                    yield db, recording
                    db.commit()
            finally:
                self._writer = None
        if recording.entry is not None:
            self._announce(Changes(recording.tables(), recording.entry))

    def _refuse_closed(self) -> None:
        """Raise UserError notebook_closed: an engine would connect again, without the lock that others respect."""
        if self._is_closed:
            name = without_password(str(self.where)) if is_server(self.where) else Path(self.where).name
            raise refusal("notebook_closed", file=name)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit, on the thread that wrote; return what ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):  # twice is once
                self._listeners.remove(listener)

        return stop

    def _announce(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(changes)
            except Exception:  # the write is done: a listener's fault must not look like a failed save
                log.exception("a listener failed")

    def undoable(self) -> Entry | None:
        """Return the action that undo() would take back."""
        with self.read() as db:
            return history.last_undoable(db)

    def redoable(self) -> Entry | None:
        """Return the action that redo() would do again."""
        with self.read() as db:
            return history.last_redoable(db)

    def undo(self, entry_id: int | None = None) -> Entry:
        """Take back one action (the newest when none is named) and return it.

        Raises UserError undo_nothing, undo_not_possible, or undo_stale when a row has changed since.
        """
        with self._transaction() as (db, recording):
            entry = history.entry(db, entry_id) if entry_id is not None else history.last_undoable(db)
            if entry is None:
                raise refusal("undo_nothing")
            recording.entry = undo.take_back(db, entry)
        return entry

    def redo(self) -> Entry:
        """Do again the action that was taken back last, and return it. Raises UserError redo_nothing, undo_stale."""
        with self._transaction() as (db, recording):
            entry = history.last_redoable(db)
            if entry is None:
                raise refusal("redo_nothing")
            recording.entry = undo.do_again(db, entry)
        return entry

    def history(self, *, limit: int = 200, before_id: int | None = None) -> list[Entry]:
        """Return the newest history entries first."""
        with self.read() as db:
            return history.find(db, limit=limit, before_id=before_id)

    def _tidy(self) -> None:
        """Forget old journal contents; a notebook that can be read and not written stays as it is."""
        try:
            with self._transaction() as (db, _):
                history.purge(db, utc_now())
        except UserError as error:
            if error.problems[0].code not in ("place_read_only", "notebook_busy", "disk_full"):
                raise

    def _forget_again(self) -> None:
        """Forget whom an older copy brought back; a notebook that cannot be written shows them to nobody new."""
        from models import forgetting

        try:
            forgetting.reapply(self, today=utc_now().date())
        except UserError as error:
            if error.problems[0].code not in ("place_read_only", "notebook_busy", "disk_full"):
                raise


def lock_path(path: Path) -> Path:
    """Return the lock file beside a notebook; never a lock on the notebook itself."""
    return path.with_name(f"{path.name}.lock")


def _locked(path: Path) -> FileLock:
    """Take the lock of a notebook file; it may be given free on another thread."""
    lock = FileLock(lock_path(path), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise refusal("notebook_in_use", file=path.name) from error
    except OSError as error:
        raise file_error(error, lock_path(path)) from error
    return lock
