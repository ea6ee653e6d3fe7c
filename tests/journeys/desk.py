"""A coordinator at a terminal: every command in a process of its own, as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Desk:
    """A coordinator at a terminal, with one notebook."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebook = folder / "Les Puces.carnet"

    def types(self, *words: object) -> str:
        """Run main.py in a process of its own; it must do what was asked."""
        line = [sys.executable, "main.py", "--lang", "fr", "--notebook", self.notebook, *words]
        done = subprocess.run([str(word) for word in line], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def asks(self, *words: object) -> Any:
        """Run a command and read its document."""
        return json.loads(self.types(*words, "--json"))
