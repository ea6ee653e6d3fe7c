"""A batch of certificates on a full or read-only disk, or cancelled anywhere: nothing half, and a retry works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from documents.batch import BatchReport, certificates_each, certificates_in_one, mail_drafts
from documents.facts import Print
from documents.layout import layout
from models.problem import UserError
from models.progress import Task, finish
from tests.documents.builders import a_certificate

PRINTS = [(a_certificate(name=f"Personne {n}", number=f"LPB-2026-{n:04}"), Print()) for n in range(1, 9)]
ADDRESSES = {facts.number: "zoe@exemple.fr" for facts, _print in PRINTS}

Batch = Callable[[Path], Task[BatchReport]]
BATCHES: dict[str, Batch] = {
    "one": lambda folder: certificates_in_one(PRINTS, layout(), folder / "all.pdf"),
    "each": lambda folder: certificates_each(PRINTS, layout(), folder),
    "mail": lambda folder: mail_drafts(PRINTS, layout(), folder, ADDRESSES),
}
kinds = pytest.mark.parametrize("kind", BATCHES)


def refused(kind: str, folder: Path) -> tuple[str, str]:
    with pytest.raises(UserError) as error:
        finish(BATCHES[kind](folder))
    problem = error.value.problems[0]
    return problem.code, str(problem.values["file"])


def all_made(kind: str, folder: Path) -> None:
    report = finish(BATCHES[kind](folder))
    assert len(report.made) == len(PRINTS)
    assert not any("(2)" in each.name for each in report.files)
    for path in report.files:
        if path.suffix == ".pdf":
            pikepdf.open(path).close()


@kinds
def test_a_full_disk_is_said_nothing_half_is_left_and_a_retry_works(
    kind: str, small_disk: Path, tmp_path: Path
) -> None:
    """Half of what the batch needs is free: the disk is full in the middle of it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    all_made(kind, elsewhere)
    needed = sum(each.stat().st_size for each in elsewhere.iterdir())
    filling = small_disk / "photos"
    filling.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - needed // 2))
    folder = small_disk / "out"
    folder.mkdir()
    code, file = refused(kind, folder)
    assert (code, bool(file)) == ("disk_full", True)
    assert list(folder.iterdir()) == []
    filling.unlink()
    all_made(kind, folder)


@kinds
def test_a_read_only_folder_is_said_nothing_is_left_and_a_retry_works(kind: str, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert refused(kind, small_disk)[0] == "place_read_only"
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert list(small_disk.iterdir()) == []
    all_made(kind, small_disk)


@kinds
def test_cancelled_at_every_step_nothing_is_left_and_a_retry_works(kind: str, tmp_path: Path) -> None:
    for steps in range(len(PRINTS) + 1):
        task = BATCHES[kind](tmp_path)
        for _ in range(steps):
            next(task)
        task.close()
        assert list(tmp_path.iterdir()) == [], steps
    all_made(kind, tmp_path)


@kinds
def test_a_folder_that_is_gone_is_said(kind: str, tmp_path: Path) -> None:
    assert refused(kind, tmp_path / "gone")[0] == "place_missing"
