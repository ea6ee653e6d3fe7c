"""Backups: made when something changed, checked when written, thinned with age, put back whole or not at all."""

from __future__ import annotations

import random
import shutil
import threading
from collections import namedtuple
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import backup, erasure_ledger, forgetting, people, restoring
from models.association import identity
from models.backup import DAILY, MONTHLY, WEEKLY, Backup, Reason
from models.example import make_example
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import TODAY, a_person
from tests.models.dumps import dump

NOW = datetime(2026, 5, 12, 9, 30)


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups of this test alone: the notebooks of the tests are copies of one."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "computer"))


def own(notebook: Notebook) -> str:
    with notebook.read() as db:
        return identity(db).notebook_uid


def add(notebook: Notebook, given_name: str = "Zoé") -> int:
    with notebook.write("Add a person") as db:
        return a_person(db, given_name)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as error:
        act()
    return error.value.problems[0].code


# -- made --------------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_notebook_with_all_that_was_in_it(file_notebook: Notebook, tmp_path: Path) -> None:
    add(file_notebook)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    assert (made.sequence, made.made_at, made.reason) == (1, NOW, "asked")
    assert backup.find(own(file_notebook)) == [made]
    with file_notebook.read() as db:
        before = dump(db)
    shutil.copy(made.path, tmp_path / "other.carnet")
    with Notebook.open(tmp_path / "other.carnet") as other, other.read() as db:
        assert dump(db) == before


def test_nothing_is_made_while_nothing_was_done(file_notebook: Notebook) -> None:
    assert backup.before(file_notebook, Reason.START, now=NOW) is not None
    assert backup.before(file_notebook, Reason.TIMER, now=NOW) is None
    file_notebook.last_backed_up = ""  # as after a start
    assert backup.before(file_notebook, Reason.TIMER, now=NOW) is None
    add(file_notebook)
    assert backup.before(file_notebook, Reason.TIMER, now=NOW) is not None
    file_notebook.undo()
    second = backup.before(file_notebook, Reason.TIMER, now=NOW)
    assert second is not None
    assert second.sequence == 3
    second.path.unlink()
    file_notebook.last_backed_up = ""
    assert backup.before(file_notebook, Reason.TIMER, now=NOW) is not None, "the one that held it has gone"


def test_one_backup_serves_a_round_of_merges(file_notebook: Notebook) -> None:
    backup.before(file_notebook, Reason.MERGE, now=NOW)
    add(file_notebook)
    ten = timedelta(minutes=10)
    assert backup.before(file_notebook, Reason.MERGE, apart=ten, now=NOW + timedelta(minutes=9)) is None
    assert backup.before(file_notebook, Reason.MERGE, apart=ten, now=NOW + timedelta(minutes=10)) is not None


def test_an_example_is_not_backed_up_by_itself(tmp_path: Path) -> None:
    with make_example(tmp_path / "example.carnet", today=TODAY) as notebook:
        assert backup.before(notebook, Reason.START) is None
        assert not backup.outside(notebook, now=NOW + timedelta(days=400)).is_due


def test_forgetting_somebody_is_preceded_by_a_backup(file_notebook: Notebook) -> None:
    person_id = add(file_notebook)
    forgetting.erase(file_notebook, [person_id], today=TODAY)
    (made,) = backup.find(own(file_notebook))
    assert made.reason == "removal"
    assert restoring.look(made.path).counts["person"] == 1


def test_what_is_written_meanwhile_is_whole_in_both(file_notebook: Notebook) -> None:
    for number in range(20):
        add(file_notebook, f"Zoé {number}")
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            add(file_notebook, "Yann")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup.make(file_notebook, Reason.ASKED, now=NOW) for _each in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = [restoring.look(each.path).counts["person"] for each in made]
    assert counts == sorted(counts)
    assert counts[0] >= 20


def test_a_locked_notebook_has_locked_backups(tmp_path: Path) -> None:
    with Notebook.create(
        tmp_path / "locked.carnet", association_name="Les Puces", passphrase="un mot long"
    ) as notebook:
        add(notebook, "Canari")
        made = backup.make(notebook, Reason.ASKED)
    assert b"Canari" not in made.path.read_bytes()
    assert refused(lambda: restoring.look(made.path)) == "passphrase_needed"
    assert refused(lambda: restoring.look(made.path, passphrase="un autre")) == "passphrase_wrong"
    assert restoring.look(made.path, passphrase="un mot long").counts["person"] == 1


# -- refused -----------------------------------------------------------------------------------------------------------


