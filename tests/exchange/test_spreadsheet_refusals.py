"""Files that are no lists, or are made to harm: refused with a reason, quickly, nothing kept."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]  # xlwt carries no types
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange import sheet_limits, sheet_workbook
from exchange.spreadsheet import read
from models.problem import UserError
from tests.exchange.lists.workbooks import ods, with_part, xls, xlsx

PEOPLE: list[list[object]] = [["Nom", "Prénom"], ["Le Goff", "Maël"]]


def refused(path: Path, *, seconds: float = 2.0) -> str:
    start = time.perf_counter()
    with pytest.raises(UserError) as error:
        read(path)
    assert time.perf_counter() - start < seconds
    return error.value.problems[0].code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_empty"),
        (b"  \n\n ;;\n", "list_empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "list_is_pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "list_is_picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "list_is_picture"),
        (b"GIF89a\x01\x00", "list_is_picture"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "list_is_web_page"),
        (b"{\\rtf1\\ansi Nom}", "list_is_document"),
        (b"\x1f\x8b\x08\x00\x00", "list_is_archive"),
        (b"Nom;Pr\x01nom\nA;B\n", "list_unreadable"),
        (bytes(range(256)) * 20, "list_unreadable"),
        (b"PK\x03\x04 cut short", "list_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "list_is_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "list_encrypted"),
        (b'Nom;Pr\xc3\xa9nom\nLe Goff;"Ma\xc3\xabl\nDupont;Marie\n', "row_quote_open"),
        (b'Nom;Pr\xc3\xa9nom\nLe Goff;"Ma\xc3\xabl"x\n', "row_quote_misplaced"),
        (b"Nom;" + b"a" * 40_000 + b"\n", "cell_too_long"),
        (b"Nom;Pr\xc3\xa9nom\n" + b"a" * 400_000 + b";x\n", "cell_too_long"),
        (b'Nom;Pr\xc3\xa9nom\n"Le Goff;x\n' + b"Dupont;Marie\n" * 20_000, "row_quote_open"),
        (b"Nom" + b";" * 100_000 + b"x\n", "list_too_many_columns"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    assert refused(path) == code


def test_an_open_quote_is_named_with_the_row_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text('Nom;Prénom\nLe Goff;Maël\n"Dupont;Marie\n' + "Martin;Paul\n" * 50, "utf-8")
    with pytest.raises(UserError) as error:
        read(path)
    assert error.value.problems[0].values == {"row": 3}


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "list_not_file"
    assert refused(tmp_path / "absent.csv") == "file_missing"
    assert refused(tmp_path / "a\0b.csv") == "file_missing"


def test_a_file_over_the_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"Nom\n" + b"a\n" * 200_001)
    assert refused(path) == "list_too_many_rows"
    monkeypatch.setattr(sheet_limits, "FILE_BYTES", 1000)
    assert refused(path) == "list_too_large"


def zip_of(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 100_000_000}, "list_unsafe"),
        ({"xl/workbook.xml": b"<x/>", **{f"x{i}": b"" for i in range(2_100)}}, "list_unsafe"),
        ({"xl/workbook.xml": b"<!DOCTYPE x>", "xl/worksheets/a.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}, "list_unsafe"),
        ({"xl/workbook.xml": b"<x/>"}, "list_damaged"),
        ({"xl/workbook.bin": b""}, "list_kind_unknown"),
        ({"word/document.xml": b""}, "list_is_document"),
        ({"photo.jpg": b""}, "list_is_archive"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}, "list_is_document"),
    ],
)
def test_archives_that_are_no_workbook_or_a_bomb_are_refused(
    tmp_path: Path, parts: dict[str, bytes], code: str
) -> None:
    assert refused(zip_of(tmp_path / "liste.xlsx", parts)) == code


def test_an_archive_of_very_many_entries_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"a"
    directory = entry * 1_000_000
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff" * 2 + len(directory).to_bytes(4, "little") + bytes(6)
    path = tmp_path / "liste.xlsx"
    path.write_bytes(directory + end)
    assert refused(path) == "list_unsafe"


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, LAUGHS.replace("!DOCTYPE", "!DOCTYPE\n"), "<!DOCTYPE x>"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, head: str, part: str) -> None:
    path = xlsx(tmp_path / "liste.xlsx", {"F": PEOPLE})
    with_part(path, part, "?>", f"?>{head}")
    assert refused(path) == "list_unsafe"
    assert refused(ods(tmp_path / "liste.ods", PEOPLE, head=head)) == "list_unsafe"


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    """The directory says 1 000 bytes, the entry would inflate to 100 million."""
    path = tmp_path / "liste.xlsx"
    zip_of(path, {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 100_000_000})
    content = path.read_bytes().replace((100_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    path.write_bytes(content)
    assert refused(path) in {"list_damaged", "list_unsafe"}


def far_cell(path: Path) -> Path:
    return with_part(xlsx(path, {"F": PEOPLE}), "xl/worksheets/sheet1.xml", 'r="B2"', 'r="XFD1048576"')


def far_row(path: Path) -> Path:
    return with_part(xlsx(path, {"F": PEOPLE}), "xl/worksheets/sheet1.xml", 'r="B2"', 'r="B1048576"')


def far_cell_of_excel_97(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("F")
    sheet.write(0, 0, "Nom")
    sheet.write(65_535, 255, "x")
    book.save(str(path))
    return path


def shared_text(path: Path) -> Path:
    xlsx(path, {"F": [["Nom", "Prénom"], *[["x" * 32_000, "y"]] * 6_000]})
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (far_cell, "list_too_many_rows"),
        (far_row, "list_too_many_rows"),
        (shared_text, "list_unsafe"),
        (lambda p: ods(p, PEOPLE, cell_attributes='table:number-columns-repeated="9999999" '), "list_too_many_columns"),
        (lambda p: ods(p, PEOPLE, head='<!DOCTYPE x [<!ENTITY a "b">]>'), "list_unsafe"),
        (lambda p: ods(p, PEOPLE, manifest="<manifest:encryption-data/>"), "list_encrypted"),
        (
            lambda p: with_part(
                ods(p, PEOPLE),
                "content.xml",
                "<table:table-row>",
                '<table:table-row table:number-rows-repeated="900000">',
            ),
            "list_too_many_rows",
        ),
    ],
)
def test_cells_that_multiply_are_refused_before_they_are_read(
    tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path / "liste.dat")
    assert refused(path) == code


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="memory is capped by the system only on Linux")
def test_a_reader_that_takes_too_much_memory_ends_alone(tmp_path: Path) -> None:
    assert refused(far_cell_of_excel_97(tmp_path / "liste.xls")) in {"list_too_heavy", "list_too_many_columns"}


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "liste.xlsx", {"F": PEOPLE})
    with pytest.raises(UserError) as error:
        sheet_workbook.read_workbook(path, "xlsx", seconds=0.0)
    assert error.value.problems[0].code == "list_too_slow"


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert refused(xlsx(tmp_path / "liste.xlsx", {"F": []})) == "list_empty"


BOUNDED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@BOUNDED
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\x00\x01")
@example(b"Nom\r\rPrenom\x85\x1c")
def test_random_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    try:
        sheet = read(path)
    except UserError:
        return
    assert sheet.data_rows == len(list(sheet.data()))


@pytest.mark.parametrize("make", [lambda p: xlsx(p, {"F": PEOPLE}), lambda p: xls(p, PEOPLE), lambda p: ods(p, PEOPLE)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(
    tmp_path: Path, make: Callable[[Path], Path], data: st.DataObject
) -> None:
    content = bytearray(make(tmp_path / "whole.dat").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.dat"
    path.write_bytes(bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]))
    with suppress(UserError):
        read(path)
