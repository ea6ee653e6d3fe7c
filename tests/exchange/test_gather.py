"""A notebook's hand-over as the officer receives it: right figures, nobody's name, one line in the history or none."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from exchange import archive, gather
from exchange.check import check
from exchange.gather import Gathered, hand_over, private_key
from exchange.package import Package
from exchange.rows import TABLES, SessionRow
from models import attendance, certificates, handovers, headcounts, issuing, people, places, sessions, trainers
from models.codes import AttendanceState, PlaceKind, SessionStatus
from models.example import make_example
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.people import PersonDraft
from models.places import PlaceDraft
from models.trainers import TrainerDraft
from tests.builders import a_person, a_place, a_session, a_workshop, an_enrolment
from tests.models.checks import refused
from tests.tools import needs

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)
NOW = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)


def gathered(notebook: Notebook, first: date = FIRST, last: date = LAST, now: datetime = NOW) -> Gathered:
    return gather.gather(notebook, first, last, now=now)


def package_of(notebook: Notebook, first: date = FIRST, last: date = LAST) -> Package:
    """Gather a package, and have the programme's own check accept its bytes."""
    found = gathered(notebook, first, last)
    report = check(archive.pack(found.package, private_key(found.key)))
    assert not report.is_refused, report.problems
    assert report.package == found.package
    return found.package


def tables_of(package: Package) -> dict[str, bytes]:
    return {table.path: table.write(package.rows(table)) for table in TABLES}


def came(db: Session, session_id: int, workshop_id: int, *person_ids: int, minutes: int | None = None) -> None:
    enrolled = [an_enrolment(db, workshop_id, person_id) for person_id in person_ids]
    attendance.mark(db, session_id, enrolled, AttendanceState.PRESENT, minutes=minutes)


def the_session(package: Package) -> SessionRow:
    (row,) = package.sessions
    return row


@pytest.fixture
def year(file_notebook: Notebook) -> Notebook:
    """One workshop with a session in May to which Zoé and Yann came, and three others without a name."""
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db, place_id=a_place(db, town="Rennes", postcode="35200"))
        session_id = a_session(db, workshop_id)
        came(db, session_id, workshop_id, a_person(db, birth_year=1950), a_person(db, "Yann", "Kerbrat"))
        headcounts.save(db, session_id, HeadcountDraft(3, 1, {"gender": {"feminin": 2}}))
    return file_notebook


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_session_says_who_came_and_for_how_long(year: Notebook) -> None:
    with year.write("More") as db:
        early = an_enrolment(db, 1, a_person(db, "Fatou", "Diop"))
        attendance.mark(db, 1, [early], AttendanceState.PRESENT, minutes=45)
        for given, state in (("Nolwenn", AttendanceState.ABSENT), ("Erwan", AttendanceState.EXCUSED)):
            attendance.mark(db, 1, [an_enrolment(db, 1, a_person(db, given, "Le Roux"))], state)
    row = the_session(package_of(year))
    assert (row.present, row.unnamed, row.already_helped, row.absent, row.excused) == (3, 3, 1, 1, 1)
    assert (row.minutes, row.person_minutes, row.attendance_complete) == (120, 2 * 120 + 45, True)
    assert package_of(year).totals() == (1, 6, 3, 2, 285)


def test_a_cancelled_session_is_told_and_counts_nothing(year: Notebook) -> None:
    with year.write("Cancel") as db:
        sessions.cancel(db, 1, "Panne de réseau")
    package = package_of(year)
    assert the_session(package).status == SessionStatus.CANCELLED
    assert package.totals() == (0, 0, 0, 0, 0)
    assert package.audiences == ()
    assert {(row.people_named, row.new_people) for row in package.people} == {(0, 0)}


def test_the_first_and_the_last_day_belong_to_the_period(file_notebook: Notebook) -> None:
    days = (date(2026, 3, 31), FIRST, LAST, date(2026, 7, 1))
    with file_notebook.write("Plan") as db:
        workshop_id, person_id = a_workshop(db), a_person(db)
        for day in days:
            came(db, a_session(db, workshop_id, day), workshop_id, person_id)
    assert [row.date for row in sorted(package_of(file_notebook).sessions, key=lambda row: row.date)] == [FIRST, LAST]
    assert package_of(file_notebook).totals().attendances == 2
    assert package_of(file_notebook, LAST, LAST).totals().sessions == 1


