"""Workshops, sessions, people and the history, typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import commands
from commands import lists
from models import crash_log
from tests.commands.conftest import Run

ROOT = Path(commands.__file__).parents[1]
HOSTILE = (
    "<img src=/etc/passwd>",
    "A<B",
    "<Zoé>",
    "O'Brien & fils",
    "Łukasz Nguyễn",
    "محمد بن علي",
    "Ô" * 120,
)


@pytest.fixture
def workshop(on: Run) -> str:
    """Two sessions of one workshop; its uid."""
    made = on(
        "workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00",
        "--session", "mardi 19 mai 14h - 16h30",
        "--place", "Bibliothèque Triangle", "--trainer", "Aïssatou N’Diaye", "--capacity", "2", "--theme", "email",
        "--json",
    )  # fmt: skip
    assert made.status == 0, made.err
    assert len(made.json["sessions"]) == 2
    return str(made.json["workshop"]["uid"])


def test_a_workshop_is_made_with_its_sessions(on: Run, workshop: str) -> None:
    (line,) = on("workshops", "--json").json["workshops"]
    assert line["uid"] == workshop
    assert (line["title"], line["place"], line["sessions"], line["capacity"]) == (
        "Premiers pas", "Bibliothèque Triangle", 2, 2,
    )  # fmt: skip
    times = [(s["date"], s["start"], s["end"]) for s in on("sessions", "--json").json["sessions"]]
    assert times == [("2026-05-12", "14:00", "16:00"), ("2026-05-19", "14:00", "16:30")]


def test_lists_are_plain_columns_in_a_pipe(on: Run, workshop: str) -> None:
    ran = on("workshops")
    assert ran.out.startswith("12/05/2026  Premiers pas")
    assert "\t" not in ran.out
    assert ran.out.count("\n") == 1


def test_a_known_place_and_trainer_are_not_made_twice(on: Run, workshop: str) -> None:
    on("workshop", "new", "Suite", "--place", "bibliotheque TRIANGLE", "--trainer", "aissatou n'diaye")
    assert {line["place"] for line in on("workshops", "--json").json["workshops"]} == {"Bibliothèque Triangle"}
    assert on("workshop", "edit", "Suite", "--trainer", "Aïssatou N’Diaye").status == 2


def test_a_workshop_is_changed_copied_and_cancelled(on: Run, workshop: str) -> None:
    assert on("workshop", "edit", workshop[:8], "--title", "Les premiers pas", "--capacity", "").status == 0
    assert on("workshop", "duplicate", "premiers pas", "--title", "Seconds pas").status == 0
    lines = {line["title"]: line for line in on("workshops", "--json").json["workshops"]}
    assert lines["Les premiers pas"]["capacity"] is None
    assert lines["Seconds pas"]["sessions"] == 0
    assert on("workshop", "cancel", "seconds", "--reason", "Salle fermée").status == 0
    lines = {line["title"]: line["status"] for line in on("workshops", "--json").json["workshops"]}
    assert lines == {"Les premiers pas": "planned", "Seconds pas": "cancelled"}


def test_a_session_is_added_moved_and_cancelled_with_its_reason(on: Run, workshop: str) -> None:
    assert on("session", "add", "premiers", "26/5 10h-12h", "2 juin 10h-12h").status == 0
    assert on("session", "edit", "premiers pas 2 juin", "--at", "3 juin 9h-11h").status == 0
    assert on("session", "cancel", "26/05", "--reason", "Grève").status == 0
    found = on("sessions", "--workshop", "premiers", "--from", "20/05/2026", "--json").json["sessions"]
    assert [(s["date"], s["status"], s["cancel_reason"]) for s in found] == [
        ("2026-05-26", "cancelled", "Grève"),
        ("2026-06-03", "planned", ""),
    ]


def test_a_cancelled_session_is_planned_again(on: Run, workshop: str) -> None:
    assert on("session", "cancel", "12/05", "--reason", "Grève").status == 0
    assert on("session", "edit", "12/05", "--planned").status == 0
    (found,) = on("sessions", "--from", "12/05/2026", "--to", "12/05/2026", "--json").json["sessions"]
    assert (found["status"], found["cancel_reason"]) == ("planned", "")


def test_a_cancelled_workshop_comes_back_with_its_sessions(on: Run, workshop: str) -> None:
    assert on("workshop", "cancel", workshop).status == 2, "a reason is asked for"
    assert on("workshop", "cancel", workshop, "--reason", " ").status == 1
    assert on("workshop", "cancel", workshop, "--reason", "Salle fermée").status == 0
    reasons = [(s["status"], s["cancel_reason"]) for s in on("sessions", "--json").json["sessions"]]
    assert reasons == [("cancelled", "Salle fermée")] * 2
    assert on("workshop", "restore", workshop).status == 0
    assert [s["status"] for s in on("sessions", "--json").json["sessions"]] == ["planned"] * 2
    assert on("workshops", "--json").json["workshops"][0]["status"] == "planned"


def test_a_second_session_at_the_same_time_is_told_and_kept(on: Run, workshop: str) -> None:
    ran = on("session", "add", "premiers", "2026-05-12 15:00-17:00")
    assert ran.status == 0
    assert "already has a session" in ran.err


def test_a_workshop_is_copied_with_its_sessions_moved_and_its_people(on: Run, workshop: str) -> None:
    on("enrol", workshop, "Zoé Le Goff", "Maël Aubrée")
    ran = on("workshop", "duplicate", workshop, "--title", "Suite", "--from", "6 mai", "--with-people")
    assert ran.status == 0
    copied = on("sessions", "--workshop", "Suite", "--json").json["sessions"]
    assert [(s["date"], s["start"]) for s in copied] == [("2026-05-06", "14:00"), ("2026-05-13", "14:00")]
    assert [p["enrolment"] for p in on("people", "--workshop", "Suite", "--json").json["people"]] == ["enrolled"] * 2
    ran = on("workshop", "duplicate", workshop, "--title", "Fin", "--from", "7 mai", "--keep-weekdays")
    assert [s["date"] for s in on("sessions", "--workshop", "Fin", "--json").json["sessions"]] == [
        "2026-05-12", "2026-05-19",
    ]  # fmt: skip
    assert "Aïssatou N’Diaye is also expected at “Premiers pas”" in ran.err


def test_a_workshop_is_made_of_a_template(on: Run, workshop: str) -> None:
    assert on("workshop", "template", workshop, "--name", "Cours du mardi").status == 0
    assert [each["name"] for each in on("templates", "--json").json["templates"]] == ["Cours du mardi"]
    assert (
        on("workshop", "new", "Rentrée", "--template", "cours du mardi", "--from", "3/11", "--capacity", "9").status
        == 0
    )
    line = next(each for each in on("workshops", "--json").json["workshops"] if each["title"] == "Rentrée")
    assert (line["place"], line["capacity"], line["sessions"]) == ("Bibliothèque Triangle", 9, 2)
    found = on("sessions", "--workshop", "Rentrée", "--json").json["sessions"]
    assert [(s["date"], s["start"]) for s in found] == [("2026-11-03", "14:00"), ("2026-11-10", "14:00")]
    assert on("workshop", "new", "--template", "cours du mardi").status == 0, "its title is that of the template"


def test_a_template_is_renamed_and_forgotten(on: Run, workshop: str) -> None:
    on("workshop", "template", workshop)
    assert on("template", "rename", "premiers pas", "Débuter").status == 0
    assert "Débuter" in on("templates").out
    unknown = on("workshop", "new", "T", "--template", "premiers pas")
    assert unknown.status == 1
    assert "Débuter" in unknown.err, "those there are are listed"
    assert on("template", "forget", "debuter").status == 0
    assert on("templates", "--json").json["templates"] == []


def test_what_to_look_at_again_is_listed(on: Run, workshop: str) -> None:
    assert on("sessions", "--warnings", "--json").json["warnings"] == []
    made = on(
        "workshop", "new", "Pont", "--session", "14 mai 14h-16h", "--session", "12 mai 15h-17h",
        "--place", "Bibliothèque Triangle", "--trainer", "Aïssatou N’Diaye",
    )  # fmt: skip
    assert made.status == 0
    assert "Ascension Day" in made.err
    found = on("sessions", "--warnings", "--json").json["warnings"]
    assert [(each["date"], each["code"]) for each in found] == [
        ("2026-05-12", "trainer_twice"), ("2026-05-12", "place_twice"), ("2026-05-14", "session_on_holiday"),
    ]  # fmt: skip
    seen_from_there = on("sessions", "--warnings", "--workshop", workshop, "--json").json["warnings"]
    assert [each["code"] for each in seen_from_there] == ["trainer_twice", "place_twice"]
    assert "“Pont”" in seen_from_there[0]["text"]
    late = on("sessions", "--warnings", "--from", "13/05/2026", "--json").json["warnings"]
    assert [each["code"] for each in late] == ["session_on_holiday"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("workshop", "new", ""), 1),
        (("workshop", "new", "T", "--theme", "cuisine"), 1),
        (("workshop", "new", "T", "--session", "demain"), 2),
        (("workshop", "new", "T", "--session", "2026-05-12 16:00-14:00"), 1),
        (("workshop", "new", "T", "--capacity", "dix"), 2),
        (("session", "cancel", "12/05", "--reason", " "), 1),
        (("sessions", "--from", "31/02/2026"), 2),
        (("workshop", "edit", "rien de tel", "--title", "x"), 1),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    on: Run, workshop: str, words: tuple[str, ...], status: int
) -> None:
    before = on("history", "--json").out
    ran = on(*words)
    assert ran.status == status
    assert ran.err.strip()
    assert on("history", "--json").out == before


def test_an_ambiguous_reference_lists_what_it_could_be(on: Run, workshop: str) -> None:
    on("workshop", "new", "Premiers pas au téléphone")
    ran = on("enrol", "premiers", "Zoé Le Goff")
    assert ran.status == 1
    assert ran.err.count("\n") == 3
    assert workshop in ran.err
    exact = on("enrol", "premiers pas", "Zoé Le Goff")
    assert exact.status == 0


def test_an_unknown_reference_lists_what_is_near(on: Run, workshop: str) -> None:
    ran = on("workshop", "cancel", "Premeirs pas", "--reason", "Grève")
    assert ran.status == 1
    assert workshop in ran.err


def test_enrolling_makes_new_people_and_fills_the_waiting_list(on: Run, workshop: str) -> None:
    ran = on("enrol", workshop, "Zoé Le Goff", "Bob", "Maël LE BRAS", "zoe le goff", "--json")
    assert (ran.json["enrolled"], ran.json["waiting"]) == (2, 1)
    people = on("people", "--workshop", "premiers", "--json").json["people"]
    assert [(p["given_name"], p["family_name"], p["enrolment"]) for p in people][-1] == ("Maël", "LE BRAS", "waiting")
    assert on("enrol", workshop, "Bob", "--json").json["already"] == 1


def test_two_people_of_one_name_are_told_with_what_is_known(on: Run, workshop: str) -> None:
    for year in ("1950", "1980"):
        assert on("person", "new", "Zoé Le Goff", "--birth-year", year).status == 0
    ran = on("enrol", workshop, "Zoé Le Goff")
    assert ran.status == 1
    assert "1950" in ran.err
    assert "1980" in ran.err


def test_a_person_is_changed(on: Run) -> None:
    on("person", "new", "Zoé Le Goff")
    assert on("person", "edit", "le goff", "--phone", "06 39 98 00 01", "--gender", "feminin").status == 0
    assert on("people", "0639980001", "--json").json["people"][0]["phone"] == "06 39 98 00 01"
    assert on("person", "edit", "le goff", "--gender", "x").status == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_just_a_name(on: Run, workshop: str, name: str) -> None:
    assert on("person", "new", "--family-name", name).status == 0
    assert on("people", "--json").json["people"][0]["family_name"] == name
    assert name in on("people").out
    assert on("enrol", workshop, name).status == 0
    assert len(on("people", "--json").json["people"]) == 1


def test_a_name_cannot_paint_on_the_terminal(on: Run) -> None:
    on("person", "new", "--family-name", "Zoé\x1b[31m\nLe Goff")
    assert on("people").out.splitlines()[0].startswith("Zoé[31m Le Goff")


def test_one_action_is_undone_by_its_number(on: Run, workshop: str) -> None:
    on("enrol", workshop, "Zoé Le Goff")
    newest = on("history", "--json").json["history"][0]
    assert newest["label"] == "Enrol {count} people"
    assert on("history", "--undo", str(newest["number"])).status == 0
    assert on("people", "--json").json["people"] == []
    assert on("history", "--undo", "1").status == 1


def test_refused_in_json_is_one_document_with_the_codes(on: Run) -> None:
    ran = on("workshop", "new", "", "--json")
    assert ran.status == 1
    assert [each["code"] for each in ran.json["problems"]] == ["title_missing"]


def test_a_missing_notebook_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("people", "--notebook", tmp_path / "none.carnet")
    assert ran.status == 1
    assert "none.carnet" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_ours_is_one_sentence_and_a_log_without_names(
    on: Run, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("Zoé Le Goff, née en 1950")

    monkeypatch.setattr(lists, "line_document", broken)
    on("person", "new", "Zoé Le Goff")
    ran = on("people")
    assert ran.status == 70
    assert ran.err.count("\n") == 1
    (log,) = home.rglob(crash_log.LOG_NAME)
    text = log.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "Zoé" not in text


def test_a_stop_leaves_nothing_half_done(on: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("models.enrolments.enrol", stopped)
        on("workshop", "new", "Premiers pas")
        assert on("enrol", "premiers", "Zoé Le Goff").status == 130
    assert on("people", "--json").json["people"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_who_leaves_is_no_error(on: Run, notebook: Path) -> None:
    line = f'"{sys.executable}" main.py people --notebook "{notebook}" | true'
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_gets_titles_and_a_bar_of_progress(on: Run, notebook: Path, tmp_path: Path) -> None:
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00")
    on("enrol", "premiers", "Zoé Le Goff", "Bob")
    on("attendance", "premiers", "--all")
    output = tmp_path / "a.pdf"
    shown = typed_in_terminal("certificates", "--workshop", "premiers", "-o", output, "--notebook", notebook)
    assert "2/2" in shown
    assert "#" in shown
    assert output.stat().st_size > 1000
    assert "Title" in typed_in_terminal("workshops", "--notebook", notebook)


def typed_in_terminal(*words: object) -> str:
    """Run a command whose output is a terminal and return what it showed."""
    import pty

    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"this system gives no pseudo-terminal: {error}")
    try:
        process = subprocess.Popen(
            [sys.executable, "main.py", "--lang", "en", *map(str, words)], cwd=ROOT, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        assert process.wait(30) == 0
    finally:
        os.close(ours)
    return b"".join(parts).decode()


def test_every_document_is_json_that_programs_read(on: Run, workshop: str) -> None:
    for words in (("workshops",), ("sessions",), ("people",), ("register",), ("history",), ("key", "show")):
        assert json.loads(on(*words, "--json").out)


def test_the_list_of_workshops_is_narrowed(on: Run, workshop: str) -> None:
    on("workshop", "new", "Une autre fois", "--session", "2025-05-13 14:00-16:00")
    for more in (
        ("--place", "triangle"), ("--trainer", "aissatou"), ("--theme", "email"), ("--from", "2026-05-01"),
        ("--from", "2026-05-19", "--to", "2026-05-19"), ("premiers",),
    ):  # fmt: skip
        assert [each["uid"] for each in on("workshops", *more, "--json").json["workshops"]] == [workshop], more
    assert on("workshops", "--only", "cancelled", "--json").json["workshops"] == []
    unknown = on("workshops", "--place", "Nulle part")
    assert unknown.status == 1
    assert "Nulle part" in unknown.err
