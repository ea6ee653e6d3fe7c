"""Certificates that say nearly the same share what they have in common; each looks and reads as if it were alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import product

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from documents.certificate import CertificateBook
from documents.facts import CertificateFacts, Print
from documents.layout import BUNDLED, Layout, layout
from documents.operators import stencil
from documents.seal import encode
from documents.tagged import TaggedCanvas
from models.seal import PREFIX
from tests.documents.builders import AWKWARD_NAMES, a_certificate

_NAMES = ("Zoé Le Goff", "محمد بن علي", "Maximilienne " * 9, "(\\)\r<X>")
_PRINTS = (Print(), Print("revoked", revoked_on=date(2026, 7, 1)), Print("replaced", replaced_by="LPB-2026-0099"))
_TAGS = ("/S", "/Alt", "/ActualText", "/K", "/A")


def some_certificates() -> list[tuple[CertificateFacts, Print]]:
    """Return certificates of two workshops in turn, some with a second signatory or in the place of another."""
    made = []
    for place, (name, printing) in enumerate(product(_NAMES, _PRINTS)):
        changes: dict[str, object] = {"workshop": "Découvrir Internet", "trainers": []} if place % 2 else {}
        changes |= {"replaces": "LPB-2026-0001"} if place % 5 == 4 else {}
        changes |= {"second_signatory": {"name": "Yann", "role": "Trésorier"}} if place % 3 == 2 else {}
        changes |= {"language": "en"} if place == 7 else {}
        made.append((a_certificate(name=name, number=f"LPB-2026-{place:04}", **changes), printing))
    return made


def drawn(prints: Sequence[tuple[CertificateFacts, Print]], page: Layout) -> bytes:
    book = CertificateBook(page.alone())
    for facts, printing in prints:
        book.add(facts, printing)
    return book.drawn()


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=0.7).to_pil().copy() for page in document]
    finally:
        document.close()


def tags(pdf: bytes) -> list[list[tuple[str, ...]]]:
    """Return for each page what its elements say, as its tree and its marks lead to them: they must be the same."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        rows = list(root.ParentTree.Nums)[1::2]
        groups = list(root.K[0].K)
        found = []
        for page, marks, group in zip(document.pages, rows, groups, strict=True):
            assert [each.objgen for each in group.K] == [each.objgen for each in marks]
            assert all(each.P.objgen == group.objgen and each.Pg.objgen == page.obj.objgen for each in marks)
            assert [int(each.K) for each in marks] == list(range(len(marks)))
            found.append([tuple(str(each.get(tag, "")) for tag in _TAGS) for each in marks])
        return found


@pytest.mark.parametrize("name", BUNDLED)
def test_each_page_is_as_if_it_were_alone(name: str) -> None:
    page, prints = layout(name), some_certificates()
    together = drawn(prints, page)
    alone = [drawn([one], page) for one in prints]
    assert pictures(together) == [pictures(pdf)[0] for pdf in alone]
    assert tags(together) == [tags(pdf)[0] for pdf in alone]


def test_what_is_the_same_on_pages_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[float] = []
    whole = TaggedCanvas.begin_page

    def begin(canvas: TaggedCanvas, width: float, height: float) -> None:
        begun.append(width)
        whole(canvas, width, height)

    monkeypatch.setattr(TaggedCanvas, "begin_page", begin)
    prints = [(a_certificate(name=name, number=f"LPB-2026-{place:04}"), Print()) for place, name in enumerate("ABCD")]
    with pikepdf.open(BytesIO(drawn(prints, layout()))) as document:
        streams = [[each.objgen for each in page.Contents] for page in document.pages]
        assert len({tuple(page.obj.Resources.objgen) for page in document.pages}) == 1
    assert len(begun) == 1
    before, own, after = zip(*streams, strict=True)
    assert len(set(before)) == len(set(after)) == 1
    assert len(set(own)) == 4


@pytest.mark.parametrize("length", [1, 30, 300, 3000])
def test_the_squares_of_a_code_are_painted_as_the_encoder_made_them(length: int) -> None:
    import zxingcpp

    text = PREFIX + "A" * length
    code = encode(text)
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=3)
    wanted = made.to_image(scale=1, add_quiet_zones=False)
    picture = Image.frombytes("1", (code.side, code.side), code.bits).convert("L")
    assert picture.tobytes() == bytes(memoryview(wanted))  # type: ignore[arg-type]  # a buffer
    assert stencil(code.bits, code.side, code.side).encode("latin-1").count(code.bits) == 1


def test_awkward_names_are_no_operators() -> None:
    prints = [(a_certificate(name=name), Print()) for name in (*AWKWARD_NAMES, "(((", ")))", "\\\\\\", "a)Tj(b")]
    with pikepdf.open(BytesIO(drawn(prints, layout()))) as document:
        for page in document.pages:
            known = {
                "q",
                "Q",
                "cm",
                "Do",
                "BDC",
                "BMC",
                "EMC",
                "rg",
                "BT",
                "ET",
                "Td",
                "Tf",
                "TJ",
                "Ts",
                "INLINE IMAGE",
            }
            assert {str(each.operator) for each in pikepdf.parse_content_stream(page)} <= known
