"""Pictures of an association: read with care, encoded anew, shown on the page where they belong."""

from __future__ import annotations

import json
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pytest
from PIL import Image

from documents.certificate import CertificateBook, draw
from documents.facts import Print
from documents.layout import BUNDLED, Layout, bundled_content, layout
from documents.layout_reading import checked_layout
from documents.pictures import MOST_BYTES, imported, known
from models.problem import UserError
from tests.documents.builders import a_certificate
from tests.documents.pictures import a_drawing, a_logo, a_scan, a_signature, encoded
from tests.documents.reading import picture_of, told_by, words_of
from tests.tools import needs

SIGNED = {"name": "Maëlle Kerbrat", "role": "Présidente"}
SECOND = {"name": "Jean-Yves Le Bras", "role": "Responsable du pôle numérique de la Ville de Rennes"}


def with_pictures(design: str = "classic", **more: Any) -> Layout:
    """Return a layout with a logo, a signature and the words of its own that are given."""
    logo, signature = a_logo(), a_signature()
    values = json.loads(bundled_content(design))
    values |= {"pictures": {"logo": logo.sha256, "signature": signature.sha256}, "signatories": [SIGNED]}
    values["pictures"] |= more.pop("pictures", {})
    kept = {each.sha256: each for each in (logo, signature, *more.pop("files", ()))}
    return checked_layout({**values, **more}, file=design, pictures=kept)


