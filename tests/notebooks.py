"""Notebooks for tests: new ones, as a file and as a database on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.notebook import Notebook
from tests.tools import needs

BOTH = ("sqlite", pytest.param("postgresql", marks=needs("initdb")))


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new notebook, closed, from which each test gets its own copy."""
    path = tmp_path_factory.mktemp("new") / "new.carnet"
    Notebook.create(path, association_name="Les Puces du Blosne").close()
    return path


@pytest.fixture(params=BOTH)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where a new notebook of this test's own lies, once for each engine."""
    if request.param == "sqlite":
        path = tmp_path / "notebook.carnet"
        shutil.copyfile(request.getfixturevalue("new_file"), path)
        yield path
        return
    server = request.getfixturevalue("postgres")
    database = server.new_database(template=request.getfixturevalue("postgres_template"))
    yield server.url(database)
    server.drop(database)


@pytest.fixture
def notebook(where: str | Path) -> Iterator[Notebook]:
    """An open notebook, new, once for each engine."""
    with Notebook.open(where) as opened:
        yield opened


@pytest.fixture
def file_notebook(new_file: Path, tmp_path: Path) -> Iterator[Notebook]:
    """An open notebook file, where the engine makes no difference."""
    path = tmp_path / "notebook.carnet"
    shutil.copyfile(new_file, path)
    with Notebook.open(path) as opened:
        yield opened
