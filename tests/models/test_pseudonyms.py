"""Codes for people: the same as long as they are known, another one once they are forgotten, and why one is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from models import attendance, erasure_ledger, forgetting, handovers, merging, people, pseudonyms
from models.codes import AttendanceState
from models.handovers import PERSON, HandoverLine
from models.levels import PSEUDONYMISED
from models.notebook import Notebook
from models.people import Person
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ledger of each test apart."""
    monkeypatch.setattr(erasure_ledger, "data_folder", lambda: tmp_path / "data")


def travelled(notebook: Notebook) -> dict[str, str]:
    """Four people came and travelled under their codes; return given name -> code."""
    with notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        ids = [a_person(db, name, "Le Goff") for name in ("Ann", "Bob", "Cléo", "Dora")]
        attendance.mark(db, session, [an_enrolment(db, workshop, each) for each in ids], AttendanceState.PRESENT)
        pseudonyms.make_secret(db)
    with notebook.read() as db:
        codes = pseudonyms.pseudonyms(db, ids)
        names = {line.given_name: codes[each] for each, line in people.lines(db, ids).items()}
    line = HandoverLine(0, "", 1, TODAY, TODAY, PSEUDONYMISED, "a.zip", "0" * 64, {}, datetime(2026, 5, 12, tzinfo=UTC))
    with notebook.write("Hand over", final=True) as db:
        handovers.record(db, line, {PERSON: names.values()})
    return names


def ids_of(notebook: Notebook, *given: str) -> list[int]:
    with notebook.read() as db:
        return [db.scalars(select(Person.id).where(Person.given_name == name)).one() for name in given]


def removed(notebook: Notebook) -> dict[str, str]:
    with notebook.read() as db:
        return {each.uid: each.reason for each in handovers.removals(db, today=TODAY) if each.table_name == PERSON}


def test_a_code_is_a_uuid_of_its_own_making_that_tells_nothing_of_the_uid() -> None:
    uid = "01a21e34-ca76-7ea0-b840-158051390338"
    code = UUID(pseudonyms.pseudonym(KEY, uid))
    assert code.version == 8
    assert code.variant == "specified in RFC 4122"
    assert pseudonyms.pseudonym(KEY, uid) == str(code)
    others = {
        pseudonyms.pseudonym(KEY, uid, is_forgotten=True),
        pseudonyms.pseudonym(bytes(32), uid),
        pseudonyms.pseudonym(KEY, uid.replace("0", "1")),
    }
    assert len(others - {str(code)}) == 3


def test_the_key_is_made_once_and_is_that_of_one_notebook(notebook: Notebook) -> None:
    with notebook.write("Make") as db:
        assert pseudonyms.secret(db) is None
        assert pseudonyms.pseudonyms(db, [1]) == {}
        key = pseudonyms.make_secret(db)
        assert len(key) == 32
        assert pseudonyms.make_secret(db) == key


def test_who_is_still_there_is_not_called_gone(notebook: Notebook) -> None:
    travelled(notebook)
    assert removed(notebook) == {}


def test_why_a_code_is_gone_is_told(notebook: Notebook) -> None:
    codes = travelled(notebook)
    ann, bob, cleo, dora = ids_of(notebook, "Ann", "Bob", "Cléo", "Dora")
    with notebook.write("Merge two records of one person") as db:
        merging.merge(db, ann, bob, people.draft(db, ann), today=TODAY)
    forgetting.erase(notebook, [cleo], today=TODAY, agreed=1)
    forgetting.anonymise(notebook, [dora], today=TODAY, agreed=1)
    assert removed(notebook) == {codes["Bob"]: "merged", codes["Cléo"]: "erased", codes["Dora"]: "erased"}
    with notebook.read() as db:
        now = pseudonyms.pseudonyms(db, [ann, cleo, dora])
    assert now[ann] == codes["Ann"]
    assert not set(now.values()) & {codes["Cléo"], codes["Dora"]}, "what still counts is nobody's any more"


def test_a_record_deleted_by_mistake_is_told_and_comes_back_by_undo(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        row = a_person(db, "Eve", "Le Goff")
        pseudonyms.make_secret(db)
    with notebook.read() as db:
        code = pseudonyms.pseudonyms(db, [row])[row]
    line = HandoverLine(0, "", 1, TODAY, TODAY, PSEUDONYMISED, "a.zip", "0" * 64, {}, datetime(2026, 5, 12, tzinfo=UTC))
    with notebook.write("Hand over", final=True) as db:
        handovers.record(db, line, {PERSON: [code]})
    with notebook.write("Delete a person") as db:
        people.remove(db, [row])
    assert removed(notebook) == {code: "mistake"}
    notebook.undo()
    assert removed(notebook) == {}
