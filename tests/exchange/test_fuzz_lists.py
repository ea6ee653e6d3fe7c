"""Whatever a file holds, reading it gives rows or a sentence: no other error, nothing over the limits or written."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.columns import recognise
from exchange.people_import import plan
from exchange.reading import read_task
from exchange.sheet_apart import apart
from exchange.sheet_limits import CELL_LENGTH, CELLS, COLUMNS, ROWS
from exchange.spreadsheet import Sheet, read
from models.notebook import Notebook
from models.problem import UserError
from models.progress import finish
from resources.words import sentence
from tests.builders import TODAY, a_person
from tests.exchange.lists.workbooks import ods, xls, xlsx
from tests.models.dumps import dump

LISTS = Path(__file__).parent / "lists"
BOUNDED = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
WORDS = (
    "Nom|Prénom|NOM Prénom|Né(e) le|Tél.|CP|12 mai|x|Total|Exemple :|Statut|annulé|Le Goff|a@b.fr|06 12 34 56 78|1954"
    "|#REF!|'=1|-|Identifiant|Horodateur|Qté|3"
)
TEXTS = st.sampled_from(WORDS.split("|")) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
CELLS_OF_ANY_KIND = (
    st.none()
    | TEXTS
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e9, 1e9)
    | st.dates(date(1900, 3, 1), date(2200, 1, 1))
)
MAKERS: dict[str, Callable[[Path, list[list[object]]], Path]] = {
    "xlsx": lambda path, rows: xlsx(path, {"F": rows}),
    "xls": xls,
    "ods": ods,
}
FILES = {"xls": 24}  # the reader of Excel 97 asks for memory that is refused, and its process ends: one for each
PEOPLE: list[list[object]] = [
    ["Nom", "Prénom", "Né(e) le", "Tél."],
    ["Le Goff", "Maël", date(1954, 5, 12), 612345678],
    ["N’Diaye", "Aïssatou", None, "06 39 98 01 02"],
    ["Total", 2, "==#DIV/0!", None],
]


def is_within_limits(sheet: Sheet) -> bool:
    return (
        len(sheet.rows) <= ROWS
        and all(len(row) <= COLUMNS for row in sheet.rows)
        and sum(map(len, sheet.rows)) <= CELLS * 4
        and all(len(cell) <= CELL_LENGTH for row in sheet.rows for cell in row if isinstance(cell, str))
    )


def said(error: UserError) -> str:
    """Return the code of a refusal that has its sentence."""
    assert all("{" not in sentence(problem) for problem in error.problems)
    return error.problems[0].code


def outcome(path: Path, *, is_apart: bool) -> str:
    """Read a file that may hold anything: "read", or the code of the refusal, which must have its sentence."""
    try:
        sheet = read(path, is_apart=is_apart)
    except UserError as error:
        return said(error)
    assert is_within_limits(sheet)
    assert sheet.data_rows == len(list(sheet.data()))
    assert all(sentence(note) for note in sheet.notes)
    recognise(sheet, today=TODAY)
    return "read"


def outcomes(folder: Path) -> dict[str, int]:
    return Counter(outcome(path, is_apart=True) for path in sorted(folder.iterdir()))


def read_all(folder: Path) -> dict[str, int]:
    """Read all files of a folder in one process; when one of them ends it, each in a process of its own."""
    with suppress(UserError):
        return finish(apart(outcomes, "all", 60.0, folder))
    found: Counter[str] = Counter()
    for path in sorted(folder.iterdir()):
        try:
            assert is_within_limits(finish(read_task(path)))
            found["read"] += 1
        except UserError as error:
            found[said(error)] += 1
    return found


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, double, move and drop bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(changed) + 1), chance.randint(0, 40)
        kind = chance.randrange(5)
        if kind == 0 and changed:
            changed[min(at, len(changed) - 1)] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = changed[at : at + length] * chance.randint(1, 3)
        elif kind == 3:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(length))
        elif chance.random() < 0.2:
            del changed[at:]
    return bytes(changed)


def with_damaged_part(content: Path, to: Path, chance: random.Random) -> None:
    """Damage one part of a zipped workbook and zip it again, so that no checksum gives it away."""
    with zipfile.ZipFile(content) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    name = chance.choice([each for each in sorted(parts) if each.endswith((".xml", ".rels"))])
    text = parts[name].decode()
    if chance.random() < 0.5:
        numbers = ["-1", "0", "99999999999", "4294967295", "1e308", "A1", "", "NaN"]
        text = re.sub(r"\d+", lambda m: chance.choice(numbers) if chance.random() < 0.15 else m[0], text)
    else:
        tags = re.split(r"(<[^>]*>)", text)
        for _ in range(chance.randint(1, 8)):
            at, other = chance.randrange(len(tags)), chance.randrange(len(tags))
            tags[at] = chance.choice([tags[other], "", tags[at] * 2, "&#0;", "<x>"])
        text = "".join(tags)
    parts[name] = text.encode()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


@pytest.mark.parametrize("kind", [*MAKERS, "csv"])
def test_files_with_damaged_bytes_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    chance = random.Random(2018)
    folder = tmp_path / "all"
    folder.mkdir()
    lists = sorted(LISTS.glob("*.csv")) if kind == "csv" else [MAKERS[kind](tmp_path / "whole.dat", PEOPLE)]
    count = FILES.get(kind, 200)
    for number in range(count):
        content = chance.choice(lists).read_bytes()
        (folder / f"{number:03}.dat").write_bytes(damaged(content, chance))
    found = read_all(folder)
    assert sum(found.values()) == count
    assert len(found) > 1


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_workbooks_whose_parts_are_wrong_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    chance = random.Random(2018)
    folder = tmp_path / "all"
    folder.mkdir()
    whole = MAKERS[kind](tmp_path / "whole.dat", PEOPLE)
    for number in range(150):
        with_damaged_part(whole, folder / f"{number:03}.dat", chance)
    found = read_all(folder)
    assert sum(found.values()) == 150
    assert found["read"] > 10


@BOUNDED
@given(
    content=st.binary(max_size=300), start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xfe", b"sep=;\n"])
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = tmp_path / "liste.dat"
    path.write_bytes(start + content)
    outcome(path, is_apart=True)


@BOUNDED
@given(
    rows=st.lists(st.lists(TEXTS, max_size=6), min_size=1, max_size=20),
    separator=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_each_row_of_any_text_becomes_a_row_of_the_plan(
    tmp_path: Path, file_notebook: Notebook, rows: list[list[str]], separator: str, encoding: str, end: str
) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(end.join(separator.join(row) for row in rows).encode(encoding, "replace"))
    planned_rows_are_those_of_the_file(path, file_notebook)


@BOUNDED
@given(
    rows=st.lists(st.lists(CELLS_OF_ANY_KIND, max_size=6), min_size=1, max_size=12), kind=st.sampled_from(list(MAKERS))
)
def test_each_row_of_any_workbook_becomes_a_row_of_the_plan(
    tmp_path: Path, file_notebook: Notebook, rows: list[list[object]], kind: str
) -> None:
    path = MAKERS[kind](tmp_path / "liste.dat", rows)
    planned_rows_are_those_of_the_file(path, file_notebook)


def planned_rows_are_those_of_the_file(path: Path, notebook: Notebook) -> None:
    if notebook.undoable() is None:
        with notebook.write("Make") as db:
            a_person(db)
    with notebook.read() as db:
        before = dump(db)
        try:
            sheet = read(path, is_apart=True)
            planned = plan(db, sheet, recognise(sheet, today=TODAY), today=TODAY)
        except UserError as error:
            said(error)
        else:
            numbers = [row.number for row in planned.rows]
            assert numbers == [number for number, _ in sheet.data()]
            assert sum(planned.counts.values()) == sheet.data_rows == len(numbers)
    with notebook.read() as db:
        assert dump(db) == before
