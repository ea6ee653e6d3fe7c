"""The papers about personal data say all that the law asks, in letters exactly as stored, on pages enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from documents import information_notice, person_extract, processing_register
from documents.person_extract import ExtractFacts
from documents.text_blocks import Facts, Grid, Section, Title
from documents.text_pages import Paper
from documents.text_pages import draw as draw_paper
from documents.text_strips import WIDTH
from documents.wrapping import wrapped
from models.problem import UserError
from tests.documents.builders import AWKWARD_NAMES, a_keeper, an_extract
from tests.documents.reading import words_of
from tests.tools import needs

LONG_NAME = "Marie-Antoinette de la Tour du Pin et de Montmorency-Luxembourg-Piney-Tingry-Bouteville-La-Charce-Chambly"
DAY = date(2026, 5, 12)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def said(pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return words_of(path)


def extract(code: str = "en", **changes: object) -> bytes:
    return person_extract.draw(ExtractFacts(an_extract(**changes), a_keeper(), DAY), code)


@needs("pdftoppm")
def test_an_extract_says_everything_that_is_held(tmp_path: Path) -> None:
    words = said(extract(sessions=3), tmp_path)
    for held in (
        "Zoé Le Goff",
        "Les Puces du Blosne",
        "donnees@puces.example.org",
        "Year of birth 1962",
        "Gender Female",
        "Agrees to be in photos No",
        "Phone not held",
        "Information on personal data given on 5 January 2026",
        "Premiers pas sur l’ordinateur",
        "Tuesday 6 January 2026 14:00 – 16:00",
        "14:00 – 16:00 Present 1",
        "LPB-2026-0042",
        "Issued",
        "2 January 2026 Enrol 1 person",
        "GDPR, article 6.1.f",
        "24 months after the last contact",
        "Access:",
        "Correction:",
        "Erasure:",
        "Objection:",
        "CNIL",
        "0192f0c4-0000-7000-8000-000000000001",
    ):
        assert held in words, held


@needs("pdftoppm")
def test_an_extract_of_someone_who_never_came_says_that_nothing_is_there(tmp_path: Path) -> None:
    words = said(extract(sessions=0, person={"notes": "", "email": ""}), tmp_path)
    assert words.count("None.") == 2
    assert "Notes not held" in words
    assert "E-mail not held" in words


def test_a_long_extract_goes_on_over_pages_and_its_tables_have_their_head_again() -> None:
    pdf = extract(sessions=60)
    assert pages_of(pdf) >= 3
    with pikepdf.open(BytesIO(pdf)) as opened:
        tables = [each for each in opened.Root.StructTreeRoot.K[0].K if each.S == "/Table"]
        attendance = max(tables, key=lambda table: len(table.K))
        assert len(attendance.K) == 61  # one table with one head, over several pages
        assert [str(cell.S) for cell in attendance.K[0].K] == ["/TH"] * 4


@needs("pdftoppm")
@pytest.mark.parametrize("name", [*AWKWARD_NAMES, LONG_NAME])
def test_a_name_is_read_back_as_it_is_stored(tmp_path: Path, name: str) -> None:
    words = said(extract(given_name=name, family_name="", sessions=0), tmp_path)
    without = str.maketrans("", "", " -")  # readers join what a hyphen parts at the end of a line
    assert words.translate(without).count(name.translate(without)) >= 2


@needs("pdftoppm")
def test_what_no_font_can_draw_never_keeps_a_person_from_their_extract(tmp_path: Path) -> None:
    words = said(extract(person={"notes": "Merci 😀 日"}), tmp_path)
    assert "Merci [U+1F600] [U+65E5]" in words
    assert "The file for machines" in words
    assert "The file for machines" not in said(extract(), tmp_path)


def test_a_long_note_and_a_word_without_spaces_stay_inside_the_page() -> None:
    pdf = extract(person={"notes": "Une phrase. " * 900, "email": "W" * 250 + "@example.org"}, given_name="م" * 120)
    assert pages_of(pdf) >= 4
    assert all(line.width_at(10) <= 100 for line in wrapped("W" * 250 + " a-" * 80, "regular", 10, 100))


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_paper_is_archivable_tagged_and_always_the_same(code: str) -> None:
    keeper = a_keeper(is_example=True)
    facts = ExtractFacts(an_extract(given_name="محمد", sessions=40), keeper, DAY)
    for drawn, again in (
        (person_extract.draw(facts, code), person_extract.draw(facts, code)),
        (processing_register.draw(keeper, code, made_on=DAY), processing_register.draw(keeper, code, made_on=DAY)),
        (information_notice.draw(keeper, code), information_notice.draw(keeper, code)),
    ):
        assert drawn == again
        with pikepdf.open(BytesIO(drawn)) as pdf:
            assert pikepdf.pdfa.check(pdf, "2b").findings == []
            assert str(pdf.Root.Lang) == code
            roles = {str(each.S) for each in pdf.Root.StructTreeRoot.K[0].K}
            assert {"/H1", "/H2", "/P"} <= roles


def test_the_papers_of_an_example_say_so_on_every_page() -> None:
    for is_example in (True, False):
        facts = ExtractFacts(an_extract(sessions=60), a_keeper(is_example=is_example), DAY)
        with pikepdf.open(BytesIO(person_extract.draw(facts, "en"))) as pdf:
            for page in pdf.pages:
                outlined = [step for step in pikepdf.parse_content_stream(page) if str(step.operator) == "Tr"]
                assert bool(outlined) == is_example


@needs("pdftoppm")
def test_the_register_has_the_headings_of_article_30(tmp_path: Path) -> None:
    pdf = processing_register.draw(a_keeper(), "en", made_on=DAY)
    assert pages_of(pdf) <= 2
    words = said(pdf, tmp_path)
    for heading in (
        "Who answers for it", "Purposes", "People concerned", "Categories of data", "Recipients",
        "How long it is kept", "Transfers outside the European Union", "Security", "Rights of the people concerned",
        "“Ateliers numériques” receives figures only", "24 months",
    ):  # fmt: skip
        assert heading in words, heading


@needs("pdftoppm")
@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_notice_is_one_page_with_whom_to_ask(tmp_path: Path, code: str) -> None:
    keeper = a_keeper(contact="", name="Une association au nom vraiment très long " * 6)
    assert pages_of(information_notice.draw(keeper, code)) == 1
    assert keeper.association.name.strip() in said(information_notice.draw(keeper, code), tmp_path)
    assert "donnees@puces.example.org" in said(information_notice.draw(a_keeper(), code), tmp_path)


@needs("pdftoppm")
def test_the_rights_follow_the_legal_basis(tmp_path: Path) -> None:
    contract = replace(a_keeper(), legal_basis="contract", retention_months=1)
    words = said(information_notice.draw(contract, "en"), tmp_path)
    assert "Portability" in words
    assert "Objection" not in words
    assert "1 month after" in words


def test_what_no_font_can_draw_in_the_settings_is_told() -> None:
    with pytest.raises(UserError) as refused:
        information_notice.draw(a_keeper(name="Les 日 Puces"), "fr")
    assert refused.value.problems[0].code == "character_missing"


def test_no_row_of_a_table_stands_alone_on_a_page() -> None:
    for rows in range(20, 60):
        block = Facts(tuple((str(row), "value") for row in range(rows)))
        paper = Paper("t", "a", "en", (Title("t"), Section("s"), block, Grid(("a",), (("b",),) * 2, (1.0,))))
        with pikepdf.open(BytesIO(draw_paper(paper))) as pdf:
            table = next(each for each in pdf.Root.StructTreeRoot.K[0].K if each.S == "/Table")
            pages = [row.K[1].Pg.objgen for row in table.K]
            assert len(pages) == rows
            assert all(pages.count(page) > 1 for page in pages)
            assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(WIDTH, abs=0.01)
