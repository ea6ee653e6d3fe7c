"""Locks: a notebook gets one, another one or none, its backups with it; the recovery sheet opens what it should."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import backup, cipher, people, protection, restoring
from models.backup import Reason
from models.cipher import FileKey
from models.notebook import Notebook
from models.problem import UserError
from models.progress import finish
from tests.builders import a_person
from tests.models.dumps import Dump, dump

WORDS = "lune verte du blosne"


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))


@pytest.fixture
def path(file_notebook: Notebook) -> Path:
    """A closed notebook with somebody in it who has left no trace but here, and one backup."""
    with file_notebook.write("Prepare") as db:
        a_person(db, "Canari")
        gone = a_person(db, "Gone")
    with file_notebook.write("Prepare") as db:
        people.remove(db, [gone])
    backup.make(file_notebook, Reason.ASKED)
    file_notebook.close()
    return Path(file_notebook.where)


def content(path: Path, passphrase: str | None = None) -> Dump:
    with Notebook.open(path, passphrase=passphrase) as notebook, notebook.read() as db:
        return dump(db)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as error:
        act()
    return error.value.problems[0].code


def test_a_lock_hides_all_and_changes_nothing_in_it(path: Path) -> None:
    before = content(path)
    done = finish(protection.change(path, None, cipher.new_key(WORDS)))
    assert (done.backups, done.left) == (1, ())
    for each in (path, *(each.path for each in backup.of_file(path))):
        assert b"Canari" not in each.read_bytes()
        assert refused(lambda each=each: restoring.look(each)) == "passphrase_needed"  # type: ignore[misc]
        assert restoring.look(each, passphrase=WORDS).counts["person"] == 1
    assert content(path, WORDS) == before
    with Notebook.open(path, passphrase=WORDS) as notebook, notebook.write("Prepare") as db:
        assert a_person(db, "Zoé") == 3, "numbers of people who have gone are never given again"


def test_another_passphrase_closes_the_door_to_the_first(path: Path) -> None:
    finish(protection.change(path, None, cipher.new_key(WORDS)))
    finish(protection.change(path, WORDS, cipher.new_key("encore plus de mots")))
    assert refused(lambda: content(path, WORDS)) == "passphrase_wrong"
    assert content(path, "encore plus de mots")["person"][0]["given_name"] == "Canari"
    (kept,) = backup.of_file(path)
    assert restoring.look(kept.path, passphrase="encore plus de mots").counts["person"] == 1


def test_a_lock_is_taken_away(path: Path) -> None:
    before = content(path)
    finish(protection.change(path, None, cipher.new_key(WORDS)))
    finish(protection.change(path, WORDS, None))
    assert content(path) == before
    (kept,) = backup.of_file(path)
    assert restoring.look(kept.path).counts["person"] == 1


def test_the_recovery_key_opens_and_gives_a_new_passphrase(path: Path) -> None:
    key = cipher.new_key(WORDS)
    finish(protection.change(path, None, key))
    typed = cipher.recovery_text(key).lower().replace(" ", "\n")
    assert content(path, typed)["person"][0]["given_name"] == "Canari"
    finish(protection.change(path, typed, cipher.new_key("des mots retrouves")))
    assert refused(lambda: content(path, typed)) == "passphrase_wrong"
    assert len(content(path, "des mots retrouves")["person"]) == 1


@given(st.binary(min_size=48, max_size=48), st.integers(0, 79), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_slip_in_the_recovery_key_is_noticed(content: bytes, place: int, letter: str) -> None:
    key = FileKey(content[:32], content[32:])
    text = cipher.recovery_text(key)
    assert cipher.recovery_key(text) == key
    letters = text.replace(" ", "")
    slip = letters[:place] + letter + letters[place + 1 :]
    read = None
    with suppress(UserError):
        read = cipher.recovery_key(slip)
    assert read in (None, key), "noticed, or a bit that no byte holds"


@pytest.mark.parametrize("text", ["", WORDS, "A" * 79, "1" * 80, "é" * 80])
def test_a_passphrase_is_no_recovery_key(text: str) -> None:
    assert cipher.recovery_key(text) is None


def test_a_wrong_passphrase_or_an_open_notebook_changes_nothing(path: Path) -> None:
    with Notebook.open(path):
        assert refused(lambda: finish(protection.change(path, None, cipher.new_key(WORDS)))) == "notebook_in_use"
    finish(protection.change(path, None, cipher.new_key(WORDS)))
    before = path.read_bytes()
    assert refused(lambda: finish(protection.change(path, "un autre", None))) == "passphrase_wrong"
    assert path.read_bytes() == before


def test_a_disk_that_fails_leaves_the_notebook_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(protection, "sync_file", full)
    assert refused(lambda: finish(protection.change(path, None, cipher.new_key(WORDS)))) == "disk_full"
    assert path.read_bytes() == before
    assert list(path.parent.glob(".*.part")) == []


def test_a_spoiled_backup_is_left_and_told(path: Path) -> None:
    (kept,) = backup.of_file(path)
    spoiled = bytearray(kept.path.read_bytes())
    spoiled[9000] ^= 1
    kept.path.write_bytes(spoiled)
    done = finish(protection.change(path, None, cipher.new_key(WORDS)))
    assert (done.backups, done.left) == (0, (kept.path,))


def test_a_backup_of_an_older_lock_is_left_and_told(path: Path) -> None:
    finish(protection.change(path, None, cipher.new_key(WORDS)))
    (old,) = backup.of_file(path)
    stays = old.path.read_bytes()
    finish(protection.change(path, WORDS, cipher.new_key("encore plus de mots")))
    (new,) = backup.of_file(path)
    new.path.unlink()
    old.path.write_bytes(stays)
    done = finish(protection.change(path, "encore plus de mots", None))
    assert done.left == (old.path,)
    assert restoring.look(old.path, passphrase=WORDS).counts["person"] == 1


@pytest.mark.parametrize("passphrase", ["", "court", "a b c d e f g h i j k"])
def test_what_is_soon_found_is_refused(passphrase: str) -> None:
    assert refused(lambda: protection.check(passphrase)) == "passphrase_short"
