"""Forgetting people: nothing that names them remains, no figure moves, an old copy forgets them again."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from models import (
    attendance,
    certificates,
    duplicates,
    enrolments,
    erasure_ledger,
    forgetting,
    issuing,
    merging,
    people,
    privacy,
    statistics,
)
from models.association import identity
from models.codes import AttendanceState
from models.mass_removal import is_mass
from models.notebook import Notebook
from models.people import PeopleQuery
from models.problem import UserError
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment

CANARY = {
    "given_name": "Canarivette",
    "family_name": "Kanarienvogel",
    "email": "canarivette@kanarienvogel.example",
    "phone": "06 98 76 54 31",
    "notes": "canaritypique",
    "postcode": "35987",
}
OLDEST, NEWEST = date(2020, 1, 1), date(2030, 1, 1)


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ledger of each test apart."""
    monkeypatch.setattr(erasure_ledger, "data_folder", lambda: tmp_path / "data")


def a_life(notebook: Notebook) -> tuple[int, int]:
    """Give a person ten years of the trade, with a certificate and changes; return person and workshop."""
    with notebook.write("Prepare") as db:
        person = a_person(db, birth_year=1956, gender="feminin", occupation="retraite", town="Rennes", **CANARY)
        other = a_person(db, "Yann", "Kerbrat", birth_year=1980)
        workshop = a_workshop(db)
        ids = [an_enrolment(db, workshop, each) for each in (person, other)]
        for day in (date(2025, 5, 12), date(2026, 5, 12)):  # she turns seventy between them
            attendance.mark(db, a_session(db, workshop, day), ids, AttendanceState.PRESENT)
        duplicates.tell_apart(db, person, other)
    with notebook.write("Issue") as db:
        issuing.issue(db, workshop, today=TODAY, language="fr")
    with notebook.write("Change a person") as db:
        draft = people.draft(db, person)
        people.save(db, type(draft)(**{**_values(draft), "notes": "canaritypique et plus"}), person, today=TODAY)
    return person, workshop


def _values(draft: object) -> dict[str, object]:
    return {name: getattr(draft, name) for name in type(draft).__dataclass_fields__}  # type: ignore[attr-defined]


def figures(notebook: Notebook) -> object:
    with notebook.read() as db:
        return (
            statistics.session_facts(db, OLDEST, NEWEST),
            sorted(statistics.presence_facts(db, OLDEST, NEWEST), key=lambda each: (each.session_id, each.person_id)),
            statistics.unnamed_facts(db, OLDEST, NEWEST),
            statistics.certificate_facts(db, OLDEST, NEWEST),
            statistics.first_days(db, list(range(1, 20))),
        )


@pytest.mark.parametrize("forget", [forgetting.anonymise, forgetting.erase])
def test_every_figure_stays_as_it_was(notebook: Notebook, forget: object) -> None:
    person, workshop = a_life(notebook)
    before = figures(notebook)
    forget(notebook, [person], today=date(2026, 6, 1))  # type: ignore[operator]
    assert figures(notebook) == before
    with notebook.read() as db:
        assert people.lines(db, [person])[person].shown == "Anonymised person"
        assert people.find(db, PeopleQuery("canarivette")) == []
        (number,) = [
            line.number for line in certificates.lines(db, certificates.find(db)).values() if not line.given_name
        ]
        assert number
        assert enrolments.counts_by_workshop(db, [workshop])[workshop].enrolled == 2


@pytest.mark.parametrize("forget", [forgetting.anonymise, forgetting.erase])
def test_no_byte_of_the_name_is_left_in_the_file(new_file: Path, tmp_path: Path, forget: object) -> None:
    path = Path(shutil.copyfile(new_file, tmp_path / "notebook.carnet"))
    with Notebook.open(path) as notebook:
        person, _workshop = a_life(notebook)
    texts = [text.encode() for text in CANARY.values()] + [b"canarivette", b"kanarienvogel", b"0698765431"]
    assert all(text in path.read_bytes() for text in texts), "the control: all of it is there before"
    with Notebook.open(path) as notebook:
        forget(notebook, [person], today=TODAY)  # type: ignore[operator]
    left = {file.name for file in tmp_path.rglob("*") if file.is_file() for text in texts if text in file.read_bytes()}
    assert not left


def test_a_record_that_was_merged_away_leaves_nothing_either(new_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(new_file, tmp_path / "notebook.carnet"))
    with Notebook.open(path) as notebook:
        with notebook.write("Prepare") as db:
            kept, other = a_person(db), a_person(db, "Canarivette", "Kanarienvogel")
        with notebook.write("Merge two records of one person") as db:
            merging.merge(db, kept, other, people.draft(db, kept), today=TODAY)
        assert b"Canarivette" in path.read_bytes(), "the control: an undo would need it"
        forgetting.anonymise(notebook, [kept], today=TODAY)
    assert b"Canarivette" not in path.read_bytes()


