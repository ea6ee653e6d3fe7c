"""Commands run as a person types them, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import commands
from resources import i18n

TODAY = date(2026, 5, 12)  # a Tuesday


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English on 12 May 2026."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(i18n, "_current", i18n.language("en"))

    def typed(*words: object) -> Ran:
        capsys.readouterr()
        status = commands.run([str(word) for word in words], now=lambda: TODAY)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Ran(status, told.out, told.err)

    return typed


@pytest.fixture
def notebook(run: Run, tmp_path: Path) -> Path:
    """An empty notebook."""
    path = tmp_path / "puces.carnet"
    assert run("new", path, "--association", "Les Puces du Blosne", "--town", "Rennes").status == 0
    return path


@pytest.fixture
def on(run: Run, notebook: Path) -> Run:
    """Run a command on that notebook."""
    return lambda *words: run("--notebook", notebook, *words)
