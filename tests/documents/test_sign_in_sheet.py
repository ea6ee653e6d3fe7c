"""A sign-in sheet prints for any number of names and sessions, and can be signed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from documents.facts import Orientation
from documents.layout import MILLIMETRE
from documents.sheet_plan import FOOT, HEAD, HEAD_ROW, NOTICE, ROW, page_size, row_ranges
from documents.sign_in_sheet import draw
from tests.documents.builders import AWKWARD_NAMES, a_sheet
from tests.documents.reading import words_of
from tests.tools import needs


def some_names(count: int) -> tuple[str, ...]:
    return tuple(f"Person {index}" for index in range(1, count + 1))


@pytest.mark.parametrize(
    ("names", "sessions", "pages"),
    [
        (0, 0, 1),
        (0, 1, 1),
        (1, 1, 1),
        (12, 1, 1),
        (18, 1, 2),
        (19, 1, 2),
        (60, 1, 3),
        (500, 1, 22),
        (12, 4, 1),
        (12, 5, 2),
        (12, 9, 3),
    ],
)
def test_a_sheet_takes_as_many_pages_as_it_needs(names: int, sessions: int, pages: int) -> None:
    with pikepdf.open(BytesIO(draw([a_sheet(names=some_names(names), sessions=sessions)]))) as pdf:
        assert len(pdf.pages) == pages


def test_rows_are_high_enough_to_sign_and_never_lost() -> None:
    assert ROW >= 8 * MILLIMETRE
    height = page_size(a_sheet())[1]
    for count in range(1, 120):
        ranges = row_ranges([ROW] * count, height)
        assert [row for part in ranges for row in part] == list(range(count))
        assert all(len(part) > 0 for part in ranges)
        assert len(ranges[-1]) * ROW + FOOT <= height - HEAD - HEAD_ROW - NOTICE


@needs("pdftoppm")
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_every_name_is_there_as_stored_beside_every_group_of_sessions(tmp_path: Path, orientation: Orientation) -> None:
    names = (*AWKWARD_NAMES, "Maximiliane Alexandrine de la Rochefoucauld Montmorency " * 2)
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
    table = page_size(facts)[1] - HEAD
    rows = [round(top, 1) for _left, bottom, _right, top in boxes if bottom < table < top]
    assert rows == []
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
        assert cells == {2 + 4}
        assert {str(cell.S) for cell in table.K[0].K} == {"/TH"}
        assert str(table.K[1].K[1].A.Scope) == "/Row"


def test_a_sheet_is_black_on_white() -> None:
    with pikepdf.open(BytesIO(draw([a_sheet(is_example=True)]))) as pdf:
        for page in pdf.pages:
            operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            assert not operators & {"rg", "RG", "sc", "SC", "scn", "SCN", "k", "K"}