def test_whoever_came_before_the_period_is_not_new_but_different(year: Notebook) -> None:
    with year.write("Before") as db:
        came(db, a_session(db, 1, date(2026, 3, 2)), 1, 1)  # Zoé
        cancelled = a_session(db, 1, date(2026, 3, 9))
        came(db, cancelled, 1, 2)  # Yann came to one that did not count in the end
        sessions.cancel(db, cancelled, "Grève")
    package = package_of(year)
    counts = {row.scope_id: (row.people_named, row.new_people) for row in package.people}
    assert counts == {
        "2026-04": (0, 0), "2026-05": (2, 1), "2026-06": (0, 0), "2026-04-01/2026-06-30": (2, 1),
    }  # fmt: skip
    assert package_of(year, date(2026, 3, 1), LAST).totals().people_named == 2


def test_towns_written_in_different_ways_are_one_town(file_notebook: Notebook) -> None:
    with file_notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        towns = ["Rennes"] * 4 + ["RENNES", "rennes ", ""] + ["Saint-Malo"] * 5
        ids = [a_person(db, f"Ann {number}", town=town) for number, town in enumerate(towns)]
        came(db, a_session(db, workshop_id), workshop_id, *ids)
    rows = [row for row in package_of(file_notebook).audiences if (row.scope, row.axis) == ("period", "town")]
    assert {row.code for row in rows} == {"Rennes", "Saint-Malo", "non_communique"}


def test_a_home_leaves_with_its_town_alone(file_notebook: Notebook) -> None:
    siret = "73282932000074"
    with file_notebook.write("Plan") as db:
        home = PlaceDraft(
            "Chez Mme Guivarc'h", PlaceKind.HOME, "3 rue des Lilas", "35200", "Rennes", "35238", siret, "2e étage"
        )
        for number, draft in enumerate((home, PlaceDraft("Triangle", town="Rennes", pivot=siret))):
            a_session(db, a_workshop(db, place_id=places.save(db, draft)), date(2026, 5, 4 + number))
    at_home, library = sorted(package_of(file_notebook).places, key=lambda row: row.name)
    texts = (at_home.name, at_home.postcode, at_home.town, at_home.insee, at_home.siret, at_home.rna)
    assert texts == ("", "", "Rennes", "", "", "")
    assert (library.name, library.siret) == ("Triangle", siret)


def test_a_session_elsewhere_than_its_workshop_says_so(year: Notebook) -> None:
    with year.write("Move") as db:
        a_session(db, 1, date(2026, 5, 19), place_id=a_place(db, "Mairie"))
        a_session(db, 1, date(2026, 8, 19), place_id=a_place(db, "Piscine"))
    package = package_of(year)
    names = {row.uid: row.name for row in package.places}
    assert [names[row.place_uid] for row in sorted(package.sessions, key=lambda row: row.date)] == [
        "Bibliothèque Triangle", "Mairie",
    ]  # fmt: skip
    assert "Piscine" not in names.values()


def test_certificates_count_on_the_day_they_are_issued_also_after_the_last_session(year: Notebook) -> None:
    july = (date(2026, 7, 1), date(2026, 7, 31))
    with year.write("Issue") as db:
        made = issuing.issue(db, 1, today=date(2026, 7, 2), language="fr").new
        certificates.revoke(db, made[0], "Erreur", today=date(2026, 8, 3))
    assert package_of(year).certificates == ()
    package = package_of(year, *july)
    assert [(row.issued, row.replaced, row.revoked) for row in package.certificates] == [(2, 0, 1)]
    assert [row.uid for row in package.workshops] == [row.workshop_uid for row in package.certificates]
    assert package.sessions == ()


