"""Reading a list of people from XLSX and CSV: ours (verified, read, mapped, cleaned) against python-calamine alone."""

from __future__ import annotations

import argparse
import random
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks._rounds import Work, interleaved

ROUNDS = 5
TODAY = date(2026, 6, 15)
_HEADERS = (
    "Nom",
    "Prénom",
    "Date de naissance",
    "Téléphone",
    "E-mail",
    "CP",
    "Ville",
    "Civilité",
    "Situation",
    "Notes",
)
_SYLLABLES = ("le", "ker", "ma", "ri", "gou", "zo", "ben", "dia", "yann", "tré", "né", "vo", "ti", "sol", "ha")


def run(size: int | None) -> None:
    """Print one table; `size` is the number of rows (10 000 unless told)."""
    count = size or 10_000
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(count)
        xlsx, text = Path(folder) / "list.xlsx", Path(folder) / "list.csv"
        _write_xlsx(xlsx, rows)
        text.write_text("\n".join(";".join(map(str, row)) for row in rows), "utf-8")
        works: dict[str, Work] = {
            "python-calamine alone, XLSX": lambda: _calamine(xlsx),
            "csv module alone, CSV": lambda: _csv(text),
            "ours, XLSX: verify and read in a process of its own": lambda: _read(xlsx),
            "ours, XLSX: read, map, clean": lambda: _drafts(xlsx),
            "ours, CSV: read, map, clean": lambda: _drafts(text),
        }
        times = interleaved(works, ROUNDS)
    floor = {"XLSX": median(times["python-calamine alone, XLSX"]), "CSV": median(times["csv module alone, CSV"])}
    print(f"{count} rows, {len(_HEADERS)} columns; wall time, {ROUNDS} interleaved rounds after a warm-up")
    print(f"{'':<54}{'median s':>10}{'best s':>10}{'ratio':>8}{'rows/s':>12}")
    for name, taken in times.items():
        ratio = median(taken) / floor["XLSX" if "XLSX" in name else "CSV"]
        print(f"{name:<54}{median(taken):>10.3f}{min(taken):>10.3f}{ratio:>8.1f}{count / median(taken):>12.0f}")


def _rows(count: int) -> list[tuple[object, ...]]:
    """Make people whose names, numbers and notes all differ, so that no cache flatters."""
    chance = random.Random(2018)
    rows: list[tuple[object, ...]] = [_HEADERS]
    for number in range(count):
        family, given = ("".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(2))
        birth = date(chance.randrange(1930, 2010), chance.randrange(1, 13), chance.randrange(1, 29))
        contact = (600_000_000 + number * 7919 % 99_999_999, f"{given}.{family}{number}@example.org".lower())
        town = (chance.randrange(1000, 95_999), f"Ville {chance.randrange(3000)}")
        rows.append(
            (
                family,
                given,
                f"{birth:%d/%m/%Y}",
                *contact,
                *town,
                chance.choice(("Mme", "M.")),
                "Retraité(e)",
                f"Note {number}",
            )
        )
    return rows


def _write_xlsx(path: Path, rows: list[tuple[object, ...]]) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # carries no types

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Inscrits")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _calamine(path: Path) -> object:
    import python_calamine

    with python_calamine.CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _csv(path: Path) -> object:
    import csv

    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def _read(path: Path) -> object:
    from exchange.spreadsheet import read

    return read(path)


def _drafts(path: Path) -> object:
    from exchange.columns import drafts, recognise
    from exchange.spreadsheet import read

    sheet = read(path)
    found = drafts(sheet, recognise(sheet, today=TODAY), today=TODAY)
    if not (len(found) == sheet.data_rows and all(draft.values for draft in found)):
        raise RuntimeError("the benchmark must read every row")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="rows in the list")
    run(parser.parse_args().size)
