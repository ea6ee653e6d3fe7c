"""People who may be there twice, in a terminal."""

from __future__ import annotations

from typing import Any

from tests.commands.conftest import Run


def two(on: Run) -> list[str]:
    """Make Fatou Diallo twice, with a slip, and someone else; return the identifiers of the two."""
    on("person", "new", "Fatou Diallo", "--birth-year", "1970")
    on("person", "new", "Fatou Dialo", "--birth-year", "1970")
    on("person", "new", "Yann Kerbrat", "--birth-year", "1970")
    people: list[dict[str, Any]] = on("people", "--json").json["people"]
    return [each["uid"] for each in people if each["given_name"] == "Fatou"]


def test_pairs_are_listed_with_their_reasons(on: Run) -> None:
    uids = two(on)
    ran = on("duplicates")
    assert ran.status == 0
    assert "Diallo Fatou · 1970" in ran.out
    assert "nearly the same name, same year of birth" in ran.out
    assert "1 pair may be one person." in ran.out
    (pair,) = on("duplicates", "--json").json["pairs"]
    assert [pair["first"]["uid"], pair["second"]["uid"]] == uids
    assert pair["reasons"] == ["similar_name", "same_year"]
    assert "id" not in pair["first"]


def test_two_told_apart_are_listed_no_more_until_it_is_undone(on: Run) -> None:
    two(on)
    assert on("duplicates", "--apart", "Fatou Diallo", "Fatou Dialo").status == 0
    assert on("duplicates", "--json").json == {"pairs": []}
    newest = on("history", "--json").json["history"][0]
    assert newest["label"] == "Say that two people are not the same"
    assert on("history", "--undo", str(newest["number"])).status == 0
    assert len(on("duplicates", "--json").json["pairs"]) == 1


def test_apart_takes_two_different_people(on: Run) -> None:
    two(on)
    for named in (["Fatou Diallo"], ["Fatou Diallo", "diallo fatou"], ["Fatou Diallo", "Fatou Dialo", "Yann"]):
        ran = on("duplicates", "--apart", *named)
        assert ran.status == 2
        assert "two different people" in ran.err
    assert on("duplicates", "--apart", "Nobody", "Yann").status == 1