def test_an_empty_period_is_a_package_too(file_notebook: Notebook) -> None:
    package = package_of(file_notebook)
    assert package.totals() == (0, 0, 0, 0, 0)
    assert [row.scope_id for row in package.people if row.scope == "month"] == ["2026-04", "2026-05", "2026-06"]


def test_a_period_that_ends_before_it_begins_is_refused(file_notebook: Notebook) -> None:
    with refused("period_reversed", first=LAST, last=FIRST):
        gathered(file_notebook, LAST, FIRST)


# --- the same state, the same tables ----------------------------------------------------------------------------------


def test_two_packages_of_one_state_have_the_same_tables_to_the_byte(tmp_path: Path) -> None:
    with make_example(tmp_path / "example.carnet", today=date(2026, 7, 1)) as notebook:
        one = package_of(notebook)
        other = gathered(notebook, now=datetime(2027, 1, 5, tzinfo=UTC)).package
    assert one.id != other.id
    assert tables_of(one) == tables_of(other)


# --- what never leaves ------------------------------------------------------------------------------------------------

CANARIES = PersonDraft(
    "Canarine", "Plumetaud", birth_year=1950, postcode="35987", email="zinzolin@example.org", phone="06 39 98 76 54",
    notes="Quercitron malade",
)  # fmt: skip
NEVER = (
    *("Canarine", "Plumetaud", "35987", "zinzolin", "06 39 98 76 54", "0639987654", "Quercitron"),
    *("Garance Formatrice", "garance", "06 39 98 11 22", "Amarante", "Céladon", "Vermillon", "Bistre", "Smalt"),
)


def test_no_name_contact_or_note_of_anybody_is_in_the_file(file_notebook: Notebook, tmp_path: Path) -> None:
    with file_notebook.write("Plan") as db:
        trainer = trainers.save(db, TrainerDraft("Garance Formatrice", "garance@example.org", "06 39 98 11 22"))
        place = places.save(db, PlaceDraft("Mairie", address="1 rue Amarante", access_notes="Code Céladon"))
        workshop_id = a_workshop(db, place_id=place, trainer_ids=(trainer,), notes="Vermillon", funders="Smalt")
        session_id = a_session(db, workshop_id, remarks="Bistre")
        came(db, session_id, workshop_id, people.save(db, CANARIES, today=date(2026, 5, 1)))
        issuing.issue(db, workshop_id, today=date(2026, 5, 20), language="fr")
    path = hand_over(file_notebook, gathered(file_notebook), tmp_path).path
    with zipfile.ZipFile(path) as opened:
        everything = b"\n".join(opened.read(name) for name in opened.namelist()) + path.name.encode()
    for word in NEVER:  # on its own: five figures stand by chance inside a hash
        alone = re.compile(rb"(?<![0-9A-Za-z])" + re.escape(word.encode()) + rb"(?![0-9A-Za-z])")
        assert not alone.search(everything), word
        assert not alone.search(path.read_bytes()), word
    assert b"Mairie" in everything  # the control


# --- the file ---------------------------------------------------------------------------------------------------------


@needs("ssh-keygen")
def test_other_peoples_tools_accept_the_written_file(year: Notebook, tmp_path: Path) -> None:
    done = hand_over(year, gathered(year), tmp_path)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(done.path) as opened:
        opened.extractall(folder)
    validate = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    told = subprocess.run(validate, cwd=folder, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    (folder / "allowed").write_text(f"partner {gathered(year).package.producer.public_key}\n")
    verify = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "partner", "-n", archive.NAMESPACE]
    manifest = (folder / archive.MANIFEST).read_bytes()
    for content, is_right in ((manifest, True), (manifest + b"x", False)):
        run = subprocess.run([*verify, "-s", archive.SIGNATURE], cwd=folder, input=content, capture_output=True)
        assert (run.returncode == 0) == is_right


def test_the_package_of_an_example_says_that_it_is_one(tmp_path: Path) -> None:
    with make_example(tmp_path / "example.carnet", today=date(2026, 7, 1)) as notebook:
        done = hand_over(notebook, gathered(notebook), tmp_path)
    report = check(done.path)
    assert report.package is not None
    assert report.package.example
    assert [problem.code for problem in report.problems] == ["package_is_example"]


