"""Backups by command: one on this computer, one on a stick, checked and put back."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Run


def test_a_notebook_is_backed_up_checked_and_put_back(on: Run, run: Run, notebook: Path) -> None:
    on("person", "new", "Zoé Le Goff")
    assert on("backup").status == 0
    on("person", "new", "Yann Kerbrat")
    (line,) = on("backups", "--json").json["backups"]
    assert (line["number"], line["reason"]) == (1, "asked")
    shown = run("verify", line["file"])
    assert "is whole." in shown.out
    assert "1 person, 0 workshops" in shown.out
    ran = on("restore", "1", "--json")
    assert ran.json["counts"]["person"] == 1
    assert Path(ran.json["aside"]).parent == notebook.parent
    assert [each["given_name"] for each in on("people", "--json").json["people"]] == ["Zoé"]
    assert run("verify", ran.json["aside"], "--json").json["counts"]["person"] == 2


def test_a_copy_goes_to_a_stick_and_to_another_computer(on: Run, run: Run, tmp_path: Path) -> None:
    on("person", "new", "Zoé Le Goff")
    stick = tmp_path / "stick"
    assert "is not there" in on("backup", stick).err
    stick.mkdir()
    copy = on("backup", stick, "--json").json["file"]
    assert Path(copy).parent == stick
    elsewhere = tmp_path / "elsewhere.carnet"
    assert run("restore", copy, "--notebook", elsewhere).status == 0
    assert [each["given_name"] for each in run("people", "--notebook", elsewhere, "--json").json["people"]] == ["Zoé"]


def test_what_cannot_be_put_back_is_said_and_changes_nothing(on: Run, run: Run, notebook: Path, tmp_path: Path) -> None:
    before = notebook.read_bytes()
    other = tmp_path / "other.carnet"
    run("new", other, "--association", "Une autre")
    assert "is a backup of another notebook, that of Une autre" in on("restore", other).err
    assert "no backup number 7" in on("restore", "7").err
    assert "is not a notebook" in on("restore", Path(__file__)).err
    assert "is the notebook itself" in on("restore", notebook).err
    assert notebook.read_bytes() == before
    assert run("verify", tmp_path / "nothing.carnet").status == 1
    assert on("restore", other, "--other").status == 0


def test_a_borrowed_computer_is_left_with_the_data_taken_along(
    on: Run, run: Run, notebook: Path, tmp_path: Path
) -> None:
    on("person", "new", "Zoé Le Goff")
    on("backup")
    stick = tmp_path / "stick"
    stick.mkdir()
    taken = Path(on("take", stick, "--json").json["file"])
    assert taken == stick / notebook.name
    refused = on("leave")
    assert refused.status == 1
    assert "--agree" in refused.err
    assert notebook.is_file()
    count = int(refused.err.rpartition("--agree ")[2].split("”")[0])
    assert on("leave", "--agree", count - 1).status == 1
    assert on("leave", "--agree", count, "--json").json == {"erased": count}
    assert not notebook.exists()
    assert [each["given_name"] for each in run("people", "--notebook", taken, "--json").json["people"]] == ["Zoé"]