def test_a_damaged_notebook_replaces_no_backup_and_is_told(file_notebook: Notebook) -> None:
    add(file_notebook)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    with file_notebook.write("Spoil") as db:
        a_person(db, "Yann")
        db.connection().exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        db.connection().exec_driver_sql("PRAGMA writable_schema=ON")
        db.connection().exec_driver_sql("UPDATE sqlite_schema SET rootpage=2 WHERE name='ix_person_sort_key'")
    assert backup.before(file_notebook, Reason.TIMER, now=NOW) is None
    assert file_notebook.backup_failure is not None
    assert file_notebook.backup_failure.problems[0].code == "notebook_damaged"
    assert backup.find(own(file_notebook)) == [made]
    assert [path for path in made.path.parent.iterdir() if path.suffix == ".part"] == []


def test_a_disk_without_room_is_said_and_keeps_its_last_bytes(
    file_notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = namedtuple("room", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room(10**9, 10**9 - 1000, 1000))
    assert backup.before(file_notebook, Reason.START, now=NOW) is None
    assert file_notebook.backup_failure is not None
    assert file_notebook.backup_failure.problems[0].code == "disk_full"
    monkeypatch.undo()
    assert backup.before(file_notebook, Reason.START, now=NOW) is not None
    assert file_notebook.backup_failure is None


def test_a_folder_that_cannot_be_made_is_said(file_notebook: Notebook) -> None:
    folder = backup.folder_of(own(file_notebook))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    assert backup.before(file_notebook, Reason.START, now=NOW) is None
    assert file_notebook.backup_failure is not None
    assert backup.outside(file_notebook, now=NOW).last is None
    folder.unlink()


def test_a_bit_that_turned_is_noticed(file_notebook: Notebook) -> None:
    add(file_notebook)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    content = made.path.read_bytes()
    chance = random.Random(12)
    for _each in range(60):
        place, bit = chance.randrange(100, len(content)), chance.randrange(8)
        spoiled = bytearray(content)
        spoiled[place] ^= 1 << bit
        made.path.write_bytes(spoiled)
        assert refused(lambda: restoring.look(made.path)) == "backup_damaged"
    made.path.write_bytes(content)
    assert restoring.look(made.path).counts["person"] == 1


# -- thinned -----------------------------------------------------------------------------------------------------------


def backups(moments: list[datetime]) -> list[Backup]:
    return [Backup(Path(f"{n}"), n, moment, "timer", 1) for n, moment in enumerate(moments, 1)]


def test_after_two_days_the_last_of_a_day_a_week_and_a_month_stay() -> None:
    made = backups([NOW - timedelta(hours=6 * n) for n in range(4 * 400, -1, -1)])
    gone = {each.sequence for each in backup.surplus(made, NOW)}
    kept = [each.made_at for each in made if each.sequence not in gone]
    assert [moment for moment in kept if NOW - moment <= backup.ALL] == [
        NOW - timedelta(hours=6 * n) for n in range(8, -1, -1)
    ]
    assert len({f"{moment:%Y-%m-%d}" for moment in kept}) >= DAILY
    assert len({f"{moment:%Y-%m}" for moment in kept}) == MONTHLY
    assert datetime(2026, 2, 28, 21, 30) in kept, "the last one of a month"
    assert datetime(2026, 3, 15, 21, 30) in kept, "the last one of a week"
    assert datetime(2026, 3, 14, 21, 30) not in kept


@given(st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), min_size=1, max_size=60))
def test_whatever_the_clock_said_the_newest_stays_and_the_number_is_bounded(moments: list[datetime]) -> None:
    made = backups(moments)
    gone = backup.surplus(made, NOW)
    kept = [each for each in made if each not in gone]
    assert made[-1] in kept
    recent = [each for each in made if NOW - each.made_at <= backup.ALL]
    assert set(map(id, recent)) <= set(map(id, kept))
    assert len(kept) <= len(recent) + DAILY + WEEKLY + MONTHLY + 1
    assert backup.surplus(kept, NOW) == [], "a second time takes nothing more"


def test_what_is_over_goes_with_the_next_backup(file_notebook: Notebook) -> None:
    for days in (400, 399, 3, 3, 1, 0):
        add(file_notebook)
        backup.make(file_notebook, Reason.TIMER, now=NOW - timedelta(days=days))
    days = [(NOW - each.made_at).days for each in backup.find(own(file_notebook))]
    assert days == [0, 1, 3, 399, 400]


