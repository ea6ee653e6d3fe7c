"""People written to a file by a command."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Run

LISTS = Path(__file__).parents[1] / "exchange" / "lists"


def test_the_registry_goes_into_a_file_and_comes_back_unchanged(on: Run, tmp_path: Path) -> None:
    on("import", LISTS / "french-cp1252.csv")
    for name, more in (("a.xlsx", ()), ("b.csv", ()), ("c.csv", ("--format", "excel-csv"))):
        ran = on("people", "--output", tmp_path / name, *more)
        assert ran.out == f"30 people written to {name}.\n"
        again = on("import", tmp_path / name, "--json").json["done"]
        assert (again["new"], again["known"], again["left_out"]) == (0, 30, 0)
    assert (tmp_path / "c.csv").read_bytes().startswith(b"\xef\xbb\xbfIdentifier;")


def test_only_those_found_and_the_columns_named_are_written(on: Run, tmp_path: Path) -> None:
    on("import", LISTS / "french-cp1252.csv")
    path = tmp_path / "goff.csv"
    ran = on("people", "goff", "--output", path, "--columns", "given_name,birth_year", "--json")
    assert ran.json == {"written": {"file": str(path), "format": "csv", "people": 1}}
    assert path.read_text("utf-8").splitlines() == ["Given name,Year of birth", "Maël,1954"]


def test_an_ending_or_a_column_that_is_none_is_refused(on: Run, tmp_path: Path) -> None:
    on("person", "new", "Zoé Le Goff")
    assert on("people", "--output", tmp_path / "a.pdf").status == 1
    ran = on("people", "--output", tmp_path / "a.csv", "--columns", "shoes")
    assert ran.status == 1
    assert "There is no column “shoes”" in ran.err
    assert not any(path.suffix in {".csv", ".pdf"} for path in tmp_path.iterdir())
