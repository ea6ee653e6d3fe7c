"""Who may be in the registry twice: while a name is typed, and in a review of everyone."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks._twins import known
from models import people
from models.duplicates import Pair, likely, pairs_among, review, tell_apart
from models.matching import KnownPerson
from models.notebook import Notebook
from models.people import Person, PersonDraft
from models.progress import Progress, finish
from tests.builders import TODAY, a_person


def a_known(number: int, given: str = "Zoé", family: str = "Le Goff", year: int | None = 1962) -> KnownPerson:
    return KnownPerson(number, given, family, year, "Rennes", "", "")


def ids_of(pairs: list[Pair]) -> list[tuple[int, int]]:
    return [(pair.first.id, pair.second.id) for pair in pairs]


@pytest.mark.parametrize(
    "typed",
    [
        PersonDraft("zoe", "LE GOFF"),
        PersonDraft("Le Goff", "Zoé"),
        PersonDraft("Zoé", "Legoff"),
        PersonDraft("Zoé", "Le Gofff"),
        PersonDraft("", "Zoé Le Goff"),
        PersonDraft("Z", "Le Goff", 1962),
        PersonDraft("Zoé", "Kerbrat", phone="+33 6 39 98 00 01"),
        PersonDraft("Zoé", "Le Goff", 1990),  # a homonym is shown: the user knows better
    ],
)
def test_whoever_may_be_meant_is_found_while_typing(notebook: Notebook, typed: PersonDraft) -> None:
    with notebook.write("x") as db:
        zoe = a_person(db, birth_year=1962, phone="06 39 98 00 01")
        a_person(db, "Maël", "Le Goff", phone="06 39 98 00 01")
        a_person(db, "Fatou", "Diop")
    with notebook.read() as db:
        assert [each.person.id for each in likely(db, typed)] == [zoe]


def test_the_best_come_first_and_few(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        found = [a_person(db, birth_year=year) for year in (1990, 1950, 1962, None, 1970)]
    with notebook.read() as db:
        shown = likely(db, PersonDraft("Zoé", "Le Goff", 1962))
    assert [each.person.id for each in shown[:2]] == [found[2], found[3]]
    assert len(shown) == 3
    assert shown[0].reasons == ("same_name", "same_year")


def test_nothing_typed_finds_nobody(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        a_person(db)
    with notebook.read() as db:
        assert likely(db, PersonDraft()) == likely(db, PersonDraft("Z")) == []


def test_a_review_gives_pairs_with_reasons_the_surest_first(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        typo = [a_person(db, "Fatou", name, birth_year=1970) for name in ("Diallo", "Dialo")]
        sure = [a_person(db, birth_year=1962, email="zoe@exemple.fr") for _ in range(2)]
        a_person(db, birth_year=1931)
        a_person(db, "Yann", "Kerbrat")
    pairs = finish(review(notebook))
    assert ids_of(pairs) == [tuple(sure), tuple(typo)]
    assert pairs[0].reasons == ("same_name", "same_year", "same_email")
    assert pairs[1].reasons == ("similar_name", "same_year")
    assert pairs[0].points > pairs[1].points


def test_pairs_told_apart_come_no_more(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        one, other, third = (a_person(db, birth_year=1962, phone="06 39 98 00 01") for _ in range(3))
    with notebook.write("x") as db:
        tell_apart(db, other, one)
    assert ids_of(finish(review(notebook))) == [(one, third), (other, third)]
    notebook.undo()
    assert len(finish(review(notebook))) == 3


def test_anonymised_people_are_nobodys_twin(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        one, other = (a_person(db, birth_year=1962) for _ in range(2))
    assert ids_of(finish(review(notebook))) == [(one, other)]
    with notebook.write("x") as db:
        person = db.get(Person, other)
        assert person is not None
        person.anonymised_on = TODAY
    assert finish(review(notebook)) == []
    with notebook.read() as db:
        assert [each.person.id for each in likely(db, PersonDraft("Zoé", "Le Goff", 1962))] == [one]


def test_nothing_is_held_open_while_it_computes_and_it_can_be_stopped(notebook: Notebook) -> None:
    with notebook.write("x") as db:
        for _ in range(2):
            a_person(db, birth_year=1962)
    task = review(notebook)
    assert isinstance(next(task), Progress)
    with notebook.write("x") as db:
        people.save(db, PersonDraft("Yann"), today=date(2026, 5, 12))
    task.close()
    with notebook.read() as db:
        assert people.count(db) == 3


def test_progress_goes_forward_to_its_end() -> None:
    steps: list[Progress] = []
    finish(pairs_among([a_known(number, family=f"Goff{number}") for number in range(5_000)]), steps.append)
    assert [each.done for each in steps] == sorted(each.done for each in steps)
    assert steps[-1].done == steps[-1].total
    assert len(steps) > 3
    assert finish(pairs_among([])) == []


def test_a_name_that_thousands_bear_is_no_heap_of_pairs() -> None:
    crowd = [a_known(number, "Participant", "Anonyme", None) for number in range(4_000)]
    assert finish(pairs_among(crowd)) == []
    same_day = [a_known(number, "Participant", "Anonyme", 1962) for number in range(4_000)]
    assert finish(pairs_among(same_day)) == []


def test_who_is_there_twice_is_found_among_homonyms() -> None:
    truth = known(6_000, seed=77)
    everyone = [
        KnownPerson(place, each.given_name, each.family_name, each.birth_year, each.town, each.email, each.phone)
        for place, each in enumerate(truth.people)
    ]
    found = set(ids_of(finish(pairs_among(everyone))))
    right = len(found & truth.pairs)
    assert right / len(found) >= 0.80, "precision"
    assert right / len(truth.pairs) >= 0.80, "recall"
