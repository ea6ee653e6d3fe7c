"""The list of a workshop by command: enrolled, waiting, offered, moved, for some sessions only."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def course(on: Run) -> Run:
    """A workshop of two places and three sessions; three people asked for them."""
    on(
        "workshop", "new", "Premiers pas", "--capacity", "2", "--session", "2026-06-02 14:00-16:00",
        "--session", "2026-06-09 14:00-16:00", "--session", "2026-06-16 14:00-16:00",
    )  # fmt: skip
    on("workshop", "new", "Photos", "--session", "2026-06-03 14:00-16:00")
    assert on("enrol", "Premiers pas", "Zoé Le Goff", "Maël Kerbrat", "Bob Morane").status == 0
    return on


def listed(on: Run, workshop: str = "Premiers pas") -> dict[str, str]:
    people = on("people", "--workshop", workshop, "--json").json["people"]
    return {person["given_name"]: person["enrolment"] for person in people}


def test_a_place_becomes_free_is_offered_and_taken(course: Run) -> None:
    ran = course("enrolment", "cancel", "Premiers pas", "zoe le goff")
    assert "The next to be offered it: Morane Bob." in ran.out
    assert course("enrolment", "offer", "Premiers pas", "Bob Morane").status == 0
    assert listed(course) == {"Zoé": "cancelled", "Maël": "enrolled", "Bob": "waiting"}
    ran = course("enrolment", "restore", "Premiers pas", "Bob Morane", "--json")
    assert (ran.json["enrolled"], ran.json["waiting"], ran.json["free"]) == (2, 0, 0)
    assert listed(course) == {"Zoé": "cancelled", "Maël": "enrolled", "Bob": "enrolled"}


def test_an_offer_can_be_taken_back_or_declined_and_each_is_one_undo(course: Run) -> None:
    course("enrolment", "offer", "Premiers pas", "Bob Morane")
    assert course("enrolment", "withdraw", "Premiers pas", "Bob Morane").status == 0
    assert course("enrolment", "decline", "Premiers pas", "Bob Morane").status == 0
    assert listed(course)["Bob"] == "declined"
    labels = [each["label"] for each in course("history", "--json").json["history"]]
    assert labels[:2] == ["Note that a place was declined ({count})", "Take the offer of a place back ({count})"]
    number = course("history", "--json").json["history"][0]["number"]
    assert course("history", "--undo", str(number)).status == 0
    assert listed(course)["Bob"] == "waiting"


def test_who_does_not_wait_cannot_be_offered_a_place(course: Run) -> None:
    ran = course("enrolment", "offer", "Premiers pas", "Maël Kerbrat")
    assert ran.status == 1
    assert listed(course)["Maël"] == "enrolled"


def test_people_come_to_some_sessions_only(course: Run) -> None:
    assert course("enrolment", "sessions", "Premiers pas", "Zoé Le Goff", "--sessions", "09/06", "16/06").status == 0
    assert course("attendance", "2026-06-02", "--all", "--json").json["expected"] == 1
    assert course("attendance", "2026-06-09", "--all", "--json").json["expected"] == 2
    assert course("enrolment", "sessions", "Premiers pas", "Zoé Le Goff").status == 0
    assert course("attendance", "2026-06-02", "--absent", "Zoé Le Goff", "--json").json["expected"] == 2


def test_drop_ins_are_enrolled_for_a_day(course: Run) -> None:
    ran = course("enrol", "Photos", "Ali Ben Salah", "--sessions", "2026-06-04")
    assert ran.status == 1
    assert "no session on “2026-06-04”" in ran.err
    assert listed(course, "Photos") == {}
    assert course("enrol", "Premiers pas", "Ali Ben Salah", "--over", "--sessions", "2026-06-16").status == 0
    assert course("attendance", "2026-06-09", "--all", "--json").json["expected"] == 2
    assert course("attendance", "2026-06-16", "--all", "--json").json["expected"] == 3


def test_moving_keeps_what_was_attended_where_it_happened(course: Run) -> None:
    course("attendance", "2026-06-02", "--present", "Zoé Le Goff")
    ran = course("enrolment", "move", "Premiers pas", "Zoé Le Goff", "Bob Morane", "--to", "Photos", "--json")
    assert (ran.json["enrolled"], ran.json["kept"]) == (2, 1)
    assert listed(course) == {"Zoé": "cancelled", "Maël": "enrolled"}
    assert listed(course, "Photos") == {"Zoé": "enrolled", "Bob": "enrolled"}


def test_more_people_than_places_are_let_in_and_told(course: Run) -> None:
    ran = course("enrol", "Premiers pas", "Ali Ben Salah", "--over", "--json")
    assert (ran.json["enrolled"], ran.json["waiting"], ran.json["over"]) == (1, 0, 1)
    assert "2 people are beyond the places." in course("enrol", "Premiers pas", "Lou Petit", "--over").out
    refused = course("enrol", "Premiers pas", "Max Petit", "--over", "--waiting")
    assert refused.status == 2


def test_homonyms_are_told_with_identifiers_that_work(course: Run) -> None:
    uid = course("person", "new", "Zoé Le Goff", "--birth-year", "1950", "--json").json["person"]["uid"]
    assert course("enrol", "Photos", uid).status == 0
    first = next(
        p["uid"]
        for p in course("people", "--workshop", "Premiers pas", "--json").json["people"]
        if p["given_name"] == "Zoé"
    )
    assert course("enrol", "Photos", first).status == 0
    ran = course("enrolment", "cancel", "Photos", "Zoé Le Goff")
    assert ran.status == 1
    assert uid in ran.err
    assert first in ran.err
    assert course("enrolment", "cancel", "Photos", uid).status == 0


def test_a_name_that_is_not_on_the_list_is_refused_with_near_ones(course: Run) -> None:
    ran = course("enrolment", "cancel", "Premiers pas", "Zoé Legof")
    assert ran.status == 1
    assert "Le Goff Zoé" in ran.err
