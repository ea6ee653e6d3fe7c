"""From every older notebook to this version, or not one byte changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.migration import MigrationContext
from alembic.operations import Operations

from models import association, people, places, programme, trainers, upgrade
from models.cipher import FileKey
from models.engines import APPLICATION_ID, file_engine, server_engine
from models.notebook import Notebook
from models.places import PlaceDraft
from models.problem import UserError
from tests.builders import a_person
from tests.postgres import Server
from tests.tools import needs

FILES = Path(__file__).parent / "files"
OLD = sorted(FILES.glob("*.carnet"))


def around(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, without the locks."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".lock"}


def refused(path: Path) -> str:
    with pytest.raises(UserError) as error:
        Notebook.open(path)
    return error.value.problems[0].code


def differences(path: Path) -> list[str]:
    engine = file_engine(path)
    try:
        with engine.connect() as connection:
            return upgrade.schema_differences(connection)
    finally:
        engine.dispose()


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """The notebook of the first version: an association, two places, a trainer, a history with an undo."""
    path = tmp_path / "carnet.carnet"
    shutil.copyfile(FILES / "0001.carnet", path)
    return path


def test_there_is_a_stored_file_for_every_version_before_this_one() -> None:
    assert [path.stem for path in OLD] == [f"{number:04d}" for number in range(1, upgrade.FORMAT)]


@pytest.mark.parametrize("stored", OLD, ids=lambda path: path.stem)
def test_an_old_notebook_keeps_its_rows_and_gets_the_tables_of_this_version(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "carnet.carnet"
    shutil.copyfile(stored, path)
    with Notebook.open(path) as notebook, notebook.read() as db:
        assert association.draft(db).name == "Les Puces du Blosne"
        lines = places.lines(db, places.find(db))
        assert sorted(line.name for line in lines.values()) == [
            "Bibliothèque Triangle",
            "Maison de quartier <La Touche> & Cie",
        ]
        assert [line.name for line in trainers.lines(db, trainers.find(db)).values()] == ["Aïssatou N’Diaye"]
        assert programme.profile(db).code == "ateliers-numeriques"
    assert differences(path) == []


def test_what_was_done_in_the_old_version_can_still_be_taken_back(old_file: Path) -> None:
    with Notebook.open(old_file) as notebook:
        entry = notebook.undoable()
        assert entry is not None
        notebook.undo()
        notebook.redo()
        with notebook.write("Add a person") as db:
            a_person(db)
        with notebook.read() as db:
            assert people.count(db) == 1


def test_the_old_notebook_is_kept_beside_the_new_one(old_file: Path) -> None:
    earlier = old_file.with_name("carnet (version 1).carnet")
    earlier.write_bytes(b"an older file of this name is never replaced")
    Notebook.open(old_file).close()
    assert set(around(old_file.parent)) == {"carnet.carnet", earlier.name, "carnet (version 1, 2).carnet"}
    assert earlier.read_bytes() == b"an older file of this name is never replaced"
    kept = old_file.with_name("carnet (version 1, 2).carnet")
    assert int.from_bytes(kept.read_bytes()[60:64], "big") == 1
    with Notebook.open(kept) as notebook, notebook.read() as db:
        assert len(places.find(db)) == 2


def test_a_new_notebook_has_the_tables_of_the_models(new_file: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(new_file, tmp_path / "new.carnet")
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == upgrade.FORMAT
    assert differences(path) == []


@needs("initdb")
def test_a_new_notebook_on_a_server_has_the_tables_of_the_models(postgres: Server) -> None:
    database = postgres.new_database()
    Notebook.create(postgres.url(database), association_name="Les Puces").close()
    engine = server_engine(postgres.url(database))
    with engine.connect() as connection:
        assert upgrade.schema_differences(connection) == []
    engine.dispose()
    with pytest.raises(UserError) as error:
        Notebook.create(postgres.url(database), association_name="Les Puces")
    assert error.value.problems[0].code == "notebook_exists"
    postgres.run("UPDATE alembic_version SET version_num = '0099'", database)
    with pytest.raises(UserError) as error:
        Notebook.open(postgres.url(database))
    assert error.value.problems[0].code == "notebook_newer"
    postgres.drop(database)


@needs("initdb")
def test_an_old_notebook_on_a_server_is_upgraded_in_one_transaction(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = postgres.new_database()
    engine = server_engine(postgres.url(database))
    with engine.execution_options(door="write").begin() as connection:
        upgrade.run_migrations(connection, "0001")
    with monkeypatch.context() as patch:
        patch.setattr(op, "create_index", _fail)
        with pytest.raises(KeyError):
            Notebook.open(postgres.url(database))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "0001"
        assert not sa.inspect(connection).has_table("person")
    Notebook.open(postgres.url(database)).close()
    with engine.connect() as connection:
        assert upgrade.schema_differences(connection) == []
    engine.dispose()
    postgres.drop(database)


@needs("initdb")
def test_an_empty_database_on_a_server_is_no_notebook(postgres: Server) -> None:
    database = postgres.new_database()
    with pytest.raises(UserError) as error:
        Notebook.open(postgres.url(database))
    assert error.value.problems[0].code == "notebook_missing"
    postgres.drop(database)


@pytest.mark.parametrize("address", ["postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "mysql://h/x", "a://b"])
def test_a_server_that_does_not_answer_is_said_without_the_password(address: str) -> None:
    with pytest.raises(UserError) as error:
        Notebook.open(address)
    problem = error.value.problems[0]
    assert problem.code == "server_unreachable"
    assert "secret" not in str(problem.values)


def _fail(*_: Any, **__: Any) -> None:
    raise KeyError("a fault in a migration")


def test_a_newer_notebook_is_refused_with_not_one_byte_changed(new_file: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(new_file, tmp_path / "newer.carnet")
    content = bytearray(path.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(content)
    assert refused(path) == "notebook_newer"
    assert around(tmp_path) == {"newer.carnet": bytes(content)}


def test_a_failed_upgrade_leaves_the_old_notebook_as_it_was(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = around(old_file.parent)
    for name in ("create_index", "bulk_insert"):  # in the middle, and at the end
        with monkeypatch.context() as patch:
            patch.setattr(op, name, _fail)
            with pytest.raises(KeyError):
                Notebook.open(old_file)
        assert around(old_file.parent) == before
    Notebook.open(old_file).close()


def test_an_upgrade_that_lost_rows_is_refused(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, migrate = around(old_file.parent), upgrade._migrate_file

    def lossy(path: Path, *, key: FileKey | None) -> None:
        migrate(path, key=key)
        engine = file_engine(path)
        with engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM trainer")
            connection.commit()
        engine.dispose()

    monkeypatch.setattr(upgrade, "_migrate_file", lossy)
    assert refused(old_file) == "upgrade_failed"
    assert around(old_file.parent) == before


def test_an_upgrade_to_other_tables_than_the_models_is_refused(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = around(old_file.parent)
    monkeypatch.setattr(op, "create_index", lambda *_, **__: None)
    assert refused(old_file) == "upgrade_failed"
    assert around(old_file.parent) == before


def test_an_upgrade_without_room_on_the_disk_is_refused(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = around(old_file.parent)

    def full(source: Path, target: Path, key: FileKey | None) -> None:
        target.write_bytes(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(upgrade, "copy_file", full)
    assert refused(old_file) == "disk_full"
    assert around(old_file.parent) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "notebook_not_ours"),
        (b"given_name;family_name\nAnn;Le Goff\n" * 20, "notebook_not_ours"),
        (b"SQLite format 3\x00", "notebook_not_ours"),
        (b"\x00" * 4096, "notebook_not_ours"),
    ],
    ids=["empty", "a list", "cut", "zeros"],
)
def test_a_file_that_is_no_notebook_is_refused_and_left_alone(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.carnet"
    path.write_bytes(content)
    assert refused(path) == code
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"liste.carnet": content}


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.carnet"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (a)"))
    engine.dispose()
    before = path.read_bytes()
    assert refused(path) == "notebook_not_ours"
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"other.carnet": before}


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.carnet").mkdir()
    assert refused(tmp_path / "folder.carnet") == "notebook_not_ours"
    assert refused(tmp_path / "missing.carnet") == "notebook_missing"
    assert [path.name for path in tmp_path.iterdir()] == ["folder.carnet"]


def test_a_damaged_notebook_is_refused_and_left_alone(new_file: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(new_file, tmp_path / "damaged.carnet")
    content = path.read_bytes()
    path.write_bytes(content[:100] + os.urandom(len(content) - 100))
    before = around(tmp_path)
    assert refused(path) == "notebook_damaged"
    assert around(tmp_path) == before


def test_creating_never_replaces_a_file(new_file: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(new_file, tmp_path / "n.carnet")
    before = around(tmp_path)
    for where, code in ((path, "notebook_exists"), (tmp_path / "no" / "n.carnet", "place_missing")):
        with pytest.raises(UserError) as error:
            Notebook.create(where, association_name="Les Puces")
        assert error.value.problems[0].code == code
    with pytest.raises(UserError) as error:
        Notebook.create(tmp_path / "x.carnet", association_name="  ")
    assert error.value.problems[0].code == "association_name_missing"
    assert around(tmp_path) == before


def test_a_symbolic_link_leads_to_the_one_notebook(old_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    link = folder / "link.carnet"
    link.symlink_to(old_file)
    with Notebook.open(link) as notebook, notebook.write("Add a place") as db:
        places.save(db, PlaceDraft("Nouveau lieu"))
        assert refused(old_file) == "notebook_in_use"
    assert link.is_symlink()
    with Notebook.open(old_file) as notebook, notebook.read() as db:
        assert len(places.find(db)) == 3


def test_control_a_batch_migration_with_foreign_keys_on_loses_the_child_rows(tmp_path: Path) -> None:
    """Why migrations run with foreign keys off: SQLite empties a table before it drops it."""
    left = {}
    for foreign_keys in (False, True):
        engine = file_engine(tmp_path / f"{foreign_keys}.db", foreign_keys=foreign_keys)
        with engine.execution_options(door="write").connect() as connection, connection.begin():
            connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)")
            connection.exec_driver_sql(
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent (id) ON DELETE CASCADE)"
            )
            connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'a')")
            connection.exec_driver_sql("INSERT INTO child VALUES (1, 1), (2, 1)")
            with Operations(MigrationContext.configure(connection)).batch_alter_table(
                "parent", recreate="always"
            ) as batch:
                batch.add_column(sa.Column("town", sa.String()))
            left[foreign_keys] = connection.scalar(sa.text("SELECT count(*) FROM child"))
        engine.dispose()
    assert left == {False: 2, True: 0}
