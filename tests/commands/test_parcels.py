"""Two laptops by commands: give, work elsewhere, take back."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.conftest import Run

ROOT = Path(__file__).parents[2]


@dataclass
class Held:
    """A parcel that was given, with its passphrase in a file."""

    path: Path
    words: str
    words_file: Path


@pytest.fixture
def held(on: Run, tmp_path: Path) -> Held:
    """A workshop with two people, given to Yann."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00", "--session", "2026-05-19 14:00-16:00")
    for name in ("Zoé Le Goff", "Ali Ben Salah"):
        given, _space, family = name.partition(" ")
        assert on("person", "new", "--given-name", given, "--family-name", family, "--phone", "0612345678").status == 0
    assert on("enrol", "Premiers pas", "Zoé Le Goff", "Ali Ben Salah").status == 0
    path, words_file = tmp_path / "yann.colis", tmp_path / "words.txt"
    ran = on("parcel", "give", "--workshop", "Premiers pas", "-o", path, "--for", "Yann", "--json")
    assert ran.status == 0, ran.err
    words = ran.json["passphrase"]
    words_file.write_text(f"{words}\n")
    return Held(path, words, words_file)


def away(run: Run, held: Held, *words: object) -> object:
    return run("--notebook", held.path, "--passphrase-file", held.words_file, *words)


def test_a_parcel_is_given_with_a_passphrase_said_once(on: Run, held: Held, tmp_path: Path) -> None:
    ran = on("parcel", "give", "--session", "Premiers pas 19/05", "-o", tmp_path / "one.colis")
    assert "1 workshop, 1 session and 2 people" in ran.out
    assert "Passphrase: " in ran.out
    listed = on("parcel", "list", "--json").json["parcels"]
    assert [(each["for"], each["sessions"], each["returned_at"]) for each in listed] == [
        ("", 1, None),
        ("Yann", 2, None),
    ]


def test_work_in_the_parcel_comes_back_once(on: Run, run: Run, held: Held) -> None:
    assert away(run, held, "attendance", "12/05", "--present", "Zoé Le Goff", "--unnamed", "3").status == 0
    dry = on("parcel", "take", held.path, "--passphrase-file", held.words_file, "--dry-run")
    assert "1 mark of attendance" in dry.out
    assert "Nothing was written." in dry.out
    ran = on("parcel", "take", held.path, "--passphrase-file", held.words_file)
    assert ran.status == 0, ran.err
    assert "unnamed participants of 1 session" in ran.out
    again = on("parcel", "take", held.path, "--passphrase-file", held.words_file, "--json")
    assert again.json["already_taken"]
    shown = on("sessions", "--json").json["sessions"][0]
    assert (shown["present"], shown["unnamed"]) == (1, 3)
    assert on("history", "--undo", on("history", "--json").json["history"][0]["number"]).status == 0
    assert on("sessions", "--json").json["sessions"][0]["unnamed"] == 0


def test_both_sides_are_shown_and_one_is_chosen(on: Run, run: Run, held: Held) -> None:
    away(run, held, "attendance", "12/05", "--present", "Zoé Le Goff")
    on("attendance", "12/05", "--absent", "Zoé Le Goff")
    ran = on("parcel", "take", held.path, "--passphrase-file", held.words_file, "--ours")
    assert "Zoé Le Goff" in ran.out
    assert "In the parcel: Present · here: Absent · the one here was kept" in ran.out
    wrong = on("parcel", "take", held.path, "--ours", "--theirs")
    assert wrong.status == 2


def test_the_passphrase_may_come_from_the_environment(run: Run, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("--notebook", held.path, "sessions")
    assert (refused.status, refused.out) == (1, "")
    assert "passphrase" in refused.err
    monkeypatch.setenv("CARNET_PASSPHRASE", held.words.upper())
    assert run("--notebook", held.path, "sessions").status == 0
    assert run("--notebook", held.path, "--passphrase-file", held.path.parent / "none", "sessions").status == 2


@pytest.mark.parametrize(
    "words",
    [
        ("certificates", "--workshop", "Premiers pas", "-o", "x.pdf"),
        ("hand-over", "--from", "2026-01-01", "--to", "2026-12-31", "-o", "."),
        ("person", "erase", "Zoé Le Goff", "--agree", "1"),
        ("parcel", "give", "--workshop", "Premiers pas", "-o", "y.colis"),
    ],
)
def test_what_belongs_to_the_whole_notebook_is_refused_in_a_parcel(
    run: Run, held: Held, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(held.path.parent)
    away(run, held, "attendance", "12/05", "--present", "Zoé Le Goff")
    ran = away(run, held, *words)
    assert ran.status in (1, 2), ran.out
    assert "parcel" in ran.err


def test_a_list_is_not_imported_into_a_parcel(run: Run, held: Held, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Prénom;Nom\nLena;Roux\n")
    ran = away(run, held, "import", people)
    assert ran.status == 1
    assert "parcel" in ran.err


def test_a_copy_that_went_its_own_way_is_told(on: Run, run: Run, notebook: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.carnet"
    copy.write_bytes(notebook.read_bytes())
    on("person", "new", "--given-name", "Zoé", "--family-name", "Le Goff")
    ran = run("--notebook", copy, "people")
    assert ran.status == 0
    assert "is an older copy" in ran.err


def test_two_computers_in_separate_processes(held: Held, notebook: Path, tmp_path: Path) -> None:
    def typed(home: str, *words: object) -> str:
        places = {
            name: str(tmp_path / home)
            for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
        }
        environment = {**os.environ, **places, "LC_ALL": "fr_FR.UTF-8", "CARNET_PASSPHRASE": held.words}
        command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    typed("laptop", "--notebook", held.path, "attendance", "2026-05-12", "--all")
    typed("laptop", "--notebook", held.path, "sheet", "--session", "2026-05-12", "-o", tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    told = typed("home", "--notebook", notebook, "parcel", "take", held.path)
    assert "2 présences saisies" in told or "2 pointages" in told
    assert "déjà" in typed("home", "--notebook", notebook, "parcel", "take", held.path)
