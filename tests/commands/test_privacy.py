"""The papers about personal data, typed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from models import association
from models.notebook import Notebook
from resources.i18n import N_
from tests.commands.conftest import Run
from tests.documents.reading import words_of
from tests.tools import needs


@needs("pdftoppm")
@pytest.mark.parametrize(
    ("command", "words"),
    [("register-of-processing", "Categories of data"), ("notice", "Your rights")],
)
def test_a_paper_is_filled_in_from_the_settings(
    on: Run, notebook: Path, tmp_path: Path, command: str, words: str
) -> None:
    with Notebook.open(notebook) as opened, opened.write(N_("Change the association")) as db:
        told = replace(association.draft(db), privacy_contact="Maëlle, 02 99 00 00 00", retention_months=7)
        association.save(db, told)
    path = tmp_path / "paper.pdf"
    ran = on(command, "-o", path)
    assert ran.status == 0, ran.err
    said = words_of(path)
    for expected in (words, "Les Puces du Blosne", "Maëlle, 02 99 00 00 00", "7 months"):
        assert expected in said, expected
    assert on(command, "-o", path, "--json").json == {"file": str(path)}
    on(command, "-o", path, "--lang", "fr")
    assert "7 mois après le dernier contact" in words_of(path)


def test_a_paper_needs_a_place_that_is_there(on: Run, tmp_path: Path) -> None:
    assert on("notice").status == 2
    ran = on("notice", "-o", tmp_path / "nowhere" / "notice.pdf", "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (1, "place_missing")


@pytest.mark.parametrize("name", ["Zoé Le Goff", "<img src=/etc/passwd>", "../../x", "محمد بن علي", "Ô" * 120, "😀"])
def test_an_extract_is_a_paper_and_a_file_for_machines(on: Run, tmp_path: Path, name: str) -> None:
    person = on("person", "new", "--given-name", name, "--town", "Rennes", "--json").json["person"]
    folder = tmp_path / "extracts"
    ran = on("person", "extract", person["uid"], "-o", folder, "--json")
    assert ran.status == 0, ran.err
    assert ran.json["person"] == {"uid": person["uid"]}
    assert sorted(map(str, folder.iterdir())) == sorted(ran.json["files"])
    paper, machine = map(Path, ran.json["files"])
    assert paper.read_bytes().startswith(b"%PDF")
    told = json.loads(machine.read_text(encoding="utf-8"))
    assert told["person"]["given_name"] == name
    assert told["person"]["town"] == "Rennes"
    assert told["history"][0]["label"] == "Add a person"


@needs("pdftoppm")
def test_an_extract_goes_where_it_is_told_in_the_language_asked(on: Run, tmp_path: Path) -> None:
    on("person", "new", "Zoé Le Goff")
    path = tmp_path / "zoe.pdf"
    assert on("person", "extract", "Zoé Le Goff", "-o", path, "--lang", "fr").status == 0
    assert "Vos droits" in words_of(path)
    assert (tmp_path / "zoe.json").is_file()


def test_an_extract_of_nobody_is_refused(on: Run, tmp_path: Path) -> None:
    ran = on("person", "extract", "Personne", "-o", tmp_path / "x", "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (1, "reference_unknown")
    assert not (tmp_path / "x").exists()
