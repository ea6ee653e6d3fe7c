"""A certificate says exactly what is stored, on one page, in a form that lasts."""

from __future__ import annotations

import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from documents.certificate import draw, problems
from documents.facts import Print
from documents.layout import BUNDLED, Layout, layout
from models.problem import UserError
from tests.documents.builders import AWKWARD_NAMES, a_certificate, frozen
from tests.documents.reading import told_by, words_of
from tests.tools import needs

LONGEST = "Maximiliane Alexandrine de la Rochefoucauld Montmorency et du Plessis Bellière de Saint Germain en Laye"


@pytest.fixture(params=BUNDLED)
def page(request: pytest.FixtureRequest) -> Layout:
    """Each of the layouts that come with the application."""
    return layout(request.param)


def a_file(folder: Path, pdf: bytes) -> Path:
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    return path


@needs("pdftoppm")
@pytest.mark.parametrize("name", [*AWKWARD_NAMES, LONGEST, (LONGEST + " et Compagnie")[:120]])
def test_the_name_read_back_is_the_name_stored(tmp_path: Path, name: str, page: Layout) -> None:
    pdf = draw([(a_certificate(name=name), Print())], page)
    assert unicodedata.normalize("NFC", name) in words_of(a_file(tmp_path, pdf))


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_a_second_reader_reads_the_same_name(name: str, page: Layout) -> None:
    document = pypdfium2.PdfDocument(draw([(a_certificate(name=name), Print())], page))
    try:
        read = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert unicodedata.normalize("NFC", name) in " ".join(unicodedata.normalize("NFC", read).split())


def test_a_name_of_any_length_up_to_120_is_printed(page: Layout) -> None:
    for length in (1, 2, 40, 80, 119, 120):
        for letter in ("i", "W"):
            name = letter * length
            assert problems(a_certificate(name=name), Print(), page) == [], name


@needs("pdftoppm")
def test_a_certificate_says_all_that_it_must(tmp_path: Path, page: Layout) -> None:
    facts = a_certificate(language="en", replaces="LPB-2026-0007")
    said = words_of(a_file(tmp_path, draw([(facts, Print(duplicata_on=date(2026, 9, 1)))], page)))
    for words in (
        "Les Puces du Blosne certifies that",
        "Zoé Le Goff",
        "“Premiers pas sur l’ordinateur”",
        "3 sessions out of 4, that is 6\u00a0h",
        "on 12, 19 and 26 May 2026, from 14:00 to 16:00",
        "Place: Bibliothèque Triangle · Trainer: Aïssatou N’Diaye",
        "Made in Rennes, on 2 June 2026",
        "Maëlle Kerbrat",
        "No. LPB-2026-0042",
        "Cancels and replaces No. LPB-2026-0007",
        "Duplicate of 1 September 2026",
        "It is not a diploma.",
    ):
        assert " ".join(words.split()) in said
    assert "certificate of attendance" in said.casefold()
    assert "prefect" not in said


@needs("pdftoppm")
def test_the_declaration_sentence_needs_a_number(tmp_path: Path, page: Layout) -> None:
    association = frozen()["association"] | {"nda": "53 35 12345 35"}  # type: ignore[operator]  # a dict
    facts = a_certificate(language="en", association=association)
    assert "53 35 12345 35" in words_of(a_file(tmp_path, draw([(facts, Print())], page)))


@needs("pdftoppm")
@pytest.mark.parametrize(
    ("printing", "is_example", "word"),
    [
        (Print(status="revoked", revoked_on=date(2026, 7, 3)), True, "REVOKED"),
        (Print(status="replaced", replaced_by="LPB-2026-0050"), False, "REPLACED"),
        (Print(), True, "EXAMPLE"),
        (Print(is_test=True), False, "TEST"),
    ],
)
def test_what_is_not_valid_is_written_across(
    tmp_path: Path, printing: Print, is_example: bool, word: str, page: Layout
) -> None:
    facts = a_certificate(language="en", example=is_example)
    pdf = a_file(tmp_path, draw([(facts, printing)], page))
    assert f'"{word}"' in told_by("pdfinfo", "-struct-text", pdf)


@needs("pdftoppm")
def test_a_valid_certificate_has_nothing_written_across(tmp_path: Path) -> None:
    pdf = a_file(tmp_path, draw([(a_certificate(language="en"), Print())], layout()))
    told = told_by("pdfinfo", "-struct-text", pdf)
    assert not [word for word in ("REVOKED", "REPLACED", "EXAMPLE", "TEST") if f'"{word}"' in told]


