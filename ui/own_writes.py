"""Owns the writes of one view: it shows them itself, so what comes back of them is not read again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from models.journal import Changes
from models.notebook import Db, Notebook


class OwnWrites:
    """Writes for one view, and knows its own writes when they come back through refresh()."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._entries: set[int] = set()

    @contextmanager
    def write(self, text: str) -> Iterator[Db]:
        """Write under this label."""
        thread = threading.get_ident()

        def note(changes: Changes) -> None:
            if threading.get_ident() == thread:
                self._entries.add(changes.entry.id)

        stop = self._notebook.listen(note)
        try:
            with self._notebook.write(text) as db:
                yield db
        finally:
            stop()

    def know(self, changes: Changes | None) -> bool:
        """Tell whether a change is one of these writes, once for each; None forgets them all."""
        if changes is None:
            self._entries.clear()
            return False
        is_known = changes.entry.id in self._entries
        self._entries.discard(changes.entry.id)
        return is_known
