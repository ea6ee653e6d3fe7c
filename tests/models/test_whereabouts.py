"""Where a notebook lies: what is said of folders that travel, servers, sticks, and places that can only be read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from models import moving, people, whereabouts
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from models.problem import UserError
from models.whereabouts import Mounted, Risk, Whereabouts, on_mount, synced_by
from tests.builders import a_person

NOBODY = 65534
TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Les Puces/Ateliers", "OneDrive"),
        ("Dropbox (Personnel)", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/ProtonDrive-zoe@example.org", "Proton Drive"),
        ("Library/CloudStorage/Infomaniak-zoe", "Infomaniak"),
        ("Nextcloud2/Asso", "Nextcloud"),
        ("Documents/My drive-in cinema", "Google Drive"),  # a beginning is enough: one banner too many does no harm
        ("Documents/Ateliers", ""),
        ("Boxe", ""),
    ],
)
def test_a_folder_that_travels_by_itself_is_known_by_its_name(tmp_path: Path, folder: str, service: str) -> None:
    assert synced_by(tmp_path / folder) == service


@pytest.mark.parametrize("mark", [".dropbox", ".sync_3f2a91.db"])
def test_a_folder_with_another_name_is_known_by_what_its_program_leaves(tmp_path: Path, mark: str) -> None:
    (tmp_path / "Partage" / "2026").mkdir(parents=True)
    assert synced_by(tmp_path / "Partage" / "2026") == ""
    (tmp_path / "Partage" / mark).touch()
    assert synced_by(tmp_path / "Partage" / "2026") == "Partage"


ROOT = Mounted("/", "ext4", "rw,relatime", "/dev/no-such-disk")


@pytest.mark.parametrize(
    ("mounted", "folder", "found"),
    [
        ([ROOT], PurePosixPath("/maison"), None),
        (
            [ROOT, Mounted("/partage", "cifs", "rw", "//nas/asso")],
            PurePosixPath("/partage/2026"),
            Whereabouts(Risk.NETWORK, "//nas/asso"),
        ),
        ([ROOT, Mounted("/partage", "cifs", "rw", "//nas/asso")], PurePosixPath("/partages"), None),
        (
            [
                Mounted("/partage", "nfs4", "rw", "nas:/partage"),
                Mounted("/partage/local", "ext4", "rw", "/dev/no-such-disk"),
            ],
            PurePosixPath("/partage/local/a"),
            None,
        ),
        (
            [Mounted("E:\\", "FAT32", "rw,removable", "E:\\"), Mounted("C:\\", "NTFS", "rw,fixed", "C:\\")],
            PureWindowsPath("E:\\Ateliers"),
            Whereabouts(Risk.REMOVABLE, "E:\\"),
        ),
        (
            [Mounted("Z:\\", "NTFS", "rw,remote", "Z:\\")],
            PureWindowsPath("Z:\\Ateliers"),
            Whereabouts(Risk.NETWORK, "Z:\\"),
        ),
        ([], PureWindowsPath("\\\\nas\\asso\\2026"), Whereabouts(Risk.NETWORK, "nas")),
    ],
)
def test_the_innermost_mount_decides(mounted: list[Mounted], folder: PurePosixPath, found: Whereabouts | None) -> None:
    assert on_mount(folder, mounted) == found


def test_this_machine_tells_of_its_own_mounts(tmp_path: Path) -> None:
    assert any(tmp_path.is_relative_to(each.mountpoint) for each in whereabouts._mounted())


@contextmanager
def nobody_in_particular() -> Iterator[None]:
    """Have no more rights than any user: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked_folder(new_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A notebook with one person, in a folder where nothing can be written, as on a stick with its slide closed."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "nord.carnet"
    path.write_bytes(new_file.read_bytes())
    with Notebook.open(path) as notebook, notebook.write("Add a person") as db:
        a_person(db, "Zoé", "Le Goff")
    for each in folder.iterdir():
        if each != path:
            each.unlink()
    path.chmod(0o444)
    folder.chmod(0o555)
    for each in tmp_path.parents:  # the way there must be open
        if each.stat().st_uid == os.geteuid() and str(each).startswith(str(Path(os.environ.get("TMPDIR", "/tmp")))):
            each.chmod(each.stat().st_mode | 0o011)
    tmp_path.chmod(0o755)
    yield path
    folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told another way")
def test_a_notebook_that_can_only_be_read_opens_and_says_so_when_something_is_to_be_saved(locked_folder: Path) -> None:
    before = {each.name: each.read_bytes() for each in locked_folder.parent.iterdir()}
    with nobody_in_particular(), Notebook.open(locked_folder) as notebook:
        assert notebook.is_read_only
        with notebook.read() as db:
            assert people.find(db, PeopleQuery("goff"))
        with pytest.raises(UserError) as error, notebook.write("Add a person") as db:
            people.save(db, PersonDraft("Ana", "Le Goff"), today=TODAY)
        assert error.value.problems[0].code == "notebook_read_only"
    assert {each.name: each.read_bytes() for each in locked_folder.parent.iterdir()} == before, "no lock, no litter"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told another way")
def test_a_copy_of_it_elsewhere_can_be_worked_in(locked_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    copy = moving.copy_to(locked_folder, tmp_path / "documents")
    with Notebook.open(copy) as notebook:
        assert not notebook.is_read_only
        with notebook.write("Add a person") as db:
            a_person(db, "Ana", "Le Goff")


def test_a_notebook_moves_whole_or_stays(file_notebook: Notebook, tmp_path: Path) -> None:
    where = Path(file_notebook.where)
    content = where.read_bytes()
    file_notebook.close()
    (tmp_path / "documents").mkdir()
    with pytest.raises(UserError) as error:
        moving.move_to(where, tmp_path / "nowhere")
    assert error.value.problems[0].code == "place_missing"
    assert where.read_bytes() == content
    moved = moving.move_to(where, tmp_path / "documents")
    assert (moved.read_bytes(), where.exists()) == (content, False)
    assert [each.name for each in moved.parent.iterdir()] == [moved.name]


def test_a_notebook_never_takes_the_place_of_another(file_notebook: Notebook, tmp_path: Path) -> None:
    where = Path(file_notebook.where)
    file_notebook.close()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / where.name).write_bytes(b"another")
    with pytest.raises(UserError) as error:
        moving.move_to(where, tmp_path / "documents")
    assert error.value.problems[0].code == "file_exists"
    assert where.is_file()
    assert (tmp_path / "documents" / where.name).read_bytes() == b"another"
