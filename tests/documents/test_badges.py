"""Badges: the name of each person enrolled, and a code that a scanner reads back as theirs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from documents import badges
from documents.badges import _GIVEN_STEPS, ON_A_PAGE, Badge, BadgesFacts
from documents.page_text import fit_stepwise
from documents.seal import encode, read_codes
from models import scans
from models.forgetting import anonymise
from models.notebook import Notebook
from models.problem import UserError
from tests.builders import TODAY, a_person, a_workshop, an_enrolment
from tests.documents.builders import AWKWARD_NAMES, a_keeper
from tests.documents.reading import words_of
from tests.tools import needs

LONG = "Maximilienne-Joséphine-Charlotte De la Tour d’Auvergne-Lauraguais de Montmorency-Luxembourg-Bouteville"


def drawn(folder: Path, *worn: Badge, **keeper: object) -> Path:
    path = folder / "badges.pdf"
    name = str(keeper.pop("name", "Les Puces du Blosne"))
    path.write_bytes(badges.draw(BadgesFacts(a_keeper(name=name, **keeper), "Premiers pas", worn), "en"))
    return path


def numbered(count: int) -> list[Badge]:
    return [Badge(f"Zoé {n}", "Le Goff", f"CARNETP:{n:012X}") for n in range(count)]


@needs("pdftoppm")
def test_each_person_enrolled_has_a_badge_whose_code_finds_them(file_notebook: Notebook, tmp_path: Path) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        ids = [a_person(db, *name) for name in (("Zoé", "Aubrée"), ("Gülşah", "Çelik"), ("Bob", ""))]
        for each in ids:
            an_enrolment(db, workshop, each)
        gone = a_person(db, "Yann", "Kerbrat")
        an_enrolment(db, workshop, gone)
    anonymise(file_notebook, [gone], today=TODAY)
    with file_notebook.read() as db:
        asked = badges.facts(db, workshop, today=TODAY)
    path = tmp_path / "badges.pdf"
    path.write_bytes(badges.draw(asked, "fr"))
    with file_notebook.read() as db:
        assert {scans.read(db, code).person_id for code in read_codes(path)} == set(ids)
    assert {"Gülşah", "Çelik", "Bob"} <= set(words_of(path).split())
    assert "Yann" not in words_of(path)


def test_a_code_is_the_smallest_there_is() -> None:
    assert encode(scans.badge_code("018f22e2-79b0-7cc8-98c4-dc0c0c07398f")).side == 21


@needs("pdftoppm")
@pytest.mark.parametrize(("count", "pages"), [(1, 1), (ON_A_PAGE, 1), (ON_A_PAGE + 1, 2), (200, 20)])
def test_ten_stand_on_a_page_and_all_can_be_scanned(tmp_path: Path, count: int, pages: int) -> None:
    worn = numbered(count)
    path = drawn(tmp_path, *worn)
    with pikepdf.open(path) as opened:
        assert len(opened.pages) == pages
    assert sorted(read_codes(path)) == sorted(each.code for each in worn)


@needs("pdftoppm")
def test_awkward_and_endless_names_stand_beside_their_codes(tmp_path: Path) -> None:
    worn = [
        Badge(name, name, f"CARNETP:{n:012X}") for n, name in enumerate((*AWKWARD_NAMES, LONG, LONG.replace(" ", "")))
    ]
    path = drawn(tmp_path, *worn, name=LONG)
    assert sorted(read_codes(path)) == sorted(each.code for each in worn)


def test_it_is_a_tagged_pdf_a(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(drawn(tmp_path, *numbered(3)).read_bytes())) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo["/Title"]) == "Badges – Premiers pas"
        with opened.open_metadata() as told:
            assert told.pdfa_status == "2B"


def test_without_anybody_enrolled_it_is_refused(file_notebook: Notebook) -> None:
    with file_notebook.write("Prepare") as db:
        workshop = a_workshop(db)
    with file_notebook.read() as db, pytest.raises(UserError) as refused:
        badges.facts(db, workshop, today=TODAY)
    assert [each.code for each in refused.value.problems] == ["badges_for_nobody"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Maximilienne-Joséphine-Charlotte", ["Maximilienne-", "Joséphine-Charlotte"]),
        ("Jean-Christophe Emmanuel", ["Jean-Christophe", "Emmanuel"]),
    ],
)
def test_long_names_are_broken_between_their_parts(name: str, lines: list[str]) -> None:
    assert [line.text for line in fit_stepwise(name, "bold", 127, _GIVEN_STEPS).lines] == lines


def test_only_a_word_that_no_size_takes_whole_is_broken_inside() -> None:
    fitted = fit_stepwise("W" * 60, "bold", 127, _GIVEN_STEPS)
    assert "".join(line.text for line in fitted.lines) == "W" * 60
    assert len(fit_stepwise("Donaudampfschifffahrt", "bold", 127, _GIVEN_STEPS).lines) == 1


@pytest.mark.parametrize(
    "given", ["Zoé", "Marie-Bernadette", "Anne Marie Élisabeth Joséphine", "Konstantinopolitana " * 3]
)
def test_the_family_name_is_smaller_than_the_given_one_however_long_that_is(given: str) -> None:
    larger, smaller = badges._names(Badge(given.strip(), "Le Goff", "C:x"), 130)
    assert smaller.size < larger.size or smaller.size == badges._FAMILY_STEPS[-1][0]


def test_the_only_name_there_is_stands_in_the_first_place() -> None:
    (alone,) = badges._names(Badge("", "Le Goff", "C:x"), 130)
    assert alone.size == _GIVEN_STEPS[0][0]
    assert badges._names(Badge("", "", "C:x"), 130) == []