# -- put back ----------------------------------------------------------------------------------------------------------


def test_putting_back_gives_what_was_and_keeps_what_is(file_notebook: Notebook) -> None:
    path = Path(file_notebook.where)
    add(file_notebook)
    with file_notebook.read() as db:
        before = dump(db)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    add(file_notebook, "Yann")
    file_notebook.close()
    done = restoring.restore(made.path, path)
    with Notebook.open(path) as again:
        assert again.strayed is None, "it was asked for"
        with again.read() as db:
            assert dump(db) == before
    assert done.aside is not None
    assert done.aside.parent == path.parent
    assert restoring.look(done.aside).counts["person"] == 2


def test_an_open_notebook_is_not_replaced(file_notebook: Notebook) -> None:
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    path = Path(file_notebook.where)
    assert refused(lambda: restoring.restore(made.path, path)) == "notebook_in_use"
    assert refused(lambda: restoring.restore(path, path)) == "backup_is_notebook"


def test_a_damaged_notebook_gives_way_with_its_journal_and_its_backups_are_found(file_notebook: Notebook) -> None:
    path = Path(file_notebook.where)
    add(file_notebook)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    file_notebook.close()
    path.write_bytes(path.read_bytes()[:5000])
    path.with_name(f"{path.name}-journal").write_bytes(b"of the other file")
    assert backup.of_file(path) == [made]
    done = restoring.restore(made.path, path)
    assert done.aside is not None
    assert done.aside.stat().st_size == 5000
    assert not path.with_name(f"{path.name}-journal").exists()
    with Notebook.open(path) as again, again.read() as db:
        assert people.count(db) == 1


def test_a_backup_of_another_notebook_is_refused_unless_agreed(file_notebook: Notebook, tmp_path: Path) -> None:
    with Notebook.create(tmp_path / "other.carnet", association_name="Une autre") as other:
        theirs = backup.make(other, Reason.ASKED, now=NOW)
    path = Path(file_notebook.where)
    file_notebook.close()
    content = path.read_bytes()
    assert refused(lambda: restoring.restore(theirs.path, path)) == "backup_of_other"
    assert path.read_bytes() == content
    assert restoring.restore(theirs.path, path, agreed=True).aside is not None
    assert restoring.look(path).association == "Une autre"


def test_a_spoiled_backup_changes_nothing(file_notebook: Notebook) -> None:
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    path = Path(file_notebook.where)
    file_notebook.close()
    content = path.read_bytes()
    made.path.write_bytes(made.path.read_bytes()[:-4096])
    assert refused(lambda: restoring.restore(made.path, path)) == "backup_damaged"
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.glob(".*.part")] == []


def test_a_disk_that_fails_in_the_swap_leaves_the_notebook(
    file_notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    path = Path(file_notebook.where)
    file_notebook.close()
    content = path.read_bytes()

    def full(_source: BinaryIO, target: BinaryIO, _length: int) -> None:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    assert refused(lambda: restoring.restore(made.path, path)) == "disk_full"
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.glob(".*.part")] == []


def test_who_was_forgotten_stays_forgotten_after_an_old_backup(file_notebook: Notebook) -> None:
    path = Path(file_notebook.where)
    person_id = add(file_notebook, "Canari")
    uid = own(file_notebook)
    made = backup.make(file_notebook, Reason.ASKED, now=NOW)
    forgetting.erase(file_notebook, [person_id], today=TODAY)
    file_notebook.close()
    restoring.restore(made.path, path)
    with Notebook.open(path) as again, again.read() as db:
        assert people.count(db) == 0
    assert len(erasure_ledger.read(uid)) == 1


# -- outside -----------------------------------------------------------------------------------------------------------


def test_a_copy_outside_is_due_after_thirty_days_and_noted(file_notebook: Notebook, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    begin = backup.wall_clock()
    assert not backup.outside(file_notebook, now=begin + timedelta(days=29)).is_due
    assert backup.outside(file_notebook, now=begin + timedelta(days=31)).is_due
    made = backup.save_outside(file_notebook, stick, now=begin + timedelta(days=31))
    assert restoring.look(made).association == "Les Puces du Blosne"
    noted = backup.outside(file_notebook, now=begin + timedelta(days=60))
    assert (noted.folder, noted.is_due) == (stick.resolve(), False)
    assert backup.outside(file_notebook, now=begin + timedelta(days=61)).is_due
    assert refused(lambda: backup.save_outside(file_notebook, tmp_path / "pulled out")) == "place_missing"