# --- the history ------------------------------------------------------------------------------------------------------


def test_hand_overs_are_numbered_and_each_names_the_one_before(year: Notebook, tmp_path: Path) -> None:
    first = gathered(year)
    assert (first.package.sequence, first.package.previous) == (1, None)
    done = hand_over(year, first, tmp_path)
    second = gathered(year)
    assert second.package.sequence == 2
    assert second.package.previous is not None
    assert second.package.previous.id == first.package.id
    assert second.package.previous.sha256 == check(done.path).sha256
    with year.read() as db:
        line = handovers.lines(db, [done.handover_id])[done.handover_id]
    assert (line.sequence, line.file_name, line.sha256) == (1, done.path.name, check(done.path).sha256)
    assert line.totals == first.package.totals()._asdict()
    assert second.key == first.key


def test_what_was_prepared_before_another_hand_over_is_refused_and_leaves_no_file(
    year: Notebook, tmp_path: Path
) -> None:
    early = gathered(year)
    done = hand_over(year, gathered(year), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for _ in range(2):
        with refused("handover_outdated"):
            hand_over(year, early, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert done.path in before


def test_pressing_twice_hands_over_once_and_keeps_the_file(year: Notebook, tmp_path: Path) -> None:
    once = gathered(year)
    done = hand_over(year, once, tmp_path)
    with refused("handover_outdated"):
        hand_over(year, once, tmp_path)
    assert check(done.path).package == once.package
    with year.read() as db:
        assert len(handovers.find(db)) == 1


def _no_room(*_: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_neither_file_nor_record(
    year: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    ready = gathered(year)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", _no_room)
        with refused("disk_full"):
            hand_over(year, ready, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == before
    with year.read() as db:
        assert handovers.find(db) == []
    assert hand_over(year, ready, tmp_path).path.exists()  # there is room again


def test_a_notebook_that_cannot_take_the_record_leaves_no_file(
    year: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    ready = gathered(year)
    with monkeypatch.context() as patch:
        patch.setattr(handovers, "record", lambda db, *_: db.execute(text("INSERT INTO nowhere VALUES (1)")))
        with pytest.raises(Exception, match="nowhere"):
            hand_over(year, ready, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == before


# --- removals ---------------------------------------------------------------------------------------------------------


def test_what_travelled_and_was_deleted_is_told_until_it_is_back(year: Notebook, tmp_path: Path) -> None:
    with year.write("Plan") as db:
        extra = a_session(db, 1, date(2026, 6, 2))
        uid = sessions.lines(db, [extra])[extra].uid
    assert package_of(year).removals == ()
    with year.write("Delete before it travels") as db:
        gone = a_session(db, 1, date(2026, 6, 3))
        sessions.remove(db, gone)
    hand_over(year, gathered(year), tmp_path)
    with year.write("Delete") as db:
        sessions.remove(db, extra)
    (removal,) = package_of(year).removals
    assert (removal.uid, removal.table, removal.reason) == (uid, "sessions", "mistake")
    assert uid not in {row.uid for row in package_of(year).sessions}
    year.undo()
    assert package_of(year).removals == ()
    assert uid in {row.uid for row in package_of(year).sessions}


def test_changes_since_a_hand_over_are_those_that_a_package_tells(year: Notebook, tmp_path: Path) -> None:
    done = hand_over(year, gathered(year, now=datetime.now(UTC)), tmp_path)

    def changes() -> int:
        with year.read() as db:
            return handovers.changed_since(db, handovers.lines(db, [done.handover_id])[done.handover_id].created_at)

    start = changes()
    with year.write("A new person, enrolled") as db:
        an_enrolment(db, 1, a_person(db, "Fatou", "Diop"))
    assert changes() == start
    with year.write("Zoé moves") as db:
        people.save(db, PersonDraft("Zoé", "Le Goff", birth_year=1951), 1, today=date(2026, 7, 2))
    assert changes() == start + 1
