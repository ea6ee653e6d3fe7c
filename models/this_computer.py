"""All that this computer holds of one notebook, and erasing it: for a laptop that goes back to whoever lent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models import association, backup, erasure_ledger, lineage
from models.files import file_error
from models.locks import lock_path
from models.notebook import Notebook
from models.platforms import sync_folder
from models.problem import refusal


@dataclass(frozen=True, slots=True)
class Traces:
    """What is here of a notebook: its file, older ones kept aside, backups, and what the application remembers."""

    notebook: Path
    aside: tuple[Path, ...]
    backups: tuple[Path, ...]
    memory: tuple[Path, ...]

    def files(self) -> Iterator[Path]:
        """Return every file that is there, the notebook last: what remains when something fails can be opened again."""
        yield from (each for each in (*self.memory, *self.backups, *self.aside, self.notebook) if each.is_file())

    @property
    def size(self) -> int:
        """Return the room they take, in bytes."""
        return sum(each.stat().st_size for each in self.files())


def traces(notebook: Notebook) -> Traces:
    """Return what this computer holds of an open notebook. Raises UserError backup_of_server: a server is elsewhere."""
    if not isinstance(notebook.where, Path):
        raise refusal("backup_of_server")
    with notebook.read() as db:
        own = association.identity(db).notebook_uid
    where = notebook.where.resolve()
    folder = backup.folder_of(own)
    kept = tuple(sorted(each for each in folder.rglob("*") if each.is_file())) if folder.is_dir() else ()
    aside = tuple(
        sorted(
            each
            for each in where.parent.iterdir()
            if each.suffix == where.suffix and each.name.startswith(f"{where.stem} (") and each.is_file()
        )
    )
    return Traces(where, aside, kept, (lineage.path_of(own), erasure_ledger.path_of(own)))


def erase(found: Traces) -> int:
    """Erase them and return how many files went; the notebook must be closed.

    Raises UserError naming the file that could not be erased; the notebook itself goes last.
    """
    count = 0
    for path in list(found.files()):
        try:
            path.unlink()
            count += 1
        except FileNotFoundError:
            continue
        except OSError as error:
            raise file_error(error, path) from error
    with suppress(OSError):
        lock_path(found.notebook).unlink(missing_ok=True)
    for folder in {each.parent for each in found.backups}:
        with suppress(OSError):  # one that holds something else stays
            folder.rmdir()
    sync_folder(found.notebook.parent)
    return count
