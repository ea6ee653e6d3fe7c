"""Owns what accompanies an open notebook in its window, and ends with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ui.backups import BackupKeeper
from ui.idle_lock import IdleLock
from ui.instances import Instance

if TYPE_CHECKING:
    from models.notebook import Notebook
    from ui.main_window import MainWindow


class Companion(Protocol):
    """Something that runs beside the pages."""

    def stop(self) -> None:
        """End with the notebook."""


def companions(window: MainWindow, notebook: Notebook) -> list[Companion]:
    """Begin what this notebook needs: backups, the curtain of a locked one, a name by which other windows call it."""
    found: list[Companion] = [BackupKeeper(window, notebook)]
    if notebook.is_locked:
        found.append(IdleLock(window, notebook))
    if isinstance(notebook.where, Path):
        found.append(Instance(window, notebook.where))
    return found
