"""Batches of certificates by command: one each, as e-mail drafts, for some people, for everyone who has none yet."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture
def course(on: Run) -> Run:
    """Two workshops; Zoé and Maël came to the first, Zoé and Ali to the second; only Zoé has an e-mail address."""
    assert on("person", "new", "Zoé Le Goff", "--email", "zoe@exemple.fr").status == 0
    for title, day, others in (("Premiers pas", "05", "Maël Kerbrat"), ("Photos", "12", "Ali Ben")):
        on("workshop", "new", title, "--session", f"2026-05-{day} 14:00-16:00")
        assert on("enrol", title, "Zoé Le Goff", others).status == 0
        assert on("attendance", f"{day}/05", "--present", "Zoé Le Goff", "--present", others).status == 0
    return on


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_an_e_mail_draft_is_written_for_who_has_an_address_and_the_others_are_told(course: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    ran = course("certificates", "--workshop", "premiers", "-o", folder, "--mail")
    assert ran.status == 0
    assert "1 e-mail draft written" in ran.out
    assert "Maël Kerbrat was not printed: No e-mail address is known." in ran.out
    (path,) = folder.iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (message["To"].addresses[0].addr_spec, message["X-Unsent"]) == ("zoe@exemple.fr", "1")
    assert [each["family_name"] for each in course("register", "--waiting", "--json").json["certificates"]] == [
        "Kerbrat"
    ], "who got no draft still waits to be printed"


def test_only_the_people_named_get_one(course: Run, tmp_path: Path) -> None:
    line = ("certificates", "--workshop", "premiers", "-o", tmp_path / "each", "--each", "--person", "Maël Kerbrat")
    assert course(*line).status == 0
    assert names(tmp_path / "each") == ["LPB-2026-0001 Maël Kerbrat.pdf"]
    assert course(*line[:-1], "Ali Ben").status == 1
    assert len(course("register", "--json").json["certificates"]) == 1


def test_everyone_who_has_none_yet_gets_one_wherever_it_was(course: Run, tmp_path: Path) -> None:
    course("certificates", "--workshop", "photos", "-o", tmp_path / "a.pdf")
    trial = course("certificates", "--everywhere", "-o", tmp_path / "trial", "--each", "--test", "--json")
    assert len(trial.json["files"]) == 2
    assert len(course("register", "--json").json["certificates"]) == 2
    ran = course("certificates", "--everywhere", "-o", tmp_path / "b.pdf", "--json")
    assert len(ran.json["made"]) == 2
    assert course("certificates", "--everywhere", "-o", tmp_path / "c.pdf").status == 1
    assert not (tmp_path / "c.pdf").exists()


@pytest.mark.parametrize(
    "more",
    [(), ("--everywhere", "--workshop", "photos"), ("--everywhere", "--person", "Zoé"),
     ("--workshop", "photos", "--mail", "--each"), ("--workshop", "photos", "--mail", "--test")],
)  # fmt: skip
def test_what_says_two_things_or_not_for_whom_is_refused(course: Run, tmp_path: Path, more: tuple[str, ...]) -> None:
    assert course("certificates", "-o", tmp_path / "a", *more).status == 2
    assert course("register", "--json").json["certificates"] == []
