"""Records of people by command: merged, anonymised, erased."""

from __future__ import annotations

from pathlib import Path

from models import people
from models.notebook import Notebook
from models.people import PersonLine
from tests.commands.conftest import Run


def registry(path: Path) -> list[PersonLine]:
    with Notebook.open(path) as opened, opened.read() as db:
        return [people.lines(db, [each])[each] for each in people.find(db)]


def test_two_records_become_one_and_the_history_takes_it_back(on: Run, notebook: Path) -> None:
    on("person", "new", "Zoé Le Goff", "--phone", "06 12 34 56 78")
    on("person", "new", "Zoe Legoff", "--birth-year", "1962")
    ran = on("person", "merge", "Zoé Le Goff", "Zoe Legoff")
    assert (ran.status, ran.err) == (0, "")
    assert "the first record counts: Given name and Family name." in ran.out
    (line,) = registry(notebook)
    assert (line.given_name, line.birth_year, line.phone) == ("Zoé", 1962, "06 12 34 56 78")
    with Notebook.open(notebook) as opened:
        opened.undo()
    assert len(registry(notebook)) == 2


def test_who_is_due_is_anonymised_only_when_the_number_is_agreed_to(on: Run, notebook: Path) -> None:
    for number in range(7):
        on("person", "new", f"Zoé Numéro{number}")
    with Notebook.open(notebook) as opened, opened.write("Prepare") as db:
        for person in people.find(db):
            row = db.get(people.Person, person)
            assert row is not None
            assert row.last_contact is not None
            row.last_contact = row.last_contact.replace(year=2020)
    assert on("person", "anonymise", "--due", "--dry-run", "--json").json == {"people": 7, "done": False}
    refused = on("person", "anonymise", "--due")
    assert refused.status == 1
    assert "7 people" in refused.err
    assert "--agree 7" in refused.out
    assert on("person", "anonymise", "--due", "--agree", "6").status == 1
    assert all(line.given_name for line in registry(notebook))
    assert on("person", "anonymise", "--due", "--agree", "7").status == 0
    with Notebook.open(notebook) as opened, opened.read() as db:
        assert [people.lines(db, [each])[each].given_name for each in range(1, 8)] == [""] * 7


def test_one_person_is_erased_on_request(on: Run, notebook: Path) -> None:
    on("person", "new", "Zoé Le Goff")
    on("person", "new", "Yann Kerbrat")
    ran = on("person", "erase", "Zoé Le Goff")
    assert ran.status == 0
    assert "cannot be undone" in ran.out
    assert [line.given_name for line in registry(notebook)] == ["Yann"]