def test_a_missing_place_trainer_or_signatory_leaves_no_empty_tag(page: Layout) -> None:
    facts = a_certificate(place="", trainers=[], signatory={"name": "", "role": ""}, programme="")
    with pikepdf.open(BytesIO(draw([(facts, Print())], page))) as pdf:
        section = pdf.Root.StructTreeRoot.K[0].K[0]
        assert all("/K" in element for element in section.K)


def test_many_sessions_find_room(page: Layout) -> None:
    for count in (1, 12, 40):
        sessions = [
            {
                "date": date(2026, 1 + i % 12, 1 + i // 12).isoformat(),
                "start": f"{9 + i % 8:02}:00",
                "end": "18:00",
                "minutes": 60,
            }
            for i in range(count)
        ]
        assert problems(a_certificate(sessions=sessions), Print(), page) == []


def test_a_character_that_no_font_has_is_told_and_not_left_blank() -> None:
    facts = a_certificate(name="李小龍")
    told = problems(facts, Print(), layout())
    assert [(problem.code, problem.values["character"]) for problem in told][:1] == [("character_missing", "李")]
    with pytest.raises(UserError, match="character_missing"):
        draw([(facts, Print())], layout())


def test_the_same_facts_give_the_same_bytes(page: Layout) -> None:
    prints = [(a_certificate(name=name), Print()) for name in ("Zoé", "محمد بن علي", "<Zoé>")]
    assert draw(prints, page) == draw(list(prints), page)


def test_a_certificate_is_archivable(page: Layout) -> None:
    prints = [(a_certificate(name=name), Print(is_test=name == "Zoé")) for name in AWKWARD_NAMES]
    with pikepdf.open(BytesIO(draw(prints, page))) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").findings == []
        on_a_sheet = len(page.sheet.places) if page.sheet else 1
        assert len(pdf.pages) == -(-len(AWKWARD_NAMES) // on_a_sheet)


@needs("pdftoppm")
def test_every_font_is_embedded_as_a_subset(tmp_path: Path, page: Layout) -> None:
    lines = told_by("pdffonts", a_file(tmp_path, draw([(a_certificate(), Print())], page))).splitlines()[2:]
    assert lines
    for line in lines:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


@needs("qpdf", "pdftoppm")
def test_other_tools_find_nothing_wrong(tmp_path: Path, page: Layout) -> None:
    path = a_file(tmp_path, draw([(a_certificate(), Print())], page))
    assert "No syntax or stream encoding errors" in told_by("qpdf", "--check", path)
    told = told_by("pdfinfo", path)
    assert "Tagged:          yes" in told
    assert "Title:           " in told
    assert "Zoé Le Goff" in told


def test_the_page_is_tagged_in_reading_order(page: Layout) -> None:
    with pikepdf.open(BytesIO(draw([(a_certificate(), Print())], page))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "fr"
        assert root.ViewerPreferences.DisplayDocTitle
        section = root.StructTreeRoot.K[0].K[0]
        roles = [str(element.S) for element in section.K]
        assert roles.count("/H1") == 1
        figure = next(element for element in section.K if element.S == "/Figure")
        assert "LPB-2026-0042" in str(figure.Alt)
        assert [int(element.K) for element in section.K] == list(range(len(roles)))
        marked = root.StructTreeRoot.ParentTree.Nums[1]
        assert [element.objgen for element in marked] == [element.objgen for element in section.K]


def test_a_right_to_left_name_is_told_to_screen_readers_as_stored() -> None:
    with pikepdf.open(BytesIO(draw([(a_certificate(name="محمد بن علي"), Print())], layout()))) as pdf:
        told = [str(e.ActualText) for e in pdf.Root.StructTreeRoot.K[0].K[0].K if "/ActualText" in e]
    assert told == ["محمد بن علي"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 3}, "number"),
        ({"language": "xx"}, "language"),
        ({"minutes": -1}, "minutes"),
        ({"issued_on": "yesterday"}, "issued_on"),
        ({"trainers": "Zoé"}, "trainers"),
        ({"sessions": [{"date": "2026-01-01", "start": "x", "end": "10:00", "minutes": 1}]}, "sessions[0].start"),
        ({"association": {"name": "x"}}, "association.short_name"),
        ({"given_name": "", "family_name": ""}, "given_name"),
    ],
)
def test_wrong_frozen_facts_are_refused_by_field(changes: dict[str, object], field: str) -> None:
    from documents.facts import CertificateFacts

    with pytest.raises(UserError) as caught:
        CertificateFacts.from_frozen({**frozen(), **changes})
    assert caught.value.problems[0].values == {"facts_field": field}
