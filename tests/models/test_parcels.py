"""A parcel goes out with names only, locked; what is no parcel, damaged or of somebody else is refused."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from models import (
    association,
    attendance,
    cipher,
    keys,
    parcel_giving,
    parcels,
    people,
    sessions,
    upgrade,
    workshops,
)  # fmt: skip
from models.attendance import Mark
from models.engines import file_engine
from models.keys import SigningKey, TrustedKey
from models.layouts import OwnLayout
from models.notebook import Notebook
from models.parcel_giving import Choice, Given
from models.parcel_taking import read_back, take
from models.pictures import Picture
from models.problem import UserError
from resources.i18n import N_
from tests.builders import TODAY, a_person, an_enrolment
from tests.models.dumps import dump
from tests.models.parcel_desk import NOW, PRESENT, Away, Desk, code_of, desk

__all__ = ["desk"]


def everything_in(given: Given) -> str:
    """Return every value of every table of a parcel, its own history too."""
    engine = file_engine(given.path, key=cipher.unlock(given.path, given.passphrase))
    with engine.connect() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [str(row) for name in names for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
    engine.dispose()
    return "\n".join(found)


# -- what goes out -----------------------------------------------------------------------------------------------------


def test_a_parcel_is_a_small_notebook_with_the_workshop_and_its_people(desk: Desk) -> None:
    given = desk.give()
    assert (given.outline.workshops, given.outline.sessions, given.outline.people) == (1, 2, 2)
    with Away(given) as away, away.notebook.read() as db:
        held = parcels.held(db)
        assert held is not None
        assert (held.label, held.sessions) == ("Yann", 2)
        assert [row.shown for row in attendance.grid(db, workshops.find(db)[0])] == ["Ali Ben Salah", "Zoé Le Goff"]
        line = sessions.lines(db, sessions.find(db))[sessions.find(db)[0]]
        assert (line.place, line.trainers) == ("Bibliothèque Triangle", ("Yann Bihan",))
        assert workshops.draft(db, workshops.find(db)[0]).themes == ("email",)


def test_names_only_go_out(desk: Desk) -> None:
    given = desk.give()
    content = everything_in(given)
    assert "Le Goff" in content
    told = ("0612345678", "zoe@", "Cesson", "lunettes", "yann@", "0600000001", "portail", "secret", "Ailleurs")
    assert [word for word in told if word in content] == []
    with Away(given) as away, away.notebook.read() as db:
        assert {people.draft(db, each).birth_year for each in people.find(db, people.PeopleQuery())} == {None}


def test_layouts_pictures_and_keys_stay_at_home(desk: Desk) -> None:
    with desk.notebook.write("Prepare") as db:
        content = b"a signature"
        db.add(Picture(sha256=sha256(content).hexdigest(), media_type="image/png", width=1, height=1, content=content))
        db.add(OwnLayout(name="Notre mise en page", content={"format": 1}))
        db.add(TrustedKey(key_id="a" * 16, public_key=b"k" * 32, issuer="Bug", trusted_on=TODAY))
        keys.signing_key(db)
        association.the_row(db).certificate_layout = "sober"
    given = desk.give()
    with Away(given) as away, away.notebook.read() as db:
        kept = [db.scalars(select(each.id)).all() for each in (Picture, OwnLayout, TrustedKey, SigningKey)]
        assert kept == [[], [], [], []]
        assert association.the_row(db).certificate_layout == ""


def test_nothing_can_be_read_in_the_file_itself(desk: Desk) -> None:
    content = desk.give().path.read_bytes()
    assert not [word for word in ("Le Goff", "Zoé", "Yann", "Blosne", "SQLite") if word.encode() in content]


def test_what_is_kept_of_a_parcel_at_home_names_nobody(desk: Desk) -> None:
    desk.give()
    with desk.notebook.read() as db:
        kept = str([row["base"] for row in dump(db)["parcel"]])
    assert "Goff" not in kept
    assert "Premiers pas" not in kept


def test_people_of_one_name_take_their_year_along(desk: Desk) -> None:
    with desk.notebook.write(N_("Add")) as db:
        an_enrolment(db, desk.workshop, a_person(db, "Zoe", "LE GOFF", birth_year=1990))
    given = desk.give()
    assert given.outline.homonyms == 2
    with Away(given) as away, away.notebook.read() as db:
        years = {people.draft(db, each).birth_year for each in people.find(db, people.PeopleQuery())}
    assert years == {1957, 1990, None}


def test_one_session_goes_alone(desk: Desk) -> None:
    choice = Choice(session_ids=(desk.second,))
    given = parcel_giving.give(desk.notebook, choice, desk.folder / "one.colis", now=NOW)
    with Away(given) as away, away.notebook.read() as db:
        assert [line.date for line in sessions.lines(db, sessions.find(db)).values()] == [TODAY + timedelta(days=7)]


def test_a_parcel_of_nothing_is_not_made(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        parcel_giving.give(desk.notebook, Choice(), desk.folder / "none.colis", now=NOW)
    assert code_of(error) == "parcel_empty"
    assert not [each for each in desk.folder.iterdir() if "none" in each.name]


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_a_parcel_of_another_association_is_refused(desk: Desk) -> None:
    given = desk.give()
    with (
        Notebook.create(desk.folder / "other.carnet", association_name="Autre") as other,
        pytest.raises(UserError) as error,
    ):
        take(other, read_back(given.path, given.passphrase), today=TODAY, now=NOW)
    assert code_of(error) == "parcel_of_another"


def test_a_wrong_passphrase_and_every_damage_are_told_and_change_nothing(desk: Desk) -> None:
    given = desk.give()
    with pytest.raises(UserError) as error:
        read_back(given.path, "baba bobo dudu")
    assert code_of(error) == "passphrase_wrong"
    content = given.path.read_bytes()
    broken = desk.folder / "broken.colis"
    for place in (0, 100, *range(5000, len(content), len(content) // 12), len(content) - 1):
        flipped = bytearray(content)
        flipped[place] ^= 0x10
        broken.write_bytes(flipped)
        with pytest.raises(UserError) as error:
            read_back(broken, given.passphrase)
        assert code_of(error) == ("passphrase_wrong" if place < cipher.PAGE else "parcel_damaged")
        assert broken.read_bytes() == flipped
    assert [each.name for each in desk.folder.iterdir() if each.name.startswith("broken")] == ["broken.colis"]


def test_an_ordinary_notebook_is_no_parcel(desk: Desk, new_file: Path) -> None:
    with pytest.raises(UserError) as error:
        read_back(new_file, "abc")
    assert code_of(error) == "not_a_parcel"
    locked = desk.folder / "locked.carnet"
    Notebook.create(locked, association_name="A", passphrase="abc").close()
    with pytest.raises(UserError) as error:
        read_back(locked, "abc")
    assert code_of(error) == "not_a_parcel"


def test_reading_a_parcel_changes_no_byte_and_leaves_nothing(desk: Desk) -> None:
    given = desk.give()
    before, around = given.path.read_bytes(), sorted(each.name for each in desk.folder.iterdir())
    read_back(given.path, given.passphrase)
    assert given.path.read_bytes() == before
    assert sorted(each.name for each in desk.folder.iterdir()) == around


def test_a_parcel_of_a_newer_version_is_refused(desk: Desk) -> None:
    given = desk.give()
    engine = file_engine(given.path, key=cipher.unlock(given.path, given.passphrase))
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={upgrade.FORMAT + 1}")
        connection.commit()
    engine.dispose()
    before = given.path.read_bytes()
    with pytest.raises(UserError) as error:
        read_back(given.path, given.passphrase)
    assert code_of(error) == "notebook_newer"
    assert given.path.read_bytes() == before


def test_a_whole_copy_of_a_parcel_is_locked_as_it_is(desk: Desk) -> None:
    given = desk.give()
    copy = desk.folder / "stick.colis"
    with Away(given) as away:
        away.mark("Zoé", PRESENT)
        away.notebook.save_copy(copy)
    assert b"Goff" not in copy.read_bytes()
    take(desk.notebook, read_back(copy, given.passphrase), today=TODAY, now=NOW)
    assert desk.marks() == {"Zoé Le Goff": Mark(PRESENT, None)}


def test_a_parcel_that_cannot_be_written_leaves_nothing_and_is_not_remembered(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        parcel_giving.give(desk.notebook, Choice((desk.workshop,)), desk.folder / "none" / "p.colis", now=NOW)
    assert code_of(error) == "place_missing"
    with desk.notebook.read() as db:
        assert parcels.given(db) == []
