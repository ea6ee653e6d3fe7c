"""A year with the registry, by commands alone: lists in, twins merged, a table out and in again, people forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.desk import Desk

pytestmark = pytest.mark.journey


def test_lists_come_in_twins_are_merged_and_people_are_forgotten(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.types("new", desk.notebook, "--association", "Les Puces du Blosne", "--town", "Rennes")
    desk.types("workshop", "new", "Photos de famille", "--session", "05/05/2026 14h-16h")
    bring_two_lists(desk)
    merge_the_twins(desk)
    write_and_read_again(desk)
    forget(desk)


def bring_two_lists(desk: Desk) -> None:
    """Bring the same woman in twice, as two lists wrote her."""
    first, second = desk.folder / "registre.csv", desk.folder / "atelier.csv"
    first.write_bytes(
        "Nom;Prénom;Année;Courriel\r\nN’DIAYE;Aïssatou;1962;aissatou@exemple.fr\r\n=ZOÉ();Zoé;;\r\n".encode("cp1252")
    )
    second.write_text("Nom,Prénom,Courriel,Tél.\nNdiaye,Aissata,aissatou@exemple.fr,639980001\n", encoding="utf-8")
    assert desk.asks("import", first)["done"]["new"] == 2
    done = desk.asks("import", second, "--workshop", "photos", "--doubtful", "new")["done"]
    assert (done["new"], done["enrolled"]) == (1, 1)
    desk.types("attendance", "05/05/2026", "--all")


def merge_the_twins(desk: Desk) -> None:
    """Find them, make them one, and see that who came is still counted once."""
    (pair,) = desk.asks("duplicates")["pairs"]
    assert "same_email" in pair["reasons"]
    before = session(desk)
    desk.types("person", "merge", pair["first"]["uid"], pair["second"]["uid"])
    assert desk.asks("duplicates")["pairs"] == []
    assert session(desk) == before
    people = desk.asks("people")["people"]
    assert sorted(each["given_name"] for each in people) == ["Aïssatou", "Zoé"]
    assert next(each for each in people if each["given_name"] == "Aïssatou")["phone"] == "06 39 98 00 01"


def session(desk: Desk) -> dict[str, Any]:
    (found,) = desk.asks("sessions")["sessions"]
    return {name: value for name, value in found.items() if name not in ("version", "changed_at")}


def write_and_read_again(desk: Desk) -> None:
    """Write everyone in each format; bringing the file in again changes nothing."""
    people = desk.asks("people")
    for name, kind in (("tout.xlsx", "xlsx"), ("excel.csv", "excel-csv"), ("tout.csv", "csv")):
        path = desk.folder / name
        desk.types("people", "--output", path, "--format", kind)
        done = desk.asks("import", path)["done"]
        assert (done["new"], done["known"]) == (0, 2)
        assert desk.asks("people") == people


def forget(desk: Desk) -> None:
    """Give one person everything held about them, then erase them; the figures stay as they were."""
    before = session(desk)
    target = desk.folder / "extrait.pdf"
    desk.types("person", "extract", "Aïssatou", "-o", target)
    (told,) = desk.folder.glob("extrait*.json")
    assert "aissatou@exemple.fr" in json.dumps(json.loads(told.read_text("utf-8")), ensure_ascii=False)
    desk.types("person", "erase", "Aïssatou")
    assert session(desk) == before
    assert b"ssatou" not in desk.notebook.read_bytes()
