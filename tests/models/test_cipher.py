"""A notebook locked by a passphrase: unreadable without it, like any other with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models import association, cipher, upgrade
from models.engines import file_engine
from models.locks import lock_path
from models.notebook import Notebook
from models.problem import UserError
from resources.i18n import N_
from tests.builders import a_person

PASSPHRASE = "la clé d’Aïssatou, 4 mots"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed notebook with a passphrase and someone in it."""
    path = tmp_path_factory.mktemp("sealed") / "sealed.carnet"
    notebook = Notebook.create(path, association_name="Les Puces du Blosne", passphrase=PASSPHRASE)
    with notebook, notebook.write(N_("Add a person")) as db:
        a_person(db, "Canari", "Jaune", phone="06 12 34 56 78")
    return path


def refused(path: Path, passphrase: str | None) -> str:
    """Return the code with which opening is refused."""
    with pytest.raises(UserError) as error:
        Notebook.open(path, passphrase=passphrase)
    return error.value.problems[0].code


def test_a_notebook_with_a_passphrase_opens_with_it(sealed: Path) -> None:
    with Notebook.open(sealed, passphrase=PASSPHRASE) as notebook, notebook.read() as db:
        assert association.draft(db).name == "Les Puces du Blosne"


def test_nothing_of_it_can_be_read_without(sealed: Path) -> None:
    content = sealed.read_bytes()
    assert not [word for word in (b"Canari", b"canari", b"Puces", b"06 12", b"SQLite") if word in content]


@pytest.mark.parametrize(("passphrase", "code"), [(None, "passphrase_needed"), ("", "passphrase_needed")])
def test_without_a_passphrase_it_asks_and_leaves_no_file_beside(
    sealed: Path, tmp_path: Path, passphrase: str | None, code: str
) -> None:
    path = Path(shutil.copy(sealed, tmp_path / "copy.carnet"))
    assert refused(path, passphrase) == code
    assert [each.name for each in tmp_path.iterdir()] == ["copy.carnet"]


def test_a_wrong_passphrase_changes_nothing_and_keeps_nobody_out(sealed: Path) -> None:
    before = sealed.read_bytes()
    assert refused(sealed, "la cle d’Aissatou, 4 mots") == "passphrase_wrong"
    assert sealed.read_bytes() == before
    Notebook.open(sealed, passphrase=PASSPHRASE).close()


def test_each_page_is_vouched_for(sealed: Path, tmp_path: Path) -> None:
    content, path = bytearray(sealed.read_bytes()), tmp_path / "flipped.carnet"
    for place in (3, 20, 2000, cipher.PAGE - 1):
        flipped = content.copy()
        flipped[place] ^= 1
        path.write_bytes(flipped)
        assert refused(path, PASSPHRASE) == "passphrase_wrong"
    path.write_bytes(content[:-100])
    assert refused(path, PASSPHRASE) == "notebook_not_ours"


def test_a_file_that_needs_no_passphrase_ignores_it(new_file: Path) -> None:
    Notebook.open(new_file, passphrase="anything").close()


def test_sqlcipher_itself_opens_the_file_with_the_words_alone(sealed: Path) -> None:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(sealed))
    connection.execute(f"PRAGMA key = '{PASSPHRASE}'")
    assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)
    connection.close()


def test_a_locked_notebook_of_a_newer_version_is_left_alone(sealed: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sealed, tmp_path / "newer.carnet"))
    key = cipher.unlock(path, PASSPHRASE)
    assert key is not None
    engine = file_engine(path, key=key)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={upgrade.FORMAT + 1}")
        connection.commit()
    engine.dispose()
    before = path.read_bytes()
    assert refused(path, PASSPHRASE) == "notebook_newer"
    assert path.read_bytes() == before


def test_a_locked_notebook_of_an_older_version_is_upgraded_and_stays_locked(tmp_path: Path) -> None:
    path = tmp_path / "old.carnet"
    key = cipher.new_key(PASSPHRASE)
    upgrade._migrate_file(path, "0003", key=key)
    assert refused(path, None) == "passphrase_needed"
    upgrade.upgrade_file(path, key)
    kept = [each for each in tmp_path.iterdir() if each.name != lock_path(path).name]
    assert sorted(each.name for each in kept) == ["old (version 3).carnet", "old.carnet"]
    assert all(cipher.is_sealed(each) for each in kept)


def test_a_passphrase_of_ours_can_be_read_out_and_typed_in_any_way(tmp_path: Path) -> None:
    words = cipher.new_passphrase()
    assert len(words.split()) == 5
    assert {len(word) for word in words.split()} == {4}
    assert words.isascii()
    assert cipher.new_passphrase() != words
    path = tmp_path / "parcel.colis"
    Notebook.create(path, association_name="A", passphrase=cipher.plain_letters(words)).close()
    for typed in (words, words.upper(), words.replace(" ", "-"), words.replace(" ", "")):
        Notebook.open(path, passphrase=typed).close()
