"""The open notebook and its two doors: read() is one snapshot, write(label) one action that can be taken back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from models import cipher, half_typed, history, journal, undo
from models.base import utc_now
from models.engines import file_engine, server_engine
from models.faults import is_server, told, without_password
from models.journal import Changes, Entry, Recording
from models.locks import lock_path, locked
from models.problem import UserError, refusal
from models.whereabouts import can_write

if TYPE_CHECKING:
    from models.lineage import Strayed

log = logging.getLogger(__name__)

SUFFIX = ".carnet"

Listener = Callable[[Changes], None]
Db = Session
"""What read() and write() give, by the name that other rooms know."""


class RecordingSession(Session):
    """The only session class: it keeps the journal."""


journal.attach(RecordingSession)


class Notebook:
    """The data of one association. Made by create() and open(), closed by close() or at the end of a `with`."""

    def __init__(
        self,
        engine: Engine,
        where: str | Path,
        lock: FileLock | None = None,
        key: cipher.FileKey | None = None,
        *,
        is_read_only: bool = False,
    ) -> None:
        self.where, self.is_read_only = where, is_read_only
        self._engine, self._key = engine, key
        self._writing_engine = engine.execution_options(door="write")
        self._lock = lock
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._is_closed = False
        self.strayed: Strayed | None = None
        self.last_backed_up = ""  # uid of the last action that a backup is known to hold
        self.backup_failure: UserError | None = None
        self.backing_up = threading.RLock()
        self.is_passing = False  # a copy that is read and forgotten: not what this computer has seen of a notebook
        self._listeners: list[Listener] = []

    @classmethod
    def create(
        cls, where: str | Path, *, association_name: str, is_example: bool = False, passphrase: str | None = None
    ) -> Notebook:
        """Make an empty notebook and open it; with a passphrase the file is encrypted, and so is all that SQLite adds.

        Raises UserError notebook_exists, association_name_missing or the cause why the place cannot be written.
        """
        from models import association, upgrade

        association.check_name(association_name)
        if is_server(where):
            notebook = cls._open_server(str(where), upgrade.create_on_server)
        else:
            notebook = cls._create_file(Path(where), passphrase)
        try:
            association.found(notebook, name=association_name, is_example=is_example)
        except BaseException:
            notebook.close()
            if isinstance(notebook.where, Path):
                notebook.where.unlink(missing_ok=True)
            raise
        return notebook

    @classmethod
    def open(cls, where: str | Path, *, passphrase: str | None = None) -> Notebook:
        """Open a notebook; one of an older version is upgraded on a verified copy first.

        A file that needs no passphrase ignores it; one that lies where nothing can be written is opened to be read
        (`is_read_only`). Raises UserError notebook_missing, notebook_not_ours,
        notebook_newer, notebook_damaged, notebook_in_use, passphrase_needed, passphrase_wrong, server_unreachable or
        upgrade_failed.
        """
        from models import lineage, upgrade

        if is_server(where):
            notebook = cls._open_server(str(where), upgrade.upgrade_server)
        else:
            notebook = cls._open_file(Path(where), passphrase)
        try:
            notebook.strayed = lineage.look(notebook)
            if not notebook.is_read_only:
                notebook._tidy()
                notebook._forget_again()
        except BaseException:
            notebook.close()
            raise
        return notebook

    @classmethod
    def _create_file(cls, path: Path, passphrase: str | None) -> Notebook:
        """Make the file under its lock: of two who make it at once, one is refused and replaces nothing."""
        from models import upgrade

        real = path.resolve()
        upgrade.refuse_taken(real)  # before the lock leaves a file beside it
        lock = locked(real)
        try:
            key = cipher.new_key(passphrase) if passphrase else None
            upgrade.create_file(real, key)
            return cls(file_engine(real, key=key), path, lock, key)
        except BaseException:
            with suppress(OSError):  # nothing remains; Windows takes it away by itself
                lock_path(real).unlink()
            lock.release()
            raise

    @classmethod
    def _open_file(cls, path: Path, passphrase: str | None) -> Notebook:
        from models import upgrade

        real = path.resolve()  # two names of one file (symbolic links) have one lock
        if not lock_path(real).exists():  # nobody has it open: look before the lock leaves a file beside it
            upgrade.refuse_foreign(real)
            cipher.refuse_unasked(real, passphrase)
        is_read_only = not can_write(real)
        lock = None if is_read_only else locked(real)
        try:
            upgrade.refuse_foreign(real)
            with told(path):
                key = cipher.unlock(real, passphrase)
                upgrade.refuse_foreign_inside(real, key)
                upgrade.upgrade_file(real, key)
            return cls(file_engine(real, key=key), path, lock, key, is_read_only=is_read_only)
        except BaseException:
            if lock is not None:
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
        from models import lineage

        with self.backing_up, self._writing:
            if not self._is_closed and not self.is_passing:
                lineage.remember(self)
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
        if self.is_read_only:
            raise refusal("notebook_read_only", file=Path(self.where).name, folder=str(Path(self.where).parent))
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

    @property
    def is_writing(self) -> bool:
        """Tell whether a write runs at this moment: what can wait comes after it."""
        return self._writing.locked()

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

    def save_copy(self, path: Path) -> None:
        """Write a whole copy of a notebook file, locked as this one is. Raises UserError when it cannot be written."""
        from models.file_copies import copy_open

        self._refuse_closed()
        copy_open(self._engine, path)

    @property
    def is_locked(self) -> bool:
        """Tell whether the file is encrypted; the live file itself is opened by nobody to find out."""
        return self._key is not None

    def opens_with(self, typed: str) -> bool:
        """Tell whether this is the passphrase or the recovery key of this notebook. Raises UserError recovery_wrong."""
        return self._key is not None and cipher.matches(self._key, typed)

    def save_checked(self, path: Path) -> None:
        """Write a copy that no write waits for, and check it, as file_copies.copy_checked does."""
        from models.file_copies import copy_checked

        self._refuse_closed()
        copy_checked(self._engine, path, self._key)

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
        """Forget old journal contents; where that cannot be written at this moment, the next start does it."""
        try:
            with self._transaction() as (db, _):
                history.purge(db, utc_now())
                half_typed.purge(db, utc_now())
        except UserError as error:
            if error.problems[0].code not in ("place_read_only", "notebook_busy", "disk_full"):
                raise

    def _forget_again(self) -> None:
        """Forget whom an older copy brought back."""
        from models import forgetting

        try:
            forgetting.reapply(self, today=utc_now().date())
        except UserError as error:
            if error.problems[0].code not in ("place_read_only", "notebook_busy", "disk_full"):
                raise
