"""The one writer of files: whole or not at all, and a sentence that names the file and the cause."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from models.files import whole_file, write_file
from models.problem import UserError

CAUSES = [
    (errno.ENOSPC, "disk_full"),
    (errno.EDQUOT, "disk_full"),
    (errno.EROFS, "place_read_only"),
    (errno.EACCES, "place_forbidden"),
    (errno.EIO, "file_not_written"),
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "attestations.pdf"
    write_file(path, b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_written_and_replaced_whole(old: Path) -> None:
    assert old.read_bytes() == b"old"
    write_file(old, b"new" * 100_000)
    assert old.read_bytes() == b"new" * 100_000
    assert names(old.parent) == ["attestations.pdf"]


def test_until_the_end_the_old_file_is_there(old: Path) -> None:
    with whole_file(old) as stream:
        stream.write(b"half")
        stream.flush()
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"half"


def test_an_exception_while_writing_leaves_the_old_file_and_no_litter(old: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_file(old) as stream:  # noqa: PT012
        stream.write(b"half")
        raise ZeroDivisionError
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["attestations.pdf"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(("number", "code"), CAUSES)
def test_whatever_the_disk_refuses_the_old_file_stays_and_the_cause_is_named(
    old: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse)
        with pytest.raises(UserError) as error:
            write_file(old, b"new")
    problem = error.value.problems[0]
    assert (problem.code, problem.values["file"]) == (code, "attestations.pdf")
    assert problem.values["folder"] == str(old.parent)
    assert problem.values["cause"] == os.strerror(number)
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["attestations.pdf"]
    write_file(old, b"new")  # and again, when the disk agrees
    assert old.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("place", "code"),
    [("missing/a.pdf", "place_missing"), ("attestations.pdf/a.pdf", "place_missing"), ("folder", "place_is_folder"),
     ("é" * 200, "file_name_too_long")],
)  # fmt: skip
def test_a_place_that_cannot_be_is_named(old: Path, place: str, code: str) -> None:
    (old.parent / "folder").mkdir()
    before = names(old.parent)
    with pytest.raises(UserError) as error:
        write_file(old.parent / place, b"new")
    assert error.value.problems[0].code == code
    assert names(old.parent) == before


@pytest.mark.parametrize("name", ["puces.carnet", "Puces.CARNET", "prêt.colis"])
def test_nothing_takes_the_place_of_a_notebook_or_a_parcel(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"a year of work")
    with pytest.raises(UserError) as error:
        write_file(path, b"%PDF")
    assert error.value.problems[0].code == "place_is_notebook"
    assert path.read_bytes() == b"a year of work"
    assert names(tmp_path) == [name]


def test_a_folder_that_may_not_be_written_is_said(old: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    old.parent.chmod(0o500)
    with pytest.raises(UserError) as error:
        write_file(old, b"new")
    old.parent.chmod(0o700)
    assert error.value.problems[0].code == "place_forbidden"


def test_a_finished_file_can_be_checked(old: Path) -> None:
    seen = []
    write_file(old, b"new", check=lambda path: seen.append(path.read_bytes()))
    assert seen == [b"new"]