def test_an_older_copy_that_is_put_back_forgets_again(new_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(new_file, tmp_path / "notebook.carnet"))
    with Notebook.open(path) as notebook:
        person, _workshop = a_life(notebook)
        with notebook.write("Prepare") as db:
            never = a_person(db, "Never", "Came")
    backup = shutil.copyfile(path, tmp_path / "backup.carnet")
    with Notebook.open(path) as notebook:
        forgetting.anonymise(notebook, [person], today=TODAY)
        forgetting.erase(notebook, [never], today=TODAY)
        with notebook.read() as db:
            own = identity(db).notebook_uid
    assert set(erasure_ledger.read(own).values()) == {"anonymised", "erased"}
    assert b"Canari" not in erasure_ledger.path_of(own).read_bytes()
    shutil.copyfile(backup, path)
    with Notebook.open(path) as notebook, notebook.read() as db:
        assert people.draft(db, person).given_name == ""
        assert people.lines(db, [never]) == {}


def test_what_was_forgotten_cannot_be_undone_nor_what_was_done_to_it_before(notebook: Notebook) -> None:
    person, _workshop = a_life(notebook)
    forgetting.anonymise(notebook, [person], today=TODAY)
    assert notebook.undoable() is None
    assert [entry.state for entry in notebook.history(limit=2)] == ["final", "purged"]


def test_who_is_only_enrolled_ahead_gives_the_place_free_and_leaves_nothing(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        person, workshop = a_person(db), a_workshop(db, capacity=1)
        a_session(db, workshop, TODAY + timedelta(days=3))
        an_enrolment(db, workshop, person)
    forgetting.erase(notebook, [person], today=TODAY)
    with notebook.read() as db:
        assert people.count(db) == 0
        assert enrolments.find(db, workshop) == []


def test_many_at_once_are_refused_until_their_number_is_agreed_to(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        ids = [a_person(db, f"Zoé {number}") for number in range(12)]
    with pytest.raises(UserError) as error:
        forgetting.anonymise(notebook, ids[:6], today=TODAY)
    assert error.value.problems[0].code == "mass_removal"
    with notebook.read() as db:
        assert all(line.given_name for line in people.lines(db, ids).values())
        assert erasure_ledger.read(identity(db).notebook_uid) == {}
    forgetting.anonymise(notebook, ids[:6], today=TODAY, agreed=6)
    with notebook.read() as db:
        assert sum(not line.given_name for line in people.lines(db, ids).values()) == 6


@pytest.mark.parametrize(
    ("removed", "everyone", "asks"), [(1, 3, False), (2, 10, True), (2, 100, False), (5, 100, False), (6, 1000, True)]
)
def test_more_than_five_or_a_tenth_asks(removed: int, everyone: int, asks: bool) -> None:
    assert is_mass(removed, everyone) is asks


def test_nobody_is_in_the_ledger_when_the_write_was_refused(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _workshop = a_life(notebook)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(forgetting, "_purge_history", full)
    with pytest.raises(OSError, match="No space"):
        forgetting.erase(notebook, [person], today=TODAY)
    with notebook.read() as db:
        assert erasure_ledger.read(identity(db).notebook_uid) == {}
        assert people.draft(db, person).given_name == "Canarivette"


def test_people_are_due_after_so_many_months_without_contact(notebook: Notebook) -> None:
    with notebook.write("Prepare") as db:
        old, recent = a_person(db, "Old"), a_person(db, "Recent")
        people.touch(db, [recent], TODAY + timedelta(days=1))
    in_two_years = date(TODAY.year + 2, TODAY.month, TODAY.day)
    with notebook.read() as db:
        assert privacy.due(db, today=in_two_years) == []
        assert privacy.due(db, today=in_two_years + timedelta(days=1)) == [old]
        assert privacy.due(db, today=in_two_years + timedelta(days=9)) == [old, recent]


def test_the_end_of_february_is_a_limit_too() -> None:
    assert privacy.limit(24, date(2028, 2, 29)) == date(2026, 2, 28)
    assert privacy.limit(1, date(2026, 1, 31)) == date(2025, 12, 31)


def test_the_extract_holds_everything(notebook: Notebook) -> None:
    person, _workshop = a_life(notebook)
    with notebook.read() as db:
        held = privacy.extract(db, person)
    assert held.person["email"] == CANARY["email"]
    assert [(each.date, each.state) for each in held.workshops[0].attendance] == [
        (date(2025, 5, 12), "present"),
        (date(2026, 5, 12), "present"),
    ]
    assert len(held.certificates) == 1
    assert [each.label for each in held.history] == ["Prepare", "Issue", "Change a person"]


def test_who_was_anonymised_is_not_changed_and_gets_no_certificate(notebook: Notebook) -> None:
    person, workshop = a_life(notebook)
    forgetting.anonymise(notebook, [person], today=TODAY)
    with notebook.write("Change a person") as db:
        draft = people.draft(db, person)
        with pytest.raises(UserError) as error:
            people.save(db, type(draft)(given_name="Again"), person, today=TODAY)
    assert error.value.problems[0].code == "person_anonymised"
    with notebook.read() as db:
        (blank,) = [each for each in issuing.candidates(db, workshop) if each.person_id == person]
        assert blank.problem is not None
        ids = certificates.find(db)
        with pytest.raises(UserError) as error:
            certificates.frozen(db, ids)
    assert error.value.problems[0].code == "certificate_forgotten"
