"""The registry as lists ask for it: filters, the first rows of a search, a line for each, many changed at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models import attendance, people, people_lists
from models.codes import AgeBand, AttendanceState
from models.notebook import Notebook
from models.people import PeopleQuery
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.checks import refused


@pytest.fixture
def registry(notebook: Notebook) -> Notebook:
    """Five people: who came this year, who came last year, and three who never came."""
    with notebook.write("Plan") as db:
        came = a_person(db, "Ann", "Arz", town="Rennes", birth_year=1950)
        long_ago = a_person(db, "Bob", "Bréhat", town="Bruz", birth_year=1986)
        a_person(db, "Cid", "Cézembre", town="Rennes", age_band=AgeBand.FROM_70)
        a_person(db, "Dan", "Dumet", town="Rennes", birth_year=1987)
        a_person(db, "Eve", "Er Lannic")
        workshop = a_workshop(db)
        for person, day in ((came, date(2026, 1, 1)), (long_ago, date(2025, 12, 31))):
            enrolment = an_enrolment(db, workshop, person)
            attendance.mark(db, a_session(db, workshop, day), [enrolment], AttendanceState.PRESENT)
    return notebook


@pytest.mark.parametrize(
    ("asked", "given_names"),
    [
        ({"town": "Rennes"}, ["Ann", "Cid", "Dan"]),
        ({"age_band": AgeBand.FROM_70}, ["Ann", "Cid"]),
        ({"age_band": AgeBand.FROM_40}, ["Bob"]),  # 40 this year
        ({"age_band": AgeBand.FROM_25}, ["Dan"]),  # 39 this year
        ({"age_band": AgeBand.UNTOLD}, ["Eve"]),
        ({"came": "never"}, ["Cid", "Dan", "Eve"]),
        ({"came": "this_year"}, ["Ann"]),
        ({"town": "Rennes", "came": "never", "age_band": AgeBand.FROM_70}, ["Cid"]),
        ({"town": "Rennes", "text": "cezembre"}, ["Cid"]),
        ({"town": "Nowhere"}, []),
    ],
)
def test_filters_hold_together(registry: Notebook, asked: dict[str, object], given_names: list[str]) -> None:
    query = replace(PeopleQuery(today=TODAY), **asked)  # type: ignore[arg-type]  # fields of the query
    with registry.read() as db:
        found = people.find(db, query)
        lines = people.lines(db, found)
        assert [lines[each].given_name for each in found] == given_names
        assert people.find(db, query, limit=200) == found


def test_someone_not_seen_for_half_a_year_is_found_on_the_day_after(notebook: Notebook) -> None:
    with notebook.write("Add people") as db:
        person = a_person(db)
        people.touch(db, [person], TODAY)
    asked = PeopleQuery(no_contact_months=6)
    with notebook.read() as db:
        assert people.find(db, replace(asked, today=date(2026, 11, 12))) == []
        assert people.find(db, replace(asked, today=date(2026, 11, 13))) == [person]


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 5, 12), 24, date(2024, 5, 12)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day: date, months: int, earlier: date) -> None:
    assert people_lists.months_before(day, months) == earlier


def test_anonymised_people_are_listed_only_when_asked_for(registry: Notebook) -> None:
    with registry.write("Anonymise") as db:
        gone = people.find(db, PeopleQuery("cezembre"))[0]
        row = db.get(people.Person, gone)
        assert row is not None
        row.anonymised_on = TODAY
    with registry.read() as db:
        assert gone not in people.find(db)
        asked = people.find(db, PeopleQuery(with_anonymised=True))
        assert gone in asked
        assert people.lines(db, asked)[gone].anonymised_on == TODAY


@pytest.mark.parametrize("text", ["", "a", "ann", "re", "a re", "06", "re 06 a", "zz"])
@pytest.mark.parametrize("looked", [(5, 600, 50_000), (1, 600, 50_000), (1, 0, 50_000), (1, 0, 2), (1, 0, 0)])
@pytest.mark.parametrize("sort", ["name", "town", "birth_year"])
def test_the_first_people_of_a_search_are_the_first_of_the_list(
    registry: Notebook, text: str, looked: tuple[int, int, int], sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in zip(("_WALKED", "_SORTED", "_GATHERED"), looked, strict=True):
        monkeypatch.setattr(people_lists, name, number)  # each way of searching
    with registry.read() as db:
        for descending in (False, True):
            query = PeopleQuery(text, sort=sort, descending=descending)
            assert people.find(db, query, limit=2) == people.find(db, query)[:2]


def test_a_line_tells_the_age_band_of_today(registry: Notebook) -> None:
    with registry.read() as db:
        lines = people.lines(db, people.find(db), today=TODAY).values()
    assert [line.age_band for line in lines] == [
        AgeBand.FROM_70,
        AgeBand.FROM_40,
        AgeBand.FROM_70,
        AgeBand.FROM_25,
        "",
    ]


def test_towns_are_offered_by_the_number_of_people(registry: Notebook) -> None:
    with registry.read() as db:
        assert people_lists.towns(db) == ["Rennes", "Bruz"]


def test_many_people_get_one_town_in_one_action(registry: Notebook) -> None:
    with registry.write("Set the town") as db:
        everyone = people.find(db)
        assert people.set_field(db, everyone, "town", "  Rennes ", today=TODAY) == 2
    with registry.read() as db:
        assert len(people.find(db, PeopleQuery(town="Rennes"))) == 5
        assert len(people.find(db, PeopleQuery("rennes"))) == 5, "the words follow"
    registry.undo()
    with registry.read() as db:
        assert len(people.find(db, PeopleQuery(town="Rennes"))) == 3


def test_a_value_that_cannot_be_right_is_given_to_nobody(registry: Notebook) -> None:
    with refused("code_unknown"), registry.write("Set the occupation") as db:
        people.set_field(db, people.find(db), "occupation", "pirate", today=TODAY)
    with registry.read() as db:
        assert {people.draft(db, each).occupation for each in people.find(db)} == {""}


@pytest.mark.parametrize(("registered", "number", "asks"), [(2, 1, False), (2, 2, True), (60, 5, False), (60, 6, True)])
def test_deleting_many_people_has_to_be_agreed_to(notebook: Notebook, registered: int, number: int, asks: bool) -> None:
    with notebook.write("Add people") as db:
        ids = [a_person(db, f"Person {each}") for each in range(registered)]
    if asks:
        with refused("mass_removal", count=number), notebook.write("Delete people") as db:
            people.remove(db, ids[:number])
        with refused("mass_removal"), notebook.write("Delete people") as db:
            people.remove(db, ids[:number], agreed=number - 1)
    with notebook.write("Delete people") as db:
        people.remove(db, ids[:number], agreed=number if asks else 0)
    with notebook.read() as db:
        assert people.count(db) == registered - number