def figures(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        section = opened.Root.StructTreeRoot.K[0].K[0]
        return [str(element.Alt) for element in section.K if element.S == "/Figure"]


def refused(content: bytes, use: Any = "logo") -> str:
    with pytest.raises(UserError) as caught:
        imported(content, file="logo.png", use=use)
    return caught.value.problems[0].code


# -- coming in ---------------------------------------------------------------------------------------------------------


def test_a_picture_is_encoded_anew_without_what_a_camera_adds() -> None:
    exif = Image.Exif()
    exif[0x9286] = "secret"
    exif[0x0112] = 6  # lying on its side
    content = encoded(a_scan((600, 300)), "JPEG", exif=exif, comment=b"secret")
    picture = imported(content, file="photo.jpg", use="logo")
    assert (picture.width, picture.height) == (300, 600)
    assert b"secret" not in picture.content
    assert not Image.open(BytesIO(picture.content)).info


def test_a_large_picture_is_made_smaller_and_its_transparent_edge_is_cut_off() -> None:
    picture = imported(encoded(a_drawing((3000, 1200))), file="logo.png", use="logo")
    assert max(picture.width, picture.height) <= 1200
    trimmed = imported(encoded(a_drawing((300, 120))), file="logo.png", use="logo")
    assert (trimmed.width, trimmed.height) == (260, 80)


def test_the_paper_around_a_signature_becomes_transparent() -> None:
    with Image.open(BytesIO(a_signature().content)) as picture:
        assert picture.mode == "RGBA"
        assert picture.size < (400, 200)
        alpha = picture.getchannel("A")
        assert alpha.getextrema() == (0, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_pixels_becomes_colours(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = imported(encoded(Image.new(mode, (40, 30)), kind), file="x", use="background")
    assert (picture.width, picture.height) == (40, 30)
    with Image.open(BytesIO(picture.content)) as read:
        assert read.mode == "RGB"


def test_the_first_page_of_a_pdf_can_be_a_background() -> None:
    page = draw([(a_certificate(), Print())], layout())
    picture = imported(page, file="fond.pdf", use="background")
    assert (picture.width, picture.height) == (2339, 1654)
    assert refused(page) == "picture_not_read"
    assert refused(b"%PDF-1.7 broken", "background") == "picture_not_read"


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG whose header promises more than anybody should unpack."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + bytes(4) + b"IDAT"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_not_read"),
        (b"not a picture", "picture_not_read"),
        (b"\x89PNG\r\n\x1a\nbroken", "picture_not_read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "picture_not_read"),
        (encoded(Image.new("RGB", (50, 50)), "GIF"), "picture_not_read"),
        (encoded(Image.effect_noise((90, 90), 60))[:900], "picture_not_read"),
        (_bomb(50_000, 50_000), "picture_too_many_pixels"),
        (_bomb(5_000, 4_001), "picture_too_many_pixels"),
        (b"\x89PNG" + bytes(MOST_BYTES), "picture_too_heavy"),
    ],
    ids=["empty", "text", "broken", "svg", "gif", "cut", "bomb", "pixels", "bytes"],
)
def test_what_is_no_picture_for_a_paper_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_picture_that_we_wrote_is_known_byte_by_byte_and_another_is_written_anew() -> None:
    for picture in (a_logo(), a_signature()):
        assert known(picture.content, file="x") == picture
    foreign = encoded(Image.new("L", (10, 10)))
    assert known(foreign, file="x").content != foreign


# -- on the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", BUNDLED)
def test_pictures_stand_on_the_page_with_what_they_are_and_it_stays_archivable(design: str) -> None:
    background = imported(encoded(a_scan((1200, 800))), file="fond.png", use="background")
    pictures = {"stamp": a_logo().sha256, "partner_logo": a_logo().sha256, "background": background.sha256}
    page = with_pictures(design, pictures=pictures, files=(background,))
    pdf = draw([(a_certificate(), Print())] * 2, page)
    told = figures(pdf)
    assert {"Logo\u202f: Les Puces du Blosne", "Logo d’un partenaire", "Signature\u202f: Maëlle Kerbrat"} <= set(told)
    assert len(told) == 5  # and the code
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert pikepdf.pdfa.check(opened, "2b").findings == []


def test_a_picture_is_stored_once_for_all_pages() -> None:
    page = with_pictures()
    one, many = (draw([(a_certificate(), Print())] * count, page) for count in (1, 20))
    assert len(many) < len(one) + 20 * 1500


def test_a_signature_is_shown_only_beside_the_name_that_it_belongs_to() -> None:
    page = with_pictures()
    other = a_certificate(signatory={"name": "Quelqu’un d’autre", "role": ""})
    assert [told for told in figures(draw([(a_certificate(), Print())], page)) if "Signature" in told]
    assert not [told for told in figures(draw([(other, Print())], page)) if "Signature" in told]


@needs("pdftoppm")
@pytest.mark.parametrize("design", BUNDLED)
def test_two_people_sign_and_the_association_has_words_of_its_own(tmp_path: Path, design: str) -> None:
    words = {"title": "Attestation de participation", "note": "Avec le soutien de la Ville de Rennes"}
    page = with_pictures(design, signatories=[SIGNED, SECOND], words=words | {"opening": "{association} déclare que"})
    path = tmp_path / "c.pdf"
    path.write_bytes(draw([(a_certificate(second_signatory=SECOND), Print())], page))
    said = words_of(path)
    for text in (*SIGNED.values(), SECOND["name"], words["note"], "Les Puces du Blosne déclare que"):
        assert text in said, text
    assert words["title"].casefold() in said.casefold()
    assert "Responsable du pôle" in said


def test_a_background_fills_the_page() -> None:
    red = imported(encoded(Image.new("RGB", (100, 100), (200, 0, 0))), file="fond.png", use="background")
    page = with_pictures(pictures={"background": red.sha256}, files=(red,))
    seen = picture_of(draw([(a_certificate(), Print())], page), 50)
    assert {seen.getpixel(at) for at in ((1, 1), (seen.width - 2, 1), (1, seen.height - 2))} == {seen.getpixel((1, 1))}
    assert seen.getpixel((1, 1)) != 255


# -- two on a sheet ----------------------------------------------------------------------------------------------------


@needs("pdftoppm")
def test_half_pages_fill_a_sheet_of_two_and_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "c.pdf"
    names = ("Zoé", "Ali", "Ömer")
    path.write_bytes(draw([(a_certificate(name=name), Print()) for name in names], layout("half-page")))
    assert "Pages:           2" in told_by("pdfinfo", path)
    assert "(A4)" in told_by("pdfinfo", path)
    said = words_of(path)
    assert [said.find(name) for name in names] == sorted(said.find(name) for name in names)


@needs("pdftoppm")
def test_a_file_of_one_certificate_has_its_own_half_page(tmp_path: Path) -> None:
    path = tmp_path / "c.pdf"
    path.write_bytes(draw([(a_certificate(), Print())], layout("half-page").alone()))
    assert "595.28 x 420.94 pts" in told_by("pdfinfo", path)


def test_one_book_takes_certificates_of_several_layouts() -> None:
    book = CertificateBook(layout())
    for name in ("classic", "half-page", "half-page", "sober", "half-page"):
        book.add(a_certificate(), Print(), layout(name))
    with pikepdf.open(BytesIO(book.finish())) as pdf:
        sides = [[round(float(side)) for side in page.mediabox[2:]] for page in pdf.pages]
    assert sides == [[842, 595], [595, 842], [595, 842], [595, 842]]
