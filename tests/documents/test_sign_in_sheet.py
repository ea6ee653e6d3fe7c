"""A sign-in sheet prints for any number of names and sessions, and can be signed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, time
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from documents.facts import Orientation, SessionFacts
from documents.layout import MILLIMETRE
from documents.sheet_plan import (
    FOOT,
    HEAD_ROW,
    LEAST_ON_LAST,
    ROW,
    SHORT_HEAD,
    TIGHT_ROW,
    column_groups,
    page_size,
    room,
    row_ranges,
)
from documents.sign_in_sheet import draw
from tests.documents.builders import AWKWARD_NAMES, a_sheet
from tests.documents.reading import text_of, told_by, words_of
from tests.tools import needs

PAGES = {  # of the sheet of at most four sessions, five rows for who turns up: names -> pages
    "portrait": {0: 1, 1: 1, 18: 1, 19: 2, 60: 3, 500: 19},
    "landscape": {0: 1, 1: 1, 18: 2, 19: 2, 60: 5, 500: 30},
}


def some_names(count: int) -> tuple[str, ...]:
    return tuple(f"Person{index}" for index in range(1, count + 1))


@needs("pdftoppm")
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("sessions", range(1, 10))
@pytest.mark.parametrize("names", [0, 1, 18, 19, 60, 500])
def test_every_page_of_a_sheet_has_its_head_and_number_and_every_name_its_row(
    tmp_path: Path, names: int, sessions: int, orientation: Orientation
) -> None:
    path = tmp_path / "sheet.pdf"
    facts = a_sheet(names=some_names(names), sessions=sessions, orientation=orientation, blank_rows=5, language="en")
    path.write_bytes(draw([facts]))
    pages = text_of(path, "-layout").split("\f")[:-1]
    groups = -(-sessions // 4)
    assert len(pages) == groups * PAGES[orientation][names]
    words = [page.split() for page in pages]
    flat = [word for page in words for word in page]
    assert Counter(word for word in flat if word.startswith("Person")) == {
        f"Person{place}": groups for place in range(1, names + 1)
    }
    for place, page in enumerate(pages, 1):
        lines = " ".join(page.split())
        assert f"Page {place} of {len(pages)}" in lines
        assert "Given name and family name" in lines
        assert "Premiers pas sur l’ordinateur" in lines
        assert "Vos nom et signature" in lines
    assert sum("Signature of the trainer" in page for page in pages) == groups
    assert sum("Number present" in page for page in pages) == groups
    numbers = [match for page in pages for match in re.findall(r"^ *(\d+)(?: +Person\d+.*)?$", page, re.MULTILINE)]
    assert numbers == [str(place) for place in range(1, names + 6)] * groups
    assert all(len(re.findall(r"^ *\d+(?: +Person\d+)?", page, re.MULTILINE)) >= min(5, names + 5) for page in pages)


@pytest.mark.parametrize(
    ("names", "sessions", "pages"),
    [(0, 0, 1), (0, 1, 1), (1, 1, 1), (18, 1, 1), (19, 1, 2), (60, 1, 3), (500, 1, 19), (12, 5, 2), (18, 9, 3)],
)
def test_a_sheet_takes_no_more_pages_than_it_needs(names: int, sessions: int, pages: int) -> None:
    with pikepdf.open(BytesIO(draw([a_sheet(names=some_names(names), sessions=sessions)]))) as pdf:
        assert len(pdf.pages) == pages


def test_rows_are_high_enough_to_sign_and_never_lost() -> None:
    assert TIGHT_ROW >= 8 * MILLIMETRE
    for orientation, head, row in product(
        ("portrait", "landscape"), (SHORT_HEAD, SHORT_HEAD + 12 * MILLIMETRE), (ROW, TIGHT_ROW, 2 * ROW)
    ):
        space = room(page_size(a_sheet(orientation=orientation))[1], head)
        for count in range(1, 120):
            ranges = row_ranges([row] * count, space)
            assert [place for part in ranges for place in part] == list(range(count))
            assert len(ranges[-1]) * row + FOOT <= space
            assert all(0 < len(part) * row <= space for part in ranges)
            if row < 2 * ROW and len(ranges) > 1:
                assert len(ranges[-1]) >= LEAST_ON_LAST


@pytest.mark.parametrize(
    ("sessions", "beside"),
    [(0, [0]), (1, [1]), (3, [3]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3]), (9, [3, 3, 3]), (40, [4] * 10)],
)
def test_sessions_share_the_pages_evenly(sessions: int, beside: list[int]) -> None:
    assert [len(group) for group in column_groups(a_sheet(sessions=sessions))] == beside


def test_both_halves_of_a_day_stay_together() -> None:
    day = SessionFacts(date(2026, 5, 12), time(9), time(17))
    short = SessionFacts(date(2026, 5, 13), time(9), time(11))
    facts = replace(a_sheet(), sessions=(day, day, short, day, short))
    assert [[column.place for column in group] for group in column_groups(facts)] == [[0, 0, 1, 1], [2, 3, 3, 4]]


def test_who_is_expected_at_some_sessions_only_is_crossed_out_at_the_others(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    names = ("Zoé", "Bob", "Maël")
    skipped = (frozenset[int](), frozenset({0, 2}), frozenset({3, 4, 5}))
    path.write_bytes(draw([a_sheet(names=names, skipped=skipped, sessions=6, blank_rows=0, language="en")]))
    first, second = [
        [line.split() for line in page.splitlines() if line.split() and line.split()[0] in "123"]
        for page in text_of(path, "-layout").split("\f")[:2]
    ]
    assert first == [["1", "Zoé"], ["2", "Bob", "–", "–"], ["3", "Maël"]]
    assert second == [["1", "Zoé"], ["2", "Bob"]]


@needs("pdftoppm")
def test_a_day_with_a_noon_in_it_is_signed_twice_unless_one_signature_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    day = SessionFacts(date(2026, 5, 12), time(9), time(17))
    facts = a_sheet(sessions=3, language="en")
    facts = replace(facts, sessions=(*facts.sessions, day))
    path.write_bytes(draw([facts]))
    assert "12/05/2026 morning" in words_of(path)
    assert "12/05/2026 afternoon" in words_of(path)
    assert "Page 2 of 2" in words_of(path)  # both halves on the same page
    path.write_bytes(draw([replace(facts, sessions=(day,))]))
    assert "Signature, morning Signature, afternoon" in words_of(path)
    path.write_bytes(draw([replace(facts, half_days=False)]))
    assert "morning" not in words_of(path)
    assert "09:00 – 17:00" in words_of(path)


@needs("pdftoppm")
def test_who_waits_stands_below_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([a_sheet(names=("Zoé",), waiting=("Bob", "Maël"), blank_rows=1, language="en")]))
    assert "1 Zoé 2 Waiting list, in its order 1 Bob 2 Maël Number present" in " ".join(
        text_of(path, "-layout").split()
    )


@needs("pdftoppm")
def test_a_sheet_for_nobody_fills_its_page_and_can_be_dated(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([a_sheet(names=(), sessions=0, language="en")]))
    numbers = re.findall(r"^ *(\d+)$", text_of(path, "-layout"), re.MULTILINE)
    assert [int(each) for each in numbers] == list(range(1, 21))
    assert "Date: ……" in words_of(path)
    assert "Page 1 of 1" in words_of(path)


@needs("qpdf")
def test_qpdf_has_nothing_to_say_of_a_large_sheet(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([a_sheet(names=(*AWKWARD_NAMES, *some_names(60)), sessions=5, waiting=("Bob",))]))
    assert "No syntax or stream encoding errors found" in told_by("qpdf", "--check", path)
    assert "Tagged:          yes" in told_by("pdfinfo", path)


@needs("pdftoppm")
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_every_name_is_there_as_stored_beside_every_group_of_sessions(tmp_path: Path, orientation: Orientation) -> None:
    names = (
        *AWKWARD_NAMES,
        "Maximiliane Alexandrine de la Rochefoucauld Montmorency " * 2,
        "Nguyễn Thị Ngọc Ánh Tuyết Hồng Phượng",
        "محمد بن عبد الرحمن الأندلسي",
        "דוד בן־גוריון כהן",
    )
    names = tuple(name.strip() for name in names)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([a_sheet(names=names, sessions=6, orientation=orientation)]))
    said = words_of(path)
    for name in names:
        assert said.count(name) >= 2, name


@needs("pdftoppm")
def test_a_sheet_says_all_that_it_must(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([a_sheet(language="en")]))
    said = words_of(path)
    for words in (
        "Sign-in sheet",
        "Les Puces du Blosne",
        "Ateliers numériques",
        "Premiers pas sur l’ordinateur",
        "Tuesday 12 May 2026",
        "14:00 – 16:00",
        "Place: Bibliothèque Triangle",
        "Room: Salle 2",
        "Trainer: Aïssatou N’Diaye",
        "Number present",
        "Remarks",
        "Signature of the trainer",
        "Vos nom et signature",
        "Reference: F-2026-0518",
        "Page 1 of 1",
    ):
        assert words in said, words


LONG_PLACE = "Maison des associations et de la vie citoyenne du quartier de la Bellangerais, annexe Nord – bâtiment B"
TRAINERS = ("Aïssatou N’Diaye-Kerbrat", "Françoise Tanguy-Le Goff", "Łukasz Wiśniewski", "Yann Le Bihan")
LONG_NAME = "Marie-Antoinette de la Tour du Pin et de Montmorency-Luxembourg-Piney-Tingry-Bouteville-La-Charce-Chambly"
LONG_TITLE = "Un atelier au titre très long, pour voir comment la feuille se comporte quand il en faut davantage " * 3


@needs("pdftoppm")
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_long_texts_never_keep_a_sheet_from_being_printed(tmp_path: Path, orientation: Orientation) -> None:
    facts = replace(
        a_sheet(names=(LONG_NAME,), sessions=4, orientation=orientation),
        workshop=LONG_TITLE.strip(),
        place=LONG_PLACE,
        trainers=TRAINERS,
        notice=("L’association garde votre nom et vos présences pour organiser ses ateliers. " * 7).strip(),
    )
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw([facts]))
    said = words_of(path).replace("-", "").replace(" ", "")  # readers join what a hyphen parts at the end of a line
    for words in (LONG_NAME, LONG_TITLE, LONG_PLACE, TRAINERS[0]):
        assert words.replace("-", "").replace(" ", "") in said, words


@pytest.mark.parametrize("trainers", [1, 2, 4])
@pytest.mark.parametrize("title", ["Premiers pas", LONG_TITLE.strip()])
def test_what_stands_above_the_table_does_not_run_into_it(trainers: int, title: str) -> None:
    facts = replace(
        a_sheet(names=(), sessions=4), workshop=title, place=LONG_PLACE[: 40 * trainers], trainers=TRAINERS[:trainers]
    )
    document = pypdfium2.PdfDocument(draw([facts]))
    page = document[0].get_textpage()
    boxes = [page.get_rect(index) for index in range(page.count_rects())]
    head = next(box for box in boxes if page.get_text_bounded(*box).startswith("Prénom et nom"))
    table = (head[1] + head[3] + HEAD_ROW) / 2 - 1
    above = [bottom for _left, bottom, _right, top in boxes if top > table]
    assert len(above) >= 4
    assert min(above) > table + 1 * MILLIMETRE
    document.close()


def test_a_name_of_120_wide_letters_makes_its_row_higher() -> None:
    pdf = draw([a_sheet(names=("W" * 120, "م" * 120), sessions=4)])
    assert len(pikepdf.open(BytesIO(pdf)).pages) == 1


def test_a_sheet_is_archivable_tagged_and_always_the_same() -> None:
    sheets = [a_sheet(names=tuple(AWKWARD_NAMES), sessions=5), a_sheet(names=(), sessions=0, is_example=True)]
    drawn = draw(sheets)
    assert drawn == draw(sheets)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").findings == []
        table = next(element for element in pdf.Root.StructTreeRoot.K[0].K[0].K if element.S == "/Table")
        cells = {len(row.K) for row in table.K}
        assert cells == {2 + 3}
        assert {str(cell.S) for cell in table.K[0].K} == {"/TH"}
        assert str(table.K[1].K[1].A.Scope) == "/Row"


def test_a_sheet_is_black_on_white() -> None:
    with pikepdf.open(BytesIO(draw([a_sheet(is_example=True)]))) as pdf:
        for page in pdf.pages:
            operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            assert not operators & {"rg", "RG", "sc", "SC", "scn", "SCN", "k", "K"}
