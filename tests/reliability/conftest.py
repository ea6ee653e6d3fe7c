"""The notebooks that the reliability tests do harm to, and the disk that is too small for them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.notebooks import file_notebook, new_file
from tests.postgres import Server, postgres, postgres_template

__all__ = ["file_notebook", "new_file", "postgres", "postgres_template"]


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of so many megabytes: only root can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    with mounted(tmp_path / "disk", 2) as folder:
        yield folder


@pytest.fixture
def on_small_disk(postgres: Server) -> Iterator[tuple[str, Path]]:
    """The address of an empty database whose tables lie on a small disk, and that disk; its journal has room."""
    with TemporaryDirectory(prefix="carnet-disk-") as folder:
        Path(folder).chmod(0o755)  # the server runs as another user
        with mounted(Path(folder) / "disk", 24) as disk:
            tables = disk / "tables"
            tables.mkdir()
            shutil.chown(tables, "postgres")
            postgres.run(f"CREATE TABLESPACE small LOCATION '{tables}'")
            postgres.run("CREATE DATABASE on_small_disk TABLESPACE small TEMPLATE template0")
            yield postgres.url("on_small_disk"), disk
            postgres.drop("on_small_disk")
            postgres.run("DROP TABLESPACE small")
